"""A letter between meetings: what newly changed for somebody, with chart and source, and how to stop it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from briefing import formats
from briefing.document.blocks import Block, Callout, Chart, Cover, Document, Masthead, Paragraph, Section
from briefing.measures import Measure
from briefing.pack import figures, words

Change = Literal["worse", "better", "off plan", "silent"]
STOP = (
    "You asked for these. To stop them, answer this message with the word STOP; to hear of another hospital or topic, "
    "or of fewer, say which."
)
"""The way out, in the message and on the page."""


@dataclass(frozen=True)
class Alert:
    """One change of one series, as it may be shown."""

    measure: Measure
    change: Change
    since: date
    """The first month of it."""
    period: date
    """The month in which it is news."""
    strength: float
    people: int | None = None
    others: int = 0
    """So many specialties beside it show the same."""

    @property
    def matter(self) -> str:
        """What is told once for as long as it lasts."""
        return "/".join((*self.measure.key[:2], self.measure.specialty_code, self.change))

    @property
    def sentence(self) -> str:
        """Say it as the subject of a chart, with the hospital: it is read without one."""
        hospital, name = words.short_name(self.measure.org_name), words.name_of(self.measure)
        if self.change == "silent":
            return f"{hospital}: no figure came for {name} since {formats.month(self.measure.latest.period)}."
        said = words.title(self.measure)
        if self.change == "off plan":
            said = f"{name}: behind its own plan since {formats.month(self.since)}"
        also = f" {figure}" if (figure := words.finding(self.measure)) else ""
        if self.others:
            also = f" {formats.capital(formats.counted(self.others, 'specialty', 'specialties'))} more "
            also += f"{formats.plural(self.others, 'shows', 'show')} the same."
        return f"{hospital}: {said}.{also}"


def document_of(
    alerts: Sequence[Alert], *, left: int, name: str, stem: str, masthead: Masthead, today: date
) -> Document:
    """Make the pages of one letter."""
    return Document(
        edition="alerts",
        stem=stem,
        title=f"What changed: {formats.counted(len(alerts), 'alert')} for {name}",
        masthead=masthead,
        cover=Cover("For", name, "What changed", formats.day(today), (masthead.commissioner_name,)),
        sections=(
            Section("news", "In short", tuple(_short(alerts, left))),
            *_charts(alerts, today),
            Section("stop", "To stop these", (Paragraph(STOP),)),
        ),
        dated=today,
        forms=("pdf",),
    )


def lines_of(alerts: Sequence[Alert], left: int) -> Iterator[str]:
    """Say the same in a message."""
    for one in alerts:
        yield f"{one.sentence} Source: {one.measure.source_line}."
    if more := left_sentence(left):
        yield more


def left_sentence(left: int) -> str:
    """Say that there is more than a month holds; empty where that was all."""
    if not left:
        return ""
    changes = formats.counted(left, "more change")
    return f"{formats.capital(changes)} {formats.plural(left, 'is', 'are')} new, and less strong: ask us for them."


def _short(alerts: Sequence[Alert], left: int) -> Iterator[Block]:
    for one in alerts:
        yield Callout(one.sentence, "thanks" if one.change == "better" else "warning")
    if more := left_sentence(left):
        yield Paragraph(more, kind="note")


def _charts(alerts: Sequence[Alert], today: date) -> Iterator[Section]:
    """Put the charts under the hospital that they are of."""
    for code in dict.fromkeys(one.measure.org_code for one in alerts):
        here = [one for one in alerts if one.measure.org_code == code]
        drawn = tuple(_chart(one, today) for one in here)
        yield Section(f"charts-{code.lower()}", here[0].measure.org_name, drawn, level=3)


def _chart(alert: Alert, today: date) -> Chart:
    if alert.change == "off plan":
        figure = figures.trajectory(alert.measure, place="headline", today=today)
    else:
        figure = figures.series(alert.measure, place="headline")
    return Chart(figure, f"Source: {figure.source_line}")
