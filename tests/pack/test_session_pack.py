"""A session gives each reader one pack: a first page, a chapter for each provider, all side by side, one method."""

import io
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from math import ceil

import builders
import editions
import packs
import pytest
from pypdf import PdfReader

from briefing.challenge.assignment import assign
from briefing.document.blocks import Box, Document, Field, Paragraph, Run, Section, inside, link, places_of
from briefing.document.chapters import chapter
from briefing.document.reading import WORDS_A_MINUTE, words_of
from briefing.pack import parts
from briefing.pack.build import gp_editions, session_editions
from briefing.pack.editions import GP
from briefing.pack.editions.gp import minutes_of, session_core
from briefing.pack.model import Pack
from briefing.pack.news import news_of
from briefing.pack.sitting import sitting_of
from briefing.render import page, pdf
from briefing.resources import folder

MINE = 0
"""Whose pack is looked at: the first of the panel."""


@pytest.fixture(scope="module")
def made() -> list[Pack]:
    return packs.session()


@pytest.fixture(scope="module")
def document(made: list[Pack]) -> Document:
    return editions.documents(GP, *made)[MINE]


def runs(made: Document | Section) -> list[Run]:
    """Every word that leads somewhere."""
    found: list[Run] = []

    def look(value: object) -> None:
        if isinstance(value, Run):
            found.append(value)
        elif isinstance(value, tuple):
            for each in value:
                look(each)
        elif hasattr(value, "__dataclass_fields__"):
            for name in value.__dataclass_fields__:
                if name not in ("figure", "annexes", "attachments", "masthead"):
                    look(getattr(value, name))

    look(made)
    return [run for run in found if run.to]


def test_each_reader_has_one_file_for_all_providers(made: list[Pack]) -> None:
    documents = editions.documents(GP, *made)
    assert editions.stems(documents) == [
        "gp-pack-session-dr-amara-osei-thistlewood",
        "gp-pack-session-dr-bryn-ap-rhys",
    ]
    assert documents[0].annexes == documents[1].annexes
    assert all(a is b for a, b in zip(documents[0].annexes, documents[1].annexes, strict=True))
    assert [one.letter for one in documents[0].annexes] == ["A", "B", "C", "M"]


def test_a_chapter_begins_with_the_name_of_its_provider(document: Document) -> None:
    under = [section.under for section in document.sections if section.under]
    assert under == [
        "Alder Hospitals NHS Trust",
        "Birch Hospitals NHS Trust",
        "Cedar Hospitals NHS Trust",
        "Side by side",
    ]
    assert document.sections[0].id == "session"


def test_no_two_places_or_fields_share_a_name_and_every_link_leads_to_one(document: Document) -> None:
    blocks = [block for section in document.sections for block in inside(section.blocks)]
    names = Counter(block.name for block in blocks if isinstance(block, Field))
    assert [name for name, times in names.items() if times > 1] == []
    ids = Counter(block.id for block in blocks if isinstance(block, Box) and block.id)
    assert [one for one, times in ids.items() if times > 1] == []
    places = {place for part in document.parts for place in places_of(part)}
    assert [run.to for run in runs(document) if run.to not in places] == []
    for annex in document.annexes:
        assert [run.to for run in runs(annex) if run.to not in places_of(annex)] == []


def test_what_holds_for_all_providers_is_printed_once(document: Document) -> None:
    said = " ".join(editions.words(part) for part in document.parts)
    for once in (
        "Control charts are drawn as NHS England",
        "Intervals are 95%",
        "How the rules were set",
        "Words used here",
        "A distance of 1 is one standard deviation",
        "licensed under the Open Government Licence",
        "The decision wanted:",
        "What I can offer",
        "If you have any",
    ):
        assert said.count(once) == 1, once
    assert f"{3 * 184} measures" in said


def test_the_tables_of_each_provider_travel_under_its_code_and_the_list_of_files_once(
    document: Document,
) -> None:
    names = [table.filename for part in document.parts for table in part.attachments]
    assert len(names) == len({*names})
    assert names.count("sources.csv") == 1
    assert {"months-rq0a.csv", "months-rq0b.csv", "months-rq0c.csv"} <= {*names}
    guide = next(t for part in document.parts for t in part.attachments if t.filename == "columns-rq0b.csv")
    assert "months-rq0b.csv" in guide.csv.decode()
    assert "sources.csv" in guide.csv.decode()
    assert ",months.csv" not in guide.csv.decode()


def test_one_provider_alone_keeps_its_file_and_the_names_of_its_tables() -> None:
    (first, _) = editions.documents(GP, packs.full())
    assert first.stem == "gp-pack-rqz-dr-amara-osei-thistlewood"
    assert "months.csv" in {table.filename for part in first.parts for table in part.attachments}
    assert [section.under for section in first.sections if section.under] == []


def assigned(interests: tuple[object, ...]) -> list[Pack]:
    """A session of which the questions are given to the panel by its interests."""
    found = []
    for pack in packs.session(2, interests=interests):
        asked = assign(
            pack.challenge.questions,
            meeting=pack.meeting,
            provider_code=pack.provider_code,
            provider=pack.provider_name,
        )
        order = parts.order(pack.meeting, asked, provider_code=pack.provider_code)
        found.append(replace(pack, challenge=replace(pack.challenge, questions=asked), order=order))
    return found


def held(document: Document, code: str) -> set[str]:
    """The ids of the cards that a reader holds of a provider."""
    blocks = (block for section in document.sections for block in inside(section.blocks))
    ids = {block.id for block in blocks if isinstance(block, Box) and "card" in block.kind.split()}
    return {one for one in ids if one.startswith(f"{code.lower()}.")}


def test_who_is_barred_from_one_provider_holds_no_card_of_it_and_all_their_cards_of_the_others() -> None:
    interest = builders.interest("P1", kind="financial", organisation_code="RQ0B")
    made = assigned((interest,))
    mine, other = (session_core(edition) for edition in session_editions(made))
    assert held(mine, "RQ0B") == set()
    assert held(mine, "RQ0A")
    assert held(other, "RQ0B")
    said = editions.words(mine)
    sentence = "You have a declared financial interest in Birch Hospitals NHS Trust."
    assert said.count(sentence) == 2  # on the first page, and in that chapter
    assert "declared financial interest" not in editions.words(other)


@pytest.mark.parametrize("topic", ["elective waits", "letters"])
def test_a_joint_pack_holds_the_cards_that_packs_of_one_provider_each_would(topic: str) -> None:
    made = assigned((builders.interest("P1", organisation_code=None, topic=topic),))
    for reader, edition in enumerate(session_editions(made)):
        joint = session_core(edition)
        for pack in made:
            alone = replace(pack, meeting=replace(pack.meeting, provider_codes=(pack.provider_code,)))
            cards = gp_editions(alone)[reader].cards
            code = pack.provider_code.lower()
            assert held(joint, code) == {f"{code}.question-{card.number}" for card in cards}


def test_the_first_page_has_each_provider_in_its_turn_with_who_asks_what() -> None:
    made = assigned(())
    edition = session_editions(made)[MINE]
    page = editions.words(replace(session_core(edition), sections=session_core(edition).sections[:1]))
    alder, birch = page.index("Alder Hospitals"), page.index("Birch Hospitals")
    assert page.index("Private: who leads on what") < alder < birch < page.index("Private: what was promised")
    for pack, chapter_of in zip(made, edition.chapters, strict=True):
        assert pack.press[0].sentence in page
        for card in chapter_of.cards:
            who = "you" if card.question.lead == "P1" else "Dr Bryn ap Rhŷs , with you"
            assert f"{card.question.title} {who}" in page
    assert made[0].meeting.decision_wanted in page


def test_the_minutes_on_the_first_page_are_those_of_all_its_pages(made: list[Pack]) -> None:
    core = session_core(session_editions(made)[MINE])
    minutes = ceil(words_of(core) / WORDS_A_MINUTE)
    assert f"Everything before the annexes takes {minutes} minutes to read" in editions.words(core)
    assert minutes_of(made)["P1"] == minutes


def test_places_and_links_take_the_chapters_name_and_figures_keep_theirs() -> None:
    words = Paragraph((link("there", "card"), link("chart", "fig-spc-x")), id="here")
    (made,) = chapter("rza", (Section("part", "Part", (Box((words,), id="card"),)),))
    assert [run.to for run in runs(made)] == ["rza.card", "fig-spc-x"]
    assert places_in(made) == {"rza.part", "rza.card", "rza.here"}
    assert made.name == "part"


def places_in(section: Section) -> set[str]:
    named = (block.id for block in inside(section.blocks) if isinstance(block, Box | Paragraph))
    return {section.id, *named} - {""}


def test_what_changed_is_told_once_to_each_reader_and_says_of_which_provider() -> None:
    made = assigned(())
    first, second = made
    moved = replace(first.challenge.questions[0], lead="P2", supporter=None)
    was = replace(first.challenge.questions[0], lead="P1", supporter=None)
    then = [with_first(first, was), second]
    now = [with_first(first, moved), second]
    told = news_of(sitting_of(first.meeting, then), sitting_of(first.meeting, now), now)
    named = f"question 1 to Alder Hospitals, “{was.title}”"
    assert told["gp-pack-session-dr-amara-osei-thistlewood"][0].startswith(f"You no longer lead {named}")
    assert told["gp-pack-session-dr-bryn-ap-rhys"] == (f"You now lead {named}.",)


def with_first(pack: Pack, question: object) -> Pack:
    asked = (question, *pack.challenge.questions[1:])
    return replace(pack, challenge=replace(pack.challenge, questions=asked))


def test_of_more_than_four_providers_the_picture_stands_in_each_annex_and_is_reached_from_there() -> None:
    document = editions.documents(GP, *packs.session(5))[MINE]
    names = [section.name for section in document.sections]
    assert "picture" not in names
    for annex in document.annexes[:-1]:
        assert [section.name for section in annex.sections][:2] == ["contents", "picture"]
        assert [run.to for run in runs(annex) if run.to not in places_of(annex)] == []
    places = {place for part in document.parts for place in places_of(part)}
    assert [run.to for run in runs(document.parts[0]) if run.to not in places] == []


@pytest.mark.slow
@pytest.mark.parametrize("count", [3, 5])
def test_a_reader_has_at_most_four_pages_a_provider_and_twenty_in_all_before_the_annexes(count: int) -> None:
    reader = PdfReader(io.BytesIO(core_alone(editions.documents(GP, *packs.session(count))[MINE])))
    marks = [mark for mark in reader.outline if not isinstance(mark, list)]
    begins = [reader.get_destination_page_number(mark) or 0 for mark in marks]
    assert [str(mark.title) for mark in marks][-1] == "Side by side"
    assert len(begins) == count + 2
    lengths = [end - start for start, end in pairwise(begins[1:])]
    assert max(lengths) <= 4
    assert len(reader.pages) <= 20


def core_alone(document: Document) -> bytes:
    """The pages before the annexes, whose places are known."""
    core, behind = document.parts[0], document.annexes
    places = {place: f"{annex.letter}1" for annex in behind for place in places_of(annex) - places_of(core)}
    return pdf.write(
        page.html(core, places=places),
        title=core.title,
        lang="en-GB",
        folder=folder("templates"),
        made_on=core.dated,
    )
