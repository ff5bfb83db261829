"""The specimen: every token, every kind of chart, made by the command and laid out without a warning."""

import io
from pathlib import Path
from typing import get_args, get_type_hints

import boxes
import page
import pdfplumber
import pytest
from click.testing import CliRunner

from briefing.cli import main
from briefing.document.figure import Figure
from briefing.render.charts import Size, draw
from briefing.render.charts.tokens import tokens
from briefing.specimen.examples import Kind, kinds

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the command makes."""
    out: Path = tmp_path_factory.mktemp("specimen") / "system.pdf"
    ran = CliRunner().invoke(main, ["specimen", str(out)], catch_exceptions=False)
    assert (ran.exit_code, ran.output.strip()) == (0, str(out))
    return out


@pytest.fixture(scope="module")
def pages(made: Path) -> list[str]:
    """The text of each page."""
    with pdfplumber.open(io.BytesIO(made.read_bytes())) as pdf:
        return [page.extract_text() for page in pdf.pages]


def test_every_token_is_shown_with_its_value(pages: list[str]) -> None:
    text = "\n".join(pages)
    shown = [token for token in tokens().values() if f"{token.name} {token.value}" in text]
    assert len(shown) == len(tokens()) > 25
    assert all(token.use for token in tokens().values())


def test_it_is_accessible_as_packs_are(made: Path) -> None:
    assert list(page.validate_pdf(str(made), profile="ua1").failures) == []


def test_every_kind_of_figure_is_in_it() -> None:
    """The card's small chart and the sparkline are the control chart at other sizes."""
    known = set(get_args(get_type_hints(Figure)["kind"])) - {"spark"}
    assert {example.figure.kind for kind in kinds() for example in kind.examples} == known


def test_what_is_not_there_is_shown_for_every_kind_that_can_lack_it() -> None:
    states = {kind.name: " ".join(example.state for example in kind.examples) for kind in kinds()}
    without = {name for name, said in states.items() if "empty" not in said}
    assert without == {"Plan against actual", "Ranked bars", "Groups of people"}
    assert all("one point" in states[name] for name in ("Control chart", "Funnel"))
    assert "No figure to show" in draw(
        next(
            example.figure
            for kind in kinds()
            for example in kind.examples
            if example.state.startswith("empty: one month")
        )
    )


@pytest.mark.parametrize("kind", kinds(), ids=lambda kind: kind.name)
@pytest.mark.parametrize("size", ["full", "phone"])
def test_no_state_of_a_chart_has_words_on_each_other(kind: Kind, size: Size) -> None:
    for example in kind.examples:
        svg = draw(example.figure, size)
        assert boxes.colliding(svg) == [], example.state
        assert boxes.outside(svg) == [], example.state


def test_the_components_stand_on_their_page_masters(pages: list[str]) -> None:
    text = "\n".join(pages)
    for words in (
        "Listen for",
        "Settle for",
        "Promised last time",
        "Page master: letter",
        "Beside providers like it",
        "A caption, where no heading stands above",
        "A practice among others",
    ):
        assert words in text, words
