"""The guide to style is kept: it says which words are never printed, how long and how hard a sentence may be.

"the peers are alike"      refused: `alike` is in the first table, `the peers are` in the second
"It is worse than usual."  let pass
"""

import re
from collections.abc import Iterable, Iterator
from statistics import mean

import printed
import pytest
from printed import MOST_WORDS, NEVER, NEVER_TO_A_GP
from reading_age import grade

from briefing.challenge.patterns import load_patterns

HARDEST, ON_AVERAGE = 12.0, 6.0
PRESCRIBED = "Open Government Licence v3.0"
"""Words that others have written and we must print."""
LEAST_WORDS = 8
"""Below this a formula judges one long word, not the sentence."""
Printed = tuple[str, str]


SPACED = re.compile(r"\d %|\bper cent\b")


def of_bank() -> Iterator[Printed]:
    """Every alternative of every pattern, its slots read as figures."""
    for pattern in load_patterns():
        texts = (
            pattern.fact,
            pattern.opener,
            pattern.plain,
            pattern.likely_reply,
            pattern.answer,
            pattern.bring,
        )
        alternatives = [
            line
            for text in (*texts, pattern.settle_for, pattern.fair_ask)
            for lines in text
            for line in lines
        ]
        for line in (pattern.title, *alternatives, *pattern.listen_for):
            yield pattern.id, re.sub(r"\{\w+\}", "7", line)


SAID: dict[str, list[Printed]] = {
    "bank": list(of_bank()),
    "rooms": list(printed.of_code(*printed.ROOMS)),
    "metrics": list(printed.of_metrics()),
    "files": list(printed.of_files()),
    "commands": list(printed.of_code(*printed.DESKS)),
}
BEFORE_A_GP = ("bank", "rooms", "metrics")


def sentences(said: Iterable[Printed]) -> Iterator[Printed]:
    for place, text in said:
        for sentence in printed.sentences(text):
            if sentence[-1] in ".?!" and len(sentence.split()) >= LEAST_WORDS and PRESCRIBED not in sentence:
                yield place, sentence


@pytest.mark.parametrize("room", SAID)
def test_no_word_is_printed_that_the_guide_keeps_out(room: str) -> None:
    assert len(SAID[room]) > 80
    assert [(place, text) for place, text in SAID[room] if NEVER.search(text) or SPACED.search(text)] == []


@pytest.mark.parametrize("room", BEFORE_A_GP)
def test_no_word_of_the_trade_stands_before_a_gp(room: str) -> None:
    assert [(place, text) for place, text in SAID[room] if NEVER_TO_A_GP.search(text)] == []


@pytest.mark.parametrize("room", SAID)
def test_every_sentence_can_be_said_in_one_breath(room: str) -> None:
    assert [one for one in sentences(SAID[room]) if len(one[1].split()) > MOST_WORDS] == []


@pytest.mark.parametrize("room", SAID)
def test_no_sentence_is_hard_to_read_and_all_together_are_easy(room: str) -> None:
    grades = {sentence: grade(sentence) for _, sentence in sentences(SAID[room])}
    assert {sentence: hard for sentence, hard in grades.items() if hard > HARDEST} == {}
    assert mean(grades.values()) <= ON_AVERAGE


@pytest.mark.parametrize(
    "text", ["Trusts alike do better.", "Of those whom it affects, 46% wait.", "It was 69.7 %."]
)
def test_a_planted_word_is_found(text: str) -> None:
    assert NEVER.search(text) or SPACED.search(text)


def test_a_name_of_a_metric_is_a_name_and_no_sentence() -> None:
    """It can be said in "What will you do about ...?": no comma, no colon, no bracket."""
    titles = [metric.title for metric in printed.metrics.registry().values()]
    assert [title for title in titles if re.search(r"[,:;()]|^(Over|Waiting|Days to)\b", title)] == []
    assert len(set(titles)) == len(titles)
