"""Retention, backup, and a health check."""

from datetime import date
from pathlib import Path

import click

from briefing import formats
from briefing.cli.group import main
from briefing.cli.options import workspace_option, workspace_path
from briefing.errors import BriefingError, ConfigError
from briefing.workspace import Workspace, workspace_near


@main.command()
@click.option("--dry-run", is_flag=True, help="Say what would go; remove nothing.")
@workspace_option
def prune(dry_run: bool, workspace: Workspace) -> None:
    """Remove old drafts by the rule under [keep] in briefing.toml, and what can be computed anew.

    What was approved never goes, nor the last version of a pack, nor a draft that alone knows what was asked
    at a meeting that has not been recorded.

    \b
    Examples:
      briefing prune --dry-run
      briefing prune
    """
    from briefing.keeping import retention  # here: no other command needs it

    today = date.today()
    gone = retention.plan(workspace, today=today) if dry_run else retention.prune(workspace, today=today)
    for going in gone:
        click.echo(
            f"{'would go' if dry_run else 'gone'}: {going.path.relative_to(workspace.folder)}: {going.why}"
        )
    size = sum(going.size for going in gone) / 2**20
    click.echo(f"{formats.counted(len(gone), 'folder')}, {size:,.1f} MB" if gone else "nothing to remove")


@main.command()
@click.argument("file", type=click.Path(path_type=Path))
@workspace_option
def backup(file: Path, workspace: Workspace) -> None:
    """Write the whole workspace into FILE, a zip, and read it back: every file is proved by its hash.

    Inbox, registers, meetings, packs, settings, the warehouse and the audit log are in it; what can be computed
    anew is not. An existing file is never written over.

    \b
    Example:
      briefing backup ~/backups/northmere-2026-11-22.zip
    """
    from briefing.keeping.backup import back_up

    count = back_up(workspace, file)
    click.echo(f"{file}: {count} files, each read back as it was written")


@main.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("folder", type=click.Path(path_type=Path))
def restore(file: Path, folder: Path) -> None:
    """Make a workspace in FOLDER from the backup FILE: whole, every file proved, or not at all.

    A folder that holds anything is never written into.

    \b
    Example:
      briefing restore ~/backups/northmere-2026-11-22.zip northmere-restored
    """
    from briefing.keeping.backup import restore as put_back

    click.echo(f"Restored {put_back(file, folder).folder}. Next: briefing status")


@main.command()
@click.option("--no-mail", is_flag=True, help="Leave the mail server alone.")
@workspace_path
def doctor(no_mail: bool, workspace: Path | None) -> None:
    """Check this computer and the workspace, and say what to do about what is wrong.

    Python, libraries, fonts, a page laid out, disk, rights, clock, locks, the warehouse, the audit log, the last
    packs, metrics, patterns, standards and look of your own, the shared folder, and the mail server where one is
    set up. Leaves with 1 where something is wrong.

    \b
    Example:
      briefing doctor
    """
    from briefing.keeping.health import CheckResult, examine

    try:
        findings = list(examine(workspace_near(workspace), mail=not no_mail))
    except ConfigError as error:  # the computer can be looked at all the same
        remedy = "Mend the line it names, then run this again: the workspace itself was not looked at."
        findings = [*examine(None), CheckResult("briefing.toml", "wrong", str(error), remedy)]
    for finding in findings:
        click.echo(finding.line())
    wrong = [finding for finding in findings if finding.state == "wrong"]
    doubts = sum(finding.state == "doubt" for finding in findings)
    if not wrong:
        click.echo(
            f"Nothing is wrong; {formats.counted(doubts, 'thing')} to look at." if doubts else "All is well."
        )
    if wrong:
        raise BriefingError(
            f"{len(wrong)} of {len(findings)} checks found something wrong: see what to do above."
        )
