"""What a question rests on, how sure we are of it, and who decides where the hospital will not."""

from collections.abc import Container
from typing import Literal

from briefing.challenge.model import Basis, Decides, Pattern

_KINDS: dict[Basis, str] = {
    "law": "the law",
    "standard": "a national standard",
    "contract": "a contract condition",
    "guidance": "national guidance",
    "none": "",
}
_SURE: dict[Literal["H", "M", "L", ""], str] = {
    "H": "read in the original",
    "M": "read in a summary; check the original before you quote it",
    "L": "not sure; check the original before you quote it",
    "": "",
}
_DECIDES: dict[Decides, str] = {
    "meeting": "This meeting can decide it.",
    "contract": "If refused, the contract route decides.",
    "region": "If refused, it is not for us. Raise it with the region.",
}


def rests_on(pattern: Pattern, *, cited: Container[str] = ()) -> str:
    """Say the duty with its kind, its source and how sure that is; or that none is known.

    A source that was `cited` already is not written out again.
    """
    if pattern.basis == "none":
        return pattern.duty
    source = f"{pattern.duty_source} ({_SURE[pattern.certainty]})"
    if pattern.duty_source in cited:
        source = "as above"
    return f"It rests on {_KINDS[pattern.basis]}. {pattern.duty} Source: {source}."


def who_decides(pattern: Pattern) -> str:
    return _DECIDES[pattern.decides]
