"""The audit log: who did what, and whether the log is whole; and words released by somebody who answers for it."""

import re
from contextlib import suppress
from datetime import datetime

import click

from briefing import audit as log
from briefing import formats, pipeline
from briefing.cli.group import main
from briefing.cli.options import WORDS, by_option, refuse_identifiers, workspace_option
from briefing.cli.printing import wrapped
from briefing.errors import BriefingError, IntegrityError
from briefing.post.ledger import note_unlogged
from briefing.sources.identifiers import fingerprint, screen_text, with_article
from briefing.workspace import Workspace


@main.command()
@click.option("--verify", is_flag=True, help="Follow the chain of hashes instead of printing the entries.")
@click.option("-v", "--verbose", is_flag=True, help="Name every file and every change.")
@click.option("--holds", metavar="HASH", help="With --verify: a hash written down earlier; is it in the log?")
@click.option(
    "--begin-again", is_flag=True, help="Answer for a log that is no longer whole, and go on with it."
)
@click.option(
    "--by", type=WORDS, metavar="NAME", help="With --begin-again: who answers for it, with their role."
)
@click.option("--reason", type=WORDS, help="With --begin-again: what became of the log.")
@workspace_option
def audit(
    verify: bool,
    verbose: bool,
    holds: str | None,
    begin_again: bool,
    by: str | None,
    reason: str | None,
    workspace: Workspace,
) -> None:
    """Say who loaded, built, approved and sent what, and when.

    --verify finds any line that was changed, left out or put in, and an end that was cut off, unless whoever did it
    wrote the whole log anew. Letters carry the hash of the entry that approved them, and `briefing approve` prints
    it for the minutes: --holds HASH finds it, or says that the log is another.

    \b
    Examples:
      briefing audit
      briefing audit --verify
      briefing audit --verify --holds 5f2c41d09ab37e66
    """
    if begin_again:
        if by is None or reason is None:
            raise click.UsageError("--begin-again wants --by NAME and --reason WHY.")
        refuse_identifiers(workspace, by=by, reason=reason)
        lost = list(log.read(workspace).faults)
        log.record(workspace, "begun again", "the log", by=by, reason=reason, faults=lost)
    with suppress(BriefingError):  # a folder that can't be written is read all the same
        pipeline.note_loads(workspace)
        note_unlogged(workspace)
    found = log.read(workspace)
    for entry in () if verify else found.entries:
        click.echo("\n".join(wrapped(sentence_of(entry, most=None if verbose else _MOST))))
    for remark in found.remarks:
        click.echo(f"remark: {remark}", err=True)
    if holds and not log.holds(found, holds):
        raise IntegrityError(
            f"{log.NAME}: no entry has a hash that begins with {holds}; wanted {log.SHORT} letters of it or more. "
            "Where that is what was written down, the log was cut off or replaced since."
        )
    if found.faults:
        raise IntegrityError("\n".join(f"{log.NAME}, {fault}" for fault in found.faults))
    if verify:
        click.echo(f"{len(found.entries)} entries, every one vouched for by the next; the last: {found.head}")


_MOST = 3
"""So many of a list are named; the rest is counted."""
_HASHES = ("answers", "until", "manifest", "draft_manifest", "sha256", "fingerprints")


def sentence_of(entry: log.Entry, *, most: int | None = None) -> str:
    """Tell one entry as it would be said: "30 November 2026, 13:14 UTC: jo built version 1 of 2026-12-03-rza."

    `most`: so many items of a list are named; None names all.
    """
    try:
        moment = datetime.fromisoformat(entry.at)
        when = f"{formats.day(moment.date())}, {moment:%H:%M} UTC"
    except ValueError:  # somebody changed the line; --verify says so
        when = entry.at
    said = {name: _words(value, most) for name, value in entry.details.items() if name not in _HASHES}
    told = _told(entry, {name: words for name, words in said.items() if words})
    return f"{when}: {entry.who} {told}."


def _words(value: object, most: int | None) -> str:
    if not isinstance(value, list):
        return "" if value is None else str(value).rstrip(".")
    items = [str(item) for item in value]
    if most is not None and len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most:,} more"
    return formats.listed(items)


def _told(entry: log.Entry, said: dict[str, str]) -> str:
    """Say what was done; what a sentence has no place for stands behind it, by its name."""
    files = entry.details.get("files")
    count = formats.counted(len(files), "file") if isinstance(files, list) else f"{files} files"
    shapes = {
        "loaded": f"loaded {count}: {{files}}",
        "built": f"built version {{version}} of {entry.about}",
        "approved": f"approved version {{version}} of {entry.about}, as read in version {{draft}}, for {{by}}",
        "sent": f"sent {count} of version {{version}} of {entry.about} to {{to}} by {{by}}",
        "offered": f"offered {count} of version {{version}} of {entry.about} to {{to}} by {{by}}",
        "declined": f"had no leave to send version {{version}} of {entry.about} to {{to}}: the server said no",
        "drafted": f"drafted {count} of version {{version}} of {entry.about} to {{to}}",
        "withdrawn": f"withdrew the approval of version {{version}} of {entry.about}, for {{by}}: {{reason}}",
        "not made": f"began version {{version}} of {entry.about} before and did not end it",
        "recorded": f"recorded what {entry.about} brought: {{what}}",
        "taken back": f"took a record of {entry.about} back, for {{by}}: {{reason}}",
        "begun again": "answered for a log that was not whole, for {by}: {reason}",
        "failed": f"could not make the packs of {entry.about}: {{error}}",
        "pruned": f"removed versions {{versions}} of {entry.about}",
        "backed up": f"wrote the backup {entry.about} with {count}",
        "restored": f"restored the workspace from {entry.about}, {count}",
        "moved": f"moved {entry.about} from {{before}} to {{to}}: {{reason}}",
        "called off": f"called off {entry.about} ({{status}}): {{reason}}",
        "changed": f"changed {entry.about}: {{fields}}",
        "renamed": f"renamed {{before}} to {entry.about}",
        "released": f"released {entry.about} that look like {{kinds}}, for {{by}}: {{reason}}",
        "held back": f"held back again {entry.about} that look like {{kinds}}, for {{by}}: {{reason}}",
    }
    shape = shapes.get(entry.action, f"{entry.action} {entry.about}")
    used = set(re.findall(r"\{(\w+)\}", shape))
    if not used <= said.keys():
        shape, used = f"{entry.action} {entry.about}", set()
    rest = [
        f"{name.replace('_', ' ')}: {words}" for name, words in said.items() if name not in used | {"files"}
    ]
    return "; ".join([re.sub(r"\{(\w+)\}", lambda name: said.get(name[1], name[0]), shape), *rest])


@main.command()
@click.argument("words")
@by_option
@click.option("--reason", required=True, type=WORDS, help="Why the words identify nobody.")
@click.option("--take-back", is_flag=True, help="Hold the words back again.")
@workspace_option
def release(words: str, by: str, reason: str, take_back: bool, workspace: Workspace) -> None:
    """Let WORDS pass that are held back and identify nobody, wherever they stand.

    A text is held back when something in it looks like a name, a number, an address or a date of birth. WORDS
    are that part of the text, or all of it. Who released them and why goes on the audit log, which does not
    repeat them. Real patients are never released: rewrite the text.

    \b
    Examples:
      briefing release "Jasmine Green" --by "NAME, ROLE" --reason "A ward of the hospital"
      briefing release "Jasmine Green" --by "NAME, ROLE" --reason "It was a patient" --take-back
    """
    hits = screen_text(words)
    if not hits:
        raise BriefingError("WORDS: found nothing that is held back; wanted them as they stand in the text.")
    refuse_identifiers(workspace, by=by, reason=reason)
    prints = sorted({fingerprint(hit.kind, words[hit.start : hit.end]) for hit in hits})
    kinds = list(dict.fromkeys(hit.kind for hit in hits))
    log.record(
        workspace,
        "held back" if take_back else "released",
        "words",
        by=by,
        reason=reason,
        kinds=[str(kind) for kind in kinds],
        fingerprints=prints,
    )
    what = f"what looks like {formats.listed(with_article(kind) for kind in kinds)}"
    click.echo(f"{what} is {'held back again' if take_back else 'let pass from now on'}: noted for {by}")
