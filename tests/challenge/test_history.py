"""Answers and manifests of earlier meetings, and beside them when each question was last asked."""

import json
from datetime import date
from pathlib import Path

import pytest
from builders import PROVIDER, finding, measure, pattern

from briefing.challenge.history import Asked, asked_before, months_since, of_provider
from briefing.challenge.ranking import weigh_all

TODAY = date(2026, 12, 3)
HEAD = "question_id,provider_code,state,commitment,owner,due_on,measure,note\n"


def answers(meetings: Path, meeting: str, *rows: str) -> None:
    (meetings / meeting).mkdir(parents=True)
    (meetings / meeting / "answers.csv").write_text(
        HEAD + "".join(f"{row},,,,,\n" for row in rows), encoding="utf-8"
    )


def manifest(packs: Path, folder_name: str, version: int, **content: object) -> None:
    folder = packs / folder_name / f"v{version}"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text(json.dumps(content), encoding="utf-8")


def test_what_was_answered_was_asked_and_what_was_not_still_stands(tmp_path: Path) -> None:
    answers(
        tmp_path,
        "2026-09-03-rxa",
        "rtt-02-110,RXA,answered",
        "RTT-03,RXA,will_write",
        "can-01,RXA,not answered",
    )
    answers(tmp_path, "2026-12-03-rxa", "int-01,RXA,answered")  # today's own
    assert asked_before(tmp_path, today=TODAY) == (
        Asked("RXA", "rtt-02-110", date(2026, 9, 3)),
        Asked("RXA", "rtt-03", date(2026, 9, 3)),
    )


def test_the_last_printed_pack_speaks_where_nobody_wrote_answers_down(tmp_path: Path) -> None:
    answers(tmp_path / "meetings", "2026-09-03-rxa", "rtt-02,RXA,partly")
    one, other = ({"provider_code": "RXA", "question_id": name} for name in ("RTT-01", "ref-01"))
    manifest(tmp_path / "packs", "2026-09-03-rxa", 1, questions=[one])
    manifest(tmp_path / "packs", "2026-06-04-rxa", 9, questions=[one])
    manifest(tmp_path / "packs", "2026-06-04-rxa", 10, questions=[other])
    manifest(tmp_path / "packs", "2026-03-05-rxa", 1, meeting="before questions were kept")
    assert asked_before(tmp_path / "meetings", today=TODAY, packs=tmp_path / "packs") == (
        Asked("RXA", "rtt-02", date(2026, 9, 3)),
        Asked("RXA", "ref-01", date(2026, 6, 4)),
    )


def test_no_meetings_no_history(tmp_path: Path) -> None:
    assert asked_before(tmp_path, today=TODAY, packs=tmp_path / "none") == ()


@pytest.mark.parametrize(
    ("asked", "months"),
    [
        (Asked(PROVIDER, "rtt-02-110", date(2026, 9, 3)), 3),
        (Asked(PROVIDER, "rtt-02", date(2026, 9, 3)), None),  # the whole trust is another question
        (Asked("RXZ", "rtt-02-110", date(2026, 9, 3)), None),
        (Asked(PROVIDER, "rtt-02-110", date(2026, 12, 4)), None),
    ],
)
def test_months_since_a_question_was_asked(asked: Asked, months: int | None) -> None:
    one = finding(pattern=pattern("RTT-02"), measure=measure(specialty_code="110"))
    assert months_since(one, of_provider([asked], PROVIDER), today=TODAY) == months


def test_what_was_asked_lately_waits_for_what_was_not() -> None:
    lately, never = (
        finding(
            pattern=pattern(name), measure=measure(metric=name.lower(), people_affected=people), score=2.0
        )
        for name, people in (("RTT-02", 400), ("RTT-03", 120))
    )
    history = (Asked(PROVIDER, "rtt-02", date(2026, 9, 3)),)  # 400 x 2 x 3 x 3/12 against 120 x 2 x 3
    before = weigh_all([lately, never], promises=(), today=TODAY)
    after = weigh_all([lately, never], promises=(), today=TODAY, history=history)
    assert [f.pattern.id for f in before] == ["RTT-02", "RTT-03"]
    assert [(f.pattern.id, f.score) for f in after] == [("RTT-03", 720.0), ("RTT-02", 600.0)]
