"""Whose experience a meeting rests on, and what those who reported have heard back.

practices of ours       94
heard within the year   41      they reported, or one of theirs is on the panel
heard before             9
never                   44      ask these first
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from briefing import formats
from briefing.challenge.model import Closure, Practice, Representation
from briefing.meeting.registers import Row, rows_of
from briefing.months import months_before
from briefing.organisations import tidy_name

_NAMED = 3


def close_reports(concerns: Any, *, provider_code: str, today: date) -> tuple[Closure, ...]:
    """Counts, for each practice that reported on a provider within a year, the answers it can be shown."""
    noted = _notes_who_saw(concerns)
    by_practice: dict[str, list[Row]] = defaultdict(list)
    for when, row in _reported(concerns, today):
        if when > months_before(today, 12) and row["provider_code"] == provider_code:
            by_practice[row["practice_code"]].append(row)
    return tuple(_closure(code, rows, today, noted=noted) for code, rows in sorted(by_practice.items()))


def _closure(practice_code: str, rows: list[Row], today: date, *, noted: bool) -> Closure:
    answered = [row for row in rows if (day := row["answered_on"]) and day <= today]
    shown = [row for row in answered if row["outcome"] is not None]
    told, seen = len(shown), sum(_saw(row, today) for row in shown)
    sent = f"Your practice sent {formats.counted(len(rows), 'report')} within the year"
    said = f"{sent}; {_came_back(len(rows), told)}.{_shown(told, seen) if noted else ''}"
    return Closure(practice_code, len(rows), len(answered), told, seen, said)


def _notes_who_saw(concerns: Any) -> bool:
    """Whether the register keeps the column at all: an older one tells nothing of who saw what."""
    return any(row.get("answer_seen") for row in rows_of(concerns))


def _saw(row: Row, today: date) -> bool:
    day = row.get("answer_seen")
    return day is not None and day <= today


def _shown(told: int, seen: int) -> str:
    if not told:
        return ""
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
    concerns: Any, *, registered: Any, today: date, panel: Iterable[str | None] = ()
) -> Representation | None:
    """Tells which of our practices have been heard within a year, on any provider, and which never.

    `registered` are rows of period, practice_code, practice_name, network_name; the latest month counts.
    `panel` are the practices of the panel: who sits there is heard.
    """
    practices = _practices(registered)
    if not practices:
        return None
    since = months_before(today, 12)
    last: dict[str, date] = {}
    for when, row in _reported(concerns, today):
        last[row["practice_code"]] = max(when, last.get(row["practice_code"], when))
    now = {code for code, when in last.items() if when > since} | {code for code in panel if code}
    heard = tuple(practice for practice in practices if practice.code in now)
    rest = [practice for practice in practices if practice.code not in now]
    never = tuple(practice for practice in rest if practice.code not in last)
    networks = {practice.network for practice in practices if practice.network}
    spoke = {practice.network for practice in heard if practice.network}
    return Representation(
        since=since,
        heard=heard,
        silent=tuple(practice for practice in rest if practice.code in last),
        never=never,
        networks=tuple(sorted(spoke)),
        unheard_networks=tuple(sorted(networks - spoke)),
        sentence=_sentence(len(practices), len(heard), never, sorted(networks - spoke))
        + _saw_theirs(concerns, {practice.code for practice in practices}, today),
    )


def _reported(concerns: Any, today: date) -> Iterable[tuple[date, Row]]:
    for row in rows_of(concerns):
        when = row["reported_on"]
        if when is not None and when <= today and row["practice_code"]:
            yield when, row


def _practices(registered: Any) -> list[Practice]:
    """Lists the practices of the latest month, by code."""
    rows = rows_of(registered) if registered is not None else []
    latest = max((row["period"] for row in rows), default=None)
    found = {
        row["practice_code"]: Practice(
            row["practice_code"],
            _name(row["practice_name"]) or row["practice_code"],
            _name(row["network_name"]),
        )
        for row in rows
        if row["period"] == latest
    }
    return [found[code] for code in sorted(found)]


def _name(written: str | None) -> str | None:
    return tidy_name(written) if written else None


def _sentence(practices: int, heard: int, never: tuple[Practice, ...], unheard: list[str]) -> str:
    ours = formats.counted(practices, "practice")
    said = f"Heard within the year, by report or on the panel: {heard} of our {ours}."
    if unheard:
        said += f" No practice of {formats.listed(_few(unheard))} was among them."
    if 0 < len(never) <= _NAMED:
        said += f" Never heard: {formats.listed(practice.name for practice in never)}."
    elif never:
        said += f" Never heard: {len(never)}."
    return said


def _saw_theirs(concerns: Any, ours: set[str], today: date) -> str:
    """How many of the year's answers reached the practice that asked; nothing where nobody keeps note of it."""
    if not _notes_who_saw(concerns):
        return ""
    since = months_before(today, 12)
    rows = [row for when, row in _reported(concerns, today) if when > since and row["practice_code"] in ours]
    told = [r for r in rows if r["outcome"] and (day := r["answered_on"]) and day <= today]
    if not told:
        return ""
    answers = formats.counted(len(told), "answer")
    return f" Shown to the practice that asked: {sum(_saw(row, today) for row in told)} of {answers}."


def _few(networks: list[str]) -> list[str]:
    """Names the first three and counts the rest: "Elm, Oak, Ash and 4 more networks"."""
    rest = len(networks) - _NAMED
    return networks if rest <= 0 else [*networks[:_NAMED], formats.counted(rest, "more network")]
