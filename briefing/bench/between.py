"""Charts of what lies between rare events: days (t) or cases (g), of any tidy table with a row an event."""

from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from briefing.bench.tidy import DAY, NUMBER, TEXT, Numbers, Rows, numbers, read_tidy
from briefing.errors import Fault, SourceError
from briefing.sources.files import Cells
from briefing.statistics.rare_events import RareChart, g_chart, t_chart

Between = Literal["t", "g"]

TRIAL, JUDGED = 10, 13
"""Limits are drawn from ten intervals and judged from thirteen, as of every chart of ours."""

_UNUSED = ("target", "rebase_dates", "fix_after_n")
_TYPES = {
    ("outside", 1): "Above UCL",
    ("outside", -1): "Below LCL",
    ("shift", 1): "7 Points Above CL",
    ("shift", -1): "7 Points Below CL",
}


def between(path: Path, *, kind: Between) -> dict[str, Rows]:
    """A chart a series, in the words of `spc`: `points`, one for each interval, and `series`.

    t: rows of series and date, one an event; the value is the days since the event before. g: rows of series, date
    and value, the cases since the event before (empty where nobody knows). Longer is better, unless
    improvement_direction says otherwise. The line is the median, not the mean: intervals lie askew.
    """
    table = _read(path, kind)
    names = np.asarray(table["series"].to_pylist(), object)
    days = table["date"].to_numpy().astype("datetime64[D]")
    order = np.lexsort((days, names))
    values = _since_last(days, names, order) if kind == "t" else numbers(table, "value")
    words = table["improvement_direction"].to_pylist()
    points: Rows = []
    series: Rows = []
    for name in dict.fromkeys(names[order]):
        rows = order[names[order] == name]
        known = rows[~np.isnan(values[rows])]
        better = next((words[row] for row in rows if words[row]), "increase")
        found = _charted(name, days[known], values[known], kind=kind, better=better)
        points += found
        series.append(_ending(name, found, events=len(rows), better=better))
    return {"points": points, "series": series}


def _read(path: Path, kind: Between) -> pa.Table:
    columns = {"series": TEXT, "date": DAY, "improvement_direction": TEXT} | dict.fromkeys(_UNUSED, TEXT)
    optional = ["improvement_direction", *_UNUSED]
    if kind == "g":
        columns["value"] = NUMBER
    table, cells = read_tidy(path, columns, required=("series", "date"), optional=tuple(optional))
    faults = [*_unused(table, cells), *(_no_counts(table, cells) if kind == "g" else ())]
    if faults:
        raise SourceError(faults)
    return table


def _unused(table: pa.Table, cells: Cells) -> list[Fault]:
    """What a t or g chart has no use for is refused, not passed over: a rebase unseen would hide a rise."""
    remedy = "Leave the column out; give the events before and after a change a series each."
    return [
        cells.fault(
            found=f"{name} on a t or g chart",
            wanted="series, date, value and improvement_direction",
            remedy=remedy,
            row=1,
            column=name,
        )
        for name in _UNUSED
        if table[name].null_count < len(table)
    ]


def _no_counts(table: pa.Table, cells: Cells) -> list[Fault]:
    values = numbers(table, "value")
    return [
        cells.fault(
            found=f"{values[index]:g}",
            wanted="a whole number of cases, 0 or more",
            remedy="Count the cases since the event before; leave it empty where nobody knows.",
            row=cells.row(int(index)),
            column="value",
        )
        for index in np.flatnonzero((values < 0) | (values != np.floor(values)) & ~np.isnan(values))
    ]


def _since_last(days: NDArray[np.datetime64], names: NDArray[Any], order: NDArray[np.int64]) -> Numbers:
    """Days since the event before of the same series, on the rows of the table; none for the first."""
    values = np.full(len(days), np.nan)
    gaps = np.diff(days[order]).astype(float)
    same = names[order][1:] == names[order][:-1]
    values[order[1:]] = np.where(same, gaps, np.nan)
    return values


def _charted(name: str, days: NDArray[np.datetime64], values: Numbers, *, kind: Between, better: str) -> Rows:
    chart = None
    if len(values) >= TRIAL and values.any():
        chart = t_chart(values) if kind == "t" else g_chart(values)
    types = _special_causes(chart, values, kind=kind) if chart is not None else [None] * len(values)
    return [
        {
            "series": name,
            "date": day,
            "value": float(value),
            "median": None if chart is None else chart.centre,
            "lpl": None if chart is None else float(chart.lower[index]),
            "upl": None if chart is None else float(chart.upper[index]),
            "special_cause_type": _TYPES[found] if found else "Common Cause",
            "point_type": _point_type(found[1], better) if found else "common_cause",
        }
        for index, (day, value, found) in enumerate(zip(days.tolist(), values, types, strict=True))
    ]


def _special_causes(chart: RareChart, values: Numbers, *, kind: Between) -> list[tuple[str, int] | None]:
    """The rule and side of each interval. Outside the limits comes before a shift.

    A date holds a whole day: events dated alike may lie nearly a day apart, and are only too close to each other
    where a day would be.
    """
    if len(values) < JUDGED:
        return [None] * len(values)
    longest = values + 1 if kind == "t" else values
    outside = np.where(values > chart.upper, 1, np.where(longest < chart.lower, -1, 0))
    shifted = chart.shifted(values)
    return [
        ("outside", int(out)) if out else ("shift", int(side)) if side else None
        for out, side in zip(outside, shifted, strict=True)
    ]


def _point_type(side: int, better: str) -> str:
    if better == "neutral":
        return f"special_cause_neutral_{'high' if side > 0 else 'low'}"
    return f"special_cause_{'improvement' if (side > 0) == (better == 'increase') else 'concern'}"


def _ending(name: str, points: Rows, *, events: int, better: str) -> dict[str, Any]:
    """What the last interval of a series says."""
    last = points[-1] if points else {}
    few = len(points) < JUDGED or last["median"] is None
    return {
        "series": name,
        "variation_type": "too_few" if few else last["point_type"],
        "assurance_type": None,
        "n": len(points),
        "events": events,
        "last_special_cause_type": last.get("special_cause_type"),
        "last_median": last.get("median"),
        "last_lpl": last.get("lpl"),
        "last_upl": last.get("upl"),
        "target": None,
        "improvement_direction": better,
    }
