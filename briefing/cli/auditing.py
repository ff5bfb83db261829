"""The audit log: who did what, and whether the log is whole."""

import click

from briefing import audit as log
from briefing.cli.group import main
from briefing.cli.options import workspace_option
from briefing.errors import IntegrityError
from briefing.workspace import Workspace


@main.command()
@click.option("--verify", is_flag=True, help="Follow the chain of hashes instead of printing the entries.")
@click.option("--holds", metavar="HASH", help="With --verify: a hash written down earlier; is it in the log?")
@workspace_option
def audit(verify: bool, holds: str | None, workspace: Workspace) -> None:
    """Say who loaded, built, approved and sent what, and when.

    --verify proves that no line was changed, left out or put in, and prints the hash of the last entry. Keep
    that hash elsewhere, such as in the minutes: --holds HASH proves later that nothing up to it was cut off.

    \b
    Examples:
      briefing audit
      briefing audit --verify
      briefing audit --verify --holds 5f2c...
    """
    found = log.read(workspace)
    for line in () if verify else log.lines_of(found):
        click.echo(line)
    for remark in found.remarks:
        click.echo(f"remark: {remark}", err=True)
    if holds and not log.holds(found, holds):
        raise IntegrityError(f"{log.NAME}: no entry has the hash {holds}; the log was cut off or replaced.")
    if found.faults:
        raise IntegrityError("\n".join(f"{log.NAME}, {fault}" for fault in found.faults))
    if verify:
        click.echo(f"{len(found.entries)} entries, every one vouched for by the next; the last: {found.head}")
