"""Figures as images of their own: whole, described, and the same in both forms."""

import io
import re
from dataclasses import replace
from xml.etree import ElementTree

import packs
import pytest
from PIL import Image

from briefing.document.figure import Figure
from briefing.render.chart_images import DPI, ChartImage, card, chart_images, image_files, image_name
from briefing.render.charts.page import size_of
from briefing.render.charts.tokens import colour

Figures = tuple[Figure, ...]
Images = dict[str, ChartImage]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def figures() -> Figures:
    kinds = {figure.kind: figure for figure in reversed(packs.torture().figures)}
    return tuple(kinds[kind] for kind in ("spc", "bars", "groups"))


@pytest.fixture(scope="module")
def made(figures: Figures) -> Images:
    return chart_images(figures, made_on=packs.meeting().date)


def test_each_figure_is_a_picture_of_its_printed_size(figures: Figures, made: Images) -> None:
    for figure in figures:
        width, height = size_of(card(figure).svg)
        picture = Image.open(io.BytesIO(made[figure.id].png))
        assert picture.size == (
            pytest.approx(width * DPI / 72, abs=1),
            pytest.approx(height * DPI / 72, abs=1),
        )
        assert picture.info["dpi"] == (pytest.approx(DPI, abs=0.1),) * 2


def test_an_image_alone_says_whose_it_is_what_it_shows_and_whence(figures: Figures, made: Images) -> None:
    for figure in figures:
        root = ElementTree.fromstring(made[figure.id].svg)
        words = " ".join(" ".join(text.itertext()) for text in root.iter(f"{SVG}text"))
        flat = re.sub(r"\s+", " ", words)
        assert figure.measure.org_name in flat
        assert figure.title in flat
        assert f"Source: {figure.source_line}" in flat
        assert root.findtext(f"{SVG}title") == figure.title
        assert root.findtext(f"{SVG}desc") == figure.alt


def test_dated_notes_stand_under_the_chart_that_letters_them(figures: Figures, made: Images) -> None:
    spc = next(figure for figure in figures if figure.kind == "spc" and figure.measure.notes)
    assert b"A July 2024: Something happened, 20 months ago" in made[spc.id].svg


def test_nothing_is_drawn_outside_the_paper(made: Images) -> None:
    for image in made.values():
        picture = Image.open(io.BytesIO(image.png)).convert("L")
        ink = picture.point(lambda shade: 255 if shade < 200 else 0).getbbox()
        assert ink is not None
        left, top, right, bottom = ink
        assert min(left, top, picture.width - right, picture.height - bottom) > 20


def test_the_chart_alone_is_the_middle_of_the_picture(figures: Figures, made: Images) -> None:
    for figure in figures:
        alone, whole = (Image.open(io.BytesIO(data)) for data in (made[figure.id].plain, made[figure.id].png))
        assert 0.95 * whole.width < alone.width < whole.width, "without the margins of a card"
        assert 0.5 * whole.height < alone.height < whole.height


def test_files_are_named_for_the_hospital_first(figures: Figures, made: Images) -> None:
    spc = next(figure for figure in figures if figure.kind == "spc")
    other = replace(spc, measure=replace(spc.measure, org_code="RQY"), id=spc.id.replace("RQZ", "RQY"))
    assert image_name(spc) == "rqz-spc-rtt_within_18_weeks-ALL-ALL-ALL"
    assert image_name(other) == "rqy-spc-rtt_within_18_weeks-ALL-ALL-ALL"
    assert f"charts/{image_name(spc)}.svg" in image_files(made.values())
    assert len(image_files(made.values())) == 2 * len(figures)


def test_no_figure_makes_no_image() -> None:
    assert chart_images((), made_on=packs.meeting().date) == {}


def test_the_same_figures_give_the_same_bytes(figures: Figures, made: Images) -> None:
    assert chart_images(figures, made_on=packs.meeting().date) == made


def test_paper_is_white_and_the_usual_range_is_seen() -> None:
    """A palette chosen by what comes most often once made them one: the band was gone, paper was grey."""
    chart = next(f for f in packs.full().figures if f.kind == "spc")
    (made,) = chart_images([chart], made_on=packs.meeting().date).values()
    with Image.open(io.BytesIO(made.plain)) as picture:
        found = {shade: count for count, shade in picture.convert("RGB").getcolors(1 << 24) or []}
    assert max(found, key=lambda shade: found[shade]) == (255, 255, 255)
    tint = tuple(bytes.fromhex(colour("tint").lstrip("#")))
    assert found.get(tint, 0) > 0.03 * sum(found.values())
