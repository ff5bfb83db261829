"""Control charts of any tidy table, by the very SQL of the packs; and of what lies between rare events."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from briefing.bench.tidy import DAY, NUMBER, TEXT, Days, Numbers, Rows, Tidy, read_tidy, refuse
from briefing.context.building import draw_charts
from briefing.context.settings import Screen
from briefing.sources.values import Parser, Unreadable, parse_date, parse_per_cent, parse_share
from briefing.statistics.rare_events import RareChart, g_chart, t_chart
from briefing.warehouse import closed_engine, create_table, run_file

Between = Literal["t", "g"]

TRIAL, JUDGED = 10, 13
"""Limits are drawn from ten intervals and judged from thirteen, as of every chart of ours."""

_CHART = {
    "improvement_direction": TEXT,
    "target": NUMBER,
    "rebase_dates": TEXT,
    "fix_after_n": pa.int32(),
    "is_count": pa.bool_(),
}
_ONE_A_SERIES = {name: _CHART[name] for name in ("improvement_direction", "fix_after_n", "is_count")}
_SHARES = {"value", "mean", "lpl", "upl", "target", "last_mean", "last_lpl", "last_upl"} | {
    f"unrebased_{name}" for name in ("mean", "lpl", "upl")
}
_UNUSED = ("target", "rebase_dates", "fix_after_n")
_TYPES = {
    ("outside", 1): "Above UCL",
    ("outside", -1): "Below LCL",
    ("shift", 1): "7 Points Above CL",
    ("shift", -1): "7 Points Below CL",
}


def spc(path: Path, *, screen: Screen = "nhsr") -> dict[str, Rows]:
    """Draw XmR charts: rows of series, date, value; and, where wanted, direction, target, rebases, baseline."""
    tidy = _read_series(path, "value", parse=parse_per_cent)
    nothing = pa.nulls(len(tidy.table), NUMBER)
    return _charts(tidy, chart="xmr", screen=screen, numerator=nothing, denominator=nothing)


def pprime(path: Path, *, screen: Screen = "nhsr") -> dict[str, Rows]:
    """Draw p-prime charts of rows of series, date, numerator, denominator: all values are shares of one."""
    tidy = _read_series(path, "numerator", "denominator", parse=parse_share)
    top, bottom, target = (tidy.numbers(name) for name in ("numerator", "denominator", "target"))
    refuse(
        tidy.negative("denominator"),
        tidy.faults(
            (top < 0) | (top > bottom),
            column="numerator",
            found=lambda row: f"{top[row]:g} of {bottom[row]:g}",
            wanted="between 0 and the denominator",
        ),
        tidy.faults(
            (target < 0) | (target > 1),
            column="target",
            found=lambda row: f"{target[row]:g}",
            wanted="a share between 0 and 1, or a percentage with its sign",
            remedy="Write 92% or 0.92 where 92 in a hundred are meant.",
        ),
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(bottom > 0, 100 * top / bottom, np.nan)
    result = _charts(
        tidy,
        chart="pprime",
        screen=screen,
        value=pa.array(values, NUMBER, from_pandas=True),
        target=pa.array(100 * _targets(tidy), NUMBER, from_pandas=True),
    )
    return {name: [_as_share(row) for row in rows] for name, rows in result.items()}


def _read_series(path: Path, *counted: str, parse: Parser) -> Tidy:
    """`parse` says what 92% is: 92 on a chart of values, 0.92 on one of shares."""
    columns = {"series": TEXT, "date": DAY, **dict.fromkeys(counted, NUMBER), **_CHART}
    parsers = dict.fromkeys(("value", "target"), parse)
    tidy = read_tidy(path, columns, required=("series", "date"), optional=tuple(_CHART), parsers=parsers)
    seen: dict[tuple[str, Any], int] = {}
    doubles = []
    for index, key in enumerate(zip(tidy.values("series"), tidy.values("date"), strict=True)):
        if key in seen:
            found = f"a second value for {key[0]!r} on {key[1]}, after row {tidy.cells.row(seen[key]):,}"
            remedy = "Leave one of them out, or name the series apart."
            doubles.append(
                tidy.fault(found=found, wanted="one value a series and date", remedy=remedy, row=index)
            )
        seen.setdefault(key, index)
    baselines = tidy.numbers("fix_after_n")
    refuse(
        doubles,
        tidy.faults(
            baselines < 1,
            column="fix_after_n",
            found=lambda row: f"{baselines[row]:g}",
            wanted="a number of rows, 1 or more",
            remedy="Leave it empty where all rows set the limits.",
        ),
    )
    return tidy


def _rebases(tidy: Tidy) -> pa.Array:
    """Rebase dates, parted by semicolons, as days, wherever in its series one is written: one that can't be read
    would silently hide a rebase.
    """
    days, faults = dict[str, set[date]](), []
    names = tidy.values("series")
    for index, text in enumerate(tidy.values("rebase_dates")):
        of_series = days.setdefault(names[index], set())
        try:
            of_series.update(parse_date(part.strip()) for part in (text or "").split(";") if part.strip())
        except Unreadable as error:
            place = {"row": index, "column": "rebase_dates"}
            wanted, remedy = f"{error}, several parted by semicolons", "Write each as 2026-04-01."
            faults.append(tidy.fault(found=repr(text), wanted=wanted, remedy=remedy, **place))
    refuse(faults)
    return pa.array([sorted(days[name]) for name in names], pa.list_(DAY))


def _one_a_series(tidy: Tidy, column: str) -> list[Any]:
    """Return what a series is said to be in the rows that say it, for all of its rows; refuse two answers."""
    said: dict[str, tuple[Any, int]] = {}
    faults = []
    names, cells = tidy.values("series"), tidy.values(column)
    for index, (name, cell) in enumerate(zip(names, cells, strict=True)):
        first, at = said.setdefault(name, (cell, index)) if cell is not None else (None, index)
        if cell != first:
            found = f"{cell!r}, where row {tidy.cells.row(at):,} of the same series has {first!r}"
            remedy = "Write the same in all rows of a series, or part it in two."
            faults.append(
                tidy.fault(found=found, wanted="one for a series", remedy=remedy, row=index, column=column)
            )
    refuse(faults)
    return [said[name][0] if name in said else None for name in names]


def _targets(tidy: Tidy) -> Numbers:
    """Return the target of each row: its own, or the last before it in its series."""
    targets, last = tidy.numbers("target"), dict[str, float]()
    names = tidy.values("series")
    for index in np.argsort(tidy.days("date"), kind="stable"):
        if np.isnan(targets[index]):
            targets[index] = last.get(names[index], np.nan)
        last[names[index]] = float(targets[index])
    return targets


def _is_monthly(months: Sequence[int]) -> bool:
    """Tell whether dates, as running months, are one a month: none twice, and most of them one after another."""
    steps = np.diff(months)
    return len(steps) > 1 and bool((steps > 0).all()) and 2 * int((steps == 1).sum()) > len(steps)


def _absent(tidy: Tidy) -> dict[str, list[str]]:
    """List the months of which a monthly series has no row: a chart draws over them as if they had not been."""
    days: dict[str, list[date]] = {}
    for name, day in zip(tidy.values("series"), tidy.values("date"), strict=True):
        days.setdefault(name, []).append(day)
    absent: dict[str, list[str]] = {}
    for name, some in days.items():
        months = sorted(12 * day.year + day.month - 1 for day in some)
        if _is_monthly(months):
            gone = sorted(set(range(months[0], months[-1])) - set(months))
            absent[name] = [f"{month // 12}-{month % 12 + 1:02d}" for month in gone]
    return absent


def _charts(tidy: Tidy, *, chart: str, screen: Screen, **columns: pa.Array) -> dict[str, Rows]:
    """Run the packs' own SQL on a tidy table, with columns replaced or added."""
    settled = {name: pa.array(_one_a_series(tidy, name), kind) for name, kind in _ONE_A_SERIES.items()}
    directions = [word or "neutral" for word in settled["improvement_direction"].to_pylist()]
    added = {"improvement_direction": directions, "chart": [chart] * len(directions)}
    own = {name: tidy.table[name] for name in tidy.table.column_names}
    target = {"target": pa.array(_targets(tidy), NUMBER, from_pandas=True)}
    table = pa.table({**own, **settled, **added, **target, "rebase_dates": _rebases(tidy), **columns})
    with closed_engine() as connection:
        create_table(connection, "tidy", table)
        run_file(connection, "context/bench/points", table="chart_points")
        draw_charts(connection, screen=screen)
        run_file(connection, "context/bench/charted", table="charted")
        points = run_file(connection, "context/bench/shown")
        series = run_file(connection, "context/bench/series").to_pylist()
    absent = _absent(tidy)
    return {
        "points": points.to_pylist(),
        "series": [row | {"months_without_row": absent.get(row["series"], [])} for row in series],
    }


def _as_share(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value / 100 if name in _SHARES and value is not None else value for name, value in row.items()
    }


def between(path: Path, *, kind: Between) -> dict[str, Rows]:
    """Draw a chart a series, in the words of `spc`: `points`, one for each interval, and `series`.

    t: rows of series and date, one an event; the value is the days since the event before. g: rows of series, date
    and value, the cases since the event before (empty where nobody knows). Longer is better, unless
    improvement_direction says otherwise. The line is the median, not the mean: intervals lie askew.
    """
    tidy = _read_events(path, kind)
    names, days = np.asarray(tidy.values("series"), object), tidy.days("date")
    order = np.lexsort((days, names))
    values = _since_last(days, names, order) if kind == "t" else tidy.numbers("value")
    words = tidy.values("improvement_direction")
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


def _read_events(path: Path, kind: Between) -> Tidy:
    """Refuse what a t or g chart has no use for, not pass it over: a rebase unseen would hide a rise."""
    columns = {"series": TEXT, "date": DAY, "improvement_direction": TEXT} | dict.fromkeys(_UNUSED, TEXT)
    optional = ("improvement_direction", *_UNUSED)
    if kind == "g":
        columns["value"] = NUMBER
    tidy = read_tidy(path, columns, required=("series", "date"), optional=optional)
    unused = [
        tidy.cells.place.fault(
            found=f"{name} on a t or g chart",
            wanted="series, date, value and improvement_direction",
            remedy="Leave the column out; give the events before and after a change a series each.",
            row=1,
            column=name,
        )
        for name in _UNUSED
        if tidy.table[name].null_count < len(tidy.table)
    ]
    if kind == "t":
        refuse(unused)
        return tidy
    cases = tidy.numbers("value")
    whole = tidy.faults(
        (cases < 0) | (cases != np.floor(cases)) & ~np.isnan(cases),
        column="value",
        found=lambda i: f"{cases[i]:g}",
        wanted="a whole number of cases, 0 or more",
        remedy="Count the cases since the event before; leave it empty where nobody knows.",
    )
    refuse(unused, whole)
    return tidy


def _since_last(days: Days, names: NDArray[Any], order: NDArray[np.int64]) -> Numbers:
    """Days since the event before of the same series, on the rows of the table; none for the first."""
    values = np.full(len(days), np.nan)
    gaps = np.diff(days[order]).astype(float)
    same = names[order][1:] == names[order][:-1]
    values[order[1:]] = np.where(same, gaps, np.nan)
    return values


def _charted(name: str, days: Days, values: Numbers, *, kind: Between, better: str) -> Rows:
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
    """Return the rule and side of each interval. Outside the limits comes before a shift.

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
    """Return what the last interval of a series says."""
    last = points[-1] if points else {}
    few = len(points) < JUDGED or last["median"] is None
    return {
        "series": name,
        "variation_type": "too_few" if few else last["point_type"],
        "assurance_type": None,
        "n": len(points),
        "events": events,
        **{f"last_{field}": last.get(field) for field in ("special_cause_type", "median", "lpl", "upl")},
        "target": None,
        "improvement_direction": better,
    }
