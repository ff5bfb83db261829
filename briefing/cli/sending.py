"""Sending packs to those who read them."""

import sys
from pathlib import Path
from typing import get_args

import click

from briefing.cli.options import workspace_option
from briefing.errors import DeliveryError
from briefing.post.ledger import By
from briefing.workspace import workspace_at

WAYS: tuple[str, ...] = get_args(By)


@click.command()
@click.argument("meeting")
@click.option("--to", "by", type=click.Choice(WAYS), multiple=True, help="The way; once for each.")
@click.option("--draft", is_flag=True, help="Send a draft, to our own people alone.")
@click.option("--dry-run", is_flag=True, help="Say what would go to whom; send and write nothing.")
@click.option("--again", multiple=True, metavar="WHO", help="Somebody who gets it although they have it.")
@click.option("--arrived", metavar="WHO", help="Somebody who says that what was in doubt has come.")
@workspace_option
def send(
    meeting: str,
    by: tuple[By, ...],
    draft: bool,
    dry_run: bool,
    again: tuple[str, ...],
    arrived: str | None,
    workspace: Path | None,
) -> None:
    """Send the last version of MEETING's pack: each edition to its reader, and nobody the same twice.

    Before the meeting, packs, running order, answer sheet and themes notice go out; after it is recorded, letters
    and the bulletin. Ways: mail (the server in briefing.toml), eml (drafts that Outlook opens), folder (copies
    with dated names). Without --to: every way that briefing.toml sets up, or drafts. WHO is an id, a name or an
    address. Only what is approved goes out. Run it again at any time: it sends what is still owed.

    \b
    Examples:
      briefing send 2026-12-03-rxx --dry-run
      briefing send 2026-12-03-rxx --to eml
      briefing send 2026-12-03-rxx --to mail --to folder
      briefing send 2026-12-03-rxx --again P02
    """
    from briefing.post import dispatch  # here: mail, calendar and PDF libraries, which no other command needs

    found = workspace_at(workspace)
    if arrived is not None:
        click.echo(f"written down: {dispatch.settle(found, meeting, arrived).who} has it")
        return
    failed = 0
    for delivery in dispatch.send(
        found, meeting, by=by, draft=draft, dry_run=dry_run, again=frozenset(again)
    ):
        failed += delivery.failed
        click.echo(delivery, err=delivery.failed)
    if failed:
        sys.exit(DeliveryError.exit_code)
