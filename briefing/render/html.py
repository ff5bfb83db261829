"""Editions as HTML. Templates arrange what the pack decided; numbers pass through `formats`."""

from base64 import b64encode
from functools import cache, partial

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from briefing import formats
from briefing.meeting.answers import STATES
from briefing.meeting.sheet import answer_field, promise_field
from briefing.pack.clerk import STANDING, ClerkSheet, SheetRow
from briefing.pack.editions import BulletinEdition, ChairEdition, LetterEdition, NoticeEdition
from briefing.pack.model import GpEdition
from briefing.pack.peer_review import PeerEdition
from briefing.render.charts import draw, icon, image
from briefing.render.charts.frame import lettered
from briefing.render.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS
from briefing.render.charts.strip import strip_image
from briefing.resources import folder

Edition = (
    GpEdition | ChairEdition | NoticeEdition | BulletinEdition | LetterEdition | ClerkSheet | PeerEdition
)

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
    "csv": lambda table: f"data:text/csv;base64,{b64encode(table.csv).decode()}",
    "icon": lambda measure, kind: icon(kind, measure),
}


@cache
def environment(*, screen: bool = False) -> ImmutableSandboxedEnvironment:
    """Strict: a name that is not there is an error, never an empty place on the page.

    `screen` is true in templates that make the HTML twin: the words and figures are the same, links replace pages.
    """
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(variation_words=VARIATION_WORDS, assurance_words=ASSURANCE_WORDS, screen=screen)
    return made


def gp_pack(edition: GpEdition, *, screen: bool = False) -> str:
    """The GP pack of one reader as one HTML document."""
    return environment(screen=screen).get_template("packs/gp.html").render(edition=edition, pack=edition.pack)


def chair_order(edition: ChairEdition, *, screen: bool = False) -> str:
    """The running order of the day, for the chair."""
    return _page("chair", edition, screen=screen)


def themes_notice(edition: NoticeEdition, *, screen: bool = False) -> str:
    """The notice to one provider, five working days ahead."""
    return _page("notice", edition, screen=screen)


def bulletin(edition: BulletinEdition, *, screen: bool = False) -> str:
    """The bulletin to practices after the meeting."""
    return _page("bulletin", edition, screen=screen)


def letter(edition: LetterEdition, *, screen: bool = False) -> str:
    """The follow-up letter to one provider."""
    return _page("letter", edition, screen=screen)


def drawn(edition: Edition, *, screen: bool = False) -> str:
    """Any edition as HTML: for pages, or for a screen."""
    match edition:
        case GpEdition():
            return gp_pack(edition, screen=screen)
        case ChairEdition():
            return chair_order(edition, screen=screen)
        case NoticeEdition():
            return themes_notice(edition, screen=screen)
        case BulletinEdition():
            return bulletin(edition, screen=screen)
        case LetterEdition():
            return letter(edition, screen=screen)
        case ClerkSheet():
            return clerk_sheet(edition, screen=screen)
        case PeerEdition():
            return _page("peer", edition, screen=screen)


def _page(
    name: str,
    edition: ChairEdition | NoticeEdition | BulletinEdition | LetterEdition | PeerEdition,
    *,
    screen: bool,
) -> str:
    """The base takes the commissioner and the status from the masthead, as it does from a pack."""
    template = environment(screen=screen).get_template(f"packs/{name}.html")
    return template.render(edition=edition, pack=edition.masthead)


def clerk_sheet(sheet: ClerkSheet, *, screen: bool = False) -> str:
    """The clerk's answer sheet as a form; its fields carry the ids that `briefing record` reads."""
    meeting_id = sheet.meeting.id

    def answer(row: SheetRow, name: str) -> str:
        return answer_field(meeting_id, row.asked.provider_code, row.asked.question_id, name)

    return (
        environment(screen=screen)
        .get_template("packs/clerk.html")
        .render(
            sheet=sheet,
            pack=sheet,
            states=[(state.replace(" ", "_"), formats.capital(state)) for state in STATES],
            standing=STANDING,
            answer_field=answer,
            promise_field=partial(promise_field, meeting_id),
        )
    )
