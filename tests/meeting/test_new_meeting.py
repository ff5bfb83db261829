"""Answers, and beside them the meeting file that is written: read back by the reader of every meeting."""

import tomllib
from datetime import date, time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import tiny
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.cli.meetings import meeting as command
from briefing.errors import MeetingError
from briefing.loading import load
from briefing.meeting.doubts import check
from briefing.meeting.files import read_meeting
from briefing.meeting.form import (
    Kind,
    MeetingForm,
    as_toml,
    folder_name,
    form_of,
    usual_agenda,
    write_meeting,
)
from briefing.meeting.purpose import Matter
from briefing.sources.schemas import SCHEMAS
from briefing.workspace import init, open_workspace

ANSWERS: dict[str, Any] = {
    "kind": "contract_review",
    "title": "Contract review with RXA",
    "date": date(2026, 12, 3),
    "place": "Board room",
    "commissioner": "QXA",
    "providers": ["RXA"],
    "decision_wanted": "A dated recovery plan",
    "minutes": 60,
    "chair": "P10",
    "panel": ["P01", "P02"],
}


def tables() -> dict[str, pa.Table]:
    people = [{"person_id": code, "name": f"Dr {code}", "role": "GP"} for code in ("P01", "P02", "P10")]
    codes = [{"code": code} for code in ("QXA", "RXA", "RXB")]
    return {
        "people": pa.Table.from_pylist(people, schema=SCHEMAS["people"]),
        "interests": pa.Table.from_pylist([], schema=SCHEMAS["interests"]),
        "organisations": pa.Table.from_pylist(codes),
    }


def test_the_file_reads_back_as_the_meeting_that_was_meant(tmp_path: Path) -> None:
    form = form_of(ANSWERS | {"agenda": usual_agenda(60, {"RXA": "Mereside Trust"})})
    file = write_meeting(tmp_path, form)
    assert file == tmp_path / "2026-12-03-rxa" / "meeting.toml"
    read = read_meeting(file.parent, **tables())
    assert (read.id, read.date, read.minutes, read.reading_minutes) == (
        "2026-12-03-rxa", date(2026, 12, 3), 60, 10,
    )  # fmt: skip
    assert [(item.title, item.minutes) for item in read.agenda] == [
        ("Welcome, interests, last promises", 10),
        ("Questions to Mereside Trust", 45),
        ("Commitments read back", 5),
    ]
    assert [doubt.sentence for doubt in check(read, today=date(2026, 11, 22))] == [
        "Nobody is named for RXA. Ask who they will bring, and add [[provider_people]].",
        "There is no clerk: who writes the commitments down?",
    ]


def test_every_field_stands_in_the_file_with_a_remark() -> None:
    text = as_toml(form_of(ANSWERS))
    lines = text.splitlines()
    for name in MeetingForm.model_fields:
        at = [
            n
            for n, line in enumerate(lines)
            if line.removeprefix("# ").startswith((f"{name} =", f"[[{name}]]", f"[{name}]"))
        ]
        assert at, name
        assert lines[at[0] - 1].startswith("# "), name


def test_the_remarked_examples_are_valid_when_they_are_taken_in() -> None:
    """A manager takes the # from a line: what is there must be what the form takes."""
    text = as_toml(form_of(ANSWERS))
    examples = [
        line.removeprefix("# ")
        for line in text.splitlines()
        if line.startswith(("# [[", "# name =", "# role =", "# may_decide =", "# title =", "# minutes =",
                            "# topic =", "# clerk =", "# notes =", "# pinned =",
                            "# barred =", "# measures =", "# about =", "# provider =", "# codes =", "# reason =",
                            "# question =", "# opener ="))
    ]  # fmt: skip
    kept = [line for line in text.splitlines() if not line.startswith("#")]
    read = form_of(tomllib.loads("\n".join([*kept, *examples])))
    assert (read.clerk, read.provider_people[0].role, read.agenda[0].minutes) == (
        "P11", "Chief operating officer", 20,
    )  # fmt: skip


WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
FORMS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(Kind.__args__),  # type: ignore[attr-defined]
        "title": WORDS,
        "date": st.dates(),
        "place": WORDS,
        "commissioner": WORDS,
        "providers": st.lists(WORDS, min_size=1, max_size=3),
        "decision_wanted": WORDS,
        "minutes": st.integers(1, 600),
        "reading_minutes": st.integers(1, 60),
        "chair": WORDS,
        "clerk": st.none() | WORDS,
        "panel": st.lists(WORDS, min_size=1, max_size=3),
        "provider_people": st.lists(
            st.fixed_dictionaries({"name": WORDS, "role": WORDS, "may_decide": st.lists(WORDS, max_size=2)}),
            max_size=2,
        ),
        "agenda": st.lists(
            st.fixed_dictionaries(
                {
                    "title": WORDS,
                    "minutes": st.integers(1, 90),
                    "topic": st.none() | WORDS,
                    "provider": st.none(),
                }
            ),
            max_size=2,
        ),
        "pinned": st.lists(WORDS, max_size=2),
        "notes": st.just("") | WORDS,
    }
)


@settings(max_examples=200, deadline=None)
@given(FORMS)
def test_whatever_is_written_reads_back_the_same(answers: dict[str, Any]) -> None:
    form = form_of(answers)
    assert form_of(tomllib.loads(as_toml(form))) == form


def test_what_is_there_is_never_written_over(tmp_path: Path) -> None:
    file = write_meeting(tmp_path, form_of(ANSWERS))
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(MeetingError, match="is there already; nothing was written"):
        write_meeting(tmp_path, form_of(ANSWERS))
    assert file.read_text(encoding="utf-8") == "mine"
    assert write_meeting(tmp_path, form_of(ANSWERS), name="2026-12-03-rxa-2").is_file()


def test_everything_wrong_is_told_at_once() -> None:
    with pytest.raises(MeetingError) as caught:
        form_of(ANSWERS | {"minutes": 0, "panel": [], "kind": "chat"})
    assert len(str(caught.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("minutes", "providers", "planned"),
    [
        (60, ["RXA"], [10, 45, 5]),
        (135, ["RXA", "RXB", "RXC"], [22, 34, 34, 34, 11]),
        (5, ["RXA"], [1, 3, 1]),
        (3, ["RXA", "RXB"], []),
    ],
)
def test_the_usual_agenda_adds_up(minutes: int, providers: list[str], planned: list[int]) -> None:
    agenda = usual_agenda(minutes, {code: code for code in providers})
    assert [item["minutes"] for item in agenda] == planned
    assert sum(planned) in (minutes, 0)


def test_a_session_is_named_by_its_day_and_its_providers() -> None:
    assert folder_name(date(2026, 12, 10), ["RXA", "RXB"]) == "2026-12-10-rxa-rxb"


# The command


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "northmere"
    init(folder)
    return folder


def run(workspace: Path, *words: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(command, ["new", "-w", str(workspace), *words], input=typed)


GIVEN = (
    "--kind", "quality_review", "--date", "2026-12-03", "--provider", "rxa", "--provider", "rxb", "--place",
    "Board room", "--commissioner", "QXA", "--decision", "A date", "--chair", "P10", "--panel", "P01",
    "--panel", "P02", "--brings", "RXA: Sam Director-Sample; Chief operating officer; elective waits, cancer",
)  # fmt: skip


def test_unattended_every_answer_is_an_option(workspace: Path) -> None:
    said = run(workspace, "--no-input", *GIVEN)
    assert said.exit_code == 0, said.output
    assert said.output.endswith(
        "Next: see what is missing or doubtful with: briefing check 2026-12-03-rxa-rxb\n"
    )
    read = read_meeting(workspace / "meetings" / "2026-12-03-rxa-rxb", **tables())
    assert read.starts is None
    assert (read.kind, read.provider_codes, read.title) == (
        "quality_review", ("RXA", "RXB"), "Quality review with RXA and RXB",
    )  # fmt: skip
    (brought,) = read.provider_people
    assert (brought.name, brought.provider_code, brought.may_decide) == (
        "Sam Director-Sample", "RXA", ("elective waits", "cancer"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("decision", "about"),
    [
        ("A dated plan for clinic letters and for ENT", ["letters_within_7_days", "Ear, nose and throat"]),
        ("A commitment on those who wait longest", ["rtt_over_65_weeks", "rtt_over_52_weeks"]),
        ("Fewer missed appointments in urology", ["missed_appointments", "Urology"]),
        ("An agreed way to talk", []),
    ],
)
def test_what_it_is_about_is_read_from_the_decision(workspace: Path, decision: str, about: list[str]) -> None:
    said = run(workspace, "--no-input", *GIVEN, "--decision", decision)
    (file,) = (workspace / "meetings").glob("*/meeting.toml")
    written = tomllib.loads(file.read_text("utf-8"))
    assert [word for word in written.get("about", []) if word != "clinic letters"] == about
    assert ("by the decision's words" in said.output) == bool(about)


def test_what_it_is_about_may_be_given_and_must_exist(workspace: Path) -> None:
    wrong = run(workspace, "--no-input", *GIVEN, "--about", "letters_in_7_days")
    assert wrong.exit_code == 2
    assert "Did you mean 'letters_within_7_days'?" in wrong.output
    assert run(workspace, "--no-input", *GIVEN, "--about", "fit notes").exit_code == 0
    read = read_meeting(workspace / "meetings" / "2026-12-03-rxa-rxb", **tables())
    assert read.about == (Matter("fit notes", theme="fit notes"),)


def test_a_hospital_that_a_file_names_is_called_by_its_name(workspace: Path) -> None:
    (workspace / "registers" / "organisations.xlsx").unlink()
    register = "code,name,type,parent_code\nRXA,Mereside Hospital Trust,trust,\n"
    (workspace / "registers" / "organisations.csv").write_text(register, encoding="utf-8")
    load(open_workspace(workspace))
    assert run(workspace, "--no-input", *GIVEN).exit_code == 0
    read = read_meeting(workspace / "meetings" / "2026-12-03-rxa-rxb", **tables())
    assert read.title == "Quality review with Mereside Hospital Trust and RXB"
    assert [item.title for item in read.agenda][1:3] == [
        "Questions to Mereside Hospital Trust",
        "Questions to RXB",
    ]


def test_unattended_what_lacks_is_named_and_nothing_is_written(workspace: Path) -> None:
    said = run(workspace, "--no-input", "--kind", "assurance")
    assert said.exit_code == 2
    assert (
        "give --date, --provider, --place, --commissioner, --decision, --chair and --panel too" in said.output
    )
    assert not list((workspace / "meetings").glob("*/meeting.toml"))


def test_attended_it_asks_for_what_it_needs_and_again_where_it_must(workspace: Path) -> None:
    typed = [
        "", "3 December", "2026-12-03", "rxa", "", "Board room", "QXA", "A dated plan", "half past two", "9.30",
        "45", "P10", "", "P01, P02", "Sam Director-Sample; COO | Dr Pat Medical-Sample; Medical director; cancer",
        "A new record system",
    ]  # fmt: skip
    said = run(workspace, typed="\n".join(typed) + "\n")
    assert said.exit_code == 0, said.output
    assert "found '3 December'; wanted a date, such as 2027-02-01 or 01/02/2027." in said.output
    read = read_meeting(workspace / "meetings" / "2026-12-03-rxa", **tables())
    assert "found 'half past two'; wanted a time of day such as 10:00, 14:30 or 2pm." in said.output
    assert (read.kind, read.title, read.starts, read.minutes, read.clerk, read.notes) == (
        "contract_review", "Contract review with RXA", time(9, 30), 45, None, "A new record system",
    )  # fmt: skip
    assert [person.person_id for person in read.panel] == ["P01", "P02"]
    assert [person.name for person in read.provider_people] == [
        "Sam Director-Sample",
        "Dr Pat Medical-Sample",
    ]


def test_a_second_one_is_refused(workspace: Path) -> None:
    assert run(workspace, "--no-input", *GIVEN).exit_code == 0
    said = run(workspace, "--no-input", *GIVEN)
    assert isinstance(said.exception, MeetingError)
    assert run(workspace, "--no-input", *GIVEN, "--name", "2026-12-03-again").exit_code == 0


def test_people_are_those_of_the_register_where_anybody_is_in_it(workspace: Path) -> None:
    (workspace / "registers" / "people.xlsx").unlink()
    (workspace / "registers" / "people.csv").write_text(
        "person_id,name,role,practice_code,email,may_decide\n"
        + "".join(f"{code},Dr {code},GP,,,no\n" for code in ("P01", "P02", "P10")),
        encoding="utf-8",
    )
    load(open_workspace(workspace))
    said = run(workspace, "--no-input", *GIVEN, "--clerk", "P77")
    assert said.exit_code == 2
    assert "found 'P77', who is not in the register of people; wanted one of P01, P02, P10." in said.output
    assert run(workspace, "--no-input", *GIVEN, "--clerk", "P02").exit_code == 0
    asked = run(
        workspace,
        *GIVEN,
        "--title",
        "T",
        "--starts",
        "10:00",
        "--minutes",
        "60",
        "--notes",
        "N",
        typed="P77\nP02\n",
    )
    assert "  P01  Dr P01, GP" in asked.output
    assert "found 'P77'" in asked.output


REGISTERS = {
    "people": "person_id,name,role\nP01,Dr Ada Sample,GP\nP02,Dr Ben Sample,GP\nP10,Harriet Chair-Example,Chair\n",
    "organisations": "code,name,type,parent_code\nQXA,Home Board,board,\nRXA,Mereside Hospital Trust,provider,QXA\n"
    + "".join(
        f"Y0000{n},Surgery {word},practice,QXA\n" for n, word in enumerate(("Ash", "Elm", "Fir", "Oak"))
    ),
}


def with_registers(folder: Path) -> Path:
    for name, text in REGISTERS.items():
        (folder / "registers" / f"{name}.xlsx").unlink()
        (folder / "registers" / f"{name}.csv").write_text(text, encoding="utf-8")
    assert not load(open_workspace(folder)).refused
    return folder


@pytest.mark.parametrize(
    ("words", "field", "meant"),
    [
        (("--kind", "Quality review"), "kind", "quality_review"),
        (("--kind", "select"), "kind", "select_committee"),
        (("--date", "28/02/2028"), "date", date(2028, 2, 28)),
        (("--date", "29/02/2028"), "date", date(2028, 2, 29)),
        (("--date", "3rd December 2026"), "date", date(2026, 12, 3)),
        (("--starts", "2pm"), "starts", time(14, 0)),
        (("--starts", "12.30 am"), "starts", time(0, 30)),
        (("--provider", "mereside hospital trust"), "providers", ["RXA"]),
        (("--chair", "Harriet Chair-Example"), "chair", "P10"),
        (("--chair", "harriet"), "chair", "P10"),
        (("--chair", "p01"), "chair", "P01"),
        (("--panel", "Dr Ben Sample"), "panel", ["P02"]),
    ],
)
def test_people_write_as_they_speak(
    workspace: Path, words: tuple[str, str], field: str, meant: object
) -> None:
    options = {"--kind": "assurance", "--date": "2026-12-03", "--provider": "RXA", "--place": "Room 1",
               "--commissioner": "QXA", "--decision": "A date", "--chair": "P10", "--panel": "P01"}  # fmt: skip
    options[words[0]] = words[1]
    said = run(with_registers(workspace), "--no-input", *(word for pair in options.items() for word in pair))
    assert said.exit_code == 0, said.output
    (file,) = (workspace / "meetings").glob("*/meeting.toml")
    assert tomllib.loads(file.read_text("utf-8"))[field] == meant


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--kind", "qality review"), "Did you mean 'quality review'?"),
        (("--date", "29/02/2027"), "a day that exists"),
        (("--date", "31/11/2026"), "a day that exists"),
        (("--starts", "25:00"), "wanted a time of day"),
        (("--starts", "14"), "wanted a time of day"),
        (("--provider", "Meresyde Hospital Trust"), "Did you mean RXA (Mereside Hospital Trust)?"),
        (("--panel", "Sample"), "more than one person: P01 (Dr Ada Sample) or P02 (Dr Ben Sample)."),
        (("--chair", "Dr Ada Simple"), "Did you mean P01 (Dr Ada Sample)"),
    ],
)
def test_what_nobody_knows_is_told_with_the_nearest(
    workspace: Path, words: tuple[str, str], told: str
) -> None:
    said = run(with_registers(workspace), "--no-input", *GIVEN, *words)
    assert said.exit_code == 2
    assert told in " ".join(said.output.split())
    assert not list((workspace / "meetings").glob("*/meeting.toml"))


def test_a_peer_review_asks_for_practices_and_for_no_hospital(workspace: Path) -> None:
    typed = ["peer review", "03/12/2026", "Surgery Ash, Y00001, surgery fir, Surgery Oak", "", "Room 1", "QXA",
             "One thing each will try", "", "", "harriet", "", "Ada, Ben", ""]  # fmt: skip
    said = run(with_registers(workspace), typed="\n".join(typed) + "\n")
    assert said.exit_code == 0, said.output
    file = workspace / "meetings" / "2026-12-03-peer-review" / "meeting.toml"
    made = tomllib.loads(file.read_text("utf-8"))
    assert made["practices"] == ["Y00000", "Y00001", "Y00002", "Y00003"]
    assert (made["title"], made["panel"]) == ("Peer review of 4 practices", ["P01", "P02"])
    assert "providers" not in made


def test_a_dialogue_that_is_broken_off_loses_nothing(workspace: Path) -> None:
    folder = with_registers(workspace)
    first = run(folder, typed="quality\n03/12/2026\nRXA\n\nBoard room\n")  # the line ends in the middle
    assert first.exit_code == 1
    assert "What you answered is kept" in first.output
    rest = ["y", "QXA", "A date", "", "", "P10", "", "P01", "", ""]
    said = run(folder, typed="\n".join(rest) + "\n")
    assert said.exit_code == 0, said.output
    assert "Go on with the meeting begun before (quality, 03/12/2026, RXA" in said.output
    made = tomllib.loads((folder / "meetings" / "2026-12-03-rxa" / "meeting.toml").read_text("utf-8"))
    assert (made["kind"], made["place"], made["date"]) == ("quality_review", "Board room", date(2026, 12, 3))
    assert "Go on with" not in run(folder, typed="").output


def test_a_dialogue_that_was_broken_off_may_be_left_behind(workspace: Path) -> None:
    folder = with_registers(workspace)
    run(folder, typed="quality\n03/12/2026\n")
    typed = [
        "n",
        "assurance",
        "10/12/2026",
        "RXA",
        "",
        "Room 1",
        "QXA",
        "A date",
        "",
        "",
        "P10",
        "",
        "P01",
        "",
        "",
    ]
    assert run(folder, typed="\n".join(typed) + "\n").exit_code == 0
    assert (folder / "meetings" / "2026-12-10-rxa" / "meeting.toml").is_file()


def test_a_hospital_is_looked_for_among_hospitals_and_an_option_is_named(tmp_path: Path) -> None:
    """The board is called Fenmarsh and Coldwater, and no hospital is."""
    workspace = tiny.make_workspace(tmp_path / "w", months=1)
    load(workspace)
    told = ("--kind", "assurance", "--date", "18/06/2026", "--place", "Board room", "--decision", "A plan")
    words = ("new", "--no-input", *told, "--chair", "P1", "--panel", "P1", "-w", str(workspace.folder))
    wrong = CliRunner().invoke(command, [*words, "--provider", "Fenmash"])
    assert (wrong.exit_code, "Invalid value for --provider: found no provider 'Fenmash'" in wrong.output) == (
        2,
        True,
    )
    assert "Did you mean RZ1" in wrong.output
    assert CliRunner().invoke(command, [*words, "--provider", "Fenmarsh"]).exit_code == 0
    assert [path.name for path in workspace.meetings.iterdir()] == ["2026-06-18-rz1"]


def test_what_is_odd_about_the_day_is_told_at_once(workspace: Path) -> None:
    """A past Saturday, on which the hospital has another meeting."""
    given = with_day("05/09/2020")
    said = run(workspace, "--no-input", *given).output
    assert "- 5 September 2020 is past. Is the day right?" in said
    assert "- 5 September 2020 is a Saturday. Is the day right?" in said
    assert (
        "- RXA and RXB is also at 2020-09-05-rxa-rxb on that day."
        in run(workspace, "--no-input", "--name", "again", *given).output
    )
    assert "Is the day right?" not in run(workspace, "--no-input", *with_day("3 December 2099")).output


def with_day(day: str) -> list[str]:
    return [word.replace("2026-12-03", day) for word in GIVEN]
