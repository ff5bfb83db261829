"""GP packs: of a session in a minute, one beside bare WeasyPrint, two workers beside one, memory. Writes docs/speed.md.

    python benchmarks/pack.py                    # some four minutes on an idle machine
    python benchmarks/pack.py --runs 5 --out /tmp/speed.md

The packs are drawn (tests/packs.py): four questions a provider, eight measures, every kind of chart. CPU seconds, with
those of workers, unless it says otherwise; medians, alternating in one run, so that a busy machine slows all alike.
Bare WeasyPrint has the HTML of the same pack as it was at the commit EARLIER, which is made here from the repository.
Ends with an error where a limit is passed. Typst (`pip install typst`) and Chromium are left out where they are absent.
"""

import argparse
import gc
import io
import multiprocessing
import os
import resource
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from multiprocessing import forkserver
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import builders
import editions
import packs
import page as page_validation
import typst_pack
from pypdf import PdfReader
from weasyprint import HTML

from briefing.document.blocks import Document
from briefing.pack.editions.edition import Occasion
from briefing.pack.editions.gp import gp_documents
from briefing.render.press import load_engine, paper, print_all

EARLIER = "7c5f5fc"
READERS, PROVIDERS = 5, 3
PACKS = READERS * PROVIDERS
"""A GP pack is what one reader has of one provider."""
LEAST_A_MINUTE, MOST_SHARE, LEAST_GAIN, MOST_MEMORY = 45, 0.6, 1.8, 300
"""What is aimed at: packs a minute of a session, CPU beside bare WeasyPrint, two workers beside one, MB a worker."""
LIMIT_SHARE, LIMIT_BYTES = 0.85, 1024 * 1024
"""What ends with an error: a busy machine sways a ratio by a tenth."""
_SECONDS_TO_LOAD = 6
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def timed(work: Callable[[], Any], clock: Callable[[], float]) -> tuple[float, Any]:
    gc.collect()
    start = clock()
    made = work()
    return clock() - start, made


def whole(edition_of: Callable[[], Document] = lambda: editions.gp(packs.full())) -> bytes:
    """All that we do for one pack once its figures are known: choose, word, draw, arrange, lay out, write."""
    return paper(edition_of())


_EARLIER_PAGE = """
import sys
from pathlib import Path
place = Path(sys.argv[1])
sys.path[:0] = [str(place), str(place / "tests")]
import briefing.resources
briefing.resources.folder = lambda name: place / name
import editions, packs
(place / "page.html").write_text(editions.gp_page(packs.full()), encoding="utf-8")
"""


def earlier_page(place: Path) -> str | None:
    """The HTML of the same pack as the earlier commit made it, in a copy of that; none without the repository."""
    here = Path(__file__).parent.parent
    made = subprocess.run(["git", "-C", here, "archive", EARLIER], capture_output=True)
    if made.returncode:
        return None
    with tarfile.open(fileobj=io.BytesIO(made.stdout)) as archive:
        archive.extractall(place, filter="data")
    subprocess.run([sys.executable, "-c", _EARLIER_PAGE, str(place)], check=True, cwd=place)
    return (place / "page.html").read_text(encoding="utf-8")


def bare(page: str, place: Path) -> bytes:
    """HTML through the layout engine as it comes, to the same standard."""
    made: bytes = HTML(string=page, base_url=f"{(place / 'templates').as_uri()}/").write_pdf(
        pdf_variant="pdf/ua-1"
    )
    return made


def printed_by_chromium(page: str, templates: Path) -> bytes:
    with tempfile.TemporaryDirectory() as place:
        shutil.copytree(templates, Path(place) / "templates")
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


def panel() -> tuple[Any, ...]:
    return tuple(builders.person(f"P{one}", name=f"Dr Reader {one}") for one in range(1, READERS + 1))


def session() -> list[Document]:
    """One file a reader, with a chapter and an annex for each provider."""
    return list(gp_documents(Occasion(packs.session(PROVIDERS, panel=panel()))))


def single_packs() -> list[Document]:
    """What the same readers would have of the same providers at a meeting with each."""
    made = packs.session(PROVIDERS, panel=panel())
    each = [
        replace(pack, meeting=packs.meeting(panel=panel(), provider_codes=(pack.provider_code,)))
        for pack in made
    ]
    return [document for pack in each for document in gp_documents(Occasion([pack]))]


@dataclass(frozen=True)
class Spent:
    wall: float
    processor: float

    @property
    def a_minute(self) -> float:
        return 60 * PACKS / self.wall

    @property
    def a_minute_of_two(self) -> float:
        """With two processors to themselves: by what the work takes of them."""
        return 60 * PACKS / (self.processor / 2)


def printing(documents: Sequence[Document], workers: int) -> Spent:
    """PDF and twin of each document, its annexes laid out once, its workers started.

    By the clock their server has loaded the engine by then, as in a build, where it does so while data are read. The
    CPU seconds count that too.
    """
    before = cpu_of_children()
    if workers > 1:
        load_engine(workers)
        time.sleep(_SECONDS_TO_LOAD)
    wall, _ = timed(lambda: list(print_all(documents, workers=workers)), perf_counter)
    for child in multiprocessing.active_children():
        child.join()
    end_server()  # what it and its workers took is known once they have left
    return Spent(wall, cpu_of_children() - before)


def end_server() -> None:
    forkserver._forkserver._stop()  # type: ignore[attr-defined]


def rows(runs: int, place: Path) -> Iterator[tuple[str, float, bytes]]:
    """Name, CPU seconds and result of each way of making the pages; the ways take turns."""
    page = earlier_page(place)
    ways: dict[str, Callable[[], bytes]] = {"ours, whole": whole}
    if page is not None:
        ways[f"bare WeasyPrint, HTML of {EARLIER}"] = lambda: bare(page, place)
        if CHROMIUM:
            ways["Chromium print, the same HTML"] = lambda: printed_by_chromium(page, place / "templates")
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


def report(runs: int) -> tuple[str, list[str]]:
    first, _ = timed(whole, process_time)
    documents = session()
    two, one, singles = printing(documents, 2), printing(documents, 1), printing(single_packs(), 2)
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024  # before a browser is a child too
    with tempfile.TemporaryDirectory() as place:
        found = list(rows(runs, Path(place)))
    unit = next((seconds for name, seconds, _ in found if name.startswith("bare")), None)
    share = found[0][1] / unit if unit else None
    gain = one.wall / two.wall

    def beside(seconds: float) -> str:
        return f"{seconds / unit:.2f}" if unit else "-"

    lines = [
        "# Speed of a pack",
        "",
        "Written by `python benchmarks/pack.py` (how, and of what: its first lines). Ratios hold better than seconds.",
        f"On {os.cpu_count()} processors with a load of {os.getloadavg()[0]:.1f} when it ended: above their number, "
        "clocks say more of the neighbours than of us.",
        "",
        "## One pack",
        "",
        "| way | CPU s | beside bare WeasyPrint | pages | size | rules of PDF/UA-1 it fails |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {seconds:.2f} | {beside(seconds)} | {len(PdfReader(io.BytesIO(data)).pages)} "
            f"| {len(data) / 1024:,.0f} KiB | {faults_of(data)} |"
            for name, seconds, data in found
        ),
        "",
        f"A process's first pack takes {first:.2f} s. The aim is {MOST_SHARE} of bare WeasyPrint.",
        "",
        f"## A session of {READERS} readers and {PROVIDERS} providers",
        "",
        f"PDF and twin, annexes, workers started. A GP pack is one reader's of one provider: {PACKS} of them. With two "
        "workers the engine is loaded before, as in a build, while data are read: CPU seconds count it, the clock "
        "doesn't.",
        "",
        "| what is made | workers | CPU s | clock s | packs a minute by the clock | with two processors to itself |",
        "|---|---|---|---|---|---|",
        *(
            f"| {name} | {workers} | {spent.processor:.1f} | {spent.wall:.1f} | {spent.a_minute:.0f} "
            f"| {spent.a_minute_of_two if workers == 2 else spent.a_minute_of_two / 2:.0f} |"
            for name, workers, spent in (
                (f"{READERS} files, a chapter a provider", 1, one),
                (f"{READERS} files, a chapter a provider", 2, two),
                (f"{PACKS} files, as of {PROVIDERS} meetings", 2, singles),
            )
        ),
        "",
        f"- As files that a reader opens, the session is {READERS / two.wall * 60:.0f} a minute by the clock, "
        f"{two.a_minute_of_two / PROVIDERS:.0f} with two processors to itself. The aim is {LEAST_A_MINUTE} packs.",
        f"- Two workers are {gain:.2f} times as fast as one by the clock; the aim is {LEAST_GAIN}.",
        f"- A worker's peak memory is {memory:,.0f} MB; the aim is at most {MOST_MEMORY}.",
        "",
        "Ours adds what the bare engine does not: choosing and wording, the evidence attached, header cells scoped,",
        "every warning and font checked, equal bytes for equal inputs. It saves what the engine does again and again",
        "(`briefing/render/once.py`), collects no garbage while it lays out, and unpacks fonts once a process.",
        "Most of what is left is laying out lines and cells, and columns until they are of one height. Typst sets the",
        "same words more simply.",
    ]
    faults = []
    if share is not None and share > LIMIT_SHARE:
        faults.append(f"ours takes {share:.2f} of bare WeasyPrint: over {LIMIT_SHARE}")
    if len(found[0][2]) > LIMIT_BYTES:
        faults.append(f"the pack has {len(found[0][2]):,} bytes: over {LIMIT_BYTES:,}")
    if two.a_minute_of_two < LEAST_A_MINUTE:
        faults.append(f"{two.a_minute_of_two:.0f} packs a minute of a session: under {LEAST_A_MINUTE}")
    if memory > MOST_MEMORY:
        faults.append(f"a worker takes {memory:,.0f} MB: over {MOST_MEMORY}")
    return "\n".join(lines) + "\n", faults


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent.parent / "docs" / "speed.md")
    given = parser.parse_args(words)
    text, faults = report(given.runs)
    given.out.write_text(text, encoding="utf-8")
    print(text)
    if faults:
        raise SystemExit("\n".join(faults))


if __name__ == "__main__":  # pool workers import this module again
    main()
