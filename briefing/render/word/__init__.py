"""The GP pack as a Word file that a manager can edit: the same words, numbers and charts as the PDF."""

from collections.abc import Mapping

from briefing.pack.model import GpEdition
from briefing.render.chart_images import ChartImage
from briefing.render.word.paper import Paper
from briefing.render.word.sections import SECTIONS

__all__ = ["gp_word"]


def gp_word(edition: GpEdition, images: Mapping[str, ChartImage]) -> bytes:
    """The edition as bytes of a .docx file, its charts from `images` by the id of the figure.

    Equal editions give equal bytes: the file is dated by the meeting.
    """
    pack = edition.pack
    status = (
        f"Draft, version {pack.version}: not yet approved"
        if pack.status == "draft"
        else f"Version {pack.version}"
    )
    paper = Paper(
        title=f"{pack.provider_name}: briefing for {edition.reader.name}",
        author=pack.commissioner_name,
        head=pack.provider_name,
        marking=pack.marking,
        foot=f"{edition.reader.name} · {pack.meeting.title} · {status}",
        made_on=pack.meeting.date,
    )
    for section in SECTIONS:
        section(paper, edition, images)
    return paper.written()
