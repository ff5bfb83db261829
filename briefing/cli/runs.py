"""The unattended run."""

from datetime import date, datetime
from pathlib import Path

import click

from briefing.cli.options import workspace_option
from briefing.errors import DeliveryError, RunError, SourceError
from briefing.progress import Progress
from briefing.workspace import workspace_at


@click.command()
@click.option("--due", is_flag=True, required=True, help="Every meeting within its notice.")
@click.option("--dry-run", is_flag=True, help="Say what would be made; load nothing, touch nothing.")
@click.option(
    "--today",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Another day than today, for a rehearsal.",
)
@click.option("--workers", type=click.IntRange(min=1), help="How many processes; else one a processor.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what went wrong.")
@workspace_option
def run(
    due: bool, dry_run: bool, today: datetime | None, workers: int | None, quiet: bool, workspace: Path | None
) -> None:
    """Load what is new, then make every pack that is due and missing or changed. For schedulers.

    Due is a meeting within its notice: [notice] in briefing.toml says how many working days each edition
    takes (five for the GP pack and the themes notice, two for the running order), and a meeting's own file may
    say otherwise. England's bank holidays are known. What has not changed is left alone.

    A pack that can't be made stops no other: its error is kept as error.txt beside its versions, and the
    exit code is 11. A second run at the same time leaves at once with 12. A letter that may or may not have
    arrived is told at each run until it is settled, with 13. A file that was refused for the first time gives
    4; at the next run it is known, and 0. A run sends nothing: it says which approved packs are still to send.

    \b
    Examples:
      briefing run --due --dry-run
      briefing run --due -q                   from a scheduler: see docs/scheduling
      briefing run --due --today 2026-12-22   as if it were that day
    """
    from briefing.runs.run import run_due  # here: no other command needs it

    with Progress("Making", quiet=quiet) as progress:
        report = run_due(
            workspace_at(workspace),
            today=today.date() if today else date.today(),
            dry=dry_run,
            workers=workers,
            progress=progress,
        )
    for line in () if quiet else report.lines():
        click.echo(line)
    if report.load_error or report.failed:
        told = [report.load_error, *(f"{each.meeting}: {each.error}" for each in report.failed)]
        raise RunError("\n".join([*filter(None, told), *(report.in_doubt if quiet else ())]))
    if report.in_doubt:
        told = [*report.news, *report.in_doubt]
        raise DeliveryError("\n".join(told) if quiet else "see the letters in doubt above")
    if report.news:
        click.echo("\n".join(report.news) if quiet else "see the refused files above", err=True)
        raise click.exceptions.Exit(SourceError.exit_code)
