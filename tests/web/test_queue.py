"""What takes longer than a page: the commands, one at a time, remembered."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefing.disk import lock_held
from briefing.web.queue import FOLDER, LOCK, Jobs
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


def test_what_waits_already_is_not_asked_for_twice(workspace: Workspace) -> None:
    (workspace.folder / FOLDER).mkdir()
    with lock_held(workspace.folder / FOLDER / LOCK, seconds=1):  # another desk's worker is at something
        jobs = Jobs(workspace)
        first = jobs.start("Find", ["find", "letters"], back="/")
        one = jobs.start("Find", ["find", "weeks"], back="/")
        assert jobs.start("Find", ["find", "weeks"], back="/").id == one.id
        assert {job.state for job in jobs.all()} == {"waiting"}
    assert jobs.wait(one.id, LONG) is not None
    assert {job.id: job.state for job in jobs.all()} == {first.id: "done", one.id: "done"}
    jobs.stop()


def test_a_desk_opened_again_does_what_waited_and_knows_what_was_done_and_what_was_cut_short(
    workspace: Workspace,
) -> None:
    folder = workspace.folder / FOLDER
    folder.mkdir()
    asked = {"title": "Find", "words": ["find", "letters"], "back": "/", "author": ""}
    for number, words in enumerate((["find", "letters"], ["send", "--", "x"], ["load"], ["find", "weeks"])):
        name = f"20260101-000000-00000{number}"
        (folder / f"{name}.json").write_text(json.dumps({**asked, "id": name, "words": words}))
    for number, endings in enumerate((("begun", "end"), ("begun",), ("begun",))):
        for ending in endings:
            (folder / f"20260101-000000-00000{number}.{ending}").write_text("0")
    (folder / "20260101-000000-000009.json").write_text("{")

    jobs = Jobs(workspace)
    while any(not job.ended for job in jobs.all()) or len(jobs.all()) < 5:
        time.sleep(0.1)
    found = [(job.words[0], job.state) for job in reversed(jobs.all())]
    assert found == [
        ("find", "done"),
        ("send", "cut short"),
        ("load", "cut short"),
        ("find", "done"),
        ("load", "done"),
    ]
    jobs.stop()


def test_a_worker_that_is_killed_leaves_a_job_cut_short_and_the_next_is_done(jobs: Jobs) -> None:
    job = jobs.start("Wait", ["web", "--no-browser", "--port", "0"], back="/")
    after = jobs.start("Find", ["find", "letters"], back="/")
    while not (known := jobs.get(job.id)) or not known.lines:
        time.sleep(0.1)
    os.kill(int((jobs._folder / f"{job.id}.begun").read_text("ascii")), signal.SIGKILL)
    ended, done = jobs.wait(job.id, LONG), jobs.wait(after.id, LONG)
    assert ended is not None
    assert done is not None
    assert (ended.state, done.state) == ("cut short", "done")


def test_what_was_begun_outlives_the_desk_and_is_not_begun_again(workspace: Workspace) -> None:
    first = Jobs(workspace)
    job = first.start("Load", ["load"], back="/")
    while (known := first.get(job.id)) is not None and known.state == "waiting":
        time.sleep(0.05)
    first.stop()
    again = Jobs(workspace)
    ended = again.wait(job.id, LONG)
    assert ended is not None
    assert (ended.state, ended.code) == ("done", 0)
    assert len(again.all()) == 1
    again.stop()
