"""Which files were refused, and why: kept, so that a manager sees it later than the moment of loading."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from briefing.disk import make_folder, plain_errors, write_atomically, write_lock
from briefing.errors import Fault

REFUSED = "refused.jsonl"


@dataclass(frozen=True)
class Refusal:
    """A file that was refused, with every fault."""

    path: str
    """As in the ledger: relative to the workspace when inside it."""
    sha256: str
    refused_at: str
    """UTC, ISO 8601."""
    faults: tuple[Fault, ...]


def refusal_lines(path: str, faults: Sequence[Fault]) -> list[str]:
    """Say why a file was refused, fault by fault; of a sound one that is of no use here, in one line."""
    if faults and all(fault.harmless for fault in faults):
        return [f"not read: {path}: {fault.found}. {fault.remedy}" for fault in faults]
    return [f"refused {path}", *(f"  {fault}" for fault in faults)]


def lines_of(refused: Iterable[tuple[str, Sequence[Fault]]]) -> Iterator[str]:
    """Say it of many files; what was wanted, where it is a long list, once."""
    told: set[str] = set()
    for path, faults in refused:
        short = [replace(one, wanted=_AS_ABOVE) if one.wanted in told else one for one in faults]
        told |= {one.wanted for one in faults if len(one.wanted) > _LONG}
        yield from refusal_lines(path, short)


_LONG = 200
_AS_ABOVE = "one of those named above"


def read_refusals(warehouse: Path) -> tuple[Refusal, ...]:
    """Read what was refused at the last look at each file. The record only informs: a lost one is empty."""
    try:
        lines = (warehouse / REFUSED).read_text("utf-8").splitlines()
        return tuple(_refusal(line) for line in lines)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return ()


def record_refusals(warehouse: Path, refusals: Sequence[Refusal], *, seen: Iterable[str]) -> None:
    """Enter what was refused just now. Of files that were looked at, earlier refusals are forgotten."""
    looked_at = set(seen)
    with plain_errors(warehouse):
        make_folder(warehouse)
        with write_lock(warehouse / "lock", purpose="the noting of refused files", seconds=60):
            earlier = read_refusals(warehouse)
            kept = [*(old for old in earlier if old.path not in looked_at), *refusals]
            if tuple(kept) != earlier:
                text = "".join(json.dumps(asdict(each)) + "\n" for each in kept)
                write_atomically(warehouse / REFUSED, text.encode())


def _refusal(line: str) -> Refusal:
    fields = json.loads(line)
    return Refusal(**{**fields, "faults": tuple(Fault(**fault) for fault in fields["faults"])})
