"""Draws charts of small series by the engine's own SQL."""

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from briefing.context.building import draw_charts
from briefing.context.settings import Screen
from briefing.warehouse import closed_engine, create_table, run

Value = float | None


def chart_points(series: Sequence[Sequence[Value]], *, chart: str = "xmr", **columns: Any) -> pa.Table:
    """Points of some series; a None is a row without a value. `columns` replace defaults."""
    rows = [
        {
            "series_id": number,
            "rebase_group": 0,
            "seq": seq,
            "period": seq,
            "value": value,
            "numerator": None,
            "denominator": None,
            "chart": chart,
            "is_count": False,
            "in_baseline": True,
            **columns,
        }
        for number, values in enumerate(series)
        for seq, value in enumerate(values)
    ]
    return as_points(rows)


def as_points(rows: Sequence[Mapping[str, Any]]) -> pa.Table:
    numbers = [(name, pa.float64()) for name in ("value", "numerator", "denominator")]
    whole = [(name, pa.int64()) for name in ("series_id", "rebase_group", "seq", "period")]
    flags = [(name, pa.bool_()) for name in ("is_count", "in_baseline")]
    return pa.Table.from_pylist(
        list(rows), schema=pa.schema([*whole, *numbers, *flags, ("chart", pa.string())])
    )


def charts(points: pa.Table, *, screen: Screen = "nhsr") -> list[dict[str, Any]]:
    """Every known point with its limits, rule and side."""
    with closed_engine() as connection:
        create_table(connection, "chart_points", points)
        draw_charts(connection, screen=screen)
        return run(connection, "select * from chart_rules order by series_id, rebase_group, seq").to_pylist()


def chart(values: Sequence[Value], **columns: Any) -> list[dict[str, Any]]:
    return charts(chart_points([values], **columns))
