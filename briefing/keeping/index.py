"""`index.html` in a workspace: every meeting with its state, and links to what lies in the last version of its packs.

It holds no figure. Commands that make, send or look write it anew; where it can't be written nobody misses it.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import quote

from briefing import formats
from briefing.disk import write_atomically
from briefing.errors import BriefingError
from briefing.post.states import State, states
from briefing.workspace import Workspace

NAME = "index.html"
_KINDS = {".pdf": "PDF", ".html": "page", ".docx": "Word", ".xlsx": "Excel", ".pptx": "slides"}
_HEAD = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Meetings</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #212b32 }
h2 { margin-bottom: 0; font-size: 1.2rem }
p { margin: 0.2rem 0 0.6rem }
li { margin: 0.2rem 0 }
</style>
</head>
<body>
<h1>Meetings</h1>
"""


def write_index(workspace: Workspace) -> None:
    """Write the page; a folder that can't be written goes without it."""
    with suppress(OSError, BriefingError):
        write_atomically(workspace.folder / NAME, page_of(workspace, today=date.today()).encode())


def page_of(workspace: Workspace, *, today: date) -> str:
    sections = [line for state in states(workspace, today=today) for line in _section(workspace, state)]
    body = "\n".join(sections) if sections else "<p>No meeting yet: briefing meeting new</p>"
    return f"{_HEAD}{body}\n</body>\n</html>\n"


def _section(workspace: Workspace, state: State) -> Iterator[str]:
    day = formats.day(state.day) if state.day else "no day"
    file = quote(f"meetings/{state.meeting}/meeting.toml")
    yield f"<h2>{escape(state.title or state.meeting)}</h2>"
    yield f'<p>{day}: {escape(str(state))}. <a href="{file}">Its file</a></p>'
    if state.version:
        yield "<ul>"
        yield from _files(workspace.packs / state.meeting / f"v{state.version}", workspace.folder)
        yield "</ul>"


def _files(version: Path, top: Path) -> Iterator[str]:
    """Name each document once, with a link to every form of it."""
    forms: dict[str, list[Path]] = {}
    for path in sorted(version.iterdir()):
        if path.suffix in _KINDS:
            forms.setdefault(path.stem, []).append(path)
    for stem, paths in forms.items():
        links = ", ".join(
            f'<a href="{quote(path.relative_to(top).as_posix())}">{_KINDS[path.suffix]}</a>' for path in paths
        )
        yield f"<li>{escape(formats.capital(stem.replace('-', ' ')))}: {links}</li>"
