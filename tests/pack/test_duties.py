"""What a question rests on, as it is printed, and who decides: for every pattern, and for each kind."""

from typing import Any

import builders
import pytest

from briefing.challenge.patterns import load_patterns
from briefing.pack.duties import rests_on, who_decides


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            "It rests on a national standard. 92% of waits are within 18 weeks. Source: NHS Constitution (read in the "
            "original).",
        ),
        (
            {"basis": "contract", "certainty": "L"},
            "It rests on a contract condition. 92% of waits are within 18 weeks. Source: NHS Constitution (not "
            "sure; check the original before you quote it).",
        ),
        (
            {"basis": "none", "duty": "No duty is known.", "duty_source": "", "certainty": ""},
            "No duty is known.",
        ),
    ],
)
def test_a_duty_is_told_with_its_source_and_how_sure_it_is(changes: dict[str, Any], said: str) -> None:
    assert rests_on(builders.pattern(**changes)) == said


@pytest.mark.parametrize(
    ("decides", "said"),
    [
        ("meeting", "This meeting can decide it."),
        ("contract", "If refused, the contract route decides."),
        ("region", "If refused, it is not for us. Raise it with the region."),
    ],
)
def test_who_decides_is_told(decides: str, said: str) -> None:
    assert who_decides(builders.pattern(decides=decides)) == said


def test_no_duty_of_the_bank_names_a_clause_that_nobody_has_seen() -> None:
    for pattern in load_patterns():
        assert not any(character in pattern.duty_source for character in "§"), pattern.id
        if "Contract" in pattern.duty_source:
            assert pattern.certainty in ("M", "L"), pattern.id


def test_a_source_is_written_out_once() -> None:
    one = builders.pattern()
    assert rests_on(one, cited={one.duty_source}).endswith("Source: as above.")
