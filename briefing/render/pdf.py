"""Pages from HTML: tagged PDF/UA, the same bytes every time, and no warning let through.

WeasyPrint logs what it can't do (a missing style sheet, a glyph in no font) and goes on. A pack with a box
where a name should be must not reach a GP, so every warning here is an error.
"""

import gc
import hashlib
import io
import logging
import os
import warnings
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import cache, partial
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pydyf
from fontTools.ttLib import woff2

from briefing.document.figure import EvidenceTable
from briefing.errors import RenderError
from briefing.legible import legible
from briefing.render.finishing import finish
from briefing.render.lettering import lines_at_once
from briefing.render.look import stand_in
from briefing.render.once import each_thing_once

with warnings.catch_warnings():  # where Debian's libharfbuzz-subset0 is absent: fonts are cut as well without
    warnings.filterwarnings("ignore", "HarfBuzz-Subset", DeprecationWarning)
    from weasyprint import HTML, Attachment
    from weasyprint.document import Document
    from weasyprint.urls import URLFetcher, URLFetcherResponse

_LOGGERS = ("weasyprint", "fontTools")
_FAMILIES = frozenset({"Inter", "Inter Display"})
_OF_THE_MACHINE = "Using fontTools instead of HarfBuzz-Subset"
"""A remark on the machine, not on a page."""


class TemplatesOnly(URLFetcher):  # type: ignore[misc]
    """Opens `data:` and files of the template folders, refuses all else and remembers what it refused.

    The memory matters: a refusal inside an SVG image is swallowed by the layout engine. A file of a folder stands in
    for the one of the same name in the folders after it, whichever of them asked for it.
    """

    def __init__(self, folders: Sequence[Path]) -> None:
        super().__init__(allowed_protocols={"data", "file"}, allow_redirects=False)
        self.folders = [folder.resolve() for folder in folders]
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        if urlsplit(url).scheme.lower() == "data":
            return super().fetch(url, headers)
        if (path := self._template(url)) is not None:
            if path.suffix == ".woff2":
                return URLFetcherResponse(url, body=_unpacked(path, path.stat().st_mtime_ns))
            return super().fetch(path.as_uri(), headers)
        self.refused.append(url)
        raise ValueError(f"refused {url}: a pack is made of data: and template files only")

    @property
    def refusals(self) -> list[str]:
        return [f"refused to open {url}" for url in self.refused]

    def _template(self, url: str) -> Path | None:
        parts = urlsplit(url)
        if parts.scheme.lower() != "file" or parts.netloc:
            return None
        asked = Path(url2pathname(parts.path)).resolve()
        return stand_in(asked, self.folders)


@cache
def _unpacked(font: Path, changed: int) -> bytes:
    """A font as the layout engine uses it, unpacked once a process: for each document it costs a tenth of a pack."""
    unpacked = io.BytesIO()
    woff2.decompress(io.BytesIO(font.read_bytes()), unpacked)
    return unpacked.getvalue()


def write(
    html: str,
    *,
    title: str,
    lang: str,
    folder: Path,
    made_on: date,
    attachments: Sequence[EvidenceTable] = (),
    own: Path | None = None,
    letter: str = "",
) -> bytes:
    """Lay out and write one document, dated `made_on` throughout: equal inputs make equal bytes.

    Style sheets and pictures are those of `folder`, or of `own` where it has a file of the same name. With a letter
    the pages are those of an annex: A1, A2 ...
    """
    moment, html = datetime.combine(made_on, time(), tzinfo=UTC), legible(html)
    with (
        _garbage_collector_off(),
        _compression_usual(),
        _clock_stopped(moment),
        lines_at_once(),
        each_thing_once(ours=own is None),
        _every_warning_kept() as remarks,
    ):
        fetcher = TemplatesOnly([own, folder] if own is not None else [folder])
        document = HTML(string=html, base_url=f"{folder.resolve().as_uri()}/", url_fetcher=fetcher).render()
        _refuse([*remarks, *fetcher.refusals], title=title)
        metadata = document.metadata
        metadata.title, metadata.lang = title, lang
        metadata.created = metadata.modified = f"{made_on.isoformat()}T00:00:00Z"
        metadata.attachments = [_attachment(table, moment) for table in attachments]
        pdf: bytes = document.write_pdf(
            finisher=partial(finish, letter=letter),
            pdf_variant="pdf/ua-1",
            pdf_identifier=_identifier(html, attachments),
        )
        _refuse([*remarks, *fetcher.refusals, *_strange_fonts(document)], title=title)
        del document, metadata  # its boxes, which the collector finds as it is on again, all of them young
    return pdf


def _refuse(faults: Sequence[str], *, title: str) -> None:
    """Raise what was found, once each, as soon as it is known: writing takes as long as laying out."""
    if faults:
        listed = "\n".join(dict.fromkeys(faults))
        raise RenderError(f"{title}: the pages could not be laid out cleanly\n{listed}")


def _strange_fonts(document: Document) -> list[str]:
    """Fonts of this machine that stood in for ours: another machine would print boxes."""
    families = {font.family for font in document.fonts.values()} - _FAMILIES
    return [
        f"a character is in none of the shipped fonts and was drawn in {family}"
        for family in sorted(families)
    ]


def _attachment(table: EvidenceTable, moment: datetime) -> Attachment:
    return Attachment(
        string=table.csv,
        name=table.filename,
        description=table.description,
        created=moment,
        modified=moment,
        relationship="Data",
    )


def _identifier(html: str, attachments: Sequence[EvidenceTable]) -> bytes:
    digest = hashlib.sha256(html.encode())
    for table in attachments:
        digest.update(table.csv)
    return digest.hexdigest()[:32].encode()


@contextmanager
def _every_warning_kept() -> Iterator[list[str]]:
    """Yield the list that warnings of the layout engine and its font library are added to."""
    kept: list[str] = []
    handler = _Keeper(kept)
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    for logger in loggers:
        logger.addHandler(handler)
    try:
        yield kept
    finally:
        for logger in loggers:
            logger.removeHandler(handler)


class _Keeper(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__(level=logging.WARNING)
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if not message.startswith(_OF_THE_MACHINE):
            self._kept.append(message)


@contextmanager
def _garbage_collector_off() -> Iterator[None]:
    """A fifth of the layout time goes into collecting boxes that all stay alive until the end."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def _compression_usual() -> Iterator[None]:
    """The hardest kind saves a hundredth of a file and takes twice the time, a thirtieth of a pack's."""
    hardest = pydyf.zlib
    pydyf.zlib = SimpleNamespace(compressobj=lambda level: zlib.compressobj())
    try:
        yield
    finally:
        pydyf.zlib = hardest


@contextmanager
def _clock_stopped(moment: datetime) -> Iterator[None]:
    """fontTools writes the time of day into each font it cuts, unless the environment gives it another."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = str(int(moment.timestamp()))
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before
