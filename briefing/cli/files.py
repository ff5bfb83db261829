"""A workspace and its files: made, loaded, looked at."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from briefing import loading, pipeline
from briefing.cli.group import main
from briefing.cli.options import talk_options, workspace_option
from briefing.errors import MeetingError, SourceError
from briefing.loading.unloaded import unloaded
from briefing.post.ledger import letters_in_doubt
from briefing.post.states import states
from briefing.progress import Progress
from briefing.workspace import Workspace
from briefing.workspace import init as make_workspace


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a workspace in FOLDER: settings, inbox, registers, meetings, packs.

    \b
    Example:
      briefing init northmere
    """
    click.echo(f"Made a workspace in {make_workspace(folder).folder}")
    click.echo("Next: say who you are in briefing.toml, drop files into inbox/, then run: briefing load")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@workspace_option
@talk_options
def load(paths: Sequence[Path], workspace: Workspace, quiet: bool, verbose: bool) -> None:
    """Read files into the warehouse: PATHS, or everything in inbox/ and registers/.

    Files are recognised by what is in them. A file already loaded is left alone; a file that can't be
    trusted is refused with everything that is wrong in it, and the others are loaded all the same.

    \b
    Examples:
      briefing load
      briefing load ~/Downloads/20260430-RTT-April-2026-full-extract.csv.zip
    """
    with Progress("Reading", quiet=quiet) as progress:
        report = pipeline.load(workspace, paths, progress=progress)
    for line in report.lines(verbose=verbose) if not quiet else report.refusals():
        click.echo(line, err=quiet)
    if any(file.alarming for file in report.refused):
        sys.exit(SourceError.exit_code)
    if report.bars_pages:
        raise MeetingError("no pack is made until the names above are put right.")


@main.command()
@workspace_option
@talk_options
def status(workspace: Workspace, quiet: bool, verbose: bool) -> None:
    """Say what the warehouse holds: sources, months, gaps, files refused or not loaded yet; and where meetings stand.

    \b
    Examples:
      briefing status
      briefing status -v        with checks and timings
    """
    held = loading.status(workspace).lines(verbose=verbose, quiet=quiet)
    for line in (*held, *unloaded(workspace), *letters_in_doubt(workspace.packs)):
        click.echo(line)
    for state in states(workspace, today=date.today()) if not quiet else ():
        if state.next_step:
            click.echo(f"{state.meeting}: {state}")
            for one in state.since:
                click.echo(f"  {one}")
