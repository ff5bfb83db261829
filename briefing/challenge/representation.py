"""Whose experience a meeting rests on, and what those who reported have heard back.

practices of ours       94
heard within the year   41      they reported, or one of theirs is on the panel
heard before             9
never                   44      ask these first
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

import pyarrow as pa

from briefing import formats
from briefing.challenge.model import Closure, Practice, Representation
from briefing.meeting.registers import Row, rows_of
from briefing.months import months_before
from briefing.organisations import tidy_name

_NAMED = 3


def close_reports(concerns: pa.Table, *, provider_code: str, today: date) -> tuple[Closure, ...]:
    """Count, for each practice that reported on a provider within a year, the answers it can be shown."""
    rows = rows_of(concerns)
    by_practice: dict[str, list[Row]] = defaultdict(list)
    for row in _reports(rows, today):
        if row["reported_on"] > months_before(today, 12) and row["provider_code"] == provider_code:
            by_practice[row["practice_code"]].append(row)
    noted = _notes_who_saw(rows)
    return tuple(_closure(code, own, today, noted=noted) for code, own in sorted(by_practice.items()))


def _reports(rows: Iterable[Row], today: date) -> Iterator[Row]:
    """Keep what practices have reported up to a day."""
    return (r for r in rows if r["reported_on"] and r["reported_on"] <= today and r["practice_code"])


def _closure(practice_code: str, rows: list[Row], today: date, *, noted: bool) -> Closure:
    answered = [row for row in rows if row["answered_on"] and row["answered_on"] <= today]
    in_words = [row for row in answered if row["outcome"] is not None]
    told, seen = len(in_words), sum(_saw(row, today) for row in in_words)
    sent = f"Your practice sent {formats.counted(len(rows), 'report')} in the past year"
    sentence = f"{sent}; {_came_back(len(rows), told)}.{_shown(told, seen) if noted and told else ''}"
    return Closure(practice_code, len(rows), len(answered), told, seen, sentence)


def _notes_who_saw(rows: Iterable[Row]) -> bool:
    """Tell whether the register keeps the column at all: an older one tells nothing of who saw what."""
    return any(row.get("answer_seen") for row in rows)


def _saw(row: Row, today: date) -> bool:
    day = row.get("answer_seen")
    return day is not None and day <= today


def _shown(told: int, seen: int) -> str:
    if told == 1:
        return " It has been shown to you." if seen else " It has not been shown to you yet: ask us for it."
    rest = "" if seen == told else " Ask us for the rest."
    return f" You have been shown {formats.number(seen) if seen else 'none'} of these {formats.number(told)}.{rest}"


def _came_back(reports: int, told: int) -> str:
    answer = "an answer that we can show you"
    if reports == 1:
        return f"it has {answer if told else 'no answer yet'}"
    if told in (0, reports):
        return f"{'all have' if told else 'none has'} {answer}"
    return f"{formats.number(told)} {formats.plural(told, 'has', 'have')} {answer}"


def represent(
    concerns: pa.Table, *, registered: pa.Table | None, today: date, panel: Iterable[str | None] = ()
) -> Representation | None:
    """Tell which of our practices have been heard within a year, on any provider, and which never.

    `registered` are rows of period, practice_code, practice_name, network_name; the latest month counts.
    `panel` are the practices of the panel: who sits there is heard.
    """
    month = _latest_month(registered)
    practices = _practices(registered, month)
    if not practices or month is None:
        return None
    since, rows = months_before(today, 12), rows_of(concerns)
    last: dict[str, date] = {}
    for row in _reports(rows, today):
        last[row["practice_code"]] = max(row["reported_on"], last.get(row["practice_code"], date.min))
    now = {code for code, when in last.items() if when > since} | {code for code in panel if code}
    heard = tuple(practice for practice in practices if practice.code in now)
    rest = [practice for practice in practices if practice.code not in now]
    never = tuple(practice for practice in rest if practice.code not in last)
    networks = {practice.network for practice in practices if practice.network}
    spoke = {practice.network for practice in heard if practice.network}
    ours = {practice.code for practice in practices}
    sentence = _sentence(len(practices), month, len(heard), never, sorted(networks - spoke))
    return Representation(
        since=since,
        heard=heard,
        silent=tuple(practice for practice in rest if practice.code in last),
        never=never,
        networks=tuple(sorted(spoke)),
        unheard_networks=tuple(sorted(networks - spoke)),
        sentence=sentence + _answers_seen(rows, ours, since, today),
    )


def practices_listed(registered: pa.Table) -> list[Practice]:
    """List the practices of the latest month, by code."""
    return _practices(registered, _latest_month(registered))


def _latest_month(registered: pa.Table | None) -> date | None:
    return (
        max((row["period"] for row in rows_of(registered)), default=None) if registered is not None else None
    )


def _practices(registered: pa.Table | None, month: date | None) -> list[Practice]:
    """List the practices of a month, by code."""
    rows = rows_of(registered) if registered is not None else []
    found = {row["practice_code"]: row for row in rows if row["period"] == month}
    return [
        Practice(
            code,
            tidy_name(row["practice_name"]) if row["practice_name"] else code,
            tidy_name(row["network_name"]) if row["network_name"] else None,
        )
        for code, row in sorted(found.items())
    ]


def _sentence(
    practices: int, month: date, heard: int, never: Sequence[Practice], unheard: Sequence[str]
) -> str:
    """Name the first three networks and count the rest: "Elm, Oak, Ash and 4 more networks"."""
    ours = formats.counted(practices, "practice")
    of = f"{heard} of our {ours} ({formats.month(month)})"
    sentence = f"In the past year we heard from {of}."
    if unheard:
        rest = len(unheard) - _NAMED
        few = [*unheard[:_NAMED], *([formats.counted(rest, "more network")] if rest > 0 else [])]
        sentence += f" No practice of {formats.listed(few)} was among them."
    if 0 < len(never) <= _NAMED:
        sentence += f" We have never heard from {formats.listed(practice.name for practice in never)}."
    elif never:
        sentence += f" We have never heard from {len(never)}."
    return sentence


def _answers_seen(rows: Sequence[Row], ours: Collection[str], since: date, today: date) -> str:
    """Say how many of the year's answers reached the practice that asked, where anybody keeps note of it."""
    own = [row for row in _reports(rows, today) if row["practice_code"] in ours]
    year = [row for row in own if row["reported_on"] > since]
    told = [r for r in year if r["outcome"] and r["answered_on"] and r["answered_on"] <= today]
    if not told or not _notes_who_saw(rows):
        return ""
    seen, answers = sum(_saw(row, today) for row in told), formats.counted(len(told), "answer")
    return f" The practice that asked has seen {seen or 'none'} of {answers}."
