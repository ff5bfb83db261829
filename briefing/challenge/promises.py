"""Promises of earlier meetings and what became of them, and how long ago a figure was last asked about.

due 1 May, closed 28 April     kept          due 1 May, closed 9 June      late
due 1 May, open, today 3 May   late          due 1 June, open              open
the same words at two meetings, still open: repeated

Where its measure names a metric, an open promise whose day has come is judged by the figures too, by the marks
of their control chart alone. What people wrote on the register stands.

still open after its day, a special improvement since it was promised     kept
still open after its day, a special concern since it was promised         not kept
still open after its day, no mark that began since                        late

promised in June; special improvement from July on                           kept
                  standard missed in May, reliably met now, no concern       kept
                  special concern from August on                             worse
                  special concern since February, as when it was promised    nothing shown: "still worse"
                  special improvement since March, before it was promised    nothing shown: "already better"
                  62% in May, 63% in October, ordinary variation           nothing shown

Two months are never compared: values are printed, and only marks of the control chart are judged, those of a
run that began with the promise or later. A promise of a deed ("name a lead") does not show in figures at all.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from briefing import formats
from briefing.challenge.model import Promise, PromiseState
from briefing.challenge.slots import meeting_day, misses, run_began
from briefing.measures import ALL, Measure
from briefing.meeting.registers import Row, rows_of

# fmt: off
_AIMS = frozenset({
    "bring", "clear", "close", "cut", "end", "get", "halve", "hold", "improve", "increase", "keep", "lower",
    "raise", "reach", "reduce", "restore", "return", "shorten",
})
# fmt: on
UNSEEN = "Ask whether it was done: no figure can show it."
"""Said to who asks, not to who promised."""
_WITH_A_SPAN = frozenset({"answer", "meet", "send", "see", "treat", "offer"})
"""These aim at a figure where they say how fast: "Answer requests within ten days"."""


@dataclass(frozen=True)
class Evidence:
    """What a series shows since a day."""

    kept: bool
    worse: bool
    until: date
    """The month of the latest figure: what is due later can't be judged by it."""
    sentence: str
    deed: bool = False
    """What was promised is done or not, and shows in no figure."""


def aims_at_figures(what: str) -> bool:
    """Tell a promise that figures can show ("Bring letters back inside seven days") from a deed."""
    first, *words = _words(what) or [""]
    return first in _AIMS or (
        first in _WITH_A_SPAN and not {"within", "inside", "standard"}.isdisjoint(words)
    )


def _words(text: str) -> list[str]:
    return "".join(letter if letter.isalnum() else " " for letter in text.lower()).split()


def series_of(name: str | None, measures: Iterable[Measure]) -> Measure | None:
    """Find the series that a promise names: metric, metric/specialty or metric/specialty/group.

    A metric's title is as good as its name: "Waiting within 18 weeks".
    """
    metric, specialty, group = [*(name or "").strip().split("/"), "", ""][:3]
    place = (ALL, specialty or ALL, group or ALL)
    named = (m for m in measures if metric.casefold() in (m.metric.name, m.metric.title.casefold()))
    return next((m for m in named if (m.population_code, m.specialty_code, m.group_code) == place), None)


def evidence_since(measure: Measure, made: date, *, what: str) -> Evidence | None:
    """Read the marks since a promise was made; nothing where no figure stands before it or after it."""
    start = made.replace(day=1)
    before = [p for p in measure.points if p.value is not None and p.period < start]
    since = [p for p in measure.points if p.value is not None and p.period >= start]
    if not before or not since or measure.metric.better == "neither":
        return None
    then, now = before[-1], since[-1]
    if not aims_at_figures(what):
        return Evidence(False, False, now.period, UNSEEN, deed=True)
    began = run_began(measure)
    fresh = began is not None and began >= start
    # A standard that was missed when the promise was made, and is reliably met now.
    met = measure.assurance == "consistently_passes" and measure.variation != "concern"
    met = met and misses(measure, then.value)
    was, is_now = (formats.amount(point.value, measure.metric.unit) for point in (then, now))
    values = f"{was} when it was promised, {is_now} in {formats.month(now.period)}"
    return Evidence(
        kept=(fresh and measure.variation == "improvement") or met,
        worse=fresh and measure.variation == "concern",
        until=now.period,
        sentence=f"{values}: {_judged(measure, fresh=fresh, met=met)}.",
    )


def _judged(measure: Measure, *, fresh: bool, met: bool) -> str:
    match measure.variation:
        case "improvement" if fresh:
            return "better, by more than chance"
        case "concern" if fresh:
            return "worse, by more than chance"
        case _ if met:
            return "the standard is now reliably met"
        case "improvement":
            return "better than usual, as it was then"
        case "concern":
            return "still worse than usual, as it was then"
        case "too_few":
            return "too few months to judge"
        case _:
            return "no change that can be told from ordinary variation"


_CLOSED = {"closed", "done", "kept", "complete", "completed", "delivered", "met"}
_NOT_KEPT = {"not kept", "failed", "withdrawn", "abandoned", "dropped", "not met"}
_ORDER = ("repeated", "not_kept", "late", "open", "kept")


def read_promises(
    table: pa.Table,
    *,
    provider_code: str,
    today: date,
    measures: Iterable[Measure] = (),
    meeting_id: str | None = None,
) -> tuple[Promise, ...]:
    """Read a provider's commitments, one promise each however often it was made, the most pressing first.

    `measures` are the provider's, as they are printed; without them promises are judged by their days alone.
    What was promised at the meeting `meeting_id` itself is left out: its pack, made again once its sheet is
    recorded, asks what it asked before.
    """
    own = [measure for measure in measures if measure.org_code == provider_code]
    made: dict[str, list[Row]] = defaultdict(list)
    for row in rows_of(table):
        day = meeting_day(row["meeting_id"] or "")
        before = (day is None or day <= today) and (meeting_id is None or row["meeting_id"] != meeting_id)
        if row["provider_code"] == provider_code and row["what"] and before:
            made[" ".join(_words(row["what"]))].append(row)
    promises = [_promise(rows, today=today, measures=own) for rows in made.values()]
    return tuple(
        sorted(promises, key=lambda p: (_ORDER.index(p.state), p.due_on or date.max, p.commitment_id))
    )


def slipped(promise: Promise) -> bool:
    """Tell whether a promise is still owed after its day, has been made twice, or was not kept."""
    late = promise.state == "late" and promise.closed_on is None
    return late or promise.state in ("repeated", "not_kept")


def months_since_asked(promises: Iterable[Promise], *, metric: str, today: date) -> int | None:
    """Count months since a promise was last taken on a metric; None where none ever was."""
    meetings = [one.meeting_id for one in promises if (one.measure or "").split("/")[0] == metric != ""]
    days = [day for meeting in meetings if (day := meeting_day(meeting)) and day <= today]
    return (today - max(days)).days // 30 if days else None


def _promise(rows: list[Row], *, today: date, measures: Sequence[Measure]) -> Promise:
    """Judge a promise by the row of its latest meeting, and the figures since its first."""
    rows = sorted(rows, key=lambda row: (row["meeting_id"] or "", row["commitment_id"] or ""))
    last = rows[-1]
    times = len({row["meeting_id"] for row in rows})
    made, series = meeting_day(rows[0]["meeting_id"] or ""), series_of(last["measure"], measures)
    figures = evidence_since(series, made, what=last["what"]) if series and made else None
    status = " ".join(_words(last["status"] or "open"))
    settled = last["closed_on"] is not None or status in _CLOSED | _NOT_KEPT
    return Promise(
        commitment_id=last["commitment_id"] or "",
        meeting_id=last["meeting_id"] or "",
        what=last["what"],
        owner=last["owner"] or "",
        due_on=last["due_on"],
        state=_state(status, last, times=times, today=today, figures=figures),
        evidence=_evidence(last["evidence"] or "", figures, settled=settled),
        measure=last["measure"],
        closed_on=last["closed_on"],
        times=times,
        settled=settled,
    )


def _evidence(written: str, figures: Evidence | None, *, settled: bool) -> str:
    """Say what the register says, and then what the figures say; of a deed that is told, nothing more."""
    if figures is None or (figures.deed and (written or settled)):
        return written
    stop = "" if not written or written[-1] in ".!?" else "."
    return f"{written}{stop} {figures.sentence}".lstrip()


def _state(status: str, row: Row, *, times: int, today: date, figures: Evidence | None) -> PromiseState:
    due, closed = row["due_on"], row["closed_on"]
    if status in _NOT_KEPT:
        return "not_kept"
    if status in _CLOSED or closed is not None:
        return "late" if due and closed and closed > due else "kept"
    overdue = due is not None and due < today
    if overdue and figures is not None and figures.kept:
        return "kept"
    if times > 1:
        return "repeated"
    if overdue and figures is not None and figures.worse and figures.until >= due.replace(day=1):
        return "not_kept"
    return "late" if overdue else "open"
