"""After the meeting: take in the clerk's sheet, and say what became of what was promised."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click
import pyarrow as pa

from briefing import formats, loading
from briefing.build.inputs import context_of, meeting_of, registers_of, registry_of
from briefing.challenge.history import Headline, headline, promises_by_provider
from briefing.challenge.model import Promise
from briefing.cli.group import main
from briefing.cli.options import (
    DAY,
    WORDS,
    format_option,
    meeting_argument,
    refuse_identifiers,
    workspace_option,
)
from briefing.cli.printing import print_json, print_rows
from briefing.errors import BriefingError, SourceError
from briefing.measures import Measure
from briefing.meeting import recording
from briefing.meeting.answers import Answer, answers_of
from briefing.meeting.record_book import lines_of, records_of
from briefing.meeting.recording import RecordReport
from briefing.nearest import Named, meant
from briefing.protection.disclosure import protect
from briefing.workspace import Workspace

_STATES = {
    "kept": "kept",
    "late": "late",
    "open": "open",
    "repeated": "promised again",
    "not_kept": "not kept",
}


@main.command()
@meeting_argument
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--history", is_flag=True, help="Say what was recorded, who recorded it, and what was taken back."
)
@click.option("--take-back", is_flag=True, help="Undo the last record, with --by and --reason.")
@click.option(
    "--by", type=WORDS, metavar="NAME", help="With --take-back: who answers for it, with their role."
)
@click.option("--reason", type=WORDS, help="With --take-back: why.")
@click.option(
    "--wrote", metavar="QUESTION", help="A question that they would write on: their letter has come."
)
@click.option("--org", help="With --wrote, at a meeting with several providers: whose letter.")
@click.option("--on", type=DAY, help="With --wrote: the day it came; else today.")
@click.option("--note", type=WORDS, help="With --wrote: what it says.")
@workspace_option
def record(
    meeting: str,
    file: Path | None,
    history: bool,
    take_back: bool,
    by: str | None,
    reason: str | None,
    wrote: str | None,
    org: str | None,
    on: date | None,
    note: str | None,
    workspace: Workspace,
) -> None:
    """Record what MEETING brought, from the clerk's filled sheet: FILE, or the one in the meeting's folder.

    The sheet is the Excel workbook or the PDF form that was made with the pack. Answers are kept in the
    meeting's folder and commitments go on the register. A sheet with anything wrong in it is refused whole,
    with everything that is wrong; recording it again once it is mended is safe. A promise made in place of an earlier
    one says so in its note: "Replaces ID". Every record is kept: --take-back undoes the last, answers and register.

    \b
    Examples:
      briefing record 2026-12-03-rxx
      briefing record 2026-12-03-rxx ~/Downloads/clerk-answer-sheet.xlsx
      briefing record 2026-12-03-rxx --take-back --by "NAME, ROLE" --reason "The sheet of another day"
      briefing record 2026-12-03-rxx --wrote rtt-02 --on 2027-01-12 --note "The split by specialty is enclosed"
    """
    found = meeting_of(workspace, meeting)
    refuse_identifiers(workspace, by=by, reason=reason, note=note)
    if history:
        for line in lines_of(records_of(workspace.meetings / found.id)):
            click.echo(line)
        return
    if take_back:
        if by is None or reason is None:
            raise click.UsageError("--take-back wants --by NAME and --reason WHY.")
        undone, register, notes = recording.take_back(workspace, found, by=by, reason=reason)
        click.echo(f"{found.id}: taken back: {undone.event} at {undone.at}, {undone.what}")
        for told in notes:
            click.echo(f"- {told}")
    else:
        if wrote is not None:
            day = on or date.today()
            done = recording.wrote(workspace, found, wrote, on=day, provider=org, note=note or "")
        else:
            done = recording.record(workspace, found, file)
        _say(done)
        register = done.register
    if register.exists():
        report = loading.load(workspace, [register])
        if faults := [fault for refused in report.refused for fault in refused.faults]:
            raise SourceError(faults)


def _say(recorded: RecordReport) -> None:
    asked = formats.counted(len(recorded.questions), "question")
    click.echo(
        f"{recorded.meeting_id}: {asked}, {formats.number(recorded.reached)} reached, "
        f"{formats.number(recorded.dated)} with a dated commitment"
    )
    for words, ids in (
        ("on the register", recorded.added),
        ("changed on the register", recorded.changed),
        ("looked back on", recorded.settled),
    ):
        if ids:
            click.echo(f"{formats.counted(len(ids), 'commitment')} {words}: {', '.join(ids)}")
    for note in recorded.notes:
        click.echo(f"- {note}")


@main.command()
@click.option("--org", help="One provider's, by its code or name; without it, everybody's.")
@click.option("--today", type=DAY, help="Judge them as on this day.")
@format_option
@workspace_option
def promises(org: str | None, today: date | None, form: str, workspace: Workspace) -> None:
    """Say what became of every promise, and the two shares that tell whether meetings work.

    \b
    Examples:
      briefing promises
      briefing promises --org RXX --format json
    """
    table = registers_of(workspace, "commitments")["commitments"]
    day = today or date.today()
    judged = promises_by_provider(table, today=day, measures=_measures(workspace, table))
    org_code = None if org is None else _promiser(workspace, org, judged)
    chosen = judged if org_code is None else {org_code: judged[org_code]}
    found = headline(_recorded(workspace, org_code), [one for made in chosen.values() for one in made])
    rows = [_row(provider, promise) for provider, made in chosen.items() for promise in made]
    if form == "json":
        shares = {"dated_share": found.dated_share, "kept_share": found.kept_share}
        print_json({"headline": asdict(found) | shares, "promises": rows})
        return
    if form == "csv":
        print_rows(rows, form, columns=_COLUMNS)
        return
    for line in _lines(found):
        click.echo(line)
    print_rows(
        [{name: row[name] for name in ("provider", "state", "due_on", "owner", "what")} for row in rows], form
    )


def _promiser(workspace: Workspace, word: str, judged: Collection[str]) -> str:
    """Return the code of a provider that promised something, by its code or name in whatever case."""
    if word.upper() in judged:
        return word.upper()
    with context_of(workspace) as context:
        found = {code: context.organisation(code) for code in judged}
    named = [Named("provider", code, one.name if one is not None else "") for code, one in found.items()]
    if len(fitting := meant(word, named)) == 1:
        return fitting[0].code
    known = formats.listed(map(str, named)) or "nobody yet"
    raise BriefingError(f"{word}: found no promise of theirs; the register has some of: {known}")


def _measures(workspace: Workspace, table: pa.Table) -> list[Measure]:
    """The series that some promise names, small numbers hidden as in the packs."""
    named = {(name or "").split("/")[0].strip().casefold() for name in table["measure"].to_pylist()}
    known = registry_of(workspace).values()
    wanted = [metric.name for metric in known if named & set(map(str.casefold, metric.names))]
    providers = sorted(set(table["provider_code"].drop_null().to_pylist()))
    if not wanted or not providers:
        return []
    with context_of(workspace) as context:
        measures = context.measures(org_code=providers, metrics=wanted, population_code="ALL")
        return list(protect(measures, workspace.settings.suppression))


def _recorded(workspace: Workspace, org_code: str | None) -> list[list[Answer]]:
    every = [answers_of(folder) for folder in sorted(workspace.meetings.iterdir()) if folder.is_dir()]
    code = org_code.upper() if org_code else None
    return [[one for one in answers if code in (None, one.provider_code)] for answers in every]


def _lines(found: Headline) -> list[str]:
    asked = formats.counted(found.questions, "question")
    over = formats.counted(found.meetings, "recorded meeting")
    return [
        f"Questions that brought a dated commitment: {_share(found.dated, found.questions)} "
        f"({asked} at {over}, {formats.number(found.not_reached)} not reached)",
        f"Commitments kept by their day: {_share(found.kept, found.due)} "
        f"({formats.counted(found.promises, 'promise')} on the register, "
        f"{formats.number(found.promises - found.due)} still open)",
        "",
    ]


def _share(part: int, whole: int) -> str:
    if not whole:
        return "none to count yet"
    return f"{formats.number(part)} of {formats.number(whole)}, {formats.percent(100 * part / whole, 0)}"


_FIELDS = ("what", "owner", "due_on", "closed_on", "times", "measure", "measured", "evidence")
_COLUMNS = ("provider", "commitment_id", "meeting_id", "state", *_FIELDS)


def _row(provider: str, promise: Promise) -> dict[str, object]:
    kept_late = promise.state == "late" and promise.closed_on is not None
    return {
        "provider": provider,
        "commitment_id": promise.commitment_id,
        "meeting_id": promise.meeting_id,
        "state": "kept late" if kept_late else _STATES[promise.state],
        **{name: getattr(promise, name) for name in _FIELDS},
    }
