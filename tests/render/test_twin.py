"""The twin as text: one file, everything inside, each cell with the head of its column."""

import base64
import io
import re
import zipfile

import editions
import packs
import pytest

from briefing.render import twin


@pytest.fixture(scope="module")
def page() -> str:
    return twin.write(editions.gp(packs.full())).decode()


def made_of(body: str) -> str:
    return twin.self_contained(body)


def test_everything_is_inside(page: str) -> None:
    assert "<link" not in page
    assert "<script" not in page
    assert not re.search(r'(?:src|href|srcset)="(?!data:|#)', page)
    assert not re.search(r"url\((?!data:)", page)
    assert page.count("font/woff2;base64,") == 3


def test_the_words_are_those_of_the_pages(page: str) -> None:
    only_in_print = (
        "Annex A, the same for",
        "every member of the panel",
        "The numbers behind every figure are attached to this PDF: open the attachments of your reader, ",
    )
    missing = words(editions.gp_page(packs.full())) - words(page)
    assert [text for text in missing if not text.startswith(only_in_print)] == []


def words(page: str) -> set[str]:
    """Runs of text between tags, without those of drawings and style sheets."""
    body = re.sub(r"<svg.*?</svg>|<style>.*?</style>", "", page, flags=re.DOTALL)
    return {" ".join(text.split()) for text in re.findall(r">([^<]+)<", body)}


def test_sizes_of_print_become_sizes_of_the_reader() -> None:
    page = made_of('<link rel="stylesheet" href="css/tokens.css">')
    assert "--text-body: 1.0000rem" in page
    assert not re.search(r"\dpt\b", page)


def test_a_cell_carries_the_head_of_its_column() -> None:
    table = (
        '<table><thead><tr><th scope="col">A &amp; B</th><th scope="col">Now</th><th scope="col">Then</th></tr></thead>'
        '<tbody><tr><th scope="row">x</th><td>1</td><td class="n">2</td></tr>'
        '<tr><td>y</td><td colspan="2">3</td></tr></tbody></table>'
    )
    labelled = made_of(table)
    assert '<td data-label="Now">1</td><td class="n" data-label="Then">2</td>' in labelled
    assert '<td data-label="A &amp; B">y</td><td colspan="2">3</td>' in labelled
    assert re.sub(r' data-label="[^"]*"', "", labelled) == table


def test_the_evidence_can_be_saved_from_the_twin(page: str) -> None:
    pack = packs.full()
    ((name, data),) = re.findall(r'download="([^"]+)" href="data:application/zip;base64,([^"]+)"', page)
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(data))) as archive:
        saved = {entry: archive.read(entry) for entry in archive.namelist()}
    assert name == "evidence-rqz.zip"
    assert saved == {table.filename: table.csv for table in pack.evidence}


def test_a_twin_of_many_figures_is_small_enough_to_mail() -> None:
    """24 figures, each drawn for a desk and for a phone, the letters they are set in and all the evidence."""
    twin_of_the_longest = twin.write(editions.gp(packs.torture()))
    assert len(twin_of_the_longest) < 660_000


def test_the_same_edition_makes_the_same_bytes(page: str) -> None:
    assert twin.write(editions.gp(packs.full())).decode() == page
