"""Figures on a screen: a metric's, every signal, and what a metric means."""

import re
import textwrap
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import click

from briefing import pipeline
from briefing.build.publishing import OWN_VIEW
from briefing.cli.group import main
from briefing.cli.options import as_published_option, format_option, workspace_if_there, workspace_option
from briefing.cli.printing import print_rows
from briefing.measures import ALL
from briefing.workspace import Workspace

WIDTH = 100
"""Columns of a screen that everybody has."""
_RULES = {"outside_limits": "limits", "trend": "trend", "two_of_three": "2 of 3", "shift": "shift"}
_SIGNAL = (
    "metric",
    "org_code",
    "population_code",
    "specialty_code",
    "group_code",
    "period",
    "signal",
    "rule",
    "direction",
    "people_affected",
    "strength",
    "q_value",
    "england_people",
    "share_of_england",
)
_READ = ("signal", "is", "metric", "org", "part", "month", "people", "strength", "q")
_DIRECTIONS = {"concern": "worse", "improvement": "better", "neutral": "either"}


def _month(context: click.Context, option: click.Parameter, given: str | None) -> str | None:
    if given is None or re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", given):
        return given
    raise click.BadParameter(f"found {given!r}; wanted a month as YYYY-MM, such as 2026-04")


@main.command()
@click.argument("metric")
@click.option(
    "--org", "org_code", required=True, help="A provider, practice, network, board or region; ENG is England."
)
@click.option(
    "--specialty",
    "specialty_code",
    default=ALL,
    show_default=True,
    help="A treatment function such as 110 or X02.",
)
@click.option("--period", callback=_month, help="A month, YYYY-MM; without it, every month there is.")
@click.option(
    "--group", "group_code", default=ALL, show_default=True, help="Such as deprivation:1 or age:75+."
)
@click.option(
    "--population",
    "population_code",
    default=ALL,
    show_default=True,
    help="A home board's code: its residents alone.",
)
@click.option("--as-was", is_flag=True, help="Organisations as they were, not restated to today's.")
@as_published_option
@format_option
@workspace_option
def show(metric: str, form: str, workspace: Workspace, **choice: str | bool | None) -> None:
    """Show METRIC for an organisation, with its context: the manager's own view, counts as they are.

    \b
    Examples:
      briefing show rtt_within_18_weeks --org ENG --period 2026-04
      briefing show rtt_within_18_weeks --org RXX --specialty 110 --format csv
    """
    rows, is_raw = pipeline.show(workspace, metric, **choice)  # type: ignore[arg-type]
    print_rows(rows, form)
    _say_whose(is_raw)


@main.command()
@click.option("--org", help="One organisation, by its code or name; without it, all of them.")
@as_published_option
@format_option
@workspace_option
def scan(org: str | None, as_published: bool, form: str, workspace: Workspace) -> None:
    """List every signal, burdens first, then the strongest: what changed, what fails, who stands out.

    It is the manager's own view, of counts as they are. The table is short; JSON and CSV hold every column: metric,
    org_code, population_code, specialty_code, group_code, period, signal, rule, direction, people_affected, strength,
    q_value, england_people, share_of_england.

    \b
    Example:
      briefing scan --org RXX
    """
    signals, sentences, is_raw = pipeline.scan(workspace, org, as_published=as_published)
    _say_whose(is_raw)
    if form != "table":
        print_rows(signals, form, columns=_SIGNAL)
        return
    if not signals:
        click.echo(textwrap.fill(f"No signal. {' '.join(reversed(sentences))}", WIDTH))
        print_rows([], form, columns=_READ)
        return
    print_rows(for_reading(signals), form)
    for sentence in sentences:
        click.echo(textwrap.fill(sentence, WIDTH))


@main.command()
@click.argument("metric")
@workspace_if_there
def explain(metric: str, workspace: Workspace | None) -> None:
    """Print the definition of METRIC, its SQL and what it was last computed from.

    \b
    Example:
      briefing explain rtt_within_18_weeks
    """
    click.echo(pipeline.explain(workspace, metric))


def _say_whose(is_raw: bool) -> None:
    """On the error stream, so that a program that reads the rows is not disturbed."""
    if is_raw:
        click.echo(OWN_VIEW, err=True)


def for_reading(signals: Sequence[Mapping[str, Any]]) -> list[dict[str, str | int | None]]:
    """Return rows of `pipeline.scan` for a screen of a hundred columns: what is part of an organisation in one column.

    The rule stands beside SC- and SC+; every other signal has one. A q-value of 0.000004 is printed as "<0.001", not
    as nought: chance is never ruled out.
    """
    return [
        {
            "signal": " ".join(filter(None, (row["signal"], _rule(row)))),
            "is": _DIRECTIONS[row["direction"]],
            "metric": row["metric"],
            "org": row["org_code"],
            "part": _part(row),
            "month": f"{row['period']:%Y-%m}",
            "people": row["people_affected"],
            "strength": f"{row['strength']:.1f}",
            "q": None if row["q_value"] is None else _q(row["q_value"]),
        }
        for row in signals
    ]


def _rule(row: Mapping[str, Any]) -> str:
    return _RULES.get(row["rule"], "") if row["signal"] in ("SC-", "SC+") else ""


def _part(row: Mapping[str, str | date]) -> str:
    """Name the specialty, the home board's residents and the group of people, where it isn't all of them."""
    parts = (row["specialty_code"], row["population_code"], row["group_code"])
    return " ".join(str(part) for part in parts if part != ALL) or "all"


def _q(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"
