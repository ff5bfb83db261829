"""The registry of metrics, which the SQL files are, and the run that makes observations of a warehouse."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from string import Formatter
from typing import Any, Literal, get_args, get_origin, get_type_hints

from briefing import organisations, resources, toml
from briefing.errors import ConfigError
from briefing.measures import Metric
from briefing.warehouse import Connection, run, run_file

STAGING = (
    "rtt",
    "ae",
    "cancer",
    "diagnostics",
    "referral_returns",
    "ods_trusts",
    "ods_practices",
    "ods_networks",
    "ods_network_members",
    "gp_list_size",
    "practice_map",
    "system_mapping",
    "organisations",
    "referrals",
    "advice",
)
REDUCTIONS = (
    "home_commissioners",
    "published_organisations",
    "rtt_waiting",
    "rtt_pathways",
    "ae_attendances",
    "cancer_pathways",
    "diagnostic_waits",
    "referral_returns",
    "list_sizes",
    "referrals_made",
    "referrals_triaged",
    "first_appointments",
    "clock_stops",
    "advice_answers",
    "feed_reach",
)
MARTS = (
    "calendar",
    "filings",
    "succession",
    "successors",
    "regions",
    "parents",
    "membership",
    "reach",
    "organisations",
    "rtt_bands",
    "waiting_by_week",
    "rtt_counts",
    "rtt_percentiles",
    "ae_counts",
    "cancer_counts",
    "diagnostic_counts",
    "referral_return_counts",
    "feed_places",
    "referral_steps",
    "referral_counts",
    "referral_percentiles",
    "registered",
    "practice_expected",
    "expected_counts",
)
CONTRACT = (
    "period",
    "view",
    "org_code",
    "population_code",
    "specialty_code",
    "group_code",
    "numerator",
    "denominator",
    "value",
)
"""What every metric file returns, in this order."""

_REFERENCE = """# Metrics

Printed from the heads of `queries/metrics/*.sql` by `python -m briefing.metrics > docs/metrics.md`; a test
keeps it so. The standards and their dates are in `briefing/standards.toml`.

"""
_HEADER = re.compile(r"\s*/\*(.*?)\*/", re.DOTALL)
_HINTS = {name: hint for name, hint in get_type_hints(Metric).items() if name not in ("name", "sql")}
_MAY_LACK = {"said"}
_SAID = {"value", "where"}
"""What may stand between braces in the figure as it is said."""

OBSERVATIONS = """
create or replace table observations (
    metric varchar not null, view varchar not null, period date not null, org_code varchar not null,
    population_code varchar not null, specialty_code varchar not null, group_code varchar not null,
    numerator double, denominator double, value double
)
"""

# The one place where a value is made of counts. A share of nobody has no value: it isn't nought per cent.
_MEASURE = """
insert into observations
select
    $name, view, period, org_code, population_code, specialty_code, group_code, numerator, denominator,
    case
        when $kind = 'percentile' then value
        when $kind = 'count' then numerator
        else
            numerator * case $unit when 'percent' then 100 when 'per_1000' then 1000 else 1 end
            / nullif(denominator, 0)
    end
from (
{sql}
) as measured
"""

# The register is the one with successors; the mart of that name has none.
_REGISTER = """
select table_type
from information_schema.tables
join information_schema.columns using (table_catalog, table_schema, table_name)
where table_name = 'organisations' and column_name = 'successor_code'
"""


def registry(extra: Path | None = None) -> dict[str, Metric]:
    """Reads the head of every metric file: ours, then those in the folder `extra`, which may replace ours."""
    files = _sql_files(resources.folder("queries") / "metrics")
    if extra is not None:
        files |= _sql_files(extra)
    return {name: read_metric(path) for name, path in sorted(files.items())}


def read_metric(path: Path) -> Metric:
    """Reads one metric file; whatever is wrong with its head is said at once."""
    text = path.read_text(encoding="utf-8")
    header = _HEADER.match(text)
    if header is None:
        raise ConfigError(f"{path}: a metric file begins with its definition, in TOML, between /* and */.")
    try:
        found = toml.loads(header[1])
    except toml.TOMLDecodeError as error:
        raise ConfigError(f"{path}: the definition is not TOML: {error}.") from None
    if faults := _faults(found):
        raise ConfigError("\n".join(f"{path}: {fault}" for fault in faults))
    found["caveats"] = tuple(found["caveats"])
    return Metric(name=path.stem, sql=text[header.end() :].strip() + "\n", **found)


def reference(metrics: Mapping[str, Metric]) -> str:
    """Prints the definitions for reading: docs/metrics.md is this."""
    topics = sorted({metric.topic for metric in metrics.values()})
    sections = [
        f"## {topic[0].upper()}{topic[1:]}\n\n"
        + "\n".join(_entry(metric) for metric in metrics.values() if metric.topic == topic)
        for topic in topics
    ]
    return _REFERENCE + "\n".join(sections)


def _entry(metric: Metric) -> str:
    kind = {"proportion": "per cent", "percentile": metric.unit}.get(
        metric.kind, metric.unit.replace("_", " ")
    )
    better = {"higher": "higher is better", "lower": "lower is better", "neither": "neither way is better"}
    lines = [
        f"### `{metric.name}`",
        f"**{metric.title}** ({kind}; {better[metric.better]}). {metric.meaning}",
        "",
        f"{metric.why_it_matters}",
        "",
        f"- counted: {metric.numerator}",
        f"- of: {metric.denominator}",
        f"- from: `{metric.source}`",
        *(f"- {caveat}" for caveat in metric.caveats),
    ]
    return "\n".join(lines) + "\n"


def observe(
    connection: Connection,
    *,
    home_boards: Sequence[str],
    metrics: Mapping[str, Metric] | None = None,
    lap: Callable[[str], None] = lambda step: None,
) -> None:
    """Leaves the table `observations`: every metric of every organisation, in one pass a metric.

    Staging, reductions, marts and metrics run in the order of the tuples above. The marts stay behind as
    tables: the rooms below read `organisations`, `membership` and `successors`. `lap` is told of each step done.
    """
    codes = "create or replace table home_boards as select unnest($codes::varchar[]) as code"
    run(connection, codes, {"codes": list(home_boards)}, file="home boards")
    _teach(connection)
    _set_register_aside(connection)
    for stage, names in (("staging", STAGING), ("reductions", REDUCTIONS), ("marts", MARTS)):
        for name in names:
            make(connection, stage, name)
            if name == "succession":
                _refuse_circles(connection)
            lap(f"{stage}/{name}")
    run(connection, OBSERVATIONS, file="observations")
    for metric in (registry() if metrics is None else metrics).values():
        measure(connection, metric)
        lap(f"metrics/{metric.name}")


def measure(connection: Connection, metric: Metric) -> None:
    """Adds the observations of one metric to the table."""
    sql = _MEASURE.replace("{sql}", metric.sql.rstrip().removesuffix(";"))
    values = {"name": metric.name, "kind": metric.kind, "unit": metric.unit}
    run(connection, sql, values, file=f"queries/metrics/{metric.name}.sql")


def make(connection: Connection, stage: str, name: str) -> None:
    """Make the view or table of one file of staging, reductions or marts."""
    if stage == "staging":
        run_file(connection, f"staging/{name}", view=f"stg_{name}")
    else:
        run_file(connection, f"{stage}/{name}", table=f"red_{name}" if stage == "reductions" else name)


def _refuse_circles(connection: Connection) -> None:
    steps = run(connection, "select code, successor_code from succession order by code").to_pylist()
    organisations.refuse_circles({step["code"]: step["successor_code"] for step in steps})


def _set_register_aside(connection: Connection) -> None:
    """Gives the local register another name: the mart of all organisations goes by `organisations`."""
    found = run(connection, _REGISTER).to_pylist()
    if found:
        kind = "view" if found[0]["table_type"] == "VIEW" else "table"
        run(connection, "create or replace table local_organisations as select * from organisations")
        run(connection, f"drop {kind} organisations")


def _teach(connection: Connection) -> None:
    """Gives SQL the three words that are better said in Python."""
    known = run(connection, "select distinct function_name from duckdb_functions()")[
        "function_name"
    ].to_pylist()
    for function in (organisations.tidy_name, organisations.tidy_region, organisations.region_key):
        if function.__name__ not in known:
            connection.create_function(function.__name__, function, ["VARCHAR"], "VARCHAR")


def _sql_files(folder: Path) -> dict[str, Path]:
    return {path.stem: path for path in folder.glob("*.sql")}


def _faults(found: Mapping[str, Any]) -> list[str]:
    missing = [
        f"the key {name!r} is missing; it wants {_wanted(hint)}"
        for name, hint in _HINTS.items()
        if name not in found and name not in _MAY_LACK
    ]
    unknown = [
        f"the key {name!r} is unknown; known are {', '.join(_HINTS)}" for name in found if name not in _HINTS
    ]
    wrong = [
        f"the key {name!r} is {found[name]!r}; it wants {_wanted(hint)}"
        for name, hint in _HINTS.items()
        if name in found and not _fits(found[name], hint)
    ]
    return missing + unknown + wrong + _said_faults(found.get("said", ""))


def _said_faults(said: Any) -> list[str]:
    """A figure is said by its value: what else stands between braces would be found out on the page."""
    try:
        slots = {name for _, name, _, _ in Formatter().parse(said)} - {None}
    except (ValueError, TypeError):
        slots = {"?"}
    known = said == "" or ("value" in slots and slots <= _SAID)
    return [] if known else [f"the key 'said' is {said!r}; it wants {{value}}, and perhaps {{where}}"]


def _fits(value: Any, hint: Any) -> bool:
    if get_origin(hint) is Literal:
        return value in get_args(hint)
    if get_origin(hint) is tuple:
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return type(value) is hint


def _wanted(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return "one of " + ", ".join(get_args(hint))
    if get_origin(hint) is tuple:
        return "a list of texts"
    return {str: "a text", bool: "true or false", date: "a date such as 2026-01-31"}[hint]


if __name__ == "__main__":
    print(reference(registry()), end="")
