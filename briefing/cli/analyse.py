"""The analyst's bench: the packs' own engine on any tidy table."""

from pathlib import Path
from typing import Any

import click

from briefing import analysis
from briefing.cli.printing import format_option, print_json, print_rows

TABLE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
SCREEN = click.option(
    "--screen", type=click.Choice(["nhsr", "mdc_excel", "none"]), default="nhsr", show_default=True,
    help="Which large moving ranges are left out of the limits.",
)  # fmt: skip


@click.group()
def analyse() -> None:
    """Run the engine behind the packs on a tidy table of your own: csv, Excel or Parquet.

    \b
    Example:
      briefing analyse spc waits.csv --format json
    """


@analyse.command()
@TABLE
@SCREEN
@format_option
def spc(file: Path, screen: Any, form: str) -> None:
    """XmR charts: columns series, date, value and, where wanted, improvement_direction, target, rebase_dates,
    fix_after_n.

    \b
    Example:
      briefing analyse spc waits.csv --screen mdc_excel
    """
    _print(analysis.spc(file, screen=screen), form, table="points")


@analyse.command()
@TABLE
@SCREEN
@format_option
def pprime(file: Path, screen: Any, form: str) -> None:
    """p-prime charts of shares: columns series, date, numerator, denominator.

    \b
    Example:
      briefing analyse pprime four-hours.csv
    """
    _print(analysis.pprime(file, screen=screen), form, table="points")


@analyse.command()
@TABLE
@click.option(
    "--type", "kind", type=click.Choice(["proportion", "ratio"]), default="proportion", show_default=True
)
@format_option
def funnel(file: Path, kind: Any, form: str) -> None:
    """A funnel with overdispersion: columns group, numerator, denominator (for ratios, what was expected).

    \b
    Example:
      briefing analyse funnel deaths.csv --type ratio
    """
    _print(analysis.funnel_of(file, kind=kind), form, table="groups")


@analyse.command()
@TABLE
@click.option("--method", type=click.Choice(["wilson", "byars"]), default="wilson", show_default=True)
@click.option("--per", default=1.0, show_default=True, help="1000 gives rates per 1,000.")
@format_option
def rates(file: Path, method: Any, per: float, form: str) -> None:
    """Intervals at 95 and 99.8 %: columns numerator, denominator and, where wanted, group.

    \b
    Example:
      briefing analyse rates returned.csv --method wilson
    """
    print_rows(analysis.rates(file, method=method, per=per), form)


@analyse.command()
@TABLE
@click.option("--target", default=18.0, show_default=True, help="The wait aimed at, in weeks.")
@click.option("--weeks", default=26.0, show_default=True, help="The time given to a relief, in weeks.")
@format_option
def waits(file: Path, target: float, weeks: float, form: str) -> None:
    """Waiting list theory: columns referral, removal (dates); or group, demand, capacity, queue, mean_wait
    (demand and capacity of a week, mean_wait in weeks).

    \b
    Example:
      briefing analyse waits list.csv --target 18
    """
    print_rows(analysis.waits(file, target_wait=target, weeks=weeks), form)


def _print(found: Any, form: str, *, table: str) -> None:
    """All of a result as JSON; as a table or CSV, the part that has rows."""
    if form == "json":
        print_json(found)
    else:
        print_rows(found[table], form)
