"""Records and packs of earlier meetings, and beside them when each question was last asked."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import PROVIDER, finding, measure, pattern, question

from briefing.challenge.findings import weigh_all
from briefing.challenge.history import PastQuestion, asked_before, months_since, of_provider, past_questions
from briefing.meeting.answers import QUESTIONS, Answer, SheetQuestion, answers_csv

TODAY = date(2026, 12, 3)


def record(root: Path, meeting: str, **states: str | None) -> None:
    """Answers to RXA as a clerk's record keeps them: rtt_02="answered"."""
    answers = [
        Answer(name.replace("_", "-"), "RXA", state, None, None, None, None, None)  # type: ignore[arg-type]
        for name, state in states.items()
    ]
    folder = root / "meetings" / meeting
    folder.mkdir(parents=True)
    (folder / "answers.csv").write_bytes(answers_csv(answers))


def pack(root: Path, meeting: str, version: int, *ids: str) -> None:
    folder = root / "packs" / meeting / f"v{version}"
    folder.mkdir(parents=True)
    (folder / "questions.json").write_bytes(
        QUESTIONS.dump_json(
            tuple(SheetQuestion(name, "RXA", "elective waits", "Title", "P1", None) for name in ids)
        )
    )


def history(root: Path) -> tuple[PastQuestion, ...]:
    return past_questions(meetings=root / "meetings", packs=root / "packs", today=TODAY)


def test_what_was_answered_was_asked_and_what_was_not_still_stands(tmp_path: Path) -> None:
    record(
        tmp_path,
        "2026-09-03-rxa",
        rtt_02_110="answered",
        rtt_03="will write",
        can_01="not answered",
        can_02=None,
    )
    record(tmp_path, "2026-12-03-rxa", int_01="answered")  # today's own
    assert history(tmp_path) == (
        PastQuestion("RXA", "rtt-02-110", date(2026, 9, 3)),
        PastQuestion("RXA", "rtt-03", date(2026, 9, 3)),
    )


def test_a_question_remembers_that_it_was_put_in_these_words() -> None:
    of = question("pln-01", opener="You have promised us this twice.")
    june, september = (PastQuestion(PROVIDER, "pln-01", date(2026, m, 4), of.opener) for m in (6, 9))
    assert asked_before(of, [june, september]) == "Asked in these words before, on 4 September 2026."
    assert asked_before(of, [replace(june, opener="Other words."), replace(june, question_id="pln-02")]) == ""


def test_what_was_printed_speaks_where_nobody_kept_a_record(tmp_path: Path) -> None:
    record(tmp_path, "2026-09-03-rxa", rtt_02="partly")
    pack(tmp_path, "2026-09-03-rxa", 1, "rtt-01")
    pack(tmp_path, "2026-06-04-rxa", 1, "ref-01")
    pack(tmp_path, "2026-12-10-rxa", 1, "ref-01")  # to come
    (tmp_path / "packs" / "2026-03-05-rxa" / "v1").mkdir(parents=True)  # before questions were kept
    (tmp_path / "packs" / "notes.txt").touch()
    assert history(tmp_path) == (
        PastQuestion("RXA", "ref-01", date(2026, 6, 4)),
        PastQuestion("RXA", "rtt-02", date(2026, 9, 3)),
    )


def test_no_meetings_no_history(tmp_path: Path) -> None:
    assert history(tmp_path) == ()


@pytest.mark.parametrize(
    ("asked", "months"),
    [
        (PastQuestion(PROVIDER, "rtt-02-110", date(2026, 9, 3)), 3),
        (PastQuestion(PROVIDER, "rtt-02", date(2026, 9, 3)), None),  # the whole trust is another question
        (PastQuestion("RXZ", "rtt-02-110", date(2026, 9, 3)), None),
        (PastQuestion(PROVIDER, "rtt-02-110", date(2026, 12, 4)), None),
    ],
)
def test_months_since_a_question_was_asked(asked: PastQuestion, months: int | None) -> None:
    one = finding(pattern=pattern("RTT-02"), measure=measure(specialty_code="110"))
    assert months_since(one, of_provider([asked], PROVIDER), today=TODAY) == months


def test_what_was_asked_lately_waits_for_what_was_not() -> None:
    lately, never = (
        finding(
            pattern=pattern(name), measure=measure(metric=name.lower(), people_affected=people), score=2.0
        )
        for name, people in (("RTT-02", 400), ("RTT-03", 120))
    )
    asked = (PastQuestion(PROVIDER, "rtt-02", date(2026, 9, 3)),)  # 400 x 2 x 3 x 3/12 against 120 x 2 x 3
    before = weigh_all([lately, never], promises=(), today=TODAY)
    after = weigh_all([lately, never], promises=(), today=TODAY, history=asked)
    assert [f.pattern.id for f in before] == ["RTT-02", "RTT-03"]
    assert [(f.pattern.id, f.score) for f in after] == [("RTT-03", 720.0), ("RTT-02", 600.0)]
