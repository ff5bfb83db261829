"""The design system on paper, for who changes it and who judges it."""

from pathlib import Path

import click


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, path_type=Path), default=Path("specimen.pdf"))
def specimen(out: Path) -> None:
    """Show the design system: make OUT (./specimen.pdf), with drawn data and no workspace.

    It holds every token with its value, each component, each kind of chart as it should be, empty, with one
    point and with the longest labels, and the page masters. Look at it after each change to a style sheet.

    \b
    Example:
      briefing specimen before.pdf
    """
    from briefing.specimen import make  # here: the layout engine takes a second to start

    out.write_bytes(make())
    click.echo(out)
