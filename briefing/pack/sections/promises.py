"""Earlier promises as every edition lists them."""

from collections.abc import Iterable

from briefing import formats
from briefing.challenge.model import Promise
from briefing.document.blocks import Listing, Run, quiet, strong

STATES = {
    "kept": "Kept",
    "late": "Late",
    "open": "Open",
    "repeated": "Promised again",
    "not_kept": "Not kept",
}


def promise_list(promises: Iterable[Promise]) -> Listing:
    """ "Late: a sheet by specialty (Director of operations, due 31 August 2026)", a line a promise."""
    return Listing(tuple(_line(promise) for promise in promises), kind="promise-list")


def _line(promise: Promise) -> tuple[str | Run, ...]:
    state = strong(STATES[promise.state], f"state {promise.state}")
    owed = (" ", quiet(f"{promise.owner}, due {formats.day(promise.due_on)}")) if promise.owner else ()
    return (state, f" {promise.what}", *owed)
