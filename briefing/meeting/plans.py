"""What a register may say of a metric: one that there is, and a plan in its unit. Told by the row at load."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from briefing.errors import Fault
from briefing.measures import Metric
from briefing.meeting.purpose import spoken_of
from briefing.nearest import Named, hint_of
from briefing.sources.source import Extract
from briefing.standards import cannot_be

_OF_A_METRIC = ("plans", "rebases", "annotations")


def metrics_exist(metrics: Mapping[str, Metric]) -> Callable[[Extract], Iterable[Fault]]:
    """Return the check that every metric a register names is there: another would change no page, in silence."""

    named = [Named("metric", name, metric.title, metric.also) for name, metric in metrics.items()]

    def check(extract: Extract) -> Iterator[Fault]:
        if extract.source in _OF_A_METRIC:
            for row, name in enumerate(extract.table["metric"].to_pylist()):
                if name not in metrics:
                    yield extract.fault(
                        row,
                        found=f"the metric {name!r}, which does not exist",
                        wanted="the name of a metric",
                        remedy=f"{hint_of(spoken_of(name), named)}Mend it, or see them all: briefing find.",
                        column="metric",
                    )

    return check


def values_in_range(metrics: Mapping[str, Metric]) -> Callable[[Extract], Iterable[Fault]]:
    """Return the check of a file's plans: each is of a metric's unit, and can be."""

    def check(extract: Extract) -> Iterator[Fault]:
        if extract.source == "plans":
            for row, plan in enumerate(extract.table.to_pylist()):
                metric, value = metrics.get(plan["metric"]), plan["planned_value"]
                if metric is None:
                    continue
                wrong = cannot_be(metric, value, extract.cell(row, "planned_value"))
                if wrong is None and metric.unit == "percent" and 0 < value <= 1:
                    wrong = _hidden_sign(extract.file(row), value)
                if wrong is not None:
                    found, wanted, remedy = wrong
                    yield extract.fault(
                        row, found=found, wanted=wanted, remedy=remedy, column="planned_value"
                    )

    return check


def _hidden_sign(file: str, value: float) -> tuple[str, str, str] | None:
    """A workbook of the old kind does not tell how a cell shows: 0.5 may be 50% there, or half a per cent."""
    if not file.lower().endswith(".xls"):
        return None
    wanted = "a file that tells whether that is a percentage of a hundred or of one"
    return f"{value:g} in an .xls file", wanted, "Open it in Excel, save it as .xlsx, and load that."
