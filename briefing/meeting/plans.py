"""What a register may say of a metric: one that there is, and a plan in its unit. Told by the row at load."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from briefing.errors import Fault
from briefing.measures import Metric
from briefing.nearest import hint
from briefing.sources.source import Extract
from briefing.standards import cannot_be

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
                        remedy=f"{hint(name, metrics)}Mend it, or see them all: briefing find.",
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
                    wrong := cannot_be(metric, plan["planned_value"], extract.cell(row, "planned_value"))
                ):
                    found, wanted, remedy = wrong
                    yield extract.fault(
                        row, found=found, wanted=wanted, remedy=remedy, column="planned_value"
                    )

    return check
