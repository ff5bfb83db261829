"""Providers of a session side by side: who is best and worst is said only where it is more than chance."""

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import builders
import packs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.document.blocks import Paragraph, Table, inside, plain
from briefing.measures import Measure
from briefing.pack.build import assemble
from briefing.pack.comparison import Compared, compared, unlike
from briefing.pack.model import Pack, PackSettings
from briefing.pack.sections.side_by_side import side_by_side
from briefing.statistics.intervals import newcombe, wilson

CODES = ("RQA", "RQB", "RQC", "RQD")
Counts = tuple[int, int]


def share(code: str, counts: Counts, **changes: Any) -> Measure:
    """A share of so many of so many in the latest month, with its interval."""
    part, whole = counts
    low, high = wilson(part, whole)
    latest = builders.point(
        value=100 * part / whole,
        numerator=float(part),
        denominator=float(whole),
        low=100 * float(low),
        high=100 * float(high),
    )
    peers = tuple(builders.peer(f"RP{n}", value=value) for n, value in enumerate((80.0, 60.0, 40.0)))
    defaults: dict[str, Any] = {"points": (latest,), "org_code": code, "org_name": code, "peers": peers}
    return packs.measure(**defaults | changes)


@cache
def bare() -> Pack:
    return packs.bare()


def of(*counts: Counts, **changes: Any) -> Compared:
    """One share of each provider, side by side."""
    measures = [share(code, each, **changes) for code, each in zip(CODES, counts, strict=False)]
    rows = [(replace(bare().rows[0], measure=measure),) for measure in measures]
    made = [
        replace(bare(), provider_code=m.org_code, rows=row) for m, row in zip(measures, rows, strict=True)
    ]
    (found,) = compared(made)
    return found


def session(*measures: Sequence[Measure], **settings: Any) -> list[Pack]:
    """A whole pack for each provider with its measures."""
    codes = CODES[: len(measures)]
    meeting = packs.meeting(provider_codes=codes, interests=(), agenda=(), minutes=135)
    nothing = bare().challenge
    return [
        assemble(
            meeting=meeting,
            provider_code=code,
            provider_name=f"{code} Hospitals NHS Trust",
            commissioner_name="The board",
            challenge=nothing,
            measures=mine,
            version=1,
            status="draft",
            sources=(),
            settings=PackSettings(**settings),
        )
        for code, mine in zip(codes, measures, strict=True)
    ]


def ends(one: Compared) -> list[str]:
    return [place.end for place in one.places]


COUNTS = st.integers(20, 5000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@given(one=COUNTS, other=COUNTS)
def test_of_two_one_is_better_where_newcombes_interval_leaves_out_nought(one: Counts, other: Counts) -> None:
    (first, m), (second, n) = one, other
    _, low, high = newcombe(first, m, other_numerator=second, other_denominator=n)
    called = ["best", "worst"] if low > 1e-12 else ["worst", "best"] if high < -1e-12 else ["", ""]
    if abs(float(low)) > 1e-9 and abs(float(high)) > 1e-9:
        assert ends(of(one, other)) == called


@pytest.mark.parametrize("many", [2, 3, 4])
def test_providers_that_differ_by_chance_alone_are_seldom_called_best_or_worst(many: int) -> None:
    drawn, called = random.Random(many), 0
    for _ in range(200):
        counts = [(sum(drawn.random() < 0.7 for _ in range(300)), 300) for _ in range(many)]
        called += any(ends(of(*counts)))
    assert called <= 200 * 0.05 + 8  # of 200 at 5%: more than that has a chance of less than one in a hundred


def test_the_best_is_best_only_where_the_second_is_behind_by_more_than_chance() -> None:
    assert ends(of((700, 1000), (705, 1000), (500, 1000))) == ["", "", "worst"]
    assert ends(of((700, 1000), (500, 1000), (495, 1000))) == ["best", "", ""]
    assert ends(of((700, 1000), (600, 1000), (500, 1000))) == ["best", "", "worst"]
    assert ends(of((700, 1000), (600, 1000), (500, 1000), metric=builders.metric(better="lower"))) == [
        "worst",
        "",
        "best",
    ]


def test_more_pairs_want_a_wider_gap() -> None:
    close = ((560, 1000), (512, 1000))
    assert ends(of(*close)) == ["best", "worst"]
    assert ends(of(*close, (300, 1000), (290, 1000))) == ["", "", "", ""]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"metric": builders.metric(better="neither")}, "neither more nor less of it is better"),
        ({"metric": builders.metric(kind="count", unit="people")}, "a larger hospital has more of it"),
        ({"fairer": "ae_4_hours_type_1"}, "the mix of what it counts differs between hospitals"),
        ({"old": True}, "a figure is too old"),
    ],
)
def test_what_may_not_be_ranked_is_not(changes: dict[str, Any], why: str) -> None:
    found = of((700, 1000), (300, 1000), **changes)
    assert (ends(found), found.unranked) == (["", ""], why)
    assert [place.rank for place in found.places] == ["", ""]


def test_who_has_too_few_people_no_interval_or_another_month_is_left_out_and_the_others_are_judged() -> None:
    few = share("RQC", (10, 19))
    blind = replace(share("RQC", (500, 1000)), points=(replace(few.latest, low=None, denominator=1000.0),))
    late = share("RQC", (500, 1000))
    late = replace(late, points=(replace(late.latest, period=builders.months_before(builders.LATEST, 1)),))
    for third in (few, blind, late):
        (found,) = compared(session([share("RQA", (700, 1000))], [share("RQB", (300, 1000))], [third]))
        assert ends(found) == ["best", "worst", ""]


@pytest.mark.parametrize(
    ("third", "better", "wanted"),
    [
        ((1, 19), "higher", ["best", "", ""]),
        ((18, 19), "higher", ["", "worst", ""]),
        ((18, 19), "lower", ["", "best", ""]),
        ((1, 19), "lower", ["worst", "", ""]),
    ],
)
def test_nobody_is_best_or_worst_where_a_figure_that_may_not_be_ranked_lies_further_out(
    third: Counts, better: Any, wanted: list[str]
) -> None:
    assert ends(of((700, 1000), (300, 1000), third, metric=builders.metric(better=better))) == wanted


def test_a_place_among_similar_trusts_counts_those_with_enough_people() -> None:
    found = of((700, 1000), (300, 1000), (10, 19))
    assert [place.rank for place in found.places] == ["2nd of 4", "4th of 4", ""]
    small = (*share("RQA", (1, 20)).peers[:2], builders.peer("RP9", value=90.0, counted=4.0))
    assert of((700, 1000), (300, 1000), peers=small).places[0].rank == "2nd of 3"


def test_a_hidden_figure_stays_hidden_and_is_nobodys_best_or_worst() -> None:
    local = builders.metric("letters_within_7_days", published=False, source="letters")
    made = session(
        [share("RQA", (3, 40), metric=local)],
        [share("RQB", (30, 40), metric=local)],
        [share("RQC", (20, 40), metric=local)],
        suppression="hes",
    )
    (found,) = compared(made)
    assert found.places[0].measure is not None
    assert found.places[0].measure.latest.hidden
    assert (found.places[0].end, found.places[0].rank) == ("", "")
    (section,) = side_by_side(made)
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    assert plain(table.rows[0].items[1].text) == "*"
    assert any("Fewer than 8" in plain(b.text) for b in section.blocks if isinstance(b, Paragraph))


def by_specialty(code: str, counts: dict[str, Counts]) -> list[Measure]:
    whole = tuple(map(sum, zip(*counts.values(), strict=True)))
    return [
        share(code, (whole[0], whole[1])),
        *(share(code, each, specialty_code=one, specialty_name=one) for one, each in counts.items()),
    ]


def test_waits_of_a_hospital_of_other_specialties_are_not_set_against_the_others() -> None:
    general = by_specialty("RQA", {"110": (700, 1000), "130": (700, 1000), "301": (700, 1000)})
    other = by_specialty("RQB", {"110": (500, 900), "130": (500, 1000), "301": (500, 800)})
    bones = by_specialty("RQC", {"110": (100, 1000), "108": (100, 2000)})
    made = session(general, other, bones)
    assert [pack.provider_code for pack in unlike(made)] == ["RQC"]
    found = compared(made)
    assert ends(found[0]) == ["best", "", ""]  # 7% of the third's own list lies lower than the second's
    assert [one.name for one in found[1:]] == ["Waiting within 18 weeks, 110"]
    assert ends(found[1]) == ["best", "", "worst"]  # 70%, 56% and 10% of one specialty: like with like
    one_specialty = session(general, other, [share("RQC", (100, 1000))])
    assert [pack.provider_code for pack in unlike(one_specialty)] == ["RQC"]
    alike = by_specialty("RQB", dict.fromkeys(("110", "130", "301"), (700, 1000)))
    chance = compared(session(general, alike, bones))[0]
    assert (
        chance.unranked == "their lists are of different specialties, and between the others it may be chance"
    )
    assert unlike(session(general, other)) == ()
    assert len(unlike(session(general, bones_of("RQB")))) == 2


def bones_of(code: str) -> list[Measure]:
    return by_specialty(code, {"110": (100, 1000), "108": (100, 2000)})


def test_a_measure_of_one_provider_alone_is_not_set_beside_anything() -> None:
    only = share("RQA", (70, 100), metric=builders.metric("cancer_28_day", title="Told in 28 days"))
    made = session([share("RQA", (700, 1000)), only], [share("RQB", (300, 1000))])
    assert [one.metric.name for one in compared(made)] == ["rtt_within_18_weeks"]


def words(section_of: Sequence[Pack]) -> list[str]:
    (section,) = side_by_side(section_of)
    return [plain(b.text) for b in inside(section.blocks) if isinstance(b, Paragraph)] + [
        plain(line.text) for b in section.blocks if hasattr(b, "lines") for line in b.lines
    ]


def test_the_page_says_who_stands_out_in_a_sentence_each() -> None:
    said = words(
        session([share("RQA", (700, 1000))], [share("RQB", (600, 1000))], [share("RQC", (595, 1000))])
    )
    assert "RQA Hospitals: best on waiting within 18 weeks." in said
    assert not any(line.startswith("RQB") for line in said)
    two = words(session([share("RQA", (700, 1000))], [share("RQB", (600, 1000))]))
    assert "RQB Hospitals: worse on waiting within 18 weeks." in two
    alike = words(session([share("RQA", (700, 1000))], [share("RQB", (701, 1000))]))
    assert "No provider is the best or the worst of the session in any measure by more than chance." in alike
    assert not any("worst of" in line or "best of" in line for line in two)


def test_what_compares_nobody_stands_beside_nobody() -> None:
    voice = builders.metric("patients_positive_inpatient", own_past=True)
    measures = [
        (share(code, counts, metric=voice),) for code, counts in (("RQA", (90, 100)), ("RQB", (10, 100)))
    ]
    assert compared(session(*measures)) == ()
