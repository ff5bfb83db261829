"""One GP pack: what we do (assemble, charts, Jinja) against what WeasyPrint does, in one run.

    python benchmarks/pack.py [runs]

Prints CPU seconds and the share that is ours; ends with an error where it is over a fifth.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import packs

from briefing.pack.build import gp_editions
from briefing.render import html, pdf
from briefing.render.charts import draw
from briefing.resources import folder

MOST = 0.20
Made = TypeVar("Made")


def timed(work: Callable[[], Made]) -> tuple[float, Made]:
    start = process_time()
    made = work()
    return process_time() - start, made


def once() -> tuple[float, float, float, float, int]:
    assembling, pack = timed(packs.full)
    edition = gp_editions(pack)[0]
    drawing, _ = timed(lambda: [draw(figure) for figure in pack.figures])
    arranging, page = timed(lambda: html.gp_pack(edition))
    writing, made = timed(
        lambda: pdf.write(
            page,
            title=pack.provider_name,
            lang="en-GB",
            folder=folder("templates"),
            made_on=pack.data_date,
            attachments=pack.evidence,
        )
    )
    return assembling, drawing, arranging, writing, len(made)


def main(runs: int) -> None:
    once()  # warm: templates compiled, fonts found
    measured = [once() for _ in range(runs)]
    assembling, drawing, arranging, writing, size = (median(column) for column in zip(*measured, strict=True))
    share = (assembling + arranging) / (assembling + arranging + writing)
    print(
        f"assemble {assembling:.3f} s | Jinja with charts {arranging:.3f} s "
        f"(all figures drawn {drawing:.3f} s)"
    )
    print(f"WeasyPrint {writing:.3f} s | ours {share:.1%} of the whole | {size / 1024:,.0f} KiB")
    if share > MOST:
        raise SystemExit(f"over {MOST:.0%}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
