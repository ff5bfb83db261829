"""People's names in a text, told from other words with a capital by what they are and by what stands around them.

Mrs Jones, patient Uzoma Sample, her name is Jane        a word for a person, or a label, before it
Jane Jones, JONES, Jane, J. Jones, harold.speight        two that are names, or an initial and a surname
Tracey, Sheila (82)                                      a first name that is hardly anything else
Grace Hope rang, Will Young, 70                          names that are words too, and do what only people do
Иван Петров                                              letters of an alphabet in which nobody writes here
Mr Khan's clinic, the John Radcliffe, Dr Foster data     a clinician, a place, a method: nobody's patient

A word is looked up in `first_names.txt`, `surnames.txt` and `words.txt`; `names.toml` has the words around names. The
text has been made plain by `plain_text.plain`: no accents, plain quotes and dashes.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path

from briefing import toml

Span = tuple[int, int]

_LISTS = toml.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_LISTS[name].split())


_EPONYMS = frozenset(" ".join(pair.split()) for pair in _LISTS["eponyms"].split(","))
_TOWNS, _PLACES, _HOUSES, _OF_HOUSES = map(_words, ("towns", "places", "houses", "of_houses"))
_PEOPLE, _PRONOUNS, _LINKS, _CUES, _DOINGS = map(_words, ("people", "pronouns", "links", "cues", "doings"))
_ALONE, _MODALS, _MONTHS, _BELONGINGS = map(_words, ("alone", "modals", "months", "belongings"))
_TITLES, _SHARED_TITLES, _PARTICLES, _SCANS = map(_words, ("titles", "shared_titles", "particles", "scans"))
_CLINICIANS, _OF_CLINICIANS, _CLINICS, _PAPERS = map(
    _words, ("clinicians", "of_clinicians", "clinics", "papers")
)
_LABELS, _KINDS_OF_NAME, _OWNERS, _STATES = map(_words, ("labels", "kinds_of_name", "owners", "states"))


# Words ------------------------------------------------------------------------------------------------------

_ENDINGS = ("s", ""), ("es", ""), ("ies", "y"), ("d", ""), ("ed", ""), ("ing", ""), ("ing", "e"), ("ly", "")
_BY_FORM = re.compile(
    r"[od]'(?!clock)[a-z]{3}|ma?c[a-z]{3}|[a-z]{2,}(?:[dtw]sk[iay]|skaya|[kmnrtv]ova|enko|wicz|ovic|opoulou?s?|oglu|dottir|"
    r"[nrt]sson|shvili|escu)$"
)
"""O'Malley, McBride, Kuznetsova and Jonsdottir need no list."""


@cache
def _sections(name: str) -> list[frozenset[str]]:
    """Return the words of a list in the sections that its comments part."""
    text = Path(__file__).with_name(f"{name}.txt").read_text("utf-8")
    return [frozenset(part.split()) for part in re.split(r"(?:^#.*\n)+", text, flags=re.MULTILINE)[1:]]


@dataclass(frozen=True)
class _Sense:
    """What a word may be: a first name, a surname, an ordinary word, several of these, or none."""

    given: bool
    usual: bool
    """A first name that many have."""
    surname: bool
    common: bool
    """A surname that many have."""
    word: bool
    never: bool
    """It is no name even after a title: "Miss Monday", "Patient Transport"."""
    town: bool

    @property
    def known(self) -> bool:
        return self.given or self.surname

    @property
    def certain(self) -> bool:
        """Whether many people have this name, and it is hardly anything besides."""
        return self.known and not self.word and not self.town


@lru_cache(maxsize=50_000)
def _sense(bare: str) -> _Sense:
    (words, never), (usual, foreign), (common, rare) = map(_sections, ("words", "first_names", "surnames"))
    parts = [part for part in bare.split("-") if len(part) > 2] or [bare]
    first = parts[0]

    def is_word(low: str) -> bool:
        if low in words or low in never:
            return True
        stems = (low.removesuffix(ending) + stem for ending, stem in _ENDINGS if low.endswith(ending))
        return (
            low not in usual | foreign
            and low not in common
            and low not in rare
            and any(s in words for s in stems)
        )

    return _Sense(
        given=first in usual or first in foreign,
        usual=first in usual,
        surname=any(part in common or part in rare for part in parts) or bool(_BY_FORM.match(bare)),
        common=any(part in common for part in parts),
        word=all(map(is_word, parts)),
        never=not never.isdisjoint(parts),
        town=bare in _TOWNS,
    )


_OWNER = re.compile("'(?:s|d|ll|re|ve)?$")
_LONGEST_ACRONYM = 5
_LONGEST_NAME = 12


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
    sense: _Sense

    @classmethod
    def of(cls, text: str, start: int, gap: str) -> "_Word":
        low = text.lower()
        bare = _OWNER.sub("", low) if "'" in low else low
        return cls(text, start, start + len(text), gap, low, bare, _sense(bare))

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()

    @property
    def owns(self) -> bool:
        return self.low != self.bare

    @property
    def is_initial(self) -> bool:
        return len(self.text) == 1 and self.capital

    @property
    def is_letters(self) -> bool:
        """Whether it is one letter, or J-o-h-n."""
        return all(len(part) == 1 for part in self.text.split("-"))

    @property
    def looks(self) -> bool:
        """Whether it has the look of a name: a capital, and more than a word or an abbreviation."""
        if not self.capital or len(self.text) < 2 or self.bare in _PEOPLE or self.bare in _TITLES:
            return False
        acronym = self.text.isupper() and len(self.text) <= _LONGEST_ACRONYM
        return self.sense.known or not (self.sense.word or acronym)


# Sentences --------------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_NOBODY = _Word.of("-", 0, "|")
_TITLE_APART = re.compile(r"\b(?:M r s|M r|M/?s|M s|Mrs-|Mr-|Ms-|Miss-)(?= ?[A-Z])", re.IGNORECASE)
_TITLE_BEHIND = re.compile(r" ?\((?:Mrs?|Miss|Ms|Mx|Dr)\b", re.IGNORECASE)
_TITLE_JOINED = re.compile(r"(?:Mr|Mrs|Ms|Miss)[A-Z][a-z]+")
_AGE = re.compile(
    r"(?:,| ?\(|,? aged| ?-)? ?(?:aged |age )?\d{1,3} ?(?:[MF]\b|yrs?\b|years?\b|y/?o\b|[),;]|\.?$)"
    r"|,? aged? \d|,? ?\(?[MF]\b[),]"
)
_AGE_ALONE = re.compile(r",? aged? \d|, ?\d\d,| \(\d\d\)| \((?:her|his|their|the) ")
_STATE = re.compile(
    r" (?:(?:was|is|has|had|got|'s) )?(?:(?:not|never|been|still|also|only|yet|now) )*"
    r"(?:told|seen|sent|refused|discharged|admitted|offered|turned|referred|waiting|booked|called|moved away|no date|"
    r"ha[sd] (?:her|his)|lost (?:her|his|to)|left without)\b"
)


def names_in(text: str) -> Iterator[Span]:
    """Yield where a plain text has a name; places may overlap."""
    text = _TITLE_APART.sub(lambda match: re.sub("[ /-]", "", match[0]).ljust(len(match[0])), text)
    words: list[_Word] = []
    end = 0
    for match in _WORD.finditer(text):
        words.append(_Word.of(match[0], match.start(), text[end : match.start()]))
        end = match.end()
    shouted = sum(word.text.isupper() for word in words) > max(6, len(words) / 2)
    sentence = _Sentence(words, text, shouted)
    for at in range(len(words)):
        for find in (_titled, _labelled, _of_a_person, _paired, _small, _reversed, _alone, _spelt):
            if (last := find(sentence, at)) is not None:
                yield words[at].start, words[last].end
    yield from _other_alphabets(text)


@dataclass(frozen=True)
class _Sentence:
    words: Sequence[_Word]
    text: str
    shouted: bool
    """Capitals throughout: they tell nothing."""

    def __getitem__(self, at: int) -> _Word:
        return self.words[at] if 0 <= at < len(self.words) else _NOBODY

    def beside(self, at: int) -> bool:
        """Whether a word follows the one before with nothing but a space or an initial's full stop."""
        gap = self[at].gap
        return gap.strip(' ."_') == "" and (". " not in gap or self[at - 1].is_initial)

    def after(self, at: int) -> str:
        """Return what stands between a word and the next, or at the end."""
        end = self[at + 1].start if at + 1 < len(self.words) else len(self.text)
        return self.text[self[at].end : end].strip()

    def looks(self, at: int) -> bool:
        return self[at].looks and (not self.shouted or self[at].sense.certain)

    def past_initials(self, at: int, *, small: bool = False) -> int:
        """Return the place after up to three initials; they may be `small`."""
        initials = takewhile(
            lambda word: word.is_initial or (small and len(word.text) == 1), self.words[at : at + 3]
        )
        return at + len(list(initials))

    def last_of_name(self, at: int) -> int:
        """Return where a name that begins here ends: names, initials and particles side by side."""
        last = at
        for place in range(at + 1, at + 5):
            if self[last].owns or not self.beside(place):
                break
            if self.looks(place):
                last = place
            elif not (self[place].low in _PARTICLES or self[place].is_initial):
                break
        return last

    def acts(self, last: int) -> bool:
        """Whether what follows a name is what only people do or have: "rang", ", 82", "was told"."""
        rest = self.text[self[last].end : self[last].end + 60]
        if self[last].owns:
            return self[last + 1].low in _BELONGINGS
        return self[last + 1].low in _DOINGS or bool(_AGE.match(rest) or _STATE.match(rest))

    def is_place(self, at: int, last: int) -> bool:
        """Whether a name is a house's: "George Eliot Hospital", "the John Radcliffe", "Lord Lister ward"."""
        pairs = ((at, at + 1), (at - 1, at), (at + 1, at + 2))
        if any(f"{self[one].low} {self[two].bare}" in _EPONYMS for one, two in pairs):
            return True
        if self[at - 1].low in _OF_HOUSES or self[at].low in _OF_HOUSES or self.is_house(last + 1):
            return True
        after = takewhile(
            lambda word: word.gap.strip(" &") == "" and (word.capital or word.low in {"and", "of"}),
            self.words[at + 1 : at + 7],
        )
        return any(word.capital and word.low in _PLACES for word in after)

    def is_house(self, at: int) -> bool:
        """Whether a ward or a wing follows, in small letters; but not "ward 4"."""
        at += self[at].low in {"health", "community", "car", "day"}
        house = self[at].gap == " " and self[at].low in _HOUSES
        return house and not self[at - 1].owns and not self.after(at)[:1].isdigit()

    def is_clinicians(self, at: int, last: int, *, titled: bool = False) -> bool:
        """Tell "consultant Dr Shah", "Mr Khan's clinic", "letters from Dr Shah", "Jo Fox, practice manager"."""
        before, after = self[at - 1], self[last + 1]
        if titled and after.low == "and" and self[last + 2].low in _TITLES:
            return self.is_clinicians(last + 2, self.last_of_name(last + 3), titled=True)
        if titled and before.bare in _CLINICIANS and self[at].gap.strip(" ,:(") == "":
            return True
        if titled and before.low in {"from", "by", "of"} and self[at - 2].bare in _PAPERS:
            return True
        knighted = titled and self[at].low in _SHARED_TITLES
        if self[last].owns and not knighted and self.owned(last) & (_OF_CLINICIANS if titled else _CLINICS):
            return True
        if after.gap.strip() in {"&", "and"} and after.low in {"partners", "associates"}:
            return True
        opening, closing = self.after(last)[:1], self.after(last + 1)[:1]
        if opening not in {",", "("} or not after.text[0].isalpha():
            return False
        role = [after, *takewhile(lambda word: word.gap == " ", self.words[last + 2 : last + 5])]
        trades = sum(word.bare in _CLINICIANS for word in role)
        if titled:
            specialty = (opening, closing) == ("(", ")") and after.sense.never and after.bare not in _PEOPLE
            return trades > 0 or specialty
        return trades > 1 or (trades == 1 and len(role) > 1 and after.bare not in {"gp", "consultant"})

    def owned(self, last: int) -> set[str]:
        """Return what may be owned: "heart failure clinic"; but not what follows a relative or a small word."""
        named = takewhile(
            lambda word: len(word.text) > 3 and word.bare not in _PEOPLE | _BELONGINGS,
            self.words[last + 1 : last + 4],
        )
        return {word.bare for word in (*named, self[last + 1], self[last + 2])}

    def is_nobodys(self, at: int, last: int) -> bool:
        return self.is_place(at, last) or self.is_clinicians(at, last)

    def is_titled(self, at: int) -> bool:
        title = self[at - 1]
        return title.capital and title.low in _TITLES | _SHARED_TITLES and self[at].gap.strip(" .") == ""


# Titles -----------------------------------------------------------------------------------------------------


def _titled(sentence: _Sentence, at: int) -> int | None:
    """Mrs Jones, Mr J. K. Smith, mrs jones, Mrs K; but MR scan, MS nurse, Mr Khan's clinic, consultant Dr Shah."""
    title = sentence[at]
    if _TITLE_JOINED.fullmatch(title.text):
        return at
    if title.low not in _TITLES | _SHARED_TITLES:
        return None
    name = sentence.past_initials(at + 1, small=True)
    while sentence[name].low in _PARTICLES and sentence[name + 1].gap == " ":
        name += 1
    if not _follows(sentence, title, name):
        initial = title.text in {"Mr", "Mrs", "Ms", "Miss"} and name > at + 1
        told = initial and sentence[name - 1].text not in "AI" and not sentence.after(name - 1)[:1].isdigit()
        return name - 1 if told else None
    full = sentence.last_of_name(name)
    shared = title.low in _SHARED_TITLES
    if (
        sentence.is_clinicians(at, full, titled=True)
        or sentence.is_place(at, at)
        or sentence.is_place(name, name)
    ):
        return None
    return None if shared and sentence.is_house(full + 1) else full


def _follows(sentence: _Sentence, title: _Word, name: int) -> bool:
    """Tell "Mr Smith", "MRS JONES" and "mr smith" from "MR scan", "MS nurse", "miss appointments", "Dr First"."""
    word = sentence[name]
    sense = word.sense
    if word.gap.strip(" .") or len(word.text) < 2 or sense.never:
        return False
    if title.low in _SHARED_TITLES:
        return word.looks and (title.capital or sense.certain)
    if title.text in {"MR", "mr"} and word.low in _SCANS:
        return False
    if title.text in {"MS", "MISS"}:
        return word.text.isupper()
    small = title.low in {"mr", "mrs"} and (sense.known or not sense.word)
    return word.capital or sense.certain or small or (sense.surname and sentence.acts(name))


# Labels and people ------------------------------------------------------------------------------------------


_IS = {"is", "was", "by", "of", "as"}
_CALLED = {("goes", "by"), ("known", "as")}


def _labelled(sentence: _Sentence, at: int) -> int | None:
    """surname Jones, first name: Jane, her name is Jane; but Ward name: Oak, her name is wrong."""
    label, before, after = sentence[at], sentence[at - 1], sentence[at + 1]
    if label.low in {"dear", "regards"} and after.sense.certain and after.capital and sentence.beside(at + 1):
        return at + 1
    if label.bare not in _LABELS | {"name", "names"} and (label.low, after.low) not in _CALLED:
        return None
    strong = (
        label.bare != "name" or before.low in _KINDS_OF_NAME or before.bare in _PEOPLE or after.low == "of"
    )
    if not strong and label.gap.strip() == "" and at > 0 and before.low not in _OWNERS:
        return None
    linked = label.low == "name's" or after.low in _IS
    first = at + 2 if after.low in _IS else at + 1
    if label.low == "initials":
        initials = takewhile(lambda word: word.text.isupper() and len(word.text) <= 3, sentence.words[first:])
        return first + len(list(initials)) - 1 or None
    name = sentence.past_initials(first)
    word, sense, gap = sentence[name], sentence[name].sense, after.gap.strip()
    if gap not in {"", ":", "-", "=", ",", "("} or (not linked and not strong and gap in {"", ",", "("}):
        return None
    owned = (linked and before.low in {"her", "his", "my"}) or (label.low in _LABELS and gap in {":", "="})
    small = (sense.certain or not sense.word) and (sense.known or owned) and word.bare not in _STATES
    looks = word.capital and not sense.never and (strong or linked or not sense.word)
    return name if len(word.text) > 1 and (looks or small) else None


def _of_a_person(sentence: _Sentence, at: int) -> int | None:
    """patient Uzoma Sample, this lady, Jane Jones, a woman named Fatima, her husband john, patient J.K."""
    noun = sentence[at]
    if noun.bare not in _PEOPLE and noun.low not in _PRONOUNS:
        return None
    if noun.low == "user" and sentence[at - 1].low != "service":
        return None
    links = [word.low for word in takewhile(lambda word: word.low in _LINKS, sentence.words[at + 1 : at + 6])]
    called = not {"called", "named", "known", "name"}.isdisjoint(links)
    gap = sentence[at + 1 + len(links)].gap.strip(" 0123456789")
    if (noun.low in _PRONOUNS and not called) or (links and not called and links != ["is"]):
        return None
    if gap not in {"", ",", ":", "-", "(", '"', ".", ";"}:
        return None
    initials = at + 1 + len(links)
    first = sentence.past_initials(initials)
    if first > initials + 1 and sentence[initials + 1].gap == ".":
        return first - 1
    word, sense, full = sentence[first], sentence[first].sense, sentence.last_of_name(first)
    if not (sense.known or not sense.word) or sentence.is_nobodys(first, full):
        return None
    if word.capital and sense.certain:
        return full
    second = full > first
    apart = gap == "," and second and sentence.after(full)[:1] == ","
    close = gap in {"", "."} or (gap in {"(", ":", "-"} and second) or apart
    phrase = all(sentence[place].sense.word for place in range(first, full + 1))
    if sentence.looks(first) and second and (close or sense.given) and not phrase:
        return full
    labelled = gap == ":" and noun.low in {"patient", "pt"}
    closed = labelled or (gap in {"(", ","} and sentence.after(first)[:1] in {")", ","})
    alone = called or labelled or noun.text in _ALONE
    only = not sense.word or (not sense.never and (called or labelled or sentence.acts(first)))
    if sentence.looks(first) and (close or closed) and alone and only and not sense.town:
        return first
    small = close and sense.certain and not noun.capital and (sense.given or sentence.acts(first))
    return first if small else None


# Names by themselves ----------------------------------------------------------------------------------------


def _paired(sentence: _Sentence, at: int) -> int | None:
    """Jane Jones, MOHAMMED KHAN, J. Smith, Grace Hope rang; but the John Radcliffe, May and June."""
    first, last = sentence[at], sentence.last_of_name(at)
    if last == at or first.owns or first.low in _PARTICLES or sentence.is_titled(at):
        return None
    if sentence.is_nobodys(at, last):
        return None
    one, name = first.sense, sentence[last].sense
    if first.is_initial:
        if name.surname and name.certain:
            return last if first.text not in "AI" else None
        return last if sentence[at + 1].gap.startswith(".") and not name.word and not name.town else None
    if not sentence.looks(at):
        return None
    between = range(at + 1, last + 1)
    if one.known and any(sentence[place].low in _PARTICLES for place in between):
        return last
    two = next(sentence[place].sense for place in between if sentence.looks(place))
    if one.given and (two.certain or (one.certain and (two.common or not two.word))):
        return last
    if one.certain and two.certain and two.given:
        return last
    if _BY_FORM.match(sentence[last].bare) and not (one.word or one.town):
        return last
    person = one.given or one.certain or two.certain or not (one.word or two.word)
    cue = sentence[at - 1].low in _CUES and one.given and two.surname
    return last if person and not (one.town or two.town) and (cue or sentence.acts(last)) else None


def _small(sentence: _Sentence, at: int) -> int | None:
    """john smith, harold.speight, re: h speight: both known, in small letters."""
    first, second = sentence[at], sentence[at + 1]
    if first.capital or second.capital or not sentence.beside(at + 1) or len(second.text) < 3:
        return None
    if not (second.sense.surname and second.sense.certain):
        return None
    if len(first.text) == 1:
        return at + 1 if sentence[at - 1].low in _CUES else None
    usual = first.sense.usual and first.bare not in _MODALS
    return at + 1 if len(first.text) > 2 and (usual or (first.sense.given and first.sense.certain)) else None


def _reversed(sentence: _Sentence, at: int) -> int | None:
    """SMITH, John; O'Brien, Siobhan; MULLER Zoe; Smith J; Baker J (Mrs); Lumb (Tracey)."""
    surname, given = sentence[at], sentence[at + 1]
    gap, sense = given.gap.strip(), surname.sense
    if gap not in {"", ",", "("} or not sentence.looks(at) or surname.owns:
        return None
    if given.is_initial:
        titled = sentence[at + 2].low in _TITLES and sentence[at + 2].gap.strip(" .") == "("
        known = sense.surname and given.text not in "AI" and gap != "("
        return at + 1 if known and (titled or sense.certain) else None
    if not (given.capital and given.sense.given and given.sense.certain):
        return None
    if sentence.is_place(at, at + 1) or sentence.is_place(at + 1, at + 1) or sense.town:
        return None
    shouted = surname.text.isupper() and len(surname.text) > 2 and not given.text.isupper()
    return at + 1 if (sense.surname or not sense.word) and (gap or shouted) else None


def _alone(sentence: _Sentence, at: int) -> int | None:
    """Tracey wants an answer, Grace (82), the McTavish family; but Queen Charlotte's, the Alexandra, Lewis."""
    word, sense = sentence[at], sentence[at].sense
    if sentence.looks(at) and _TITLE_BEHIND.match(sentence.text, word.end):
        return at
    if not word.capital or sentence.shouted or not sense.known or sentence.is_titled(at):
        return None
    if sentence[at + 1].low == "family" and sense.surname and sense.certain:
        return at
    last = at + 1 if sentence[at + 1].capital and sentence.beside(at + 1) else at
    if word.text.isupper() or sentence.is_nobodys(at, last):
        return None
    hardly_else = sense.certain and sense.usual and len(word.bare) > 2
    hardly_else = hardly_else and (not sense.common or sentence.acts(at))
    aged = sense.given and not sense.town and word.bare not in _MONTHS
    return at if hardly_else or (aged and _AGE_ALONE.match(sentence.text, word.end)) else None


def _spelt(sentence: _Sentence, at: int) -> int | None:
    """J o h n S m i t h, J-o-h-n: letters one by one, of which the first make a usual name."""
    if not sentence[at].is_letters or (at and sentence[at - 1].is_letters):
        return None
    letters = list(takewhile(lambda word: word.is_letters, sentence.words[at : at + 40]))
    word = "".join(each.low for each in letters).replace("-", "")
    senses = (_sense(word[:n]) for n in range(3, min(len(word), _LONGEST_NAME) + 1))
    return (
        at + len(letters) - 1
        if len(word) >= 5 and any(each.usual or each.common for each in senses)
        else None
    )


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
