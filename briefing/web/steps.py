"""The one next step of a meeting, as a page says it: what to do here, not which command to type."""

import re
from dataclasses import dataclass

from briefing import formats
from briefing.post.states import State

_COMMAND = re.compile(r"briefing (?:meeting )?([a-z]+)")
_WORDS = {
    "build": "Prepare the papers",
    "approve": "Read the papers, then approve them",
    "send": "Send the papers",
    "record": "Hold the meeting, then record what was said",
    "move": "Give it a date, or cancel it",
    "check": "Correct what is wrong in its file",
}
_DRAFTS = "Send the drafts that lie beside the papers, then say that they arrived"


@dataclass(frozen=True)
class Step:
    verb: str
    """build, approve, send, record, move or check; nothing where there is nothing to do."""
    words: str
    now: bool
    """Whether somebody is waited for."""


def step_of(state: State) -> Step:
    """Return what is to be done next of a meeting."""
    found = _COMMAND.search(state.next_step)
    if found is None:
        return Step(
            "", f"{formats.capital(state.next_step)}." if state.next_step else "Nothing is left to do.", False
        )
    verb = found.group(1)
    words = _DRAFTS if "--arrived" in state.next_step else _WORDS.get(verb, state.next_step)
    return Step(verb, f"{words}.", not state.next_step.startswith("hold it"))
