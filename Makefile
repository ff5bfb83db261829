# `make demo` and `make test` set up everything they need: see .ci/setup.
VENV ?= .venv
BIN = $(VENV)/bin

.PHONY: demo test check format fuzz bench wheel clean

demo: $(VENV)/.ready  ## make the sample packs in ./demo
	$(BIN)/briefing demo demo

test: $(VENV)/.ready  ## run every test
	$(BIN)/python -m pytest -n auto --dist loadfile

check: $(VENV)/.ready  ## format, lint, types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --processes 0 queries

format: $(VENV)/.ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

fuzz: $(VENV)/.ready  ## a coverage-guided fuzzer over every reader, 25 seconds
	$(BIN)/python tests/fuzz/run.py

bench: $(VENV)/.ready  ## measure speed and memory; prints ratios from one run
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

pictures: $(VENV)/.ready  ## keep the pages as they look now as the reference for tests
	BRIEFING_RENEW_PICTURES=1 $(BIN)/python -m pytest tests/render/test_page_pictures.py

wheel: $(VENV)/.ready
	$(BIN)/python -m build --wheel --outdir dist .

$(VENV)/.ready: setup.cfg pyproject.toml .ci/setup
	bash .ci/setup $(VENV)
	touch $@

clean:
	rm -rf $(VENV) build dist demo *.egg-info
