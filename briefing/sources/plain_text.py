"""A text as plain letters, digits, spaces and dashes, whatever it was typed with.

⑨④③ is 943, ７００ is 700, 943–476 is 943-476, Zoë is Zoe; letters of other alphabets stay.
"""

import unicodedata

_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0")
_PLAIN = {
    **dict.fromkeys("\t\n\r\x0b\x0c\x85", " "),
    **dict.fromkeys("’‘ʼʹ`´′＇", "'"),
    **dict.fromkeys("\u2212\u2043\u30fc\ufe63\uff0d", "-"),
    **dict.fromkeys("\u2044\u2215", "/"),
    **dict(zip("øØłŁđĐı。", "oOlLdDi.", strict=True)),
    "Þ": "Th",
    "þ": "th",
    **dict.fromkeys("Ðð", "d"),
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
}


def plain(text: str) -> tuple[str, list[int] | range]:
    """Return a text in plain letters, digits, spaces and dashes, and where each of them stood.

    Accents go, letters of other alphabets stay; what can't be seen is left out, line ends are spaces.
    """
    if text.isascii() and text.isprintable():
        return text, range(len(text))
    made: list[str] = []
    places: list[int] = []
    for place, letter in enumerate(text):
        for one in _plain_letters(letter):
            made.append(one)
            places.append(place)
    return "".join(made), places


def _plain_letters(letter: str) -> str:
    if letter in _PLAIN:
        return _PLAIN[letter]
    digit = unicodedata.digit(letter, None)
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(letter)
    if kind in {"Zs", "Zl", "Zp"}:
        return " "
    if kind == "Pd":
        return "-"
    if kind in {"Cc", "Cf", "Mn", "Me"} or letter in _INVISIBLE:
        return ""
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if unicodedata.category(part)[0] != "M")
