"""Control charts of any tidy table, by the very SQL of the packs."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from briefing.bench.tidy import DAY, NUMBER, TEXT, Rows, numbers, read_tidy, refuse_doubles, with_rebases
from briefing.context.building import draw_charts
from briefing.context.settings import Screen
from briefing.warehouse import closed_engine, create_table, run_file

_CHART = {
    "improvement_direction": TEXT,
    "target": NUMBER,
    "rebase_dates": TEXT,
    "fix_after_n": pa.int32(),
    "is_count": pa.bool_(),
}


def spc(path: Path, *, screen: Screen = "nhsr") -> dict[str, Rows]:
    """XmR charts: rows of series, date, value; and, where wanted, direction, target, rebases, baseline."""
    columns = {"series": TEXT, "date": DAY, "value": NUMBER, **_CHART}
    table, cells = read_tidy(path, columns, required=("series", "date"), optional=tuple(_CHART))
    refuse_doubles(table, cells)
    table = with_rebases(table, cells)
    for name in ("numerator", "denominator"):
        table = table.append_column(name, pa.nulls(len(table), NUMBER))
    return _charts(table, chart="xmr", screen=screen)


def pprime(path: Path, *, screen: Screen = "nhsr") -> dict[str, Rows]:
    """p-prime charts of rows of series, date, numerator, denominator: all values are shares of one."""
    columns = {"series": TEXT, "date": DAY, "numerator": NUMBER, "denominator": NUMBER, **_CHART}
    table, cells = read_tidy(path, columns, required=("series", "date"), optional=tuple(_CHART))
    refuse_doubles(table, cells)
    table = with_rebases(table, cells)
    top, bottom = numbers(table, "numerator"), numbers(table, "denominator")
    with np.errstate(divide="ignore", invalid="ignore"):
        values = np.where(bottom > 0, 100 * top / bottom, np.nan)
    table = table.append_column("value", pa.array(values, NUMBER, from_pandas=True))
    target = pa.array(100 * numbers(table, "target"), NUMBER, from_pandas=True)
    table = table.set_column(table.column_names.index("target"), "target", target)
    result = _charts(table, chart="pprime", screen=screen)
    return {name: [_as_share(row) for row in rows] for name, rows in result.items()}


def _charts(table: pa.Table, *, chart: str, screen: Screen) -> dict[str, Rows]:
    """Runs the packs' own SQL on a tidy table."""
    directions = [word or "neutral" for word in table["improvement_direction"].to_pylist()]
    position = table.column_names.index("improvement_direction")
    table = table.set_column(position, "improvement_direction", pa.array(directions, TEXT))
    table = table.append_column("chart", pa.array([chart] * len(table), TEXT))
    with closed_engine() as connection:
        create_table(connection, "tidy", table)
        run_file(connection, "context/bench/points", table="chart_points")
        draw_charts(connection, screen=screen)
        run_file(connection, "context/bench/charted", table="charted")
        points = run_file(connection, "context/bench/shown")
        series = run_file(connection, "context/bench/series")
    return {"points": points.to_pylist(), "series": series.to_pylist()}


_SHARES = ("value", "mean", "lpl", "upl", "target", "unrebased_mean", "unrebased_lpl", "unrebased_upl")


def _as_share(row: Mapping[str, Any]) -> dict[str, Any]:
    names = {*_SHARES, "last_mean", "last_lpl", "last_upl"}
    return {
        name: value / 100 if name in names and value is not None else value for name, value in row.items()
    }
