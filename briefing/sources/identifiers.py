"""Finds what would identify a patient: in a text, in a column's name.

`screen_text` is the one judge of any text that may be printed; `screening.py` uses it on whole tables.
A text is made plain first, so that ⑨④③ and 943–476 are digits like others. Then `recognisers.toml` finds what a shape
and the words beside it tell; dates and postcodes are judged here, numbers by their digits in `numbers.py`, names in
`names.py`. It errs on the side of finding: a sentence held back wrongly can be released, a name printed can't be taken
back.
"""

import hashlib
import re
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from briefing import toml
from briefing.sources.names import names_in
from briefing.sources.numbers import Span, in_digits, nhs_number_is_valid, numbers_in
from briefing.sources.plain_text import plain

__all__ = [
    "Hit",
    "Kind",
    "fingerprint",
    "nhs_number_is_valid",
    "screen_header",
    "screen_text",
    "with_article",
]

Kind = Literal[
    "NHS number", "hospital number", "passport number", "National Insurance number", "postcode", "date of birth",
    "e-mail address", "phone number", "personal number", "name", "address",
]  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """One identifier: what it is and where it stands in the text. It never carries the identifier itself."""

    kind: Kind
    start: int
    end: int


def with_article(kind: Kind) -> str:
    """Name a kind of identifier in a sentence: "an NHS number", "a name"."""
    return f"{'an' if kind[0] in 'ae' or kind.startswith('NHS') else 'a'} {kind}"


def screen_text(text: str, released: Collection[str] = ()) -> tuple[Hit, ...]:
    """Lists the identifiers in a text, in reading order; the first kind to claim a place keeps it.

    `released` are fingerprints of words that somebody has said identify nobody.

    >>> screen_text("Please ring Mrs Jones on 01632 960123")
    (Hit(kind='name', start=12, end=21), Hit(kind='phone number', start=25, end=37))
    """
    made, places = plain(text)
    found: list[Hit] = []
    for kind, (start, end) in _not_released(made, released):
        hit = Hit(kind, places[start], places[end - 1] + 1)
        at = bisect(found, hit.start, key=_start)
        clear_before = at == 0 or found[at - 1].end <= hit.start
        clear_after = at == len(found) or hit.end <= found[at].start
        if clear_before and clear_after:
            found.insert(at, hit)
    return tuple(found)


def _not_released(text: str, released: Collection[str]) -> Iterator[tuple[Kind, Span]]:
    """Yield every hit, but those released, and those that are a part of one: "Jasmine" in "Jasmine Ward"."""
    if not released:
        yield from _every_hit(text)
        return
    hits = [*_every_hit(text)]
    passing = [hit for hit in hits if fingerprint(hit[0], text[slice(*hit[1])]) in released]
    for kind, (start, end) in hits:
        if not any(kind == other and first <= start and end <= last for other, (first, last) in passing):
            yield kind, (start, end)


def fingerprint(kind: Kind, words: str) -> str:
    """Return what stands for released words on the audit log, which does not repeat them."""
    return hashlib.sha256(f"{kind}: {' '.join(plain(words)[0].lower().split())}".encode()).hexdigest()


def _start(hit: Hit) -> int:
    return hit.start


def _every_hit(text: str) -> Iterator[tuple[Kind, Span]]:
    table = _Table.load()
    digits = in_digits(table.judged["date"].sub(lambda match: "\0" * len(match[0]), text))
    for kind, pattern, of_digits in table.recognisers:
        for match in pattern.finditer(digits if of_digits else text):
            yield kind, match.span()
    yield from numbers_in(digits)
    yield from (("date of birth", span) for span in _dates_of_birth(text))
    yield from (("postcode", span) for span in _postcodes(text))
    yield from (("name", span) for span in names_in(text))


# Shapes and words -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Table:
    """`recognisers.toml`, with its parts put into its patterns: <month> is what it says a month is."""

    recognisers: tuple[tuple[Kind, re.Pattern[str], bool], ...]
    judged: Mapping[str, re.Pattern[str]]

    @classmethod
    @cache
    def load(cls) -> "_Table":
        table = toml.loads(Path(__file__).with_name("recognisers.toml").read_text("utf-8"))
        part = re.compile(rf"(?<!\?P)<({'|'.join(table['parts'])})>")

        def pattern(written: str) -> re.Pattern[str]:
            while part.search(written):
                written = part.sub(lambda match: table["parts"][match[1]], written)
            return re.compile(written, re.IGNORECASE)

        rows = ((row, written) for row in table["recognisers"] for written in row["patterns"])
        return cls(
            tuple((row["kind"], pattern(written), row.get("digits", False)) for row, written in rows),
            {name: pattern(written) for name, written in table["judged"].items()},
        )


# Dates of birth ---------------------------------------------------------------------------------------------

OLDEST_EVENT = 2008
"""A full date before this year in a practice's report is read as a date of birth, with or without a cue."""
LATEST_EVENT = 35
"""A year of two digits after this one is of the last century."""


def _dates_of_birth(text: str) -> Iterator[Span]:
    judged = _Table.load().judged
    for match in judged["date"].finditer(text):
        year = next(group for group in match.groups() if group)
        before = text[max(0, match.start() - 30) : match.start()]
        if (
            (len(year) == 4 and int(year) < OLDEST_EVENT and not judged["of_a_paper"].search(before))
            or (match["numeric"] and "/" in match[0] and len(year) == 2 and int(year) > LATEST_EVENT)
            or judged["birth_before"].search(before)
            or judged["birth_after"].match(text, match.end())
        ):
            yield match.span()


# Postcodes --------------------------------------------------------------------------------------------------

# "level B2 1st floor", "bay M3 4hr wait"
_NOT_INWARD = re.compile("[0-9](?:st|nd|rd|th|hr|yr)")
_NOT_A_HOME = re.compile(r" (?:assay|test|tests|result|results|panel|antibody|level|bay|ward|form)\b")
_AREAS = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN
    EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK
    ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA
    TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREA_CODES = frozenset(_AREAS.split())


def _postcodes(text: str) -> Iterator[Span]:
    judged = _Table.load().judged
    patterns = (judged[name] for name in ("postcode", "spelt_postcode", "loose_postcode"))
    for match in (match for pattern in patterns for match in pattern.finditer(text)):
        area = re.sub("[ .]", "", match["area"]).upper()
        thing = _NOT_INWARD.fullmatch(match["inward"]) or _NOT_A_HOME.match(text, match.end())
        if area in _AREA_CODES and not thing:
            yield match.span()


# Column names -----------------------------------------------------------------------------------------------

_HEADERS: tuple[tuple[Kind, str], ...] = (
    ("NHS number", r"(?:nhs|chi) ?(?:no|nr|num|number|id)(?! (?:status|flag|verified|present))"),
    (
        "date of birth",
        r"dob|d o b|yob|(?:date|day|year) ?(?:of ?)?birth|birth ?(?:date|day|year)|born(?: on)?",
    ),
    ("postcode", r"post(?:al)? ?code|pcode"),
    ("e-mail address", r"e ?mail(?: ?address)?"),
    ("phone number", r"(?:tele)?phone|tel|mobile|landline|contact (?:no|number)"),
    ("address", r"(?:home )?address|street"),
    ("name", r"(?:sur|fore|first ?|last ?|full ?|given ?|family ?|middle ?|patient ?)?names?|initials"),
)
_NOT_A_PATIENT = re.compile(
    r"\b(?:consultant|clinician|referrer|requester|author|practice|provider|hospital|trust|surgery|site|organisation|org|network|pcn|board|icb|ccg|commissioner|"
    r"region|specialty|treatment|function|clinic|service|department|test|theme|file|sheet|district|sector|ward|gp)\b"
)


def screen_header(header: str) -> Kind | None:
    """Says what a column holds if its name gives it away: "Patient Surname", "NHS_No", "dateOfBirth".

    Names of organisations and staff ("practice_name", "site postcode") are not a patient's.
    """
    words = plain_words(header)
    if _NOT_A_PATIENT.search(words):
        return None
    return next((kind for kind, pattern in _HEADERS if re.search(rf"\b(?:{pattern})\b", words)), None)


def names_no_patient(header: str) -> bool:
    """Whether a column's name speaks of an organisation or of staff: "practice_name", "Consultant"."""
    return _NOT_A_PATIENT.search(plain_words(header)) is not None


def plain_words(header: str) -> str:
    """Spells a column's name in lower-case words: "dateOfBirth", "DATE_OF_BIRTH" -> "date of birth"."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", header)
    return re.sub(r"[\W_]+", " ", parted).strip().lower()
