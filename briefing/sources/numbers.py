"""Numbers that belong to one person, in a plain text: NHS, hospital, passport, National Insurance, telephone.

943 476 5919, 9434 765 919, 9-4-3-4-7-6-5-9-1-9, nine four three ...    its check digit tells an NHS number
NHS no 943 476 5918, hospital number 1234567, passport 123456789        a word before it tells the others
07 70 09 00 12 3, 07700-900-123, +44 (0)7700 900123                     a telephone's by its length and first digits
52, 65, 78 and 104 weeks, 0300 123 4567, 0123 4567 8901                 nobody's

Dates and times have been blanked out by the caller: 01-02-2026 09:30 is no number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
NumberKind = Literal[
    "NHS number", "hospital number", "passport number", "National Insurance number", "phone number"
]


def numbers_in(text: str, *, clear: str) -> Iterator[tuple[NumberKind, Span]]:
    """Yield the numbers of a plain text; `clear` is the same with its dates blanked out."""
    digits = _LOOKALIKE.sub(lambda match: match[0].translate(_LOOKALIKES), _TIME.sub(blank, clear))
    runs = [_Run.of(match) for match in _RUN.finditer(digits)]
    for kind, pattern in _BY_THEIR_WORDS:
        yield from ((kind, match.span()) for match in pattern.finditer(digits))
    yield from (("NHS number", span) for run in runs for span in _nhs_numbers(run, digits))
    yield from (("phone number", span) for run in runs for span in _phone_numbers(run, digits))
    yield from _spelt_numbers(text)


def blank(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


# Digits near each other -------------------------------------------------------------------------------------

_TIME = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
_RUN = re.compile(r"\d(?:(?:[^\w\0]|_){0,5}\d){5,}")
_DIGITS = re.compile(r"\d+")
# O and l for 0 and 1: "O7700 9OO123", "94347659I9".
_LOOKALIKE = re.compile(r"(?<![A-Za-z])[OoIl](?=\d{3})|(?<=\d)[OoIl]{1,3}(?=\d)")
_LOOKALIKES = str.maketrans("OoIl", "0011")
_MOST_GROUPS = 14


@dataclass(frozen=True)
class _Run:
    """Groups of digits near each other: what they are, where, and what stands between."""

    groups: tuple[str, ...]
    spans: tuple[Span, ...]
    gaps: tuple[str, ...]
    """Before each group."""

    @classmethod
    def of(cls, match: re.Match[str]) -> "_Run":
        found = list(_DIGITS.finditer(match[0]))
        ends = [0, *(each.end() for each in found)]
        return cls(
            tuple(each[0] for each in found),
            tuple((match.start() + each.start(), match.start() + each.end()) for each in found),
            tuple(match[0][end : each.start()] for end, each in zip(ends, found, strict=False)),
        )

    def windows(self, *lengths: int) -> Iterator["_Run"]:
        """Yield each row of whole groups that have so many digits together."""
        for first in range(len(self.groups)):
            total = 0
            for last in range(first, min(first + _MOST_GROUPS, len(self.groups))):
                total += len(self.groups[last])
                if total in lengths:
                    part = slice(first, last + 1)
                    yield _Run(self.groups[part], self.spans[part], ("", *self.gaps[first + 1 : last + 1]))

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def span(self) -> Span:
        return self.spans[0][0], self.spans[-1][1]

    @property
    def is_list(self) -> bool:
        """Whether it reads as one number after another: "12, 13, 14"."""
        return any(", " in gap or "; " in gap for gap in self.gaps)

    @property
    def is_even(self) -> bool:
        return len({gap.strip() or gap for gap in self.gaps[1:]}) <= 1


# NHS numbers ------------------------------------------------------------------------------------------------

WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)
_NHS_CUE = re.compile(r"\b(?:nhs|chi|h ?& ?c) ?(?:no|nr|num|number|id|#)?\b[^\d\0]{0,12}$", re.IGNORECASE)
_NHS_WORDS = re.compile(r"\bchi\b|\bnhs ?(?:no|nr|num|number|id|#)", re.IGNORECASE)


def nhs_number_is_valid(digits: str) -> bool:
    """Whether ten digits end in their check digit: 11 less the weighted sum of the first nine, modulo 11.

    A sum that asks for 10 belongs to no number; 11 is written 0. One number in eleven passes by chance.
    """
    if len(digits) != 10 or not digits.isdecimal():
        return False
    weighted = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    return (11 - weighted % 11) % 11 == int(digits[9])


def _nhs_numbers(run: _Run, text: str) -> Iterator[Span]:
    """Ten digits with their check digit, in any groups; after the words also those that were mistyped."""
    before = text[max(0, run.span[0] - 24) : run.span[0]]
    cue = _NHS_CUE.search(before)
    if cue and _NHS_WORDS.search(cue[0]):
        for window in run.windows(9, 10, 11):
            yield window.span
            return
    for window in run.windows(10):
        usual = tuple(map(len, window.groups)) in {(3, 3, 4), (10,)}
        whole = len(window.groups) == len(run.groups)
        told = usual or ((whole or window.is_even or cue) and not window.is_list)
        if told and nhs_number_is_valid(window.digits):
            yield window.span


# Other numbers, by their words ------------------------------------------------------------------------------

_IS = r"[ .:=#(-]{0,3}(?:is |was |of )?[ :=#(-]{0,2}"
_NUMBER_WORD = r"[ .]{0,2}(?:no|nr|num|number|id|ref|reference|identifier|#)\b"
_HOSPITAL = re.compile(
    rf"\b(?:(?:hospital|hosp|unit|pas|patient|pt|case ?notes?|medical record|health record|record|emis|systm ?one|rio|"
    rf"district|clinic|k|lorenzo|epic|cerner){_NUMBER_WORD}|mrn(?: {_NUMBER_WORD})?){_IS}"
    r"(?=[A-Z0-9 /-]{0,16}\d)(?:[A-Z]{1,4}[ -]?)?\d(?:[ /-]?\d){3,11}[A-Z]?\b",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    rf"\bpassport(?:{_NUMBER_WORD})?{_IS}(?:[A-Z]{{1,3}} ?)?\d(?:[ -]?\d){{5,9}}\b", re.IGNORECASE
)
_INSURANCE = re.compile(
    r"\b[A-Z]{2}[ .-]{0,3}\d{2}[ .-]{0,3}\d{2}[ .-]{0,3}\d{2}[ .-]{0,3}[A-D]\b"
    rf"|\b(?:ni|nino|national insurance)(?:{_NUMBER_WORD})?{_IS}[A-Z]{{2}}[ -]?\d(?:[ -]?\d){{5}}",
    re.IGNORECASE,
)
_BY_THEIR_WORDS: tuple[tuple[NumberKind, re.Pattern[str]], ...] = (
    ("National Insurance number", _INSURANCE),
    ("passport number", _PASSPORT),
    ("hospital number", _HOSPITAL),
)

# Telephones -------------------------------------------------------------------------------------------------

_PHONE_CUE = re.compile(
    r"\b(?:tel|telephone|phone|mob|mobile|landline|whatsapp|ring|rang|call|text|contact)\b[^\d\0]{0,14}$",
    re.IGNORECASE,
)
_PHONE_AFTER = re.compile(r"[^\d\0]{0,10}\b(?:mob|mobile|tel|phone)\b", re.IGNORECASE)
_LOCAL_CUE = re.compile(
    r"\b(?:tel|telephone|phone|landline|home)(?: (?:no|number))?[ .:=-]{1,3}(?:is )?$", re.IGNORECASE
)


def _phone_numbers(run: _Run, text: str) -> Iterator[Span]:
    """A number of 01, 02, 05 or 07 in any groups, of another country after a plus, a local one after its word.

    The numbers of services, 03 and 08, are nobody's.
    """
    before = text[max(0, run.span[0] - 30) : run.span[0]]
    if before.endswith("+") and 9 <= len(run.digits) <= 15 and not run.is_list:
        yield run.span
        return
    for window in run.windows(10, 11, 12, 13, 14):
        digits = re.sub("^(?:0044|44)0?(?=[1257])", "0", window.digits)
        spaced = len(window.groups) > 1
        if (
            not window.is_list
            and re.match("0[1257]", digits)
            and (len(digits) == 11 or (len(digits) == 10 and spaced))
        ):
            yield window.span
            return
    after = text[run.span[1] : run.span[1] + 20]
    told = _PHONE_CUE.search(before) or _PHONE_AFTER.match(after)
    mobile = len(run.digits) == 10 and run.digits[0] == "7"
    if (told and mobile) or (_LOCAL_CUE.search(before) and 5 <= len(run.digits) <= 8):
        yield run.span


# Spelt digits -----------------------------------------------------------------------------------------------

_DIGIT_WORDS = {
    **{
        word: str(digit)
        for digit, word in enumerate(
            ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
        )
    },
    **dict.fromkeys(("oh", "o", "nought", "nil"), "0"),
}
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_SPELT_DIGIT = rf"(?:(?:{'|'.join(_TIMES)})[ -])?(?:{'|'.join(_DIGIT_WORDS)}|\d{{1,10}})"
_SPELT = re.compile(rf"\b{_SPELT_DIGIT}(?:[ ,.-]{{1,3}}{_SPELT_DIGIT}){{2,14}}\b", re.IGNORECASE)


def _spelt_numbers(text: str) -> Iterator[tuple[NumberKind, Span]]:
    """nine four three, 476, double five: ten digits that are an NHS number, or eleven that are a telephone's."""
    for match in _SPELT.finditer(text):
        digits, times = "", 1
        for word in re.findall(r"[a-z]+|\d+", match[0].lower()):
            if word in _TIMES:
                times = _TIMES[word]
            else:
                digits += _DIGIT_WORDS.get(word, word) * times
                times = 1
        if not re.search("[a-z]", match[0], re.IGNORECASE):
            continue
        if nhs_number_is_valid(digits):
            yield "NHS number", match.span()
        elif len(digits) == 11 and digits[0] == "0":
            yield "phone number", match.span()
