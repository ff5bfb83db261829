"""Finds what would identify a patient: in a text, in a column's name.

`screen_text` is the one judge of any text that may be printed; `screening.py` uses it on whole tables.
A text is made plain first, so that ⑨④③ and 943–476 are digits like others. It errs on the side of finding:
a sentence held back wrongly can be released, a name printed can't be taken back.
"""

import hashlib
import re
from bisect import bisect
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Literal

from briefing.sources.names import names_in
from briefing.sources.numbers import Span, blank, nhs_number_is_valid, numbers_in
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
    "e-mail address", "phone number", "name", "address",
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
    for kind, (start, end) in _every_hit(made):
        if released and fingerprint(kind, made[start:end]) in released:
            continue
        hit = Hit(kind, places[start], places[end - 1] + 1)
        at = bisect(found, hit.start, key=_start)
        clear_before = at == 0 or found[at - 1].end <= hit.start
        clear_after = at == len(found) or hit.end <= found[at].start
        if clear_before and clear_after:
            found.insert(at, hit)
    return tuple(found)


def fingerprint(kind: Kind, words: str) -> str:
    """Return what stands for released words on the audit log, which does not repeat them."""
    return hashlib.sha256(f"{kind}: {' '.join(plain(words)[0].lower().split())}".encode()).hexdigest()


def _start(hit: Hit) -> int:
    return hit.start


def _every_hit(text: str) -> Iterator[tuple[Kind, Span]]:
    yield from _each("e-mail address", _EMAILS, text)
    yield from numbers_in(_ANY_DATE.sub(blank, text))
    yield from (("date of birth", span) for span in _dates_of_birth(text))
    yield from (("postcode", span) for span in _postcodes(text))
    yield from (("name", span) for span in names_in(text))
    yield from _each("address", [_ADDRESS], text)


def _each(kind: Kind, patterns: list[re.Pattern[str]], text: str) -> Iterator[tuple[Kind, Span]]:
    for pattern in patterns:
        yield from ((kind, match.span()) for match in pattern.finditer(text))


# Ways to reach someone --------------------------------------------------------------------------------------

# Lengths are bounded here as in the standard, so that a long cell without an @ takes no longer than it must.
_LOCAL, _LABEL = r"[\w.+'-]{1,64}", r"[\w-]{1,63}"
_TLD = r"(?:com|net|org|uk|info|co|nhs|gov|ac|me|eu|io|ie|email)\b"
_MAILERS = (
    r"(?:(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|btinternet|aol|live|sky|protonmail|talktalk|virginmedia|ntlworld)\b"
    r"|nhs[. ]net|nhsnet|nhsmail|doctors\.(?:org|net)\.uk)"
)
_SIGN = r"(?:[^\w\s.,;:'?!]|_)"
_SIGNS = rf" ?{_SIGN}{{0,2}} ?"
_SIGN_WORD = r"(?:@t?|at(?:[ -](?:the )?(?:sign|symbol))?)"
_AT = (
    rf"(?:{_SIGNS}@t?{_SIGNS}| ?{_SIGN}{{1,2}} ?{_SIGN_WORD} ?{_SIGN}{{1,2}} ?|%40| ?\(a\) ?"
    r"|,? (?:then )?(?:the )?at[ -](?:sign|symbol),?(?: then)? )"
)
"""The sign itself or, in brackets or dashes, the word."""
_DOT_WORD = rf"{_SIGNS}(?<![a-z])dot(?![a-z]){_SIGNS}"
_DOT = rf"(?: ?\. ?|{_DOT_WORD}| ?{_SIGN}\.{_SIGN} ?)"
_EMAILS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_LOCAL}@{_LABEL}(?:\.{_LABEL}){{1,8}}",
        rf"{_LOCAL}{_AT}{_LABEL}(?:{_DOT}{_LABEL}){{0,4}}{_DOT}{_TLD}",
        rf"{_LOCAL}(?:{_AT}| at ){_MAILERS}",
        rf"{_LOCAL} at {_LABEL}(?:{_DOT}{_LABEL}){{0,3}}{_DOT_WORD}{_TLD}",
        rf"\w{{1,32}}(?:[._+]\w|\d)[\w.]{{0,32}} at {_LABEL}(?:{_DOT}{_LABEL}){{0,3}}{_DOT}{_TLD}",
    )
]
_ADDRESS = re.compile(
    r"\b(?:lives|living|live|resides|home|address)\b[^.\d]{0,20}\b\d{1,4}[a-z]?,? (?:[A-Z][\w'-]+ ){1,3}"
    r"(?:street|st|road|rd|avenue|ave|lane|close|drive|crescent|gardens|terrace|way|court|grove|place|walk|mews|hill|row)\b",
    re.IGNORECASE,
)

# Dates of birth ---------------------------------------------------------------------------------------------

OLDEST_EVENT = 2008
"""A full date before this year in a practice's report is read as a date of birth, with or without a cue."""
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTH = rf"(?:{_MONTHS})[a-z]*"
_ORDINALS = (
    "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    "sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[ -][a-z]{5,7}|thirtieth|thirty[ -]first"
)
_DAY = rf"(?:\d{{1,2}}(?:st|nd|rd|th)?|{_ORDINALS})"
_BAR = r" ?[/.|,\\-] ?"
_YEAR = r"'?(?:19|20)?\d\d"
_ROMAN = "i{1,3}|iv|vi{0,3}|ix|xi{0,2}"
_DATE = (
    r"(?:(?P<year_first>(?:19|20)\d\d)[ ]?[/.-]?[ ]?(?:0?[1-9]|1[0-2])[ ]?[/.-][ ]?\d{1,2}"
    rf"|(?:0?[1-9]|[12]\d|3[01]){_BAR}(?:0?[1-9]|[12]\d|3[01]){_BAR}(?P<numeric>{_YEAR})"
    r"|(?:0?[1-9]|[12]\d|3[01]) (?:0?[1-9]|1[0-2]) (?P<spaced>(?:19|20)\d\d)"
    rf"|{_DAY} of (?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?P<worded>{_YEAR})"
    rf"|{_DAY}[ ./-]{{1,3}}(?:of )?{_MONTH}[ ,./-]{{1,3}}(?P<named>{_YEAR})"
    rf"|\d{{1,2}}[ ./-](?:{_ROMAN})[ ./-](?P<roman>(?:19|20)\d\d)"
    rf"|\b{_MONTH} {_DAY},? (?P<american>(?:19|20)\d\d))"
)
_ANY_DATE = re.compile(rf"(?<![\d/.-]){_DATE}(?!\d)", re.IGNORECASE)
_BORN = r"(?:\bd\W{0,2}o\W{0,2}b\b|\bbirth ?date|\bdate of birth|\b(?<!after )(?<!before )born\b|\bbirthday|\bb\. ?)"
_BIRTH_CUE = re.compile(rf"{_BORN}[^\d\0]{{0,16}}$", re.IGNORECASE)
# A part of a date is enough after these words: DOB 120341, born in March 1941, her birthday is 12 March.
_PART_OF_BIRTH = re.compile(
    rf"(?:\bd\W{{0,2}}o\W{{0,2}}b\b|\bdate of birth|\bbirth ?date|\byear of birth|\byob\b|\bb(?=\.19\d\d\b)|"
    rf"\bbirthday|"
    rf"(?<!babies )(?<!children )(?<!people )(?<!patients )(?<!women )(?<!men )(?<!those )(?<!anyone )(?<!everyone )"
    rf"(?<!infants )(?<!adults )\bborn)\b[ .:=-]{{0,3}}(?:(?:is|was|on|in|the|of|that|same|day) ){{0,4}}"
    rf"(?:\d{{4}}(?:19|20)?\d\d|\d{{1,2}}\W{{1,3}}\d\d?\W{{1,3}}(?:19|20)?\d\d|{_DAY} (?:of )?{_MONTH}|"
    rf"{_MONTH} (?:19|20)?\d\d|'\d\d|(?:19|20)\d\d"
    r"(?! (?:or|and) (?:later|after|before|earlier)))\b",
    re.IGNORECASE,
)
_OF_A_PAPER = re.compile(
    r"\b(?:dated|since|after|before|until|from|policy|criteria|guidance|guidelines?|act|regulations|contract|version|"
    r"introduced|opened|closed|published|issued|effective|agreement|protocol|directive|circular|letter|standard|"
    r"rules|established|founded|merged|reviewed|updated|signed)\b(?: as| of| on| in| from| the)*[ :(]{0,3}$",
    re.IGNORECASE,
)


def _dates_of_birth(text: str) -> Iterator[Span]:
    for match in _ANY_DATE.finditer(text):
        year = next(group for group in match.groups() if group)
        before = text[max(0, match.start() - 30) : match.start()]
        long_ago = len(year) == 4 and int(year) < OLDEST_EVENT and not _OF_A_PAPER.search(before)
        if long_ago or _BIRTH_CUE.search(before):
            yield match.span()
    yield from (match.span() for match in _PART_OF_BIRTH.finditer(text))


# Postcodes --------------------------------------------------------------------------------------------------

_POSTCODE = re.compile(
    r"\b(?P<area>[A-Z]{1,2})[ .-]?[0-9][0-9A-Z]?[ ./-]{0,3}(?P<inward>[0-9O][ABD-HJLNP-UW-Z]{2})\b",
    re.IGNORECASE,
)
_SPELT_POSTCODE = re.compile(
    r"\b(?P<area>[A-Z](?: [A-Z])?) [0-9](?: [0-9A-Z])? (?P<inward>[0-9] [A-Z] [A-Z])\b"
)
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
    for match in _POSTCODE.finditer(text):
        if match["area"].upper() in _AREA_CODES and not (
            _NOT_INWARD.fullmatch(match["inward"]) or _NOT_A_HOME.match(text, match.end())
        ):
            yield match.span()
    for match in _SPELT_POSTCODE.finditer(text):
        if match["area"].replace(" ", "") in _AREA_CODES:
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
