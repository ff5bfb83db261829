"""The ready-made unit and container file, as far as each can be tried here."""

import shutil
import subprocess
from pathlib import Path

import pytest

UNITS = Path(__file__).parents[2] / "docs" / "server"


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_finds_nothing_wrong_with_the_unit(tmp_path: Path) -> None:
    text = (UNITS / "briefing-desk.service").read_text("utf-8")
    there = text.replace("/opt/briefing/bin/briefing web --server", "/bin/true").replace(
        "=briefing\n", "=root\n"
    )
    unit = tmp_path / "briefing-desk.service"
    unit.write_text(there, encoding="utf-8")
    said = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=120
    )
    assert (said.returncode, said.stderr) == (0, "")


def test_the_container_has_all_that_a_package_is_made_of_and_serves_as_nobody_in_particular() -> None:
    lines = (UNITS / "Containerfile").read_text("utf-8").splitlines()
    copied = {word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]}
    checkout = UNITS.parents[1]
    assert {"briefing", "queries", "templates", "sample_data", "docs", "setup.cfg", "LICENSE"} <= copied
    assert [name for name in copied if not (checkout / name).exists()] == []
    assert "USER briefing" in lines
