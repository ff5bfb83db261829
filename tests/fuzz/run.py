"""A coverage-guided fuzzer over every reader, for a bounded time: `make fuzz`, or `python tests/fuzz/run.py 600`.

It starts from one good file a reader and from the cases that were found before, and mutates what reaches new
code. An input that breaks a reader is kept in `tests/fuzz/found/`, where `test_fuzz.py` runs it for ever after.
"""

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "sources")]
SECONDS = 25


def main() -> None:
    try:
        import atheris
    except ImportError:
        print("fuzz: atheris has no wheel for this Python or system; hypothesis alone fuzzes here")
        return
    with atheris.instrument_imports(include=["briefing.sources", "briefing.meeting", "briefing.workspace"]):
        import seeds
        import targets
    seconds = int(sys.argv[1]) if len(sys.argv) > 1 else SECONDS
    found = HERE / "found"
    found.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="corpus-") as corpus:
        seeds.write(Path(corpus))
        limits = [f"-max_total_time={seconds}", "-max_len=60000", "-timeout=20", "-rss_limit_mb=4096"]
        words = [f"-dict={HERE / 'words.txt'}", f"-artifact_prefix={found}/", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *limits, *words, corpus, str(found)], targets.attempt)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
