"""The story in one screen: files -> warehouse -> context -> challenge -> pack -> folder."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from briefing import audit, formats, loading, resources, standards
from briefing.build import changing, registers
from briefing.build.inputs import (
    context_of,
    gather,
    last_months,
    meeting_of,
    metric_named,
    name_of,
    names_nowhere,
    names_of,
    purpose_words,
    registry_of,
    workspace_for,
)
from briefing.build.packs import packs_of
from briefing.build.publishing import is_raw, published_rows, published_signals
from briefing.build.version import Manuscript, make_version, write_manuscript
from briefing.challenge.challenge import Selection, select_findings, topics, word
from briefing.challenge.choice import LeftOut
from briefing.challenge.inputs import ChallengeInputs, MeetingInputs, challenge_inputs, meeting_inputs
from briefing.challenge.model import Finding, Question
from briefing.challenge.purpose import unmeasured
from briefing.challenge.troubles import undecided
from briefing.challenge.trying import unasked_pins
from briefing.context import Context
from briefing.context.explanation import explanation
from briefing.errors import BriefingError, SourceError
from briefing.measures import ALL
from briefing.meeting import doubts
from briefing.meeting.doubts import Doubt
from briefing.meeting.files import messages
from briefing.meeting.model import Meeting
from briefing.meeting.outline import FILE, outline_of
from briefing.meeting.plans import metrics_exist, values_in_range
from briefing.meeting.purpose import measures_called, proposals, specialty_named
from briefing.nearest import Named, holding, likest, meant
from briefing.pack.editions.gp import minutes_of
from briefing.progress import Report
from briefing.shelf import approval, manifest
from briefing.shelf import folder as packs
from briefing.shelf.folder import Delivered
from briefing.shelf.manifest import Approval
from briefing.shelf.parts import parts_of
from briefing.workspace import SETTINGS_FILE, Workspace, open_workspace


def load(
    workspace: Workspace,
    paths: Sequence[Path] = (),
    *,
    elsewhere: bool = False,
    progress: Report | None = None,
) -> loading.LoadReport:
    """Read files into the warehouse and put everything in context, so that what follows is quick.

    With `elsewhere`, rows that stay in a lakehouse are counted there too.
    """
    there = list(_count_elsewhere(workspace, progress)) if elsewhere and not _counted(workspace) else []
    report = take_in(workspace, paths, progress=progress)
    if elsewhere:  # anew where the registers that were read say who is ours, else it is known
        there += _count_elsewhere(workspace, progress)
        report = replace(report, files=(*report.files, next((one for one in there if one.loads), there[0])))
        note_loads(workspace)
    nowhere = names_nowhere(workspace, refused=[one.path for one in report.refused if one.alarming])
    report = replace(
        report,
        nowhere=tuple(str(one.fault) for one in nowhere),
        bars_pages=any(one.on_pages for one in nowhere),
    )
    if progress is not None:
        progress("putting every organisation in context", 0, 1)
    with context_of(workspace):
        return report


def asked_elsewhere(workspace: Workspace) -> Iterator[str]:
    """Yield the SQL that `load` with `elsewhere` would ask for, without asking."""
    from briefing import lakehouse

    return lakehouse.to_read(workspace)


def _count_elsewhere(workspace: Workspace, progress: Report | None) -> Iterator[loading.FileReport]:
    from briefing import lakehouse  # with Spark's client, which few have

    yield lakehouse.reduce_there(workspace, progress=progress)


def _counted(workspace: Workspace) -> bool:
    return bool(loading.warehouse_of(workspace).reductions())


def take_in(
    workspace: Workspace, paths: Sequence[Path] = (), *, progress: Report | None = None
) -> loading.LoadReport:
    """Read files into the warehouse, and note which."""
    known = registry_of(workspace)
    exist, in_range = metrics_exist(known), values_in_range(known)
    report = loading.load(
        workspace, paths, progress=progress, check=lambda extract: (*exist(extract), *in_range(extract))
    )
    note_loads(workspace)
    return report


def take_in_registers(workspace: Workspace) -> None:
    """Read the registers that somebody saved since they were loaded; refuse to go on while one of them is wrong.

    A pack made of what a register said before would say it of people who have since told otherwise.
    """
    if not workspace.registers.is_dir():
        return
    report = take_in(workspace, [workspace.registers])
    if faults := [fault for file in report.refused if file.alarming for fault in file.faults]:
        raise SourceError(faults)


def keep_register(workspace: Workspace, done: registers.Outcome) -> registers.Outcome:
    """Load a register that was just saved, so that the next page knows it."""
    if done.fate == "saved":
        report = take_in(workspace, [done.register.path])
        if faults := [fault for file in report.refused if file.alarming for fault in file.faults]:
            raise SourceError(faults)
    return done


def note_loads(workspace: Workspace) -> None:
    """Put on the audit log what was loaded and is not on it yet: now, or by a command that was killed."""
    noted = [entry for entry in audit.read(workspace).entries if entry.action == "loaded"]
    until = max((str(entry.details.get("until", entry.at)) for entry in noted), default="")
    named = {
        path for entry in noted if entry.details.get("until") == until for path in _listed(entry, "files")
    }
    loads = loading.warehouse_of(workspace).loads()
    fresh = [
        one for one in loads if one.loaded_at > until or (one.loaded_at == until and one.path not in named)
    ]
    if fresh:
        files, last = list(dict.fromkeys(one.path for one in fresh)), max(one.loaded_at for one in fresh)
        audit.record(workspace, "loaded", "files", files=files, until=last)


def _listed(entry: audit.Entry, name: str) -> list[str]:
    found = entry.details.get(name)
    return [str(one) for one in found] if isinstance(found, list) else []


def build(
    workspace: Workspace,
    meeting_id: str,
    *,
    again: bool = False,
    workers: int | None = None,
    progress: Report | None = None,
) -> Delivered:
    """Load the registers and make the packs of a meeting: nothing where no page would change, else a new draft."""
    take_in_registers(workspace)
    return build_as_loaded(workspace, meeting_id, again=again, workers=workers, progress=progress)


def build_as_loaded(
    workspace: Workspace,
    meeting_id: str,
    *,
    again: bool = False,
    workers: int | None = None,
    progress: Report | None = None,
) -> Delivered:
    """Make the packs of a meeting from what is loaded."""
    # raises what is wrong with the meeting, whether or not there is a pack
    meeting_id = meeting_of(workspace, meeting_id).id
    target = workspace.packs / meeting_id
    changing.refuse_parted(workspace, meeting_id)
    fingerprint = manifest.fingerprint(parts_of(workspace, meeting_id))
    if not again and (last := packs.already_made(target, fingerprint)):
        return last
    with packs.being_made(target):  # somebody else may have made it while this waited
        if not again and (last := packs.already_made(target, fingerprint)):
            return last
        said = write_manuscript(workspace, meeting_id, version=_next_version(workspace, meeting_id))
        unchanged = parts_of(workspace, meeting_id) == said.parts
        if not again and unchanged and (last := packs.still_standing(target, said.parts, said.content)):
            return last
        return _publish(workspace, meeting_id, manuscript=said, workers=workers, progress=progress)


def approve(
    workspace: Workspace,
    meeting_id: str,
    *,
    by: str,
    version: int | None = None,
    progress: Report | None = None,
) -> Delivered:
    """Make the approved version of a draft: the same inputs, without the word DRAFT across the page.

    Refused where anything it was made from has changed since, for nobody has read what would come of that; and
    where the draft is not as it was made.
    """
    take_in_registers(workspace)
    meeting_id = name_of(workspace, meeting_id)
    target = workspace.packs / meeting_id
    with packs.being_made(target):
        last = packs.last_manifest(target)
        read = last.approval if last is not None and version is None else None
        if last is not None and read is not None and approval.is_withdrawn(workspace, last):
            version = read.draft
        given = approval.approval_of(target, version, by=by)
        approval.refuse_changes(target, given, now=parts_of(workspace, meeting_id))
        return _publish(workspace, meeting_id, given=given, progress=progress)


def withdraw(
    workspace: Workspace, meeting_id: str, *, by: str, reason: str, version: int | None = None
) -> int:
    """Take the approval of a version back: it is sent to nobody from now on. Return which version it was."""
    target = workspace.packs / meeting_id
    with packs.being_made(target):
        chosen = version or max(
            (n for n in packs.versions(target) if packs.is_approved(target, n)), default=0
        )
        if not chosen or not packs.is_approved(target, chosen):
            raise BriefingError(
                f"{meeting_id}: found no approved version; wanted one to withdraw the approval of."
            )
        made = packs.manifest_of(target, chosen)
        if approval.is_withdrawn(workspace, made):
            raise BriefingError(f"{meeting_id}: the approval of version {chosen} was withdrawn before.")
        digest = manifest.sha256(made.to_json())
        audit.record(
            workspace, "withdrawn", meeting_id, version=chosen, manifest=digest, by=by, reason=reason
        )
    return chosen


def seal_of(workspace: Workspace, meeting_id: str, version: int) -> str:
    """Return the beginning of the hash of the entry that approved a version, as it is written down elsewhere."""
    made = packs.manifest_of(workspace.packs / meeting_id, version)
    return approval.refuse_unknown(workspace, made)[: audit.SHORT]


def _next_version(workspace: Workspace, meeting_id: str) -> int:
    """Number the next version: no number that stands on a letter is given again, though its folder be lost."""
    names = {meeting_id, *outline_of(workspace.meetings / meeting_id).formerly}
    letters = (
        one.details.get("version")
        for one in audit.read(workspace).entries
        if one.action in ("offered", "sent", "drafted") and one.about in names
    )
    sent = max((number for number in letters if isinstance(number, int)), default=0)
    return max(packs.next_version(workspace.packs / meeting_id), sent + 1)


def _publish(
    workspace: Workspace,
    meeting_id: str,
    *,
    given: Approval | None = None,
    manuscript: Manuscript | None = None,
    workers: int | None = None,
    progress: Report | None = None,
) -> Delivered:
    """Make the next version, and write down who made it. The folder must be held (`packs.being_made`)."""
    target = workspace.packs / meeting_id
    last, version = packs.last_manifest(target), _next_version(workspace, meeting_id)
    made, files = make_version(
        workspace,
        meeting_id,
        version=version,
        approval=given,
        manuscript=manuscript,
        workers=workers,
        progress=progress,
    )
    if given is not None:  # somebody may have saved a file since it was looked at
        approval.refuse_changes(target, given, now=made.parts, content=made.content)
    why = manifest.differences(last.parts, made.parts) if last is not None else ()
    made = replace(made, changed=why)
    written = manifest.sha256(made.to_json())
    if version in audit.decisions(
        workspace, meeting_id
    ):  # written down by one that was killed before it was there
        audit.record(workspace, "not made", meeting_id, version=version)
    if given is not None:
        audit.record(workspace, "approved", meeting_id, version=version, manifest=written, **asdict(given))
    else:
        audit.record(workspace, "built", meeting_id, version=version, manifest=written, changed=list(why))
    return packs.publish(target, files, made)


def show(
    workspace: Workspace,
    metrics: Sequence[str],
    orgs: Sequence[str],
    choice: Mapping[str, str | bool | None],
    *,
    specialty: str = ALL,
    population: str = ALL,
    as_published: bool = False,
) -> tuple[list[dict[str, Any]], bool]:
    """Return rows of metrics for organisations, all by their names, and whether they hold counts that packs might hide.

    See `Context.show` for the choices. `as_published`: as a pack shows them, or not at all.
    """
    names = [metric_named(workspace, word).name for word in metrics]
    rows: list[dict[str, Any]] = []
    with context_of(workspace) as context:
        boards = population if population == ALL else context.named(population, option="--population").code
        chosen = {**choice, "specialty_code": specialty_named(specialty), "population_code": boards}
        for org in dict.fromkeys(context.named(org, option="--org").code for org in orgs):
            for name in dict.fromkeys(names):
                if not (some := context.show(name, org_code=org, **chosen)):  # type: ignore[arg-type]
                    asked = {"org_code": org, **chosen}
                    told = ", ".join(f"{key} {value}" for key, value in asked.items() if value)
                    raise BriefingError(
                        f"{name}: found no figures for {told}. See what is loaded: briefing status -v"
                    )
                rows += published_rows(workspace, context, some) if as_published else some
        return rows, not as_published and is_raw(workspace, context, rows)


def find(workspace: Workspace | None, words: str) -> list[Named]:
    """Return what commands can be told by name and these words mean; everything without words."""
    known = list(names_of(workspace))
    if not words:
        return known
    measures = [one for one in known if one.kind == "metric" and one.code in measures_called(words)]
    found = [*measures, *meant(words, known), *holding(words, known)]
    if not found:
        close = formats.listed(map(str, likest(words, known)), "or")
        hint = f" Did you mean {close}?" if close else ""
        raise BriefingError(f"nothing is called {words!r}.{hint} List everything: briefing find")
    return list(dict.fromkeys(found))


def scan(
    workspace: Workspace, org: str | None = None, *, as_published: bool = False
) -> tuple[list[dict[str, Any]], list[str], bool]:
    """Return every signal, burdens first; in sentences how much was looked at, and what could not be judged; and
    whether they hold counts that packs might hide."""
    with context_of(workspace) as context:
        code = None if org is None else context.named(org, option="--org").code
        sentences = [context.unjudged_sentence(code), context.scanned_sentence(code)]
        rows = context.scan(code)
        raw = not as_published and is_raw(workspace, context, rows)
        if as_published:
            rows, left_out = published_signals(workspace, context, rows)
            sentences.append(left_out)
        return rows, [sentence for sentence in sentences if sentence], raw


def explain(workspace: Workspace | None, name: str) -> str:
    """Return the definition and SQL of a metric and, in a workspace, the files behind its numbers."""
    metric = metric_named(workspace, name)
    loads = [] if workspace is None else loading.warehouse_of(workspace).loads()
    dated = standards.load(workspace.standards if workspace else None, metrics=registry_of(workspace))
    return explanation(
        metric,
        standards=[each for each in dated.as_table().to_pylist() if each["metric"] == metric.name],
        milestones=[each for each in dated.milestones if each.metric == metric.name],
        loads=[load for load in loads if load.source == metric.source and load.counts],
    )


@dataclass(frozen=True)
class Asked:
    """What is asked of one provider at a meeting: in order, and what is left out by which rule."""

    provider_code: str
    provider_name: str
    questions: tuple[Question, ...]
    credit: Finding | None
    left: tuple[LeftOut, ...]


def asked(workspace: Workspace, meeting_id: str) -> list[Asked]:
    """Say what a meeting would ask each provider as its file stands, by whom, and what it would not ask."""
    meeting = meeting_of(workspace, meeting_id)
    with _selections(workspace, meeting) as (context, selections):
        return [
            Asked(
                one.provider_code,
                found.name if (found := context.organisation(one.provider_code)) else one.provider_code,
                word(one, selection.chosen),
                selection.thanks,
                selection.left,
            )
            for one, selection in selections
        ]


def pins_without_effect(workspace: Workspace, meeting_id: str) -> list[str]:
    """Say which pins of a meeting ask nothing, and why."""
    meeting = meeting_of(workspace, meeting_id)
    if not meeting.pinned:
        return []
    with _selections(workspace, meeting) as (_, found):
        return [
            f"{pin} is pinned and asks nothing of {one.provider_code}: {why}."
            for one, selection in found
            for pin, why in unasked_pins(one, selection)
        ]


Selections = list[tuple[ChallengeInputs, Selection]]


@contextmanager
def _selections(
    workspace: Workspace, meeting: Meeting, shared: MeetingInputs | None = None
) -> Iterator[tuple[Context, Selections]]:
    """Open the figures as a meeting wants them, with what is chosen at each of its providers."""
    workspace = workspace_for(workspace, meeting)
    shared, preset = shared or meeting_inputs(workspace, meeting), workspace.settings.suppression
    with context_of(workspace) as context:
        found = challenge_inputs(shared, context, preset=preset)
        yield context, [(one, select_findings(one)) for one in found]


def check(workspace: Workspace, meeting_id: str) -> list[str]:
    """Load the registers and say what is doubtful about a meeting, each with its line; what is wrong in it raises."""
    found = doubtful(workspace, meeting_id)
    file = workspace.meetings / name_of(workspace, meeting_id) / FILE
    nowhere = [str(one.fault) for one in names_nowhere(workspace)]
    return [*messages(file, [(doubt.place, doubt.value, doubt.sentence) for doubt in found]), *nowhere]


def doubtful(workspace: Workspace, meeting_id: str) -> list[Doubt]:
    """Load the registers and say what is doubtful about a meeting, each with its field; what is wrong raises."""
    take_in_registers(workspace)
    meeting = meeting_of(workspace, meeting_id)
    inputs = gather(workspace_for(workspace, meeting), meeting)
    with _selections(workspace, meeting, inputs.challenge) as (context, found):
        reading = minutes_of(list(packs_of(inputs, context, version=1)))
    return doubts.check(
        inputs.meeting,
        today=date.today(),
        asked={one.provider_code: topics(selection.chosen) for one, selection in found},
        runs_to=last_months(measure for one, _ in found for measure in one.measures),
        reading=reading,
        unmeasured={
            one.provider_code: unmeasured(
                inputs.meeting.about,
                measures=one.measures,
                concerns=selection.concerns,
                patterns=one.patterns,
            )
            for one, selection in found
        },
        proposed=proposals(inputs.meeting.decision_wanted, purpose_words(workspace)),
        undecided=undecided(finding for _, selection in found for finding in selection.chosen),
        unasked=[
            (pin, f"of {one.provider_code}: {why}")
            for one, selection in found
            for pin, why in unasked_pins(one, selection)
        ],
        topics={pattern.topic for pattern in inputs.challenge.patterns},
    )


def demo(target: Path, *, progress: Report | None = None) -> Iterator[Delivered]:
    """Copy the sample workspace, load it and build each of its meetings."""
    sample = resources.folder("sample_data") / "workspace"
    ours = (target / SETTINGS_FILE).is_file() and (
        (target / SETTINGS_FILE).read_bytes() == (sample / SETTINGS_FILE).read_bytes()
    )
    if target.exists() and any(target.iterdir()) and not ours:
        raise BriefingError(
            f"{target}: is neither empty nor a demo; nothing was touched. Name another folder."
        )
    shutil.copytree(sample, target, dirs_exist_ok=True)
    workspace = open_workspace(target)
    load(workspace, progress=progress)
    for meeting in sorted(path.parent.name for path in workspace.meetings.glob("*/meeting.toml")):
        yield build(workspace, meeting, progress=progress)
