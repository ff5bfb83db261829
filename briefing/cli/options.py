"""Options that several commands share."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import wraps
from math import isfinite
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from briefing import formats
from briefing.errors import BriefingError, DisclosureError
from briefing.nearest import hint
from briefing.sources.plain_text import plain
from briefing.sources.values import Unreadable, parse_date, parse_month
from briefing.workspace import Workspace, workspace_at, workspace_near

Command = TypeVar("Command", bound=Callable[..., object])


def _workspace(
    callback: Callable[[click.Context, click.Parameter, Path | None], object] | None,
) -> Callable[[Command], Command]:
    return click.option(
        "-w",
        "--workspace",
        type=click.Path(file_okay=False, path_type=Path),
        envvar="BRIEFING_WORKSPACE",
        callback=callback,
        help="The workspace. Without it: this folder, one above it, or the only workspace just below it.",
    )


def _opened(context: click.Context, option: click.Parameter, named: Path | None) -> Workspace:
    return workspace_at(named)


def _opened_if_there(context: click.Context, option: click.Parameter, named: Path | None) -> Workspace | None:
    return workspace_near(named)


workspace_option = _workspace(_opened)
"""The command is given a `Workspace`."""
workspace_if_there = _workspace(_opened_if_there)
"""Or None."""
workspace_path = _workspace(None)
"""For a command that opens it itself."""

quiet_option = click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
verbose_option = click.option("-v", "--verbose", is_flag=True, help="Say more: checks, notes, timings.")


class Choice(click.Choice[str]):
    """One of a few words, in any case; of another word it says which of them is meant."""

    def __init__(self, choices: Iterable[str], *, also: Mapping[str, str] | None = None) -> None:
        """`also` are words that people write for one of the choices: several to each, with spaces between."""
        super().__init__(list(choices), case_sensitive=False)
        self._also = {word: choice for choice, words in (also or {}).items() for word in words.split()}

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            word = str(value)
            near = hint(self._also.get(word.casefold(), word), self.choices)
            self.fail(f"found {word!r}. {near}Wanted one of: {', '.join(self.choices)}.", param, ctx)


format_option = click.option(
    "--format",
    "form",
    type=Choice(
        ["table", "json", "csv"], also={"csv": "excel xlsx xls spreadsheet", "table": "text txt screen"}
    ),
    default="table",
    show_default=True,
)


def as_published(**how: Any) -> Callable[[Command], Command]:
    """Take `--as-published`: refuse what may not leave."""
    says = "Refuse what may not leave: small numbers, and what gives one away beside the packs made so far."
    return click.option("--as-published", is_flag=True, help=says, **how)


as_published_option = as_published()


class _Day(click.ParamType[date]):
    """A day as people write it: 2027-02-01, 01/02/2027 or 1 February 2027."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else parse_date(str(value).strip())
        except Unreadable as error:
            self.fail(
                f"found {value!r}; wanted {error.wanted}, such as 2027-02-01 or 01/02/2027.", param, ctx
            )


class _Month(click.ParamType[str]):
    """A month as people write it: 2026-04, April 2026 or Apr-26."""

    name = "month"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return f"{parse_month(str(value).strip()):%Y-%m}"
        except Unreadable:
            self.fail(f"found {value!r}; wanted a month as YYYY-MM or April 2026.", param, ctx)


DAY, MONTH = _Day(), _Month()


class _Positive(click.FloatRange):
    """A number above 0, and not one that has no end."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        number = float(super().convert(value, param, ctx))
        if not isfinite(number):
            self.fail(f"{value} is not a number of ordinary size.", param, ctx)
        return number


class _Words(click.types.StringParamType):
    """Words that can be read: somebody's name, a reason. Nothing, spaces and what can't be seen are none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        words = formats.one_line(str(value).encode("utf-8", "replace").decode())
        if not any(letter.isalpha() for letter in plain(words)[0]):
            raise BriefingError(
                f"{param.opts[0] if param else ''}: found nothing that can be read; wanted words."
            )
        return words


WORDS = _Words()
by_option = click.option(
    "--by", required=True, type=WORDS, metavar="NAME", help="Who answers for it, with their role."
)
POSITIVE = _Positive(min=0, min_open=True)


def meeting_argument(command: Command) -> Command:
    """Take MEETING by any of its names, and hand on what its folder is called; which one was meant is told."""

    @wraps(command)
    def with_meeting(*, meeting: str, workspace: Workspace, **options: Any) -> object:
        from briefing.build.inputs import name_of  # here: options are read before anything else

        name = name_of(workspace, meeting)
        if name.casefold() != meeting.casefold():
            click.echo(f"{meeting}: the meeting {name}", err=True)
        return command(meeting=name, workspace=workspace, **options)

    return click.argument("meeting")(cast(Command, with_meeting))


def refuse_identifiers(workspace: Workspace, **options: str | None) -> None:
    """Refuse words for the log or a notice that may identify a patient. `by` is who answers: a name belongs there."""
    from briefing import audit  # here: most commands write no words down
    from briefing.sources.identifiers import screen_text, with_article

    released = audit.released(workspace)
    for option, words in options.items():
        found = dict.fromkeys(hit.kind for hit in screen_text(words or "", released))
        kinds = [with_article(kind) for kind in found if (option, kind) != ("by", "name")]
        if kinds:
            raise DisclosureError(
                f"--{option}: found what looks like {formats.listed(kinds)}; wanted words that identify no patient. "
                "If they are nobody's: briefing release --help."
            )


def talk_options(command: Command) -> Command:
    return verbose_option(quiet_option(command))
