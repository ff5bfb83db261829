"""A health check: of this computer first, then of the workspace; each finding says what to do."""

import importlib
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from hashlib import file_digest
from importlib import metadata
from pathlib import Path

from filelock import FileLock, Timeout

from briefing import audit, formats, resources
from briefing.errors import BriefingError
from briefing.keeping import set_up
from briefing.keeping.finding import Finding, State
from briefing.loading import warehouse_of
from briefing.shelf import folder as packs
from briefing.shelf.approval import faults_of
from briefing.workspace import Workspace

_ROOM, _LITTLE_ROOM = 2 * 2**30, 300 * 2**20
_PROGRAM = "meeting-briefing-packs"
_REQUIREMENT = re.compile(r"([A-Za-z0-9-]+)((?:,?(?:>=|<)[0-9.]+)+)")
"""A name and its bounds, such as weasyprint>=70,<71; extras, which only tests and benchmarks want, are not matched."""
_PANGO = {
    "Linux": "install libpango-1.0-0 and libpangoft2-1.0-0 (Debian, Ubuntu: sudo apt-get install ...)",
    "Darwin": "run: brew install pango",
    "Windows": "install MSYS2 and pango, and set WEASYPRINT_DLL_DIRECTORIES: see the README",
}


def examine(workspace: Workspace | None, *, mail: bool = True) -> Iterator[Finding]:
    """Every check there is; without a workspace those of the computer alone. None of them raises."""
    checks: list[tuple[str, Callable[[], Iterator[Finding]]]] = [
        ("Python", _python),
        ("libraries", _libraries),
        ("versions", _versions),
        ("fonts", _fonts),
        ("a page", _page),
    ]
    if workspace is not None:
        checks += [
            ("disk", lambda: _disk(workspace)),
            ("rights", lambda: _rights(workspace)),
            ("clock", lambda: _clock(workspace)),
            ("locks", lambda: _locks(workspace)),
            ("warehouse", lambda: _warehouse(workspace)),
            ("audit log", lambda: _audit(workspace)),
            ("packs", lambda: _packs(workspace)),
            ("own files", lambda: set_up.own_files(workspace)),
            ("shared folder", lambda: set_up.shared_folder(workspace)),
        ]
        if mail:
            checks.append(("mail", lambda: set_up.mail(workspace)))
    for name, check in checks:
        try:
            yield from check()
        except BriefingError as error:
            yield Finding(name, "wrong", str(error))
        except Exception as error:
            yield Finding(name, "wrong", f"the check itself failed: {type(error).__name__}: {error}")


def _python() -> Iterator[Finding]:
    found = f"{platform.python_version()}, {platform.machine()}, {platform.system()}"
    sound = sys.version_info >= (3, 11) and sys.maxsize > 2**32
    yield Finding(
        "Python", "ok" if sound else "wrong", found, "" if sound else "Use a 64-bit Python from 3.11 on."
    )


def _libraries() -> Iterator[Finding]:
    for name in ("duckdb", "pyarrow", "weasyprint"):
        try:
            version = getattr(importlib.import_module(name), "__version__", "there")
        except (ImportError, OSError) as error:
            pango = _PANGO.get(platform.system(), _PANGO["Linux"])
            remedy = pango if name == "weasyprint" else f"run: pip install {name}"
            yield Finding(name, "wrong", str(error).splitlines()[0], remedy)
        else:
            yield Finding(name, "ok", str(version))


def _versions() -> Iterator[Finding]:
    """Every library that the program names, against the versions it was tried with."""
    try:
        requirements = metadata.requires(_PROGRAM) or []
    except metadata.PackageNotFoundError:  # run from its folder, not installed
        return
    for name, bounds in (found.groups() for text in requirements if (found := _REQUIREMENT.fullmatch(text))):
        try:
            there = metadata.version(name)
        except metadata.PackageNotFoundError:
            there = "nothing"
        if not _within(there, bounds):
            yield Finding(name, "wrong", f"{there}; wanted {bounds}", f'run: pip install "{name}{bounds}"')


def _within(version: str, bounds: str) -> bool:
    for bound in bounds.split(","):
        least = bound.startswith(">=")
        if (_numbers(version) >= _numbers(bound)) is not least:
            return False
    return True


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version)[:3])


def _fonts() -> Iterator[Finding]:
    shipped = sorted((resources.folder("templates") / "fonts").glob("*.woff2"))
    state: State = "ok" if shipped else "wrong"
    yield Finding("fonts", state, f"{len(shipped)} shipped", "" if shipped else "Install the program again.")


def _page() -> Iterator[Finding]:
    from briefing.render import pdf  # here: where its library is missing, the other checks still run

    page = (
        '<html lang="en-GB"><head><title>Test</title><link rel="stylesheet" href="css/tokens.css">'
        "<style>body { font-family: Inter }</style></head><body><h1>A page: 92%, £, é, ≥</h1></body></html>"
    )
    made = pdf.write(
        page, title="Test", lang="en-GB", folder=resources.folder("templates"), made_on=date(2026, 1, 1)
    )
    yield Finding("a page", "ok", f"laid out, {len(made):,} bytes")


def _disk(workspace: Workspace) -> Iterator[Finding]:
    free = shutil.disk_usage(workspace.folder).free
    state: State = "ok" if free >= _ROOM else "doubt" if free >= _LITTLE_ROOM else "wrong"
    remedy = "" if state == "ok" else "Make room, or run: briefing prune"
    yield Finding("disk", state, f"{free / 2**30:,.1f} GB free", remedy)


def _rights(workspace: Workspace) -> Iterator[Finding]:
    places = [workspace.folder, workspace.warehouse, workspace.packs, workspace.meetings]
    for place in (*places, workspace.inbox, workspace.registers):
        about = "the workspace" if place == workspace.folder else place.name
        if not place.is_dir():
            yield Finding(about, "wrong", f"{place} is missing", "Make the folder, or put back a backup.")
            continue
        try:
            with tempfile.TemporaryFile(dir=place):
                pass
        except OSError as error:
            state: State = "doubt" if place in (workspace.inbox, workspace.registers) else "wrong"
            yield Finding(
                about, state, f"can't be written: {error.strerror}", f"Ask for the right to write in {place}."
            )
        else:
            yield Finding(about, "ok", "can be written")


def _clock(workspace: Workspace) -> Iterator[Finding]:
    """A clock that is behind what was written down already would put the log out of order, and runs too early."""
    now = datetime.now(UTC)
    latest = [entry.at for entry in audit.read(workspace).entries[-1:]]
    latest += [load.loaded_at for load in warehouse_of(workspace).loads()[-1:]]
    behind = [at for at in latest if datetime.fromisoformat(at) > now + timedelta(minutes=5)]
    if behind:
        yield Finding(
            "clock", "wrong", f"{now:%d %B %Y %H:%M} UTC, but {behind[0]} is written down", "Set the clock."
        )
    else:
        yield Finding("clock", "ok", f"{now:%d %B %Y %H:%M} UTC")


def _locks(workspace: Workspace) -> Iterator[Finding]:
    for lock in (workspace.warehouse / "lock", workspace.folder / ".run.lock"):
        about = "a load" if lock.name == "lock" else "a run"
        if not lock.exists():
            continue
        try:
            with FileLock(lock, timeout=0):
                yield Finding(about, "ok", "none is at work")
        except Timeout:
            yield Finding(
                about,
                "doubt",
                "is at work now",
                "Nothing, unless it has been for hours: then see what it does.",
            )
    left = sorted(workspace.packs.glob("*/.making-*")) + sorted(workspace.packs.glob("*/.going-*"))
    if left:
        yield Finding(
            "packs",
            "doubt",
            f"{len(left)} half-made folders of killed builds",
            "Nothing: the next build clears them.",
        )


def _warehouse(workspace: Workspace) -> Iterator[Finding]:
    """Every table that the ledger names is there and is what its name, a hash of its content, says."""
    loads = warehouse_of(workspace).loads()
    broken = [load for load in loads if not _is_whole(workspace.warehouse / load.parquet)]
    for load in broken:
        remedy = f"Load {load.path} again, or put back a backup of warehouse/."
        yield Finding("warehouse", "wrong", f"{load.parquet} is missing or damaged", remedy)
    if not broken:
        yield Finding("warehouse", "ok", f"{formats.counted(len(loads), 'load')}, every table whole")


def _is_whole(parquet: Path) -> bool:
    if not parquet.is_file():
        return False
    with parquet.open("rb") as file:
        return file_digest(file, "sha256").hexdigest().startswith(parquet.stem)


def _audit(workspace: Workspace) -> Iterator[Finding]:
    log = audit.read(workspace)
    for fault in log.faults:
        yield Finding(
            "audit log", "wrong", fault, "Find out who changed it; put back a backup of audit.jsonl."
        )
    for remark in log.remarks:
        yield Finding("audit log", "doubt", remark, "Nothing: the entries around it are whole.")
    if not log.faults:
        yield Finding("audit log", "ok", f"{len(log.entries)} entries, unbroken")


def _packs(workspace: Workspace) -> Iterator[Finding]:
    homes = [path for path in sorted(workspace.packs.glob("*")) if packs.versions(path)]
    faults = [fault for home in homes for fault in faults_of(home / f"v{packs.versions(home)[-1]}")]
    for fault in faults:
        yield Finding("packs", "wrong", fault, "Put back a backup of it, or build it again with --again.")
    if not faults:
        yield Finding("packs", "ok", f"the last version of {len(homes)}, each as its manifest says")
