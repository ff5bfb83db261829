"""What of the registers waits for somebody: promises whose day comes, practices' reports without an answer."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa
import pyarrow.parquet as pq

from briefing.build.inputs import registers_of
from briefing.meeting.registers import rows_of
from briefing.warehouse import latest_derived
from briefing.workspace import Workspace

_AHEAD = timedelta(days=31)


@dataclass(frozen=True)
class PromiseDue:
    """An open promise whose day has come, or comes soon."""

    provider: str
    what: str
    owner: str
    due_on: date
    late: bool


@dataclass(frozen=True)
class ReportsWaiting:
    """Practices' reports on one hospital to which nobody has answered."""

    provider: str
    reports: int
    since: date | None


@dataclass(frozen=True)
class Waiting:
    promises: tuple[PromiseDue, ...] = ()
    """The earliest first."""
    reports: tuple[ReportsWaiting, ...] = ()
    """The most first."""


def waiting(workspace: Workspace, *, today: date, ahead: timedelta = _AHEAD) -> Waiting:
    """Read from the registers, as they are loaded, what waits on a day or falls due so many days later."""
    registers = registers_of(workspace, "commitments", "concerns")
    promises = [
        row
        for row in rows_of(registers["commitments"])
        if (row["status"] or "open") == "open"
        and row["due_on"] is not None
        and row["due_on"] <= today + ahead
    ]
    reports: dict[str, list[date | None]] = {}
    for row in rows_of(registers["concerns"]):
        if row["answered_on"] is None and (row["status"] or "open") == "open":
            reports.setdefault(row["provider_code"] or "", []).append(row["reported_on"])
    names = _names(workspace, {*reports, *(row["provider_code"] or "" for row in promises)})
    due = (
        PromiseDue(
            names[row["provider_code"] or ""],
            row["what"] or "",
            row["owner"] or "",
            row["due_on"],
            row["due_on"] < today,
        )
        for row in promises
    )
    waits = (
        ReportsWaiting(names[code], len(days), min(filter(None, days), default=None))
        for code, days in reports.items()
    )
    return Waiting(
        tuple(sorted(due, key=lambda one: (one.due_on, one.provider, one.what))),
        tuple(sorted(waits, key=lambda one: (-one.reports, one.provider))),
    )


def _names(workspace: Workspace, codes: set[str]) -> Mapping[str, str]:
    """Return the name of each code as the figures last had it: to say it, nothing is computed anew."""
    names, derived = {code: code for code in codes}, latest_derived(workspace.warehouse)
    if codes and derived is not None:
        with suppress(OSError, pa.ArrowException):  # it was cleared meanwhile: codes do
            known = pq.read_table(derived / "organisations.parquet", columns=["code", "name"]).to_pylist()
            names |= {row["code"]: row["name"] for row in known if row["code"] in codes and row["name"]}
    return names
