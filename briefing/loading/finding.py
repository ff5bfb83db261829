"""Which files are there to be read: not those that a computer leaves behind, nor what lies outside."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from briefing.disk import copied, is_left_behind
from briefing.errors import BriefingError, Fault

_SETTINGS = {".toml", ".md"}
"""In registers/ lie also our own standards and people's remarks, which other rooms read."""
_WORKBOOKS = (".xlsx", ".xls")


def find_files(paths: Iterable[Path], *, registers: Path) -> tuple[Path, ...]:
    """List the files at and below the given paths, once each, in an order that doesn't depend on the disk."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.exists():
            raise BriefingError(f"{path}: is not there. Check the name, or give no path to load the inbox.")
        files = sorted(_below(path, registers), key=_order) if path.is_dir() else [path]
        found |= dict.fromkeys(file.absolute() for file in files)
    return tuple(found)


def no_registers(registers: Path, *, blank: Iterable[Path]) -> dict[Path, Fault]:
    """Find what lies beside a register and is none: a copy that a sync made of it, or its csv beside its workbook.

    A `blank` workbook, in which nobody has written yet, leaves its place to the csv.
    """
    files = [path for path in sorted(registers.glob("*")) if path.is_file() and _is_meant(path, registers)]
    names = [path.name for path in files]
    workbooks = {
        path.stem: path.name for path in files if path.suffix.lower() in _WORKBOOKS and path not in blank
    }
    aside = {}
    for path in files:
        if other := copied(path.name, names):
            aside[path] = _none(path, f"a copy of {other} that a sync or a download made", other)
        elif path.suffix.lower() == ".csv" and (book := workbooks.get(path.stem)):
            aside[path] = _none(path, f"a csv beside the register {book}", book)
    return aside


def _none(path: Path, found: str, register: str) -> Fault:
    remedy = f"{register} counts. If a row is missing in it, put it there; then delete this file."
    return Fault(path.name, found, "one file a register", remedy, harmless=True)


def _order(path: Path) -> tuple[tuple[str, ...], str, str]:
    """Put `april.csv` before `april-revised.csv`, so that the first publication is the first vintage."""
    return path.parent.parts, path.name.split(".")[0], path.name


def _below(folder: Path, registers: Path) -> Iterator[Path]:
    inside = folder.resolve()
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith((".", "__MACOSX"))]
        for path in (Path(place, name) for name in names):
            if _is_meant(path, registers) and Path(os.path.realpath(path)).is_relative_to(inside):
                yield path


def _is_meant(path: Path, registers: Path) -> bool:
    settings = path.suffix.lower() in _SETTINGS and path.resolve().is_relative_to(registers.resolve())
    return not (settings or is_left_behind(path.name))
