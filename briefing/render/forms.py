"""The other forms of one provider's pack: Word for each reader, the evidence as a workbook, every chart as an image."""

from briefing.pack.build import gp_editions
from briefing.pack.model import Pack
from briefing.pack.sheets import evidence_workbook
from briefing.render import evidence_workbook as excel
from briefing.render.chart_images import chart_images, image_files, logo_image
from briefing.render.look import PLAIN, Look
from briefing.render.word import gp_word


def forms_of(pack: Pack, look: Look = PLAIN) -> dict[str, bytes]:
    """File name -> bytes. The charts are drawn once, for all readers' Word files and for the folder of images."""
    images = chart_images(pack.figures, made_on=pack.meeting.date)
    logo = logo_image(look.logo, made_on=pack.meeting.date) if look.logo is not None else None
    workbook = evidence_workbook(pack)
    files = {workbook.filename: excel.written(workbook)}
    for edition in gp_editions(pack):
        files[f"{edition.filename.removesuffix('.pdf')}.docx"] = gp_word(edition, images, look, logo)
    return files | image_files(images.values())
