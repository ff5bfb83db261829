"""Templates at work: strict, sandboxed, a workspace's own before ours, and their faults told by file and line."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from traceback import walk_tb
from typing import Any

from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing import formats
from briefing.document.figure import lettered
from briefing.errors import RenderError
from briefing.pack import words
from briefing.render.archive import archive_uri
from briefing.render.charts import draw, icon, image
from briefing.render.charts.strip import strip_image
from briefing.render.look import PLAIN, Look
from briefing.resources import folder

FILTERS = {
    "amount": formats.amount,
    "capital": formats.capital,
    "counted": formats.counted,
    "day": formats.day,
    "first_sentence": formats.first_sentence,
    "listed": formats.listed,
    "month": formats.month,
    "number": formats.number,
    "points": formats.points,
    "several": formats.several,
    "shown": formats.shown,
    "standard": formats.standard,
    "strip": strip_image,
    "tied": formats.tied,
    "lettered": lettered,
    "image": image,
    "drawing": lambda figure, size: Markup(draw(figure, size)),
    "archive": archive_uri,
    "icon": lambda measure, kind: icon(kind, measure),
}


def arrange(name: str, given: Mapping[str, Any], *, screen: bool = False, look: Look = PLAIN) -> str:
    """A page from a template. A fault in a workspace's own templates is told to the user; one in ours is a bug."""
    try:
        return environment(screen=screen, look=look).get_template(name).render(given)
    except Exception as error:
        if look.templates is None:
            raise
        raise RenderError(
            f"{_place(error, look.templates)}: {_said(error)}. Mend it, or take the file out of {look.templates}: "
            "then ours is used."
        ) from error


@cache
def environment(*, screen: bool = False, look: Look = PLAIN) -> ImmutableSandboxedEnvironment:
    """Strict: a name that is not there is an error, never an empty place on the page.

    `screen` is true in templates that make the HTML twin: the words and figures are the same, links replace pages.
    """
    made = ImmutableSandboxedEnvironment(
        loader=_loader(look),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(
        variation_words=words.VARIATION, assurance_words=words.assurance, screen=screen, look=look
    )
    return made


def _loader(look: Look) -> BaseLoader:
    """The workspace's own, then ours; ours alone as "shipped/...", so that a page can change one block of ours."""
    ours = FileSystemLoader(folder("templates"))
    own = [FileSystemLoader(look.templates)] if look.templates is not None else []
    return ChoiceLoader([*own, ours, PrefixLoader({"shipped": ours})])


def _place(error: Exception, own: Path) -> str:
    """The file and line of the innermost template that was at work, the workspace's own if there is one."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or own}, line {error.lineno}"
    lines = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(error.__traceback__)]
    templates = [(path, line) for path, line in lines if path.suffix == ".html"]
    innermost = [(path, line) for path, line in templates if path.is_relative_to(own)] or templates
    return f"{innermost[-1][0]}, line {innermost[-1][1]}" if innermost else str(own)


def _said(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f"found no template {error.name!r} to include"
    return str(error).removesuffix(".") or type(error).__name__
