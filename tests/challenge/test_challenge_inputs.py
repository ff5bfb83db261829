"""What a challenge may know: figures as they will be printed, and signals that rest on something shown."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import builders
import pyarrow as pa
import pytest

from briefing import loading, workspace
from briefing.challenge.inputs import ChallengeInputs, MeetingInputs, challenge_inputs, meeting_inputs
from briefing.context import Context
from briefing.errors import DisclosureError
from briefing.measures import Measure, NearBurden, Signal
from briefing.protection.disclosure import Preset
from briefing.protection.suppression import NOTHING_EARLIER, Earlier

LOCAL = builders.metric("letters_within_7_days", published=False)
NO_ROWS = pa.table({})


class DrawnContext:
    """A context that knows a few measures and signals."""

    def __init__(self, measures: Sequence[Measure], signals: Sequence[Signal] = ()) -> None:
        self.known, self.flags = measures, signals

    def measures(
        self, *, org_code: str | list[str], detail: str = "", like: Sequence[Measure] = ()
    ) -> list[Measure]:
        return [measure for measure in self.known if measure.org_code in org_code]

    def signals(self, code: str) -> list[Signal]:
        return [signal for signal in self.flags if signal.org_code == code]

    def scanned(self, code: str) -> int:
        return len(self.known)

    def chance(self, code: str) -> float:
        return 0.0

    def near_burdens(self, code: str) -> list[NearBurden]:
        return []


def month(numerator: float, org: str = builders.PROVIDER, **changes: object) -> Measure:
    point = builders.point(value=numerator, numerator=numerator, denominator=100.0)
    return builders.measure(**{"metric": LOCAL, "org_code": org, "points": (point,)} | changes)


def case(
    *known: Measure,
    signals: Sequence[Signal] = (),
    preset: Preset = "under_5",
    earlier: Earlier = NOTHING_EARLIER,
) -> ChallengeInputs:
    context = cast(Context, DrawnContext(known, signals))
    meeting = builders.meeting(provider_codes=(builders.PROVIDER,))
    shared = MeetingInputs(meeting, NO_ROWS, NO_ROWS, ())
    (found,) = challenge_inputs(shared, context, preset=preset, earlier=earlier)
    return found


@pytest.mark.parametrize(("preset", "hidden"), [("none", False), ("under_5", True)])
def test_small_numbers_are_hidden_before_anything_is_worded(preset: Preset, hidden: bool) -> None:
    (measure,) = case(month(3), preset=preset).measures
    assert measure.latest.hidden == hidden


def test_what_the_version_before_hid_is_hidden_from_the_challenge_too() -> None:
    grown = month(8)
    before = Earlier(hidden=frozenset([(grown.key, grown.latest.period)]))
    assert [m.latest.hidden for m in case(grown).measures] == [False]
    assert [m.latest.hidden for m in case(grown, earlier=before).measures] == [True]


@pytest.mark.parametrize(("numerator", "heard"), [(3, 0), (30, 1)])
def test_a_signal_of_a_hidden_month_is_not_heard(numerator: float, heard: int) -> None:
    measure = month(numerator)
    assert len(case(measure, signals=[builders.signal(of=measure)]).signals) == heard


def test_peers_are_judged_by_their_own_counts_and_those_that_nobody_looked_at_have_no_value() -> None:
    peers = tuple(
        builders.peer(code, value=value) for code, value in (("RXB", 3.0), ("RXC", 40.0), ("RXD", 3.0))
    )
    own = month(30, peers=peers)
    few, many = month(3, "RXB"), month(40, "RXC")
    (found,) = case(own, few, many).measures
    assert [peer.value for peer in found.peers] == [None, 40.0, None]
    published = replace(own, metric=builders.metric())
    assert [peer.value for peer in case(published).measures[0].peers] == [3.0, 40.0, 3.0]


def test_whatever_a_page_may_show_is_screened_once_before_it_is_used(tmp_path: Path) -> None:
    """
    marking, footer, a swap's reason, a standard's source, a pattern and a template of our own, a contact's role, a
    file's name: each with an identifier
    """
    ours = workspace.init(tmp_path / "ours")
    settings = """
        marking = "For Mrs Jones"
        standards = "ours.toml"
        commissioner = { name = "Ours, 943 476 5919" }
        branding = { footer = "jo at nhs dot net" }
        terms = { peers = "Peers of John Smith" }
        [[peers.swaps]]
        org_code = "RQZ"
        leave_out = "RXA"
        take_in = "RXB"
        reason = "as patient John Smith said"
    """
    (ours.folder / "briefing.toml").write_text(settings, "utf-8")
    standard = """
        [[standard]]
        metric = "ae_4_hours"
        from = 2026-01-01
        source = "Minutes, Mrs Jones"
        confidence = "L"
        value = 80
    """
    (ours.folder / "ours.toml").write_text(standard, "utf-8")
    ours.questions.mkdir()
    (ours.questions / "OWN-01.toml").write_text('opener = "Why did Mrs Jones wait?"', "utf-8")
    ours.templates.mkdir(exist_ok=True)
    page = "<p class='Jane Jones'>{{ Jane.Jones }} As for Mrs Jones</p>"
    (ours.templates / "cover.html").write_text(page, "utf-8")
    contacts = "organisation_code,name,role,email\nRXA,Jo Bloggs,carer of Mrs Jones,jo@example.org\n"
    (ours.registers / "contacts.csv").write_text(contacts, "utf-8")
    people = ours.registers / "people John Smith.csv"
    people.write_text("person_id,name,role\nP1,Dr Ada Sample,GP\n", "utf-8")
    ours = workspace.open_workspace(ours.folder)
    assert not loading.load(ours).refused
    with pytest.raises(DisclosureError) as caught:
        meeting_inputs(ours, builders.meeting())
    assert [line.partition(";")[0] for line in str(caught.value).splitlines()] == [
        "contacts, row RXA, column 'role': found a name",
        "briefing.toml, column 'commissioner.name': found an NHS number",
        "briefing.toml, column 'marking': found a name",
        "briefing.toml, column 'branding.footer': found an e-mail address",
        "briefing.toml, column 'terms.peers': found a name",
        "briefing.toml, peers.swaps, row 1, column 'reason': found a name",
        "ours.toml, column 'text': found a name",
        "questions/OWN-01.toml, column 'text': found a name",
        "templates/cover.html, column 'text': found a name",
        "the names of files, row people, column 'file': found a name",
    ]
