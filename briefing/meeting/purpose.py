"""What a meeting is for, in words that figures and reports know: measures, specialties, themes.

about = ["Clinic letters within 7 days", "Ear, nose and throat", "rtt_over_52_weeks/110", "fit notes"]

A measure goes by the name of its file or by its title, a specialty by its code or its name, a theme by the words of
practices' reports. A slash puts a measure in one specialty.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefing.context.reading import SPECIALTIES
from briefing.measures import ALL
from briefing.nearest import nearest, words_of
from briefing.workspace.registers import REGISTERS


@dataclass(frozen=True)
class Matter:
    """One thing that a meeting is about: a measure, a specialty, a measure in a specialty, or a theme."""

    name: str
    """As it is said: "Clinic letters within 7 days"."""
    metric: str | None = None
    specialty_code: str | None = None
    theme: str | None = None


@dataclass(frozen=True)
class Vocabulary:
    """The words that a purpose may use."""

    metrics: Mapping[str, tuple[str, ...]]
    """All that each may be called: its name, its title, titles that it had."""
    specialties: Mapping[str, str]
    """Name by code."""
    themes: tuple[str, ...] = ()

    def matter(self, word: str) -> Matter | None:
        """Return what a word of `about` means; None where it means nothing here."""
        first, slash, rest = word.partition("/")
        metric, specialty = self._metric(first), self.specialty(rest if slash else word)
        if slash:
            if metric is None or specialty is None:
                return None
            return Matter(f"{self.metrics[metric][1]}, {self.specialties[specialty]}", metric, specialty)
        if metric is not None:
            return Matter(self.metrics[metric][1], metric=metric)
        if specialty is not None:
            return Matter(self.specialties[specialty], specialty_code=specialty)
        theme = next((theme for theme in self.themes if plain(theme) == plain(word)), None)
        return None if theme is None else Matter(theme, theme=theme)

    def refusal(self, word: str) -> str | None:
        """Say what is wrong with a word that means nothing here; None where it means something."""
        if self.matter(word) is not None:
            return None
        near = self.nearest(word)
        hint = f" Did you mean {near!r}?" if near else ""
        mend = "Mend it: a measure goes by its name or title, a specialty by its code or name."
        return f"found {word!r}, which is no measure, no specialty and no theme.{hint} {mend}"

    def nearest(self, word: str) -> str | None:
        """Return the known word that is most like one that is not."""
        known = list(self.words)
        if "/" in word:
            metric, _, specialty = word.partition("/")
            known = [f"{one}/{specialty}" for one in self.metrics]
            if self._metric(metric) is not None:
                known = [f"{metric}/{one}" for one in self._places]
        return next(iter(nearest(word, known, plain=plain)), None)

    @property
    def words(self) -> Iterator[str]:
        yield from (name for names in self.metrics.values() for name in names)
        yield from self._places
        yield from self.themes

    @property
    def _places(self) -> Iterator[str]:
        for code, name in self.specialties.items():
            if code != ALL:
                yield from (code, name)

    def _metric(self, word: str) -> str | None:
        found = (name for name, names in self.metrics.items() if plain(word) in map(plain, names))
        return next(found, None)

    def specialty(self, word: str) -> str | None:
        spoken = _ALSO_CALLED.get(plain(word), word)
        places = ((code, name) for code, name in self.specialties.items() if code != ALL)
        found = (code for code, name in places if plain(spoken) in (plain(code), plain(name)))
        return next(found, None)


def vocabulary(
    metrics: Mapping[str, tuple[str, ...]], *, specialties: Iterable[str] = (), themes: Iterable[str] = ()
) -> Vocabulary:
    """Put together what is known everywhere and what a workspace adds: its codes of specialties, its themes."""
    suggested = REGISTERS["concerns"].suggested["theme"]
    return Vocabulary(
        metrics,
        {**SPECIALTIES, **{code: code for code in specialties if code not in SPECIALTIES}},
        tuple(dict.fromkeys([*suggested, *themes])),
    )


NO_WORDS = Vocabulary({}, {})


def plain(text: str) -> str:
    """Bring the ways of writing a name together: "Ear, Nose & Throat" is "ear nose and throat"."""
    return " ".join(re.findall(r"\w+", text.lower().replace("&", " and ").replace("_", " ")))


_ALSO_CALLED = {
    "ent": "120",
    "orthopaedics": "110",
    "trauma and orthopaedic": "110",
    "t and o": "110",
    "eyes": "130",
    "skin": "330",
    "geriatric medicine": "430",
}
_MEANT = {
    r"(wait\w* )?(the )?longest( wait)?|long wait\w*": ("rtt_over_65_weeks", "rtt_over_52_weeks"),
    r"over a year|1 year|52 week": ("rtt_over_52_weeks",),
    r"65 week": ("rtt_over_65_weeks",),
    r"rtt|18 week|wait for treatment|waiting time|elective|planned care": ("rtt_within_18_weeks",),
    r"(a and e|ed|emergency department)( 4 hour)?|4 hour( a and e)?|urgent care": ("ae_4_hours",),
    r"12 hour|corridor( care)?|trolley": ("ae_12_hours_from_decision",),
    r"cancer": ("cancer_28_day", "cancer_62_day"),
    r"(cancer )?62 day|62 day cancer": ("cancer_62_day",),
    r"(cancer )?31 day|31 day cancer": ("cancer_31_day",),
    r"(cancer )?28 day|28 day cancer|faster diagnosis": ("cancer_28_day",),
    r"diagnostic|test|scan|endoscopy|6 week|dm01": ("diagnostics_over_6_weeks",),
    r"(clinic )?letter": ("letters_within_7_days",),
    r"advice( and guidance)?": ("advice_turnaround",),
    r"(returned|rejected) referral|referral (sent back|returned|rejected)": ("referrals_returned",),
    r"missed (first )?appointment|dna": ("missed_appointments",),
    r"cancelled (first )?appointment|cancellation": ("cancelled_by_hospital",),
    r"triage": ("referral_triage_days",),
    r"first appointment": ("first_appointment_wait",),
}
"""How people speak of measures when they say what they want: words as they are compared, one for many."""
_AROUND = frozenset(
    [
        *("the", "our", "wait", "waiter", "waiting", "time", "target", "standard"),
        *("performance", "breach", "breache", "rate", "share", "figure"),
    ]
)
"""Words that people put around them."""
_NO_MEASURE = frozenset({"letter", "test", "scan"})
"""A letter, where letters are meant: "A letter by June" is about none."""


def measures_called(word: str) -> tuple[str, ...]:
    """Return the measures that people mean by words of their own: "A&E", "four hour waits", "letters"."""
    said = words_of(word)
    alone = [one for one in said if one not in _AROUND]
    for spoken in (" ".join(said), " ".join(alone)):
        if found := next((names for words, names in _MEANT.items() if re.fullmatch(words, spoken)), ()):
            return found
    return ()


def spoken_of(word: str) -> str:
    """Return the measure that people mean first by words of their own; any other word stays."""
    return next(iter(measures_called(word)), word)


def specialty_named(word: str) -> str:
    """Return the code of a specialty, which may go by its name in whatever case; a word that is none stays."""
    return Vocabulary({}, SPECIALTIES).specialty(word) or word.upper()


def proposals(decision: str, known: Vocabulary) -> tuple[str, ...]:
    """Propose what a decision is about, by its own words; the manager confirms it in the meeting file."""
    said, spoken = plain(decision), " ".join(words_of(decision))
    singular = _NO_MEASURE & {*said.split()}
    measures = [
        name
        for words, names in _MEANT.items()
        if (match := re.search(rf"\b({words})\b", spoken)) is not None and match[0] not in singular
        for name in names
    ]
    measures += [name for name, names in known.metrics.items() if any(_holds(said, one) for one in names[1:])]
    places = [name for code, name in known.specialties.items() if code != ALL and _holds(said, name)]
    places += [known.specialties[code] for words, code in _ALSO_CALLED.items() if _holds(said, words)]
    heard = [theme for theme in known.themes if _holds(said, theme)]
    themes = [
        theme for theme in heard if not any(theme != other and _holds(plain(other), theme) for other in heard)
    ]
    return tuple(dict.fromkeys([*(name for name in measures if name in known.metrics), *places, *themes]))


def _holds(said: str, words: str) -> bool:
    return f" {plain(words)} " in f" {said} "
