"""One GP pack from a loaded workspace: how much of the time is ours, and how much the layout engine's.

    python benchmarks/build.py [WORKSPACE]

Without a workspace, the sample one is made and loaded first (not counted).
"""

import sys
import tempfile
import time
from pathlib import Path

from briefing import pipeline
from briefing.build.inputs import context_of, gather, meeting_of
from briefing.build.packs import packs_of
from briefing.pack.build import gp_editions
from briefing.pack.editions.gp import gp_document
from briefing.render import page
from briefing.render.press import paper
from briefing.workspace import Workspace, open_workspace

AIM = 0.20


def loaded(folder: Path) -> Workspace:
    for _ in pipeline.demo(folder):
        break
    return open_workspace(folder)


def measure(workspace: Workspace) -> None:
    meeting_id = sorted(path.parent.name for path in workspace.meetings.glob("*/meeting.toml"))[0]
    meeting = meeting_of(workspace, meeting_id)
    shares = []
    for _ in range(4):
        start = time.perf_counter()
        with context_of(workspace) as context:
            edition = gp_document(
                gp_editions(next(packs_of(gather(workspace, meeting), context, version=1)))[0]
            )
        page.html(edition)
        ours = time.perf_counter() - start
        paper(edition)  # lays the same HTML out: what it adds to ours is the layout engine's
        whole = time.perf_counter() - start
        shares.append((ours / whole, ours, whole))
    share, ours, whole = sorted(shares[1:])[1]  # the first run warms up; the median of the others
    print(
        f"from warehouse to HTML {ours:.2f} s | whole pack {whole:.2f} s | ours {share:.0%} (aim: at most {AIM:.0%})"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(open_workspace(Path(sys.argv[1])))
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(loaded(Path(folder) / "demo"))
