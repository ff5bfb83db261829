"""What is printed: facts and beside them the sentences, for none, one, many and not known."""

import re
from dataclasses import replace
from datetime import date

import pytest
from builders import finding, measure, metric, months_before, pattern, point, signal
from builders import standard as a_standard

from briefing.challenge.model import Concern
from briefing.challenge.patterns import load_patterns
from briefing.challenge.questions import ask, push_of, reports_sentence
from briefing.challenge.slots import (
    facts_of,
    fill,
    fill_line,
    gained,
    group_name,
    spoken_figure,
    standard_name,
    where,
)
from briefing.measures import Measure, Variation
from briefing.metrics import registry

MARCH = date(2026, 3, 1)


def fact(of: Measure, *, code: str = "SC-", **changes: object) -> str:
    return ask(
        finding(
            measure=of,
            signal=signal(code, of=of),
            pattern=pattern(fact="It is long."),
            people_affected=of.people_affected,
            **changes,
        ),
        provider="Alderbrook",
    ).fact


def test_a_figure_is_said_as_people_speak_where_its_metric_has_words_for_it() -> None:
    told = metric(said="{value} of waits {where} were within 18 weeks")
    of = measure(metric=told, specialty_code="101", specialty_name="Urology", values=[46.6])
    asked = pattern(fact="In {month}, {said}.")
    assert fill(asked.fact, facts_of(finding(measure=of, pattern=asked), provider="Alderbrook")).endswith(
        "46.6% of waits in urology were within 18 weeks."
    )
    assert facts_of(finding(measure=replace(of, metric=metric())), provider="Alderbrook")["said"] is None


SHARES = {name: one for name, one in registry().items() if one.unit == "percent" and "{value}" in one.said}


@pytest.mark.parametrize("name", SHARES)
@pytest.mark.parametrize(("of", "none"), [(5, "none of the "), (120, "none of 120 "), (302, "none of 302 ")])
def test_none_of_a_few_is_said_so_and_is_no_nought_per_cent(name: str, of: int, none: str) -> None:
    one = replace(measure(metric=SHARES[name]), points=(point(value=0.0, denominator=of),))
    said = spoken_figure(one)
    assert said is not None
    assert none in said
    assert "0%" not in said
    assert said.count(" of ") - one.metric.said.count(" of ") <= 1


@pytest.mark.parametrize(("of", "none"), [(5, "none of the"), (120, "none of 120"), (303, "0.0% of")])
def test_no_sentence_of_the_bank_says_nought_per_cent_of_a_few(of: int, none: str) -> None:
    """The bank's own lines of a share, of a feed of ours and of published figures."""
    parts = ("fact", "opener", "plain", "likely_reply", "answer", "settle_for", "fair_ask")
    told_of = [
        line for one in load_patterns() for part in parts for lines in getattr(one, part) for line in lines
    ]
    lines = [line for line in told_of if "{value}" in line]
    assert lines
    for published in (True, False):
        of_few = replace(
            measure(metric=metric(published=published)), points=(point(value=0.0, denominator=of),)
        )
        facts = facts_of(finding(measure=of_few), provider="Alderbrook") | {
            "plan_missed": "70%",
            "count": "1 person",
        }
        told = [fill_line(line, facts) for line in lines]
        assert [line for line in told if "0.0%" in line] == [] or of >= 303
        assert [
            line for line in told if re.search(r"none of \d+ of|none of the the|none of people", line)
        ] == []


def test_a_sentence_takes_the_first_alternative_that_can_be_filled_or_is_left_out() -> None:
    text = (("At {value}, {standard}.", "At {value}."), ("Peers are at {peers}.",), ("Why?",))
    assert (
        fill(text, {"value": "70%", "standard": "92%", "peers": "71%"})
        == "At 70%, 92%. Peers are at 71%. Why?"
    )
    assert fill(text, {"value": "70%", "standard": None, "peers": None}) == "At 70%. Why?"
    assert fill(text, {}) == "Why?"


def falling() -> Measure:
    """Ordinary until December, then three special months: the run began in January 2026."""
    kinds = ["common_cause"] * 4 + ["special_cause_concern"] * 3
    series = tuple(
        point(months_before(MARCH, 6 - at), 80.0 - at, point_type=kind) for at, kind in enumerate(kinds)
    )
    return measure(points=series, values=[1], standard=92, variation="concern")


@pytest.mark.parametrize(
    ("slot", "written"),
    [
        ("value", "74.0%"),
        ("previous", "75.0%"),
        ("month", "March 2026"),
        ("since", "January 2026"),
        ("months", "7 months"),
        ("standard", "92%"),
        ("where", "across the trust"),
        ("specialty", None),
        ("measure", "“Waiting within 18 weeks”"),
        ("target_month", "March 2027"),
        ("required", "a rise of 1.5 points a month"),
        ("achieved", "a fall of 1 point a month"),
        ("peers", None),
        ("plan", None),
        ("people", None),
    ],
)
def test_slots_of_a_series(slot: str, written: str | None) -> None:
    assert facts_of(finding(measure=falling()), provider="Alderbrook")[slot] == written


@pytest.mark.parametrize(("peers", "said"), [(71.24, "71.2%"), (70.02, None), (65.0, None), (None, None)])
def test_others_are_named_only_where_they_do_better(peers: float | None, said: str | None) -> None:
    facts = facts_of(finding(measure=measure(peers_value=peers, england=peers)), provider="Alderbrook")
    assert (facts["peers"], facts["england"]) == (said, said)


def test_slots_of_a_specialty() -> None:
    ear = measure(specialty_code="120", specialty_name="Ear Nose and Throat Service", peers_value=71.24)
    facts = facts_of(finding(measure=ear), provider="Alderbrook")
    assert (facts["where"], facts["peers"]) == ("in ear, nose and throat", "71.2%")


@pytest.mark.parametrize(("numerator", "shown"), [(7.0, None), (8.0, "0.8%"), (0.0, "0.0%")])
def test_a_local_value_that_rests_on_a_few_people_is_not_printed(numerator: float, shown: str | None) -> None:
    local = metric(published=False, better="lower", people="numerator")
    few = measure(metric=local, points=(point(value=numerator / 10, numerator=numerator),))
    written = facts_of(finding(measure=few), provider="Alderbrook")["value"]
    assert written == shown


def test_a_weak_standard_says_so() -> None:
    weak = measure(standard=a_standard(1.0, confidence="L"))
    assert standard_name(weak) == "1% (source uncertain)"


@pytest.mark.parametrize(
    ("code", "because"),
    [
        ("SC-", "It has been worse since January 2026, by more than chance."),
        ("FAIL", "Even a good month does not reach 92%."),
        ("TRAJ", "It is worse than the plan."),
        ("PEER", "That is further from other trusts than chance could explain."),
        ("GAP", "The gap is wider than chance could explain."),
        ("RECON", "Starts and treatments do not account for the change in the list."),
        ("CLASH", "The two differ by more than rounding."),
        ("SILENT", "Nothing has come since."),
    ],
)
def test_every_signal_is_named_in_words(code: str, because: str) -> None:
    assert fact(falling(), code=code) == f"It is long. {because}"


def test_improving_but_not_enough() -> None:
    told = fact(falling(), code="FAIL", improving=True)
    assert told == "It is long. It has improved, but not enough: 92% is still out of reach."


def test_a_standard_that_the_latest_month_met_is_not_called_out_of_reach() -> None:
    """74% against a standard of 70%, which the limits of all months don't reach yet."""
    told = fact(replace(falling(), standard=a_standard(70)), code="FAIL", improving=True)
    assert (
        told
        == "It is long. It has improved, and its latest month met 70%. The question is whether that lasts."
    )


@pytest.mark.parametrize(
    ("variation", "because"),
    [
        ("common_cause", "Its usual range spans 92%, so any one month is luck."),
        (
            "improvement",
            "It has changed, so its past range, which spans 92%, does not show what to expect.",
        ),
    ],
)
def test_a_month_is_luck_only_where_nothing_has_changed(variation: Variation, because: str) -> None:
    assert fact(replace(falling(), variation=variation), code="HIT/MISS") == f"It is long. {because}"


@pytest.mark.parametrize(
    ("people", "ours", "touched"),
    [
        (None, None, ""),
        (0, None, ""),
        (3, None, " That is only a few people."),
        (423, None, " The gap to the standard of 92% is about 420 people."),
        (
            423,
            61,
            " The gap to the standard of 92% is about 420 people, about 60 of them our residents.",
        ),
        (
            423,
            2,
            " The gap to the standard of 92% is about 420 people, a few of them our residents.",
        ),
        (
            423,
            420,
            " The gap to the standard of 92% is about 420 people, nearly all of them our residents.",
        ),
        (423, 0, " The gap to the standard of 92% is about 420 people."),
    ],
)
def test_in_people_and_not_only_in_per_cent(people: int | None, ours: int | None, touched: str) -> None:
    whole = replace(falling(), people_affected=people, people_against="the standard of 92%")
    own = replace(whole, people_affected=ours) if ours is not None else None
    because = "It has been worse since January 2026, by more than chance."
    assert fact(whole, ours=own) == f"It is long. {because}{touched}"


@pytest.mark.parametrize(
    ("code", "against"),
    [
        ("SC-", "The gap to the standard of 65% is about 1,100 people."),
        ("TRAJ", "The gap to the plan of 75.1% is about 1,100 people."),
        ("GAP", "The gap to the rate of the others is about 1,100 people."),
        ("RECON", "That is about 1,100 people."),
    ],
)
def test_people_are_counted_against_what_the_signal_compares(code: str, against: str) -> None:
    """70.8% meets a standard of 65% and misses a plan of 75.1%: nobody is short of the standard."""
    of = measure([70.8], standard=65.0, plan=75.1, people_affected=1117, people_against="the standard of 65%")
    assert fact(of, code=code).endswith(against)


@pytest.mark.parametrize(
    ("counts", "ours", "aim", "said"),
    [
        ("patients", 60, "the standard of 80%",
         "If the trust met the standard of 80%, about 85 more patients would have it, about 60 of them our residents."),
        ("waits", 60, "the median of similar trusts, 65.7%",
         "If the trust matched the median of similar trusts, 65.7%, about 85 more waits would have it, about 60 of "
         "them for our residents."),
        ("visits", 84, "the rate of the others",
         "If the trust matched the rate of the others, about 85 more visits would have it, nearly all of them for our "
         "residents."),
        ("waits", 90, "the plan of 70%", "If the trust met the plan of 70%, about 85 more waits would have it."),
    ],
)  # fmt: skip
def test_what_a_better_figure_would_mean(counts: str, ours: float, aim: str, said: str) -> None:
    """Whose 90 of 85 are is not said: what cannot be is left out."""
    of = replace(metric(), counts=counts, gain=f"about {{count}} more {counts} would have it")
    assert gained(of, 87, aim=aim, ours=ours, place="the trust") == said


def test_our_residents_are_named_where_they_alone_are_counted() -> None:
    of = measure(specialty_code="X05", specialty_name="Other surgical services", population_code="QZA")
    assert where(of) == "in other surgical services among our residents"
    assert where(measure(org_name="Alder Hospital")) == "across the hospital"


@pytest.mark.parametrize(
    ("people", "push"), [(None, "FIRM"), (0, "FIRM"), (3, "EXPLORE"), (7, "EXPLORE"), (8, "FIRM")]
)
def test_few_people_are_explored_and_not_pressed(people: int | None, push: str) -> None:
    asked = finding(pattern=pattern(push="FIRM"), signal=signal("SC-", of=measure()), people_affected=people)
    assert push_of(asked) == push


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (0, ""),
        (1, " It is most marked in a."),
        (2, " It is most marked in a and b."),
        (3, " It is most marked in a, b and 1 more specialty."),
        (5, " It is most marked in a, b and 3 more specialties."),
    ],
)
def test_further_specialties_are_named_and_counted(count: int, named: str) -> None:
    also = tuple(measure(specialty_code=letter, specialty_name=letter) for letter in "abcde"[:count])
    assert fact(falling(), code="TRAJ", also=also) == (f"It is long. It is worse than the plan.{named}")


@pytest.mark.parametrize(
    ("reports", "unanswered", "said"),
    [
        (12, 0, "sent 12 reports about fit notes; all have been answered."),
        (12, 3, "sent 12 reports about fit notes; some have no answer yet."),
        (12, 9, "sent 12 reports about fit notes; 9 have no answer yet."),
        (12, 12, "sent 12 reports about fit notes; none has been answered."),
        (5, 5, "told us about fit notes; none has been answered."),
    ],
)
def test_what_practices_reported(reports: int, unanswered: int, said: str) -> None:
    cluster = Concern(
        "fit notes", "ALL", reports, 4, unanswered=unanswered, since=date(2026, 9, 1), clustered=True
    )
    assert reports_sentence(cluster) == f"Since 1 September 2026, 4 practices {said}"


@pytest.mark.parametrize(
    ("group", "said"),
    [
        ("deprivation:1", "people in the most deprived fifth"),
        ("deprivation:5", "people in the least deprived fifth"),
        ("age:0-17", "people aged 0 to 17"),
        ("age:75+", "people aged 75+"),
        ("sex:female", "women and girls"),
        ("ethnicity:Asian", "people recorded as Asian"),
        ("ALL", None),
    ],
)
def test_groups_in_words(group: str, said: str | None) -> None:
    assert group_name(group) == said


@pytest.mark.parametrize(
    ("between_groups", "theirs", "said"),
    [(True, 60.9, ("59.4%", "60.9%")), (True, None, (None, None)), (False, 60.9, (None, None))],
)
def test_a_gap_stands_beside_the_same_groups_in_england(
    between_groups: bool, theirs: float | None, said: tuple[str | None, str | None]
) -> None:
    """Only where a gap is a finding beyond England's; a local feed's England is that of its own practices."""
    of = metric(between_groups=between_groups)
    group = measure([46.0], metric=of, group_code="deprivation:1", england=59.44)
    others = measure([48.8], metric=of, group_code="deprivation:5", england=theirs)
    facts = facts_of(finding(measure=group), provider="Alderbrook", against=others)
    assert (facts["england_group"], facts["england_against"]) == said
    found = finding(
        measure=group,
        signal=signal("GAP", of=group, rule="newcombe_interval_excludes_zero_against_deprivation:5"),
        pattern=pattern(fact="It is long."),
    )
    why = ask(found, provider="Alderbrook", against=others).fact
    ours = "In England the two were 59.4% and 60.9%; this gap is wider, by more than chance."
    assert why.startswith(
        f"It is long. {ours}" if all(said) else "It is long. The gap is wider than chance could explain."
    )
