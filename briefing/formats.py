"""How numbers, dates, people and names are written: one set of filters for sentences, templates and commands.

number(1234.4)            1,234                 day(date(2026, 12, 3))     3 December 2026
percent(64.949)           64.9%                month(date(2026, 3, 1))    March 2026
people(423)               about 420 people      listed(["a", "b", "c"])    a, b and c
people(3)                 a small number of people
counted(1, "report")      1 report              counted(None, "report")    an unknown number of reports
"""

import math
import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from briefing.measures import Point

UNKNOWN = "not known"
HIDDEN = "*"
"""Stands for a figure that is there and too small to print; a dash stands for one that is not there."""
MISSING = "–"
SMALL = range(1, 8)
"""Counts that could point at a person: they are never printed, only called "a small number"."""
FEWEST_FOR_A_NOUGHT = 303
"""Where none of fewer are seen, more than one in a hundred may be, by the rule of three at 95%."""
UNITS = {
    "percent": "%",
    "weeks": "weeks",
    "days": "days",
    "people": "people",
    "waits": "waits",
    "per_1000": "per 1,000",
    "ratio": "ratio",
    "count": "number",
}
"""What a unit is called beside an axis or in a column of its own."""

WHOLE = frozenset({"people", "waits", "count"})
"""Units of what can be counted: no value of theirs has a decimal."""

_NO_BREAK = "\u00a0"


def number(value: float | None, places: int = 0) -> str:
    """Write a number with thousands separated; halves go away from nought, as people round."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    step = Decimal(1).scaleb(-places)
    rounded = Decimal(repr(float(value))).quantize(step, rounding=ROUND_HALF_UP)
    return f"{rounded + 0:,}"  # adding nought turns -0 into 0


def ordinal(rank: int) -> str:
    """Write a place: "1st", "22nd", "113th"."""
    ending = "th" if rank % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(rank % 10, "th")
    return f"{rank}{ending}"


def percent(value: float | None, places: int = 1) -> str:
    return UNKNOWN if value is None else f"{number(value, places)}%"


def points(value: float | None) -> str:
    """Write a difference between two percentages: "1.2 points", "1 point"."""
    if value is None:
        return UNKNOWN
    text = number(abs(value), 1).removesuffix(".0")
    return f"{text} {'point' if text == '1' else 'points'}"


def amount(value: float | None, unit: str) -> str:
    """Write a value of a metric in the metric's own unit, as `Metric.unit` names it; a few of many are not "0.0%"."""
    if value is None:
        return UNKNOWN
    match unit:
        case "percent":
            return "less than 0.1%" if 0 < value < 0.05 else percent(value)
        case "weeks" | "days":
            text = number(value, 1).removesuffix(".0")
            return f"{text} {unit.removesuffix('s') if text == '1' else unit}"
        case "people":
            return counted(value, "person", "people")
        case "waits":
            return counted(value, "wait")
        case "per_1000":
            return f"{number(value, 1)} per 1,000"
        case "ratio":
            return number(value, 2)
        case _:
            return number(value)


def shown(point: Point, unit: str) -> str:
    """Write a figure for a table: "64.9%", a star for a hidden one, a dash for a missing one."""
    if point.hidden:
        return HIDDEN
    return MISSING if point.value is None else share_of(point.value, point.denominator, unit)


def share_of(value: float | None, of: float | None, unit: str) -> str:
    """Write a value that is a share of so many people: "none of 120" in place of a "0.0%" that they can't bear out."""
    if unit != "percent" or value != 0 or of is None or of >= FEWEST_FOR_A_NOUGHT:
        return amount(value, unit)
    return "none" if of <= max(SMALL) else f"none of {number(of)}"


def standard(value: float | None, unit: str) -> str:
    """Write a target without needless decimals: "92%", "14 days"."""
    return re.sub(r"\.0(?=[ %])", "", amount(value, unit))


def change(value: float | None, unit: str) -> str:
    """Write a movement as a noun: "a rise of 0.4 points", "a fall of 2 weeks", "no change"."""
    if value is None:
        return "an unknown change"
    size = _size(value, unit)
    return f"a {'rise' if value > 0 else 'fall'} of {size}" if size else "no change"


def moved(value: float, unit: str) -> str:
    """Write a movement as a verb: "rose by 0.4 points", "fell by 2 weeks", "did not change"."""
    size = _size(value, unit)
    return f"{'rose' if value > 0 else 'fell'} by {size}" if size else "did not change"


def _size(change: float, unit: str) -> str:
    """Write how large a change is; empty where nothing of it would be printed."""
    size = points(change) if unit == "percent" else amount(abs(change), unit)
    return size if re.search("[1-9]", size.removesuffix("per 1,000")) else ""


def day(when: date | None) -> str:
    return "no date" if when is None else f"{when.day} {when:%B %Y}"


def month(period: date | None) -> str:
    return "no month" if period is None else f"{period:%B %Y}"


def short_month(period: date | None) -> str:
    """Write a month for an axis or a narrow column: "Mar 2026"."""
    return "" if period is None else f"{period:%b %Y}"


def typed(name: str) -> str:
    """Return a name as it is typed in a command: in quotation marks where a space or the like would part it."""
    return name if re.fullmatch(r"[\w.@:/-]+", name) else f'"{name}"'


def counted(count: float | None, one: str, many: str | None = None) -> str:
    """Write a count with its noun, right for none, one, many and not known."""
    several = many or f"{one}s"
    if count is None:
        return f"an unknown number of {several}"
    text = number(count)
    return f"no {several}" if text == "0" else f"{text} {one if text == '1' else several}"


def about(count: float) -> int:
    """Round a count to what a speaker would say: to fives below 100, above it to two figures."""
    if count < 100:
        return math.floor(count / 5 + 0.5) * 5
    step = int(10 ** (len(str(int(count))) - 2))
    return math.floor(count / step + 0.5) * step


def people(count: float | None, of: str = "people") -> str:
    """Write how many people, or waits, visits or letters, in a form that takes a plural verb unless nobody is meant."""
    if count is None:
        return f"an unknown number of {of}"
    whole = round(count)
    if whole <= 0:
        return "nobody" if of == "people" else f"no {of}"
    return f"a small number of {of}" if whole in SMALL else f"about {number(about(whole))} {of}"


def several(count: int | None, one: str, many: str | None = None) -> str:
    """Write a count of reports or cases, hiding those so few that they could point at a person."""
    plural = many or f"{one}s"
    return f"a few {plural}" if count in SMALL else counted(count, one, many)


def plural(count: float | None, one: str, many: str) -> str:
    """Choose the word that agrees with a count: plural(1, "is", "are") is "is"."""
    return one if count is not None and number(count) == "1" else many


def listed(items: Iterable[str], last: str = "and") -> str:
    """Join names as they are spoken: "a, b and c"; where a name says "and" itself: "a, b and c, and d"."""
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    comma = "," if any(f" {last} " in word for word in words) else ""
    return f"{', '.join(words[:-1])}{comma} {last} {words[-1]}"


def capital(sentence: str) -> str:
    """Begin a sentence with a capital letter and leaves the rest as it is."""
    return sentence[:1].upper() + sentence[1:]


def inside(title: str) -> str:
    """Write a title as it stands inside a sentence: "clinic letters within 7 days", "A&E visits within 4 hours"."""
    first = re.split(r"\W", title, maxsplit=1)[0]
    return title if first.isupper() and title[:2] != "A " else title[:1].lower() + title[1:]


def specialty(name: str) -> str:
    """Write a treatment function as it is said: "General Surgery Service" -> "general surgery"."""
    clean = " ".join(name.replace("_", " ").split())
    said = re.sub(r"\s+-\s+", " ", re.sub(r"\s+services?$", "", clean, flags=re.IGNORECASE))
    words = [word if word.isupper() and said != said.upper() else word.lower() for word in said.split(" ")]
    spoken = " ".join(words)
    return _SPOKEN.get(spoken, spoken)


_SPOKEN = {
    "ear nose and throat": "ear, nose and throat",
    "trauma and orthopaedic": "trauma and orthopaedics",
    "neurosurgical": "neurosurgery",
    "other medical": "other medical services",
    "other mental health": "other mental health services",
    "other paediatric": "other paediatric services",
    "other surgical": "other surgical services",
    "other other": "other services",
}


def one_line(text: str) -> str:
    """Write what somebody typed as one line of printable characters, for headers, calendars and names of files."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def tied(text: str) -> str:
    """Tie numbers to their units for print, so that no line ends between "420" and "people"."""
    return re.sub(
        r"(?<=\d) (?=people|waits?\b|weeks?\b|days?\b|points?\b|per\b|[A-Z][a-z]+ \d{4})", _NO_BREAK, text
    )


def first_sentence(text: str) -> str:
    """Return what stands up to the first full stop before a space: the one in "58.3%" ends nothing."""
    return re.split(r"(?<=[.!?])\s+", text.strip(), maxsplit=1)[0]


def would_run(text: str) -> bool:
    """Say whether a spreadsheet that opens a CSV takes this text for a formula."""
    return text.startswith(("=", "+", "-", "@", "\t", "\r"))


def held(text: str) -> str:
    """Return a text for a cell of a CSV: an apostrophe holds what a spreadsheet would run as a formula."""
    return f"'{text}" if would_run(text) else text
