"""Reductions may run on another engine one day: integers only, in the SQL that means the same everywhere.

What the lint lets through is a list, so that what nobody has thought of is refused.
"""

from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from briefing import metrics, resources
from briefing.lakehouse.reducing import only_counted
from briefing.lakehouse.statements import explicit
from briefing.sources.schemas import SCHEMAS

QUERIES = resources.folder("queries")
REDUCTIONS = sorted((QUERIES / "reductions").glob("*.sql"))

STRUCTURE = (
    exp.Select, exp.Union, exp.With, exp.CTE, exp.Subquery, exp.From, exp.Join, exp.Where, exp.Group,
    exp.Table, exp.TableAlias, exp.Alias, exp.Column, exp.Identifier, exp.Star, exp.Literal, exp.Null,
    exp.Paren, exp.Tuple, exp.DataType, exp.Var,
)  # fmt: skip
LOGIC = (
    exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.Is, exp.In, exp.Between,
    exp.Case, exp.If, exp.Coalesce,
)  # fmt: skip
SUMS = (exp.Count, exp.Sum, exp.Min, exp.Max, exp.Add, exp.Sub, exp.Mul, exp.Neg)
WORDS = (
    exp.Cast, exp.DateTrunc, exp.TimestampTrunc, exp.DateDiff, exp.Extract, exp.Substring, exp.Upper,
    exp.Lower, exp.Trim, exp.DPipe,
)  # fmt: skip
ALLOWED = STRUCTURE + LOGIC + SUMS + WORDS
EXACT_TYPES = {"INT", "BIGINT", "DATE", "TEXT", "VARCHAR"}


def offences(sql: str) -> list[str]:
    """Says what in a statement might mean something else elsewhere."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    return [fault for node in tree.walk() if (fault := _offence(node)) is not None]


def _offence(node: exp.Expression) -> str | None:
    if type(node) not in ALLOWED:
        return f"{type(node).__name__}: {node.sql('duckdb')}"
    if isinstance(node, exp.DataType) and node.this.name not in EXACT_TYPES:
        return f"the type {node.sql('duckdb')}"
    if isinstance(node, exp.Literal) and not node.is_string and not node.this.isdigit():
        return f"the number {node.this}, which is no integer"
    if isinstance(node, exp.DateDiff) and node.unit.name.upper() != "DAY":
        return f"date_diff in {node.unit.name}"
    if isinstance(node, exp.Group) and any(not isinstance(each, exp.Column) for each in node.expressions):
        return "group by something without a name"
    if isinstance(node, exp.Group) and any(
        node.args.get(kind) for kind in ("all", "rollup", "cube", "grouping_sets")
    ):
        return "group by other than named columns"
    return None


@pytest.mark.parametrize("path", REDUCTIONS, ids=lambda path: path.stem)
def test_a_reduction_is_portable(path: Path) -> None:
    assert offences(path.read_text("utf-8")) == []


@pytest.mark.parametrize("source", sorted(only_counted()))
def test_the_staging_of_what_may_stay_elsewhere_is_portable(source: str) -> None:
    staged = explicit((QUERIES / "staging" / f"{source}.sql").read_text("utf-8"), SCHEMAS[source].names)
    assert offences(staged.sql("duckdb")) == []


@pytest.mark.parametrize("path", REDUCTIONS, ids=lambda path: path.stem)
def test_a_reduction_reads_staging_and_reductions_only(path: Path) -> None:
    tree = sqlglot.parse_one(path.read_text("utf-8"), read="duckdb")
    own = {cte.alias for cte in tree.find_all(exp.CTE)}
    read = {table.name for table in tree.find_all(exp.Table)} - own
    assert {name for name in read if not name.startswith(("stg_", "red_"))} <= {"home_boards"}


@pytest.mark.parametrize(
    "planted",
    [
        "select percentile_cont(0.5) within group (order by days) from t",
        "select median(days) from t",
        "select avg(days) from t",
        "select sum(a) / sum(b) from t",
        "select sum(a) // 2 from t",
        "select sum(a) % 2 from t",
        "select list(a order by b) from t",
        "select date_diff('month', a, b) from t",
        "select b - interval 1 month from t",
        "select cast(a as double) from t",
        "select a::float from t",
        "select cast(a as decimal(4, 2)) from t",
        "select a * 1.5 from t",
        "select dayofweek(a) from t",
        "select log(a) from t",
        "select a from t where b like 'x!_%' escape '!'",
        "select a from t where regexp_matches(b, 'x')",
        "select count(*) from t group by all",
        "select a + 1, count(*) from t group by 1",
        "select a, count(*) from t group by rollup (a)",
        "select sum(a) over (partition by b) from t",
        "select sum(a) filter (b > 1) from t",
        "select columns('x') from t",
        "select a from t qualify row_number() over (order by a) = 1",
        "select a from t order by a limit 1",
        "select distinct on (a) b from t",
    ],
)
def test_the_lint_refuses(planted: str) -> None:
    assert offences(planted) != []


def test_every_file_comes_after_those_it_reads() -> None:
    order = list(metrics.in_order("marts"))
    assert sorted(order) == sorted(path.stem for path in (QUERIES / "marts").glob("*.sql"))
    for earlier, later in [("filings", "succession"), ("successors", "membership"), ("reach", "rtt_bands")]:
        assert order.index(earlier) < order.index(later)
