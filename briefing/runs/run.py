"""An unattended run: load what is new, make what is due and missing or changed, leave the rest, tell what was done.

Safe to start twice: the second finds the first's lock and leaves. Safe to kill: a pack is there whole or not
at all, a load has happened or not, and the next run goes on from there.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from datetime import date

from briefing import audit, formats, pipeline
from briefing.build.inputs import context_of
from briefing.disk import program_error, write_lock
from briefing.errors import BriefingError, BusyError
from briefing.formats import typed
from briefing.loading import LoadReport, known_refusals
from briefing.post.ledger import letters_in_doubt
from briefing.progress import Report
from briefing.runs.due import Due, meetings
from briefing.runs.outcome import RunReport, RunResult, forget_error, keep_error
from briefing.runs.side_by_side import Make, make_all, make_one
from briefing.shelf import folder as packs
from briefing.shelf import manifest
from briefing.shelf.approval import is_withdrawn
from briefing.shelf.parts import Shared, parts_of, shared_parts
from briefing.workspace import Workspace

_MOST_NAMES = 4
"""Of those who have not got their pack: the bulletin goes to every practice."""


def run_due(
    workspace: Workspace,
    *,
    today: date,
    dry: bool = False,
    workers: int | None = None,
    progress: Report | None = None,
    make: Make = make_one,
) -> RunReport:
    """Make every pack that is due. With `dry`, say what would be made and touch nothing."""
    if dry:
        return _report(workspace, today, _plans(workspace, _due(workspace, today)))
    with _alone(workspace):
        loaded, trouble, news = _load(workspace, progress)
        outcomes = _make(workspace, _due(workspace, today), workers=workers, progress=progress, make=make)
        for outcome in outcomes:
            _keep(workspace, outcome)
        told = tuple(_alerts(workspace, today))
    return replace(
        _report(workspace, today, outcomes), loaded=loaded, load_error=trouble, news=news, alerts=told
    )


@contextmanager
def _alone(workspace: Workspace) -> Iterator[None]:
    """Let one run work at a time; a lock dies with its process."""
    lock = write_lock(workspace.folder / ".run.lock", purpose="a run", seconds=0, busy=BusyError)
    with ExitStack() as held:
        try:
            held.enter_context(lock)
        except OSError as error:
            raise BriefingError(
                f"{workspace.folder}: can't be written ({error.strerror or error}); nothing was done."
            ) from None
        yield


def _due(workspace: Workspace, today: date) -> list[Due]:
    return [due for due in meetings(workspace) if due.on(today)]


def _load(workspace: Workspace, progress: Report | None) -> tuple[LoadReport | None, str, tuple[str, ...]]:
    """Load what is new. A warehouse that can't be written keeps no pack from being made of the last good state."""
    known = known_refusals(workspace)
    try:
        report = pipeline.take_in(workspace, progress=progress)
    except BriefingError as error:
        return None, str(error), ()
    except Exception:
        return None, str(program_error()), ()
    return report, "", tuple(report.news(known))


def _make(
    workspace: Workspace, due: Sequence[Due], *, workers: int | None, progress: Report | None, make: Make
) -> list[RunResult]:
    """Return the outcome for every due pack, in the order of the meetings."""
    planned = {one.meeting: outcome for one, outcome in zip(due, _plans(workspace, due), strict=True)}
    wanted = [meeting for meeting, outcome in planned.items() if outcome.state != "unchanged"]
    if wanted and progress is not None:
        progress("putting every organisation in context", 0, len(wanted))
    if wanted and (trouble := _context_trouble(workspace)):
        return [
            RunResult(each.meeting, "failed", error=trouble) if each.meeting in wanted else each
            for each in planned.values()
        ]
    for done, outcome in enumerate(make_all(workspace.folder, wanted, workers=workers, make=make), start=1):
        planned[outcome.meeting] = outcome
        if progress is not None:
            progress(outcome.meeting, done, len(wanted))
    return list(planned.values())


def _plans(workspace: Workspace, due: Sequence[Due]) -> list[RunResult]:
    """Say what would be made, by comparing each pack's parts with those of its last version: no figures are read."""
    shared = shared_parts(workspace) if due else Shared({}, ())
    return [_planned(workspace, one.meeting, shared) for one in due]


def _planned(workspace: Workspace, meeting: str, shared: Shared) -> RunResult:
    target = workspace.packs / meeting
    try:
        parts = parts_of(workspace, meeting, shared)
        if last := packs.already_made(target, manifest.fingerprint(parts)):
            made = packs.manifest_of(target, last.version)
            approved = made.status == "approved" and not is_withdrawn(workspace, made)
            return RunResult(meeting, "unchanged", last.version, approved=approved)
        before = packs.last_manifest(target)
    except BriefingError as error:
        return RunResult(meeting, "would be made", error=str(error))
    if before is None:
        return RunResult(meeting, "would be made")
    why = manifest.differences(before.parts, parts)
    maybe = bool(why) and before.could_stand(parts)
    return RunResult(meeting, "would be looked at" if maybe else "would be made", before.version, why=why)


def _context_trouble(workspace: Workspace) -> str:
    """Compute the figures once for all packs; return why that can't be done."""
    try:
        with context_of(workspace):
            return ""
    except BriefingError as error:
        return str(error)


def _keep(workspace: Workspace, outcome: RunResult) -> None:
    """Keep an error with its pack, noted in the audit log where it is news; forget it once the pack is made."""
    folder = workspace.packs / outcome.meeting
    if outcome.state != "failed":
        forget_error(folder)
    elif keep_error(folder, outcome.error):
        with suppress(BriefingError):  # the full disk that is the error here is told in the report
            audit.record(workspace, "failed", outcome.meeting, error=outcome.error.splitlines()[0])


def _report(workspace: Workspace, today: date, outcomes: Sequence[RunResult]) -> RunReport:
    coming = tuple(due for due in meetings(workspace) if due.first > today)
    return RunReport(
        today,
        tuple(outcomes),
        tuple(sorted(coming, key=lambda due: due.first)),
        in_doubt=tuple(letters_in_doubt(workspace.packs)),
        to_send=tuple(_to_send(workspace, [each.meeting for each in outcomes if each.approved], today=today)),
    )


def _alerts(workspace: Workspace, today: date) -> Iterator[str]:
    """Tell those who follow something what newly changed. A letter that can't leave keeps no run from its end."""
    from briefing.post import alerts  # here: mail and calendar libraries, which a run may spare

    try:
        for one in alerts.send(workspace, today=today):
            yield f"alert      {one}"
    except BriefingError as error:
        yield f"alert      none went out: {error}"
    except Exception:
        yield f"alert      none went out: {program_error()}"


def _to_send(workspace: Workspace, approved: Sequence[str], *, today: date) -> Iterator[str]:
    """Yield a line for each approved pack that somebody has not got. A run sends no pack: that is a person's word."""
    from briefing.post import dispatch  # here: mail and calendar libraries, spared without an approved pack

    for meeting in approved:
        try:
            waiting = dispatch.owed(workspace, meeting, today=today)
        except BriefingError as error:
            yield f"to send    {meeting}: {error}"
            continue
        if waiting:
            told = formats.listed(waiting[:_MOST_NAMES])
            more = f" and {len(waiting) - _MOST_NAMES} more" if len(waiting) > _MOST_NAMES else ""
            yield f"to send    {meeting}: approved, and not sent to {told}{more}: briefing send {typed(meeting)}"
