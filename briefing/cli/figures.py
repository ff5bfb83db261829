"""Figures on a screen: a metric's, every signal, and what a metric means."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import click

from briefing import pipeline
from briefing.build.publishing import OWN_VIEW
from briefing.cli.group import main
from briefing.cli.options import (
    MONTH,
    as_published_option,
    format_option,
    workspace_if_there,
    workspace_option,
)
from briefing.cli.printing import print_rows, wrapped
from briefing.context.reading import SIGNAL_COLUMNS
from briefing.measures import ALL
from briefing.workspace import Workspace

_RULES = {"outside_limits": "limits", "trend": "trend", "two_of_three": "2 of 3", "shift": "shift"}
_FOUND = ("kind", "code", "name")
_READ = ("signal", "is", "metric", "org", "part", "month", "people", "strength", "q")
_DIRECTIONS = {"concern": "worse", "improvement": "better", "neutral": "either"}


@main.command()
@click.argument("metrics", nargs=-1, required=True, metavar="METRIC...")
@click.option(
    "--org",
    "orgs",
    multiple=True,
    required=True,
    help="A provider, practice, network, board or region, by code or name; ENG is England. Once for each.",
)
@click.option("--specialty", default=ALL, show_default=True, help="A specialty by its code or name.")
@click.option("--period", type=MONTH, help="A month, YYYY-MM or April 2026; without it, every month.")
@click.option(
    "--group", "group_code", default=ALL, show_default=True, help="Such as deprivation:1 or age:75+."
)
@click.option(
    "--population", default=ALL, show_default=True, help="A home board, by code or name: its residents alone."
)
@click.option("--as-was", is_flag=True, help="Organisations as they were, not restated to today's.")
@as_published_option
@format_option
@workspace_option
def show(
    metrics: Sequence[str],
    orgs: Sequence[str],
    specialty: str,
    population: str,
    as_published: bool,
    form: str,
    workspace: Workspace,
    **choice: str | bool | None,
) -> None:
    """Show each METRIC for each organisation, with its context: the manager's own view, counts as they are.

    A metric goes by its name, its title or what people call it; an organisation by its code, its name or a part of it.

    \b
    Examples:
      briefing show rtt_within_18_weeks --org ENG --period 2026-04
      briefing show "18 weeks" "A&E" --org "northmere general" --org ENG
      briefing show rtt_within_18_weeks --org RXX --specialty "trauma and orthopaedics" --format csv
    """
    place = {"specialty": specialty, "population": population}
    rows, is_raw = pipeline.show(workspace, metrics, orgs, choice, as_published=as_published, **place)
    print_rows(rows, form)
    _say_whose(is_raw)


@main.command()
@click.option("--org", "orgs", multiple=True, help="An organisation, by its code or name; once for each.")
@as_published_option
@format_option
@workspace_option
def scan(orgs: Sequence[str], as_published: bool, form: str, workspace: Workspace) -> None:
    """List every signal, burdens first, then the strongest: what changed, what fails, who stands out.

    Without --org, of all organisations. It is the manager's own view, of counts as they are. The table is short; JSON
    and CSV hold every column: metric, org_code, population_code, specialty_code, group_code, period, signal, rule,
    direction, people_affected, strength, q_value, england_people, share_of_england.

    \b
    Example:
      briefing scan --org RXX
    """
    found = [pipeline.scan(workspace, org, as_published=as_published) for org in orgs or (None,)]
    _say_whose(any(is_raw for *_, is_raw in found))
    if form != "table":
        print_rows([row for signals, *_ in found for row in signals], form, columns=SIGNAL_COLUMNS)
        return
    for signals, sentences, _ in found:
        if not signals:
            click.echo("\n".join(wrapped(f"No signal. {' '.join(reversed(sentences))}")))
            print_rows([], form, columns=_READ)
            continue
        print_rows(for_reading(signals), form)
        for sentence in sentences:
            click.echo("\n".join(wrapped(sentence)))


@main.command()
@click.argument("metrics", nargs=-1, required=True, metavar="METRIC...")
@workspace_if_there
def explain(metrics: Sequence[str], workspace: Workspace | None) -> None:
    """Print the definition of each METRIC, its SQL and what it was last computed from.

    \b
    Examples:
      briefing explain rtt_within_18_weeks
      briefing explain "18 weeks" letters
    """
    click.echo("\n\n".join(pipeline.explain(workspace, metric) for metric in metrics))


@main.command()
@click.argument("words", nargs=-1)
@format_option
@workspace_if_there
def find(words: Sequence[str], form: str, workspace: Workspace | None) -> None:
    """Find organisations, metrics, patterns, specialties, people and meetings by WORDS; all of them without any.

    The other commands take what stands under "code", and the name as well.

    \b
    Examples:
      briefing find northmere
      briefing find long waits
      briefing find letters --format csv
    """
    found = pipeline.find(workspace, " ".join(words))
    print_rows(
        [{"kind": one.kind, "code": one.code, "name": one.name} for one in found], form, columns=_FOUND
    )


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
