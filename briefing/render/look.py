"""What a workspace changes of our pages: its colour, its logo, its footer, its own templates. Checked before use."""

import base64
import re
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from xml.etree import ElementTree

from briefing.errors import BriefingError, ConfigError
from briefing.processes import Failed, OutOfMemory, OutOfTime, apart
from briefing.resources import folder
from briefing.workspace import Workspace
from briefing.workspace.colours import tint

_MOST_BYTES = 300_000
_MOST_PIXELS = 3000
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Values of a pixel, by the number with which a PNG names its kind of colour."""
_PACKED_NOTES, _LONGEST_NOTE = (b"iCCP", b"zTXt", b"iTXt"), 1 << 20
_MOST_SHAPES = 2000
_MOST_SECONDS, _MOST_MEMORY = 30, 800 << 20
_DRAWN_WITH = frozenset(
    {"svg", "g", "title", "desc", "defs", "metadata", "style", "clipPath", "text", "tspan"}
    | {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
    | {"linearGradient", "radialGradient", "stop"}
)
"""What a logo may be drawn with. No `use` (a few lines can draw a million shapes), no image, no script."""
_NEVER = frozenset({"script", "foreignObject", "iframe", "object", "embed", "image", "img", "use"})
"""Not even in the notes that drawing programs leave in a file."""
_TEMPLATE_KINDS = frozenset({".html", ".css", ".svg", ".png", ".woff2"})


@dataclass(frozen=True)
class Look:
    """The local look of a page. Plain by default: ours."""

    colour: str | None = None
    """In place of our dark blue; charts keep their colours, which are chosen for every kind of eye."""
    logo: str | None = None
    """A checked picture as the address of an image."""
    footer: str = ""
    templates: Path | None = None
    """A folder whose files stand in for ours of the same name."""

    @property
    def tint(self) -> str | None:
        return tint(self.colour) if self.colour else None

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where templates, style sheets and pictures are looked for, the workspace's own first."""
        ours = folder("templates").resolve()
        return (self.templates, ours) if self.templates is not None else (ours,)


PLAIN = Look()


def stand_in(asked: Path, folders: Sequence[Path]) -> Path | None:
    """The file to open for one that lies in one of the folders: of that name, in the first folder that has it."""
    name = next((asked.relative_to(one) for one in folders if asked.is_relative_to(one)), None)
    if name is None:
        return None
    there = (path for one in folders if (path := (one / name).resolve()).is_relative_to(one))
    return next((path for path in there if path.is_file()), asked)


def look_of(workspace: Workspace) -> Look:
    """The look that a workspace asks for; what can't be used in it raises, with what to do."""
    branding = workspace.settings.branding
    return Look(
        colour=branding.colour,
        logo=_logo(workspace.logo, workspace.folder) if workspace.logo is not None else None,
        footer=branding.footer,
        templates=_own_templates(workspace.templates) if workspace.templates.is_dir() else None,
    )


def _logo(path: Path, within: Path) -> str:
    if not path.resolve().is_relative_to(within.resolve()):
        raise _unusable(path, "a file outside the workspace", "Copy it into the workspace.")
    if not path.is_file():
        raise _unusable(path, "no file", "Put it there, or take `logo` out of briefing.toml.")
    if (size := path.stat().st_size) > _MOST_BYTES:
        raise _unusable(path, f"{size:,} bytes", f"Save it smaller: at most {_MOST_BYTES:,} bytes.")
    data = path.read_bytes()
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        if fault := _png_fault(data):
            raise _unusable(
                path, fault, f"Save it again as a PNG of at most {_MOST_PIXELS:,} pixels either way."
            )
        kind = "png"
    else:
        _check_svg(path, data)
        kind = "svg+xml"
    logo = f"data:image/{kind};base64,{base64.b64encode(data).decode()}"
    if kind == "svg+xml" and (fault := _drawing_fault(logo)):
        raise _unusable(path, fault, "Save it as a plain SVG, or as a PNG.")
    return logo


@cache
def _drawing_fault(logo: str) -> str | None:
    """Draw it once, apart: a few hundred bytes can ask for more time than there is, or trip the library."""
    try:
        apart(partial(_draw, logo), memory=_MOST_MEMORY, seconds=_MOST_SECONDS)
    except (OutOfTime, OutOfMemory):
        return f"a drawing that takes more than {_MOST_SECONDS} seconds or too much memory"
    except (Failed, BriefingError):
        return "a drawing that can't be drawn"
    return None


def _draw(logo: str) -> bytes:
    from briefing.render.chart_images import logo_image  # here: that room reads this one

    return logo_image(Look(logo=logo), made_on=date(2026, 1, 1)) or b""


def _png_fault(data: bytes) -> str | None:
    """Say why a picture can't be used: its size is looked at first, and no more is unpacked than that makes."""
    width, height, depth, colour = struct.unpack(">IIBB", data[16:26]) if len(data) > 33 else (0, 0, 0, 0)
    if not (0 < width <= _MOST_PIXELS and 0 < height <= _MOST_PIXELS and data[12:16] == b"IHDR"):
        return f"{width} by {height} pixels"
    if colour not in _CHANNELS or depth not in (1, 2, 4, 8, 16):
        return "colours of no known kind"
    size = height * ((width * depth * _CHANNELS[colour] + 7) // 8 + 1)
    unpacking, length, at = zlib.decompressobj(), 0, 8
    try:
        while at + 12 <= len(data):
            count, kind = struct.unpack(">I4s", data[at : at + 8])
            content, at = data[at + 8 : at + 8 + count], at + 12 + count
            if zlib.crc32(kind + content) != int.from_bytes(data[at - 4 : at], "big"):
                return "a damaged picture"
            if kind == b"IDAT":
                length += len(unpacking.decompress(content, 2 * size - length))
            elif kind in _PACKED_NOTES and _unpacks_to_much(content):
                return "a colour profile or a text in it that unpacks to more than a megabyte"
    except zlib.error:
        return "a damaged picture"
    return None if unpacking.eof and length >= size * (not data[28]) else "a picture that is cut short"


def _unpacks_to_much(note: bytes) -> bool:
    """A note is a name, some marks, and what is packed, which begins as all that zlib packs does."""
    return any(
        len(zlib.decompressobj().decompress(note[found.start() :], _LONGEST_NOTE)) >= _LONGEST_NOTE
        for found in list(re.finditer(rb"\x78[\x01\x5e\x9c\xda]", note[:400]))[:1]
    )


def _check_svg(path: Path, data: bytes) -> None:
    """A drawing and nothing else: no script, nothing fetched, no text of entities, nothing that multiplies."""
    remedy = "Save it as a plain SVG, without scripts, links or pictures inside, or as a PNG."
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise _unusable(path, "a document type", remedy)
    try:
        shapes = list(ElementTree.fromstring(data).iter())
    except ElementTree.ParseError as error:
        raise _unusable(path, f"neither a PNG nor an SVG ({error})", remedy) from None
    if len(shapes) > _MOST_SHAPES:
        raise _unusable(path, f"{len(shapes):,} shapes", remedy)
    for shape in shapes:
        name = str(shape.tag).rpartition("}")[2]
        foreign = "http://www.w3.org/2000/svg" not in str(shape.tag)
        if name not in _DRAWN_WITH and not (foreign and name not in _NEVER):
            raise _unusable(path, f"<{name}>", remedy)
        told = [shape.text or "", *(f"{key}={value}" for key, value in shape.attrib.items())]
        for words in told:
            if re.match(r"(\{[^}]*\})?(href|src)=|on\w+=", words) or re.search(
                r"url\(\s*+(?!['\"]?#)|@import|javascript:", words
            ):
                raise _unusable(path, f"{words[:60]!r} in <{name}>", remedy)
    if not str(shapes[0].tag).endswith("}svg"):
        raise _unusable(path, f"<{shapes[0].tag}>", remedy)


def _unusable(path: Path, found: str, remedy: str) -> ConfigError:
    return ConfigError(f"{path}: branding.logo: found {found}; wanted a small picture, png or svg. {remedy}")


def _own_templates(own: Path) -> Path:
    """The folder, once every file in it is one that a page can be made of."""
    own = own.resolve()
    faults = [
        f"{path}: found {fault}. Take it out of the folder."
        for path in sorted(own.rglob("*"))
        if (fault := _unfit(path, own)) is not None
    ]
    if faults:
        raise ConfigError("\n".join(faults))
    return own


def _unfit(path: Path, own: Path) -> str | None:
    if not path.resolve().is_relative_to(own):
        return "a link that leads out of the templates; wanted a file"
    if path.is_dir():
        return None
    if path.suffix not in _TEMPLATE_KINDS:
        return f"a {path.suffix or 'nameless'} file; wanted one of {', '.join(sorted(_TEMPLATE_KINDS))}"
    if not path.is_file():
        return "a pipe or a device; wanted a file"
    if (size := path.stat().st_size) > _MOST_BYTES:
        return f"{size:,} bytes; wanted at most {_MOST_BYTES:,}"
    return _png_fault(path.read_bytes()) if path.suffix == ".png" else None
