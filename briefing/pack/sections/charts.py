"""Every chart in full, by the part of the evidence it stands in; between them the table of specialties.

A table goes on overleaf wherever it must, a tall chart does not: so it stands where tall charts follow.
"""

from collections.abc import Iterator

from briefing.document.blocks import Chart, Paragraph, Run, Section, Text, link, page_of
from briefing.document.figure import Figure, Place
from briefing.pack.model import Pack
from briefing.pack.sections.sources import source_of
from briefing.pack.sections.specialties import specialties

PLACES: dict[Place, str] = {
    "question": "Behind the questions",
    "headline": "Behind the picture",
    "inside": "Inside the figures",
    "inequality": "Between groups of people",
    "peers": "Beside similar trusts",
}
_PEERS: Text = (
    "The line through a dot is its 95% interval. The similar trusts are listed under ",
    page_of("Settings, similar trusts and tables", "workings"),
    ".",
)


def charts(pack: Pack) -> Iterator[Section]:
    for place, heading in PLACES.items():
        here = [figure for figure in pack.figures if figure.place == place]
        if here:
            drawn = tuple(Chart(figure, _source(figure)) for figure in here)
            said = (Paragraph(_PEERS, kind="note"),) if place == "peers" else ()
            yield Section(f"charts-{place}", heading, (*said, *drawn), kind="evidence charts", level=3)
        if place == "inside":
            yield from specialties(pack)


def _source(figure: Figure) -> Text:
    """Where it comes from, and the way back to its questions: to the card of one that a reader holds."""
    found: list[str | Run] = [*source_of(figure.source_line)]
    for number in figure.questions:
        found += [" · ", link(f"question {number}", f"question-{number}", f"Back to question {number}")]
    return tuple(found)
