"""Funnels, rates and waiting lists of any tidy table."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from briefing.bench.tidy import (
    DAY,
    NUMBER,
    TEXT,
    Numbers,
    Rows,
    as_rows,
    first_sheet,
    numbers,
    read_tidy,
    refuse_counts,
)
from briefing.errors import SourceError
from briefing.sources.files import Cells
from briefing.statistics.funnel import FunnelType, funnel
from briefing.statistics.intervals import count_interval, wilson
from briefing.statistics.waiting_list import (
    list_size_for,
    list_statistics,
    load,
    needs_relief,
    pressure,
    queue_sizes,
    relief_capacity,
    target_capacity,
    target_queue,
)


def funnel_of(path: Path, *, kind: FunnelType = "proportion") -> dict[str, Any]:
    """A funnel of rows of group, numerator, denominator; for ratios the denominator is what was expected."""
    columns = {"group": TEXT, "numerator": NUMBER, "denominator": NUMBER}
    table, cells = read_tidy(path, columns, required=tuple(columns))
    top, bottom = numbers(table, "numerator"), numbers(table, "denominator")
    refuse_counts(top, bottom, cells=cells, within=kind == "proportion")
    if len(table) < 2:
        raise SourceError(
            [cells.fault(found="one row", wanted="at least two groups", remedy="Add the others.")]
        )
    result = funnel(top, bottom, kind=kind)
    rows = {
        "group": table["group"].to_pylist(),
        "numerator": top.tolist(),
        "denominator": bottom.tolist(),
        "value": (top / bottom).tolist(),
        "z": result.z.tolist(),
        "adjusted_z": result.adjusted_z.tolist(),
        "low_95": result.limits.low_95.tolist(),
        "high_95": result.limits.high_95.tolist(),
        "low_998": result.limits.low_998.tolist(),
        "high_998": result.limits.high_998.tolist(),
        "outlier": result.outlier.tolist(),
    }
    return {
        "kind": kind,
        "phi": result.phi,
        "tau2": result.tau2,
        "centre": result.centre,
        "groups": as_rows(rows),
    }


def rates(path: Path, *, method: Literal["wilson", "byars"] = "wilson", per: float = 1.0) -> Rows:
    """Intervals at 95 and 99.8% of rows of numerator and denominator (and a group, where there is one)."""
    columns = {"group": TEXT, "numerator": NUMBER, "denominator": NUMBER}
    table, cells = read_tidy(path, columns, required=("numerator", "denominator"), optional=("group",))
    top, bottom = numbers(table, "numerator"), numbers(table, "denominator")
    refuse_counts(top, bottom, cells=cells, within=method == "wilson")
    rows: dict[str, list[Any]] = {name: table[name].to_pylist() for name in columns}
    rows["value"] = (per * top / bottom).tolist()
    for confidence, label in ((0.95, "95"), (0.998, "998")):
        if method == "wilson":
            low, high = wilson(top, bottom, confidence=confidence)
        else:
            low, high = (each / bottom for each in count_interval(top, confidence=confidence))
        rows[f"low_{label}"], rows[f"high_{label}"] = (per * low).tolist(), (per * high).tolist()
    return as_rows(rows)


def waits(path: Path, *, target_wait: float = 18.0, weeks: float = 26.0, end: date | None = None) -> Rows:
    """Waiting list theory: of pathways (referral, removal) or of rates (group, demand, capacity, queue).

    Demand and capacity are a week's; waits are in weeks; `weeks` is the time given to a relief.
    """
    if of_pathways(path):
        referrals, removals = _pathways(path, end)
        found = list_statistics(referrals, removals, target_wait=target_wait, end=end, relief_weeks=weeks)
        return [{**vars(found), "load": found.load if found.capacity else None}]
    rates = dict.fromkeys(("demand", "capacity", "queue", "mean_wait"), NUMBER)
    table, cells = read_tidy(
        path,
        {"group": TEXT, **rates},
        required=("demand", "capacity", "queue"),
        optional=("group", "mean_wait"),
    )
    demand, capacity, queue, mean_wait = (numbers(table, name) for name in rates)
    _refuse_rates(cells, demand=demand, capacity=capacity, queue=queue, mean_wait=mean_wait)
    goal = target_queue(demand, target_wait)
    relief = needs_relief(queue, goal)
    rows = {
        "group": table["group"].to_pylist(),
        "demand": demand.tolist(),
        "capacity": capacity.tolist(),
        "queue": queue.tolist(),
        "load": _where(capacity > 0, load(demand, np.where(capacity > 0, capacity, np.nan))),
        "target_queue": goal.tolist(),
        "needs_relief": relief.tolist(),
        "target_capacity": _where(~relief, target_capacity(demand, target_wait)),
        "relief_capacity": _where(relief, relief_capacity(demand, queue, goal, weeks=weeks)),
        "pressure": _where(~np.isnan(mean_wait), pressure(mean_wait, target_wait)),
        "list_size_for_92_percent": list_size_for(demand, weeks=target_wait).tolist(),
    }
    return as_rows(rows)


def _refuse_rates(cells: Cells, **columns: Numbers) -> None:
    """Numbers of people and weeks are not below nought; an empty mean wait is not known."""
    faults = [
        cells.fault(
            found=f"{values[index]:g}",
            wanted="0 or more",
            remedy="Correct the row or leave it out.",
            row=cells.row(int(index)),
            column=name,
        )
        for name, values in columns.items()
        for index in np.flatnonzero(values < 0)
    ]
    if faults:
        raise SourceError(faults)


def of_pathways(path: Path) -> bool:
    """Whether a table has a row a pathway, not a row a list."""
    return {"referral", "removal"} <= {name.strip().lower() for name in first_sheet(path).header}


def queue(path: Path, *, end: date | None = None) -> Rows:
    """How many waited at the end of each day, of pathways (referral, removal)."""
    referrals, removals = _pathways(path, end)
    days, sizes = queue_sizes(referrals, removals, end=end)
    return as_rows({"date": days.tolist(), "queue_size": sizes.tolist()})


def _pathways(path: Path, end: date | None) -> tuple[NDArray[np.datetime64], NDArray[np.datetime64]]:
    """Days of referral and removal; no rate can be told of a list that is looked at on its first day."""
    table, cells = read_tidy(path, {"referral": DAY, "removal": DAY}, required=("referral",))
    referrals = table["referral"].to_numpy().astype("datetime64[D]")
    removals = table["removal"].to_numpy(zero_copy_only=False).astype("datetime64[D]")
    backwards = [
        cells.fault(
            found=f"removed {removals[index]}, before the referral of {referrals[index]}",
            wanted="a day on or after the referral",
            remedy="Correct the row or leave it out.",
            row=cells.row(int(index)),
            column="removal",
        )
        for index in np.flatnonzero(removals < referrals)
    ]
    last = max(referrals.max(), removals[~np.isnat(removals)].max(initial=referrals.max()))
    first = referrals.min()
    if not backwards and (last if end is None else np.datetime64(end, "D")) <= first:
        found = f"all of it on {first} or later, looked at on {first if end is None else end}"
        remedy = "Bring a longer history, or look at it on a later day (--end)."
        backwards = [cells.fault(found=found, wanted="at least one day after the first", remedy=remedy)]
    if backwards:
        raise SourceError(backwards)
    return referrals, removals


def _where(mask: NDArray[np.bool_], values: Numbers) -> list[float | None]:
    return [float(value) if there else None for there, value in zip(mask, values, strict=True)]
