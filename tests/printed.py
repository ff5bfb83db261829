"""The sentences that the program can print: those of the question bank, of its code, of the heads of metrics.

f"{formats.people(420)} more in {month}."      "7 more in 7."      what is filled in counts as a figure
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from briefing import metrics, toml

HOUSE = Path(__file__).parent.parent / "briefing"
GUIDE = (HOUSE.parent / "docs" / "style.md").read_text("utf-8")
MOST_WORDS, MOST_WHEN_FILLED = 30, 36
"""Of a sentence as it is written, and with its figures, months and names filled in, as the guide says."""
ROOMS = ("challenge", "pack", "peer_review")
"""Where the words of pages, letters, bulletins and notices stand."""
DESKS = ("audit.py", "build", "cli", "keeping", "loading", "meeting", "post", "runs", "shelf", "workspace")
"""Where the words stand that a manager reads at the command line."""
_FILLED = "7"
_NO_WORDS = re.compile(r"\\b|\\w|\(\?|^(select|create|with|drop) |^\w+=|^[\w./{}-]+$|^--", re.IGNORECASE)
"""Patterns, SQL, names of files and options: nobody reads them out."""
_END = re.compile(r"(?<=[.?!])[”\"’)]*\s+")


def sentences(text: str) -> list[str]:
    """Part a text into its sentences; "e.g." is not written here, so a full stop ends one."""
    return [part.strip() for part in _END.split(" ".join(text.split())) if re.search("[A-Za-z]", part)]


def of_code(*rooms: str) -> Iterator[tuple[str, str]]:
    """Yield each text that a room of the house may print, with the file it stands in."""
    for room in rooms:
        place = HOUSE / room
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            yield from ((path.name, text) for text in _texts(ast.parse(path.read_text("utf-8"))))


def _texts(tree: ast.Module) -> Iterator[str]:
    inner = {
        id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)
    }
    inner |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(
                str(part.value) if isinstance(part, ast.Constant) else _FILLED for part in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inner:
            text = re.sub(r"\{\w+\}", _FILLED, node.value)
        if " " in text.strip() and not _NO_WORDS.search(text):
            yield text


def of_metrics() -> Iterator[tuple[str, str]]:
    """Yield the words of every metric's head that reach a page."""
    for name, metric in metrics.registry().items():
        said = (metric.said, metric.beyond, metric.gain)
        for words in (
            metric.title,
            metric.meaning,
            metric.why_it_matters,
            *metric.caveats,
            *filter(None, said),
        ):
            yield name, re.sub(r"\{\w+\}", _FILLED, words)


def of_files() -> Iterator[tuple[str, str]]:
    """Yield the words kept beside the code: the meaning of columns, registers, what practices talk over."""
    for path in sorted(HOUSE.rglob("*.toml")):
        if path.parent.name not in ("bank", "sources"):
            yield from ((path.name, text) for text in _strings(toml.loads(path.read_text("utf-8"))))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, str) and " " in value:
        yield value


def never(heading: str) -> re.Pattern[str]:
    """Read the words of the first column of the table under a heading."""
    rows = GUIDE.partition(f"## {heading}\n")[2].partition("\n## ")[0].splitlines()
    cells = [row.split("|")[1] for row in rows if row.startswith("| `")]
    words = [word for cell in cells for word in re.findall("`([^`]+)`", cell)]
    assert len(words) > 10, f"no table under {heading}"
    return re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in words), re.IGNORECASE)


NEVER, NEVER_TO_A_GP = never("Words that are never printed"), never("Words that never stand before a GP")
