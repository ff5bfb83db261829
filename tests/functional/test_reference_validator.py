"""Every page of the sample, and what is bound of several parts, before the reference validator of PDF/UA."""

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import packs
import pytest

from briefing.pack.editions import EDITIONS
from briefing.pack.editions.edition import Occasion
from briefing.pack.model import Pack
from briefing.render.press import print_all

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def validator(shared: Path) -> Path:
    tool = Path(os.environ.get("BRIEFING_VERAPDF", shared / "tools" / "verapdf"))
    if not tool.is_file():
        pytest.skip(f"no reference validator: {tool} is absent (set BRIEFING_VERAPDF to one)")
    if shutil.which("java") is None:
        pytest.skip("no reference validator: it needs Java")
    return tool


def failing(validator: Path, pdfs: list[Path]) -> list[str]:
    """The lines of its report that are not about a file that passes."""
    words = [validator, "PDFUA-1", *pdfs]
    done = subprocess.run(words, capture_output=True, text=True, timeout=1800)
    report = done.stdout.splitlines()
    if not any(line.startswith(("PASS", "FAIL")) for line in report):
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[0]
        pytest.skip(f"no reference validator: {validator} does not run ({last})")
    passed = [line for line in report if line.startswith("PASS")]
    assert len(passed) + sum(line.startswith("FAIL") for line in report) == len(pdfs)
    return [line for line in report if line not in passed]


def test_it_tells_a_fault(validator: Path, tmp_path: Path) -> None:
    """An untagged page does not pass, or passing would say nothing."""
    from weasyprint import HTML

    (tmp_path / "bare.pdf").write_bytes(HTML(string="<p>1</p>").write_pdf())
    assert failing(validator, [tmp_path / "bare.pdf"]) != []


def test_every_file_of_the_sample_passes(validator: Path, printed_demo: Path) -> None:
    pdfs = sorted((printed_demo / "packs").rglob("v*/*.pdf"))
    assert {pdf.stem.split("-")[0] for pdf in pdfs} >= {"annex", "chair", "clerk", "gp", "practice"}
    assert any(pdf.stem.startswith("gp-pack-session") for pdf in pdfs)
    assert failing(validator, pdfs) == []


def own_promises(pack: Pack) -> Pack:
    """The drawn promises under numbers of this provider's own: a register has no number twice."""
    promises = tuple(
        replace(one, commitment_id=f"{pack.provider_code}-{number}")
        for number, one in enumerate(pack.challenge.promises)
    )
    return replace(pack, challenge=replace(pack.challenge, promises=promises))


def test_every_edition_of_a_session_passes(validator: Path, tmp_path: Path) -> None:
    occasion = Occasion([own_promises(pack) for pack in packs.session(3)])
    first = [next(iter(edition.documents(occasion))) for edition in EDITIONS]
    pages = [replace(one, forms=("pdf",)) for one in first if "pdf" in one.forms]
    for files in print_all(pages, workers=1):
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
    made = sorted(tmp_path.glob("*.pdf"))
    assert len(made) == len(pages) + 4
    assert failing(validator, made) == []
