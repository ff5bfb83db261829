"""The desk and its workers are killed at random while jobs run: what was asked for is done, or said to be cut short."""

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx2
import pytest

from briefing import audit
from briefing.loading import warehouse_of
from briefing.web.queue import FOLDER, Job, read
from briefing.workspace import Workspace

pytestmark = pytest.mark.slow
LONG = 300.0


@contextmanager
def opened(workspace: Workspace) -> Iterator[tuple[subprocess.Popen[str], httpx2.Client]]:
    """A desk in a process of its own, and somebody at it."""
    words = [
        sys.executable,
        "-m",
        "briefing",
        "web",
        "--no-browser",
        "--port",
        "0",
        "-w",
        str(workspace.folder),
    ]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        link = ""
        while not (found := re.search(r"http://\S+", link)):
            link = process.stdout.readline()
        home = found.group().split("/sign-in")[0]
        with httpx2.Client(base_url=home, follow_redirects=True, timeout=60) as client:
            for _ in range(200):
                with suppress(httpx2.HTTPError):
                    client.get(found.group())
                    break
                time.sleep(0.1)
            yield process, client
        process.kill()


def kill_workers(workspace: Workspace) -> None:
    for begun in (workspace.folder / FOLDER).glob("*.begun"):
        if not begun.with_suffix(".end").exists() and (text := begun.read_text("ascii")):
            with suppress(ProcessLookupError):
                os.kill(int(text), signal.SIGKILL)


def test_whatever_is_killed_nothing_is_lost_and_it_is_said_what_was_not_done(workspace: Workspace) -> None:
    """Three months of A&E and a file that is none, each put in just before the desk or its worker is killed."""
    drawn = random.Random(2027)
    files = {path.name: path.read_bytes() for path in (workspace.folder / "inbox").iterdir()}
    for name in files:
        (workspace.folder / "inbox" / name).unlink()
    for name, content in {**files, "x.csv": b"a,b\n1,2\n"}.items():
        with opened(workspace) as (process, client):
            client.post("/files/upload", files={"files": (name, content)})
            time.sleep(drawn.uniform(0, 3))
            if drawn.random() < 0.6:
                kill_workers(workspace)
            process.send_signal(signal.SIGKILL)

    with opened(workspace) as (_, client):
        until = time.monotonic() + LONG
        while any(not job.ended for job in jobs_of(workspace)) and time.monotonic() < until:
            time.sleep(0.5)
        assert client.get("/healthz").text == "ok"
    assert {job.state for job in jobs_of(workspace)} <= {"done", "failed", "cut short"}
    assert jobs_of(workspace)[-1].state in ("done", "failed")  # a load that was cut short is begun again
    assert len([one for one in warehouse_of(workspace).loads() if one.source == "ae"]) == len(files) == 3
    assert not audit.read(workspace).faults


def jobs_of(workspace: Workspace) -> list[Job]:
    folder = workspace.folder / FOLDER
    return [job for path in sorted(folder.glob("*.json")) if (job := read(folder, path.stem)) is not None]
