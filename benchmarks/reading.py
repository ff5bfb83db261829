"""The GP core, read aloud against a clock: how long a speech synthesiser takes over it. Needs espeak-ng.

    python benchmarks/reading.py demo/packs            # packs made by `briefing demo`
    python benchmarks/reading.py demo/packs --pace 160

Takes the HTML twin of every GP pack, keeps the text of the core, and measures the length of the speech, pauses
included: once without the tables of the picture, which are looked at and not read out, once with every cell of them.
One line a pack. Ends with an error where one, its tables aside, takes longer than ten minutes a provider. Nothing is
played.
"""

import argparse
import io
import re
import shutil
import subprocess
import sys
import wave
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

from core import text_of, words_in

MOST_MINUTES = 10
IN_SHORT = ">In sixty seconds<"
"""The heading with which the pages on each provider begin."""
TABLE = re.compile(r'<table class="picture">.*?</table>', re.DOTALL)
ESPEAK = shutil.which("espeak-ng")


def seconds_of(text: str, *, pace: int) -> float:
    """The length of the speech: the synthesiser is asked for `pace` words a minute in English."""
    spoken = subprocess.run(
        [str(ESPEAK), "-v", "en-gb", "-s", str(pace), "--stdin", "--stdout"],
        input=text.encode(),
        capture_output=True,
        check=True,
    ).stdout
    with wave.open(io.BytesIO(spoken)) as sound:
        frames = len(sound.readframes(sound.getnframes())) // (sound.getsampwidth() * sound.getnchannels())
        return frames / sound.getframerate()


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    given.add_argument(
        "packs", type=Path, nargs="?", default=Path("demo/packs"), help="packs/ of a workspace"
    )
    given.add_argument("--pace", type=int, default=150, help="words a minute (150)")
    options = given.parse_args()
    if ESPEAK is None:
        print("espeak-ng is not installed: nothing was read. On Debian: apt-get install espeak-ng")
        return
    if not options.packs.is_dir():
        print(f"{options.packs}: there are no packs to read; make them first: make demo")
        return
    late = []
    for twin in sorted(options.packs.glob("*/v1/gp-pack-*.html")):
        page = twin.read_text("utf-8")
        spoken = [text_of(TABLE.sub("", page)), text_of(page)]
        told, all_told = (seconds_of(text, pace=options.pace) / 60 for text in spoken)
        print(
            f"{twin.stem}: {len(words_in(page)):,} words, {told:.1f} minutes; with the tables {all_told:.1f}"
        )
        if told > MOST_MINUTES * max(1, page.count(IN_SHORT)):
            late.append(twin.stem)
    if late:
        sys.exit(f"Longer than {MOST_MINUTES} minutes a provider: {late}")


if __name__ == "__main__":
    main()
