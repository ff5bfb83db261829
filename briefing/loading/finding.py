"""Which files are there to be read: not those that a computer leaves behind, nor what lies outside."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefing.errors import BriefingError

_LEFT_BEHIND = {"thumbs.db", "desktop.ini", "icon\r", "ehthumbs.db"}
_UNFINISHED = {".tmp", ".part", ".partial", ".crdownload", ".download", ".lnk", ".url"}
_SETTINGS = {".toml", ".md"}
"""In registers/ lie also our own standards and people's remarks, which other rooms read."""


def find_files(paths: Iterable[Path], *, registers: Path) -> tuple[Path, ...]:
    """List the files at and below the given paths, once each, in an order that doesn't depend on the disk."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise BriefingError(f"{path}: is not there. Check the name, or give no path to load the inbox.")
        files = sorted(_below(path, registers), key=_order) if path.is_dir() else [path]
        found |= dict.fromkeys(file.absolute() for file in files)
    return tuple(found)


def _order(path: Path) -> tuple[tuple[str, ...], str, str]:
    """Put `april.csv` before `april-revised.csv`, so that the first publication is the first vintage."""
    return path.parent.parts, path.name.split(".")[0], path.name


def _below(folder: Path, registers: Path) -> Iterator[Path]:
    inside = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        for path in (Path(place, name) for name in names):
            if _is_meant(path, registers) and path.resolve().is_relative_to(inside):
                yield path


def _is_meant(path: Path, registers: Path) -> bool:
    if path.name.startswith((".", "~$")) or path.name.lower() in _LEFT_BEHIND:
        return False
    ending = path.suffix.lower()
    return ending not in _UNFINISHED and not (ending in _SETTINGS and path.is_relative_to(registers))
