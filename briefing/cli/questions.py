"""The question bank: what is in it, what a pattern says, and whether it would fire."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from typing import get_args

import click

from briefing.build.asking import inputs_of
from briefing.build.inputs import MOST_HINTS
from briefing.build.publishing import OWN_VIEW
from briefing.challenge.inputs import ChallengeInputs
from briefing.challenge.model import Pattern, Text
from briefing.challenge.outlook import Outlook, Verdict, of_verdict, outlook
from briefing.challenge.patterns import SHIPPED, load_patterns
from briefing.challenge.trying import SignalCheck, Trial, try_pattern
from briefing.cli.group import main
from briefing.cli.options import (
    Choice,
    as_published_option,
    format_option,
    workspace_if_there,
    workspace_option,
)
from briefing.cli.printing import print_json, print_rows, wrapped
from briefing.errors import ConfigError
from briefing.formats import capital, counted, listed, number
from briefing.measures import ALL
from briefing.nearest import Named, likest, meant
from briefing.pack import duties
from briefing.workspace import Workspace


@main.group()
def questions() -> None:
    """The question bank: list it, read a pattern, try it at an organisation; all that would be asked of one.

    \b
    Examples:
      briefing questions for RXX
      briefing questions list
      briefing questions show RTT-02
      briefing questions try RTT-02 --org RXX
    """


@questions.command(name="list")
@format_option
@workspace_if_there
def list_(form: str, workspace: Workspace | None) -> None:
    """List every pattern: topic, title, how hard it pushes, the metrics and signals that fire it.

    \b
    Example:
      briefing questions list --format csv
    """
    print_rows([_row(pattern, workspace, short=form == "table") for pattern in _bank(workspace)], form)


@questions.command()
@click.argument("pattern")
@click.option("--format", "form", type=Choice(["text", "json"]), default="text", show_default=True)
@workspace_if_there
def show(pattern: str, form: str, workspace: Workspace | None) -> None:
    """Show PATTERN in full, with what may stand in its {slots}.

    \b
    Example:
      briefing questions show REF-06
    """
    chosen = _named(pattern, workspace)
    if form == "json":
        print_json(chosen.model_dump() | {"from": _origin(chosen.id, workspace)})
    else:
        click.echo("\n".join(_lines(chosen, _origin(chosen.id, workspace))))


@questions.command(name="for")
@click.argument("orgs", nargs=-1, required=True, metavar="ORG...")
@as_published_option
@format_option
@workspace_option
def for_(orgs: Sequence[str], as_published: bool, form: str, workspace: Workspace) -> None:
    """Say what would be asked of each ORG, praised and left alone, in order, without a meeting.

    ORG is a code or a name. The day is today, or the last on which the newest figures loaded were not yet old. What was
    near is listed last, with why it is not asked. JSON and CSV hold every column: verdict, question, metric, org_code,
    specialty_code, signal, direction, people, period, strength, text, why.

    \b
    Examples:
      briefing questions for RXX
      briefing questions for "northmere general" --format csv
    """
    cases = [_inputs(workspace, org, None, as_published=as_published) for org in orgs]
    if form == "table":
        for case in cases:
            click.echo(
                "\n".join([f"{case.provider_code}\n"] * (len(cases) > 1) + [*_outlook_lines(outlook(case))])
            )
        return
    lines = [asdict(line) for case in cases for line in outlook(case)]
    print_rows(lines, form, columns=[field.name for field in fields(Outlook)])


def _outlook_lines(lines: Sequence[Outlook]) -> Iterator[str]:
    for verdict in get_args(Verdict):
        chosen = of_verdict(lines, verdict)
        yield f"{capital(verdict)}: {number(len(chosen)) if chosen else 'nothing'}"
        told = ""
        for line in chosen:
            place = "" if line.specialty_code == ALL else line.specialty_code
            people = "" if line.people is None else f"{number(line.people)} people"
            month = f"{line.period:%Y-%m}" if line.period else ""
            facts = (line.question, line.metric, place, line.signal, people, month)
            yield f"  {'  '.join(fact for fact in facts if fact)}"
            if line.text != told:
                yield from wrapped(line.text, indent=4)
            told = line.text
            if verdict == "not asked":
                yield f"    Not asked: {line.why}."
        yield ""


@questions.command(name="try")
@click.argument("pattern")
@click.option("--org", required=True, help="A provider, by its code or name, such as RXX.")
@click.option(
    "--meeting", help="As at this meeting, with its panel, pins and bars; else as at one nobody called."
)
@as_published_option
@format_option
@workspace_option
def try_(
    pattern: str, org: str, meeting: str | None, as_published: bool, form: str, workspace: Workspace
) -> None:
    """Say whether PATTERN would be asked at an organisation, and why or why not.

    \b
    Verdicts: asked, thanked; interest (nobody is free to lead it); limit, doubled, chance, barred (found, and
    left out by that rule); no_signal (nothing stands out); no_data (nothing to look at).

    \b
    Examples:
      briefing questions try RTT-02 --org RXX
      briefing questions try RTT-02 --org RXX --meeting 2026-12-03-rxx
    """
    trial = try_pattern(
        _named(pattern, workspace), _inputs(workspace, org, meeting, as_published=as_published)
    )
    match form:
        case "json":
            print_json(_summary(trial) | {"signals": [_signal_row(seen) for seen in trial.seen]})
        case "csv":
            rows = [_summary(trial) | _signal_row(seen) for seen in trial.seen]
            print_rows(rows or [_summary(trial) | dict.fromkeys(_SIGNAL)], form)
        case _:
            click.echo("\n".join(_verdict_lines(trial)))
            print_rows([_signal_row(seen) for seen in trial.seen], form)


def _inputs(workspace: Workspace, org: str, meeting_id: str | None, *, as_published: bool) -> ChallengeInputs:
    if not as_published and workspace.settings.suppression != "none":
        click.echo(OWN_VIEW, err=True)
    return inputs_of(workspace, org, meeting_id, as_published=as_published)


def _bank(workspace: Workspace | None) -> tuple[Pattern, ...]:
    return load_patterns(workspace.questions if workspace is not None else None)


def _named(word: str, workspace: Workspace | None) -> Pattern:
    """Return the pattern of an id, in whatever case, or of its title or words of it."""
    known = {pattern.id: pattern for pattern in _bank(workspace)}
    named = [Named("pattern", pattern.id, pattern.title) for pattern in known.values()]
    if len(found := meant(word, named)) == 1:
        return known[found[0].code]
    close = found[:MOST_HINTS] or likest(word, named, most=1)
    hint = f" Did you mean {listed((one.code for one in close), 'or')}?" if close else ""
    several = "more than one pattern" if found else "no pattern"
    raise ConfigError(
        f"found {several} {word!r} in the question bank.{hint} List it: briefing questions list"
    )


def _origin(pattern_id: str, workspace: Workspace | None) -> str:
    """Shipped with the program, the workspace's own, or shipped and changed by the workspace."""
    own = workspace is not None and (workspace.questions / f"{pattern_id}.toml").is_file()
    shipped = (SHIPPED / f"{pattern_id}.toml").is_file()
    return "changed" if own and shipped else "own" if own else "shipped"


def _row(pattern: Pattern, workspace: Workspace | None, *, short: bool) -> dict[str, object]:
    first, *others = pattern.metrics or [""]
    metrics = f"{first} and {len(others)} more" if others and short else " ".join(pattern.metrics)
    return {
        **{name: getattr(pattern, name) for name in ("id", "topic", "title", "push")},
        "metrics": metrics,
        "signals": " ".join(pattern.signals),
        "from": _origin(pattern.id, workspace),
    }


def _lines(pattern: Pattern, origin: str) -> Iterator[str]:
    traits = [name for name in ("safety", "interface", "credit") if getattr(pattern, name)]
    yield f"{pattern.id}  {pattern.title}"
    yield f"{pattern.topic}; {', '.join([pattern.push, *traits, origin])}"
    yield f"By {pattern.author}, reviewed {pattern.reviewed}"
    yield ""
    for name in ("metrics", "signals", "groups", "themes", "promises"):
        if values := getattr(pattern, name):
            yield f"{name:<14}{', '.join(values)}"
    if pattern.needs:
        yield f"{'needs':<14}{pattern.needs}"
    yield from ("", "Duty", f"  {duties.rests_on(pattern)}", f"  {duties.who_decides(pattern)}")
    for name in ("fact", "opener", "plain", "likely_reply", "answer", "bring", "settle_for", "fair_ask"):
        yield from ("", name.replace("_", " ").capitalize(), *_sentences(getattr(pattern, name)))
    yield from ("", "Listen for", *(f"  [ ] {tick}" for tick in pattern.listen_for))


def _sentences(text: Text) -> Iterator[str]:
    """A sentence a line; under it the words that stand in for it where a figure is not known."""
    for first, *others in text:
        yield f"  {first}"
        yield from (f"    or: {other}" for other in others)


def _verdict_lines(trial: Trial) -> Iterator[str]:
    verdict = "is asked" if trial.fires else f"is not asked ({trial.verdict})"
    yield f"{trial.pattern.id} {trial.pattern.title}, at {trial.provider_code}: {verdict}"
    yield f"Because: {trial.why}"
    for question in trial.questions:
        yield f"{question.id}: {question.fact}"
    for concern in trial.concerns:
        sent = f"{counted(concern.reports, 'report')} from {counted(concern.practices, 'practice')}"
        yield f"Reports on {concern.theme}: {sent}, {'a' if concern.clustered else 'not a'} cluster"
    for promise in trial.promises:
        yield f"Promise {promise.commitment_id}: {promise.state.replace('_', ' ')}"
    signals = counted(len(trial.seen), "signal")
    yield f"It looks at {counted(trial.looked_at, 'series', 'series')} and finds {signals} there."


def _summary(trial: Trial) -> dict[str, object]:
    return {
        "pattern": trial.pattern.id,
        "org_code": trial.provider_code,
        "fires": trial.fires,
        "verdict": trial.verdict,
        "why": trial.why,
        "looked_at": trial.looked_at,
        "reports": sum(concern.reports for concern in trial.concerns),
        "promises": len(trial.promises),
        "questions": " ".join(question.id for question in trial.questions),
    }


_PLACES = ("metric", "specialty_code", "group_code", "population_code")
_SIGNAL = ("signal", *_PLACES, "period", "rule", "strength", "q_value", "people_affected", "fires_it")


def _signal_row(seen: SignalCheck) -> dict[str, object]:
    signal = seen.signal
    return {
        "signal": signal.code,
        **{name: getattr(signal, name) for name in _PLACES},
        "period": f"{signal.period:%Y-%m}",
        "rule": signal.rule,
        "strength": round(signal.strength, 2),
        "q_value": None if signal.q_value is None else round(signal.q_value, 4),
        "people_affected": signal.people_affected,
        "fires_it": "yes" if seen.against is None else f"no: {seen.against}",
    }
