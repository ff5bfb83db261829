"""Contextualises every organisation at once: SQL for what counts and compares, numpy for what SQL can't."""

from collections.abc import Callable, Mapping

import pyarrow as pa

from briefing.context.peers import make_peers
from briefing.context.settings import SCREEN_FACTORS, ContextSettings, Screen
from briefing.errors import QueryError
from briefing.measures import Metric
from briefing.statistics.false_discovery import benjamini_hochberg, p_of, z_of_p
from briefing.statistics.intervals import FEW_EVENTS, exact_poisson
from briefing.warehouse import Connection, create_table, run, run_file

SCALES = {"percent": 100.0, "per_1000": 1000.0}
"""The value is this many times numerator over denominator; 1 for every other unit."""

LONGEST_RUN = 120
"""Ten years of months on one side; longer runs are no more surprising to anybody."""

RECON_METRIC = "rtt_other_removals"

_TESTED = ("z", "org_code", "metric", "family")

STANDARD_COLUMNS = pa.schema(
    [
        ("metric", pa.string()),
        ("org_code", pa.string()),
        ("specialty_code", pa.string()),
        ("value", pa.float64()),
        ("valid_from", pa.date32()),
        ("valid_to", pa.date32()),
        ("source", pa.string()),
        ("confidence", pa.string()),
        ("local", pa.bool_()),
    ]
)


def contextualise(
    connection: Connection,
    *,
    metrics: Mapping[str, Metric],
    standards_table: pa.Table,
    settings: ContextSettings | None = None,
    lap: Callable[[str], None] = lambda step: None,
) -> None:
    """Make `points`, `series`, `peers` and `signals` from `observations`, marts, registers and loads.

    Nothing loops over organisations: each step is one statement over everything. `lap` is told of each that is done.
    """
    settings = settings or ContextSettings()

    def step(name: str, **parameters: str) -> None:
        run_file(connection, f"context/{name}", parameters, table=name)
        lap(f"context/{name}")

    create_table(connection, "metric_facts", metric_facts(metrics))
    create_table(connection, "dated_standards", _with_columns(standards_table))
    create_table(connection, "exact_poisson", _exact_poisson())
    create_table(connection, "run_z", run_z())
    for name in ("series_keys", "metric_periods", "settling"):
        step(name)
    _check_numbers(connection)
    run_file(connection, "context/chart_points", view="chart_points")
    draw_charts(connection, screen=settings.screen, lap=lap)
    run_file(connection, "context/interval_macros")
    for name in ("ends", "standards_in_force", "latest"):
        step(name)
    make_peers(connection, settings=settings)
    lap("context/peers")
    for name in (
        "comparators",
        "against_plan",
        "funnels",
        "gaps",
        "gradients",
        "series",
        "clashes",
        "tests",
        "burdens",
    ):
        step(name)
    create_table(connection, "tested", _tested(connection))
    step("signals", recon_metric=RECON_METRIC)
    step("exemplars")
    run_file(connection, "context/points", view="points")


def draw_charts(
    connection: Connection, *, screen: Screen, lap: Callable[[str], None] = lambda step: None
) -> None:
    """Draw limits and rules of every series in `chart_points`: a row a chart in `charts`, a point in `chart_rules`."""
    run_file(connection, "context/chart_macros")
    factor = {"screen_factor": SCREEN_FACTORS[screen]}
    for name, parameters in (("chart_lists", {}), ("chart_limits", factor), ("charts", {})):
        run_file(connection, f"context/{name}", parameters, table=name)
        lap(f"context/{name}")
    run_file(connection, "context/chart_rules", view="chart_rules")


def metric_facts(metrics: Mapping[str, Metric]) -> pa.Table:
    """Return what the SQL needs to know of each metric; `chart` is the one that judges it."""
    rows = [
        {
            "metric": metric.name,
            "unit": metric.unit,
            "scale": SCALES.get(metric.unit, 1.0),
            "kind": metric.kind,
            "better": metric.better,
            "people": metric.people,
            "safety": metric.safety,
            "between_groups": metric.between_groups,
            "own_past": metric.own_past,
            "published": metric.published,
            "source": metric.source,
            "like_for_like": metric.like_for_like or None,
            "settles_in": metric.settles_in,
            "chart": "pprime" if metric.kind == "proportion" else "xmr",
            "interval": _interval(metric),
        }
        for metric in metrics.values()
    ]
    texts = ("metric", "unit", "kind", "better", "people", "source", "like_for_like", "chart", "interval")
    names = ("safety", "between_groups", "own_past", "published")
    flags = [(name, pa.bool_()) for name in names]
    others = [("scale", pa.float64()), *flags, ("settles_in", pa.int32())]
    return pa.Table.from_pylist(rows, schema=pa.schema([*((name, pa.string()) for name in texts), *others]))


def _interval(metric: Metric) -> str:
    """Name the interval a value has: a proportion's, a count's over its expectation, or none."""
    if metric.kind == "proportion":
        return "wilson"
    return "poisson" if metric.kind == "rate" or metric.unit == "ratio" else "none"


def _with_columns(standards: pa.Table) -> pa.Table:
    """Return the standards in the columns the SQL reads; those a file has no need for are empty."""
    columns = [
        standards[each.name].cast(each.type)
        if each.name in standards.column_names
        else pa.nulls(len(standards), each.type)
        for each in STANDARD_COLUMNS
    ]
    return pa.table(columns, schema=STANDARD_COLUMNS)


def _exact_poisson() -> pa.Table:
    """Return exact intervals for few events, halves included (two trusts may share a pathway), to join."""
    events = [half / 2 for half in range(2 * FEW_EVENTS)]
    low, high = exact_poisson(events)
    return pa.table({"events": events, "low": low, "high": high})


def run_z() -> pa.Table:
    """Return how surprising a run on one side of the mean is, as a z-score: 2 in 2^length."""
    lengths = list(range(1, LONGEST_RUN + 1))
    return pa.table({"run_length": lengths, "z": z_of_p([2.0 ** (1 - length) for length in lengths])})


def _check_numbers(connection: Connection) -> None:
    counts = run(
        connection, "select count(*) as n, count(distinct series_id) as numbers from series_keys"
    ).to_pylist()[0]
    if counts["n"] != counts["numbers"]:
        raise QueryError("queries/context/series_keys.sql: two series share a number; nothing was written.")


def _tested(connection: Connection) -> pa.Table:
    """Return all that was scanned, with the false discovery rate within an organisation, and a metric's nation."""
    tests = run(connection, "select * from tests order by org_code, series_id, family")
    p, org, metric, family = (tests[name].to_numpy(zero_copy_only=False) for name in _TESTED)
    p = p_of(p)
    tests = tests.append_column("q_value", pa.array(benjamini_hochberg(p, org)))
    return tests.append_column("q_nation", pa.array(benjamini_hochberg(p, metric + "/" + family)))
