"""The short form of the simulated year: one month, two meetings, the same faults. `year.py` has the long one."""

import subprocess
import sys
from pathlib import Path

import pytest

YEAR = Path(__file__).with_name("year.py")


@pytest.mark.slow
def test_a_month_in_which_things_go_wrong_ends_with_every_pack_right_and_sent_once() -> None:
    words = ["--meetings", "2", "--months", "1", "--hourly", "0", "--seed", "5"]
    lived = subprocess.run([sys.executable, str(YEAR), *words], capture_output=True, text=True, check=False)
    assert lived.returncode == 0, lived.stdout + lived.stderr
    assert lived.stdout.count("**holds**") == 9
