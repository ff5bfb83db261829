"""Approval and proof: whose word a pack has, and whether it is what was made."""

from pathlib import Path

import click

from briefing import pipeline
from briefing.cli.options import workspace_option
from briefing.errors import IntegrityError
from briefing.keeping import proof
from briefing.progress import Progress
from briefing.workspace import workspace_at, workspace_near


@click.command()
@click.argument("meeting")
@click.option("--by", required=True, metavar="NAME", help="Who approves, with their role.")
@click.option("--version", type=click.IntRange(min=1), help="The version that was read; else the last one.")
@workspace_option
def approve(meeting: str, by: str, version: int | None, workspace: Path | None) -> None:
    """Approve the pack of MEETING: its next version is the same without DRAFT across the page.

    What was read is what is approved: where anything it was made from has changed since, this refuses and
    says what. An approved version is never changed; a later change makes a new draft beside it.

    \b
    Example:
      briefing approve 2026-12-03-rxx --by "NAME, ROLE" --version 2
    """
    with Progress("Approving") as progress:
        delivered = pipeline.approve(
            workspace_at(workspace), meeting, by=by, version=version, progress=progress
        )
    click.echo(f"{delivered.folder}: approved by {by}")


@click.command()
@click.argument("pack")
@click.option("--rebuild", is_flag=True, help="Make it again from the workspace too, and compare every byte.")
@workspace_option
def verify(pack: str, rebuild: bool, workspace: Path | None) -> None:
    """Prove that PACK is what its manifest says: a folder of packs/, a single file, or a meeting's name.

    A folder is held against its manifest (every file, nothing more, nothing less) and the manifest against
    the audit log. A single file, such as a PDF somebody was sent, is found by its content. Leaves with 10
    where something was changed.

    \b
    Examples:
      briefing verify 2026-12-03-rxx
      briefing verify packs/2026-12-03-rxx/v2 --rebuild
      briefing verify ~/Downloads/gp-pack-rxx-dr-sample.pdf
    """
    found = workspace_near(workspace)
    place = proof.place_of(found, pack)
    if place.is_dir():
        proved = proof.of_folder(found, place, rebuild=rebuild)
    else:
        proved = proof.of_file(workspace_at(workspace), place)
    for line in proved.shown:
        click.echo(line)
    for line in proved.remarks:
        click.echo(f"remark: {line}")
    if proved.faults:
        raise IntegrityError("\n".join(proved.faults))
