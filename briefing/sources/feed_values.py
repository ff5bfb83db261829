"""The words of local feeds: what each may say, in any case, and the other spellings that mean the same."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from briefing.sources.values import Parser, Unreadable


def one_of(*words: str, also: Mapping[str, str] | None = None) -> Parser:
    """A parser of a fixed set of words, whatever their case and hyphens. `also` lists other spellings."""
    meanings = {_plain(word): word for word in words}
    meanings |= {_plain(spelling): word for spelling, word in (also or {}).items()}

    def parse(text: str) -> str:
        if _plain(text) not in meanings:
            raise Unreadable(f"one of: {', '.join(words)}", "Use one of these words.")
        return meanings[_plain(text)]

    return parse


def _plain(word: str) -> str:
    return " ".join(re.sub(r"[\W_]+", " ", word).lower().split())


parse_priority = one_of(
    "routine",
    "urgent",
    "suspected cancer",
    also={"2ww": "suspected cancer", "two week wait": "suspected cancer", "usc": "suspected cancer"},
)
parse_triage = one_of("accepted", "returned", "redirected", "advice", also={"rejected": "returned"})
parse_attendance = one_of(
    "attended",
    "did not attend",
    "cancelled by provider",
    "cancelled by patient",
    also={"DNA": "did not attend", "cancelled by hospital": "cancelled by provider"},
)
parse_clock_stop = one_of(
    "admitted", "non-admitted", "active monitoring", "declined", "other", also={"nonadmitted": "non-admitted"}
)
parse_advice_outcome = one_of(
    "advice", "converted to referral", "returned", also={"converted": "converted to referral"}
)
parse_level = one_of(
    "provider",
    "practice",
    "network",
    "sub_board",
    "board",
    "region",
    also={
        "trust": "provider",
        "hospital": "provider",
        "gp practice": "practice",
        "pcn": "network",
        "primary care network": "network",
        "neighbourhood": "network",
        "place": "network",
        "locality": "network",
        "ccg": "sub_board",
        "sub icb": "sub_board",
        "sub icb location": "sub_board",
        "icb": "board",
        "integrated care board": "board",
    },
)
_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}")


def parse_email(text: str) -> str:
    """One plain address: no name around it, no second one, nothing that a mail server could read as more."""
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        raise Unreadable("one e-mail address, such as name@example.org", "Write the address alone.")
    return text


parse_interest = one_of("financial", "non-financial professional", "non-financial personal", "indirect")
parse_sex = one_of(
    "female",
    "male",
    "other",
    "not known",
    also={
        "f": "female",
        "2": "female",
        "m": "male",
        "1": "male",
        "9": "other",
        "indeterminate": "other",
        "x": "not known",
        "0": "not known",
        "u": "not known",
        "unknown": "not known",
        "not stated": "not known",
    },
)


ETHNIC_GROUPS = {
    "White": ("A B C", "white british", "white irish", "any other white background"),
    "Mixed": ("D E F G", "mixed or multiple ethnic groups"),
    "Asian or Asian British": ("H J K L R", "asian", "asian, asian british or asian welsh", "chinese"),
    "Black or Black British": (
        "M N P",
        "black",
        "black, black british, caribbean or african",
        "black, black british, black welsh, caribbean or african",
    ),
    "Other": ("S", "other ethnic group", "other ethnic groups", "any other ethnic group"),
    "not stated": ("Z 99", "not known", "unknown", "refused"),
}
"""The five groups of the census, each with the NHS's letters for it and other names.

Chinese (R) is with Asian, as in the census since 2011. Z (not stated) and 99 (not known) are kept: a share of
people whose group is missing is worth a question.
"""
parse_ethnic_category = one_of(
    *ETHNIC_GROUPS,
    also={
        spelling: group
        for group, (letters, *names) in ETHNIC_GROUPS.items()
        for spelling in (*letters.split(), *names)
    },
)

NARROWEST_BAND = 5


def parse_age_band(text: str) -> str:
    """`75 and over` is 75+, `under 18` is 0-17, `5 to 9` is 5-9. Narrower than five years is refused."""
    band = re.sub(r"\s*(?:[–—_-]|\bto\b)\s*", "-", text.lower().strip())
    band = re.sub(r"\s*(?:\+|and over|and older|plus|or over)$", "+", band)
    if under := re.fullmatch(r"(?:under|<)\s*([0-9]{1,2})", band):
        band = f"0-{int(under[1]) - 1}"
    bounds = re.fullmatch(r"([0-9]{1,2})(?:-([0-9]{1,3})|\+)", band)
    if not bounds or (bounds[2] and int(bounds[2]) - int(bounds[1]) < NARROWEST_BAND - 1):
        dated = re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[a-z]{3}", band)
        excel = "Excel made a date of the band: format the column as text and type it again."
        remedy = (
            excel if dated else "Use bands of at least five years: ages one by one can tell who somebody is."
        )
        raise Unreadable("an age band such as 0-17, 18-64, 65-74 or 75+", remedy)
    return band


def overlapping(bands: Iterable[str]) -> tuple[str, str] | None:
    """Two bands that share an age, if there are such: people of that age would be in either."""
    spans = sorted((_bounds(band), band) for band in bands)
    for ((_, last), band), ((first, _), after) in pairwise(spans):
        if first <= last:
            return band, after
    return None


def _bounds(band: str) -> tuple[int, int]:
    first, _, last = band.removesuffix("+").partition("-")
    return int(first), int(last) if last else 200


def parse_specialty(text: str) -> str:
    """A treatment function, 100 to 999, or X01 to X06; `C_100` as in RTT files is 100."""
    code = re.sub(r"^C_", "", text.upper().removesuffix(".0"))
    if not re.fullmatch("[1-9][0-9]{2}|X0[1-6]", code):
        remedy = "Use the treatment function code, not its name."
        raise Unreadable("a treatment function code such as 110, 502 or X04", remedy)
    return code


def parse_specialty_or_all(text: str) -> str:
    return "ALL" if text.upper() in {"ALL", "C_999", "999"} else parse_specialty(text)


def parse_metric(text: str) -> str:
    if not re.fullmatch("[a-z][a-z0-9_]*", text.lower()):
        raise Unreadable(
            "the name of a metric such as rtt_within_18_weeks", "`briefing show` lists the metrics."
        )
    return text.lower()
