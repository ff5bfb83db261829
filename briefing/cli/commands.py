"""The commands on a workspace."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from briefing import __version__, loading, pipeline
from briefing.cli.options import workspace_option
from briefing.cli.printing import format_option, print_rows
from briefing.cli.scanned import for_reading
from briefing.errors import BriefingError, SourceError
from briefing.post.ledger import letters_in_doubt
from briefing.progress import Progress
from briefing.shelf.folder import Delivered
from briefing.workspace import init as make_workspace
from briefing.workspace import workspace_at, workspace_near

EXIT_CODES = """\b
Exit codes:
   0  done
   1  something the command could not do; the message says what
   2  words on the command line that can't be used
   3  briefing.toml, the standards or a metric's definition is wrong
   4  a file was refused; nothing of it was loaded (0 where it is a sound file of no use here)
   5  the warehouse can't be written or read
   6  a SQL query failed
   7  a meeting file or register is incomplete or contradictory
   8  something would identify a patient
   9  a page could not be laid out
  10  a pack, the audit log or a backup is not what was written
  11  a run made some packs and could not make others; each error is kept with its pack
  12  another run is at work; nothing was done
  13  something could not be delivered; the rest has gone
"""


class Commands(click.Group):
    """Shows a `BriefingError` as its message and exit code; all else is a bug and keeps its traceback."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except BriefingError as error:
            click.echo(f"briefing: {error}", err=True)
            context.exit(error.exit_code)


def _talk_options(command: Callable[..., Any]) -> Callable[..., Any]:
    command = click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")(command)
    return click.option("-v", "--verbose", is_flag=True, help="Say more: checks, notes, timings.")(command)


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Commands, epilog=EXIT_CODES, context_settings=SETTINGS)
@click.version_option(__version__, prog_name="briefing")
def main() -> None:
    """Make briefing packs that prepare GPs for a meeting with a hospital.

    \b
    Start here:
      briefing demo                        sample packs in ./demo
      briefing init northmere              a workspace for your own data
      briefing load                        read what lies in its inbox and registers
      briefing build 2026-12-03-rxx        make the pack of a meeting
    """


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a workspace in FOLDER: settings, inbox, registers, meetings, packs.

    \b
    Example:
      briefing init northmere
    """
    workspace = make_workspace(folder)
    click.echo(f"Made a workspace in {workspace.folder}")
    click.echo("Next: say who you are in briefing.toml, drop files into inbox/, then run: briefing load")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@workspace_option
@_talk_options
def load(paths: Sequence[Path], workspace: Path | None, quiet: bool, verbose: bool) -> None:
    """Read files into the warehouse: PATHS, or everything in inbox/ and registers/.

    Files are recognised by what is in them. A file already loaded is left alone; a file that can't be
    trusted is refused with everything that is wrong in it, and the others are loaded all the same.

    \b
    Examples:
      briefing load
      briefing load ~/Downloads/20260430-RTT-April-2026-full-extract.csv.zip
    """
    with Progress("Reading", quiet=quiet) as progress:
        report = pipeline.load(workspace_at(workspace), paths, progress=progress)
    for line in report.lines(verbose=verbose) if not quiet else report.refusals():
        click.echo(line, err=quiet)
    if any(file.alarming for file in report.refused):
        sys.exit(SourceError.exit_code)


@main.command()
@workspace_option
@_talk_options
def status(workspace: Path | None, quiet: bool, verbose: bool) -> None:
    """Say what the warehouse holds: sources, months, vintages, gaps, refused files; and which letters are in doubt.

    \b
    Examples:
      briefing status
      briefing status -v        with checks and timings
    """
    found = workspace_at(workspace)
    for line in loading.status(found).lines(verbose=verbose, quiet=quiet):
        click.echo(line)
    for letter in letters_in_doubt(found.packs):
        click.echo(letter)


def _month(context: click.Context, option: click.Parameter, given: str | None) -> str | None:
    if given is None or re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", given):
        return given
    raise click.BadParameter(f"found {given!r}; wanted a month as YYYY-MM, such as 2026-04")


@main.command()
@click.argument("metric")
@click.option(
    "--org", "org_code", required=True, help="A provider, practice, network, board or region; ENG is England."
)
@click.option(
    "--specialty",
    "specialty_code",
    default="ALL",
    show_default=True,
    help="A treatment function such as 110 or X02.",
)
@click.option("--period", callback=_month, help="A month, YYYY-MM; without it, every month there is.")
@click.option(
    "--group", "group_code", default="ALL", show_default=True, help="Such as deprivation:1 or age:75+."
)
@click.option(
    "--population",
    "population_code",
    default="ALL",
    show_default=True,
    help="A home board's code: its residents alone.",
)
@click.option("--as-was", is_flag=True, help="Organisations as they were, not restated to today's.")
@format_option
@workspace_option
def show(metric: str, org_code: str, form: str, workspace: Path | None, **choice: Any) -> None:
    """Show METRIC for an organisation, with its context.

    \b
    Examples:
      briefing show rtt_within_18_weeks --org ENG --period 2026-04
      briefing show rtt_within_18_weeks --org RXX --specialty 110 --format csv
    """
    print_rows(pipeline.show(workspace_at(workspace), metric, org_code=org_code, **choice), form)


@main.command()
@click.option("--org", "org_code", help="One organisation; without it, all of them.")
@format_option
@workspace_option
def scan(org_code: str | None, form: str, workspace: Path | None) -> None:
    """List every signal, strongest first: what changed, what fails, who stands out.

    The table is short; JSON and CSV hold every column: metric, org_code, population_code, specialty_code, group_code,
    period, signal, rule, direction, people_affected, strength, q_value.

    \b
    Example:
      briefing scan --org RXX
    """
    signals, sentence = pipeline.scan(workspace_at(workspace), org_code)
    if form != "table":
        print_rows(signals, form)
        return
    print_rows(for_reading(signals), form)
    click.echo(f"{'' if signals else 'No signal. '}{sentence}")


@main.command()
@click.argument("metric")
@workspace_option
def explain(metric: str, workspace: Path | None) -> None:
    """Print the definition of METRIC, its SQL and what it was last computed from.

    \b
    Example:
      briefing explain rtt_within_18_weeks
    """
    click.echo(pipeline.explain(workspace_near(workspace), metric))


@main.command()
@click.argument("meeting")
@workspace_option
def check(meeting: str, workspace: Path | None) -> None:
    """Say what is missing or doubtful in MEETING before it is built.

    \b
    Example:
      briefing check 2026-12-03-rxx
    """
    doubts = pipeline.check(workspace_at(workspace), meeting)
    for doubt in doubts:
        click.echo(f"- {doubt}")
    if not doubts:
        click.echo(f"{meeting}: nothing missing, nothing doubtful")


@main.command()
@click.argument("meeting")
@click.option("--again", is_flag=True, help="Build even where nothing changed since the last version.")
@workspace_option
@_talk_options
def build(meeting: str, again: bool, workspace: Path | None, quiet: bool, verbose: bool) -> None:
    """Make the packs of MEETING: one for each panel member, in packs/MEETING/v1 and on.

    \b
    Example:
      briefing build 2026-12-03-rxx
    """
    with Progress("Building", quiet=quiet) as progress:
        delivered = pipeline.build(workspace_at(workspace), meeting, again=again, progress=progress)
    _print_delivered(delivered, quiet=quiet)


@main.command()
@click.argument("folder", default="demo", type=click.Path(path_type=Path))
@_talk_options
def demo(folder: Path, quiet: bool, verbose: bool) -> None:
    """Make a workspace of sample data in FOLDER (./demo) and build its three meetings.

    \b
    Example:
      briefing demo
    """
    with Progress("Demo", quiet=quiet) as progress:
        for delivered in pipeline.demo(folder, progress=progress):
            _print_delivered(delivered, quiet=quiet)


def _why_it_stands(delivered: Delivered) -> str:
    if delivered.why:
        return f" (the last version stands: these changed, but no page of it: {'; '.join(delivered.why)})"
    return " (nothing changed: the last version stands)"


def _print_delivered(delivered: Delivered, *, quiet: bool) -> None:
    if quiet:
        return
    click.echo(f"{delivered.folder}{'' if delivered.changed else _why_it_stands(delivered)}")
    if delivered.changed and delivered.why:
        click.echo(f"  a new version, because these changed: {'; '.join(delivered.why)}")
    below = Counter(path.parent.name for path in delivered.files if path.parent != delivered.folder)
    for path in delivered.files:
        if path.parent == delivered.folder:
            click.echo(f"  {path.name}")
    for name, count in below.items():
        click.echo(f"  {name}/ ({count} files)")
