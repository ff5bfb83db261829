"""What is asked of the engine: our staging and reductions, as they stand in `queries/`, in its words.

    table of theirs -> view `rtt`, in our names and types -> view `stg_rtt` -> counts `red_rtt_waiting` ...

Only the portable part of SQL is used (`tests/queries/test_portable_sql.py`), so that SQLGlot can carry it across.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import sqlglot
from sqlglot import exp

from briefing import metrics
from briefing.errors import ConfigError
from briefing.formats import listed
from briefing.sources import Source, source_named
from briefing.warehouse import organisations_sql, sql_of
from briefing.workspace.settings import Engine, Lake

_TYPES = {
    pa.string(): "varchar",
    pa.int32(): "int",
    pa.float64(): "double",
    pa.date32(): "date",
    pa.bool_(): "boolean",
}


@dataclass(frozen=True)
class Statement:
    """One select: kept there as a view, or its rows brought home."""

    name: str
    sql: str
    """In the words of Spark."""
    kept: Literal["there", "home"]


def statements(engine: Engine) -> tuple[Statement, ...]:
    """List all that is asked for, each after what it reads. Before the counts, `red_home_commissioners` is sent."""
    sources = [source_named(name) for name in sorted(engine.tables)]
    return (
        *(Statement(one.name, _carried(_mapped(one, engine.tables[one.name])), "there") for one in sources),
        *(Statement(f"stg_{one.name}", _carried(_staged(one)), "there") for one in sources),
        Statement(
            "red_organisations",
            _carried(_parsed(organisations_sql(sources))),
            "home",
        ),
        *_counts(engine),
    )


def rows_by_month(source: Source) -> str:
    """Count the rows of a mapped source there, by month where it has months, and say their version."""
    period = "period" if "period" in source.schema.names else "cast(null as date)"
    grouped = "group by period order by period" if "period" in source.schema.names else ""
    return f"select {period} as period, count(*) as n, max(version) as version from {source.name} {grouped}"


def rows_without_a_key(source: Source) -> str:
    """Count the keys that more than one row has; and rows without a month are such too."""
    keys = ", ".join(source.key)
    month = " union all select 1 as n from " + source.name + " where period is null"
    twice = f"select 1 as n from {source.name} group by {keys} having count(*) > 1"
    return f"select count(*) as n from ({twice}{month if 'period' in source.schema.names else ''}) as wrong"


def _counts(engine: Engine) -> Iterator[Statement]:
    """The reductions whose rows are there."""
    for name in metrics.in_order("reductions"):
        tree = _parsed(sql_of(f"reductions/{name}"))
        staged = {
            table.name.removeprefix("stg_")
            for table in tree.find_all(exp.Table)
            if table.name.startswith("stg_")
        }
        if name != metrics.HOME and staged <= set(engine.tables):
            yield Statement(f"red_{name}", _carried(_without_small(tree, engine.smallest)), "home")


def _parsed(sql: str) -> exp.Query:
    tree = sqlglot.parse_one(sql, read="duckdb")
    assert isinstance(tree, exp.Query)
    return tree


def _carried(tree: exp.Expr) -> str:
    return tree.sql("spark", pretty=True)


def _mapped(source: Source, lake: Lake) -> exp.Expr:
    """Select a table's rows in our names and types; where it keeps versions, those of the latest."""
    theirs = {ours: name for name, ours in lake.columns.items()}
    optional = {column.name for column in source.columns if column.optional}
    if missing := sorted(set(lake.lacks) - optional):
        raise ConfigError(
            f"briefing.toml: [engine.tables.{source.name}]: found lacks = {listed(missing)}; wanted columns that "
            f"{source.title} can do without: {listed(sorted(optional)) or 'there is none'}."
        )
    rows = exp.to_table(lake.table, dialect="spark").as_("lake")
    columns: dict[str, exp.Expr] = {
        field.name: exp.null() if field.name in lake.lacks else _column(theirs.get(field.name, field.name))
        for field in source.schema
    }
    if lake.month is not None:
        columns["period"] = exp.func(
            "date_trunc", exp.Literal.string("month"), _column(lake.month), dialect="duckdb"
        )
    version = exp.Literal.string("") if lake.version is None else exp.cast(_column(lake.version), "varchar")
    select = exp.select(
        *(_cast(column, source.schema.field(name).type).as_(name) for name, column in columns.items()),
        version.as_("version"),
    ).from_(rows)
    if lake.version is None:
        return select
    return _latest(select, columns, source, lake)


def _latest(select: exp.Select, columns: Mapping[str, exp.Expr], source: Source, lake: Lake) -> exp.Expr:
    by = ["period"] if source.keeps == "period" else list(source.key)
    assert lake.version is not None
    last = (
        exp.select(
            *(columns[name].copy().as_(f"key_{name}") for name in by),
            exp.Max(this=_column(lake.version)).as_("version"),
        )
        .from_(exp.to_table(lake.table, dialect="spark").as_("lake"))
        .group_by(*(columns[name].copy() for name in by))
    )
    same: list[exp.Expr] = [
        exp.NullSafeEQ(this=columns[name].copy(), expression=exp.column(f"key_{name}", table="last"))
        for name in by
    ]
    same.append(exp.EQ(this=_column(lake.version), expression=exp.column("version", table="last")))
    return select.join(last.subquery("last"), on=exp.and_(*same))


def _column(name: str) -> exp.Column:
    return exp.column(name, table="lake", quoted=True)


def _cast(column: exp.Expr, kind: pa.DataType) -> exp.Expr:
    words = f"decimal({kind.precision}, {kind.scale})" if pa.types.is_decimal(kind) else _TYPES[kind]
    return exp.cast(column, words, dialect="duckdb")


def _staged(source: Source) -> exp.Expr:
    """Spell out `select * replace (...)`, which is DuckDB's own."""
    return explicit(sql_of(f"staging/{source.name}"), source.schema.names)


def explicit(sql: str, columns: Sequence[str]) -> exp.Expr:
    """Put the columns in place of a star, each as the star's `replace` says."""
    tree = _parsed(sql)
    tree.set("expressions", [column for one in tree.expressions for column in _spelled(one, columns)])
    return tree


def _spelled(one: exp.Expr, columns: Iterable[str]) -> list[exp.Expr]:
    if not isinstance(one, exp.Star):
        return [one]
    replaced = {alias.alias: alias for alias in one.args.get("replace") or ()}
    return [replaced.get(name) or exp.column(name) for name in columns]


def _without_small(tree: exp.Query, smallest: int) -> exp.Expr:
    """Leave counts there that are below the smallest allowed: of a row with many, its total says it."""
    counts = [one.alias for one in tree.selects if one.find(exp.Sum, exp.Count)]
    if smallest <= 1 or not counts:
        return tree
    count = "total" if "total" in counts else counts[0]
    return exp.select("*").from_(tree.subquery("counted")).where(f"{count} >= {smallest}")
