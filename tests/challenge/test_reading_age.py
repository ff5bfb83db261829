"""Every question is read aloud: words a GP says without stumbling and a lay member follows.

The bank as a whole keeps to grade 6, a reading age of 11: what the NHS asks of pages for the public. A single
question may be harder where a clinical word has no short one: grade 9 for what is said, 12 for one sentence.
"""

import re
from datetime import date
from statistics import mean

import pytest
from builders import measure, metric, signal
from reading_age import grade, syllables

from briefing.challenge.credit import sentence
from briefing.challenge.model import Concern, Finding, Pattern, Text
from briefing.challenge.patterns import load_patterns
from briefing.challenge.questions import ask

BANK = load_patterns()
WHOLE_BANK, SAID, ONE_SENTENCE, PRINTED = 6.0, 9.0, 12.0, 8.0
TEXTS = ("fact", "opener", "plain", "likely_reply", "answer", "bring", "settle_for", "fair_ask")
FEW_WORDS = 15
"""Below this a formula for texts judges one long word, not the text."""


def words(text: Text) -> str:
    """The sentences of a pattern, each in its first wording, a figure read as "it"."""
    return " ".join(re.sub(r"\{\w+\}", "it", alternatives[0]) for alternatives in text)


@pytest.mark.parametrize(
    ("word", "count"),
    [("people", 2), ("waited", 2), ("needed", 2), ("used", 1), ("care", 1), ("table", 2), ("weeks", 1),
     ("letters", 2), ("hospital", 3), ("appointment", 3), ("specialty", 3), ("the", 1), ("GP's", 1)],
)  # fmt: skip
def test_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The cat sat on the mat.", 0.39 * 6 + 11.8 * 1 - 15.59),
        ("Where are the days lost: the first test or the report?", 0.39 * 5.5 + 11.8 * 12 / 11 - 15.59),
        ("In May, 46.6% waited. Why?", 0.39 * 2 + 11.8 * 5 / 4 - 15.59),
    ],
)
def test_the_formula(text: str, wanted: float) -> None:
    assert grade(text) == pytest.approx(wanted)


def test_hard_words_have_a_high_grade() -> None:
    hard = "Organisations operationalise interdependencies notwithstanding contractual limitations."
    assert grade(hard) > 20


@pytest.mark.parametrize("field", TEXTS)
def test_the_bank_reads_at_eleven(field: str) -> None:
    assert mean(grade(words(getattr(pattern, field))) for pattern in BANK) <= WHOLE_BANK


@pytest.mark.parametrize("pattern", BANK, ids=lambda pattern: pattern.id)
def test_what_is_said_aloud_is_easy(pattern: Pattern) -> None:
    for field in ("opener", "plain"):
        said = words(getattr(pattern, field))
        assert grade(said) <= (SAID if len(said.split()) >= FEW_WORDS else ONE_SENTENCE), said


def worded(pattern: Pattern) -> str:
    """All that a card says of a drawn series that has fallen, with reports beside it."""
    series = measure(
        [70.0] * 12 + [61.0, 60.0, 58.5],
        metric=metric(pattern.metrics[0] if pattern.metrics and pattern.metrics[0] != "*" else "waits"),
        standard=92,
        special=3,
        variation="concern",
        england=66.0,
        peers_value=68.0,
        specialty_code="120",
        specialty_name="Ear Nose and Throat Service",
        people_affected=1060,
        people_against="the standard of 92%",
    )
    heard = Concern(
        "clinic letters", "ALL", 9, 8, 9, date(2026, 8, 27), clustered=True, above=date(2026, 9, 1)
    )
    finding = Finding(pattern, 1.0, signal("SC-", of=series), series, heard, people_affected=1060)
    return ask(finding, provider="Alderbrook Hospitals").fact


@pytest.mark.parametrize("pattern", [p for p in BANK if not p.credit], ids=lambda pattern: pattern.id)
def test_facts_and_reasons_as_printed_are_plain(pattern: Pattern) -> None:
    assert grade(worded(pattern)) <= PRINTED, worded(pattern)


def test_what_is_left_alone_is_said_plainly() -> None:
    assert grade(sentence(measure([70.0, 71.0] * 8 + [69.0]))) <= PRINTED
