"""Finds what would identify a patient: in a text, in a column's name.

`screen_text` is the one judge of any text that may be printed; `screening.py` uses it on whole tables.
It errs on the side of finding: a sentence refused wrongly costs a minute, a name printed can't be taken back.
"""

import re
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Kind = Literal["NHS number", "postcode", "date of birth", "e-mail address", "phone number", "name", "address"]


@dataclass(frozen=True)
class Hit:
    """One identifier: what it is and where it stands in the text. It never carries the identifier itself."""

    kind: Kind
    start: int
    end: int


def screen_text(text: str) -> tuple[Hit, ...]:
    """Lists the identifiers in a text, in reading order; the first kind to claim a place keeps it.

    >>> screen_text("Please ring Mrs Jones on 01632 960123")
    (Hit(kind='name', start=12, end=21), Hit(kind='phone number', start=25, end=37))
    """
    found: list[Hit] = []
    for hit in _every_hit(text):
        at = bisect(found, hit.start, key=_start)
        clear_before = at == 0 or found[at - 1].end <= hit.start
        clear_after = at == len(found) or hit.end <= found[at].start
        if clear_before and clear_after:
            found.insert(at, hit)
    return tuple(found)


def _start(hit: Hit) -> int:
    return hit.start


def _every_hit(text: str) -> Iterator[Hit]:
    yield from _nhs_numbers(text)
    yield from (Hit("e-mail address", *match.span()) for match in _EMAIL.finditer(text))
    yield from _phone_numbers(text)
    yield from _dates_of_birth(text)
    yield from _postcodes(text)
    yield from _names(text)


# NHS numbers ------------------------------------------------------------------------------------------------

_GAP = r"[\W_]{0,3}"
_TEN_DIGITS = re.compile(rf"(?<!\d)\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{4}}(?!\d)")
WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)


def nhs_number_is_valid(digits: str) -> bool:
    """Whether ten digits end in their check digit: 11 less the weighted sum of the first nine, modulo 11.

    A sum that asks for 10 belongs to no number; 11 is written 0. One number in eleven passes by chance.
    """
    if len(digits) != 10 or not digits.isdecimal():
        return False
    weighted = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    return (11 - weighted % 11) % 11 == int(digits[9])


def _nhs_numbers(text: str) -> Iterator[Hit]:
    for match in _TEN_DIGITS.finditer(text):
        if nhs_number_is_valid(re.sub(r"[\W_]", "", match.group())):
            yield Hit("NHS number", *match.span())


# Ways to reach someone --------------------------------------------------------------------------------------

# Lengths are bounded here as in the standard, so that a long cell without an @ takes no longer than it must.
_EMAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# The first group has three digits or more, so that "01-02-2024 09:30" is not a phone number.
_PHONE = re.compile(
    r"(?<![\d/.-])(?:\+44|\b0044|\(?\b0)[\s(]{0,2}0?[)\s]{0,2}[1235789]\d{1,4}\)?[\s.-]{0,2}\d{3,4}[\s.-]?\d{3,4}(?!\d)"
)


def _phone_numbers(text: str) -> Iterator[Hit]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"^(?:\+44|0044)\D*0?", "0", match.group())
        digits = re.sub(r"\D", "", digits)
        spaced = re.search(r"\d[\s.)-]+\d", match.group()) is not None
        if len(digits) == 11 or (len(digits) == 10 and spaced):
            yield Hit("phone number", *match.span())


# Dates of birth ---------------------------------------------------------------------------------------------

OLDEST_EVENT = 2008
"""A full date before this year in a practice's report is read as a date of birth, with or without a cue."""
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_DATE = (
    r"(?:(?P<year_first>(?:19|20)\d\d)[/.-]\d{1,2}[/.-]\d{1,2}"
    r"|\d{1,2}\s?[/. -]\s?\d{1,2}\s?[/. -]\s?(?P<numeric>(?:19|20)?\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s/-]+(?:of\s+)?(?:{_MONTHS})[a-z]*[\s,/-]+(?P<named>(?:19|20)?\d\d)"
    rf"|(?:{_MONTHS})[a-z]*\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+(?P<american>(?:19|20)\d\d))"
)
_ANY_DATE = re.compile(rf"(?<![\d/.-]){_DATE}(?!\d)", re.IGNORECASE)
_BIRTH_CUE = re.compile(
    r"(?:\bd\W{0,2}o\W{0,2}b\b|\bbirth\s?date|\bdate of birth|\bborn\b)[^\d\n]{0,12}$", re.IGNORECASE
)


def _dates_of_birth(text: str) -> Iterator[Hit]:
    for match in _ANY_DATE.finditer(text):
        year = next(group for group in match.groups() if group)
        long_ago = len(year) == 4 and int(year) < OLDEST_EVENT
        if long_ago or _BIRTH_CUE.search(text, max(0, match.start() - 30), match.start()):
            yield Hit("date of birth", *match.span())


# Postcodes --------------------------------------------------------------------------------------------------

_POSTCODE = re.compile(
    r"\b(?P<area>[A-Z]{1,2})[0-9][0-9A-Z]?\s{0,2}(?P<inward>[0-9][ABD-HJLNP-UW-Z]{2})\b", re.IGNORECASE
)
_AREAS = """
    AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN
    EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK
    ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA
    TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE
"""
_AREA_CODES = frozenset(_AREAS.split())


def _postcodes(text: str) -> Iterator[Hit]:
    for match in _POSTCODE.finditer(text):
        ordinal = match["inward"] in {"1st", "2nd", "3rd"}  # "level B2 1st floor"
        if match["area"].upper() in _AREA_CODES and not ordinal:
            yield Hit("postcode", *match.span())


# Names ------------------------------------------------------------------------------------------------------

# The name is looked at, not consumed: in "Mr and Mrs Smith" the second title is found too.
_TITLED = re.compile(
    r"\b(?P<title>mr|mrs|ms|miss|mx|dr|prof|professor)\b"
    r"(?=\.?\s*(?:[^\W\d_]\b\.?\s*){0,3}(?P<name>(?P<word>[^\W\d_][\w'’-]+)(?-i:[\s'’-]+[A-Z][\w'’-]+)?))",
    re.IGNORECASE,
)
_CUED = re.compile(
    r"\b(?i:called|named|patient|pt|mother|father|son|daughter|wife|husband)\b[:,]?\s+"
    r"(?P<first>[A-Z][a-z'’-]+)\s+(?P<last>[A-Z][A-Za-z'’-]+)"
)
_LABELLED = re.compile(
    r"(?<!drug )(?<!brand )(?<!medicine )(?<!practice )(?<!hospital )(?<!clinic )(?<!ward )(?<!service )"
    r"(?i:\b(?:sur|fore|first |last |family |given )?name\s*(?:is\b|[:=]))\s*[A-Z][\w'’-]+"
)
# "MR spine" is magnetic resonance; "patient Initiated Follow Up" is a service.
_SCANS = """
    scan scans scanner imaging angiogram angiography arthrogram cholangiogram cholangiopancreatography
    contrast elastography enterography spectroscopy urogram venogram protocol report reports request
    requests result results slot slots appointment appointments abdomen ankle brain breast cardiac
    cervical elbow foot hand head heart hip knee liver lumbar neck pelvis pituitary prostate shoulder
    spine thoracic thorax whole wrist
"""
_SERVICES = """
    hospital hospitals university trust infirmary clinic surgery royal general district ward unit
    access administration advice advocacy appointment care choice experience flow hub information
    initiated journey liaison line online participation portal record records safety services support
    tracking transport
"""
_SCAN_WORDS, _SERVICE_WORDS = frozenset(_SCANS.split()), frozenset(_SERVICES.split())


def _names(text: str) -> Iterator[Hit]:
    for match in _TITLED.finditer(text):
        if _titled_name(match["title"], match["word"]):
            yield Hit("name", match.start(), match.end("name"))
    for match in _CUED.finditer(text):
        if _SERVICE_WORDS.isdisjoint((match["first"].lower(), match["last"].lower())):
            yield Hit("name", match.start("first"), match.end())
    yield from (Hit("name", *match.span()) for match in _LABELLED.finditer(text))


def _titled_name(title: str, word: str) -> bool:
    """Tells "Mr Smith", "MRS JONES" and "mr smith" from "MR scan", "MS nurse", "miss appointments"."""
    if title in {"MS", "ms", "miss"} or (title in {"MR", "mr"} and word.lower() in _SCAN_WORDS):
        return False
    if title == "MISS":
        return word.isupper()
    return word[0].isupper() or title in {"mr", "mrs"}


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
