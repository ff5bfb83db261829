"""Which organisations there are: one select made of the columns of codes that every source names.

    source  period      type       code  name     parent_type  parent_code  parent_name  authority  counted
    rtt     2026-04-01  provider   RXX   A TRUST  board        QXX          AN ICB       3          1
    rtt     2026-04-01  board      QXX   AN ICB                                          3          1

The SQL means the same everywhere (`tests/queries/test_portable_sql.py`), as in `queries/reductions/`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from briefing.sources import SOURCES
from briefing.sources.source import Codes, Source

NO_ORGANISATIONS = """
    select
        '' as source, cast(null as date) as period, '' as type, '' as code, '' as parent_type, '' as parent_code,
        0 as authority, 0 as counted, '' as name, '' as parent_name,
        cast(null as date) as valid_from, cast(null as date) as valid_to
    where false
"""
_ABOVE = """
    select
        source, period, parent_type as type, parent_code as code, '' as parent_type, '' as parent_code,
        parent_authority as authority, parent_counted as counted, max(parent_name) as name,
        cast(null as varchar) as parent_name, cast(null as date) as valid_from, cast(null as date) as valid_to
    from filed
    where parent_code <> ''
    group by source, period, parent_type, parent_code, parent_authority, parent_counted
"""


def organisations_sql(sources: Iterable[Source] = SOURCES) -> str:
    """Select every organisation of every staging view, with a row for each parent that a source gives it."""
    selects = [_select(source, *each) for source in sources for each in _pairs(source.codes)]
    filed = "\n    union all\n".join(selects)
    return f"""
with

filed as (
{filed}
)

    select
        source, period, type, code, parent_type, parent_code, authority, counted, name, parent_name,
        valid_from, valid_to
    from filed
    union all{_ABOVE}"""


def known_codes_sql(sources: Iterable[Source] = SOURCES) -> str:
    """Select each code that a load knows, once, from the views of the sources themselves."""
    columns = {
        (source.name, each.code)
        for source in sources
        for pair in _pairs(source.codes)
        for each in pair
        if each is not None and each.code
    }
    columns.add(("held_organisations", "code"))
    selects = " union ".join(f"select {column} as code from {name}" for name, column in sorted(columns))
    return f"select code from ({selects}) as known where code <> '' order by code"


def printed_names_sql(sources: Iterable[Source]) -> str:
    """Select each name that files give to anything but a practice, once, from the views of these sources."""
    columns = {
        (source.name, column)
        for source in sources
        for column in source.schema.names
        if column in _NAMED or (column.endswith("name") and not column.startswith("practice"))
    } | {("held_organisations", "name")}
    selects = " union ".join(
        f"select '{name}' as source, '{column}' as col, cast({column} as varchar) as name from {name}"
        for name, column in sorted(columns)
    )
    return f"select source, col, name from ({selects}) as named where name <> '' order by source, col, name"


_NAMED = ("specialty_code", "cancer_type", "theme", "indicator")
"""They are printed as they stand in a file where we have no word for them."""


def _pairs(columns: Iterable[Codes]) -> Iterator[tuple[Codes, Codes | None]]:
    """Pair each column with each of those above it, and those with theirs: rows are read once a pair."""
    for codes in columns:
        yield from ((codes, above) for above in codes.within or (None,))
        for above in codes.within:
            if above.within:
                where, unless = {**codes.where, **above.where}, {**codes.unless, **above.unless}
                yield from _pairs([replace(above, where=where, unless=unless)])


def _select(source: Source, codes: Codes, above: Codes | None) -> str:
    above = above or Codes(None)
    period = "period" if "period" in source.schema.names else ""
    since, until = codes.dates or ("", "")
    keys = dict.fromkeys((period, "" if codes.type else "type", codes.code, above.code or above.name))
    tests = [f"{codes.code} <> ''", *(f"{column} = '{value}'" for column, value in codes.where.items())]
    tests += [f"coalesce({column}, '') <> '{value}'" for column, value in codes.unless.items()]
    return f"""
    select
        '{source.name}' as source,
        {period or "cast(null as date)"} as period,
        {f"'{codes.type}'" if codes.type else "type"} as type,
        {codes.code} as code,
        '{above.type or ""}' as parent_type,
        {f"coalesce({above.code}, '')" if above.code else "''"} as parent_code,
        {codes.authority or source.authority} as authority,
        {int(codes.counted)} as counted,
        {above.authority or source.authority} as parent_authority,
        {int(above.counted)} as parent_counted,
        {_largest(codes.name, "varchar")} as name,
        {_largest(above.name, "varchar")} as parent_name,
        {_largest(since, "date")} as valid_from,
        {_largest(until, "date")} as valid_to
    from stg_{source.name}
    where {" and ".join(tests)}
    group by {", ".join(key for key in keys if key)}
"""


def _largest(column: str, kind: str) -> str:
    return f"max({column})" if column else f"cast(null as {kind})"
