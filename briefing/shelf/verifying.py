"""Proof that a folder is what its manifest says: every file with its hash, nothing more, nothing less."""

from collections.abc import Iterator
from pathlib import Path

from briefing.shelf import manifest
from briefing.shelf.manifest import Manifest


def faults_of(folder: Path) -> list[str]:
    """What differs between the files of a version and its manifest; nothing where they belong together."""
    try:
        made = manifest.read((folder / manifest.NAME).read_bytes())
    except (OSError, ValueError) as error:
        return [f"{folder / manifest.NAME}: can't be read as a manifest ({error})"]
    return [*_contradictions(folder, made), *_different(folder, made), *_extra(folder, made)]


def _contradictions(folder: Path, made: Manifest) -> Iterator[str]:
    if made.parts and manifest.fingerprint(made.parts) != made.fingerprint:
        yield f"{folder / manifest.NAME}: the parts it names are not those of its fingerprint"
    if made.parts and (made.approval is not None) != (made.status == "approved"):
        yield f"{folder / manifest.NAME}: says {made.status}, and its approval says otherwise"


def _different(folder: Path, made: Manifest) -> Iterator[str]:
    for name, digest in sorted(made.editions.items()):
        path = folder / name
        if not path.is_file():
            yield f"{path}: is missing"
        elif manifest.sha256(path.read_bytes()) != digest:
            yield f"{path}: was changed after it was made"


def _extra(folder: Path, made: Manifest) -> Iterator[str]:
    known = {*made.editions, manifest.NAME}
    for path in sorted(folder.rglob("*")):
        if (not path.is_dir() or path.is_symlink()) and path.relative_to(folder).as_posix() not in known:
            yield f"{path}: is no part of this pack"
