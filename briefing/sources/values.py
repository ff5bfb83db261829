"""The meaning of one cell: text to a count, a number, a date, a month or a yes, or the reason why not.

Each function takes stripped text that is not blank. What can't be read with certainty is `Unreadable`: a
value is never guessed. Excel's own dates arrive here as ISO text.
"""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any

_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NUMBER = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_WHOLE = re.compile(r"(-?[0-9]{1,18})(\.0*)?")
_TIME = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|\+00:?00)?)?"
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})" + _TIME)
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:\.0)?")
_SLASHED = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})" + _TIME)
_NAMED = re.compile(r"([0-9]{1,2})[- ]?([A-Za-z]{3,9})[- ]?([0-9]{4}|[0-9]{2})" + _TIME)
_YEAR_MONTH = re.compile(r"([0-9]{4})-([0-9]{2})")
_MONTH_YEAR = re.compile(r"(?:[A-Za-z0-9&]+[- ])?([A-Za-z]{3,9})[- ]([0-9]{4})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

DASHES = ("-", "–", "—", "−")
LARGEST_COUNT = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Unreadable(ValueError):
    """A value that isn't what its column holds: what was wanted, and how to mend it."""

    def __init__(self, wanted: str, remedy: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.remedy = remedy


def parse_count(text: str) -> int:
    """`1,234` and `1234.0` are 1234; a count is whole and not negative."""
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    match = _WHOLE.fullmatch(plain)
    if match is None:
        raise Unreadable("a whole number", _count_remedy(text))
    value = int(match[1])
    if value < 0 or value > LARGEST_COUNT:
        raise Unreadable(f"a count from 0 to {LARGEST_COUNT:,}", "Correct the value, or ask the publisher.")
    return value


def _count_remedy(text: str) -> str:
    if text in ("*", "[c]", "c", "#"):
        return "The value is suppressed and can't be counted: use the unsuppressed file."
    if text in DASHES:
        return "Write 0 where nobody was counted; leave the cell empty where the figure was not collected."
    if text.startswith("#"):
        return "A formula in the workbook failed: mend it and save again."
    return "Correct the value, or download the file again."


def parse_number(text: str) -> float:
    """`1,234.5` is 1234.5. A percent sign is refused: 65 % may stand for 65 or 0.65."""
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    if not _NUMBER.fullmatch(plain):
        remedy = "Write the number without its sign or unit." if text[-1] in "%£" else _count_remedy(text)
        raise Unreadable("a number", remedy)
    if not isfinite(value := float(plain)):
        raise Unreadable("a number of ordinary size", "Correct the value.")
    return value


def parse_half(text: str) -> Decimal:
    """A count of pathways, which two trusts may share half each: `15.5`."""
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    if not re.fullmatch(r"[0-9]+(\.[05]?0*)?", plain) or Decimal(plain) > LARGEST_COUNT:
        raise Unreadable("a count of pathways in whole or half numbers", _count_remedy(text))
    return Decimal(plain).quantize(Decimal("0.1"))


def parse_bool(text: str) -> bool:
    answer = {
        "yes": True,
        "y": True,
        "true": True,
        "1": True,
        "no": False,
        "n": False,
        "false": False,
        "0": False,
    }
    if text.lower() not in answer:
        raise Unreadable("yes or no", "Write yes or no.")
    return answer[text.lower()]


def parse_date(text: str) -> date:
    """A day as 2026-04-30, 30/04/2026, 20260430, 30-Apr-2026 or 30APR2026; a time after it is left out.

    `conversion` refuses a file in which every day/month/year could as well be month/day/year.
    """
    for pattern, order in (
        (_ISO, (1, 2, 3)),
        (_COMPACT, (1, 2, 3)),
        (_SLASHED, (3, 2, 1)),
        (_NAMED, (3, 2, 1)),
    ):
        if match := pattern.fullmatch(text):
            return _day(*(match[group] for group in order))
    raise Unreadable("a date", _date_remedy(text))


def _day(year: str, month: str, day: str) -> date:
    number = int(month) if month.isdigit() else _month_number(month)
    try:
        value = date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        remedy = "Write the day as 2026-04-30. A month above 12 is a sign of American dates."
        raise Unreadable("a day that exists, as day/month/year", remedy) from None
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Unreadable(f"a year from {FIRST_YEAR} to {LAST_YEAR}", "Correct the year.")
    return value


def _month_number(name: str) -> int:
    """1 to 12 for a month's name or its first three letters."""
    lowered = name.lower()
    for number, month in enumerate(_MONTHS, start=1):
        if lowered in (month, month[:3]) or (lowered == "sept" and number == 9):
            return number
    raise Unreadable("the name of a month", "Write the month in English, such as April or Apr.")


def _date_remedy(text: str) -> str:
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        return "This is Excel's number for a day: format the column as a date, save, and load again."
    if re.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}", text):
        return "The year has two digits: write the day as 2026-04-30."
    return "Write the day as 2026-04-30."


def parse_month(text: str) -> date:
    """The first day of a month, from 2026-04, 2026-04-01, April 2026, Apr-2026 or RTT-April-2026."""
    if match := _YEAR_MONTH.fullmatch(text):
        return _day(match[1], match[2], "1")
    if match := _MONTH_YEAR.fullmatch(text):
        return _day(match[2], match[1], "1")
    try:
        day = parse_date(text)
    except Unreadable:
        day = None
    if day is None or day.day != 1:
        raise Unreadable("a month", "Write the month as 2026-04.")
    return day


def slash_order(text: str) -> str:
    """What a date with slashes shows: `day first`, `month first`, `either`, or `none` where it has none."""
    match = _SLASHED.fullmatch(text)
    if match is None:
        return "none"
    first, second = int(match[1]), int(match[2])
    if first == second:
        return "none"
    if first > 12:
        return "day first"
    return "month first" if second > 12 else "either"


Parser = Callable[[str], Any]
