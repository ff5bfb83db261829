"""One place says which known name is nearest to one that nobody knows."""

import pytest

from briefing.meeting.purpose import plain
from briefing.nearest import Named, hint, meant, nearest

METRICS = ["rtt_within_18_weeks", "rtt_over_52_weeks", "ae_4_hours"]


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("rtt_18_weeks", METRICS, ["rtt_within_18_weeks"]),
        ("AE_4_HOUR", METRICS, ["ae_4_hours"]),  # the case makes no difference
        ("p7", ["P07", "Q12"], ["P07"]),
        ("zzz", METRICS, []),
        ("anything", [], []),
    ],
)
def test_the_likest_name_is_returned_as_it_is_written(word: str, known: list[str], found: list[str]) -> None:
    assert nearest(word, known) == found


def test_several_come_the_likest_first() -> None:
    assert nearest("rtt_over_52_week", METRICS, most=2, alike=0.5) == [
        "rtt_over_52_weeks",
        "rtt_within_18_weeks",
    ]


def test_what_makes_no_difference_is_for_the_caller_to_say() -> None:
    assert nearest("ear nose & throat", ["Ear, Nose and Throat"], plain=plain, alike=1) == [
        "Ear, Nose and Throat"
    ]


@pytest.mark.parametrize("word", ["zoe", "ZOË SAMPLE", "Zoe\u0308", "dr zoe"])
def test_an_accent_makes_no_difference(word: str) -> None:
    known = [Named("person", "P1", "Dr Zoë Sample"), Named("person", "P2", "Dr Zola Sample")]
    assert meant(word, known) == known[:1]


def test_a_hint_parts_itself_from_the_next_sentence() -> None:
    assert hint("ae_4_hour", METRICS) + "Mend it." == "Did you mean 'ae_4_hours'? Mend it."
    assert hint("zzz", METRICS) + "Mend it." == "Mend it."
    assert hint("ae_4", METRICS, alike=0.9) == ""
