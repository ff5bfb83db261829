"""Funnels, rates and waiting lists of any tidy table."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from briefing.bench.tidy import (
    DAY,
    NUMBER,
    TEXT,
    Days,
    Numbers,
    Rows,
    Tidy,
    first_sheet,
    read_counts,
    read_tidy,
    refuse,
    rows_of,
)
from briefing.errors import Fault
from briefing.statistics import waiting_list
from briefing.statistics.funnel import FunnelType, funnel
from briefing.statistics.intervals import count_interval, wilson


def funnel_of(path: Path, *, kind: FunnelType = "proportion") -> dict[str, Any]:
    """Return a funnel of rows of group, numerator, denominator; for ratios the denominator is what was expected."""
    required = ("group", "numerator", "denominator")
    tidy, top, bottom = read_counts(path, required=required, within=kind == "proportion")
    if len(top) < 2:
        refuse([tidy.fault(found="one row", wanted="at least two groups", remedy="Add the others.")])
    refuse(_twice(tidy), _whole_among_parts(tidy, top, bottom))
    result = funnel(top, bottom, kind=kind)
    groups = {
        "group": tidy.values("group"),
        "numerator": top,
        "denominator": bottom,
        "value": top / bottom,
        "z": result.z,
        "adjusted_z": result.adjusted_z,
        **vars(result.limits),
        "outlier": result.outlier,
    }
    summary = {name: getattr(result, name) for name in ("phi", "tau2", "centre")}
    return {"kind": kind, **summary, "groups": rows_of(groups)}


_NATIONS = frozenset({"england", "eng", "total", "all", "national", "england total"})


def _twice(tidy: Tidy) -> Iterator[Fault]:
    """Find a group with two rows: either would be judged as if the other were somebody else."""
    first: dict[str, int] = {}
    for index, group in enumerate(tidy.values("group")):
        if group in first:
            found = f"{group!r} again, after row {tidy.cells.row(first[group]):,}"
            remedy = "Add the rows up, or leave one out."
            yield tidy.fault(found=found, wanted="one row a group", remedy=remedy, row=index, column="group")
        first.setdefault(group, index)


def _whole_among_parts(tidy: Tidy, top: Numbers, bottom: Numbers) -> Iterator[Fault]:
    """Find the row of everybody together: it is no part of itself, and pulls the middle towards it."""
    for index, group in enumerate(tidy.values("group")):
        sums = 2 * top[index] == top.sum() and 2 * bottom[index] == bottom.sum() and len(top) > 3
        if sums or group.strip().casefold() in _NATIONS:
            found = f"{group!r}{', the sum of all other rows' if sums else ''}"
            yield tidy.fault(
                found=found,
                wanted="the parts alone, of which the middle is made",
                remedy="Leave the row out.",
                row=index,
                column="group",
            )


def rates(path: Path, *, method: Literal["wilson", "byars"] = "wilson", per: float = 1.0) -> Rows:
    """Return intervals at 95 and 99.8% of rows of numerator and denominator (and a group, where there is one)."""
    required = ("numerator", "denominator")
    tidy, top, bottom = read_counts(path, required=required, within=method == "wilson")
    rows = {
        "group": tidy.values("group"),
        "numerator": top,
        "denominator": bottom,
        "value": per * top / bottom,
    }
    for confidence, label in ((0.95, "95"), (0.998, "998")):
        if method == "wilson":
            low, high = wilson(top, bottom, confidence=confidence)
        else:
            low, high = (each / bottom for each in count_interval(top, confidence=confidence))
        rows |= {f"low_{label}": per * low, f"high_{label}": per * high}
    return rows_of(rows)


def waits(path: Path, *, target_wait: float = 18.0, weeks: float = 26.0, end: date | None = None) -> Rows:
    """Apply waiting list theory to pathways (referral, removal) or to rates (group, demand, capacity, queue).

    Demand and capacity are a week's; waits are in weeks; `weeks` is the time given to a relief.
    """
    if of_pathways(path):
        found = waiting_list.list_statistics(
            *_pathways(path, end), target_wait=target_wait, end=end, relief_weeks=weeks
        )
        return [{**vars(found), "load": found.load if found.capacity else None}]
    names = ("demand", "capacity", "queue", "mean_wait")
    columns = {"group": TEXT, **dict.fromkeys(names, NUMBER)}
    tidy = read_tidy(path, columns, required=names[:3], optional=("group", "mean_wait"))
    refuse(*(tidy.negative(name) for name in names))
    demand, capacity, queue, mean_wait = (tidy.numbers(name) for name in names)
    goal = waiting_list.target_queue(demand, target_wait)
    relief = waiting_list.needs_relief(queue, goal)
    some = np.where(capacity > 0, capacity, np.nan)
    relieving = waiting_list.relief_capacity(demand, queue, goal, weeks=weeks)
    return rows_of(
        {
            "group": tidy.values("group"),
            "demand": demand,
            "capacity": capacity,
            "queue": queue,
            "load": _where(capacity > 0, waiting_list.load(demand, some)),
            "target_queue": goal,
            "needs_relief": relief,
            "target_capacity": _where(~relief, waiting_list.target_capacity(demand, target_wait)),
            "relief_capacity": _where(relief, relieving),
            "pressure": _where(~np.isnan(mean_wait), waiting_list.pressure(mean_wait, target_wait)),
            "list_size_for_92_percent": waiting_list.list_size_for(demand, weeks=target_wait),
        }
    )


def of_pathways(path: Path) -> bool:
    """Say whether a table has a row a pathway, not a row a list."""
    return {"referral", "removal"} <= {name.strip().lower() for name in first_sheet(path).header}


def queue(path: Path, *, end: date | None = None) -> Rows:
    """Return how many waited at the end of each day, of pathways (referral, removal)."""
    days, sizes = waiting_list.queue_sizes(*_pathways(path, end), end=end)
    return rows_of({"date": days, "queue_size": sizes})


def _pathways(path: Path, end: date | None) -> tuple[Days, Days]:
    """Read days of referral and removal; no rate can be told of a list that is looked at on its first day."""
    tidy = read_tidy(path, {"referral": DAY, "removal": DAY}, required=("referral",))
    referrals, removals = tidy.days("referral"), tidy.days("removal")
    refuse(
        tidy.faults(
            removals < referrals,
            column="removal",
            found=lambda i: f"removed {removals[i]}, before the referral of {referrals[i]}",
            wanted="a day on or after the referral",
        )
    )
    last = max(referrals.max(), removals[~np.isnat(removals)].max(initial=referrals.max()))
    first = referrals.min()
    if (last if end is None else np.datetime64(end, "D")) <= first:
        found = f"all of it on {first} or later, looked at on {first if end is None else end}"
        remedy = "Bring a longer history, or look at it on a later day (--end)."
        refuse([tidy.fault(found=found, wanted="at least one day after the first", remedy=remedy)])
    return referrals, removals


def _where(mask: NDArray[np.bool_], values: Numbers) -> list[float | None]:
    return [float(value) if there else None for there, value in zip(mask, values, strict=True)]
