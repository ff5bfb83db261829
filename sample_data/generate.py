"""Writes the whole sample workspace: `python -m briefing.sample_data.generate OUT`.

The same seed gives the same figures: the committed folder `workspace/` is what this writes.
"""

import shutil
import sys
from pathlib import Path

from briefing.sample_data import (
    advice,
    ae,
    cancer,
    diagnostics,
    ods,
    patients,
    referral_returns,
    referrals,
    registers,
    rtt,
    wlmds,
)

WORKSPACE = Path(__file__).parent / "workspace"


def write(folder: Path) -> None:
    """Writes the inbox (replacing an earlier one) and the registers into a folder."""
    shutil.rmtree(folder / "inbox", ignore_errors=True)
    inbox = folder / "inbox"
    rtt.write(inbox / "rtt")
    ae.write(inbox / "ae")
    cancer.write(inbox / "cancer")
    diagnostics.write(inbox / "diagnostics")
    referral_returns.write(inbox / "referral-returns")
    wlmds.write(inbox / "wlmds")
    ods.write(inbox)
    referrals.write(inbox / "local")
    advice.write(inbox / "local")
    patients.write(inbox)
    registers.write(folder / "registers")
    _copy_handwritten(folder)


def _copy_handwritten(folder: Path) -> None:
    """Copies what a manager would have typed: `briefing.toml`, the local standards and the meetings."""
    if folder.resolve() != WORKSPACE.resolve():
        shutil.copy(WORKSPACE / "briefing.toml", folder / "briefing.toml")
        shutil.copy(WORKSPACE / "registers" / "standards.toml", folder / "registers" / "standards.toml")
        shutil.copytree(WORKSPACE / "meetings", folder / "meetings", dirs_exist_ok=True)


def main(words: list[str]) -> int:
    if len(words) != 1:
        print("usage: python -m briefing.sample_data.generate OUT", file=sys.stderr)
        return 2
    write(Path(words[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
