"""The pack and its editions: what each reader gets, what is chosen, what is left out and said to be."""

import csv
import io
from dataclasses import replace

import builders
import editions
import packs
import pytest

from briefing.formats import first_sentence
from briefing.pack.build import gp_editions
from briefing.pack.model import Pack, PackSettings
from briefing.pack.parts import if_short, order
from briefing.protection.disclosure import Preset


@pytest.fixture(scope="module")
def full() -> Pack:
    return packs.full()


def test_each_panel_member_gets_an_edition_with_their_own_questions_first(full: Pack) -> None:
    amara, bryn = gp_editions(full)
    assert [card.number for card in amara.cards] == [1, 2, 3, 4]
    assert [card.role for card in amara.cards] == [
        "You ask this, with Dr Bryn ap Rhŷs",
        "You ask this",
        "You support Dr Bryn ap Rhŷs",
        "Nobody leads this: it is asked in writing.",
    ]
    assert [card.number for card in bryn.cards] == [3, 1, 4]
    assert amara.part == ("You ask questions 1 and 2.", "You support Dr Bryn ap Rhŷs on question 3.")
    assert (amara.stem, bryn.stem) == ("gp-pack-rqz-dr-amara-osei-thistlewood", "gp-pack-rqz-dr-bryn-ap-rhys")


def test_what_one_supports_is_heard_and_what_one_asks_is_argued(full: Pack) -> None:
    """The words of replies and of what to settle for stand once, before whoever leads."""
    first, second, third, *others = full.challenge.questions
    third = replace(third, likely_reply="THEIR-REPLY", answer="OUR-ANSWER", settle_for="THEIR-DATE")
    first = replace(first, settle_for="FIRST-DATE")
    asked = replace(full.challenge, questions=(first, second, third, *others))
    amara, bryn = (editions.words(editions.gp(replace(full, challenge=asked), reader)) for reader in (0, 1))
    for words in ("THEIR-REPLY", "OUR-ANSWER", "THEIR-DATE"):
        assert (words in bryn, words in amara) == (True, False)
    assert third.opener in amara
    assert all(tick in amara for tick in third.listen_for)
    assert amara.count("FIRST-DATE") == 1


def test_two_readers_of_one_name_get_two_files() -> None:
    panel = (builders.person("P1", name="Dr A Vale"), builders.person("P2", name="Dr A Vale"))
    names = [e.stem for e in gp_editions(packs.full(meeting=packs.meeting(panel=panel)))]
    assert names == ["gp-pack-rqz-dr-a-vale-p1", "gp-pack-rqz-dr-a-vale-p2"]


def test_at_most_four_cards() -> None:
    many = tuple(builders.question(f"q{i}", lead="P1") for i in range(6))
    pack = packs.full(challenge=replace(packs.challenge(packs.headline()), questions=many))
    assert [card.number for card in gp_editions(pack)[0].cards] == [1, 2, 3, 4]


def test_a_question_nobody_has_is_not_given_to_somebody_with_an_interest_in_it() -> None:
    spare = builders.question("q1", lead=None, supporter=None)  # elective waits
    meeting = packs.meeting(interests=(builders.interest("P1", topic="elective waits"),))
    pack = packs.full(
        meeting=meeting, challenge=replace(packs.challenge(packs.headline()), questions=(spare,))
    )
    assert [len(edition.cards) for edition in gp_editions(pack)] == [0, 1]


def test_an_interest_that_has_ended_is_not_read_out(full: Pack) -> None:
    ended = builders.interest("P1", ends=builders.LATEST)
    (said,) = gp_editions(packs.full(meeting=packs.meeting(interests=(ended,))))[0].interests
    assert said.startswith("None on the register.")
    assert gp_editions(full)[0].interests[0] == (
        "You have a declared financial interest in NT9, on deprivation. Say so when interests are read, "
        "and leave those questions to others."
    )


def test_the_picture_shows_the_measures_of_the_meeting_in_its_order() -> None:
    pack = packs.full(meeting=packs.meeting(measures=("ae_4_hours", "no_such", "rtt_within_18_weeks")))
    assert [row.measure.metric.name for row in pack.rows] == ["ae_4_hours", "rtt_within_18_weeks"]
    assert pack.missing == (f"no_such: no figure for {packs.LONG_NAME} is loaded.",)


def test_our_population_stands_beside_the_whole(full: Pack) -> None:
    ours = {row.measure.metric.name: row.ours for row in full.rows}
    assert ours["rtt_within_18_weeks"] is not None
    assert ours["rtt_within_18_weeks"].population_code == packs.BOARD
    assert ours["ae_4_hours"] is None


def test_every_question_with_a_measure_has_evidence_and_it_is_there(full: Pack) -> None:
    ids = {figure.id for figure in full.figures}
    assert len(ids) == len(full.figures)
    for edition in gp_editions(full):
        assert {card.evidence for card in edition.cards} <= ids
    assert {number for figure in full.figures for number in figure.questions} == {1, 2, 3, 4}
    assert {row.evidence for row in full.rows} <= ids


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([70.0, None, 71.0], "February 2026. It is left out"),
        ([70.0, None, None, 71.0], "January 2026 and February 2026. They are left out"),
    ],
)
def test_a_month_nobody_reported_is_said_and_not_counted(values: list[float | None], said: str) -> None:
    gap = builders.measure(values, org_code=packs.PROVIDER)
    pack = packs.bare(measures=(gap,), meeting=packs.meeting(measures=()))
    assert pack.missing == (
        f"Waiting within 18 weeks: no figure for {said} of the chart, not counted as zero.",
    )


def test_what_a_question_speaks_of_is_protected_before_it_is_drawn() -> None:
    local = builders.measure(
        metric=builders.metric(published=False),
        org_code=packs.PROVIDER,
        points=(builders.point(value=7.5, denominator=40.0),),
    )
    asked = builders.question(finding=builders.finding(measure=local))
    pack = packs.bare(
        measures=(),
        challenge=replace(packs.challenge(packs.headline()), questions=(asked,), credit=None),
        settings=PackSettings(suppression="hes"),
    )
    assert [figure.kind for figure in pack.figures] == []
    assert "Counts of 1 to 7 in local feeds are not shown" in pack.caveats[-1]
    assert not any(b"7.5" in table.csv for table in pack.evidence)


def test_evidence_can_be_read_back(full: Pack) -> None:
    tables = {table.filename: table.csv.decode("utf-8-sig") for table in full.evidence}
    inputs = ["pprime.csv", "spc.csv", "removals.csv", "plan.csv"]
    lists = ["peers.csv", "waiting.csv", "signals.csv", "sources.csv", "columns.csv"]
    assert list(tables) == ["how-to-recompute.csv", "measures.csv", "months.csv", *inputs, *lists]
    months = list(csv.DictReader(io.StringIO(tables["months.csv"])))
    rtt = [row for row in months if row["metric"] == "rtt_within_18_weeks" and row["group_code"] == "ALL"]
    drawn = [row for row in rtt if row["population_code"] == row["specialty_code"] == "ALL"]
    assert len(drawn) == 28
    assert float(drawn[-1]["value"]) == full.rows[0].measure.latest.value
    assert len(list(csv.DictReader(io.StringIO(tables["peers.csv"])))) >= len(packs.PEERS)


def test_no_cell_of_the_evidence_runs_as_a_formula() -> None:
    named = replace(packs.headline()[0], org_name='=HYPERLINK("x")')
    pack = packs.bare(measures=(named,))
    table = next(t for t in pack.evidence if t.filename == "measures.csv")
    (row,) = csv.DictReader(io.StringIO(table.csv.decode("utf-8-sig")))
    assert row["org_name"] == '\'=HYPERLINK("x")'


def test_questions_stand_under_the_item_of_their_topic() -> None:
    letters = builders.question(
        "b", title="Letters", finding=builders.finding(pattern=builders.pattern(topic="letters"))
    )
    waits = builders.question("a", title="Waits", lead=None)
    turns = order(packs.meeting(), (waits, letters), provider_code=packs.PROVIDER)
    assert [(t.title, t.starts, [q[:2] for q in t.questions]) for t in turns] == [
        ("Welcome, interests and last promises", 0, []),
        ("Elective waits", 10, [(1, "Waits")]),
        ("Advice and letters", 35, [(2, "Letters")]),
        ("What was agreed", 50, []),
    ]
    assert turns[1].questions[0][2] == "in writing"


def test_if_time_is_short_the_heaviest_and_the_safest_stay() -> None:
    def scored(score: float, *, safety: bool = False) -> object:
        return builders.question(
            finding=builders.finding(score=score, pattern=builders.pattern(safety=safety))
        )

    asked = (scored(5), scored(9), scored(1, safety=True), scored(7))
    assert if_short(asked) == (  # type: ignore[arg-type]
        "If time is short, keep questions 2, 3 and 4; put the other in writing and ask for a date."
    )
    assert if_short(asked[:1]) == ""  # type: ignore[arg-type]


def test_a_sentence_ends_at_a_stop_before_a_space() -> None:
    assert first_sentence("58.3% were. 63.5% was the plan.") == "58.3% were."


def test_nothing_to_say_is_a_pack_too() -> None:
    pack = packs.bare()
    (first, *_) = gp_editions(pack)
    assert (pack.press, pack.praise, pack.leave, pack.fair_asks, first.cards) == ((), None, None, (), ())
    assert first.part == (
        "You have no question of your own today. Listen for dates and names, and ask for them.",
    )


def test_files_of_one_source_are_one_line_and_every_hash_is_in_the_evidence() -> None:
    months = [replace(packs.sources()[0], period=f"{m} 2026", sha256=m * 20) for m in ("January", "March")]
    pack = packs.full(sources=(*months, packs.sources()[2]))
    assert [(g.periods, g.files) for g in pack.source_groups] == [
        ("January 2026 to March 2026", 2),
        ("to March 2026", 1),
    ]
    csv_of = {table.filename: table.csv for table in pack.evidence}
    assert b"January" * 20 in csv_of["sources.csv"]


def test_groups_within_their_intervals_are_not_drawn_unless_a_question_is_about_them() -> None:
    rtt = packs.headline()[0]
    near = tuple(replace(m, points=(replace(m.latest, low=40.0, high=80.0),)) for m in packs.fifths(rtt))
    nothing = replace(packs.challenge(packs.headline()), questions=(), credit=None)
    about = replace(nothing, questions=(builders.question(finding=builders.finding(measure=near[0])),))

    def kinds(**changes: object) -> list[str]:
        return [figure.kind for figure in packs.full(measures=(rtt, *near), **changes).figures]

    assert "groups" not in kinds(challenge=nothing)
    assert "groups" in kinds(challenge=about)


def test_peers_intervals_come_from_the_same_measure() -> None:
    rtt, over_52 = packs.headline()[:2]
    theirs = [replace(m, org_code="RQA", org_name="A peer") for m in (rtt, over_52)]
    pack = packs.full(measures=(rtt, over_52, *theirs))
    bars = next(f for f in pack.figures if f.kind == "bars")
    assert [m.metric.name for m in bars.others] == ["rtt_within_18_weeks"]


def test_a_count_is_not_set_beside_england(full: Pack) -> None:
    others = {row.measure.metric.name: row.others for row in full.rows}
    assert others["rtt_list_size"] == ()
    assert [name for name, _ in others["rtt_within_18_weeks"]] == ["England", "Board", "Similar trusts"]


@pytest.mark.parametrize(("preset", "says"), [("hes", True), ("under_5", False), ("none", False)])
def test_where_local_counts_are_rounded_the_guide_says_that_limits_come_out_near(
    preset: Preset, says: bool
) -> None:
    measures = tuple(
        replace(one, metric=replace(one.metric, published=at != 0)) for at, one in enumerate(packs.headline())
    )
    asked = tuple(
        builders.question(
            f"q{at}", finding=builders.finding(measure=one, signal=builders.signal("SC-", of=one))
        )
        for at, one in enumerate(measures[:2])
    )
    challenge = replace(packs.challenge(measures), questions=asked)
    made = packs.full(measures=measures, challenge=challenge, settings=PackSettings(suppression=preset))
    guide = next(table for table in made.evidence if table.filename == "how-to-recompute.csv")
    local, published = list(csv.DictReader(io.StringIO(guide.csv.decode("utf-8-sig"))))
    assert ("rounded to 5" in local["compare"]) is says
    assert "rounded" not in published["compare"]


@pytest.mark.parametrize(("code", "people"), [("FAIL", "about 420 people"), ("BURDEN", "")])
def test_what_a_burden_counts_stands_in_its_sentence_alone(code: str, people: str) -> None:
    """It may count letters or visits, which are no people."""
    of = builders.measure(people_affected=420)
    asked = builders.question(finding=builders.finding(measure=of, signal=builders.signal(code, of=of)))
    pack = packs.full(challenge=replace(packs.full().challenge, questions=(asked,)))
    assert [item.people for item in pack.press] == [people]
