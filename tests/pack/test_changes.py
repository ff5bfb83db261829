"""The change list: two versions drawn side by side, and the sentences that stand between them."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import builders
import packs
import pytest

from briefing import memory
from briefing.errors import IntegrityError
from briefing.measures import Point
from briefing.pack.changes import Before, changes_since
from briefing.pack.model import Change, Changes, Pack, SourceUsed
from briefing.pack.numbers import NUMBERS, numbers_of
from briefing.pack.sheets import evidence_workbook

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
RTT = SourceUsed("rtt", "RTT", "NHS England", "March 2026", 1, "rtt-march.zip", "aa")


def pack(*months: Point, sources: tuple[SourceUsed, ...] = (RTT,), **changes: Any) -> Pack:
    made = packs.bare(measures=(packs.measure(months, standard=92),), sources=sources)
    return replace(made, **changes)


def month(period: date, value: float | None, **changes: Any) -> Point:
    return builders.point(period, value, denominator=1000.0, **changes)


def since(then: Pack, now: Pack, *, parts: tuple[str, ...] = ()) -> Changes:
    inputs = tuple(source.__dict__ for source in then.sources)
    found = changes_since(Before(1, {then.provider_code: numbers_of(then)}, inputs, parts), now)
    assert found is not None
    return found


def test_a_revised_month_says_from_what_to_what_and_why() -> None:
    revised = replace(RTT, vintage=2, file="rtt-march-revised.zip", sha256="bb")
    found = since(pack(month(MARCH, 61.2)), pack(month(MARCH, 61.4), sources=(revised,)))
    assert found.numbers == (
        Change(
            "revised", "Waiting within 18 weeks", MARCH, "61.2%", "61.4%", (612.0, 1000.0), (614.0, 1000.0),
            "revised by the publisher: rtt-march-revised.zip, vintage 2",
        ),
    )  # fmt: skip
    assert found.sentences == (
        "Waiting within 18 weeks, March 2026: from 61.2% to 61.4%, revised by the publisher: "
        "rtt-march-revised.zip, vintage 2.",
    )


def test_another_file_of_the_same_vintage_is_no_revision() -> None:
    other = replace(RTT, file="rtt-march-mended.zip", sha256="cc")
    [change] = since(pack(month(MARCH, 61.2)), pack(month(MARCH, 61.4), sources=(other,))).numbers
    assert change.why == "another file: rtt-march-mended.zip"


def test_where_no_file_differs_the_parts_that_do_are_named() -> None:
    parts = ("data: RTT waiting times", "program", "settings")
    [change] = since(pack(month(MARCH, 61.2)), pack(month(MARCH, 61.4)), parts=parts).numbers
    assert change.why == "changed with program and settings"


def test_a_new_month_stands_beside_the_one_before() -> None:
    found = since(pack(month(MARCH, 61.2)), pack(month(MARCH, 61.2), month(APRIL, 62.0)))
    assert [(c.kind, c.period, c.before, c.after) for c in found.numbers] == [
        ("new month", APRIL, "61.2%", "62.0%")
    ]
    assert found.sentences == ("Waiting within 18 weeks: April 2026 is new, 62.0%, after 61.2%.",)


def test_counts_that_change_under_the_same_figure_are_told_too() -> None:
    then = month(MARCH, 60.0)
    now = replace(then, numerator=1200.0, denominator=2000.0)
    found = since(pack(then), pack(now), parts=("queries",))
    assert found.sentences == (
        "Waiting within 18 weeks, March 2026: 60.0% as before, from other counts, changed with queries.",
    )


def test_a_figure_hidden_in_either_version_is_a_star_and_its_counts_are_not_there() -> None:
    hidden = replace(month(MARCH, None), numerator=None, denominator=None, hidden=True)
    [change] = since(pack(hidden), pack(month(MARCH, 61.4))).numbers
    assert (change.before, change.counts_before) == ("*", (None, None))
    assert b"612" not in NUMBERS.dump_json({"RQZ": numbers_of(pack(hidden))})


def test_nothing_changed_is_said() -> None:
    same = pack(month(MARCH, 61.2))
    found = since(same, same)
    assert (found.numbers, found.questions) == ((), ())
    assert found.sentences == ("No number and no question differs from version 1.",)


def test_measures_come_and_go() -> None:
    made = packs.full()
    found = since(
        replace(made, rows=made.rows[1:], figures=(), specialties=()),
        replace(made, rows=made.rows[:2], figures=(), specialties=()),
    )
    kinds = {(change.name, change.kind) for change in found.numbers}
    assert ("Waiting within 18 weeks", "shown now") in kinds
    assert ("People on the waiting list", "no longer shown") in kinds
    assert not any(name == "Waiting over 52 weeks" for name, _ in kinds)


def test_questions_that_are_new_gone_or_moved() -> None:
    made = packs.full()
    one, two, three, _ = made.challenge.questions
    then = replace(made, challenge=replace(made.challenge, questions=(one, two)))
    now = replace(made, challenge=replace(made.challenge, questions=(two, three), not_asked=()))
    assert since(then, now).questions == (
        "Question 1 was question 2: Advice that comes too late to use.",
        "Question 2 is new: The people in the most deprived fifth wait longest.",
        "No longer asked: Behind the line to the March target (it was question 1); "
        "its figures no longer stand out enough.",
    )


def test_a_long_list_is_cut_and_the_rest_stands_in_the_workbook() -> None:
    made = packs.full()
    bare = replace(made, rows=(), figures=(), challenge=replace(made.challenge, questions=()))
    found = since(bare, made)
    assert len(found.sentences) == 13
    assert found.sentences[-1].endswith("more measures: each stands in the workbook, sheet Changes.")
    [sheet] = [s for s in evidence_workbook(replace(made, changes=found)).sheets if s.name == "Changes"]
    assert len(sheet.rows) == len(found.questions) + len(found.numbers) > 13


def test_a_provider_that_was_not_there_before_has_no_list() -> None:
    made = pack(month(MARCH, 61.2))
    assert changes_since(Before(1, {}, ()), made) is None
    assert not [sheet for sheet in evidence_workbook(made).sheets if sheet.name == "Changes"]


def test_numbers_come_back_as_they_were_written() -> None:
    made = packs.full()
    [numbers] = NUMBERS.validate_json(NUMBERS.dump_json({"RQZ": numbers_of(made)})).values()
    rtt = next(series for series in numbers.series if series.key == made.rows[0].measure.key)
    assert [(m.period, m.value) for m in rtt.months] == [
        (p.period, p.value) for p in made.rows[0].measure.points
    ]
    assert {series.org_code for series in numbers.series} == {packs.PROVIDER}


@pytest.mark.parametrize(
    "junk", [b"[]", b'{"RXA": {}}', b'{"RXA": 3}', b"{", b'{"RXA": {"series": [{}], "questions": []}}']
)
def test_junk_is_no_numbers(tmp_path: Path, junk: bytes) -> None:
    (tmp_path / memory.FILE).write_bytes(b'{"numbers": %s}' % junk)
    with pytest.raises(IntegrityError, match=r"said\.json: can't be read"):
        memory.recall(tmp_path, "numbers", NUMBERS)
