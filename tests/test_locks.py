"""One writes at a time, on shared drives too that have no locks: a file that names its process stands for one."""

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from briefing import audit
from briefing.disk import is_locked, write_lock
from briefing.errors import WarehouseError
from briefing.workspace import init

fcntl = pytest.importorskip("fcntl", reason="Windows locks in another way")
pytestmark = pytest.mark.parametrize("code", ["ENOSYS", "ENOLCK", "EOPNOTSUPP", "EINVAL"])


@pytest.fixture(autouse=True)
def drive(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    def refuse(*_: object) -> None:
        raise OSError(getattr(errno, code), "not supported")

    monkeypatch.setattr(fcntl, "flock", refuse)


def test_one_holds_it_and_the_others_are_told_who(tmp_path: Path) -> None:
    said = []

    def wait() -> None:
        try:
            with write_lock(tmp_path / "lock", purpose="a load", seconds=0.2):
                said.append("held by two")
        except WarehouseError as error:
            said.append(str(error))

    with write_lock(tmp_path / "lock", purpose="a backup", seconds=1):
        other = threading.Thread(target=wait)
        other.start()
        other.join()
        assert is_locked(tmp_path / "lock")
    assert "waited 0.2 seconds for a backup by " in said[0]
    assert not is_locked(tmp_path / "lock")


HOLD = """
import errno, fcntl, os, signal, sys
from pathlib import Path
def refuse(*_):
    raise OSError(errno.ENOLCK, "not supported")
fcntl.flock = refuse
from briefing.disk import write_lock
with write_lock(Path(sys.argv[1]), purpose="a load", seconds=1):
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_dies_with_its_process(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", HOLD, tmp_path / "lock"], check=False)
    assert killed.returncode == -signal.SIGKILL
    with write_lock(tmp_path / "lock", purpose="a load", seconds=10):
        assert os.getpid()


def test_the_audit_log_is_written_too(tmp_path: Path) -> None:
    workspace = init(tmp_path / "w")
    audit.record(workspace, "loaded", "files")
    audit.record(workspace, "loaded", "files")
    assert (len(audit.read(workspace).entries), audit.read(workspace).faults) == (2, ())
