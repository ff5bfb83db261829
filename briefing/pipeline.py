"""The story in one screen: files -> warehouse -> context -> challenge -> pack -> folder."""

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

from briefing import audit, inputs, loading, resources
from briefing.challenge.challenge import select_findings, topics
from briefing.challenge.inputs import challenge_inputs
from briefing.errors import BriefingError
from briefing.making import DrawnUp, Report, context_of, drawn_up, made_version, packs_of
from briefing.meeting import doubts
from briefing.meeting.files import messages
from briefing.parts import parts_of
from briefing.render.reading import minutes_of
from briefing.shelf import approving, manifest, standing
from briefing.shelf import folder as packs
from briefing.shelf.folder import Delivered
from briefing.shelf.manifest import Approval
from briefing.workspace import SETTINGS_FILE, Workspace, open_workspace


def load(
    workspace: Workspace, paths: Sequence[Path] = (), *, progress: Report | None = None
) -> loading.LoadReport:
    """Reads files into the warehouse and puts everything in context, so that what follows is quick."""
    report = take_in(workspace, paths, progress=progress)
    if progress is not None:
        progress("putting every organisation in context", 0, 1)
    with context_of(workspace):
        return report


def take_in(
    workspace: Workspace, paths: Sequence[Path] = (), *, progress: Report | None = None
) -> loading.LoadReport:
    """Reads files into the warehouse, and notes which."""
    report = loading.load(workspace, paths, progress=progress)
    if report.loaded:
        audit.record(workspace, "loaded", "files", files=[file.path for file in report.loaded])
    return report


def build(
    workspace: Workspace,
    meeting_id: str,
    *,
    again: bool = False,
    workers: int | None = None,
    progress: Report | None = None,
) -> Delivered:
    """Makes the packs of a meeting: nothing where no page would change, a new draft version where any would."""
    target = workspace.packs / meeting_id
    inputs.meeting_of(workspace, meeting_id)  # raises what is wrong with it, whether or not there is a pack
    fingerprint = manifest.fingerprint(parts_of(workspace, meeting_id))
    if not again and (last := packs.already_made(target, fingerprint)):
        return last
    with packs.being_made(target):  # somebody else may have made it while this waited
        if not again and (last := packs.already_made(target, fingerprint)):
            return last
        drawn = drawn_up(workspace, meeting_id, version=packs.next_version(target))
        now = parts_of(workspace, meeting_id)
        if not again and now == drawn.parts and (last := _standing(target, drawn)):
            return last
        return _publish(workspace, meeting_id, drawn=drawn, workers=workers, progress=progress)


def approve(
    workspace: Workspace,
    meeting_id: str,
    *,
    by: str,
    version: int | None = None,
    progress: Report | None = None,
) -> Delivered:
    """Makes the approved version of a draft: the same inputs, without the word DRAFT across the page.

    Refused where anything it was made from has changed since, for nobody has read what would come of that; and
    where the draft is not as it was made.
    """
    target = workspace.packs / meeting_id
    with packs.being_made(target):
        approval = approving.approval_of(target, version, by=by)
        approving.refuse_changes(target, approval, now=parts_of(workspace, meeting_id))
        return _publish(workspace, meeting_id, approval=approval, progress=progress)


def _standing(target: Path, drawn: DrawnUp) -> Delivered | None:
    """The last version, where what it would be made from now says what it says. The folder must be held."""
    last = packs.last_manifest(target)
    if last is None or not standing.could_stand(last, drawn.parts) or last.content != drawn.content:
        return None
    standing.note(target, last.version, manifest.fingerprint(drawn.parts))
    return packs.as_it_stands(target, last, manifest.differences(last.parts, drawn.parts))


def _publish(
    workspace: Workspace,
    meeting_id: str,
    *,
    approval: Approval | None = None,
    drawn: DrawnUp | None = None,
    workers: int | None = None,
    progress: Report | None = None,
) -> Delivered:
    """Makes the next version, and writes down who made it. The folder must be held (`packs.being_made`)."""
    target = workspace.packs / meeting_id
    last = packs.last_manifest(target)
    version = packs.next_version(target)
    made, files = made_version(
        workspace,
        meeting_id,
        version=version,
        approval=approval,
        drawn=drawn,
        workers=workers,
        progress=progress,
    )
    if approval is not None:  # somebody may have saved a file since it was looked at
        approving.refuse_changes(target, approval, now=made.parts, content=made.content)
    why = manifest.differences(last.parts, made.parts) if last is not None else ()
    made = replace(made, changed=why)
    delivered = packs.publish(target, files, made)
    written = manifest.sha256(made.to_json())
    if approval is not None:
        audit.record(workspace, "approved", meeting_id, version=version, manifest=written, **asdict(approval))
    else:
        audit.record(workspace, "built", meeting_id, version=version, manifest=written, changed=list(why))
    return delivered


def show(workspace: Workspace, metric: str, **choice: Any) -> list[dict[str, Any]]:
    """Rows of a metric for an organisation; see `Context.show` for the choices."""
    inputs.metric_named(workspace, metric)
    with context_of(workspace) as context:
        if not (rows := context.show(metric, **choice)):
            chosen = ", ".join(f"{name} {value}" for name, value in choice.items() if value)
            raise BriefingError(
                f"{metric}: found no figures for {chosen}. See what is loaded: briefing status -v"
            )
        return rows


def scan(workspace: Workspace, org_code: str | None = None) -> tuple[list[dict[str, Any]], str]:
    """Every signal, strongest first; and the sentence on how much was looked at and what chance would show."""
    with context_of(workspace) as context:
        if org_code is not None and context.organisation(org_code) is None:
            raise BriefingError(
                f"--org: found {org_code!r}; wanted an organisation of which data are loaded. "
                "See them all: briefing scan --format csv"
            )
        return context.scan(org_code), context.scanned_sentence(org_code)


def check(workspace: Workspace, meeting_id: str) -> list[str]:
    """What is doubtful about a meeting, each with the line it is on; what is wrong in it raises."""
    meeting = inputs.meeting_of(workspace, meeting_id)
    with context_of(workspace) as context:
        challenged = list(challenge_inputs(workspace, meeting, context=context))
        asked = {one.provider_code: topics(select_findings(one).chosen) for one in challenged}
    runs_to = inputs.last_months(measure for one in challenged for measure in one.measures)
    reading = minutes_of(packs_of(workspace, meeting, version=1))
    found = doubts.check(meeting, today=date.today(), asked=asked, runs_to=runs_to, reading=reading)
    file = workspace.meetings / meeting_id / "meeting.toml"
    return messages(file, [(doubt.place, doubt.value, doubt.sentence) for doubt in found])


def demo(target: Path, *, progress: Report | None = None) -> Iterator[Delivered]:
    """Copies the sample workspace, loads it and builds each of its meetings."""
    sample = resources.folder("sample_data") / "workspace"
    if (
        target.exists()
        and any(target.iterdir())
        and not _same(target / SETTINGS_FILE, sample / SETTINGS_FILE)
    ):
        raise BriefingError(
            f"{target}: is neither empty nor a demo; nothing was touched. Name another folder."
        )
    shutil.copytree(sample, target, dirs_exist_ok=True)
    workspace = open_workspace(target)
    load(workspace, progress=progress)
    for meeting in sorted(path.parent.name for path in workspace.meetings.glob("*/meeting.toml")):
        yield build(workspace, meeting, progress=progress)


def _same(one: Path, other: Path) -> bool:
    return one.is_file() and one.read_bytes() == other.read_bytes()
