"""What a register may say of a metric: one that there is, and a plan in its unit. Told by the row at load."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from briefing.errors import Fault
from briefing.measures import Metric
from briefing.nearest import hint
from briefing.sources.source import Extract

_SHARE = 1
"""A plan of at most 1% of what ought to be high is a share that was meant as a percentage: 0.611 for 61.1%."""


_OF_A_METRIC = ("plans", "rebases", "annotations")


def metrics_exist(metrics: Mapping[str, Metric]) -> Callable[[Extract], Iterable[Fault]]:
    """Return the check that every metric a register names is there: another would change no page, in silence."""

    def check(extract: Extract) -> Iterator[Fault]:
        if extract.source in _OF_A_METRIC:
            for row, name in enumerate(extract.table["metric"].to_pylist()):
                if name not in metrics:
                    yield extract.fault(
                        row,
                        found=f"the metric {name!r}, which does not exist",
                        wanted="the name of a metric",
                        remedy=f"{hint(name, metrics)}Mend it, or see them all: briefing show --help.",
                        column="metric",
                    )

    return check


def values_in_range(metrics: Mapping[str, Metric]) -> Callable[[Extract], Iterable[Fault]]:
    """Return the check of a file's plans: each is of a metric's unit, and can be."""

    def check(extract: Extract) -> Iterator[Fault]:
        if extract.source == "plans":
            for row, plan in enumerate(extract.table.to_pylist()):
                metric = metrics.get(plan["metric"])
                if metric and (
                    wrong := _wrong(metric, plan["planned_value"], extract.cell(row, "planned_value"))
                ):
                    found, wanted, remedy = wrong
                    yield extract.fault(
                        row, found=found, wanted=wanted, remedy=remedy, column="planned_value"
                    )

    return check


def _wrong(metric: Metric, value: float, cell: str) -> tuple[str, str, str] | None:
    """Return what was found, what was wanted and what to do; None where the value can be."""
    shown = cell or f"{value:g}"
    if metric.unit != "percent":
        if "%" in cell:
            return (
                shown,
                f"a number of {metric.unit.replace('_', ' ')}: {metric.title}",
                "Write it without the sign.",
            )
        if value < 0:
            return shown, "0 or more", "Correct the value."
        return None
    if not 0 <= value <= 100:
        return shown, "a percentage from 0 to 100", "Correct the value: 60.5 is 60.5%."
    if 0 < value <= _SHARE and metric.better == "higher" and "%" not in cell:
        return shown, "a percentage from 0 to 100", f"Write {100 * value:g} where {100 * value:g}% is meant."
    return None
