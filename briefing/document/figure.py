"""Charts as data and words, before anyone draws them, and the tables that travel with a document."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from briefing.measures import Funnel, Measure, Note, WaitingList

Place = Literal["question", "headline", "inside", "peers", "inequality"]


@dataclass(frozen=True)
class Movement:
    """A column of a waterfall: a level it starts from or ends at, or a change with its sign."""

    name: str
    amount: float
    kind: Literal["level", "reported", "balance"]
    """A balance is worked out from the others, and drawn so that nobody takes it for a report."""


@dataclass(frozen=True)
class Figure:
    """A chart's data and its words. `kind` chooses the drawing; the title states the finding."""

    id: str
    kind: Literal[
        "spc", "bars", "groups", "trajectory", "spark", "funnel", "waterfall", "ages", "multiples", "slope"
    ]
    title: str
    caption: str
    alt: str
    source_line: str
    measure: Measure
    others: tuple[Measure, ...] = ()
    """Further measures of the same figure: the peers' bars, the groups' points."""
    place: Place = "headline"
    """The part of the evidence it stands in."""
    questions: tuple[int, ...] = ()
    """The numbers of the questions it is evidence for."""
    funnel: Funnel | None = None
    """The whole funnel, where that is what is drawn."""
    steps: tuple[Movement, ...] = ()
    """The columns of a waterfall, in order."""
    waiting: tuple[WaitingList, ...] = ()
    """The list by age: now and, where it is known, a year before."""


@dataclass(frozen=True)
class EvidenceTable:
    """A CSV that travels inside the PDF: what a hospital needs to recompute a figure."""

    filename: str
    description: str
    csv: bytes


def lettered(notes: Sequence[Note]) -> list[tuple[str, Note]]:
    """A, B, C ... in order of date; the same letters stand in the chart and in the list under it."""
    ordered = sorted(notes, key=lambda note: (note.period, note.kind, note.text))
    return [(chr(ord("A") + index % 26), note) for index, note in enumerate(ordered)]
