"""Figures as charts that PowerPoint draws and a manager can edit: their series stand in a workbook inside.

months        a line for the values, one for the mean, two for the usual range, one for the standard
plan          the months so far and what was agreed
groups, peers bars from zero
"""

from collections.abc import Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from pptx.chart.data import CategoryChartData
from pptx.chart.xlsx import CategoryWorkbookWriter
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from briefing import formats
from briefing.document.figure import Figure
from briefing.measures import Measure, Point, PointType
from briefing.pack.words import group_name, short_name
from briefing.render.charts.frame import known
from briefing.render.charts.scales import values
from briefing.render.charts.tokens import colour
from briefing.render.charts.trajectory import planned
from briefing.render.office import FONT, hexadecimal

SMALLEST = 18
"""Points of the smallest type on a slide: read from the back of a room."""
_NUMBERS = {"percent": '0.0"%"', "people": "#,##0", "count": "#,##0", "ratio": "0.00"}
_LABELS = _NUMBERS | {"percent": '0.0"%";-0.0"%";"none"'}
"""Beside a point or a bar: none of a few is no 0.0%."""
_AXIS = {"percent": '0"%"'}
_MONTH = "mmm yyyy"
_MOST_NAMES = 4
"""Names of months along an axis: more would be set aslant."""
_MARKS: dict[PointType, tuple[Any, str, str]] = {
    "common_cause": (XL_MARKER_STYLE.CIRCLE, "common", "common"),
    "special_cause_concern": (XL_MARKER_STYLE.DIAMOND, "concern", "concern"),
    "special_cause_improvement": (XL_MARKER_STYLE.CIRCLE, "paper", "improvement"),
    "special_cause_neutral": (XL_MARKER_STYLE.SQUARE, "neutral", "neutral"),
}
"""Kind of a month -> shape, fill and outline, as in print."""


@dataclass(frozen=True)
class Series:
    """A line of a chart, or all its bars."""

    name: str
    values: tuple[float | None, ...]
    ink: str = "common"
    width: float = 1.5
    dash: bool = False
    legend: bool = True
    dots: bool = False
    """Each value is a dot, and the last is named."""
    marks: tuple[PointType, ...] = ()
    """What each value is: some stand out."""
    breaks: tuple[int, ...] = ()
    """The values that no line leads to: the first of a new mean."""


@dataclass(frozen=True)
class Plot:
    """What a native chart shows."""

    kind: Literal["lines", "bars"]
    names: tuple[str, ...] | tuple[date, ...]
    series: tuple[Series, ...]
    unit: str
    inks: tuple[str, ...] = ()
    """Of bars, one each."""


def plot_of(figure: Figure) -> Plot:
    """The series of a figure; of a kind that has no chart of its own here, the months of its measure."""
    measure = figure.measure
    match figure.kind:
        case "groups":
            return _groups(figure.others, measure)
        case "bars":
            return _beside(measure, [(peer.org_name, peer.value) for peer in measure.peers])
        case "trajectory" if len(known(measure.points)) > 1:
            return _trajectory(measure)
    if len(known(measure.points)) < 2:
        others = (
            ("England", measure.england),
            ("Board", measure.board),
            ("Similar trusts", measure.peers_value),
        )
        return _beside(measure, others)
    return _months(measure)


def _months(measure: Measure) -> Plot:
    points = measure.points
    found = [
        Series(
            measure.metric.title,
            tuple(point.value for point in points),
            width=2.25,
            legend=False,
            dots=True,
            marks=tuple(point.point_type for point in points),
        )
    ]
    if any(point.mean is not None for point in points):
        steps = tuple(
            at for at in range(1, len(points)) if points[at].mean not in (None, points[at - 1].mean)
        )
        found += [
            Series("Mean", tuple(point.mean for point in points), width=1.5, breaks=steps),
            Series("Usual range", tuple(p.upper_limit for p in points), dash=True, breaks=steps),
            Series(
                "Usual range, from",
                tuple(p.lower_limit for p in points),
                dash=True,
                legend=False,
                breaks=steps,
            ),
        ]
    if measure.standard is not None and not _presses_flat(measure.standard.value, points):
        name = f"Standard {formats.standard(measure.standard.value, measure.metric.unit)}"
        found.append(Series(name, (measure.standard.value,) * len(points), "standard", dash=True))
    return Plot("lines", tuple(point.period for point in points), tuple(found), measure.metric.unit)


def _presses_flat(standard: float, points: Sequence[Point]) -> bool:
    """Whether the standard lies so far off that the months would lie in one line."""
    shown = [v for p in points for v in (p.value, p.upper_limit, p.lower_limit) if v is not None]
    low, high = min(shown), max(shown)
    return high - low < 0.4 * (max(high, standard) - min(low, standard))


def _trajectory(measure: Measure) -> Plot:
    agreed = dict(planned(measure))
    actual = {point.period: point.value for point in measure.points}
    months = sorted({*actual, *agreed})
    return Plot(
        "lines",
        tuple(months),
        (
            Series("Actual", tuple(map(actual.get, months)), width=2.25, dots=True),
            Series("Plan", tuple(map(agreed.get, months)), "brand", width=2.25, dash=True),
        ),
        measure.metric.unit,
    )


def _groups(parts: Sequence[Measure], whole: Measure) -> Plot:
    """A bar a group, then everyone; a figure too small to print keeps its place, without a bar."""
    rows = [
        (group_name(part.group_code), part.latest)
        for part in parts
        if part.latest.value is not None or part.latest.hidden
    ]
    names = [f"{name} *" if point.hidden else name for name, point in rows]
    return _bars(
        [*names, "Everyone"], [*(p.value for _, p in rows), whole.latest.value], whole, own=len(rows)
    )


def _beside(measure: Measure, others: Sequence[tuple[str, float | None]]) -> Plot:
    """The provider among others that have a figure, in the order of their figures."""
    rows = [(measure.org_name, measure.latest.value), *(row for row in others if row[1] is not None)]
    rows.sort(key=lambda row: row[1] or 0, reverse=measure.metric.better != "lower")
    own = next(at for at, (name, _) in enumerate(rows) if name == measure.org_name)
    return _bars([short_name(name) for name, _ in rows], [value for _, value in rows], measure, own=own)


def _bars(names: Sequence[str], shown: Sequence[float | None], of: Measure, *, own: int) -> Plot:
    inks = tuple("brand" if at == own else "bar" for at in range(len(names)))
    name = f"{of.metric.title}, {formats.month(of.latest.period)}"
    return Plot("bars", tuple(names), (Series(name, tuple(shown)),), of.metric.unit, inks)


# Drawing ----------------------------------------------------------------------------------------------------


class _Workbook(CategoryWorkbookWriter):  # type: ignore[misc]
    """The workbook inside a chart, dated by the meeting and not by the clock."""

    def __init__(self, data: CategoryChartData, dated: datetime) -> None:
        super().__init__(data)
        self._dated = dated

    @contextmanager
    def _open_worksheet(self, file: Any) -> Any:
        with super()._open_worksheet(file) as (book, sheet):
            book.set_properties({"created": self._dated})
            yield book, sheet


class _Data(CategoryChartData):  # type: ignore[misc]
    categories: Any

    def __init__(self, plot: Plot, dated: datetime) -> None:
        super().__init__(number_format=_NUMBERS.get(plot.unit, "0.0"))
        self.categories = plot.names
        if plot.kind == "lines":
            self.categories.number_format = _MONTH
        for one in plot.series:
            self.add_series(one.name, one.values)
        self._dated = dated

    @property
    def _workbook_writer(self) -> _Workbook:
        return _Workbook(self, self._dated)


def add_chart(shapes: Any, figure: Figure, place: tuple[float, float, float, float], dated: date) -> Any:
    """Draw a figure on a slide within left, top, width and height in points; described for those who can't see it."""
    plot = plot_of(figure)
    kind = XL_CHART_TYPE.LINE_MARKERS if plot.kind == "lines" else XL_CHART_TYPE.BAR_CLUSTERED
    made = shapes.add_chart(kind, *map(Pt, place), _Data(plot, datetime.combine(dated, time())))
    properties = made._element._nvXxPr.cNvPr
    properties.set("name", f"Chart: {figure.title}"[:120])
    properties.set("descr", figure.alt)
    chart = made.chart
    chart.has_title = False
    chart.font.size, chart.font.name = Pt(SMALLEST), FONT
    chart.font.color.rgb = rgb("quiet")
    if plot.kind == "lines":
        _draw_lines(chart, plot)
    else:
        _draw_bars(chart, plot)
    return made


def rgb(token: str) -> RGBColor:
    return RGBColor.from_string(hexadecimal(colour(token)))


def _draw_lines(chart: Any, plot: Plot) -> None:
    named = [at for at, one in enumerate(plot.series) if not one.legend]
    chart.has_legend = len(plot.series) > len(named)
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        for at in reversed(named):
            entry = f'<c:legendEntry {nsdecls("c")}><c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>'
            chart.legend._element.find(qn("c:legendPos")).addnext(parse_xml(entry))
    shown = [value for one in plot.series for value in one.values if value is not None]
    scale = values(shown, start=0, end=1, unit=plot.unit)
    upright, along = chart.value_axis, chart.category_axis
    upright.minimum_scale, upright.maximum_scale = scale.low, scale.high
    upright.major_unit = scale.ticks[1] - scale.ticks[0]
    whole = all(float(tick).is_integer() for tick in scale.ticks)
    numbers = _AXIS.get(plot.unit, "#,##0") if whole else _NUMBERS.get(plot.unit, "0.0")
    upright.tick_labels.number_format, upright.tick_labels.number_format_is_linked = numbers, False
    upright.major_gridlines.format.line.color.rgb = rgb("hairline")
    upright.format.line.fill.background()
    along.format.line.color.rgb = rgb("rule")
    _name_months(along, -(-len(plot.names) // _MOST_NAMES))
    for one, drawn in zip(plot.series, chart.plots[0].series, strict=True):
        _draw_line(one, drawn, numbers=_LABELS.get(plot.unit, "0.0"))


def _name_months(axis: Any, step: int) -> None:
    """An axis of months, with a name every so many."""
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _MONTH, False
    base = axis._element.find(qn("c:baseTimeUnit"))
    base.set("val", "months")
    for tag, value in (("majorTimeUnit", "months"), ("majorUnit", str(step))):
        base.addnext(parse_xml(f'<c:{tag} {nsdecls("c")} val="{value}"/>'))


def _draw_line(one: Series, drawn: Any, *, numbers: str) -> None:
    drawn.smooth = False
    _draw_stroke(drawn.format.line, one)
    drawn.marker.style = XL_MARKER_STYLE.NONE
    if one.dots:
        _mark(drawn.marker, "common_cause", one.ink)
        last = max(at for at, value in enumerate(one.values) if value is not None)
        falls = (_known_of(one)[-2:][0]) > (one.values[last] or 0)
        _label(drawn.points[last].data_label, numbers, below=falls)
    for at, kind in enumerate(one.marks):
        if kind != "common_cause" and one.values[at] is not None:
            _mark(drawn.points[at].marker, kind)
            _draw_stroke(drawn.points[at].format.line, one)
    for at in one.breaks:
        drawn.points[at].format.line.fill.background()


def _draw_stroke(line: Any, one: Series) -> None:
    line.color.rgb, line.width = rgb(one.ink), Pt(one.width)
    if one.dash:
        line.dash_style = MSO_LINE.DASH


def _known_of(one: Series) -> list[float]:
    return [value for value in one.values if value is not None]


def _mark(marker: Any, kind: PointType, ink: str = "") -> None:
    style, fill, outline = _MARKS[kind]
    fill, outline = ink or fill, ink or outline
    marker.style, marker.size = style, 6 if kind == "common_cause" else 11
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb(fill)
    marker.format.line.color.rgb = rgb(outline)
    marker.format.line.width = Pt(2 if fill == "paper" else 0.75)


def _label(label: Any, numbers: str, *, below: bool) -> None:
    """The value beside its point, off the line that leads to it; it follows the number when somebody edits it."""
    label.font.size, label.font.bold = Pt(SMALLEST), True
    label.font.color.rgb = rgb("ink")
    label.position = XL_LABEL_POSITION.BELOW if below else XL_LABEL_POSITION.ABOVE
    shown = parse_xml(
        f'<c:numFmt {nsdecls("c")} formatCode="{numbers.replace(chr(34), "&quot;")}" sourceLinked="0"/>'
    )
    label._get_or_add_dLbl().find(qn("c:idx")).addnext(shown)


def _draw_bars(chart: Any, plot: Plot) -> None:
    chart.has_legend = False
    along, upright = chart.category_axis, chart.value_axis
    along.reverse_order = True
    along.format.line.color.rgb = rgb("rule")
    along.tick_labels.font.size = Pt(SMALLEST)
    upright.visible, upright.has_major_gridlines = False, False
    upright.minimum_scale = min(0.0, *_known_of(plot.series[0]), 0.0)
    bars = chart.plots[0]
    bars.gap_width, bars.vary_by_categories, bars.has_data_labels = 40, False, True
    bars.data_labels.number_format, bars.data_labels.number_format_is_linked = (
        _LABELS.get(plot.unit, "0.0"),
        False,
    )
    bars.data_labels.show_value, bars.data_labels.position = True, XL_LABEL_POSITION.OUTSIDE_END
    bars.data_labels.font.size, bars.data_labels.font.color.rgb = Pt(SMALLEST), rgb("ink")
    for at, ink in enumerate(plot.inks):
        fill = bars.series[0].points[at].format.fill
        fill.solid()
        fill.fore_color.rgb = rgb(ink)
