"""What patients say: beside what practices report and what is measured, where they speak of the same thing."""

from collections.abc import Iterator

from briefing import formats
from briefing.challenge.model import Heard
from briefing.document.blocks import Block, Column, Heading, Listing, Paragraph, Row, Section, Table
from briefing.measures import Measure
from briefing.pack import words
from briefing.pack.figures import is_whole
from briefing.pack.model import Pack
from briefing.pack.sections.sources import source_of

_WHO = (
    "Whoever writes or rings is not everybody. A matter of which patients, practices and a figure speak stands first: "
    "that is where to ask."
)
_OVER_TIME = "Beside the trust’s own past alone: the publisher says that trusts may not be compared by it."


def patients(pack: Pack) -> Iterator[Section]:
    blocks = (*_matters(pack), *_answers(pack))
    if blocks:
        yield Section("patients", "What patients say", blocks, kind="evidence", level=3)


def _matters(pack: Pack) -> Iterator[Block]:
    if not (told := pack.challenge.heard):
        return
    voice = told[0].patients
    heads = ("Patients", "Three months before", "Practices", "Measured")
    yield Table((Column("Matter", "c-theme"), *map(Column, heads)), tuple(map(_row, told)), kind="heard")
    channels = formats.listed(dict.fromkeys(name for one in told for name in one.patients.channels))
    months = f"{formats.month(voice.first)} to {formats.month(voice.last)}"
    yield Paragraph(f"Patients: {months}, heard through {channels}. {_WHO}", kind="note")


def _row(one: Heard) -> Row:
    said, reports = one.patients, one.practices
    before = formats.MISSING if said.before is None else formats.several(said.before, "report")
    practices = formats.MISSING if reports is None else formats.several(reports.reports, "report")
    measured = formats.MISSING if one.measure is None else _measured(one.measure)
    return Row(
        (formats.capital(said.theme), formats.several(said.reports, "report"), before, practices, measured)
    )


def _measured(measure: Measure) -> str:
    latest = measure.latest
    value = formats.shown(latest, measure.metric.unit)
    return f"{words.name_of(measure)}: {value} in {formats.month(latest.period)}"


def _answers(pack: Pack) -> Iterator[Block]:
    drawn = {figure.measure.key: figure.measure for figure in pack.figures}
    said = [one for one in drawn.values() if one.metric.own_past and is_whole(one)]
    said = [one for one in said if one.org_code == pack.provider_code and one.latest.value is not None]
    if not said:
        return
    yield Heading("The Friends and Family Test", level=4)
    yield Listing(tuple(f"{words.name_of(one)}: {words.finding(one)}" for one in said))
    yield Paragraph(_OVER_TIME, kind="note")
    yield Paragraph(source_of(said[0].source_line), kind="source")
