"""Editions as HTML. Templates arrange what the pack decided; numbers pass through `formats`."""

from functools import cache

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing import formats
from briefing.pack.model import GpEdition
from briefing.render.charts import icon, image
from briefing.render.charts.frame import lettered
from briefing.render.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS
from briefing.resources import folder

FILTERS = {
    "amount": formats.amount,
    "capital": formats.capital,
    "counted": formats.counted,
    "day": formats.day,
    "listed": formats.listed,
    "month": formats.month,
    "number": formats.number,
    "points": formats.points,
    "several": formats.several,
    "standard": formats.standard,
    "tied": formats.tied,
    "lettered": lettered,
    "image": image,
    "icon": lambda measure, kind: icon(kind, measure),
}


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Strict: a name that is not there is an error, never an empty place on the page."""
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(variation_words=VARIATION_WORDS, assurance_words=ASSURANCE_WORDS)
    return made


def gp_pack(edition: GpEdition) -> str:
    """The GP pack of one reader as one HTML document."""
    return environment().get_template("packs/gp.html").render(edition=edition, pack=edition.pack)
