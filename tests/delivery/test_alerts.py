"""Alerts: what newly changed, to whoever follows it and may hear of it; few, and nothing twice."""

import shutil
from dataclasses import replace
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import builders
import papers
import pytest
import tiny
from click.testing import CliRunner

from briefing import pipeline
from briefing.build.alerts import Subscriber, Told, began, chosen, concerns, newly
from briefing.cli import main
from briefing.errors import BriefingError, DeliveryError
from briefing.measures import Measure
from briefing.pack.alerts import Alert
from briefing.post import alerts, ledger, mail
from briefing.runs.run import run_due
from briefing.workspace import Workspace, open_workspace
from briefing.workspace.settings import Mail

LATEST = builders.LATEST
DAY = date(2026, 6, 12)


def marked(rules: str, **changes: Any) -> Measure:
    """A series whose latest months are marked: o outside the limits, s in a shift, t two of three."""
    names = {"o": "outside_limits", "s": "shift", "t": "two_of_three"}
    plain = builders.measure(special=len(rules), variation="concern", **changes)
    first = len(plain.points) - len(rules)
    return replace(
        plain,
        points=plain.points[:first]
        + tuple(
            replace(point, rule=names[rule]) for point, rule in zip(plain.points[first:], rules, strict=True)
        ),
    )


@pytest.mark.parametrize(
    ("rules", "is_news"),
    [
        ("o", True),
        ("oo", True),
        ("ooo", False),
        ("sssssss", True),
        ("ssssssss", True),
        ("sssssssss", False),
        ("sssssso", True),
        ("tt", True),
        ("ossssss", False),
    ],
)
def test_a_change_is_news_in_the_month_that_first_shows_it_and_the_next(rules: str, is_news: bool) -> None:
    measure = marked(rules)
    assert (newly(builders.signal(of=measure), measure) is not None) is is_news


@pytest.mark.parametrize(("months", "is_news"), [(2, True), (3, True), (4, False)])
def test_a_plan_is_news_when_it_is_missed_for_the_second_month(months: int, is_news: bool) -> None:
    measure = builders.measure(plan=75.0)
    signal = builders.signal(
        "TRAJ", of=measure, rule=f"worse_than_plan_{months}_months_running", q_value=None
    )
    assert (newly(signal, measure) is not None) is is_news


def test_a_return_that_did_not_come_is_news_and_says_since_when() -> None:
    measure = builders.measure()
    missing = builders.signal("SILENT", of=measure, period=builders.months_before(LATEST, -1), q_value=None)
    alert = builders.there(newly(missing, measure))
    assert alert.since == builders.months_before(LATEST, -1)
    assert "no figure came for Waiting within 18 weeks since March 2026" in alert.sentence
    old = replace(missing, period=builders.months_before(LATEST, -4))
    assert newly(old, measure) is None


def test_what_chance_could_explain_or_nobody_may_see_is_no_news() -> None:
    measure = marked("o")
    assert newly(builders.signal(of=measure, q_value=0.04), measure) is None
    assert newly(builders.signal(of=marked("oo"), q_value=0.04), marked("oo")) is not None
    last = replace(measure.points[-1], value=None, numerator=None, hidden=True)
    assert newly(builders.signal(of=measure), replace(measure, points=(*measure.points[:-1], last))) is None


def alert(name: str = "ae_4_hours", *, since: date = LATEST, strength: float = 4.0, **changes: Any) -> Alert:
    measure = builders.measure(metric=builders.metric(name, title=name), **changes)
    return Alert(measure, "worse", since, LATEST, strength)


def test_the_strongest_are_told_as_many_as_the_month_holds_and_the_rest_counted() -> None:
    news = [alert(name, strength=9 - n) for n, name in enumerate(("a", "b", "c", "d"))]
    assert chosen(news, [], most=3, heard=0) == (tuple(news[:3]), 1)
    assert chosen(news, [], most=3, heard=2) == (tuple(news[:1]), 3)
    assert chosen(news, [], most=3, heard=3) == ((), 4)


def test_a_change_is_told_once_while_it_lasts_and_again_when_it_comes_back() -> None:
    one = alert(since=builders.months_before(LATEST, 1))
    assert chosen([one], [Told(one.matter, builders.months_before(LATEST, 1))], most=3, heard=0) == ((), 0)
    earlier = Told(one.matter, builders.months_before(LATEST, 8))
    assert chosen([one], [earlier], most=3, heard=0) == ((one,), 0)
    assert chosen([one], [Told("another", LATEST)], most=3, heard=0) == ((one,), 0)


def follows(
    *follows: tuple[str | None, str | None], interests: Any = (), practice_code: str | None = None
) -> Subscriber:
    return Subscriber(builders.person(practice_code=practice_code), "a@b.org", follows, tuple(interests))


@pytest.mark.parametrize(
    ("subscriber", "hears"),
    [
        (follows((None, None)), True),
        (follows((builders.PROVIDER, None)), True),
        (follows(("RZZ", None)), False),
        (follows((None, "elective waits")), True),
        (follows((None, "cancer")), False),
        (follows((None, None), interests=[builders.interest(organisation_code=builders.PROVIDER)]), False),
        (
            follows(
                (None, None), interests=[builders.interest(organisation_code=None, topic="Elective waits")]
            ),
            False,
        ),
        (follows((None, None), interests=[builders.interest(organisation_code=None, topic="cancer")]), True),
        (
            follows(
                (None, None),
                interests=[builders.interest(organisation_code=builders.PROVIDER, ends=date(2026, 1, 1))],
            ),
            True,
        ),
    ],
)
def test_who_follows_it_hears_of_it_unless_an_interest_bars_them(subscriber: Subscriber, hears: bool) -> None:
    assert concerns(subscriber, alert(), {builders.PROVIDER}, (), today=DAY) is hears


def test_a_practice_hears_of_no_other_practice() -> None:
    other = alert(org_code="A81001")
    for own, hears in (("A81001", True), ("A81002", False), (None, True)):
        subscriber = follows(("A81001", None), practice_code=own)
        assert concerns(subscriber, other, (), {"A81001"}, today=DAY) is hears


# With a workspace ------------------------------------------------------------------------------------------------

PEOPLE = (
    "person_id,name,role,email,may_decide\n"
    "P1,Dr One Sample,GP and chair,one@example.org,yes\n"
    "P2,Dr Two Sample,GP,two@example.org,no\n"
    "P3,Dr Three Sample,GP,,no\n"
)
FOLLOWS = "person_id,organisation_code,topic,until\nP1,,,\nP2,RZ1,,\n"


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose first hospital keeps far more people over four hours in the latest month."""
    workspace = tiny.make_workspace(tmp_path_factory.mktemp("alerts") / "w", months=20)
    usual = list(tiny._BOUNDS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tiny, "_BOUNDS", [*usual[:6], (7900, 8000), *usual[7:]])
        tiny.ae_month(workspace, date(2026, 4, 1))
    (workspace.registers / "people.csv").write_text(PEOPLE)
    (workspace.registers / "alerts.xlsx").unlink()
    (workspace.registers / "alerts.csv").write_text(FOLLOWS)
    pipeline.load(workspace)
    return workspace.folder


@pytest.fixture
def workspace(turned: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    monkeypatch.setattr(alerts, "_now", lambda: f"{DAY}T09:00:00+00:00")
    return open_workspace(shutil.copytree(turned, tmp_path / "w"))


def sent(workspace: Workspace, **choice: Any) -> list[tuple[str, str, int]]:
    return [(one.who, one.what, len(one.files)) for one in alerts.send(workspace, today=DAY, **choice)]


def drafts(workspace: Workspace) -> list[str]:
    return sorted(path.name for path in (workspace.packs / "alerts" / "drafts").glob("*"))


def test_a_letter_each_with_chart_source_and_a_way_to_stop_and_nothing_twice(workspace: Workspace) -> None:
    first = sent(workspace)
    assert {who: what for who, what, _ in first} == {"Dr One Sample": "drafted", "Dr Two Sample": "drafted"}
    assert all(0 < count <= 3 for _, _, count in first)
    assert sent(workspace) == []
    letter = message_from_bytes(
        (workspace.packs / "alerts" / "drafts" / drafts(workspace)[0]).read_bytes(), policy=policy.default
    )
    text = letter.get_body().get_content().replace("\n", " ")  # type: ignore[union-attr]
    assert "April 2026" in text
    assert "Source: NHS England" in text
    assert "STOP" in text
    (pdf,) = letter.iter_attachments()
    assert papers.faults(pdf.get_content()) == []


def test_a_dry_run_says_it_all_and_writes_nothing(workspace: Workspace) -> None:
    assert {what for _, what, _ in sent(workspace, dry_run=True)} == {"would go"}
    assert not (workspace.packs / "alerts").exists()


def test_a_kill_between_the_letter_and_the_ledger_makes_no_second_letter(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "append", killed)
        with pytest.raises(KeyboardInterrupt):
            sent(workspace)
    assert len(drafts(workspace)) == 1
    assert {what for _, what, _ in sent(workspace)} == {"drafted"}
    assert len(drafts(workspace)) == 2
    assert sent(workspace) == []


def test_a_ledger_that_is_gone_sends_nothing_until_somebody_says_who_has_it(workspace: Workspace) -> None:
    sent(workspace)
    (workspace.packs / "alerts" / "sent.jsonl").unlink()
    with pytest.raises(DeliveryError, match="briefing alerts --arrived WHO"):
        sent(workspace)
    assert alerts.settle(workspace, "all", arrived=True, today=DAY) == ["Dr One Sample", "Dr Two Sample"]
    assert sent(workspace) == []


def test_whoever_stops_hears_no_more_and_the_others_do(workspace: Workspace) -> None:
    said = CliRunner().invoke(
        main, ["alerts", "--stop", "p2", "--today", str(DAY), "-w", str(workspace.folder)]
    )
    assert said.exit_code == 0, said.output
    assert [who for who, _, _ in sent(workspace, dry_run=True)] == ["Dr One Sample"]
    with pytest.raises(BriefingError, match="nobody called 'P9'"):
        alerts.stop(workspace, "P9", today=DAY)


def test_none_a_month_is_none(workspace: Workspace) -> None:
    settings = workspace.settings.model_copy(
        update={"alerts": workspace.settings.alerts.model_copy(update={"most": 0})}
    )
    assert sent(replace(workspace, settings=settings), dry_run=True) == []


def test_somebody_without_an_address_is_told_of_and_nothing_is_noted(workspace: Workspace) -> None:
    (workspace.registers / "alerts.csv").write_text("person_id,organisation_code,topic,until\nP3,RZ1,,\n")
    said = CliRunner().invoke(main, ["alerts", "-w", str(workspace.folder)])
    assert said.exit_code == DeliveryError.exit_code
    assert "no address: Dr Three Sample" in said.output
    assert not (workspace.packs / "alerts" / "sent.jsonl").exists()


def test_a_letter_in_doubt_is_due_again_only_when_somebody_says_that_it_did_not_come(
    workspace: Workspace,
) -> None:
    sent(workspace)
    book = workspace.packs / "alerts" / "sent.jsonl"
    doubtful = book.read_text().replace('"drafted"', '"offered"').replace('"by": "eml"', '"by": "mail"')
    doubtful = doubtful.replace('"message": ""', '"message": "<1@x>"')
    (workspace.folder / "audit.jsonl").unlink()
    (workspace.folder / ".audit.head").unlink()
    book.write_text(doubtful.splitlines()[0] + "\n")
    assert [who for who, _, _ in sent(workspace, dry_run=True)] == ["Dr Two Sample"]
    assert alerts.settle(workspace, "P1", arrived=False, today=DAY) == ["Dr One Sample"]
    assert [who for who, _, _ in sent(workspace, dry_run=True)] == ["Dr One Sample", "Dr Two Sample"]


def test_began_is_the_first_month_of_the_run() -> None:
    measure = marked("sssssss")
    first, showed = began(builders.signal(of=measure), measure)
    assert (first, showed) == (builders.months_before(LATEST, 6), LATEST)


def by_mail(workspace: Workspace) -> Workspace:
    settings = Mail(server="localhost", security="none", sender="briefing@example.org")
    return replace(workspace, settings=workspace.settings.model_copy(update={"mail": settings}))


def events(workspace: Workspace) -> list[tuple[str, str]]:
    return [(one.key, one.event) for one in ledger.read(workspace.packs / "alerts" / "sent.jsonl").records]


def test_by_mail_each_letter_is_offered_then_sent_and_never_again(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def post(message: Any, *, before_the_last_byte: Any, **_: object) -> tuple[str, str]:
        before_the_last_byte()
        return "sent", ""

    monkeypatch.setattr(mail, "post", post)
    assert {what for _, what, _ in sent(by_mail(workspace))} == {"sent"}
    assert events(workspace) == [(who, event) for who in ("P1", "P2") for event in ("offered", "sent")]
    assert sent(by_mail(workspace)) == []


def test_a_kill_as_the_last_byte_leaves_makes_a_doubt_and_no_second_letter(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def post(message: Any, *, before_the_last_byte: Any, **_: object) -> tuple[str, str]:
        before_the_last_byte()
        raise KeyboardInterrupt

    monkeypatch.setattr(mail, "post", post)
    with pytest.raises(KeyboardInterrupt):
        sent(by_mail(workspace))
    assert [who for who, _, _ in sent(by_mail(workspace), dry_run=True)] == ["Dr Two Sample"]
    (line,) = ledger.letters_in_doubt(workspace.packs)
    assert "briefing alerts --arrived one@example.org" in line


def test_a_server_that_says_no_leaves_it_due(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "post", lambda message, **_: ("refused", "the server said 550"))
    assert {what for _, what, _ in sent(by_mail(workspace))} == {"refused"}
    assert len(sent(by_mail(workspace), dry_run=True)) == 2


def test_a_run_tells_them_after_its_load_and_tells_nothing_twice(workspace: Workspace) -> None:
    lines = run_due(workspace, today=DAY).alerts
    assert [line.partition(": ")[2].partition(":")[0] for line in lines] == ["Dr One Sample", "Dr Two Sample"]
    assert run_due(workspace, today=DAY).alerts == ()
