"""What takes longer than a page: the commands, one at a time, remembered."""

import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.web.queue import FOLDER, Jobs
from briefing.workspace import Workspace, init

LONG = 60.0


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init(tmp_path / "northmere")


@pytest.fixture
def jobs(workspace: Workspace) -> Iterator[Jobs]:
    made = Jobs(workspace)
    yield made
    made.stop()


def test_a_job_is_the_command(jobs: Jobs) -> None:
    job = jobs.wait(jobs.start("Find", ["find", "letters"], back="/").id, LONG)
    assert job is not None
    assert (job.state, job.code) == ("done", 0)
    assert any("letters" in line for line in job.lines)


def test_what_the_command_refuses_is_said_in_its_words(jobs: Jobs) -> None:
    job = jobs.wait(jobs.start("Build", ["build", "--", "nowhere"], back="/").id, LONG)
    assert job is not None
    assert job.state == "failed"
    assert any("found no such meeting" in line for line in job.lines)


def test_what_waits_already_is_not_asked_for_twice(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()
    run = jobs._run
    monkeypatch.setattr(jobs, "_run", lambda job: (go_on.wait(LONG), run(job)))
    first = jobs.start("Find", ["find", "letters"], back="/")
    one = jobs.start("Find", ["find", "weeks"], back="/")
    assert jobs.start("Find", ["find", "weeks"], back="/").id == one.id
    go_on.set()
    assert jobs.wait(one.id, LONG) is not None
    assert {job.id: job.state for job in jobs.all()} == {first.id: "done", one.id: "done"}


def test_a_desk_opened_again_knows_what_was_done_and_what_was_cut_short(
    jobs: Jobs, workspace: Workspace
) -> None:
    done = jobs.wait(jobs.start("Find", ["find", "letters"], back="/").id, LONG)
    assert done is not None
    jobs.stop()
    file = workspace.folder / FOLDER / f"{done.id}.json"
    running = {
        **json.loads(file.read_text("utf-8")),
        "id": "20260101-000000-000000",
        "state": "running",
        "code": None,
    }
    file.with_name("20260101-000000-000000.json").write_text(json.dumps(running))
    file.with_name("20260101-000000-000001.json").write_text("{")

    again = Jobs(workspace)
    assert {job.id: job.state for job in again.all()} == {
        done.id: "done",
        "20260101-000000-000000": "cut short",
    }
    again.stop()


def test_a_job_that_is_ended_from_outside_was_cut_short(jobs: Jobs) -> None:
    job = jobs.start("Wait", ["web", "--no-browser", "--port", "0"], back="/")
    while not (known := jobs.get(job.id)) or not known.lines:
        jobs.wait(job.id, 0.1)
    jobs.stop()
    ended = jobs.get(job.id)
    assert ended is not None
    assert ended.state in ("cut short", "done")
