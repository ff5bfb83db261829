"""People's names in a text, told from other words with a capital by what stands around them.

Mrs Jones, patient Uzoma Sample, a lady called Jane      a word for a person before it
surname Jones, her name is Jane                          a label
Jane Jones, JONES, Jane, J. Jones                        a usual first name or surname
Иван Петров                                              letters of an alphabet in which nobody writes here
Mr Khan's clinic, the John Radcliffe, Dr Foster data     a clinician, a place, a method: nobody's patient

`names.toml` has the words. The text has been made plain by `plain_text.plain`: no accents, plain quotes and dashes.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

from briefing import toml

Span = tuple[int, int]

_LISTS = toml.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
_EPONYMS = frozenset(" ".join(pair.split()) for pair in _LISTS["eponyms"].split(","))


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


_GIVEN, _GIVEN_WORDS, _SURNAMES, _WORDS = map(_words, ("given", "given_words", "surnames", "words"))
_PLACES, _PEOPLE, _PRONOUNS, _LINKS = map(_words, ("places", "people", "pronouns", "links"))
_TITLES, _SHARED_TITLES, _PARTICLES, _SCANS = map(_words, ("titles", "shared_titles", "particles", "scans"))
_CLINICIANS, _OF_CLINICIANS = map(_words, ("clinicians", "of_clinicians"))
_HOUSES = _words("houses")
_LABELS, _KINDS_OF_NAME, _OWNERS, _STATES = map(_words, ("labels", "kinds_of_name", "owners", "states"))


_TITLE_APART = re.compile(r"\b(?:M r s|M r|M s|Mrs-|Mr-|Ms-|Miss-)(?= ?[A-Z])", re.IGNORECASE)
_TITLE_JOINED = re.compile(r"(?:Mr|Mrs|Ms|Miss)[A-Z][a-z]+")
_BY_FORM = re.compile("O'[A-Z]|Ma?c[A-Z][a-z]")
"""O'Malley and McBride need no list."""
_OWNER = re.compile("'(?:s|d|ll|re|ve)$")


@dataclass(frozen=True)
class _Word:
    text: str
    start: int
    end: int
    gap: str
    """What stands between it and the word before."""
    low: str
    bare: str
    """In small letters, without the 's of an owner."""

    @classmethod
    def of(cls, text: str, start: int, end: int, gap: str) -> "_Word":
        low = text.lower()
        return cls(text, start, end, gap, low, _OWNER.sub("", low) if "'" in low else low)

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.capital

    @property
    def is_letters(self) -> bool:
        """Whether it is one letter, or J-o-h-n."""
        return all(len(part) == 1 for part in self.text.split("-"))

    @property
    def is_given(self) -> bool:
        return self.bare.partition("-")[0] in _GIVEN

    @property
    def is_surname(self) -> bool:
        return not _SURNAMES.isdisjoint({self.bare, *self.bare.split("-")}) or bool(_BY_FORM.match(self.text))

    @property
    def is_usual(self) -> bool:
        """Whether many people have this name, and it is hardly a word besides."""
        return self.is_given or self.is_surname

    @property
    def could_be(self) -> bool:
        """Whether it has the look of a name: a capital, and no word that often has one."""
        return self.capital and len(self.text) > 1 and self.bare not in _WORDS and self.bare not in _PLACES


_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NOBODY = _Word.of("-", 0, 0, "|")


def names_in(text: str) -> Iterator[Span]:
    """Yield where a plain text has a name; places may overlap."""
    text = _TITLE_APART.sub(
        lambda match: match[0].replace(" ", "").replace("-", "").ljust(len(match[0])), text
    )
    words: list[_Word] = []
    end = 0
    for match in _WORD.finditer(text):
        words.append(_Word.of(match.group(), *match.span(), text[end : match.start()]))
        end = match.end()
    shouted = sum(word.text.isupper() for word in words) > max(6, len(words) / 2)
    sentence = _Sentence(words, text[end:], shouted)
    for at in range(len(words)):
        for find in (_titled, _labelled, _of_a_person, _usual, _reversed, _spelt):
            if (last := find(sentence, at)) is not None:
                yield words[at].start, words[last].end
    yield from _other_alphabets(text)


@dataclass(frozen=True)
class _Sentence:
    words: Sequence[_Word]
    end: str
    """What stands after the last word."""
    shouted: bool
    """Capitals throughout: they tell nothing."""

    def __getitem__(self, at: int) -> _Word:
        return self.words[at] if 0 <= at < len(self.words) else _NOBODY

    def beside(self, at: int) -> bool:
        """Whether a word follows the one before with nothing but a space or an initial's full stop."""
        return self[at].gap.strip(' ."') == "" and (". " not in self[at].gap or self[at - 1].is_initial)

    def after(self, at: int) -> str:
        """Return what stands between a word and the next, or at the end."""
        return (self[at + 1].gap if at + 1 < len(self.words) else self.end).strip()

    def looks(self, at: int) -> bool:
        return self[at].could_be and (not self.shouted or self[at].is_usual)

    def is_place(self, at: int) -> bool:
        """Whether the name that begins here is a house's: "George Eliot Hospital", "the John Radcliffe"."""
        if f"{self[at].bare} {self[at + 1].bare}" in _EPONYMS or self[at - 1].low in {"st", "saint"}:
            return True
        after = takewhile(
            lambda word: word.gap.strip(" &") == "" and (word.capital or word.low in {"and", "of"}),
            self.words[at + 1 : at + 7],
        )
        return any(word.capital and word.low in _PLACES for word in after)

    def is_house(self, at: int) -> bool:
        """Whether a ward or a wing follows: "Lord Lister ward"; but not "ward 4"."""
        if self[at - 1].low != self[at - 1].bare:
            return False
        at += self[at].low in {"health", "community", "car", "day"}
        return self[at].gap == " " and self[at].low in _HOUSES and not self.after(at)[:1].isdigit()


# Titles -----------------------------------------------------------------------------------------------------


def _titled(sentence: _Sentence, at: int) -> int | None:
    """Mrs Jones, Mr J. K. Smith, mrs jones; but MR scan, MS nurse, Mr Khan's clinic, consultant Dr Shah."""
    title = sentence[at]
    if _TITLE_JOINED.fullmatch(title.text):
        return at
    if title.low not in _TITLES | _SHARED_TITLES:
        return None
    name = _past_initials(sentence, at + 1, small=True)
    while sentence[name].text in _PARTICLES and sentence[name + 1].gap == " ":
        name += 1
    word = sentence[name]
    if (
        name > at + 1
        and title.text in _PLAIN_TITLES
        and not sentence.looks(name)
        and sentence[name - 1].text not in "AI"
    ):
        return None if sentence.after(name - 1)[:1].isdigit() else name - 1
    if word.gap.strip(" .") or len(word.text) < 2 or not _follows(title.text, word):
        return None
    if title.low in _SHARED_TITLES and not (title.capital and word.could_be):
        return None
    full = name + 1 if sentence.beside(name + 1) and sentence.looks(name + 1) else name
    if _is_clinicians(sentence, at, full) or sentence.is_place(at) or sentence.is_place(name):
        return None
    if title.low in _SHARED_TITLES and sentence.is_house(full + 1):
        return None
    return full


_PLAIN_TITLES = {"Mr", "Mrs", "Ms", "Miss"}
"""After them an initial is enough: "spoke to Mrs K"."""


def _past_initials(sentence: _Sentence, at: int, *, small: bool = False) -> int:
    """Return the place after up to three initials; after a title they may be `small`."""
    initials = takewhile(
        lambda word: word.is_initial or (small and len(word.text) == 1), sentence.words[at : at + 3]
    )
    return at + len(list(initials))


def _follows(title: str, word: _Word) -> bool:
    """Tell "Mr Smith", "MRS JONES" and "mr smith" from "MR scan", "MS nurse", "miss appointments", "Dr First"."""
    if word.bare in _WORDS or (title in {"MR", "mr"} and word.low in _SCANS):
        return False
    if title in {"MS", "MISS"}:
        return word.text.isupper()
    return word.capital or title in {"mr", "mrs"} or word.is_usual


def _is_clinicians(sentence: _Sentence, at: int, last: int) -> bool:
    owned = sentence[last].low != sentence[last].bare
    before = sentence[at - 1]
    named = before.low in _CLINICIANS and sentence[at].gap.strip(" ,:(") == ""
    return named or (owned and sentence[last + 1].low in _OF_CLINICIANS)


# Labels and people ------------------------------------------------------------------------------------------


_IS = {"is", "was", "by", "of", "as"}
_CALLED = {("goes", "by"), ("known", "as")}


def _labelled(sentence: _Sentence, at: int) -> int | None:
    """surname Jones, first name: Jane, her name is Jane; but Ward name: Oak, her name is wrong."""
    label, before, after = sentence[at], sentence[at - 1], sentence[at + 1]
    if label.low in {"dear", "regards"} and after.is_usual and after.capital and sentence.beside(at + 1):
        return at + 1
    if label.bare not in _LABELS | {"name", "names"} and (label.low, after.low) not in _CALLED:
        return None
    strong = (
        label.bare != "name" or before.low in _KINDS_OF_NAME or before.bare in _PEOPLE or after.low == "of"
    )
    if not strong and label.gap.strip() == "" and at > 0 and before.low not in _OWNERS:
        return None
    linked = label.low == "name's" or after.low in _IS
    name = _past_initials(sentence, at + 2 if after.low in _IS else at + 1)
    word, gap = sentence[name], after.gap.strip()
    if gap not in {"", ":", "-", "=", ",", "("} or (not linked and not strong and gap in {"", ",", "("}):
        return None
    if label.low == "initials":
        return name if word.text.isupper() and len(word.text) <= 3 else None
    told = (linked and before.low in {"her", "his", "my"}) or (label.low in _LABELS and gap in {":", "="})
    small = word.bare not in _WORDS and (word.is_usual or told)
    return (
        name if sentence.looks(name) or (small and word.bare not in _STATES and len(word.text) > 1) else None
    )


def _of_a_person(sentence: _Sentence, at: int) -> int | None:
    """patient Uzoma Sample, this lady, Jane Jones, a woman named Fatima, her husband john."""
    noun = sentence[at]
    if noun.low not in _PEOPLE | _PRONOUNS or (noun.low == "user" and sentence[at - 1].low != "service"):
        return None
    links = [word.low for word in takewhile(lambda word: word.low in _LINKS, sentence.words[at + 1 : at + 5])]
    called = bool({"called", "named", "known", "name"} & {*links})
    if noun.low in _PRONOUNS and not called:
        return None
    first = at + 1 + len(links)
    gap = sentence[first].gap.strip()
    if gap not in {"", ",", ":", "-", "(", '"', ".", ";", "“"} or (links and not called and links != ["is"]):
        return None
    first = _past_initials(sentence, first)
    word, second = sentence[first], sentence.beside(first + 1) and sentence.looks(first + 1)
    if sentence.is_place(first) or word is _NOBODY or not _is_anybody(word):
        return None
    apart = gap == "," and second and sentence.after(first + 1)[:1] == ","
    close = gap in {"", "."} or (gap in {"(", ":", "-"} and second) or apart
    if word.could_be and word.is_usual:
        return first + 1 if second else first
    if sentence.looks(first) and second and (close or word.bare in _GIVEN_WORDS):
        return first + 1
    labelled = gap == ":" and noun.low in {"patient", "pt"}
    alone = called or labelled or noun.text in _ALONE
    closed = labelled or (gap in {"(", ","} and sentence.after(first)[:1] in {")", ","})
    if sentence.looks(first) and (close or closed) and alone and _stands_alone(word):
        return first
    return first if close and word.is_given and not noun.capital else None


_ALONE = frozenset({"patient", "pt", "Pt", "lady", "gentleman", "gent", "client", "baby", "Baby"})
"""After these a name may stand alone."""


def _is_anybody(word: _Word) -> bool:
    return word.bare not in _WORDS or word.bare in _GIVEN_WORDS


def _stands_alone(word: _Word) -> bool:
    """Tell SMITH and Kowalczyk from DNA and COPD."""
    return word.bare not in _GIVEN_WORDS and (not word.text.isupper() or word.is_usual or len(word.text) > 4)


# Usual names ------------------------------------------------------------------------------------------------


def _usual(sentence: _Sentence, at: int) -> int | None:
    """Jane Jones, MOHAMMED KHAN, J. Smith, john smith; but the John Radcliffe, May and June."""
    first = sentence[at]
    initial = first.is_initial and first.text not in "AI"
    by_word = first.capital and first.bare in _GIVEN_WORDS
    if not (initial or by_word or first.is_given) or first.bare != first.low or sentence[at - 1].low == "the":
        return None
    last = _past_initials(sentence, at + 1)
    word = sentence[last]
    if not sentence.beside(last) or (last > at + 1 and not sentence.beside(at + 1)) or sentence.is_place(at):
        return None
    if sentence.is_house(last + 1):
        return None
    if initial or by_word:
        return last if word.is_surname and (word.capital if initial else word.could_be) else None
    known = sentence.looks(last) and first.capital
    return last if known or (word.is_surname and not first.capital and not word.capital) else None


def _reversed(sentence: _Sentence, at: int) -> int | None:
    """SMITH, John; O'Brien, Siobhan; MULLER Zoe; Smith J."""
    surname, given = sentence[at], sentence[at + 1]
    gap = given.gap.strip()
    if gap not in {"", ","} or not sentence.looks(at):
        return None
    if given.is_initial:
        return at + 1 if surname.is_surname and given.text not in "AI" else None
    if not given.is_given or not given.capital:
        return None
    shouted = surname.text.isupper() and len(surname.text) > 2
    if sentence[at - 1].low in {"st", "saint"} or sentence.is_place(at + 1):
        return None
    return at + 1 if gap == "," or (shouted and not given.text.isupper()) else None


def _spelt(sentence: _Sentence, at: int) -> int | None:
    """J o h n S m i t h, J-o-h-n: letters one by one, of which the first make a usual name."""
    if not sentence[at].is_letters or (at and sentence[at - 1].is_letters):
        return None
    letters = list(takewhile(lambda word: word.is_letters, sentence.words[at : at + 40]))
    word = "".join(each.low for each in letters).replace("-", "")
    usual = any(word[:n] in _GIVEN or word[:n] in _SURNAMES for n in range(3, len(word) + 1))
    return at + len(letters) - 1 if len(word) >= 5 and usual else None


# Other alphabets --------------------------------------------------------------------------------------------

_FOREIGN = re.compile(r"[^\W\d_\x00-\u024f\u1e00-\u1eff]+")


def _other_alphabets(text: str) -> Iterator[Span]:
    """Any letter of another alphabet; Greek has to be a word of its own."""
    for match in _FOREIGN.finditer(text):
        greek = all(_alphabet(letter) in {"GREEK", "MICRO"} for letter in match.group())
        alphabets = {_alphabet(letter) for letter in match.group()} - {"LATIN", "MODIFIER", "MICRO"}
        if alphabets and (not greek or len(match.group()) > 2):
            yield match.span()


@cache
def _alphabet(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
