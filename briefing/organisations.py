"""What SQL can't say well about organisations: how a name is printed, and that no succession is a circle."""

import re
from collections.abc import Mapping

from briefing.errors import ConfigError

_KEPT = {
    "NHS", "ICB", "ICS", "CIC", "UK", "BMI", "NIHR", "A", "E", "ENT", "MRI", "ADHD", "COPD", "HIV", "OOH", "WIC",
    "UTC", "UCC", "MIU", "IUC", "ICU", "IAPT", "CAMHS", "YOI",
    "II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII",
}  # fmt: skip
"""Abbreviations with a vowel, and Roman numerals; a word without any vowel is an abbreviation anyway."""
_SPELT = {
    "PLC": "plc", "LTD": "Ltd", "ST": "St", "DR": "Dr", "DRS": "Drs", "MR": "Mr", "MRS": "Mrs", "GPS": "GPs",
    "RD": "Rd", "CTR": "Ctr", "GRP": "Grp", "HLTH": "Hlth", "SVC": "Svc", "NG": "Ng", "CWM": "Cwm",
}  # fmt: skip
_SMALL = {
    "a", "and", "at", "by", "for", "from", "in", "near", "of", "on", "the", "to", "under", "upon", "with",
}  # fmt: skip
_SMALL_BETWEEN_HYPHENS = _SMALL | {"cum", "de", "en", "in", "la", "le", "next", "super"}
_MAC = "ARTHUR AULAY DONALD DOUGALL FARLANE GREGOR INTOSH INTYRE KENZIE LACHLAN LEAN LEOD NEIL PHERSON RAE"
_WORD = re.compile(r"[\w'’]+|[^\w'’]+")
_VOWEL = re.compile("[AEIOUYÁÂÉÊÍÎÓÔÚÛŴŶ]")
_ORDINAL = re.compile(r"\d+(ST|ND|RD|TH)")
_RAISED = (
    re.compile(r"^[ODL]['’](?=\w{3})"),  # O'Connell, D'Arcy, but B'ham
    re.compile(r"^Mc(?=\w{3})"),
    re.compile(f"^Mac(?=(?:{_MAC.replace(' ', '|')})$)", re.IGNORECASE),  # MacDonald, but Macclesfield
)
_REGION_PREFIX = re.compile(r"^nhs england\s+(?!$)")
_REGION_SUFFIX = re.compile(r"\s+commissioning region$")


def tidy_name(name: str) -> str:
    """Return a name as people write it; a name that isn't in capitals stays as its owner wrote it.

    ROYAL BERKSHIRE NHS FOUNDATION TRUST -> Royal Berkshire NHS Foundation Trust
    O'CONNELL AND MCKENZIE ENT CLINIC    -> O'Connell and McKenzie ENT Clinic
    """
    name = " ".join(name.split())
    if name != name.upper():
        return name
    parts = ["", *_WORD.findall(name), ""]
    return "".join(
        _tidy_word(word, before=before, after=after)
        for before, word, after in zip(parts, parts[1:], parts[2:], strict=False)
    )


def _tidy_word(word: str, *, before: str, after: str) -> str:
    bare, owner = (word[:-2], word[-2:].lower()) if word.endswith(("'S", "’S")) else (word, "")
    first = not before or before.endswith(("(", " - "))
    if bare in _SPELT:
        return _SPELT[bare] + owner
    if _ORDINAL.fullmatch(bare):
        return bare.lower()
    small = _SMALL_BETWEEN_HYPHENS if before == after == "-" else _SMALL
    among_words = before[-1:] in (" ", "-") and after[:1] in (" ", "-", "")  # the A of A&E is not
    if among_words and not first and word.lower() in small:
        return word.lower()
    if bare in _KEPT or not _VOWEL.search(bare) or any(letter.isdigit() for letter in bare):
        return bare + owner
    return _capitalised(bare) + owner


def _capitalised(word: str) -> str:
    """Raise the first letter and the one after O', D', Mc and, in names that are sure, Mac."""
    word = re.sub(r"^(\W*\w)", lambda found: found[1].upper(), word.lower())
    for prefix in _RAISED:
        if found := prefix.match(word):
            return found[0] + word[found.end() :].capitalize()
    return word


def region_key(name: str) -> str:
    """Bring spellings together: "NHS ENGLAND SOUTH EAST " and "South East Commissioning Region"."""
    key = " ".join(name.lower().split())
    return _REGION_SUFFIX.sub("", _REGION_PREFIX.sub("", key))


def tidy_region(name: str) -> str:
    """Return a region without trimmings: "NHS ENGLAND EAST OF ENGLAND " -> "East of England"."""
    name = " ".join(name.split())
    for trimming in (r"^NHS England\s+(?!$)", r"\s+Commissioning Region$"):
        name = re.sub(trimming, "", name, flags=re.IGNORECASE)
    return tidy_name(name)


def refuse_circles(successors: Mapping[str, str]) -> None:
    """Refuse a register in which a code leads back to itself: no one could say what it is called today."""
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
