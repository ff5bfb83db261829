"""A small nation to draw in a test: observations and registers in, contextualised tables out.

with nation([seen("RAA", month=m, numerator=600, denominator=1000) for m in range(24)]) as context: ...
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
from builders import metric

from briefing.context import Context, ContextSettings, contextualise
from briefing.measures import Metric
from briefing.sources.schemas import SCHEMAS
from briefing.warehouse import Connection, closed_engine, create_table, run

WITHIN = metric("rtt_within_18_weeks")
OVER_52 = metric("rtt_over_52_weeks", better="lower", people="numerator")
OVER_65 = metric("rtt_over_65_weeks", better="lower", people="numerator", safety=True)
LIST = metric("rtt_list_size", unit="people", kind="count", better="lower", people="none")
REMOVALS = metric("rtt_other_removals", kind="ratio", better="lower", people="numerator")
RATE = metric("falls_per_1000", unit="per_1000", kind="rate", better="lower", people="numerator")
PUBLISHED = metric("gp_referrals_published", unit="count", kind="count", better="neither", people="none")
TRIAGED = metric("referrals_returned", better="lower", people="numerator", published=False)
ALL_TYPES = metric("ae_4_hours", like_for_like="ae_4_hours_type_1")
GUARDED = metric("cancer_28_day", safety=True)
MAJOR = metric("ae_4_hours_type_1")
SEEN = metric("first_appointment_within_18_weeks", source="referrals", settles_in=12)
ADMITTED = metric("rtt_decision_to_admit_share", better="neither", people="none")
MADE = metric(
    "referrals_made", source="referrals", kind="count", unit="count", better="neither", people="none"
)
GROUPS = metric("groups_within_18_weeks", between_groups=True)
VOICE = metric("patients_positive_inpatient", own_past=True, people="none")
METRICS = {
    each.name: each
    for each in (
        WITHIN,
        OVER_52,
        OVER_65,
        LIST,
        REMOVALS,
        RATE,
        PUBLISHED,
        TRIAGED,
        ALL_TYPES,
        MAJOR,
        SEEN,
        MADE,
        ADMITTED,
        GUARDED,
        GROUPS,
        VOICE,
    )
}

_OBSERVATIONS = pa.schema(
    [(name, pa.string()) for name in ("metric", "view")]
    + [("period", pa.date32())]
    + [(name, pa.string()) for name in ("org_code", "population_code", "specialty_code", "group_code")]
    + [(name, pa.float64()) for name in ("numerator", "denominator", "value")]
)
_ELSEWHERE = pa.schema(
    [("period", pa.date32())]
    + [(name, pa.string()) for name in ("org_code", "specialty_code", "metric")]
    + [("people", pa.int64())]
)
_LIKENESS = pa.schema([("org_code", pa.string()), ("variable", pa.string()), ("value", pa.float64())])
_SUCCESSORS = pa.schema([("code", pa.string()), ("today_code", pa.string()), ("ended_on", pa.date32())])


def month(number: int) -> date:
    """Month 0 is January 2024."""
    return date(2024 + number // 12, number % 12 + 1, 1)


def seen(
    org: str, at: int, numerator: float | None, denominator: float | None = None, **changes: Any
) -> dict[str, Any]:
    """An observation: by default of the 18-week share, all specialties, everybody, today."""
    scale = {"per_1000": 1000, "percent": 100}
    chosen: Metric = changes.pop("of", WITHIN)
    value = numerator
    if numerator is not None and denominator is not None:
        value = scale.get(chosen.unit, 1) * numerator / denominator if denominator else None
    row = {
        "metric": chosen.name,
        "view": "today",
        "period": month(at),
        "org_code": org,
        "population_code": "ALL",
        "specialty_code": "ALL",
        "group_code": "ALL",
        "numerator": numerator,
        "denominator": denominator,
        "value": value,
    }
    return row | changes


def steady(org: str, *, months: int = 24, base: int = 600, **changes: Any) -> list[dict[str, Any]]:
    """Months that go up and down by 20 of 1,000 and mean nothing."""
    wobble = (0, 20, -10, 10, -20)
    return [seen(org, at, base + wobble[at % 5], 1000, **changes) for at in range(months)]


@dataclass(frozen=True)
class Drawn:
    connection: Connection
    context: Context

    def rows(self, sql: str) -> list[dict[str, Any]]:
        return run(self.connection, sql).to_pylist()

    def series(self, org: str, of: Metric = WITHIN, *, group: str = "ALL") -> dict[str, Any]:
        found = self.rows(
            "select * from series"
            f" where org_code = '{org}' and metric = '{of.name}' and group_code = '{group}'"
        )
        assert len(found) == 1
        return found[0]

    def codes(self, org: str) -> list[str]:
        return sorted(signal.code for signal in self.context.signals(org))


@contextmanager
def nation(
    observations: Iterable[Mapping[str, Any]],
    *,
    standards: Sequence[Mapping[str, Any]] = (),
    places: Mapping[str, Sequence[str]] | None = None,
    types: Mapping[str, str] | None = None,
    settings: ContextSettings | None = None,
    mergers: Sequence[Mapping[str, Any]] = (),
    elsewhere: Sequence[Mapping[str, Any]] = (),
    likeness: Sequence[Mapping[str, Any]] = (),
    **registers: Sequence[Mapping[str, Any]],
) -> Iterator[Drawn]:
    """`places` names what each organisation belongs to; `types` those that aren't providers."""
    rows = list(observations)
    types = {"ENG": "england"} | dict(types or {})
    codes = sorted(
        {row["org_code"] for row in rows} | {above for each in (places or {}).values() for above in each}
    )
    with closed_engine() as connection:
        create_table(connection, "observations", pa.Table.from_pylist(rows, schema=_OBSERVATIONS))
        organisations = [
            {"code": code, "name": f"Trust {code}", "type": types.get(code, "provider"), "parent_code": None}
            for code in codes
        ]
        texts = pa.schema([(name, pa.string()) for name in ("code", "name", "type", "parent_code")])
        create_table(connection, "organisations", pa.Table.from_pylist(organisations, schema=texts))
        create_table(connection, "membership", _membership(codes, places or {}, types))
        for name in ("plans", "rebases", "annotations"):
            create_table(
                connection, name, pa.Table.from_pylist(list(registers.get(name, ())), schema=SCHEMAS[name])
            )
        run(
            connection,
            "create table loads as select 'rtt' as source, max(period) as period, 2 as vintage,"
            " true as revised, true as counts from observations",
        )
        create_table(connection, "elsewhere", pa.Table.from_pylist(list(elsewhere), schema=_ELSEWHERE))
        create_table(connection, "likeness", pa.Table.from_pylist(list(likeness), schema=_LIKENESS))
        create_table(connection, "successors", pa.Table.from_pylist(list(mergers), schema=_SUCCESSORS))
        table = (
            pa.Table.from_pylist(list(standards))
            if standards
            else pa.table({"metric": pa.array([], pa.string())})
        )
        contextualise(connection, metrics=METRICS, standards_table=table, settings=settings)
        yield Drawn(connection, Context(connection, metrics=METRICS))


def standard(value: float, *, of: Metric = WITHIN, **changes: Any) -> dict[str, Any]:
    row = {"metric": of.name, "value": value, "valid_from": date(2012, 4, 1), "source": "NHS Constitution"}
    return row | {"confidence": "H", "local": False, "org_code": None, "specialty_code": None} | changes


def _membership(
    codes: Sequence[str], places: Mapping[str, Sequence[str]], types: Mapping[str, str]
) -> pa.Table:
    pairs = [(code, above) for code in codes for above in {code, *places.get(code, ())}]
    rows = [
        {
            "member_code": code,
            "member_type": types.get(code, "provider"),
            "org_code": above,
            "org_type": types.get(above, "provider"),
            "view": "today",
        }
        for code, above in pairs
    ]
    return pa.Table.from_pylist(rows)
