"""Documents as HTML: one template a kind of block, strict, sandboxed, a workspace's own before ours."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from traceback import walk_tb

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    pass_context,
)
from jinja2.exceptions import TemplateNotFound, TemplateSyntaxError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from briefing import formats
from briefing.document.blocks import Block, Cover, Document, Item, Run, Section, Text
from briefing.errors import RenderError
from briefing.render.archive import archive_uri
from briefing.render.charts import draw, icon, image, images
from briefing.render.charts.strip import strip_image
from briefing.render.finishing import BEHIND
from briefing.render.look import PLAIN, Look
from briefing.resources import folder

_QUESTION = re.compile(r' id="((?:[\w-]+\.)?question-\d+)"')
_NOWHERE: Mapping[str, str] = {}
_MARKS = {"": "span", "strong": "b", "em": "i", "numeral": "b"}


def html(
    document: Document, *, screen: bool = False, look: Look = PLAIN, places: Mapping[str, str] = _NOWHERE
) -> str:
    """A document as HTML: for pages, or for a screen. A fault in a workspace's own templates is told to the user; one
    in ours is a bug.

    `places`: where in its annexes links lead that find nothing here, each with its page: "A4".
    """
    return once_each(
        _rendered([f"packs/{document.edition}.html", "page.html"], document, screen, look, places)
    )


def once_each(page: str) -> str:
    """Keep one place a question: the card of its reader, or else its line in an annex."""
    found: set[str] = set()

    def first(place: re.Match[str]) -> str:
        if place[1] in found:
            return ""
        found.add(place[1])
        return place[0]

    return _QUESTION.sub(first, page)


def sections(document: Document, *, look: Look = PLAIN) -> str:
    """What stands on a screen of an annex, without the page around it: it is put behind many."""
    return _rendered(["sections.html"], document, True, look, _NOWHERE)


def _rendered(
    names: Sequence[str], document: Document, screen: bool, look: Look, places: Mapping[str, str]
) -> str:
    try:
        template = environment(screen=screen, look=look).select_template(list(names))
        return template.render(document=document, places=places)
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
        loader=_loader(look), undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update({
        "archive": archive_uri,
        "drawing": lambda figure, size: Markup(draw(figure, size)),
        "drawn": _drawn,
        "icon": lambda measure, kind: icon(kind, measure),
        "image": image,
        "images": images,
        "inline": _inline,
        "inside": _inside,
        "running": _running,
        "strip": strip_image,
    })  # fmt: skip
    made.globals.update(screen=screen, look=look)
    return made


def _running(words: str, letters: int) -> Markup:
    """What a running head or foot says in place of words that are too long for it: the whole ones they hold."""
    if len(words) <= letters:
        return Markup("")
    short = words[: letters - 1].rpartition(" ")[0] or words[: letters - 1]
    return Markup(' data-running="{}"').format(f"{short} …")


@pass_context
def _inline(context: Context, text: Text) -> Markup:
    return _marked(text, context["places"])


def _marked(text: Text, places: Mapping[str, str]) -> Markup:
    """Words with their marks and links."""
    if isinstance(text, str):
        return _tied(text)
    if isinstance(text, Run):
        return _run(text, places)
    return Markup("").join(_marked(each, places) for each in text)


def _tied(words: str) -> Markup:
    """Numbers stay with their units, but for a number alone: it may stand in a narrow column."""
    return escape(words if words.count(" ") < 2 else formats.tied(words))


def _run(run: Run, places: Mapping[str, str]) -> Markup:
    words = _tied(run.words)
    kind = Markup(' class="{}"').format(kinds) if (kinds := _kinds(run)) else ""
    if run.to:
        page = places.get(run.to)
        href = f"#{run.to}" if page is None else f"{BEHIND}{run.to}"
        numbered = Markup(' data-page="{}"').format(page) if page is not None else ""
        link = Markup('<a{}{} href="{}" title="{}">{}</a>')
        return link.format(kind, numbered, href, run.hint or run.words, words)
    return Markup("<{0}{1}>{2}</{0}>").format(_MARKS[run.mark], kind, words)


def _kinds(run: Run) -> str:
    return f"{'numeral ' if run.mark == 'numeral' else ''}{run.kind}".strip()


@pass_context
def _drawn(context: Context, what: Section | Cover | Block | Sequence[Block]) -> Markup:
    """Blocks by the templates of their kinds; a section by its own, where a workspace has one."""
    if isinstance(what, tuple):
        return Markup("").join(_drawn(context, block) for block in what)
    made = _template(context, what).render(it=what, document=context["document"], places=context["places"])
    return Markup(made)


def _template(context: Context, what: object) -> Template:
    name = f"blocks/{type(what).__name__.lower()}.html"
    if isinstance(what, Section) and context["look"].templates is not None:
        return context.environment.select_template([f"sections/{what.name}.html", name])
    return context.environment.get_template(name)


@pass_context
def _inside(context: Context, item: Item) -> Markup:
    """What stands in a cell or in a line of a list."""
    return _inline(context, item.text) + _drawn(context, item.blocks)


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
