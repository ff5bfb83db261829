"""Earlier promises as every edition lists them."""

from collections.abc import Iterable

from briefing import formats
from briefing.challenge.model import Promise
from briefing.challenge.promises import UNSEEN
from briefing.document.blocks import Item, Listing, Paragraph, Run, quiet, strong
from briefing.meeting.outline import meeting_day

STATES = {
    "kept": "Kept",
    "late": "Late",
    "open": "Open",
    "repeated": "Promised again",
    "not_kept": "Not kept",
}


def standing(promise: Promise) -> str:
    """Say what became of it: "Kept late, 1 December 2026"."""
    if promise.state == "late" and promise.closed_on is not None:
        return f"Kept late, {formats.day(promise.closed_on)}"
    return STATES[promise.state]


def shown_by(promise: Promise) -> str:
    """Name the series that it shows in, and say what that series and the register show; a deed shows in none."""
    if promise.evidence == UNSEEN:
        return UNSEEN
    return " ".join(filter(None, (promise.measured, promise.evidence)))


def promise_list(promises: Iterable[Promise]) -> Listing:
    """Tell each promise in full: "Late: a sheet by specialty. Director of operations, due 31 August 2026, promised on
    4 June 2026", and under it what shows that it was kept, or not.
    """
    return Listing(tuple(_line(promise) for promise in promises), kind="promise-list")


def sentence(what: str) -> str:
    """What somebody wrote, with a full stop after it."""
    what = what.strip()
    return what if what.endswith((".", "?", "!")) else f"{what}."


def _line(promise: Promise) -> Item:
    state = strong(standing(promise), f"state {promise.state}")
    shown = (Paragraph(shown_by(promise), kind="sentence"),) if promise.evidence not in ("", UNSEEN) else ()
    return Item((state, f" {promise.what}", *_owed(promise)), shown)


def _owed(promise: Promise) -> tuple[str | Run, ...]:
    """Who owes it, by when, and when it was promised."""
    made = meeting_day(promise.meeting_id)
    parts = [promise.owner, f"due {formats.day(promise.due_on)}" if promise.due_on else ""]
    parts.append(f"promised on {formats.day(made)}" if made else "")
    told = ", ".join(filter(None, parts))
    return (" ", quiet(formats.capital(told))) if told else ()
