"""Meetings: a new one, asked for question by question or given in options; all of them; what becomes of one."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, time
from pathlib import Path
from typing import Literal, TypeVar

import click

from briefing import formats
from briefing.build import changing, meeting_words
from briefing.build.changing import Changed
from briefing.build.inputs import context_of, purpose_words
from briefing.build.meeting_words import KINDS, Value, WordError, listed, organisations, people_of, person
from briefing.cli.group import main
from briefing.cli.options import format_option, meeting_argument, refuse_identifiers, workspace_option
from briefing.cli.printing import print_rows
from briefing.disk import write_atomically
from briefing.formats import typed
from briefing.meeting.form import form_of, usual_agenda, usual_title, write_meeting
from briefing.meeting.outline import outline_of
from briefing.meeting.purpose import Vocabulary, proposals
from briefing.nearest import meant
from briefing.workspace import Workspace

Answer = (
    str | int | date | time | list[str] | list[dict[str, str | list[str]]] | list[dict[str, str | int]] | None
)
T = TypeVar("T")
_BEGUN = ".new-meeting.json"
"""In meetings/: the answers of a dialogue that was broken off."""
_PEER_REVIEW = "peer_review"
_OPTIONS = {"day": "--date", "providers": "--provider", "practices": "--practice"}


@main.group()
def meeting() -> None:
    """A meeting: make a new one, move it, postpone or cancel it, rename it, copy it for the next round.

    \b
    Examples:
      briefing meeting new
      briefing meeting move 2026-12-03-rxx --to 10/12/2026
      briefing meeting copy 2026-12-03-rxx --date 04/03/2027
    """


@meeting.command()
@click.option(
    "--kind", help=f"What sort of meeting it is: {', '.join(one.replace('_', ' ') for one in KINDS)}."
)
@click.option("--date", "day", help="Its day, as 03/12/2026 or 2026-12-03.")
@click.option("--provider", "providers", multiple=True, help="A hospital, by code or name; once for each.")
@click.option("--practice", "practices", multiple=True, help="Of a peer review: a practice; once for each.")
@click.option("--title", help="As it stands on the cover.")
@click.option("--place", help="Where people sit, and how others join.")
@click.option("--commissioner", help="Our board's code; without it, the workspace's.")
@click.option("--decision", help="What everybody should leave the room with.")
@click.option("--starts", help="When it opens, as 10:00 or 2pm.")
@click.option(
    "--about", multiple=True, help="What that is about: a measure, specialty or theme; once for each."
)
@click.option("--minutes", type=click.IntRange(min=1), help="How long it takes.")
@click.option("--chair", help="The chair, by name or by id in the register of people.")
@click.option("--clerk", help="The clerk, likewise.")
@click.option("--panel", multiple=True, help="Somebody who asks, likewise; once for each.")
@click.option("--brings", multiple=True, help='Who a hospital brings: "name; role; topics they may decide".')
@click.option("--notes", help="What everybody should know beforehand.")
@click.option("--name", help="The folder's name; without it, the day and the providers.")
@click.option("--no-input", is_flag=True, help="Ask nothing: what is not given is left at its usual value.")
@workspace_option
def new(no_input: bool, workspace: Workspace, name: str | None, **options: Value | None) -> None:
    """Make meetings/DATE-PROVIDER/meeting.toml. What no option gives is asked for.

    Hospitals, practices and people go by their names, days as they are written here. A dialogue that is broken off
    is gone on with the next time.

    \b
    Examples:
      briefing meeting new
      briefing meeting new --no-input --kind "contract review" --date 03/12/2026 --provider RXX \\
          --place "Board room" --decision "A dated recovery plan" --chair P10 --panel P01 --panel P02
    """
    given = {key: value for key, value in options.items() if value is not None and value != ()}
    ask = _Asker(given, workspace.meetings / _BEGUN, silent=no_input)
    try:
        answers = _answers(workspace, ask)
    except click.Abort:
        click.echo("\nWhat you answered is kept: go on with it by the same command.", err=True)
        raise
    form = form_of(answers)
    file = write_meeting(workspace.meetings, form, name=name)
    ask.forget()
    click.echo(f"Wrote {file}")
    for note in changing.about_day(workspace, outline_of(file.parent), form.date, today=date.today()):
        click.echo(f"- {note}")
    if form.about and "about" not in given:
        click.echo(
            f"It is about {formats.listed(form.about)}, by the decision's words. Confirm or mend that there."
        )
    click.echo(f"Next: see what is missing or doubtful with: briefing check {typed(file.parent.name)}")


def _answers(workspace: Workspace, ask: "_Asker") -> dict[str, Answer]:
    """Take every field of the file, from options or by asking, in the order in which people think of them."""
    people = people_of(workspace)

    def somebody(value: Value) -> str:
        return person(str(value), people)

    kind = ask("kind", "Kind of meeting", meeting_words.kind, default="contract review")
    day = ask("day", "Day (03/12/2026)", meeting_words.day)
    among = kind == _PEER_REVIEW
    names = _asked(workspace, ask, among=among)
    title = ask("title", "Title", str, default=usual_title(str(kind), names))
    place = ask("place", "Place", str)
    ours = workspace.settings.commissioner.code or None
    commissioner = ask("commissioner", "Commissioner's code", str, default=ours)
    decision = ask("decision", "Decision wanted", str)
    starts = ask("starts", "Starts at (10:00, or nothing)", meeting_words.clock, default="")
    about = _about(ask.given.get("about"), decision or "", purpose_words(workspace))
    minutes = ask("minutes", "Minutes", _minutes, default="60")
    if people and not ask.silent:
        click.echo("\n".join(["People:", *(f"  {code}  {who}" for code, who in people.items())]))
    chair = ask("chair", "Chair, by name or id", somebody)
    clerk = ask("clerk", "Clerk, by name or id (or nothing)", somebody, default="")
    panel = ask(
        "panel", "Panel, by names or ids (P01, P02)", lambda value: [somebody(i) for i in listed(value)]
    )
    guests = "Who they will bring: name; role; topics, and | between people (or nothing)"
    brought = [] if among else ask("brings", guests, _brought, default="")
    notes = ask("notes", "Notes (or nothing)", str, default="")
    if ask.missing:
        raise click.UsageError(f"--no-input asks nothing: give {formats.listed(ask.missing)} too.")
    return {
        "kind": kind,
        "date": day,
        "practices" if among else "providers": list(names),
        "title": title,
        "place": place,
        "commissioner": commissioner,
        "decision_wanted": decision,
        "starts": starts,
        "about": [] if among else about,
        "minutes": minutes,
        "chair": chair,
        "clerk": clerk or None,
        "panel": panel,
        "provider_people": brought,
        "notes": notes,
        "agenda": [] if among else usual_agenda(minutes or 60, names),
    }


def _asked(workspace: Workspace, ask: "_Asker", *, among: bool) -> dict[str, str]:
    """Take the practices of a peer review, or the hospitals of any other meeting: names by code."""

    def read(value: Value) -> dict[str, str]:
        return organisations(listed(value), workspace, type="practice" if among else "provider")

    if among:
        words = "Practices, by code or name, at least four, with commas between"
        return ask("practices", words, read) or {}
    return ask("providers", "Hospitals asked, by code or name (RXX, or RXX, RYY)", read) or {}


class _Asker:
    """Takes an answer from the options, or asks for it, or, in silence, takes the usual one.

    What was typed is kept as it is typed, so that a dialogue that is broken off can be gone on with.
    """

    def __init__(self, options: Mapping[str, Value], begun: Path, *, silent: bool) -> None:
        self._begun = begun
        self.silent = silent
        self.missing: list[str] = []
        """Options that nothing stands in for."""
        self._typed = {} if silent else self._earlier()
        self.given: Mapping[str, Value] = {**self._typed, **options}

    def _earlier(self) -> dict[str, str]:
        """Return the answers of a dialogue that was broken off, where they are wanted."""
        answers: dict[str, str] = {}
        with suppress(OSError, ValueError, AttributeError, RecursionError):
            answers = {str(name): str(words) for name, words in json.loads(self._begun.read_bytes()).items()}
        if not answers:
            return {}
        told = ", ".join(filter(None, (answers.get(name) for name in ("kind", "day", "providers", "title"))))
        return (
            answers if click.confirm(f"Go on with the meeting begun before ({told})?", default=True) else {}
        )

    def __call__(
        self, name: str, words: str, read: Callable[[Value], T], *, default: str | None = None
    ) -> T | None:
        option = _OPTIONS.get(name, f"--{name}")
        if name in self.given:
            try:
                return _option(read, self.given[name], option)
            except click.BadParameter:
                if name not in self._typed:
                    raise
        if not self.silent:
            return self._type(name, words, read, default)
        if default is None:
            self.missing.append(option)
            return None
        return _option(read, default, option)

    def _type(self, name: str, words: str, read: Callable[[Value], T], default: str | None) -> T:
        typed: list[str] = []

        def kept(value: str) -> T:
            found = _option(read, value)
            typed.append(value)
            return found

        answer: T = click.prompt(words, default=default, show_default=bool(default), value_proc=kept)
        self._typed[name] = typed[-1]
        with suppress(OSError):  # then it is not kept
            write_atomically(self._begun, json.dumps(self._typed).encode())
        return answer

    def forget(self) -> None:
        """Let the dialogue go, once it is a file."""
        with suppress(OSError):
            self._begun.unlink()


def _option(read: Callable[[Value], T], value: Value, option: str | None = None) -> T:
    """Read what was given; words that mean nothing are told as click tells them, with the option."""
    try:
        return read(value)
    except WordError as wrong:
        raise click.BadParameter(str(wrong), param_hint=option) from None
    except click.BadParameter as wrong:
        raise click.BadParameter(wrong.message, param_hint=option) from None


def _minutes(value: Value) -> int:
    return int(click.IntRange(min=1)(value))


def _about(given: Value | None, decision: str, known: Vocabulary) -> list[str]:
    """Return the words given, each held to what is known; without any, those that the decision itself is in."""
    words = proposals(decision, known) if given is None else listed(given, ";")
    for word in words:
        if (wrong := known.refusal(word)) is not None:
            raise click.BadParameter(wrong, param_hint="--about")
    return list(words)


def _brought(value: Value) -> list[dict[str, str | list[str]]]:
    """Read "Sam Director; Chief operating officer; elective waits, cancer", or "RXX: Sam Director; ..."."""
    return [_person(words) for words in listed(value, "|")]


def _person(words: str) -> dict[str, str | list[str]]:
    name, *more = [part.strip() for part in words.split(";")]
    if not (1 <= len(more) <= 2 and name and more[0]):
        raise click.BadParameter(f"found {words!r}; wanted a name; a role; and topics, with ; between.")
    code, colon, bare = name.partition(":")
    topics = listed(more[1]) if len(more) == 2 else []
    person: dict[str, str | list[str]] = {"name": name, "role": more[0], "may_decide": topics}
    return person | {"name": bare.strip(), "provider": code.strip().upper()} if colon else person


# What becomes of a meeting ------------------------------------------------------------------------------------

_REASON = click.option("--reason", default="", help="Why, as those who had papers may read it.")


def _say(done: str, changed: Changed, next_step: str) -> None:
    click.echo(done)
    for note in changed.notes:
        click.echo(f"- {note}")
    click.echo(f"Next: {next_step}")


@meeting.command()
@meeting_argument
@click.option("--to", "day", required=True, help="The new day, as 10/12/2026.")
@click.option("--starts", default="", help="When it opens on that day, as 14:30.")
@click.option("--place", default="", help="Where, if that is another place.")
@_REASON
@workspace_option
def move(meeting: str, day: str, starts: str, place: str, reason: str, workspace: Workspace) -> None:
    """Give MEETING another day, or a postponed one a day at last.

    The folder takes the new day's name, and the earlier one still finds it. Who had papers is told of the change on
    the first page of the next version, and their calendars are changed with it.

    \b
    Example:
      briefing meeting move 2026-12-03-rxx --to 10/12/2026 --starts 14:30
    """
    to, opens = _option(meeting_words.day, day), _option(meeting_words.clock, starts)
    refuse_identifiers(workspace, reason=reason)
    moved = changing.move(
        workspace,
        meeting,
        to=to,
        starts=opens,
        place=place.strip(),
        reason=reason.strip(),
        today=date.today(),
    )
    _say(f"{moved.id}: is on {formats.day(to)}", moved, f"briefing build {typed(moved.id)}")


@meeting.command()
@meeting_argument
@_REASON
@workspace_option
def postpone(meeting: str, reason: str, workspace: Workspace) -> None:
    """Say that MEETING does not take place on its day, and that another is not fixed yet.

    \b
    Example:
      briefing meeting postpone 2026-12-03-rxx --reason "Two of the panel are ill"
    """
    _call_off(workspace, meeting, "postponed", reason)


@meeting.command()
@meeting_argument
@_REASON
@workspace_option
def cancel(meeting: str, reason: str, workspace: Workspace) -> None:
    """Say that MEETING does not take place. Its next version is a notice to those who had papers, and nothing else.

    \b
    Example:
      briefing meeting cancel 2026-12-03-rxx --reason "The contract was agreed without it"
    """
    _call_off(workspace, meeting, "cancelled", reason)


def _call_off(
    workspace: Workspace, name: str, status: Literal["postponed", "cancelled"], reason: str
) -> None:
    from briefing.post import states  # here: no other command of this file needs it but the list

    refuse_identifiers(workspace, reason=reason)
    off = changing.call_off(workspace, name, status=status, reason=reason.strip(), today=date.today())
    state = states.state_of(workspace, off.id, today=date.today())
    _say(f"{off.id}: {status}", off, str(state.next_step) or "nothing: nobody had papers of it")


@meeting.command()
@click.argument("meeting")
@click.argument("new_name", metavar="NEW-NAME")
@workspace_option
def rename(meeting: str, new_name: str, workspace: Workspace) -> None:
    """Give the folders of MEETING another name. What was made, approved and sent of it stands.

    Where the folder was renamed by hand, the same command, from its old name to its new one, brings its packs along.

    \b
    Example:
      briefing meeting rename 2026-12-03-rxx 2026-12-03-winter-review
    """
    renamed = changing.rename(workspace, meeting, new_name)
    _say(f"{renamed.id}: is the meeting's name now", renamed, f"briefing check {typed(renamed.id)}")


@meeting.command()
@meeting_argument
@click.option("--date", "day", required=True, help="The day of the next round, as 04/03/2027.")
@click.option("--starts", default="", help="When it opens, where that is another time.")
@click.option("--chair", help="Another chair, by name or id.")
@click.option("--panel", multiple=True, help="Another panel: its members by name or id; once for each.")
@click.option("--decision", help="What is wanted this time.")
@click.option("--name", "new_name", help="The folder's name; without it, the day and the providers.")
@workspace_option
def copy(
    meeting: str,
    day: str,
    starts: str,
    chair: str | None,
    panel: tuple[str, ...],
    decision: str | None,
    new_name: str | None,
    workspace: Workspace,
) -> None:
    """Make the next round of MEETING: the same hospitals, people and order of the day, as far as they are still there.

    \b
    Example:
      briefing meeting copy 2026-12-03-rxx --date 04/03/2027
    """
    people = people_of(workspace)

    def somebody(value: Value) -> str:
        return person(str(value), people)

    changes: dict[str, object] = {
        "starts": _option(meeting_words.clock, starts),
        "chair": _option(somebody, chair, "--chair") if chair else None,
        "panel": [_option(somebody, one, "--panel") for one in panel],
        "decision_wanted": decision,
    }
    made = changing.copy(
        workspace,
        meeting,
        to=_option(meeting_words.day, day),
        new_name=new_name,
        changes={field: value for field, value in changes.items() if value},
        today=date.today(),
    )
    _say(
        f"Wrote {workspace.meetings / made.id / 'meeting.toml'}",
        made,
        f"briefing check {typed(made.id)}",
    )


@main.command()
@click.option("--provider", "word", help="Those with one hospital, by code or name.")
@format_option
@workspace_option
def meetings(word: str | None, form: str, workspace: Workspace) -> None:
    """List every meeting with where it stands, and what to do next.

    \b
    Examples:
      briefing meetings
      briefing meetings --provider northmere
    """
    from briefing.post import states  # here: it reads what was sent, which few commands need

    found = states.states(workspace, today=date.today())
    if word is not None:
        codes = _meant(workspace, word, {one for state in found for one in state.provider_codes})
        found = [state for state in found if codes & {*state.provider_codes}]
    rows = [
        {
            "meeting": state.meeting,
            "date": state.day,
            "state": state.word,
            "version": state.version,
            "title": state.title,
            "next": str(state.next_step),
        }
        for state in found
    ]
    if not rows and form == "table":
        click.echo("no meeting yet: briefing meeting new" if word is None else "no meeting with them yet")
        return
    print_rows(rows, form, columns=("meeting", "date", "state", "version", "title", "next"))


def _meant(workspace: Workspace, word: str, met: set[str]) -> set[str]:
    """Return the codes of the hospitals of any meeting that a code, a name or a part of one means."""
    with context_of(workspace) as context:
        known = [one.named for one in context.organisations(with_figures=False) if one.code in met]
        found = {one.code for one in meant(word, known)} or {word.upper()} & met
        return found or {context.named(word, option="--provider", type="provider", with_figures=False).code}
