"""Any measure of any organisation as a page shows it: its charts and what stands beside them, its words, its files.

    explored(workspace, Asked("18 weeks", specialty="ENT"), "northmere")            one
    compared(workspace, Asked("18 weeks"), ["northmere", "harrowdale"])            up to six, side by side

The manager's own view shows counts as they are; `as_published` shows what packs would show, and refuses what they hide.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.build.inputs import context_of, metric_named
from briefing.build.publishing import published_measures
from briefing.context import Context
from briefing.context.reading import SPECIALTIES
from briefing.document.blocks import Masthead
from briefing.document.figure import Figure
from briefing.document.workbook import Amount, Cell, Month, Row, Sheet, Workbook
from briefing.errors import BriefingError, DisclosureError
from briefing.loading import warehouse_of
from briefing.measures import ALL, Funnel, Measure, Metric, Point
from briefing.meeting.purpose import specialty_named
from briefing.pack import figures
from briefing.warehouse import Load
from briefing.workspace import Workspace

MOST = 6
"""So many organisations stand side by side."""


@dataclass(frozen=True)
class Asked:
    """A measure by the words that somebody typed, and whether it is to be shown to others."""

    metric: str
    specialty: str = ""
    as_published: bool = False


@dataclass(frozen=True)
class Explored:
    measure: Measure
    peers: tuple[Measure, ...]
    """The same measure of the organisations that it is compared with."""
    figures: tuple[Figure, ...]
    loads: tuple[Load, ...]
    """The files that count, the latest first."""
    is_raw: bool
    """Whether it holds counts that packs might hide."""


def explored(workspace: Workspace, asked: Asked, org: str) -> Explored:
    """Return a measure of an organisation, with its charts and what it was made from."""
    metric, specialty = _named(workspace, asked)
    with context_of(workspace) as context:
        [measure] = _measures(context, metric, specialty, [org])
        codes = [peer.org_code for peer in measure.peers]
        others = context.measures(org_code=codes, like=[measure]) if codes else []
        hidden = workspace.settings.suppression != "none" and not metric.published
        if asked.as_published and hidden:
            measure, *others = _published(workspace, context, [measure, *others])
        funnels = [] if asked.as_published and hidden else context.funnels([measure])
    loads = [one for one in warehouse_of(workspace).loads() if one.source == metric.source and one.counts]
    return Explored(
        measure,
        tuple(others),
        tuple(_figures(measure, others, funnels)),
        tuple(sorted(loads, key=lambda one: one.period or date.min, reverse=True)),
        is_raw=hidden and not asked.as_published,
    )


def compared(workspace: Workspace, asked: Asked, orgs: Sequence[str]) -> tuple[Measure, ...]:
    """Return a measure of several organisations, in the order in which they were named."""
    if len(orgs) > MOST:
        raise BriefingError(f"found {len(orgs)} organisations; wanted {MOST} or fewer, side by side.")
    metric, specialty = _named(workspace, asked)
    if metric.own_past:
        raise BriefingError(
            f"{metric.title}: its publisher says that it does not compare organisations. Look at one over time."
        )
    with context_of(workspace) as context:
        measures = _measures(context, metric, specialty, orgs)
        return tuple(_published(workspace, context, measures) if asked.as_published else measures)


def _named(workspace: Workspace, asked: Asked) -> tuple[Metric, str]:
    specialty = specialty_named(asked.specialty) if asked.specialty else ALL
    return metric_named(workspace, asked.metric), specialty


def _measures(context: Context, metric: Metric, specialty: str, orgs: Sequence[str]) -> list[Measure]:
    found = []
    for org in {one.code: one for one in map(context.named, orgs)}.values():
        measures = context.measures(
            org_code=org.code,
            metrics=[metric.name],
            specialty_code=specialty,
            population_code=ALL,
            group_code=ALL,
        )
        if not measures:
            where = f", {SPECIALTIES.get(specialty, specialty)}" if specialty != ALL else ""
            raise BriefingError(f"{metric.title}{where}: nothing is loaded of it for {org.name or org.code}.")
        found.append(measures[0])
    return found


def _published(workspace: Workspace, context: Context, measures: Sequence[Measure]) -> list[Measure]:
    """Return what may be shown of measures; the first of them, which was asked for, must be among it."""
    shown = published_measures(workspace, context, measures)
    if not shown or shown[0].key != measures[0].key:
        name = measures[0].metric.title
        raise DisclosureError(f"{name}, {measures[0].org_name}: rests on numbers too small to be shown.")
    return shown


def _figures(measure: Measure, others: Sequence[Measure], funnels: Sequence[Funnel]) -> Iterator[Figure]:
    yield figures.series(measure, place="headline")
    if (beside := figures.peers(measure, others)) is not None:
        yield beside
    yield from (figures.funnel(measure, one) for one in funnels if _stands_in(one, measure.org_code))


def _stands_in(funnel: Funnel, org_code: str) -> bool:
    return any(one.org_code == org_code for one in funnel.points)


# As a table -------------------------------------------------------------------------------------------------


def months_of(measure: Measure) -> Iterator[dict[str, Cell]]:
    """Yield a row a month, the latest first: a hidden figure is a star, and one that is not there is empty."""
    for point in reversed(measure.points):
        yield {
            "Month": Month(point.period),
            measure.metric.title: formats.HIDDEN
            if point.hidden
            else Amount(point.value, measure.metric.unit),
            "From": None if point.hidden else Amount(point.low, measure.metric.unit),
            "To": None if point.hidden else Amount(point.high, measure.metric.unit),
            "Counted": _whole(point.numerator, point),
            "Of": _whole(point.denominator, point),
            "Beyond chance": "" if point.rule is None else point.rule.replace("_", " "),
        }


def _whole(count: float | None, point: Point) -> Cell:
    return None if point.hidden or count is None else count


def workbook_of(found: Explored, workspace: Workspace) -> Workbook:
    """Return a workbook with every month, the peers, the definition and the files."""
    measure, source = found.measure, found.measure.source_line
    title = " · ".join((measure.metric.title, measure.org_name, measure.specialty_name))
    sheets = (
        _sheet("Months", f"{title}. {source}", tuple(months_of(measure)), (14, 24, 12, 12, 12, 12, 24)),
        _sheet("Beside it", "The organisations it is compared with", _peers(found), (44, 10, 14, 24)),
        _sheet("Definition", "What is counted, and how", _definition(measure.metric), (16, 110)),
        _sheet("Files", "Where the numbers came from", _files(found.loads), (14, 14, 60, 70)),
    )
    ours = workspace.settings
    return Workbook(
        filename=f"{measure.metric.name}-{measure.org_code}.xlsx".lower(),
        title=title,
        masthead=Masthead(ours.commissioner.name, 1, "approved", ours.marking),
        dated=measure.latest.period,
        sheets=tuple(sheet for sheet in sheets if sheet.rows),
        lines=(source,),
    )


def _sheet(name: str, holds: str, rows: tuple[Row, ...], widths: tuple[int, ...]) -> Sheet:
    headings = rows[0] if rows else {}
    return Sheet(name, ((holds,),), dict(zip(headings, widths, strict=False)), rows)


def _peers(found: Explored) -> tuple[Row, ...]:
    metric = found.measure.metric
    return tuple(
        {
            "Organisation": one.org_name,
            "Code": one.org_code,
            "Month": Month(one.latest.period),
            metric.title: formats.HIDDEN if one.latest.hidden else Amount(one.latest.value, metric.unit),
        }
        for one in (found.measure, *found.peers)
    )


def _definition(metric: Metric) -> tuple[Row, ...]:
    words = (
        ("Meaning", metric.meaning),
        ("Why it matters", metric.why_it_matters),
        ("Counted", metric.numerator),
        ("Of", metric.denominator),
        *(("Take care", one) for one in metric.caveats),
        ("SQL", metric.sql.strip()),
    )
    return tuple({"What": what, "Words": text} for what, text in words if text)


def _files(loads: Sequence[Load]) -> tuple[Row, ...]:
    return tuple(
        {
            "Month": Month(one.period) if one.period else None,
            "Vintage": str(one.vintage),
            "File": one.file,
            "SHA-256": one.sha256,
        }
        for one in loads
    )
