"""Numbers that their digits tell, in a plain text: NHS numbers and telephones.

943 476 5919, 9434 765 919, 9-4-3-4-7-6-5-9-1-9         its check digit tells an NHS number
07 70 09 00 12 3, 07700-900-123, +44 (0)7700 900123     a telephone's by its length and first digits
nine four three ..., 943 then 476, O77OO                made digits first, so that one rule reads them all
52, 65, 78 and 104 weeks, 0300 123 4567, ISBN 978 ...   nobody's

Dates and times have been blanked out by the caller: 01-02-2026 09:30 is no number.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Span = tuple[int, int]
NumberKind = Literal["NHS number", "phone number"]


def numbers_in(digits: str) -> Iterator[tuple[NumberKind, Span]]:
    """Yield the numbers of a text that `in_digits` made."""
    for run in (_Run.of(match) for match in _RUN.finditer(digits)):
        before = digits[max(0, run.span[0] - 30) : run.span[0]]
        if not _OF_A_THING.search(before):
            yield from (("NHS number", span) for span in _nhs_numbers(run))
            after = digits[run.span[1] : run.span[1] + 20]
            yield from (("phone number", span) for span in _phone_numbers(run, before, after))


# Everything in digits ---------------------------------------------------------------------------------------

_FILL = "\x01"
"""Keeps the place of letters that were made into fewer digits."""
_TIME = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?::\d{2})?(?!\d)")
# O and l for 0 and 1: "O7700 9OO123", "94347659I9".
_LOOKALIKE = re.compile(r"(?<![A-Za-z])(?=[OoIl]*\d)[OoIl\d]{3,}(?![A-Za-z])|(?<=\d)[OoIl]{1,3}(?=\d)")
_LOOKALIKES = str.maketrans("OoIl", "0011")
_DIGIT_WORDS = {
    word: str(digit)
    for digit, words in enumerate(
        ["zero oh o nought nil", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    )
    for word in words.split()
}
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_SPELT = re.compile(
    rf"\b(?:(?P<times>{'|'.join(_TIMES)})[ -])?(?P<digit>{'|'.join(_DIGIT_WORDS)}|(?<=[a-z][ -])\d)"
    r"(?P<hundred> hundred)?\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"(?<=[\d{_FILL}]) ?\b(?:then|space|dash|hyphen|dot|stop|slash)\b ?(?=\d)", re.IGNORECASE
)


def in_digits(text: str) -> str:
    """Return a text of the same length in which spelt digits are digits, and times and words between are gone."""
    made = _TIME.sub(lambda match: "\0" * len(match[0]), text)
    made = _LOOKALIKE.sub(lambda match: match[0].translate(_LOOKALIKES), made)
    made = _SPELT.sub(_as_digits, made)
    return _BETWEEN.sub(lambda match: _FILL * len(match[0]), made)


def _as_digits(match: re.Match[str]) -> str:
    digit = _DIGIT_WORDS.get(match["digit"].lower(), match["digit"])
    digits = digit * _TIMES.get((match["times"] or "").lower(), 1) + ("00" if match["hundred"] else "")
    return digits.ljust(len(match[0]), _FILL)


# Digits near each other -------------------------------------------------------------------------------------

_RUN = re.compile(rf"\d(?:{_FILL}*(?:(?:[^\w\0{_FILL}]|_){_FILL}*){{0,5}}\d){{4,}}")
_DIGITS = re.compile(r"\d+")
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
        """Whether it reads as one number after another: "12, 13, 14"; but not "nine, four, three"."""
        return any(", " in gap or "; " in gap for gap in self.gaps) and _FILL not in "".join(self.gaps)

    @property
    def is_even(self) -> bool:
        gaps = [gap.strip(_FILL) for gap in self.gaps[1:]]
        return len({gap.strip() or gap for gap in gaps}) <= 1

    @property
    def begins_with_a_year(self) -> bool:
        return len(self.groups) == 2 and re.fullmatch(r"(?:19|20)\d\d", self.groups[0]) is not None


# NHS numbers ------------------------------------------------------------------------------------------------

WEIGHTS = (10, 9, 8, 7, 6, 5, 4, 3, 2)


def nhs_number_is_valid(digits: str) -> bool:
    """Whether ten digits end in their check digit: 11 less the weighted sum of the first nine, modulo 11.

    A sum that asks for 10 belongs to no number; 11 is written 0. One number in eleven passes by chance.
    """
    if len(digits) != 10 or not digits.isdecimal():
        return False
    weighted = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=False))
    return (11 - weighted % 11) % 11 == int(digits[9])


def _nhs_numbers(run: _Run) -> Iterator[Span]:
    """Ten digits with their check digit, in any groups; without it, written 485 777 3456 and alone."""
    for window in run.windows(10):
        lengths = list(map(len, window.groups))
        usual = sorted(lengths) in ([3, 3, 4], [10])
        shaped = (
            lengths == [3, 3, 4] and {*window.gaps[1:]} <= {" ", "-"} and window.is_even and not run.is_list
        )
        whole = len(window.groups) == len(run.groups)
        told = usual or ((whole or window.is_even) and not window.is_list and not window.begins_with_a_year)
        if (shaped and len(run.groups) == 3) or (told and nhs_number_is_valid(window.digits)):
            yield window.span


_OF_A_THING = re.compile(
    r"\b(?:isbn|issn|doi|code|service id|invoice|purchase order|ubrn|snomed|batch|serial|ticket|charity|company)\b"
    r"[^\d\0]{0,12}$",
    re.IGNORECASE,
)

# Telephones -------------------------------------------------------------------------------------------------

_PHONE_CUE = re.compile(
    r"\b(?:tel|telephone|ph|phone|mob|mobile|landline|whatsapp|ring|rang|call|text|contact|[mt](?=:))\b[^\d\0]{0,14}$",
    re.IGNORECASE,
)
_PHONE_AFTER = re.compile(r"[^\d\0]{0,10}\b(?:mob|mobile|tel|phone)\b", re.IGNORECASE)
_LOCAL_CUE = re.compile(
    r"\b(?:tel|telephone|phone|landline|home)(?:[ .]{1,2}(?:no|number))?[ .:=-]{1,3}(?:is )?$", re.IGNORECASE
)


def _phone_numbers(run: _Run, before: str, after: str) -> Iterator[Span]:
    """A number of 01, 02, 05 or 07 in any groups, of another country after a plus, a local one after its word.

    The numbers of services, 03 and 08, are nobody's.
    """
    if before.endswith("+") and 9 <= len(run.digits) <= 15 and not run.is_list:
        yield run.span
        return
    for window in run.windows(10, 11, 12, 13, 14):
        digits = re.sub("^(?:0044|44)0?(?=[1257])", "0", window.digits)
        spaced = len(window.groups) > 1
        if (
            (not window.is_list or len(window.groups[0]) == 5)
            and re.match("0[1257]", digits)
            and (len(digits) == 11 or (len(digits) == 10 and spaced))
        ):
            yield window.span
            return
    told = _PHONE_CUE.search(before) or _PHONE_AFTER.match(after)
    mobile = (len(run.digits) == 10 and run.digits[0] == "7") or re.fullmatch("0[127].{8,11}", run.digits)
    if (told and mobile) or (_LOCAL_CUE.search(before) and 5 <= len(run.digits) <= 8):
        yield run.span
