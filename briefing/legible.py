"""A page in letters that our fonts have: what somebody typed or pasted never stops a build.

β-blocker -> beta-blocker    ﬁ -> fi    ９ -> 9    a line separator -> a space
an emoji, a mark that turns the direction of writing, a control character -> nothing

Words in another alphabet are left as they are: a page with holes in place of a name is refused.
"""

import re
import unicodedata
from functools import cache

from fontTools.ttLib import TTFont

from briefing import resources

_SPACES = dict.fromkeys(("Zs", "Zl", "Zp"), " ")
_ENDS_OF_LINES = "\t\n\r"
_GREEK = re.compile(r"(?<![\u0370-\u03ff])[\u0370-\u03ff](?![\u0370-\u03ff])")


def legible(text: str) -> str:
    """Return a text without the letters that none of our fonts can draw, where something can stand for them."""
    if text.isascii() and not _UNSEEN.search(text):
        return text
    composed = unicodedata.normalize("NFC", text)
    made = _foreign().sub(lambda match: _instead(match[0]), _GREEK.sub(lambda m: _name_of(m[0]), composed))
    return made if made == text else legible(made)  # a letter and its accent may have stood apart


def unprintable(text: str) -> str:
    """Return the letters of a text that stop a page, since nothing can stand for them; nothing where there are none."""
    if not _OF_OTHERS.search(text):
        return ""
    shown = legible(text)
    return "".join(dict.fromkeys(_foreign().findall(shown) if shown.strip() else text))


def letters_in(text: str) -> str:
    """Name, as what was found, the letters of a text that stop a page: "the letters 王小明 (CJK)"."""
    letters = unprintable(text)
    alphabets = dict.fromkeys(
        unicodedata.name(letter, "unnamed").split()[0].capitalize() for letter in letters
    )
    one = "letter" if len(letters) == 1 else "letters"
    return f"the {one} {letters} ({', '.join(alphabets)}), which no font of a page has"


PRINTED = "letters of the Latin alphabet, accents and all"
MEND_LETTERS = "Write it as its owner writes it in English."
_OF_OTHERS = re.compile("[^\x00-\u017f\u2010-\u203a]")
"""Whatever is not of a European alphabet in Latin letters: few texts are looked at closely."""
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _name_of(letter: str) -> str:
    """Return "beta" for β and "Delta" for Δ."""
    name = unicodedata.name(letter, "").rpartition(" LETTER ")[2].partition(" ")[0]
    return (name.capitalize() if letter.isupper() else name.lower()) or letter


def _instead(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind in _SPACES or letter in "\x85\x0b\x0c":
        return " "
    parts = unicodedata.normalize("NFKD", letter)
    if parts != letter and not _foreign().search(parts):
        return parts
    return letter if kind[0] in "LN" else "-" if kind == "Pd" else ""


@cache
def _foreign() -> re.Pattern[str]:
    """A letter that one of the fonts does not have."""
    fonts = sorted((resources.folder("templates") / "fonts").glob("*.woff2"))
    shared = set.intersection(*(set(TTFont(font).getBestCmap()) for font in fonts))
    known = "".join(re.escape(chr(code)) for code in sorted(shared))
    return re.compile(f"[^{known}{_ENDS_OF_LINES}]")
