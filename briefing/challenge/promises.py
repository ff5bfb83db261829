"""Promises of earlier meetings and what became of them, and how long ago a figure was last asked about.

due 1 May, closed 28 April     kept          due 1 May, closed 9 June      late
due 1 May, open, today 3 May   late          due 1 June, open              open
the same words at two meetings, still open: repeated
replaced by another, which says so: closed by it; the other is asked about, as promised again

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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from briefing import formats
from briefing.challenge.model import Promise, PromiseState
from briefing.challenge.slots import group_name, measure_name, misses, run_began, where
from briefing.measures import ALL, Measure
from briefing.meeting.outline import meeting_day
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


OURS = "OURS"
"""A population in the register: our residents, whichever of our boards they belong to."""


def series_of(
    name: str | None,
    measures: Iterable[Measure],
    *,
    specialty: str | None = None,
    population: str | None = None,
) -> Measure | None:
    """Find the series that a promise names: metric, metric/specialty, .../group or .../population.

    A metric's title is as good as its name: "Waiting within 18 weeks". What the name does not say, the columns do.
    """
    metric, *parts = [part.strip() for part in (name or "").split("/")]
    of, group, whom = [*parts, "", "", ""][:3]
    place = (of or specialty or ALL, group or ALL)
    whom = whom or population or ALL
    named = (m for m in measures if m.metric.is_called(metric))
    there = (m for m in named if (m.specialty_code, m.group_code) == place)
    return next(
        (m for m in there if m.population_code == whom or (whom == OURS and m.population_code != ALL)), None
    )


def _measured(row: Row, series: Measure | None, measures: Iterable[Measure]) -> str:
    """Name the very series that a promise will show in, or say that there is none of it, or how else it is measured."""
    if series is not None:
        group = group_name(series.group_code)
        is_whole = series.key[2:4] == (ALL, ALL)
        of = "" if is_whole else f" {where(series)}"
        return f"Measured as {measure_name(series)}{of}{f', {group}' if group else ''}."
    if not (words := row["measure"]):
        return ""
    metric, *place = words.split("/")
    titled = (m for m in measures if m.metric.is_called(metric))
    if (known := next(titled, None)) is None:
        return f"Measured by: {words.strip().rstrip('.').replace('_', ' ')}."
    of = next(filter(None, (*place[:1], row.get("specialty_code"))), ALL)
    name = next((m.specialty_name for m in measures if m.specialty_code == of), of)
    whom = ", our residents" if (row.get("population_code") or ALL) != ALL else ""
    beside = f", {formats.specialty(name)}" if of != ALL else ""
    return f"Measured as {measure_name(known)}{beside}{whom}, of which no figure is loaded."


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
    was, is_now = (formats.shown(point, measure.metric.unit) for point in (then, now))
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
_REPLACED = {"replaced", "superseded"}
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
    rows_in_use = [rows for rows in _joined(made) if not _only_replaced(rows)]
    promises = [_promise(rows, today=today, measures=own) for rows in rows_in_use]
    return tuple(
        sorted(promises, key=lambda p: (_ORDER.index(p.state), p.due_on or date.max, p.commitment_id))
    )


def _joined(made: Mapping[str, list[Row]]) -> list[list[Row]]:
    """Put each promise with those that it takes the place of, however they were worded."""
    groups = {words: list(rows) for words, rows in made.items()}
    home = {row["commitment_id"]: words for words, rows in groups.items() for row in rows}
    for row in [row for rows in made.values() for row in rows if row.get("replaces")]:
        new, old = home[row["commitment_id"]], home.get(row["replaces"])
        # what was promised again in its old words is owed in those words
        again = old is not None and any(
            one["commitment_id"] != row["replaces"] and (one["meeting_id"] or "") >= (row["meeting_id"] or "")
            for one in groups[old]
        )
        if old is not None and old != new and not again:
            groups[new] += groups.pop(old)
            home |= {one["commitment_id"]: new for one in groups[new]}
    return list(groups.values())


def _only_replaced(rows: Iterable[Row]) -> bool:
    """Tell whether a promise is closed by another, though the register does not say by which."""
    return all(" ".join(_words(row["status"] or "")) in _REPLACED for row in rows)


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
    replaced = {old for row in rows if (old := row.get("replaces"))}
    last = ([row for row in rows if row["commitment_id"] not in replaced] or rows)[-1]
    times = max(len({row["meeting_id"] for row in rows}), len(replaced) + 1)
    # a promise that took the place of one on another measure is held to its own from its own day on
    first = next(row for row in rows if _name_of_series(row) in (None, "", _name_of_series(last)))
    made = meeting_day(first["meeting_id"] or "")
    specialty, population = last.get("specialty_code"), last.get("population_code")
    series = series_of(last["measure"], measures, specialty=specialty, population=population)
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
        measure=_name_of_series(last),
        closed_on=last["closed_on"],
        times=times,
        settled=settled,
        measured=_measured(last, series, measures),
    )


def _name_of_series(row: Row) -> str | None:
    """Return what the register names, its specialty with it: rtt_within_18_weeks/120."""
    name, specialty = row["measure"], row.get("specialty_code") or ALL
    return name if not name or "/" in name or specialty == ALL else f"{name}/{specialty}"


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
