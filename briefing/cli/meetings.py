"""Meetings: a new one, asked for question by question or given in options."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from typing import TypeVar, get_args

import click

from briefing import formats
from briefing.build.inputs import context_of, purpose_words, registers_of
from briefing.cli.group import main
from briefing.cli.options import workspace_option
from briefing.meeting.form import Kind, form_of, usual_agenda, write_meeting
from briefing.meeting.purpose import Vocabulary, proposals
from briefing.meeting.registers import rows_of
from briefing.workspace import Workspace

KINDS: tuple[str, ...] = get_args(Kind)
Value = str | int | tuple[str, ...]
"""What an option holds; a typed answer is words."""
Answer = (
    str | int | date | time | list[str] | list[dict[str, str | list[str]]] | list[dict[str, str | int]] | None
)
T = TypeVar("T")


@main.group()
def meeting() -> None:
    """Meetings: make the file of a new one.

    \b
    Example:
      briefing meeting new
    """


@meeting.command()
@click.option("--kind", type=click.Choice(KINDS), help="What sort of meeting it is.")
@click.option("--date", "day", help="Its day, as 2026-12-03.")
@click.option("--provider", "providers", multiple=True, help="A hospital's code; once for each.")
@click.option("--title", help="As it stands on the cover.")
@click.option("--place", help="Where people sit, and how others join.")
@click.option("--commissioner", help="Our board's code; without it, the workspace's.")
@click.option("--decision", help="What everybody should leave the room with.")
@click.option("--starts", help="When it opens, as 10:00.")
@click.option(
    "--about", multiple=True, help="What that is about: a measure, specialty or theme; once for each."
)
@click.option("--minutes", type=click.IntRange(min=1), help="How long it takes.")
@click.option("--chair", help="The chair's id in the register of people.")
@click.option("--clerk", help="The clerk's id.")
@click.option("--panel", multiple=True, help="The id of somebody who asks; once for each.")
@click.option("--brings", multiple=True, help='Whom a hospital brings: "name; role; topics they may decide".')
@click.option("--notes", help="What everybody should know beforehand.")
@click.option("--name", help="The folder's name; without it, the day and the providers.")
@click.option("--no-input", is_flag=True, help="Ask nothing: what is not given is left at its usual value.")
@workspace_option
def new(no_input: bool, workspace: Workspace, name: str | None, **options: Value | None) -> None:
    """Make meetings/DATE-PROVIDER/meeting.toml. What no option gives is asked for.

    \b
    Examples:
      briefing meeting new
      briefing meeting new --no-input --kind contract_review --date 2026-12-03 --provider RXX \\
          --place "Board room" --decision "A dated recovery plan" --chair P10 --panel P01 --panel P02
    """
    given = {key: value for key, value in options.items() if value is not None and value != ()}
    answers = _answers(workspace, given, silent=no_input)
    form = form_of(answers)
    file = write_meeting(workspace.meetings, form, name=name)
    click.echo(f"Wrote {file}")
    if form.about and "about" not in given:
        click.echo(
            f"It is about {formats.listed(form.about)}, by the decision's words. Confirm or mend that there."
        )
    click.echo(f"Next: see what is missing or doubtful with: briefing check {file.parent.name}")


def _answers(workspace: Workspace, options: Mapping[str, Value], *, silent: bool) -> dict[str, Answer]:
    """Take every field of the file, from options or by asking, in the order in which people think of them."""
    ask = _Asker(options, silent=silent)
    people = _people(workspace)
    kind = ask("kind", "Kind of meeting", _kind, default="contract_review")
    day = ask("day", "Day (2026-12-03)", _day)
    providers = ask("providers", "Hospitals asked, by code (RXX, or RXX, RYY)", _codes)
    names = _names(workspace, providers or [])
    usual = f"{str(kind).replace('_', ' ')} with {formats.listed(names.values())}"
    title = ask("title", "Title", str, default=formats.capital(usual))
    place = ask("place", "Place", str)
    ours = workspace.settings.commissioner.code or None
    commissioner = ask("commissioner", "Commissioner's code", str, default=ours)
    decision = ask("decision", "Decision wanted", str)
    starts = ask("starts", "Starts at (10:00, or nothing)", _time, default="")
    about = _about(options.get("about"), decision or "", purpose_words(workspace))
    minutes = ask("minutes", "Minutes", _minutes, default="60")
    if people and not silent:
        click.echo("\n".join(["People:", *(f"  {code}  {who}" for code, who in people.items())]))
    chair = ask("chair", "Chair, by id", lambda value: _known(str(value), people))
    clerk = ask("clerk", "Clerk, by id (or nothing)", lambda value: _known(str(value), people), default="")
    panel = ask("panel", "Panel, by id (P01, P02)", lambda value: [_known(i, people) for i in _listed(value)])
    guests = "Whom they bring: name; role; topics, and | between people (or nothing)"
    brought = ask("brings", guests, _brought, default="")
    notes = ask("notes", "Notes (or nothing)", str, default="")
    if ask.missing:
        raise click.UsageError(f"--no-input asks nothing: give {formats.listed(ask.missing)} too.")
    return {
        "kind": kind,
        "date": day,
        "providers": providers,
        "title": title,
        "place": place,
        "commissioner": commissioner,
        "decision_wanted": decision,
        "starts": starts,
        "about": about,
        "minutes": minutes,
        "chair": chair,
        "clerk": clerk or None,
        "panel": panel,
        "provider_people": brought,
        "notes": notes,
        "agenda": usual_agenda(minutes or 60, names),
    }


class _Asker:
    """Takes an answer from the options, or asks for it, or, in silence, takes the usual one."""

    def __init__(self, options: Mapping[str, Value], *, silent: bool) -> None:
        self._options = options
        self._silent = silent
        self.missing: list[str] = []
        """Options that nothing stands in for."""

    def __call__(
        self, name: str, words: str, read: Callable[[Value], T], *, default: str | None = None
    ) -> T | None:
        if name in self._options:
            return read(self._options[name])
        if not self._silent:
            answer: T = click.prompt(words, default=default, show_default=bool(default), value_proc=read)
            return answer
        if default is None:
            self.missing.append({"day": "--date", "providers": "--provider"}.get(name, f"--{name}"))
            return None
        return read(default)


def _kind(value: Value) -> str:
    return str(click.Choice(KINDS)(value))


def _minutes(value: Value) -> int:
    return int(click.IntRange(min=1)(value))


def _day(value: Value) -> date:
    try:
        return date.fromisoformat(str(value).strip())
    except ValueError:
        raise click.BadParameter(f"found {value!r}; wanted a day such as 2026-12-03.") from None


def _time(value: Value) -> time | None:
    written = str(value).strip().replace(".", ":")
    if not written:
        return None
    try:
        return datetime.strptime(written, "%H:%M").time()
    except ValueError:
        raise click.BadParameter(f"found {value!r}; wanted a time of day such as 10:00 or 14:30.") from None


def _listed(value: Value, mark: str = ",") -> list[str]:
    """Options come as a tuple, an answer as words with commas between them."""
    parts = value if isinstance(value, tuple) else str(value).split(mark)
    return [part.strip() for part in parts if part.strip()]


def _codes(value: Value) -> list[str]:
    return [code.upper() for code in _listed(value)]


def _about(given: Value | None, decision: str, known: Vocabulary) -> list[str]:
    """Return the words given, each held to what is known; without any, those that the decision itself is in."""
    words = proposals(decision, known) if given is None else _listed(given, ";")
    for word in words:
        if (wrong := known.refusal(word)) is not None:
            raise click.BadParameter(wrong, param_hint="--about")
    return list(words)


def _names(workspace: Workspace, codes: Sequence[str]) -> dict[str, str]:
    """Return what the hospitals are called in the files loaded so far; the code, where no file knows one."""
    with context_of(workspace) as context:
        found = {code: context.organisation(code) for code in codes}
    return {code: known.name if known is not None else code for code, known in found.items()}


def _people(workspace: Workspace) -> dict[str, str]:
    rows = rows_of(registers_of(workspace, "people")["people"])
    return {
        row["person_id"]: ", ".join(filter(None, (row["name"], row["role"])))
        for row in rows
        if row["person_id"]
    }


def _known(person_id: str, people: Mapping[str, str]) -> str:
    """Hold an id to the register, where anybody is in it yet."""
    if person_id and people and person_id not in people:
        raise click.BadParameter(
            f"found {person_id!r}, who is not in the register of people; wanted one of {', '.join(people)}."
        )
    return person_id


def _brought(value: Value) -> list[dict[str, str | list[str]]]:
    """Read "Sam Director; Chief operating officer; elective waits, cancer", or "RXX: Sam Director; ..."."""
    return [_person(words) for words in _listed(value, "|")]


def _person(words: str) -> dict[str, str | list[str]]:
    name, *more = [part.strip() for part in words.split(";")]
    if not (1 <= len(more) <= 2 and name and more[0]):
        raise click.BadParameter(f"found {words!r}; wanted a name; a role; and topics, with ; between.")
    code, colon, bare = name.partition(":")
    topics = _listed(more[1]) if len(more) == 2 else []
    person: dict[str, str | list[str]] = {"name": name, "role": more[0], "may_decide": topics}
    return person | {"name": bare.strip(), "provider": code.strip().upper()} if colon else person
