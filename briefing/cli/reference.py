"""Prints docs/commands.md from the help of the commands themselves."""

from collections.abc import Iterator

import click

from briefing.cli import main


def reference() -> str:
    """Every command with its help, in Markdown."""
    head = "# Commands\n\nPrinted from the program by `python -m briefing.cli.reference`.\n"
    return "\n".join([head, *_sections(main, "briefing")])


def _sections(command: click.Command, words: str) -> Iterator[str]:
    # A group's own settings reach its commands through the parent context; here each stands alone.
    settings = {**main.context_settings, "max_content_width": 100, "terminal_width": 100}
    with click.Context(command, info_name=words, **settings) as context:
        yield f"## `{words}`\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name, inner in sorted(command.commands.items()):
            yield from _sections(inner, f"{words} {name}")


if __name__ == "__main__":
    click.echo(reference(), nl=False)
