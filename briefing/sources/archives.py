"""Zip archives that may come from anywhere: only plain members of plausible size are unpacked, in memory."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from briefing.errors import Fault, SourceError

BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
"""All that the standard library raises over a zip whose bytes are not in order."""
MOST_MEMBERS = 200
LARGEST_TOTAL = 2 << 30
LARGEST_RATIO = 200
_RATIO_MATTERS_FROM = 10 << 20


def members(data: bytes, *, file: str) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file in a zip, one at a time; what macOS leaves behind is skipped."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            wanted = [info for info in archive.infolist() if not _is_litter(info)]
            faults = [*refusals(archive, file=file), *_odd_members(wanted, file)]
            if faults:
                raise SourceError(faults)
            for info in wanted:
                yield _path(info).name, _content(archive, info)
    except BROKEN_ZIP as error:
        remedy = "Download it again: the download was probably cut short."
        raise SourceError(
            [Fault(file, f"a damaged zip file ({error})", "a zip file that opens", remedy)]
        ) from None


def refusals(archive: zipfile.ZipFile, *, file: str) -> list[Fault]:
    """What makes a zip, or a workbook, which is a zip inside, unsafe to unpack whatever it holds."""
    infos = archive.infolist()
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    found = []
    if len(infos) > 20 * MOST_MEMBERS:
        found.append((f"{len(infos):,} members", f"at most {20 * MOST_MEMBERS:,}"))
    if total > LARGEST_TOTAL:
        found.append((f"{total / 2**30:.1f} GiB when unpacked", f"at most {LARGEST_TOTAL / 2**30:.0f} GiB"))
    if total > _RATIO_MATTERS_FROM and total > LARGEST_RATIO * max(packed, 1):
        found.append(
            (
                f"content that unpacks to {total // max(packed, 1):,} times its size",
                f"{LARGEST_RATIO} at most",
            )
        )
    remedy = "This is not how the NHS publishes: ask whoever sent the file."
    return [Fault(file, what, wanted, remedy) for what, wanted in found]


def _path(info: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(info.filename.replace("\\", "/"))


def _is_litter(info: zipfile.ZipInfo) -> bool:
    parts = _path(info).parts
    return (
        info.is_dir()
        or "__MACOSX" in parts
        or parts[-1].startswith(".")
        or parts[-1] in ("Thumbs.db", "desktop.ini")
    )


def _odd_members(wanted: list[zipfile.ZipInfo], file: str) -> Iterator[Fault]:
    if len(wanted) > MOST_MEMBERS:
        yield Fault(
            file,
            f"{len(wanted):,} files in the zip",
            f"at most {MOST_MEMBERS}",
            "Unpack it and load its files.",
        )
    for info in wanted:
        path = _path(info)
        shown = f"{file} > {info.filename}"
        if path.is_absolute() or ".." in path.parts or ":" in info.filename:
            yield Fault(
                shown, "a name that points outside the zip", "a plain file name", "Ask whoever sent the file."
            )
        if info.flag_bits & 0x1:
            yield Fault(
                shown, "a member locked with a password", "an open zip", "Unpack it and load the file inside."
            )


def _content(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The member's bytes, no more than it declared: the declared size was checked."""
    with archive.open(info) as stream:
        content = stream.read(info.file_size + 1)
    if len(content) > info.file_size:
        raise zipfile.BadZipFile(f"{info.filename} is larger than it says")
    return content
