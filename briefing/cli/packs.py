"""Packs: checked, made, approved, proved and sent, by hand or by a scheduler."""

import sys
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import get_args

import click

from briefing import audit, formats, pipeline
from briefing.build.changing import twice_asked
from briefing.cli.group import main
from briefing.cli.options import (
    DAY,
    WORDS,
    Choice,
    by_option,
    meeting_argument,
    quiet_option,
    refuse_identifiers,
    talk_options,
    workspace_if_there,
    workspace_option,
)
from briefing.disk import write_atomically
from briefing.errors import DeliveryError, IntegrityError, RunError, SourceError
from briefing.keeping import proof
from briefing.keeping.index import write_index
from briefing.loading.unloaded import unloaded
from briefing.meeting.outline import outline_of
from briefing.post import ledger
from briefing.post.ledger import By
from briefing.progress import Progress
from briefing.shelf.folder import Delivered
from briefing.workspace import Workspace, workspace_at

WAYS: tuple[str, ...] = get_args(By)
_ALSO_CALLED = {
    "mail": "email e-mail smtp",
    "eml": "outlook draft drafts",
    "folder": "share shared sharepoint onedrive teams drive",
}


@main.command()
@click.argument("folder", default="demo", type=click.Path(path_type=Path))
@talk_options
def demo(folder: Path, quiet: bool, verbose: bool) -> None:
    """Make a workspace of sample data in FOLDER (./demo) and build its three meetings.

    \b
    Example:
      briefing demo
    """
    with Progress("Demo", quiet=quiet) as progress:
        for delivered in pipeline.demo(folder, progress=progress):
            _print_delivered(delivered, quiet=quiet)
    if not quiet:
        click.echo(f"Look at it in your browser: briefing web -w {folder}")


@main.command()
@meeting_argument
@workspace_option
def check(meeting: str, workspace: Workspace) -> None:
    """Load the registers, and say what is missing or doubtful in MEETING, what changed since its last version and
    who that affects, and where it stands.

    \b
    Example:
      briefing check 2026-12-03-rxx
    """
    from briefing.post import dispatch, states  # here: mail and calendar, which few commands need

    doubts = [*pipeline.check(workspace, meeting), *dispatch.who_gets_nothing(workspace, meeting)]
    for doubt in (*doubts, *dispatch.new_addresses(workspace, meeting)):
        click.echo(f"- {doubt}")
    for file in unloaded(workspace):
        click.echo(f"- {file}")
    for twice in twice_asked(workspace, outline_of(workspace.meetings / meeting)):
        click.echo(f"- {twice}")
    state = states.state_of(workspace, meeting, today=date.today())
    for one in state.since:
        click.echo(f"- Since version {state.version}: {one}")
    if not doubts:
        click.echo(f"{meeting}: nothing missing, nothing doubtful")
    click.echo(f"{state.meeting}: {state}")


@main.command()
@meeting_argument
@click.option("--again", is_flag=True, help="Build even where nothing changed since the last version.")
@workspace_option
@talk_options
def build(meeting: str, again: bool, workspace: Workspace, quiet: bool, verbose: bool) -> None:
    """Make the packs of MEETING: one for each panel member, in packs/MEETING/v1 and on.

    \b
    Example:
      briefing build 2026-12-03-rxx
    """
    with Progress("Building", quiet=quiet) as progress:
        delivered = pipeline.build(workspace, meeting, again=again, progress=progress)
    write_index(workspace)
    _print_delivered(delivered, quiet=quiet)
    for remark in pipeline.pins_without_effect(workspace, meeting):
        click.echo(f"note: {remark}", err=True)


@main.command()
@meeting_argument
@by_option
@click.option("--version", type=click.IntRange(min=1), help="The version that was read; else the last one.")
@click.option(
    "--withdraw", is_flag=True, help="Take an approval back, with --reason: nobody is sent it any more."
)
@click.option("--reason", type=WORDS, help="With --withdraw: why.")
@workspace_option
def approve(
    meeting: str, by: str, version: int | None, withdraw: bool, reason: str | None, workspace: Workspace
) -> None:
    """Approve the pack of MEETING: its next version is the same without DRAFT across the page.

    What was read is what is approved: where anything it was made from has changed since, this refuses and
    says what. An approved version is never changed; a later change makes a new draft beside it.

    \b
    Examples:
      briefing approve 2026-12-03-rxx --by "NAME, ROLE" --version 2
      briefing approve 2026-12-03-rxx --withdraw --by "NAME, ROLE" --reason "Page 2 has last month's figures"
    """
    if withdraw != (reason is not None):
        raise click.UsageError("--withdraw and --reason go together: wanted both, or neither.")
    refuse_identifiers(workspace, by=by, reason=reason)
    if reason is not None:
        withdrawn = pipeline.withdraw(workspace, meeting, by=by, reason=reason, version=version)
        click.echo(f"{meeting}: the approval of version {withdrawn} is withdrawn by {by}: {reason}")
        for one in ledger.read(workspace.packs / meeting / ledger.NAME).holders(withdrawn):
            click.echo(f"  has it already, and is to be told: {one}")
        return
    with Progress("Approving") as progress:
        delivered = pipeline.approve(workspace, meeting, by=by, version=version, progress=progress)
    write_index(workspace)
    click.echo(f"{delivered.folder}: approved by {by}")
    click.echo(
        f"For the minutes: the audit log then stood at {pipeline.seal_of(workspace, meeting, delivered.version)}"
    )


@main.command()
@click.argument("pack")
@click.option("--rebuild", is_flag=True, help="Make it again from the workspace too, and compare every byte.")
@workspace_if_there
def verify(pack: str, rebuild: bool, workspace: Workspace | None) -> None:
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
    place = proof.place_of(workspace, pack)
    if place.is_dir():
        proved = proof.of_folder(workspace, place, rebuild=rebuild)
    else:
        proved = proof.of_file(workspace or workspace_at(None), place)
    for line in proved.shown:
        click.echo(line)
    for line in proved.remarks:
        click.echo(f"remark: {line}")
    if proved.faults:
        raise IntegrityError("\n".join(proved.faults))


@main.command()
@meeting_argument
@click.option(
    "--to", "by", type=Choice(WAYS, also=_ALSO_CALLED), multiple=True, help="The way; once for each."
)
@click.option("--draft", is_flag=True, help="Send a draft, to our own people alone.")
@click.option("--dry-run", is_flag=True, help="Say what each reader would be sent; send and write nothing.")
@click.option("--again", multiple=True, metavar="WHO", help="Somebody who gets it although they have it.")
@click.option("--arrived", metavar="WHO", help="Somebody who has what was in doubt or in a draft.")
@workspace_option
def send(
    meeting: str,
    by: tuple[By, ...],
    draft: bool,
    dry_run: bool,
    again: tuple[str, ...],
    arrived: str | None,
    workspace: Workspace,
) -> None:
    """Send the last version of MEETING's pack: each edition to its reader, and nobody the same twice.

    Before the meeting, packs, running order, answer sheet and themes notice go out; after it is recorded, letters
    and the bulletin. Ways: mail (the server in briefing.toml), eml (drafts that Outlook opens), folder (copies
    with dated names). Without --to: every way that briefing.toml sets up, or drafts. WHO is an id, a name, an
    address, or all. Only what is approved goes out. A draft counts as drafted until --arrived says that it was sent.
    Run it again at any time: it sends what is still owed. Leaves with 13 where somebody gets nothing, and says why.

    \b
    Examples:
      briefing send 2026-12-03-rxx --dry-run
      briefing send 2026-12-03-rxx --to eml
      briefing send 2026-12-03-rxx --to mail --to folder
      briefing send 2026-12-03-rxx --again P02
    """
    from briefing.post import dispatch  # here: mail, calendar and PDF libraries, which no other command needs

    if arrived is not None:
        for settled in dispatch.settle(workspace, meeting, arrived):
            click.echo(f"written down: {settled.who} has it")
        return
    for changed in dispatch.new_addresses(workspace, meeting):
        click.echo(f"note: {changed}", err=True)
    failed: list[str] = []
    sent = dispatch.send(workspace, meeting, by=by, draft=draft, dry_run=dry_run, again=frozenset(again))
    for delivery in sent:
        failed += [delivery.who] if delivery.failed else []
        click.echo(delivery, err=delivery.failed)
    write_index(workspace)
    if failed:
        names = formats.listed(dict.fromkeys(failed))
        click.echo(f"Nothing went to {names}: each reason stands above.", err=True)
        sys.exit(DeliveryError.exit_code)


@main.command()
@click.argument("folder", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--today", type=DAY, help="Another day than today: the report ends with its quarter.")
@workspace_option
def membership(folder: Path | None, today: date | None, workspace: Workspace) -> None:
    """Report whose voice was heard, by quarter: for the governing body, and for practices.

    Which practices and localities were heard by reports, panels, surveys and visits, newcomers, who was never heard,
    what came of it, and whom to invite next. As pages, on a screen and in Word, into FOLDER; without it into
    packs/membership.

    \b
    Examples:
      briefing membership
      briefing membership governing-body --today 2026-09-30
    """
    from briefing.build.pages import files_of, masthead_of  # here: the layout engine takes a second to start
    from briefing.pack.membership import membership_documents
    from briefing.post.membership import membership_of

    pipeline.take_in_registers(workspace)
    found = membership_of(workspace, today=today or date.today())
    documents = membership_documents(found, masthead=masthead_of(workspace))
    _write(files_of(workspace, documents), folder or workspace.packs / "membership")


@main.command()
@click.argument("places", nargs=-1)
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Where the pages go.")
@click.option("--practices", is_flag=True, help="Without PLACES: a page for each practice too.")
@workspace_option
def need(places: tuple[str, ...], folder: Path | None, practices: bool, workspace: Workspace) -> None:
    """Make pages of need: who lives in a place, who is sent where, who is like it.

    PLACES are boards, localities, networks or practices, by name or code; without any, a page for each but the
    practices. People come from the GP lists by age, deprivation and the map of practices, prevalence from Fingertips,
    referrals from the local feed: what is not loaded is said. Into packs/need, or the folder after --to.

    \b
    Examples:
      briefing need
      briefing need "Mere Harbour PCN" A81001 --to strategy
    """
    from briefing.build.need import (  # here: the layout engine takes a second to start
        documents_of,
        picture_of,
    )
    from briefing.build.pages import files_of

    pipeline.take_in_registers(workspace)
    picture = picture_of(workspace)
    found = [picture.place(word) for word in places] or [
        one for one in picture.places if practices or one.level != "practice"
    ]
    documents = documents_of(workspace, picture, found, today=date.today())
    _write(files_of(workspace, documents), folder or workspace.packs / "need")


def _write(files: Mapping[str, bytes], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        write_atomically(folder / name, content)
        click.echo(folder / name)


@main.command()
@click.option("--to", "by", type=Choice(("mail", "eml"), also=_ALSO_CALLED), help="The way; else as set up.")
@click.option("--dry-run", is_flag=True, help="Say what each would hear; send and write nothing.")
@click.option("--arrived", metavar="WHO", help="Somebody who has what was in doubt or in a draft.")
@click.option("--again", metavar="WHO", help="Somebody who did not get what was in doubt.")
@click.option("--stop", metavar="WHO", help="Somebody who wants to hear no more.")
@click.option("--today", type=DAY, help="Another day than today, for a rehearsal.")
@workspace_option
def alerts(
    by: By | None,
    dry_run: bool,
    arrived: str | None,
    again: str | None,
    stop: str | None,
    today: date | None,
    workspace: Workspace,
) -> None:
    """Tell those in registers/alerts what newly changed in what they follow: few, the strongest first, once each.

    New is a chart that turned for the worse or the better, a plan missed for the second month, a return that did not
    come, in the latest month or the one before. At most three a month for each person ([alerts] in briefing.toml),
    with chart and source. Nobody hears of what they have an interest in. `briefing run` does the same after a load.

    \b
    Examples:
      briefing alerts --dry-run
      briefing alerts --to eml
      briefing alerts --stop P03
    """
    from briefing.post import alerts as post  # here: mail and calendar libraries, which few commands need

    day = today or date.today()
    pipeline.take_in_registers(workspace)
    if stop is not None:
        done = pipeline.keep_register(workspace, post.stop(workspace, stop, today=day))
        click.echo(f"{stop}: {'hears no more' if done.fate == 'saved' else done.fate}: registers/alerts")
        return
    for who, came in ((arrived, True), (again, False)):
        if who is not None:
            for name in post.settle(workspace, who, arrived=came, today=day):
                click.echo(f"written down: {name} {'has it' if came else 'has it not: it is due again'}")
            return
    failed = []
    sent = list(post.send(workspace, today=day, by=by, dry_run=dry_run))
    for one in sent:
        failed += [one.who] if one.failed else []
        click.echo(one, err=one.failed)
    if not sent:
        click.echo("Nobody who follows anything has news.")
    if failed:
        click.echo(f"Nothing went to {formats.listed(failed)}: each reason stands above.", err=True)
        sys.exit(DeliveryError.exit_code)


@main.command()
@click.option("--due", is_flag=True, required=True, help="Every meeting within its notice.")
@click.option("--dry-run", is_flag=True, help="Say what would be made; load nothing, change nothing.")
@click.option("--today", type=DAY, help="Another day than today, for a rehearsal.")
@click.option("--workers", type=click.IntRange(min=1), help="How many processes; else one a processor.")
@quiet_option
@workspace_option
def run(
    due: bool, dry_run: bool, today: date | None, workers: int | None, quiet: bool, workspace: Workspace
) -> None:
    """Load what is new, then make every pack that is due and missing or changed. For schedulers.

    Due is a meeting within its notice: [notice] in briefing.toml says how many working days each edition
    takes (five for the GP pack and the themes notice, two for the running order), and a meeting's own file may
    say otherwise. England's bank holidays are known. What has not changed is left alone.

    A pack that can't be made stops no other: its error is kept as error.txt beside its versions, and the
    exit code is 11. A second run at the same time leaves at once with 12. A letter that may or may not have
    arrived is told at each run until it is settled, with 13. A file that was refused for the first time gives
    4; at the next run it is known, and 0. A run sends no pack: it says which approved ones are still to send. To those
    in registers/alerts it tells what newly changed, as `briefing alerts` does.

    \b
    Examples:
      briefing run --due --dry-run
      briefing run --due -q                   from a scheduler: see docs/scheduling
      briefing run --due --today 2026-12-22   as if it were that day
    """
    from briefing.runs.run import run_due  # here: no other command needs it

    with Progress("Making", quiet=quiet) as progress:
        report = run_due(
            workspace,
            today=today or date.today(),
            dry=dry_run,
            workers=workers,
            progress=progress,
        )
    if not dry_run:
        write_index(workspace)
    for line in () if quiet else report.lines():
        click.echo(line)
    if report.load_error or report.failed:
        told = [report.load_error, *(f"{each.meeting}: {each.error}" for each in report.failed)]
        raise RunError("\n".join([*filter(None, told), *(report.in_doubt if quiet else ())]))
    if report.in_doubt:
        told = [*report.news, *report.in_doubt]
        raise DeliveryError("\n".join(told) if quiet else "see the letters in doubt above")
    if alarms := audit.read(workspace).faults:
        raise IntegrityError("\n".join(f"{audit.NAME}: {alarm}" for alarm in alarms))
    if report.news:
        click.echo("\n".join(report.news) if quiet else "see the refused files above", err=True)
        raise click.exceptions.Exit(SourceError.exit_code)


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
