# `make demo` and `make test` set up everything they need: see .ci/setup. What each is for: CONTRIBUTING.md.
VENV ?= .venv
BIN = $(VENV)/bin
PYTEST = $(BIN)/python -m pytest -n auto --dist worksteal
COVER ?=
FLOOR = 95

.PHONY: demo test test-slow test-all coverage check format hooks lock fuzz bench pictures wheel clean

demo: $(VENV)/.ready  ## make the sample packs in ./demo
	$(BIN)/briefing demo demo
	@echo 'Open the desk on it: $(BIN)/briefing web -w demo'

test: $(VENV)/.ready  ## the tests that a developer waits for
	$(PYTEST) -m "not slow" $(if $(COVER),--cov --cov-fail-under=$(FLOOR))

test-slow: $(VENV)/.ready  ## the others: whole documents, browsers, killed processes, a fresh installation
	$(PYTEST) -m slow

test-all: test test-slow  ## every test, each once

coverage:  ## the same tests as `make test`, held to the share of lines they reach
	$(MAKE) test COVER=yes

check: $(VENV)/.ready  ## format, lint, types, SQL
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/mypy --config-file tests/mypy.ini
	$(BIN)/sqlfluff lint --processes 0 queries

format: $(VENV)/.ready
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

hooks: $(VENV)/.ready  ## check before each commit, with the tools of the environment
	$(BIN)/pre-commit install

lock:  ## the newest versions that setup.cfg allows, into requirements-lock.txt
	rm -rf build/lock
	$(or $(PYTHON),python3) -m venv build/lock
	build/lock/bin/python -m pip install -q '.[dev]'
	build/lock/bin/python -m pip freeze --exclude meeting-briefing-packs > requirements-lock.txt
	rm -rf build/lock

fuzz: $(VENV)/.ready  ## a coverage-guided fuzzer over every reader, the same mutations each time
	$(BIN)/python tests/fuzz/run.py

bench: $(VENV)/.ready  ## measure speed and memory; prints ratios from one run
	for script in benchmarks/*.py; do $(BIN)/python $$script || exit 1; done

pictures: $(VENV)/.ready  ## keep the pages as they look now as the reference for tests
	BRIEFING_RENEW_PICTURES=1 $(BIN)/python -m pytest tests/render/test_page_pictures.py

wheel: $(VENV)/.ready
	$(BIN)/python -m build --wheel --outdir dist .

$(VENV)/.ready: setup.cfg pyproject.toml requirements-lock.txt .ci/setup
	bash .ci/setup $(VENV)
	touch $@

clean:
	rm -rf $(VENV) build dist demo *.egg-info
