"""Meetings: a new one, asked for question by question or given in options."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Any, get_args

import click

from briefing import formats, inputs
from briefing.cli.options import workspace_option
from briefing.making import context_of
from briefing.meeting.form import Kind, form_of, usual_agenda, write_meeting
from briefing.meeting.registers import rows_of
from briefing.workspace import Workspace

KINDS: tuple[str, ...] = get_args(Kind)


@click.group()
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
@click.option("--minutes", type=click.IntRange(min=1), help="How long it takes.")
@click.option("--chair", help="The chair's id in the register of people.")
@click.option("--clerk", help="The clerk's id.")
@click.option("--panel", multiple=True, help="The id of somebody who asks; once for each.")
@click.option("--brings", multiple=True, help='Whom a hospital brings: "name; role; topics they may decide".')
@click.option("--notes", help="What everybody should know beforehand.")
@click.option("--name", help="The folder's name; without it, the day and the providers.")
@click.option("--no-input", is_flag=True, help="Ask nothing: what is not given is left at its usual value.")
@workspace_option
def new(no_input: bool, workspace: Path | None, name: str | None, **given: Any) -> None:
    """Make meetings/DATE-PROVIDER/meeting.toml. What no option gives is asked for.

    \b
    Examples:
      briefing meeting new
      briefing meeting new --no-input --kind contract_review --date 2026-12-03 --provider RXX \\
          --place "Board room" --decision "A dated recovery plan" --chair P10 --panel P01 --panel P02
    """
    found = inputs.workspace_at(workspace)
    answers = _answers(
        found, {key: value for key, value in given.items() if value not in (None, ())}, no_input
    )
    file = write_meeting(found.meetings, form_of(answers), name=name)
    click.echo(f"Wrote {file}")
    click.echo(f"Next: see what is missing or doubtful with: briefing check {file.parent.name}")


def _answers(workspace: Workspace, given: dict[str, Any], no_input: bool) -> dict[str, Any]:
    """Every field of the file, from options or from answers, in the order in which people think of them."""
    ask = _Asker(given, silent=no_input)
    people = _people(workspace)
    answers: dict[str, Any] = {
        "kind": ask("kind", "Kind of meeting", kind=click.Choice(KINDS), default="contract_review"),
        "date": ask("day", "Day (2026-12-03)", check=_day),
        "providers": ask("providers", "Hospitals asked, by code (RXX, or RXX, RYY)", check=_codes),
    }
    names = _names(workspace, answers["providers"] or [])
    usual = f"{answers['kind'].replace('_', ' ')} with {formats.listed(list(names.values()))}"
    answers["title"] = ask("title", "Title", default=formats.capital(usual))
    answers["place"] = ask("place", "Place")
    answers["commissioner"] = ask(
        "commissioner", "Commissioner's code", default=workspace.settings.commissioner.code or None
    )
    answers["decision_wanted"] = ask("decision", "Decision wanted")
    answers["minutes"] = ask("minutes", "Minutes", kind=click.IntRange(min=1), default=60)
    if people and not no_input:
        click.echo("\n".join(["People:", *(f"  {code}  {who}" for code, who in people.items())]))
    answers["chair"] = ask("chair", "Chair, by id", check=_one_of(people))
    answers["clerk"] = ask("clerk", "Clerk, by id (or nothing)", default="", check=_one_of(people)) or None
    answers["panel"] = ask("panel", "Panel, by id (P01, P02)", check=_all_of(people))
    answers["provider_people"] = ask(
        "brings", "Whom they bring: name; role; topics, and | between people (or nothing)", default="",
        check=_brought,
    )  # fmt: skip
    answers["notes"] = ask("notes", "Notes (or nothing)", default="")
    ask.refuse_what_is_missing()
    answers["agenda"] = usual_agenda(answers["minutes"], names)
    return answers


class _Asker:
    """Takes an answer from the options, or asks for it, or, in silence, takes the usual one."""

    def __init__(self, given: Mapping[str, Any], *, silent: bool) -> None:
        self._given = given
        self._silent = silent
        self._missing: list[str] = []

    def __call__(
        self,
        name: str,
        words: str,
        *,
        kind: Any = str,
        default: Any = None,
        check: Callable[[Any], Any] = lambda value: value,
    ) -> Any:
        if name in self._given:
            return check(self._given[name])
        if not self._silent:
            return click.prompt(
                words,
                default=default,
                show_default=default not in (None, ""),
                value_proc=lambda value: check(_typed(kind, value)),
            )
        if default is None:
            self._missing.append({"day": "--date", "providers": "--provider"}.get(name, f"--{name}"))
            return None
        return check(default)

    def refuse_what_is_missing(self) -> None:
        if self._missing:
            raise click.UsageError(f"--no-input asks nothing: give {formats.listed(self._missing)} too.")


def _typed(kind: Any, value: Any) -> Any:
    return click.types.convert_type(kind).convert(value, None, None)


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value.strip())
    except ValueError:
        raise click.BadParameter(f"found {value!r}; wanted a day such as 2026-12-03.") from None


def _listed(value: Any) -> list[str]:
    """Options come as a tuple, an answer as words with commas between them."""
    parts = value.split(",") if isinstance(value, str) else value
    return [part.strip() for part in parts if part.strip()]


def _codes(value: Any) -> list[str]:
    return [code.upper() for code in _listed(value)]


def _names(workspace: Workspace, codes: Collection[str]) -> dict[str, str]:
    """What the hospitals are called in the files loaded so far; its code, where no file knows one."""
    with context_of(workspace) as context:
        found = {code: context.organisation(code) for code in codes}
    return {code: known.name if known is not None else code for code, known in found.items()}


def _people(workspace: Workspace) -> dict[str, str]:
    rows = rows_of(inputs.registers_of(workspace, "people")["people"])
    return {
        row["person_id"]: ", ".join(part for part in (row["name"], row["role"]) if part)
        for row in rows
        if row["person_id"]
    }


def _one_of(people: Collection[str]) -> Callable[[str], str]:
    """Holds an id to the register, where anybody is in it yet."""

    def check(value: str) -> str:
        if value and people and value not in people:
            raise click.BadParameter(
                f"found {value!r}, who is not in the register of people; wanted one of {', '.join(people)}."
            )
        return value

    return check


def _all_of(people: Collection[str]) -> Callable[[Any], list[str]]:
    known = _one_of(people)
    return lambda value: [known(person_id) for person_id in _listed(value)]


def _brought(value: Any) -> list[dict[str, Any]]:
    """Reads "Sam Director; Chief operating officer; elective waits, cancer", or "RXX: Sam Director; ..."."""
    said = value.split("|") if isinstance(value, str) else value
    return [_person(words) for words in said if words.strip()]


def _person(words: str) -> dict[str, Any]:
    name, *more = [part.strip() for part in words.split(";")]
    if not (1 <= len(more) <= 2 and name and more[0]):
        raise click.BadParameter(
            f"found {words.strip()!r}; wanted a name; a role; and topics, with ; between."
        )
    code, found, bare = name.partition(":")
    whose = {"provider": code.strip().upper()} if found else {}
    topics = _listed(more[1]) if len(more) == 2 else []
    return {"name": bare.strip() if found else name, "role": more[0], "may_decide": topics, **whose}
