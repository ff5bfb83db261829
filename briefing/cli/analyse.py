"""The analyst's bench: the packs' own engine on any tidy table."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, Literal, TypeVar

import click

from briefing import bench, formats
from briefing.bench.charts import Between
from briefing.build.publishing import OWN_VIEW
from briefing.cli.group import main
from briefing.cli.options import DAY, POSITIVE, Choice, as_published, format_option
from briefing.cli.printing import print_json, print_rows
from briefing.context.settings import Screen
from briefing.errors import BriefingError
from briefing.statistics.funnel import FunnelType

Command = TypeVar("Command", bound=Callable[..., object])


def _may_leave(context: click.Context, argument: click.Parameter, file: Path) -> Path:
    if context.meta.get(_AS_PUBLISHED):
        bench.refuse_small(file)
    else:
        click.echo(OWN_VIEW, err=True)
    return file


def _publish(context: click.Context, option: click.Parameter, is_wanted: bool) -> None:
    context.meta[_AS_PUBLISHED] = is_wanted


_AS_PUBLISHED = "as_published"


def table_argument(command: Command) -> Command:
    """The file that is analysed, and whether what comes of it may leave."""
    file = click.argument(
        "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), callback=_may_leave
    )
    return file(as_published(callback=_publish, is_eager=True, expose_value=False)(command))


SCREEN = click.option(
    "--screen", type=Choice(["nhsr", "mdc_excel", "none"]), default="nhsr", show_default=True,
    help="Which large moving ranges an XmR or p-prime chart leaves out of its limits.",
)  # fmt: skip

CHART = click.option(
    "--chart", type=click.Path(dir_okay=False, path_type=Path),
    help="Also draw it: an SVG file that opens in any browser.",
)  # fmt: skip


@main.group()
def analyse() -> None:
    """Run the engine behind the packs on a tidy table of your own: csv, Excel or Parquet.

    It shows the counts as they are in your table, small ones too; --as-published refuses a table with small ones.

    \b
    Example:
      briefing analyse spc waits.csv --format json
    """


@analyse.command()
@table_argument
@SCREEN
@click.option(
    "--between", type=Choice(["t", "g"]),
    help="Of rare events, a row each: the days between them (t), or the cases between them (g).",
)  # fmt: skip
@CHART
@format_option
def spc(file: Path, screen: Screen, between: Between | None, chart: Path | None, form: str) -> None:
    """XmR charts: columns series, date, value and, where wanted, improvement_direction, target, rebase_dates,
    fix_after_n, is_count (yes for counts of rare events).

    Events rarer than one in two or three months have --between: a row an event, columns series, date, for g also value
    (the cases since the event before) and, where wanted, improvement_direction (increase unless it says otherwise).

    \b
    Example:
      briefing analyse spc waits.csv --screen mdc_excel --chart waits.svg
      briefing analyse spc never-events.csv --between t --chart never-events.svg
    """
    found = bench.between(file, kind=between) if between else bench.spc(file, screen=screen)
    _draw(chart, lambda drawing: drawing.spc_chart(found, between=between))
    _print(found, form, table="points")


@analyse.command()
@table_argument
@SCREEN
@CHART
@format_option
def pprime(file: Path, screen: Screen, chart: Path | None, form: str) -> None:
    """p-prime charts of shares: columns series, date, numerator, denominator.

    \b
    Example:
      briefing analyse pprime four-hours.csv
    """
    found = bench.pprime(file, screen=screen)
    _draw(chart, lambda drawing: drawing.spc_chart(found, shares=True))
    _print(found, form, table="points")


@analyse.command()
@table_argument
@click.option("--type", "kind", type=Choice(["proportion", "ratio"]), default="proportion", show_default=True)
@CHART
@format_option
def funnel(file: Path, kind: FunnelType, chart: Path | None, form: str) -> None:
    """A funnel with overdispersion: columns group, numerator, denominator (for ratios, what was expected).

    \b
    Example:
      briefing analyse funnel deaths.csv --type ratio
    """
    found = bench.funnel_of(file, kind=kind)
    _draw(chart, lambda drawing: drawing.funnel_chart(found))
    _print(found, form, table="groups")


@analyse.command()
@table_argument
@click.option("--method", type=Choice(["wilson", "byars"]), default="wilson", show_default=True)
@click.option("--per", default=1.0, show_default=True, type=POSITIVE, help="1000 gives rates per 1,000.")
@CHART
@format_option
def rates(file: Path, method: Literal["wilson", "byars"], per: float, chart: Path | None, form: str) -> None:
    """Intervals at 95 and 99.8%: columns numerator, denominator and, where wanted, group.

    \b
    Example:
      briefing analyse rates returned.csv --method wilson
    """
    found = bench.rates(file, method=method, per=per)
    _draw(chart, lambda drawing: drawing.rates_chart(found, per=per))
    print_rows(found, form)


@analyse.command()
@table_argument
@click.option("--target", default=18.0, show_default=True, type=POSITIVE, help="The wait aimed at, in weeks.")
@click.option(
    "--weeks", default=26.0, show_default=True, type=POSITIVE, help="The time given to a relief, in weeks."
)
@click.option("--end", type=DAY, help="The day it is looked at; else the last event.")
@CHART
@format_option
def waits(file: Path, target: float, weeks: float, end: date | None, chart: Path | None, form: str) -> None:
    """Waiting list theory: columns referral, removal (dates); or group, demand, capacity, queue, mean_wait
    (demand and capacity of a week, mean_wait in weeks).

    \b
    Example:
      briefing analyse waits list.csv --target 18
    """
    found = bench.waits(file, target_wait=target, weeks=weeks, end=end)
    by_day = bench.queue(file, end=end) if chart is not None and bench.of_pathways(file) else []
    _draw(chart, lambda drawing: drawing.waits_chart(found, by_day))
    print_rows(found, form)


def _draw(chart: Path | None, drawn: Callable[[ModuleType], str]) -> None:
    """Several series stand below each other in the one file."""
    if chart is None:
        return
    if chart.suffix.lower() != ".svg":
        raise BriefingError(f"{chart}: found the ending {chart.suffix!r}; wanted .svg. Name it so.")
    from briefing.bench import drawing

    chart.write_text(drawn(drawing), encoding="utf-8")
    click.echo(f"Chart: {chart}", err=True)


_BETWEEN = ("series", "date", "value", "median", "lpl", "upl", "special_cause_type", "point_type")
"""Headings of a chart of rare events, which has no interval where there is but one event."""


def _print(found: Any, form: str, *, table: str) -> None:
    """Print all of a result as JSON; as a table or CSV, the part that has rows."""
    if form == "json":
        print_json(found)
    else:
        print_rows(found[table], form, columns=_BETWEEN)
    for series in found.get("series", ()):
        if months := series.get("months_without_row"):
            gone = f"{series['series']}: no row for {formats.listed(months)}"
            click.echo(
                f"note: {gone}. The chart draws over them; add a row without a value for each.", err=True
            )
