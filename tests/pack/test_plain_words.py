"""Where the GPs of a panel must leave, the annex says the clinical side in plain words, and what to ask elsewhere."""

from dataclasses import replace

import builders
import packs
import pytest

from briefing.pack.build import gp_editions
from briefing.pack.editions.gp import CORE, annex_document
from briefing.pack.model import Pack
from briefing.pack.sections.plain import is_left, plain

GP = builders.person("P1")
LAY = builders.person("P7", name="Gwen Exemplar", role="lay member", clinical=False)
CHAIR = builders.person("P9", name="Harriet Chair", role="chair", clinical=False)


def pack_led_by(*leads: str | None) -> Pack:
    made = packs.full()
    measure = builders.measure(metric=builders.metric(why_it_matters="People get worse while they wait."))
    questions = tuple(
        builders.question(f"rtt-{n}", lead=lead, finding=builders.finding(measure=measure))
        for n, lead in enumerate(leads, 1)
    )
    meeting = builders.meeting(panel=(GP, LAY), chair=CHAIR)
    return replace(made, meeting=meeting, challenge=replace(made.challenge, questions=questions))


@pytest.mark.parametrize(("lead", "left"), [("P1", False), ("P7", True), ("P9", True), (None, True)])
def test_a_question_is_left_where_no_clinical_member_leads_it(lead: str | None, left: bool) -> None:
    question = builders.question(lead=lead)
    assert is_left(question, builders.meeting(panel=(GP, LAY), chair=CHAIR)) is left


def test_a_panel_without_clinical_members_has_nobody_who_leaves() -> None:
    assert not is_left(builders.question(lead="P7"), builders.meeting(panel=(LAY,), chair=CHAIR))


def test_only_what_is_left_is_explained_with_what_to_ask_a_gp_from_elsewhere() -> None:
    (section,) = plain(pack_led_by("P1", "P7"))
    text = str(section)
    assert "1 question here has no GP who is free to lead it." in text
    assert "The share of people on the list who have waited 18 weeks or less." in text
    assert "People get worse while they wait." in text
    assert "Would you believe that of your own hospital?" in text
    assert text.count("Ask a GP from elsewhere") == 1
    assert not any(person.name in text for person in (GP, LAY, CHAIR)), "the annex is bound for every reader"


def test_where_a_gp_leads_every_question_there_is_no_such_page() -> None:
    assert list(plain(pack_led_by("P1", "P1"))) == []
    assert "plain-words" not in {one.id for one in annex_document(pack_led_by("P1")).sections}


def test_it_stands_in_the_annex_and_leaves_the_core_as_long_as_it_was() -> None:
    made = pack_led_by("P7")
    assert "plain-words" in {one.id for one in annex_document(made).sections}
    assert "plain-words" not in {one.id for make in CORE for one in make(gp_editions(packs.full())[0])}
