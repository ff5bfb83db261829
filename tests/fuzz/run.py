"""A coverage-guided fuzzer over every reader: `make fuzz`, or `python tests/fuzz/run.py 600` for ten minutes.

Given a time, it first reads and measures every file that was drawn to do harm, and fails where one takes more than a
gigabyte or a minute; in the gate `tests/hostile/test_bounds.py` does. What is mutated may take no more either.

It starts from one good file a reader and from the cases that were found before, and mutates what reaches new
code. An input that breaks a reader is kept in `tests/fuzz/found/`, where `test_fuzz.py` runs it for ever after.
Without a time it makes the same mutations on each run, so that what passes on one machine passes on the next:
looking for new ones is a developer's work, not the gate's.
"""

import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parent / "sources"), str(HERE.parent / "hostile")]
SAME_EACH_TIME = ("-seed=20260401", "-runs=4000")


def main() -> None:
    import bounds

    if len(sys.argv) > 1 and (over := list(bounds.over_the_limits())):
        sys.exit("fuzz: over a gigabyte or a minute:\n" + "\n".join(over))
    try:
        import atheris
    except ImportError:
        print("fuzz: atheris has no wheel for this Python or system; hypothesis alone fuzzes here")
        return
    with atheris.instrument_imports(include=["briefing.sources", "briefing.meeting", "briefing.workspace"]):
        import seeds
        import targets
    length = [f"-max_total_time={int(sys.argv[1])}"] if len(sys.argv) > 1 else SAME_EACH_TIME
    found = HERE / "found"
    found.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="corpus-") as corpus:
        seeds.write(Path(corpus))
        limits = [*length, "-max_len=60000", f"-timeout={bounds.MOST_SECONDS}", "-rss_limit_mb=1024"]
        words = [f"-dict={HERE / 'words.txt'}", f"-artifact_prefix={found}/", "-print_final_stats=1"]
        atheris.Setup([sys.argv[0], *limits, *words, corpus, str(found)], targets.attempt)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
