"""What a new version of a peer review tells a practice and the lead on the first page, and what it keeps from them."""

from dataclasses import replace
from datetime import date

import builders
import packs
import peers

from briefing.pack.news import News, with_news
from briefing.pack.sitting import sitting_of
from briefing.peer_review.news import news_of, said_of
from briefing.render.page import html as page_of

MEETING = packs.meeting(kind="peer_review", provider_codes=())
SAID = said_of(peers.review())
ELM, LEAD = "peer-review-y00001", "peer-review-lead"


def told(
    meeting: object = MEETING, said: dict[str, dict[str, str]] | None = None
) -> dict[str, tuple[str, ...]]:
    return news_of(sitting_of(MEETING), sitting_of(meeting), SAID, SAID if said is None else said)  # type: ignore[arg-type]


def test_nothing_is_told_where_nothing_is_another() -> None:
    assert told() == {}


def test_everybody_hears_of_another_day_and_the_lead_of_who_leads() -> None:
    ben = builders.person("P9", name="Dr Ben")
    found = told(replace(MEETING, date=date(2027, 1, 14), decision_wanted="Another"))
    assert {*found} == {*SAID}
    assert found[ELM] == ("The meeting is now on 14 January 2027, not on 3 December 2026.",)
    assert found[LEAD] == (*found[ELM], "The decision wanted is now: Another")
    assert (
        found[ELM]
        != told(replace(MEETING, chair=ben))[ELM]
        == (f"Dr Ben now chairs, in place of {MEETING.chair.name}.",)
    )


def test_a_practice_hears_of_its_own_figures_alone() -> None:
    mine = {**SAID[ELM], "Referrals": "Yours: 99", "Advice": "Yours: 3"}
    del mine["Dermatology"]
    assert told(said={**SAID, ELM: mine}) == {
        ELM: ("Referrals: this reads otherwise than before.", "New: Advice.", "No longer here: Dermatology.")
    }


def test_of_another_practice_nobody_hears_more_than_how_many_there_are() -> None:
    fewer = {stem: said for stem, said in SAID.items() if stem != ELM}
    found = told(said=fewer)
    assert set(found.values()) == {("The group is now of 4 practices, not 5.",)}
    assert ELM not in found


def test_it_stands_on_the_first_page() -> None:
    document = next(one for one in peers.review() if one.stem == ELM)
    page = page_of(with_news(document, News(2, {ELM: ("The meeting is now on 14 January 2027.",)})))
    assert page.index("What changed for you since version 2") < page.index("A year beside the group")
