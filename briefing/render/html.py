"""Editions as HTML. Templates arrange what the pack decided; numbers pass through `formats`."""

from functools import cache, partial

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefing import formats
from briefing.meeting.answers import STATES
from briefing.meeting.sheet import answer_field, promise_field
from briefing.pack.clerk import STANDING, ClerkSheet, SheetRow
from briefing.pack.editions import BulletinEdition, ChairEdition, LetterEdition, NoticeEdition
from briefing.pack.model import GpEdition
from briefing.render.charts import icon, image
from briefing.render.charts.frame import lettered
from briefing.render.charts.icons import ASSURANCE_WORDS, VARIATION_WORDS
from briefing.resources import folder

Edition = GpEdition | ChairEdition | NoticeEdition | BulletinEdition | LetterEdition | ClerkSheet

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
    "shown": formats.shown,
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


def chair_order(edition: ChairEdition) -> str:
    """The running order of the day, for the chair."""
    return _page("chair", edition)


def themes_notice(edition: NoticeEdition) -> str:
    """The notice to one provider, five working days ahead."""
    return _page("notice", edition)


def bulletin(edition: BulletinEdition) -> str:
    """The bulletin to practices after the meeting."""
    return _page("bulletin", edition)


def letter(edition: LetterEdition) -> str:
    """The follow-up letter to one provider."""
    return _page("letter", edition)


def drawn(
    edition: GpEdition | ChairEdition | NoticeEdition | BulletinEdition | LetterEdition | ClerkSheet,
) -> str:
    """Any edition as HTML."""
    match edition:
        case GpEdition():
            return gp_pack(edition)
        case ChairEdition():
            return chair_order(edition)
        case NoticeEdition():
            return themes_notice(edition)
        case BulletinEdition():
            return bulletin(edition)
        case LetterEdition():
            return letter(edition)
        case ClerkSheet():
            return clerk_sheet(edition)


def _page(name: str, edition: ChairEdition | NoticeEdition | BulletinEdition | LetterEdition) -> str:
    """The base takes the commissioner and the status from the masthead, as it does from a pack."""
    template = environment().get_template(f"packs/{name}.html")
    return template.render(edition=edition, pack=edition.masthead)


def clerk_sheet(sheet: ClerkSheet) -> str:
    """The clerk's answer sheet as a form; its fields carry the ids that `briefing record` reads."""
    meeting_id = sheet.meeting.id

    def answer(row: SheetRow, name: str) -> str:
        return answer_field(meeting_id, row.asked.provider_code, row.asked.question_id, name)

    return (
        environment()
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
