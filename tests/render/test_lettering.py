"""Words of a drawing laid out a line at a time: where the engine would set them, and only where nothing is special."""

import io
import re
from base64 import b64encode
from datetime import date

import pdfplumber
import pytest
from pypdf import PdfReader
from weasyprint.svg import SVG, Node

from briefing.render import lettering, pdf
from briefing.resources import folder

LINES = (
    '<text x="10" y="20">Start 92%</text><text x="190" y="40" text-anchor="end" font-weight="600">End 1,234</text>'
    '<text x="100" y="60" text-anchor="middle" font-size="12" fill="#ab4406">Middle</text>'
)


def printed(drawn: str) -> bytes:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="100pt" viewBox="0 0 200 100" '
        f'font-family="Inter" font-size="8">{drawn}</svg>'
    )
    page = (
        '<!doctype html><html lang="en-GB"><head><title>A drawing</title><link rel="stylesheet" href="css/tokens.css">'
        "<style>@page { size: 200pt 100pt; margin: 0 } body { margin: 0; font-family: Inter } img { display: block }"
        f'</style></head><body><img alt="words" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}">'
        "</body></html>"
    )
    made = date(2026, 3, 1)
    return pdf.write(page, title="A drawing", lang="en-GB", folder=folder("templates"), made_on=made)


def words(made: bytes) -> dict[str, tuple[float, float, float, float]]:
    with pdfplumber.open(io.BytesIO(made)) as paper:
        found = paper.pages[0].extract_words(keep_blank_chars=True)
    edges = ("x0", "x1", "top", "bottom")
    return {word["text"].replace(" ", ""): tuple(word[edge] for edge in edges) for word in found}


def test_lines_stand_where_the_engine_sets_them(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = words(printed(LINES))
    with monkeypatch.context() as patch:
        patch.setattr("briefing.render.lettering._is_plain", lambda node: False)
        engines = words(printed(LINES))
    assert set(ours) == {"Start92%", "End1,234", "Middle"} == set(engines)
    for line, edges in ours.items():
        assert edges == pytest.approx(engines[line], abs=0.6)  # the engine knows no kerning
    assert ours["Start92%"][0] == pytest.approx(10, abs=0.6)
    assert ours["End1,234"][1] == pytest.approx(190, abs=0.6)
    assert sum(ours["Middle"][:2]) / 2 == pytest.approx(100, abs=0.3)


def test_a_line_is_written_in_one_piece_and_has_no_sheet_of_its_own() -> None:
    page = PdfReader(io.BytesIO(printed(LINES))).pages[0]
    content = page.get_contents()
    assert content is not None
    assert len(re.findall(rb"\bT[jJ]\b", content.get_data())) == 3
    assert b" Do" not in content.get_data()


@pytest.mark.parametrize(
    "special",
    [
        '<text x="10" y="20">one <tspan font-weight="600">two</tspan></text>',
        '<text x="10 30" y="20">ab</text>',
        '<text x="10" y="20" rotate="30">tilted</text>',
        '<text x="10" y="20" style="letter-spacing: 2px">wide</text>',
        '<text x="10%" y="20">a share</text>',
    ],
)
def test_what_is_special_is_left_to_the_engine(special: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a workspace's own logo."""
    here: list[str] = []
    usual = lettering._draw

    def draw(svg: SVG, node: Node, size: float) -> None:
        here.append(node.text)
        usual(svg, node, size)

    monkeypatch.setattr(lettering, "_draw", draw)
    printed(f'{special}<text x="10" y="60">plain</text>')
    assert here == ["plain"]
