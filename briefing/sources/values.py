"""The meaning of one cell: text to a count, a date, a code or a word of a list, or the reason why not.

Each function takes stripped text that is not blank. What can't be read with certainty is `Unreadable`: a
value is never guessed. Excel's own dates arrive here as ISO text.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from briefing.nearest import hint

Parser = Callable[[str], Any]

_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_NUMBER = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]{1,3})?")
_WHOLE = re.compile(r"(-?[0-9]{1,18})(\.0*)?")
_TIME = r"(?:[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|\+00:?00)?)?"
_SLASHED = re.compile(r"(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})" + _TIME)
_DATES = (
    re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})" + _TIME),
    re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:\.0)?"),
    _SLASHED,
    re.compile(r"(?P<day>[0-9]{1,2})[.-](?P<month>[0-9]{1,2})[.-](?P<year>[0-9]{4})"),
    re.compile(
        r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?[- ]?(?P<month>[A-Za-z]{3,9}),?[- ]?(?P<year>[0-9]{4}|[0-9]{2})"
        + _TIME
    ),
)
_YEAR_MONTH = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})")
_MONTH_YEAR = re.compile(r"(?:[A-Za-z0-9&]+[- ])?(?P<month>[A-Za-z]{3,9})[- ]?'?(?P<year>[0-9]{4}|[0-9]{2})")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_MONTH_NUMBERS = {
    name: number for number, month in enumerate(_MONTHS, start=1) for name in (month, month[:3])
} | {"sept": 9}
_YES = dict.fromkeys(("yes", "y", "true", "1"), True) | dict.fromkeys(("no", "n", "false", "0"), False)

DASHES = ("-", "–", "—", "−")
_LARGEST_NUMBER, _MOST_DIGITS = 1e12, 30
"""More than anything here is: sums and squares of larger ones are beyond what a computer can hold."""
LARGEST_COUNT = 2**31 - 1
FIRST_YEAR, LAST_YEAR = 1900, 2200


class Unreadable(ValueError):
    """A value that isn't what its column holds: what was wanted, and how to mend it."""

    def __init__(self, wanted: str, remedy: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted
        self.remedy = remedy


# Numbers ----------------------------------------------------------------------------------------------------


def parse_count(text: str) -> int:
    """`1,234` and `1234.0` are 1234; a count is whole and not negative."""
    match = _WHOLE.fullmatch(_without_thousands(text))
    if match is None:
        raise Unreadable("a whole number", _count_remedy(text))
    value = int(match[1]) if len(match[1]) < _MOST_DIGITS else LARGEST_COUNT + 1
    if value < 0 or value > LARGEST_COUNT:
        raise Unreadable(f"a count from 0 to {LARGEST_COUNT:,}", "Correct the value, or ask the publisher.")
    return value


def whole_number(first: int, last: int, *, wanted: str, remedy: str) -> Parser:
    """Return a parser of counts between two bounds."""

    def parse(text: str) -> int:
        value = parse_count(text)
        if not first <= value <= last:
            raise Unreadable(wanted, remedy)
        return value

    return parse


parse_decile = whole_number(
    1, 10, wanted="a tenth from 1 (most deprived) to 10", remedy="Use national deciles of deprivation."
)


def parse_number(text: str) -> float:
    """`1,234.5` is 1234.5. A percent sign is refused: 65% may stand for 65 or 0.65."""
    plain = _without_thousands(text)
    if not _NUMBER.fullmatch(plain):
        with_unit = text[-1] in "%£" or re.fullmatch(r"[~<>£][0-9.,]+.*|[0-9.,]+ ?[A-Za-z ]+", text)
        remedy = "Write the number without its sign or unit." if with_unit else _count_remedy(text)
        raise Unreadable("a number", remedy)
    if abs(value := float(plain)) > _LARGEST_NUMBER:
        raise Unreadable("a number of ordinary size", "Correct the value.")
    return value


def parse_per_cent(text: str) -> float:
    """`61.1`, `61.1%` and `61.1 %` are 61.1: for a value that is known to be in per cent where it has a sign."""
    return parse_number(text.removesuffix("%").rstrip() or text)


def parse_share(text: str) -> float:
    """`73.5%` is 0.735, as `0.735` is."""
    number = parse_per_cent(text)
    return float(Decimal(repr(number)) / 100) if text.endswith("%") else number


def parse_half(text: str) -> Decimal:
    """A count of pathways, which two trusts may share half each: `15.5`."""
    plain = _without_thousands(text)
    if not re.fullmatch(r"[0-9]+(\.[05]?0*)?", plain) or Decimal(plain) > LARGEST_COUNT:
        raise Unreadable("a count of pathways in whole or half numbers", _count_remedy(text))
    return Decimal(plain).quantize(Decimal("0.1"))


def _without_thousands(text: str) -> str:
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else text


def _count_remedy(text: str) -> str:
    if text in ("*", "[c]", "c", "#"):
        return "The value is suppressed and can't be counted: use the unsuppressed file."
    if text in DASHES:
        return "Write 0 where nobody was counted; leave the cell empty where the figure was not collected."
    if text.startswith("#"):
        return "A formula in the workbook failed: mend it and save again."
    return "Correct the value, or download the file again."


# Days and months --------------------------------------------------------------------------------------------


def parse_date(text: str) -> date:
    """A day as 2026-04-30, 30/04/2026, 30.4.2026, 20260430, 30-Apr-26 or 30th April 2026, without its time."""
    for pattern in _DATES:
        if match := pattern.fullmatch(text):
            return _day(match["year"], match["month"], match["day"])
    raise Unreadable("a date", _date_remedy(text))


def parse_month(text: str) -> date:
    """The first day of a month, from 2026-04, 2026-04-01, 01/04/2026, April 2026, Apr-26 or RTT-April-2026."""
    if match := _YEAR_MONTH.fullmatch(text) or _MONTH_YEAR.fullmatch(text):
        return _day(match["year"], match["month"], "1")
    try:
        day = parse_date(text)
    except Unreadable:
        day = None
    if day is None or day.day != 1:
        raise Unreadable("a month", "Write the month as 2026-04.")
    return day


def _day(year: str, month: str, day: str) -> date:
    number = int(month) if month.isdigit() else _MONTH_NUMBERS.get(month.lower())
    if number is None:
        raise Unreadable("the name of a month", "Write the month in English, such as April or Apr.")
    try:
        value = date(int(year) + (2000 if len(year) == 2 else 0), number, int(day))
    except ValueError:
        remedy = "Write the day as 2026-04-30."
        if number > 12 >= int(day):
            remedy += (
                " A month above 12 is a sign of American dates: where a file has them all so, write "
                'dates = "us" in briefing.toml.'
            )
        raise Unreadable("a day that exists, as day/month/year", remedy) from None
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise Unreadable(f"a year from {FIRST_YEAR} to {LAST_YEAR}", "Correct the year.")
    return value


def _date_remedy(text: str) -> str:
    if re.fullmatch(r"[0-9]{5}(\.[0-9]+)?", text):
        return "This is Excel's number for a day: format the column as a date, save, and load again."
    if re.fullmatch(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}", text):
        return "The year has two digits: write the day as 2026-04-30."
    if text.casefold() in _NO_DAY:
        return "Leave the cell empty where there is no day."
    return "Write the day as 2026-04-30."


_NO_DAY = frozenset(
    [
        *(
            "present",
            "ongoing",
            "current",
            "now",
            "today",
            "to date",
            "until further notice",
            "none",
            "never",
        ),
        *("unknown", "not known", "not yet", "tbc", "tba", "to be confirmed", "n/a", "na", "?", *DASHES),
    ]
)


def is_day_first(text: str) -> bool:
    """Whether a date with slashes can only be day/month/year."""
    match = _SLASHED.fullmatch(text)
    return match is not None and int(match["day"]) > 12


def day_first(text: str) -> str:
    """Write an American date, month/day/year, as day/month/year; any other text stays as it is."""
    match = _SLASHED.fullmatch(text)
    return f"{match['month']}/{match['day']}/{match['year']}" if match else text


# Words ------------------------------------------------------------------------------------------------------


def parse_bool(text: str) -> bool:
    if text.lower() not in _YES:
        raise Unreadable("yes or no", "Write yes or no.")
    return _YES[text.lower()]


def one_of(*words: str, also: Mapping[str, str] | None = None) -> Parser:
    """Return a parser of a fixed set of words, whatever their case and hyphens. `also` lists other
    spellings of a word, each after a bar: "DNA|no show"."""
    meanings = {_plain(word): word for word in words}
    for word, spellings in (also or {}).items():
        meanings |= {_plain(spelling): word for spelling in spellings.split("|")}

    def parse(text: str) -> str:
        if _plain(text) not in meanings:
            raise Unreadable(f"one of: {', '.join(words)}", f"{hint(text, words)}Use one of these words.")
        return meanings[_plain(text)]

    return parse


def _plain(word: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", word).lower().split())


# Codes of organisations -------------------------------------------------------------------------------------


def code(
    pattern: str, *, wanted: str, remedy: str = "Use the code, not the name: briefing find NAME gives it."
) -> Parser:
    """Return a parser that takes a code in either case, and refuses whatever does not have the pattern."""
    compiled = re.compile(pattern)

    def parse(text: str) -> str:
        if not compiled.fullmatch(text.upper()):
            raise Unreadable(wanted, remedy)
        return text.upper()

    return parse


parse_practice = code("[A-Z][A-Z0-9]{2}[0-9]{3}", wanted="a practice code such as A81001")
parse_provider = code("[A-Z0-9]{3}|[A-Z0-9]{5,6}", wanted="a provider code such as RXH or NT401")
parse_trust = code("[A-Z][A-Z0-9]{2}|[A-Z0-9]{5}", wanted="a trust code such as RXH")
parse_network = code("U[0-9]{5}", wanted="a network code such as U89141")
parse_area = code(
    "[A-Z0-9]{3}|[A-Z0-9]{5}", wanted="a code of three or five letters and digits, such as 16C or QHM"
)
"""A region, a board or a sub-board: three characters, five for those made since 2020."""
parse_organisation = code("[A-Z0-9]{3,6}", wanted="an organisation code of three to six letters and digits")
parse_local_code = code(
    "[A-Z0-9][A-Z0-9_-]{1,19}",
    wanted="a code of two to twenty letters and digits",
    remedy="Leave spaces out.",
)
"""A code of the local register of organisations, which may name places that ODS doesn't know."""
