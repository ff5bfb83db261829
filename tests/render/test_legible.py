"""What somebody typed or pasted never stops a build: letters that our fonts lack have others in their place."""

import io
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from briefing.errors import RenderError
from briefing.legible import legible, unprintable
from briefing.render import pdf
from briefing.resources import folder

ODD = {
    "a line separator": ("a\u2028b", "a b"),
    "a paragraph separator": ("a\u2029b", "a b"),
    "a next line": ("a\x85b", "a b"),
    "a bell": ("a\x07b", "ab"),
    "an escape": ("\x1b[31ma", "[31ma"),
    "an emoji": ("late \U0001f600", "late "),
    "a family of emoji": ("\U0001f468\u200d\U0001f469\u200d\U0001f467 waits", " waits"),
    "a flag": ("\U0001f1ec\U0001f1e7 form", " form"),
    "a heart": ("\u2764\ufe0f care", " care"),
    "marks of direction": ("a\u202eb\u202c\u2066c\u2069\u200fd", "abcd"),
    "a byte order mark": ("\ufeffa", "a"),
    "a soft hyphen": ("wait\u00ading", "waiting"),
    "private use": ("a\ue000b", "ab"),
    "tags": ("a\U000e0041b", "ab"),
    "a letter of mathematics": ("\U0001d400bc", "Abc"),
    "a ligature": ("\ufb01rst", "first"),
    "full width": ("\uff19\uff14", "94"),
    "a Greek letter": ("\u03b2-blocker, \u0394", "beta-blocker, Delta"),
    "a decomposed accent": ("Zoe\u0308", "Zo\u00eb"),
    "a keycap": ("1\u20e3", "1"),
    "a half of a pair": ("a\ud800b", "ab"),
}


@pytest.mark.parametrize("kind", ODD)
def test_a_letter_has_another_in_its_place(kind: str) -> None:
    typed, printed = ODD[kind]
    assert legible(typed) == printed


@pytest.mark.parametrize(
    "text", ["Łukasz Žižek's “list” – 5 µg ≥ ½", "\u738b\u5c0f\u660e", "\u0391\u0392", "a\tb\nc"]
)
def test_what_can_be_drawn_and_what_is_a_name_stays(text: str) -> None:
    assert legible(text) == text


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("Zoë, Łukasz and β", ""),
        ("late \U0001f600", ""),
        ("Dr \u0418\u0432\u0430\u043d", "\u0418\u0432\u0430\u043d"),
    ],
)
def test_what_stops_a_page_is_known_before(text: str, stops: str) -> None:
    assert unprintable(text) == stops


@given(st.text())
def test_twice_is_once_and_nothing_unseen_is_left(text: str) -> None:
    made = legible(text)
    assert legible(made) == made
    assert not any(
        unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
        for letter in made
        if letter not in "\t\n\r"
    )


def page(words: str) -> str:
    style = '<link rel="stylesheet" href="css/tokens.css"><style>html { font-family: Inter }</style>'
    made = pdf.write(
        f'<!doctype html><html lang="en-GB"><head><title>A page</title>{style}</head><body><p>{words}</p></body>'
        "</html>",
        title="A page",
        lang="en-GB",
        folder=folder("templates"),
        made_on=date(2026, 3, 1),
    )
    return "".join(each.extract_text() for each in PdfReader(io.BytesIO(made)).pages)


def test_a_page_of_all_of_them_is_laid_out() -> None:
    words = [typed for typed, _ in ODD.values()]
    found = page(" | ".join(words))
    assert "beta-blocker" in found
    assert "first" in found


def test_a_page_with_holes_in_place_of_a_name_is_refused() -> None:
    with pytest.raises(RenderError, match="could not be laid out"):
        page("\u738b\u5c0f\u660e")
