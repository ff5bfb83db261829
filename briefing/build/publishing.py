"""What may leave of a workspace's figures: as its packs would show them, beside all that any of them has shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from briefing.context import Context
from briefing.errors import DisclosureError
from briefing.formats import counted, listed
from briefing.measures import Key, Measure
from briefing.pack.numbers import as_earlier
from briefing.protection.disclosure import protect, with_judged_peers
from briefing.protection.suppression import Earlier
from briefing.shelf.folder import last_versions, numbers_shown
from briefing.workspace import Workspace

OWN_VIEW = (
    "The manager's own view: counts as they are, small ones among them. Not to be passed on; --as-published refuses "
    "what may not leave."
)
Row = dict[str, Any]
_KEY = ("metric", "org_code", "population_code", "specialty_code", "group_code")
_COUNTED = ("numerator", "denominator", "value", "low", "high")


def earlier_of(workspace: Workspace, providers: Iterable[str]) -> Earlier:
    """Return what any version of any meeting showed and hid of these providers."""
    of = set(providers)
    shown = numbers_shown(workspace.packs, last_versions(workspace.packs))
    return as_earlier(
        series for each in shown for code in sorted(of & each.keys()) for series in each[code].series
    )


def published_rows(workspace: Workspace, context: Context, rows: Sequence[Row]) -> list[Row]:
    """Return the months of one metric as they may leave; refuse them where one of them may not."""
    if not rows or not (shown := _as_shown(workspace, context, rows)):
        return list(rows)
    measure = shown.get(_key(rows[0]))
    months = {f"{point.period:%Y-%m}": point for point in measure.points} if measure is not None else {}
    if held := [row["period"] for row in rows if row["period"] not in months or months[row["period"]].hidden]:
        raise DisclosureError(
            f"{rows[0]['metric']}: found {counted(len(held), 'month')} with small numbers, or with numbers that give "
            f"small ones away ({listed(held[:6])}{' and more' if len(held) > 6 else ''}); wanted months that may "
            "leave. Choose one with --period, or look at them yourself without --as-published."
        )
    beside = dict.fromkeys(("england", "peers"))
    return [
        {**row, **{name: getattr(months[row["period"]], name) for name in _COUNTED}, **beside} for row in rows
    ]


def published_signals(workspace: Workspace, context: Context, rows: Sequence[Row]) -> tuple[list[Row], str]:
    """Return the signals that may leave, and a sentence on those that may not."""
    shown = _as_shown(workspace, context, rows)
    local = {key[0] for key in shown}
    found = []
    for row in rows:
        measure = shown.get(_key(row))
        if row["metric"] not in local:
            found.append(row)
        elif measure is not None and any(p.period == row["period"] and not p.hidden for p in measure.points):
            strength = round(row["strength"], 1)
            found.append({**row, "people_affected": measure.people_affected, "strength": strength})
    left = len(rows) - len(found)
    return found, f"Left out, for they rest on small numbers: {counted(left, 'signal')}." if left else ""


def published_measures(workspace: Workspace, context: Context, measures: Sequence[Measure]) -> list[Measure]:
    """Return measures of one metric as packs show them, their peers too; those that no pack may show are left out."""
    local = {m.org_code for m in measures if not m.metric.published}
    if workspace.settings.suppression == "none" or not local:
        return list(measures)
    wanted = {m.key for m in measures}
    beside = [m for m in context.measures(org_code=sorted(local), detail="fired") if not m.metric.published]
    whole = [m for m in beside if m.key not in wanted]
    judged = protect(
        [*measures, *whole], workspace.settings.suppression, earlier=earlier_of(workspace, local)
    )
    shown = {m.key: m for m in with_judged_peers(judged, judged)}
    return [shown[m.key] for m in measures if m.key in shown]


def is_raw(workspace: Workspace, context: Context, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Whether rows hold counts of a local feed that a pack might hide."""
    published = context.published_metrics
    return workspace.settings.suppression != "none" and any(row["metric"] not in published for row in rows)


def _as_shown(workspace: Workspace, context: Context, rows: Sequence[Row]) -> dict[Key, Measure]:
    """The local measures of the organisations in rows, as their packs show them; none where nothing is hidden."""
    orgs = sorted({row["org_code"] for row in rows if row["metric"] not in context.published_metrics})
    if workspace.settings.suppression == "none" or not orgs:
        return {}
    measures = [m for m in context.measures(org_code=orgs, detail="fired") if not m.metric.published]
    shown = protect(measures, workspace.settings.suppression, earlier=earlier_of(workspace, orgs))
    return {measure.key: measure for measure in shown}


def _key(row: Mapping[str, Any]) -> Key:
    metric, org, population, specialty, group = (row[name] for name in _KEY)
    return (metric, org, population, specialty, group)
