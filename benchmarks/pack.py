"""One GP pack: our time beside bare WeasyPrint's, and other ways of making the same pages. Writes docs/speed.md.

    python benchmarks/pack.py                    # some two minutes
    python benchmarks/pack.py --runs 5 --out /tmp/speed.md

The pack is drawn (tests/packs.py): a long name, four questions, eight measures, every kind of chart. CPU seconds
unless it says otherwise, medians, alternating in one run, so that a busy machine slows all alike. Ends with an error
where a limit is passed. Typst (`pip install typst`) and Chromium are left out where they are not installed.
"""

import argparse
import gc
import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import editions
import packs
import page as page_validation
import typst_pack
from pypdf import PdfReader
from weasyprint import HTML

from briefing.document.blocks import Document
from briefing.pack.model import TERMS, PackSettings
from briefing.render.press import paper, print_all
from briefing.resources import folder

MOST_OVERHEAD = 1.15
MOST_BYTES = 1024 * 1024
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def timed(work: Callable[[], Any], clock: Callable[[], float]) -> tuple[float, Any]:
    gc.collect()
    start = clock()
    made = work()
    return clock() - start, made


def whole(edition_of: Callable[[], Document] = lambda: editions.gp(packs.full())) -> bytes:
    """All that we do for one pack once its figures are known: choose, word, draw, arrange, lay out, write."""
    return paper(edition_of())


def bare(page: str) -> bytes:
    """The same HTML through the layout engine as it comes, to the same standard."""
    base = f"{folder('templates').as_uri()}/"
    made: bytes = HTML(string=page, base_url=base).write_pdf(pdf_variant="pdf/ua-1")
    return made


def printed_by_chromium(page: str) -> bytes:
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(folder("templates"), Path(place) / "templates")
        (Path(place) / "templates" / "page.html").write_text(page, encoding="utf-8")
        words = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        words += [
            f"--user-data-dir={place}/profile",
            f"--print-to-pdf={place}/page.pdf",
            f"{place}/templates/page.html",
        ]
        subprocess.run(words, check=True, capture_output=True, timeout=300)
        return (Path(place) / "page.pdf").read_bytes()


def faults_of(pdf: bytes) -> int:
    """Rules of PDF/UA-1 that a validator finds broken."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        return len(page_validation.validate_pdf(file.name, profile="ua1").failures)


def cpu_of_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return process_time() + spent.ru_utime + spent.ru_stime


def per_minute(edition: Document, *, workers: int, packs_made: int) -> float:
    seconds, _ = timed(lambda: list(print_all([edition] * packs_made, workers=workers)), perf_counter)
    return 60 * packs_made / seconds


def rows(runs: int) -> Iterator[tuple[str, float, bytes]]:
    """Name, CPU seconds and result of each way of making the pages; the ways take turns."""
    page = editions.gp_page(packs.full())
    ways: dict[str, Callable[[], bytes]] = {
        "ours, whole": whole,
        "bare WeasyPrint, same HTML": lambda: bare(page),
    }
    if CHROMIUM:
        ways["Chromium print, same HTML"] = lambda: printed_by_chromium(page)
    if typst_pack.AVAILABLE:
        ways["Typst, same words and charts"] = lambda: typst_pack.made(packs.full())
    spent: dict[str, list[float]] = {name: [] for name in ways}
    made: dict[str, bytes] = {}
    for _ in range(runs):
        for name, way in ways.items():
            seconds, made[name] = timed(way, cpu_of_children)
            spent[name].append(seconds)
    for name in ways:
        yield name, median(spent[name]), made[name]


def report(runs: int, packs_made: int) -> tuple[str, list[str]]:
    first, _ = timed(whole, process_time)
    second, made = timed(whole, process_time)
    settings = PackSettings(
        suppression="hes", marking="OFFICIAL", terms=dict(TERMS)
    )  # as from a file: they travel
    edition = editions.gp(packs.full(settings=settings))
    one, two = (per_minute(edition, workers=workers, packs_made=packs_made) for workers in (1, 2))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # before a browser is a child too
    found = list(rows(runs))
    unit = next(seconds for name, seconds, _ in found if name.startswith("bare"))
    overhead = found[0][1] / unit
    again, _ = timed(whole, process_time)
    lines = [
        "# Speed of a pack",
        "",
        "Written by `python benchmarks/pack.py` (how, and of what: its first lines). Ratios hold better than seconds.",
        "",
        f"On {os.cpu_count()} processors with a load of {os.getloadavg()[0]:.1f} when it ended:",
        "",
        "| way | CPU s | beside bare WeasyPrint | pages | size | rules of PDF/UA-1 it fails |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {seconds:.2f} | {seconds / unit:.2f} | {len(PdfReader(io.BytesIO(data)).pages)} "
            f"| {len(data) / 1024:,.0f} KiB | {faults_of(data)} |"
            for name, seconds, data in found
        ),
        "",
        f"- A process's first pack takes {first:.2f} s, its second {second:.2f} s, its last {again:.2f} s.",
        f"- With their HTML twins: {one:.1f} packs a minute in one process, {two:.1f} in two.",
        f"- A worker's peak memory is {memory:,.0f} MB.",
        "",
        "Ours adds what the bare engine does not: choosing and wording, the evidence attached, header cells scoped,",
        "every warning and font checked, equal bytes for equal inputs. It saves where the engine collects garbage and",
        "unpacks fonts for each document. Typst sets the same words more simply.",
    ]
    faults = []
    if overhead > MOST_OVERHEAD:
        faults.append(f"ours takes {overhead:.2f} of bare WeasyPrint: over {MOST_OVERHEAD}")
    if len(made) > MOST_BYTES:
        faults.append(f"the pack has {len(made):,} bytes: over {MOST_BYTES:,}")
    return "\n".join(lines) + "\n", faults


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--packs", type=int, default=4, help="for packs a minute")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "docs" / "speed.md")
    given = parser.parse_args(words)
    text, faults = report(given.runs, given.packs)
    given.out.write_text(text, encoding="utf-8")
    print(text)
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":  # pool workers import this module again
    main()
