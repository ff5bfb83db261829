"""A workspace and its files: made, loaded, looked at."""

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from briefing import audit, loading, pipeline, resources
from briefing.cli.group import main
from briefing.cli.options import talk_options, workspace_option
from briefing.cli.printing import wrapped
from briefing.errors import BriefingError, MeetingError, SourceError
from briefing.keeping.index import write_index
from briefing.loading.unloaded import unloaded
from briefing.nearest import hint
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
    workspace = make_workspace(folder)
    click.echo(f"Made a workspace in {workspace.folder}")
    for number, step in enumerate(_FIRST_STEPS, start=1):
        click.echo("\n".join(wrapped(f"{number}. {step}", indent=2)))


_FIRST_STEPS = (
    "Say who you are in briefing.toml: the name and code of your board.",
    "Open the Excel files in registers/: they are ready to fill in, each heading says what belongs there, and lists "
    "offer the words. Begin with people.xlsx.",
    "Put the files that you downloaded into inbox/ as they are. Which, and from where: briefing docs data-guide",
    "Then, in that folder: briefing load",
)


@main.command()
@click.argument("page", required=False)
def docs(page: str | None) -> None:
    """Print a PAGE of the manual, as it is for this version; without one, list the pages.

    \b
    Examples:
      briefing docs
      briefing docs data-guide
      briefing docs install
    """
    folder = resources.folder("docs")
    pages = {path.stem: path for path in sorted(folder.glob("*.md"))}
    if page is None:
        for name, path in pages.items():
            click.echo(f"{name:<14}{path.read_text('utf-8').partition('# ')[2].splitlines()[0]}")
        click.echo(f"They lie in {folder}")
        return
    name = page.lower().removesuffix(".md")
    if name not in pages:
        raise BriefingError(f"found no page {page!r}. {hint(name, pages)}List them: briefing docs")
    click.echo(pages[name].read_text("utf-8"))


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--engine", is_flag=True, help="Count rows that stay elsewhere: [engine] in briefing.toml says where."
)
@click.option(
    "--dry-run", is_flag=True, help="With --engine: print what would be asked there, and ask nothing."
)
@workspace_option
@talk_options
def load(
    paths: Sequence[Path], engine: bool, dry_run: bool, workspace: Workspace, quiet: bool, verbose: bool
) -> None:
    """Read files into the warehouse: PATHS, or everything in inbox/ and registers/.

    Files are recognised by what is in them. A file already loaded is left alone; a file that can't be
    trusted is refused with everything that is wrong in it, and the others are loaded all the same.

    \b
    Examples:
      briefing load
      briefing load ~/Downloads/20260430-RTT-April-2026-full-extract.csv.zip
      briefing load --engine --dry-run > for-the-owner.sql
    """
    if (dry_run and not engine) or (engine and paths):
        raise click.UsageError("--dry-run goes with --engine, and no PATHS with either.")
    if dry_run:
        return click.echo("\n".join(pipeline.asked_elsewhere(workspace)))
    found = [_from_here_or_inside(path, workspace) for path in paths]
    with Progress("Reading", quiet=quiet) as progress:
        report = pipeline.load(workspace, found, elsewhere=engine, progress=progress)
    write_index(workspace)
    for line in report.lines(verbose=verbose) if not quiet else report.refusals():
        click.echo(line, err=quiet)
    if any(file.alarming for file in report.refused):
        sys.exit(SourceError.exit_code)
    if report.bars_pages:
        raise MeetingError("no pack is made until the names above are put right.")


def _from_here_or_inside(path: Path, workspace: Workspace) -> Path:
    """Find a file from where the user is, or as the program names it: from the workspace."""
    inside = workspace.folder / path
    if not path.exists() and not inside.exists():
        raise click.BadParameter(f"Path '{path}' does not exist.", param_hint="'[PATHS]...'")
    return path if path.exists() else inside


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
    write_index(workspace)
    held = loading.status(workspace).lines(verbose=verbose, quiet=quiet)
    alarms = (f"alarm: {audit.NAME}: {fault}" for fault in audit.read(workspace).faults)
    for line in (*held, *unloaded(workspace), *letters_in_doubt(workspace.packs), *alarms):
        click.echo(line)
    for state in states(workspace, today=date.today()) if not quiet else ():
        if state.next_step:
            click.echo(f"{state.meeting}: {state}")
            for one in state.since:
                click.echo(f"  {one}")
