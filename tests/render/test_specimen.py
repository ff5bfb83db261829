"""The specimen: every token, every kind of chart in each state, laid out without a warning."""

import io
from typing import Any, get_args, get_type_hints

import boxes
import pdfplumber
import pytest
import specimen
from papers import faults

from briefing.document.figure import Figure
from briefing.render.charts import Size, draw
from briefing.render.charts.tokens import tokens
from briefing.render.press import paper

CHARTS = specimen.charts()


def _is_no_watermark(mark: dict[str, Any]) -> bool:
    return float(mark.get("size", 0)) < 60


@pytest.mark.slow
def test_it_shows_every_token_and_is_accessible_as_packs_are() -> None:
    made = paper(specimen.document())
    assert faults(made) == []
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        text = "\n".join(sheet.filter(_is_no_watermark).extract_text() for sheet in pdf.pages)
    shown = [token for token in tokens().values() if f"{token.name} {token.value}" in text]
    assert len(shown) == len(tokens()) > 25
    assert all(token.use for token in tokens().values())
    assert "You among the group" in text


def test_every_kind_of_figure_is_in_it() -> None:
    """The card's small chart and the sparkline are the control chart at other sizes."""
    known = set(get_args(get_type_hints(Figure)["kind"])) - {"spark"}
    assert {figure.kind for states in CHARTS.values() for _, figure in states} == known


def test_what_is_not_there_is_shown_for_every_kind_that_can_lack_it() -> None:
    states = {kind: " ".join(state for state, _ in each) for kind, each in CHARTS.items()}
    without = {kind for kind, said in states.items() if "empty" not in said}
    assert without == {"Plan against actual", "Ranked bars", "Groups of people"}
    assert all("one point" in states[kind] for kind in ("Control chart", "Funnel"))
    assert "No figure to show" in draw(dict(CHARTS["Then and now"])["empty: one month is no movement"])


@pytest.mark.parametrize("kind", CHARTS)
@pytest.mark.parametrize("size", ["full", "phone"])
def test_no_state_of_a_chart_has_words_on_each_other(kind: str, size: Size) -> None:
    for state, figure in CHARTS[kind]:
        svg = draw(figure, size)
        assert boxes.colliding(svg) == [], state
        assert boxes.outside(svg) == [], state
