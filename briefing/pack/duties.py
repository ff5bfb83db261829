"""What a question rests on, how sure we are of it, and who decides where the hospital will not."""

from typing import Literal

from briefing.challenge.model import Basis, Decides, Pattern

_KINDS: dict[Basis, str] = {
    "law": "the law",
    "standard": "a national standard",
    "contract": "a condition of the contract",
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
    "contract": "If the hospital will not, it is for the contract route.",
    "region": "If the hospital will not, it is not for us: raise it with the region.",
}


def rests_on(pattern: Pattern) -> str:
    """Say the duty with its kind, its source and how sure that is; or that none is known."""
    if pattern.basis == "none":
        return pattern.duty
    source = f"{pattern.duty_source} ({_SURE[pattern.certainty]})"
    return f"It rests on {_KINDS[pattern.basis]}. {pattern.duty} Source: {source}."


def who_decides(pattern: Pattern) -> str:
    return _DECIDES[pattern.decides]
