"""The same inputs make the same bytes: in another folder, for another user, in another country, at another hour.

With pages laid out, by the program in processes of its own.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import tiny

HERE = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "1", "LANG": "C"}
ELSEWHERE = {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "2024", "LANG": "de_DE"}


def built(folder: Path, *, home: Path, umask: int, workers: str, env: dict[str, str]) -> dict[str, str]:
    """Every file of the pack by its hash, made by a process in its own surroundings."""
    home.mkdir()
    surroundings = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "USER": home.name,
        "LOGNAME": home.name,
        "XDG_CACHE_HOME": str(home / "cache"),
        **env,
    }
    command = [
        sys.executable,
        "-m",
        "briefing",
        "run",
        "--due",
        "--today",
        "2026-06-12",
        "--workers",
        workers,
    ]
    said = subprocess.run(
        [*command, "-w", str(folder)],
        cwd=home,
        env=surroundings,
        umask=umask,
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stderr
    (pack,) = (folder / "packs").glob("*/v1")
    return {
        path.relative_to(pack).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in pack.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
@pytest.mark.skipif(os.name != "posix", reason="surroundings are set the POSIX way")
def test_two_builds_in_different_surroundings_are_the_same_byte_for_byte(tmp_path: Path) -> None:
    workspace = tiny.make_workspace(tmp_path / "one")
    tiny.make_meeting(workspace, tiny.date(2026, 6, 18))
    other = tmp_path / "Ünter an-other" / "place with spaces"
    shutil.copytree(workspace.folder, other)
    for path in sorted(other.rglob("*"), reverse=True):
        os.utime(path, (0, 0))
    here = built(workspace.folder, home=tmp_path / "ada", umask=0o022, workers="1", env=HERE)
    elsewhere = built(other, home=tmp_path / "ben", umask=0o077, workers="2", env=ELSEWHERE)
    assert here == elsewhere
    assert {"manifest.json", "said.json", "chair-running-order.pdf"} <= set(here)
