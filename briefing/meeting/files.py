"""Reads `meeting.toml` and the registers of people and interests into a checked `Meeting`.

Every fault is listed at once, each with its line:

    meetings/2026-12-03-rza/meeting.toml, line 9: found the person 'P7', who is not in the register of
    people. Did you mean 'P07'? Mend the id, or add the person to registers/people.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, islice, takewhile
from pathlib import Path

import pyarrow as pa
from pydantic import ValidationError

from briefing import toml
from briefing.errors import MeetingError
from briefing.legible import MEND_LETTERS, PRINTED, letters_in, unprintable
from briefing.meeting.form import MeetingForm, Place, Problem, problems_of
from briefing.meeting.model import AgendaItem, Choice, Interest, Meeting, Person, ProviderPerson
from briefing.meeting.outline import FILE
from briefing.meeting.purpose import NO_WORDS, Vocabulary, spoken_of, vocabulary
from briefing.meeting.registers import Row, rows_of
from briefing.metrics import registry
from briefing.nearest import Named, hint, hint_of
from briefing.toml import MOST_FAULTS, line_of
from briefing.workspace.settings import USUAL_NOTICE, NamedPeers, Notice

_CLINICAL = frozenset(
    [
        "gp",
        "doctor",
        "dr",
        "nurse",
        "pharmacist",
        "paramedic",
        "clinical",
        "clinician",
        "medical",
        "physician",
    ],
)
_NOT_CLINICAL = ("non-clinical", "non clinical", "not clinical", "lay", "practice manager")

LEAST_PRACTICES = 4
"""Among fewer, a practice could read its neighbour's figures from its own and the group's."""


class WrongFields(MeetingError):
    """A meeting's file with something wrong in it; `problems` say in which fields."""

    def __init__(self, message: str, problems: Iterable[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


def read_meeting(
    path: Path,
    *,
    text: str | None = None,
    people: pa.Table,
    interests: pa.Table,
    organisations: pa.Table,
    notice: Notice = USUAL_NOTICE,
    lags: Mapping[str, int] | None = None,
    words: Callable[[], Vocabulary] | None = None,
    patterns: Callable[[], Collection[str]] | None = None,
    metrics: Callable[[], Collection[str]] | None = None,
    called: Callable[[], Iterable[Named]] = tuple,
) -> Meeting:
    """Read a meeting, or raise a MeetingError that lists all that is wrong with it.

    `people` and `interests` are the registers, `organisations` any table with a column `code`. The folder's
    name is the meeting's id; `text` is read in place of what stands in the file. `notice` is the
    workspace's, which the meeting's own outranks. `words` are those that say what a meeting is about; without them,
    the measures and specialties that everybody has. `lags` say how old each source's figures may be. `patterns` and
    `metrics` give the names that the lists of the file may hold, and `called` whoever and whatever goes by a name as
    well as a code: the file holds codes.
    """
    file = path / FILE if path.is_dir() else path
    text = _text_of(file) if text is None else text
    register = {row["person_id"]: person_of(row) for row in rows_of(people) if row["person_id"]}
    codes = {row["code"] for row in rows_of(organisations) if row["code"]}
    try:
        form = MeetingForm.model_validate(toml.loads(text))
    except toml.TOMLDecodeError as error:
        raise MeetingError(f"{file}: found text that is not TOML: {error}. Mend that place.") from None
    except ValidationError as error:
        found = problems_of(error)
        raise WrongFields("\n".join(messages(file, found, text=text)), found) from None
    known = (words or _everybodys)() if form.about else NO_WORDS
    every = chain(
        _unknown_people(form, register),
        _unknown_codes(form, codes, called),
        _unknown_matters(form, known),
        _unknown_names(_listed(pinned=form.pinned, barred=form.barred), "pattern", patterns, called),
        _unknown_names(
            [(("choices", at, "question"), one.question) for at, one in enumerate(form.choices)],
            "pattern",
            patterns,
            called,
        ),
        _unknown_names(_listed(measures=form.measures), "metric", metrics, called),
        _unknown_names(_pinned_to_a_metric(form), "metric", metrics, called),
        _contradictions(form),
        _unprinted(form),
    )
    if problems := list(islice(every, MOST_FAULTS)):
        raise WrongFields("\n".join(messages(file, problems, text=text)), problems)
    meeting = _meeting(file.parent.name, form, register, rows_of(interests), notice, known)
    return replace(meeting, lags=lags or {})


def _everybodys() -> Vocabulary:
    return vocabulary({name: metric.names for name, metric in registry().items()})


def _text_of(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise MeetingError(
            f"{file}: found no such file; wanted a meeting. Write one, or mend the name."
        ) from None
    except UnicodeDecodeError:
        raise MeetingError(f"{file}: found text that is not UTF-8. Save the file as UTF-8.") from None


def messages(file: Path, problems: Iterable[Problem], *, text: str | None = None) -> list[str]:
    """Put to each problem the line of the file that it is on, in the order of the lines."""
    text = _text_of(file) if text is None else text
    told = islice(problems, MOST_FAULTS)
    placed = [(_line_in(text, place, value), message) for place, value, message in told]
    placed.sort(key=lambda problem: (problem[0] is None, problem[0] or 0))
    return [f"{file}, line {line}: {message}" if line else f"{file}: {message}" for line, message in placed]


def _line_in(text: str, place: Place, value: object) -> int | None:
    """Find the line of a field, or, in a list of several lines, the line of the value."""
    start = line_of(text, place)
    rows = text.splitlines()
    if start is None or "[" not in rows[start - 1] or "]" in rows[start - 1]:
        return start
    inside = takewhile(lambda number: "]" not in rows[number - 2], range(start + 1, len(rows) + 1))
    return next((number for number in inside if str(value) in rows[number - 1]), start)


def _unknown_people(form: MeetingForm, register: Mapping[str, Person]) -> Iterator[Problem]:
    named = [(("chair",), form.chair), (("clerk",), form.clerk), *_listed(panel=form.panel)]
    people = [Named("person", one.person_id, one.name) for one in register.values()]
    for place, person_id in named:
        if person_id is not None and person_id not in register:
            stranger = f"found the person {person_id!r}, who is not in the register of people."
            if person_id in (one.name for one in people):
                stranger = f"found the name {person_id!r}; wanted an id of the register of people."
            near = hint_of(person_id, people)
            if "," in person_id:
                near = 'Write each in quotation marks of its own: ["P1", "P2"]. '
            yield place, person_id, f"{stranger} {near}Mend the id, or add the person to registers/people."


def _unknown_codes(
    form: MeetingForm, codes: Collection[str], called: Callable[[], Iterable[Named]]
) -> Iterator[Problem]:
    lists = _listed(providers=form.providers, practices=form.practices)
    mend = "Mend the code, or load a file that knows it."
    peers = [(("peers", at, "codes"), code) for at, one in enumerate(form.peers) for code in one.codes]
    for place, code in [(("commissioner",), form.commissioner), *lists, *peers]:
        if code not in codes:
            unknown = f"found the organisation {code!r}, of which no data are loaded."
            near = hint_of(code, (one for one in called() if one.code in codes)) or hint(code, codes)
            yield place, code, f"{unknown} {near}{mend}"


def _unknown_matters(form: MeetingForm, words: Vocabulary) -> Iterator[Problem]:
    for place, word in _listed(about=form.about):
        if (wrong := words.refusal(word)) is not None:
            yield place, word, wrong


def _unknown_names(
    named: list[tuple[Place, str]],
    what: str,
    names: Callable[[], Collection[str]] | None,
    called: Callable[[], Iterable[Named]],
) -> Iterator[Problem]:
    """Find what is pinned, barred or wanted on the page and is nowhere: it would be left out in silence."""
    if names is None or not named:
        return
    known = names()
    for place, word in named:
        name = word.partition("@")[0].strip()
        if name.replace(" ", "") not in known:
            meant = spoken_of(name) if what == "metric" else name
            near = hint_of(meant, (one for one in called() if one.kind == what)) or hint(name, known)
            yield place, word, f"found the {what} {name!r}, which does not exist. {near}Mend it."


def _pinned_to_a_metric(form: MeetingForm) -> list[tuple[Place, str]]:
    """List what stands after the @ of a pin and is meant for a metric; other words are those of practices."""
    after = [
        (place, pin.partition("@")[2].partition("/")[0].strip()) for place, pin in _listed(pinned=form.pinned)
    ]
    return [(place, name) for place, name in after if "_" in name]


def _listed(**lists: list[str]) -> list[tuple[Place, str]]:
    return [((name, at), value) for name, values in lists.items() for at, value in enumerate(values)]


def _unprinted(form: MeetingForm) -> Iterator[Problem]:
    """Find words that no page can show: the build would stop at them."""
    fields = ("title", "place", "decision_wanted", "notes", "reason")
    written: list[tuple[Place, str]] = [((name,), getattr(form, name)) for name in fields]
    for at, person in enumerate(form.provider_people):
        written += [(("provider_people", at, name), getattr(person, name)) for name in ("name", "role")]
    written += [(("agenda", at, "title"), item.title) for at, item in enumerate(form.agenda)]
    written += [(("choices", at, "opener"), one.opener or "") for at, one in enumerate(form.choices)]
    for place, words in written:
        if unprintable(words):
            yield place, words, f"found {letters_in(words)}; wanted {PRINTED}. {MEND_LETTERS}"


def _contradictions(form: MeetingForm) -> Iterator[Problem]:
    """Find what contradicts itself within the file."""
    yield from _wrong_guests(form)
    lists = {"panel": form.panel, "providers": form.providers, "practices": form.practices}
    for (name, at), value in _listed(**lists):
        if value in lists[str(name)][: int(at)]:
            yield (name, at), value, f"found {value!r} twice in {name!r}. Drop one."
    guests = [("provider_people", at, person.provider) for at, person in enumerate(form.provider_people)]
    guests += [("agenda", at, item.provider) for at, item in enumerate(form.agenda)]
    guests += [("peers", at, one.provider) for at, one in enumerate(form.peers)]
    for name, at, code in guests:
        if code is not None and code not in form.providers:
            stranger = f"found the provider {code!r}, who is not at this meeting."
            yield (name, at, "provider"), code, f"{stranger} Add it to 'providers', or mend it."
    for at, one in enumerate(form.peers):
        if len({one.provider, *one.codes}) <= len(one.codes):
            twice = f"found {one.codes!r} as peers of {one.provider!r}; wanted each once, and not itself."
            yield ("peers", at, "codes"), one.codes, f"{twice} Mend the list."
    for pattern_id in sorted(set(form.pinned) & set(form.barred)):
        yield ("barred",), pattern_id, f"found {pattern_id!r} both pinned and barred. Drop one."


def _wrong_guests(form: MeetingForm) -> Iterator[Problem]:
    """A peer review looks at practices, every other meeting at providers."""
    providers, practices = form.providers, form.practices
    if form.kind == "peer_review":
        if providers:
            stray = "found 'providers' at a peer review of practices. Drop it: no hospital is asked."
            yield ("providers",), providers, stray
        if len(practices) < LEAST_PRACTICES:
            few = f"found {len(practices)} in 'practices'; wanted at least {LEAST_PRACTICES}: among fewer, a "
            known = "practice that knows its own figure can read its neighbour's. Add practices."
            yield ("practices",), practices, few + known
        return
    if not providers and "providers" in form.model_fields_set:
        yield ("providers",), providers, "found nothing in 'providers'; wanted at least one. Fill it in."
    elif not providers:
        lacking = "found no 'providers'; it is needed. Add the line providers = [...]."
        yield ("providers",), providers, lacking
    if practices:
        stray = "found 'practices', which only a peer review has. Drop it, or write kind = \"peer_review\"."
        yield ("practices",), practices, stray


def person_of(row: Row) -> Person:
    role = row["role"] or ""
    return Person(
        person_id=row["person_id"],
        name=row["name"] or row["person_id"],
        role=role,
        practice_code=row["practice_code"],
        may_decide=bool(row["may_decide"]),
        clinical=is_clinical(role),
        newcomer=bool(row.get("newcomer")),
    )


def is_clinical(role: str) -> bool:
    """Tell from a role whether somebody has clinical training: "GP partner", but not "Lay member"."""
    plain = role.lower()
    if any(words in plain for words in _NOT_CLINICAL):
        return False
    return bool(set(re.findall(r"[^\W\d_]+", plain)) & _CLINICAL)


def _meeting(
    meeting_id: str,
    form: MeetingForm,
    register: Mapping[str, Person],
    interests: Iterable[Row],
    notice: Notice,
    words: Vocabulary,
) -> Meeting:
    there = {form.chair, *form.panel, form.clerk}
    return Meeting(
        id=meeting_id,
        kind=form.kind,
        title=form.title,
        date=form.date,
        place=form.place,
        commissioner_code=form.commissioner,
        provider_codes=tuple(form.providers),
        practice_codes=tuple(form.practices),
        decision_wanted=form.decision_wanted,
        minutes=form.minutes,
        reading_minutes=form.reading_minutes,
        chair=register[form.chair],
        clerk=register[form.clerk] if form.clerk else None,
        panel=tuple(register[person_id] for person_id in form.panel),
        interests=tuple(interest_of(row) for row in interests if row["person_id"] in there),
        provider_people=tuple(
            ProviderPerson(p.name, p.role, tuple(p.may_decide), p.provider) for p in form.provider_people
        ),
        agenda=tuple(AgendaItem(item.title, item.minutes, item.topic, item.provider) for item in form.agenda),
        about=tuple(matter for word in form.about if (matter := words.matter(word)) is not None),
        pinned=tuple(form.pinned),
        barred=tuple(form.barred),
        choices=tuple(Choice(one.question, one.reason, one.opener) for one in form.choices),
        measures=tuple(form.measures),
        notes=form.notes,
        starts=form.starts,
        status=form.status,
        reason=form.reason,
        formerly=tuple(form.formerly),
        peers=tuple(
            NamedPeers(org_code=one.provider, peers=tuple(one.codes), reason=one.reason) for one in form.peers
        ),
        notice=notice.of_meeting(form.notice.model_dump()),
    )


def interest_of(row: Row) -> Interest:
    return Interest(
        person_id=row["person_id"],
        kind=row["kind"] or "not stated",
        organisation_code=row["organisation_code"],
        topic=row["topic"],
        starts=row["from"],
        ends=row["to"],
    )
