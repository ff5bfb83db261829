"""Promises of earlier meetings and what became of them, and how long ago a figure was last asked about.

due 1 May, closed 28 April     kept          due 1 May, closed 9 June      late
due 1 May, open, today 3 May   late          due 1 June, open              open
the same words at two meetings, still open: repeated
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from briefing.challenge.model import Promise
from briefing.challenge.slots import meeting_day
from briefing.meeting.registers import Row, as_date, rows_of

_CLOSED = {"closed", "done", "kept", "complete", "completed", "delivered", "met"}
_NOT_KEPT = {"not kept", "not_kept", "failed", "withdrawn", "abandoned", "dropped", "not met"}
_ORDER = ("repeated", "not_kept", "late", "open", "kept")


def read_promises(table: Any, *, provider_code: str, today: date) -> tuple[Promise, ...]:
    """Reads a provider's commitments, one promise each however often it was made, the most pressing first."""
    made: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(table):
        if row["provider_code"] == provider_code and row["what"] and _made_by(row, today):
            made[_same_words(row["what"])].append(row)
    promises = [_promise(rows, today=today) for rows in made.values()]
    return tuple(
        sorted(promises, key=lambda p: (_ORDER.index(p.state), p.due_on or date.max, p.commitment_id))
    )


def slipped(promise: Promise) -> bool:
    """Tells whether a promise is still owed after its day, has been made twice, or was not kept."""
    return promise.state in ("repeated", "not_kept") or (
        promise.state == "late" and promise.closed_on is None
    )


def months_since_asked(promises: Iterable[Promise], *, metric: str, today: date) -> int | None:
    """Counts months since a promise was last taken on a metric; None where none ever was."""
    asked = [meeting_day(promise.meeting_id) for promise in promises if promise.measure == metric]
    days = [day for day in asked if day is not None and day <= today]
    return (today - max(days)).days // 30 if days else None


def _made_by(row: Row, today: date) -> bool:
    made = meeting_day(row["meeting_id"] or "")
    return made is None or made <= today


def _same_words(what: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in what.lower()).split())


def _promise(rows: list[Row], *, today: date) -> Promise:
    """Judges a promise by the row of its latest meeting."""
    rows = sorted(rows, key=lambda row: (row["meeting_id"] or "", row["commitment_id"] or ""))
    last = rows[-1]
    times = len({row["meeting_id"] for row in rows})
    return Promise(
        commitment_id=last["commitment_id"] or "",
        meeting_id=last["meeting_id"] or "",
        what=last["what"],
        owner=last["owner"] or "",
        due_on=as_date(last["due_on"]),
        state=_state(last, times=times, today=today),
        evidence=last["evidence"] or "",
        measure=last["measure"],
        closed_on=as_date(last["closed_on"]),
        times=times,
        settled=_is_settled(last),
    )


def _is_settled(row: Row) -> bool:
    return as_date(row["closed_on"]) is not None or _same_words(row["status"] or "") in _CLOSED | _NOT_KEPT


def _state(row: Row, *, times: int, today: date) -> Literal["kept", "late", "open", "repeated", "not_kept"]:
    status = _same_words(row["status"] or "open")
    due, closed = as_date(row["due_on"]), as_date(row["closed_on"])
    if status in _NOT_KEPT:
        return "not_kept"
    if status in _CLOSED or closed is not None:
        return "late" if due and closed and closed > due else "kept"
    if times > 1:
        return "repeated"
    return "late" if due and due < today else "open"
