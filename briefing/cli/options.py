"""Options that several commands share."""

from pathlib import Path

import click

workspace_option = click.option(
    "-w",
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    envvar="BRIEFING_WORKSPACE",
    help="The workspace. Without it: this folder, one above it, or the only workspace just below it.",
)
