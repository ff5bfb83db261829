"""Letters of which nobody knows whether they came, over every meeting: told until somebody settles them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from briefing import formats
from briefing.post import ledger
from briefing.post.ledger import History


@dataclass(frozen=True)
class InDoubt:
    """A letter whose last byte had left when the line, or the process, broke off."""

    meeting: str
    to: str
    version: int
    at: str
    files: tuple[str, ...]

    def __str__(self) -> str:
        told = formats.day(datetime.fromisoformat(self.at).date())
        return (
            f"in doubt: {self.meeting}: version {self.version} to {self.to}, {told}: the line broke before the mail "
            f"server said that it had the letter. Ask whether it came. If it did: briefing send {self.meeting} "
            f"--arrived {self.to}; if not: briefing send {self.meeting} --again {self.to}"
        )


def in_doubt(packs: Path) -> tuple[InDoubt, ...]:
    """Every such letter of a workspace, meeting by meeting, the oldest first."""
    return tuple(_in_doubt(packs))


def _in_doubt(packs: Path) -> Iterator[InDoubt]:
    for book in sorted(packs.glob(f"*/{ledger.NAME}")):
        for line in History(ledger.read(book)).doubtful_lines():
            yield InDoubt(book.parent.name, line.to, line.version, line.at, tuple(sorted(line.files)))
