"""The registry of metrics, which their files are, and the run that makes observations of a warehouse."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from graphlib import TopologicalSorter
from pathlib import Path
from string import Formatter
from typing import Annotated, Any, get_type_hints

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from briefing import organisations, resources, toml
from briefing.errors import ConfigError, WarehouseError
from briefing.formats import capital, listed
from briefing.measures import Metric
from briefing.warehouse import Connection, organisations_sql, run, run_file, sql_of

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
"""What every metric's SQL returns, in this order."""

_REFERENCE = """# Metrics

Printed from the heads of `queries/metrics/*.sql` by `python -m briefing.metrics > docs/metrics.md`; a test
keeps it so. The standards and their dates are in `briefing/standards.toml`.

"""
_HEADER = re.compile(r"\s*/\*(.*?)\*/", re.DOTALL)
_REMARKS = re.compile(r"--[^\n]*|/\*.*?\*/", re.DOTALL)
_READ = re.compile(r"\b(?:from|join)\s+(\w+)")
_STAGES = {"staging": "stg_", "reductions": "red_", "marts": ""}
"""The folders of `queries/` in the order they run, and what stands before the name of each view or table."""

_COUNTS = {"count": {"numerator"}, "percentile": {"denominator", "value"}}
"""What a kind of metric takes from a mart; every other kind a numerator and a denominator."""


class _Select(BaseModel):
    """What a metric takes from a mart, row by row: where there is no more to say, the SQL is made of it."""

    model_config = ConfigDict(extra="forbid", strict=True)

    mart: Annotated[str, Field(pattern=r"^\w+$")]
    numerator: str | None = None
    denominator: str | None = None
    value: str | None = None
    where: str | None = None

    @property
    def counts(self) -> set[str]:
        return {name for name in ("numerator", "denominator", "value") if getattr(self, name) is not None}

    def sql(self) -> str:
        key = ", ".join(CONTRACT[:6])
        conditions = [
            *([f"({self.where})"] if self.where else ()),
            *(["numerator is not null"] if self.numerator else ()),
            *(["denominator > 0"] if self.numerator and self.denominator else ()),
        ]
        return "\n".join(
            [
                "select",
                f"    {key},",
                f"    {self.numerator or 'null'} as numerator,",
                f"    {self.denominator or 'null'} as denominator,",
                f"    {self.value or 'null'} as value",
                f"from {self.mart}",
                *([f"where {' and '.join(conditions)}"] if conditions else ()),
                f"order by {key}\n",
            ]
        )


def _with(slot: str) -> AfterValidator:
    """Hold a figure's words to having its slot: what else stands between braces would be found out on the page."""

    def check(words: str) -> str:
        try:
            slots = {name for _, name, _, _ in Formatter().parse(words)} - {None}
        except ValueError:
            slots = {"?"}
        if words and not {slot} <= slots <= {slot, "where", "of"}:
            raise ValueError(f"{{{slot}}}, and perhaps {{where}} and {{of}}")
        return words

    return AfterValidator(check)


_HEAD_FIELDS: dict[str, Any] = {
    name: (hint, ...) for name, hint in get_type_hints(Metric).items() if name not in ("name", "sql")
} | {
    "caveats": (Annotated[tuple[str, ...], Field(strict=False)], ...),
    "said": (Annotated[str, _with("value")], ""),
    "beyond": (Annotated[str, _with("count")], ""),
    "counts": (str, "people"),
    "gain": (Annotated[str, _with("count")], ""),
    "also": (Annotated[tuple[str, ...], Field(strict=False)], ()),
    "like_for_like": (str, ""),
    "between_groups": (bool, False),
    "own_past": (bool, False),
    "settles_in": (Annotated[int, Field(ge=0, le=60)], 0),
    "select": (_Select | None, None),
}
_Head = create_model("_Head", __config__=ConfigDict(extra="forbid", strict=True), **_HEAD_FIELDS)


def registry(extra: Path | None = None) -> dict[str, Metric]:
    """Read the head of every metric file: ours, then those in the folder `extra`, which may replace ours."""
    files = {path.stem: path for path in (resources.folder("queries") / "metrics").glob("*.sql")}
    if extra is not None:
        files |= {path.stem: path for path in extra.glob("*.sql")}
    return {name: read_metric(path) for name, path in sorted(files.items())}


def read_metric(path: Path) -> Metric:
    """Read one metric file; whatever is wrong with its head is said at once."""
    text = path.read_text(encoding="utf-8")
    header = _HEADER.match(text)
    if header is None:
        raise ConfigError(f"{path}: a metric file begins with its definition, in TOML, between /* and */.")
    lines_above = "\n" * text.count("\n", 0, header.start(1))
    head = dict(toml.check(lines_above + header[1], _Head, path, patterns={"mart": "the name of a mart"}))
    sql, select = text[header.end() :].strip(), head.pop("select")
    if (select is None) == (sql == ""):
        found = "both a [select] and SQL" if select else "neither a [select] nor SQL"
        raise ConfigError(f"{path}: found {found}; wanted one of them.")
    if select is not None:
        wanted = _COUNTS.get(head["kind"], {"numerator", "denominator"})
        if select.counts != wanted:
            where = f"{path}, line {toml.line_of(text, ('select',))}: select"
            found, right = (listed(sorted(names)) or "none" for names in (select.counts, wanted))
            raise ConfigError(f"{where}: found {found}; wanted {right}, as of every {head['kind']}.")
    return Metric(name=path.stem, sql=f"{sql}\n" if select is None else select.sql(), **head)


def reference(metrics: Mapping[str, Metric]) -> str:
    """Return the definitions for reading: docs/metrics.md is this."""
    topics = sorted({metric.topic for metric in metrics.values()})
    sections = [
        f"## {capital(topic)}\n\n"
        + "\n".join(_entry(metric) for metric in metrics.values() if metric.topic == topic)
        for topic in topics
    ]
    return _REFERENCE + "\n".join(sections)


def _entry(metric: Metric) -> str:
    kind = "per cent" if metric.kind == "proportion" else metric.unit.replace("_", " ")
    better = "neither way" if metric.better == "neither" else metric.better
    lines = [
        f"### `{metric.name}`",
        f"**{metric.title}** ({kind}; {better} is better). {metric.meaning}",
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
    """Leave the table `observations`: every metric of every organisation, in one pass a metric.

    Staging, reductions, marts and metrics run in this order. The marts stay behind as tables: the rooms below read
    `organisations`, `membership` and `successors`. `lap` is told of each step done.
    """
    stage_rows(connection, home_boards=home_boards, lap=lap)
    held = set(run(connection, "select view_name as name from duckdb_views()")["name"].to_pylist())
    for stage in ("reductions", "marts"):
        for name in in_order(stage):
            if stage == "reductions" and f"held_{name}" in held and name != HOME:
                run(connection, f"create or replace table red_{name} as select * from held_{name}")
            else:
                make(connection, stage, name)
            if name == "succession":
                _refuse_circles(connection)
            lap(f"{stage}/{name}")
    if f"held_{HOME}" in held:
        _refuse_old_home(connection)
    run_file(connection, "observations/empty")
    for metric in (registry() if metrics is None else metrics).values():
        measure(connection, metric)
        lap(f"metrics/{metric.name}")


HOME = "home_commissioners"
"""The reduction that others join. It is always made here, of the registers that lie here."""


def stage_rows(
    connection: Connection,
    *,
    home_boards: Sequence[str],
    lap: Callable[[str], None] = lambda step: None,
) -> None:
    """Leave the staging views and `red_organisations`: all that rows say of who there is, those elsewhere included."""
    codes = "create or replace table home_boards as select unnest($codes::varchar[]) as code"
    run(connection, codes, {"codes": list(home_boards)}, file="home boards")
    _teach(connection)
    _set_register_aside(connection)
    for name in in_order("staging"):
        make(connection, "staging", name)
        lap(f"staging/{name}")
    named = f"create or replace table red_organisations as {organisations_sql()} union all from held_organisations"
    run(connection, named, file="organisations that the sources name")


def in_order(stage: str) -> Iterable[str]:
    """Name the files of a stage, each after those it reads."""
    texts = {
        path.stem: path.read_text("utf-8") for path in (resources.folder("queries") / stage).glob("*.sql")
    }
    read = {name: set(_READ.findall(_REMARKS.sub("", text))) for name, text in sorted(texts.items())}
    prefix = _STAGES[stage]
    return TopologicalSorter(
        {name: [other for other in read if other != name and prefix + other in read[name]] for name in read}
    ).static_order()


def read_by(stage: str, table: str) -> list[str]:
    """Name the files of a stage that read a table or view."""
    files = sorted((resources.folder("queries") / stage).glob("*.sql"))
    return [path.stem for path in files if table in _READ.findall(_REMARKS.sub("", path.read_text("utf-8")))]


def measure(connection: Connection, metric: Metric) -> None:
    """Add the observations of one metric to the table. Its value is made of its counts here and nowhere else."""
    file = f"queries/metrics/{metric.name}.sql"
    values = {"name": metric.name, "kind": metric.kind, "unit": metric.unit}
    run(connection, f"create or replace temp view measured as\n{metric.sql}", file=file)
    run(connection, sql_of("observations/add"), values, file=file)


def make(connection: Connection, stage: str, name: str) -> None:
    """Make the view or table of one file of staging, reductions or marts."""
    kept = _STAGES[stage] + name
    if stage == "staging":
        run_file(connection, f"{stage}/{name}", view=kept)
    else:
        run_file(connection, f"{stage}/{name}", table=kept)


def _refuse_circles(connection: Connection) -> None:
    steps = run(connection, "select code, successor_code from succession order by code").to_pylist()
    organisations.refuse_circles({step["code"]: step["successor_code"] for step in steps})


def _refuse_old_home(connection: Connection) -> None:
    """Stop where rows elsewhere were reduced for other commissioners than are ours by now."""
    differ = f"(from red_{HOME} except from held_{HOME}) union all (from held_{HOME} except from red_{HOME})"
    if run(connection, differ).num_rows:
        raise WarehouseError(
            "The boards that are ours, or the organisations below them, have changed since the rows elsewhere were "
            "reduced. Run `briefing load --engine`, which reduces them anew."
        )


def _set_register_aside(connection: Connection) -> None:
    """Give the local register another name: the mart of all organisations goes by `organisations`."""
    if found := run_file(connection, "observations/register").to_pylist():
        kind = "view" if found[0]["table_type"] == "VIEW" else "table"
        run(connection, "create or replace table local_organisations as select * from organisations")
        run(connection, f"drop {kind} organisations")


def _teach(connection: Connection) -> None:
    """Give SQL the three words that are better said in Python."""
    known = run(connection, "select distinct function_name as name from duckdb_functions()")[
        "name"
    ].to_pylist()
    for function in (organisations.tidy_name, organisations.tidy_region, organisations.region_key):
        if function.__name__ not in known:
            connection.create_function(function.__name__, function, ["VARCHAR"], "VARCHAR")


if __name__ == "__main__":
    print(reference(registry()), end="")
