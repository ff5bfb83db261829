"""What SQL can't say well about organisations: how a name is printed, and that no succession is a circle."""

import re
from collections.abc import Mapping

from briefing.errors import ConfigError

_KEPT = re.compile(r"NHS|ICB|ICS|CCG|PCN|CIC|LLP|UK|GP|BMI|II|III|IV|A&E|ENT|MRI")
_SMALL = re.compile(r"a|and|at|by|for|from|in|near|of|on|the|to|under|upon|with")
_SPELT = {"PLC": "plc", "LTD": "Ltd", "LTD.": "Ltd", "H&J": "H&J", "ST": "St", "ST.": "St", "DR": "Dr"}
_WORD = re.compile(r"[^\s\-/()]+|[\s\-/()]+")
_REGION_PREFIX = re.compile(r"^nhs england\s+(?!$)")
_REGION_SUFFIX = re.compile(r"\s+commissioning region$")


def tidy_name(name: str) -> str:
    """Prints a name as people write it; a name that isn't in capitals is left as its owner wrote it.

    ROYAL BERKSHIRE NHS FOUNDATION TRUST -> Royal Berkshire NHS Foundation Trust
    NHS THAMES VALLEY ICB - U2G6B        -> NHS Thames Valley ICB - U2G6B
    """
    name = " ".join(name.split())
    if name != name.upper():
        return name
    words = _WORD.findall(name)
    return "".join(_tidy_word(word, first=index == 0) for index, word in enumerate(words))


def _tidy_word(word: str, *, first: bool) -> str:
    bare = word.strip(",.;:'\"")
    if _KEPT.fullmatch(bare) or any(letter.isdigit() for letter in word):
        return word
    if word in _SPELT:
        return _SPELT[word]
    if _SMALL.fullmatch(word.lower()) and not first:
        return word.lower()
    if "&" in word:
        return word
    return _capitalised(word.lower())


def _capitalised(word: str) -> str:
    """Raises the first letter and the one after O' and D': O'Connor, D'Arcy, but Children's."""
    word = re.sub(r"^(\W*)(\w)", lambda found: found[1] + found[2].upper(), word)
    return re.sub(r"^([OD]['’])(\w)", lambda found: found[1] + found[2].upper(), word)


def region_key(name: str) -> str:
    """Brings spellings together: "NHS ENGLAND SOUTH EAST " and "South East Commissioning Region"."""
    key = " ".join(name.lower().split())
    return _REGION_SUFFIX.sub("", _REGION_PREFIX.sub("", key))


def tidy_region(name: str) -> str:
    """Prints a region without trimmings: "NHS ENGLAND EAST OF ENGLAND " -> "East of England"."""
    name = " ".join(name.split())
    for trimming in (r"^NHS England\s+(?!$)", r"\s+Commissioning Region$"):
        name = re.sub(trimming, "", name, flags=re.IGNORECASE)
    return tidy_name(name)


def refuse_circles(successors: Mapping[str, str]) -> None:
    """Refuses a register in which a code leads back to itself: no one could say what it is called today."""
    for start in successors:
        path = [start]
        while (following := successors.get(path[-1])) is not None:
            path.append(following)
            if following == start:
                raise ConfigError(
                    f"organisations: the successors go in a circle: {' -> '.join(path)}. "
                    "Each successor_code must lead to a code of today; empty that of the newest code."
                )
            if following in path[:-1]:
                break
