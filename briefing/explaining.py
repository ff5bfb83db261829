"""A metric explained: its definition in words, its standard, its SQL and the files behind its numbers."""

import textwrap
from collections.abc import Iterator
from datetime import date

from briefing import inputs, loading, standards
from briefing.measures import Metric
from briefing.warehouse import Load
from briefing.workspace import Workspace

SHOWN = 6
"""Files named by an explanation; `briefing status -v` names them all."""


def explanation(workspace: Workspace | None, name: str) -> str:
    """The definition and SQL of a metric and, in a workspace, the files behind its numbers."""
    metric = inputs.metric_named(workspace, name)
    loads = [] if workspace is None else loading.warehouse_of(workspace).loads()
    behind = [load for load in loads if load.source == metric.source and load.counts]
    local = workspace.standards if workspace is not None else None
    dated = standards.load(local)
    in_force = [each for each in dated.as_table().to_pylist() if each["metric"] == name]
    promised = [each for each in dated.milestones if each.metric == name]
    return "\n".join(
        [
            *_definition(metric),
            *_standards(in_force),
            *_milestones(promised),
            *_files(behind, metric),
            "",
            metric.sql.rstrip(),
        ]
    )


def _definition(metric: Metric) -> Iterator[str]:
    yield f"{metric.title} ({metric.name})"
    yield ""
    yield from textwrap.wrap(metric.meaning, 100)
    yield from textwrap.wrap(f"Why it matters: {metric.why_it_matters}", 100)
    yield ""
    yield f"  numerator    {metric.numerator}"
    yield f"  denominator  {metric.denominator}"
    yield f"  unit         {metric.unit}; better is {metric.better}"
    yield f"  owner        {metric.owner}; reviewed {metric.reviewed:%d %B %Y}"
    for caveat in metric.caveats:
        yield from textwrap.wrap(caveat, 100, initial_indent="  caveat       ", subsequent_indent=" " * 15)


def _standards(in_force: list[dict[str, object]]) -> Iterator[str]:
    for each in in_force:
        until = f" to {each['valid_to']}" if each["valid_to"] else ""
        where = f", for {each['org_code']}" if each.get("org_code") else ""
        yield (
            f"  standard     {each['value']:g} from {each['valid_from']}{until}{where}: "
            f"{each['source']} (confidence {each['confidence']})"
        )


def _milestones(promised: list[standards.Milestone]) -> Iterator[str]:
    for each in promised:
        until = f" to {each.valid_to}" if each.valid_to != date.max else ""
        told = f"{each.text}, from {each.valid_from}{until}: {each.source} (confidence {each.confidence})"
        yield from textwrap.wrap(told, 100, initial_indent="  milestone    ", subsequent_indent=" " * 15)


def _files(loads: list[Load], metric: Metric) -> Iterator[str]:
    yield f"  source       {metric.source}" + ("" if loads else "; nothing of it is loaded")
    latest = sorted(loads, key=lambda load: load.period or date.min, reverse=True)
    if len(latest) > SHOWN:
        yield f"    {len(latest)} files; the latest {SHOWN}:"
    for load in latest[:SHOWN]:
        month = f"{load.period:%Y-%m}" if load.period else "as loaded"
        yield f"    {month}  vintage {load.vintage}  {load.rows:>9,} rows  {load.file}  {load.sha256[:12]}"
