"""Editions as HTML. Templates arrange what the pack decided; numbers pass through `formats`."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from briefing import formats
from briefing.meeting.answers import STATES
from briefing.meeting.sheet import answer_field, promise_field
from briefing.pack.clerk import STANDING, ClerkSheet, SheetRow
from briefing.pack.editions import BulletinEdition, ChairEdition, LetterEdition, NoticeEdition
from briefing.pack.editions.gp import gp_document
from briefing.pack.model import GpEdition
from briefing.peer_review.editions import PeerEdition
from briefing.render import page
from briefing.render.arranging import arrange
from briefing.render.look import PLAIN, Look

Edition = (
    GpEdition | ChairEdition | NoticeEdition | BulletinEdition | LetterEdition | ClerkSheet | PeerEdition
)


def drawn(edition: Edition, *, screen: bool = False, look: Look = PLAIN) -> str:
    """Any edition as HTML: for pages, or for a screen."""
    if isinstance(edition, GpEdition):
        return page.html(gp_document(edition), screen=screen, look=look)
    name, given = _arranged(edition)
    return arrange(f"packs/{name}.html", given, screen=screen, look=look)


def _arranged(
    edition: ChairEdition | NoticeEdition | BulletinEdition | LetterEdition | ClerkSheet | PeerEdition,
) -> tuple[str, Mapping[str, Any]]:
    """The name of an edition's template and what it arranges.

    The base takes the commissioner and the status from the masthead, as it does from a pack.
    """
    match edition:
        case ChairEdition():
            return "chair", {"edition": edition, "pack": edition.masthead}
        case NoticeEdition():
            return "notice", {"edition": edition, "pack": edition.masthead}
        case BulletinEdition():
            return "bulletin", {"edition": edition, "pack": edition.masthead}
        case LetterEdition():
            return "letter", {"edition": edition, "pack": edition.masthead}
        case ClerkSheet():
            return "clerk", _clerk(edition)
        case PeerEdition():
            return "peer", {"edition": edition, "pack": edition.masthead}


def _clerk(sheet: ClerkSheet) -> Mapping[str, Any]:
    """The clerk's answer sheet; its fields carry the ids that `briefing record` reads."""
    meeting_id = sheet.meeting.id

    def answer(row: SheetRow, name: str) -> str:
        return answer_field(meeting_id, row.asked.provider_code, row.asked.question_id, name)

    return {
        "sheet": sheet,
        "pack": sheet,
        "states": [(state.replace(" ", "_"), formats.capital(state)) for state in STATES],
        "standing": STANDING,
        "answer_field": answer,
        "promise_field": partial(promise_field, meeting_id),
    }


def gp_pack(edition: GpEdition) -> str:
    """The GP pack of one reader as one HTML document."""
    return drawn(edition)


def chair_order(edition: ChairEdition) -> str:
    """The running order of the day, for the chair."""
    return drawn(edition)


def themes_notice(edition: NoticeEdition) -> str:
    """The notice to one provider."""
    return drawn(edition)


def bulletin(edition: BulletinEdition) -> str:
    """The bulletin to practices after the meeting."""
    return drawn(edition)


def letter(edition: LetterEdition) -> str:
    """The follow-up letter to one provider."""
    return drawn(edition)


def clerk_sheet(sheet: ClerkSheet) -> str:
    """The clerk's answer sheet as a form."""
    return drawn(sheet)
