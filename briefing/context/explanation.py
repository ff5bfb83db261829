"""A metric explained: its definition in words, its standard, its SQL and the files behind its numbers."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date

from briefing.measures import Metric
from briefing.standards import Milestone
from briefing.warehouse import Load

SHOWN = 6
"""Files named by an explanation; `briefing status -v` names them all."""


def explanation(
    metric: Metric,
    *,
    standards: Sequence[dict[str, object]],
    milestones: Sequence[Milestone],
    loads: Sequence[Load],
) -> str:
    """Return the definition and SQL of a metric, its dated standards, and the files behind its numbers."""
    lines = [*_definition(metric), *_standards(standards), *_milestones(milestones), *_files(metric, loads)]
    return "\n".join([*lines, "", metric.sql.rstrip()])


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


def _standards(in_force: Sequence[dict[str, object]]) -> Iterator[str]:
    for each in in_force:
        until = f" to {each['valid_to']}" if each["valid_to"] else ""
        where = f", for {each['org_code']}" if each.get("org_code") else ""
        yield (
            f"  standard     {each['value']:g} from {each['valid_from']}{until}{where}: "
            f"{each['source']} (confidence {each['confidence']})"
        )


def _milestones(promised: Sequence[Milestone]) -> Iterator[str]:
    for each in promised:
        until = f" to {each.valid_to}" if each.valid_to != date.max else ""
        told = f"{each.text}, from {each.valid_from}{until}: {each.source} (confidence {each.confidence})"
        yield from textwrap.wrap(told, 100, initial_indent="  milestone    ", subsequent_indent=" " * 15)


def _files(metric: Metric, loads: Sequence[Load]) -> Iterator[str]:
    yield f"  source       {metric.source}" + ("" if loads else "; nothing of it is loaded")
    latest = sorted(loads, key=lambda load: load.period or date.min, reverse=True)
    if len(latest) > SHOWN:
        yield f"    {len(latest)} files; the latest {SHOWN}:"
    for load in latest[:SHOWN]:
        month = f"{load.period:%Y-%m}" if load.period else "as loaded"
        yield f"    {month}  vintage {load.vintage}  {load.rows:>9,} rows  {load.file}  {load.sha256[:12]}"
