"""A workspace: one folder in which everything of a commissioner lies, and the settings that go with it."""

from dataclasses import dataclass
from pathlib import Path

from briefing import toml
from briefing.disk import plainly
from briefing.errors import BriefingError, ConfigError
from briefing.workspace.registers import write_registers
from briefing.workspace.settings import PATTERNS, Settings

SETTINGS_FILE = "briefing.toml"
_TEMPLATE = Path(__file__).with_name(SETTINGS_FILE)


@dataclass(frozen=True)
class Workspace:
    """Where things lie.

    briefing.toml   who we are, and what we chose
    inbox/          published and local files, as they came
    warehouse/      what was read from them
    registers/      people, interests, concerns, commitments, plans: Excel or CSV
    meetings/       a folder a meeting, with its meeting.toml
    packs/          what was made
    history/        who changed which cell of a register at the desk, and what stood there (if any)
    questions/      patterns of our own (if any)
    metrics/        metrics of our own (if any)
    templates/      pages of our own in place of those shipped (if any)
    """

    folder: Path
    settings: Settings

    @property
    def inbox(self) -> Path:
        return self.folder / "inbox"

    @property
    def warehouse(self) -> Path:
        return self.folder / "warehouse"

    @property
    def registers(self) -> Path:
        return self.folder / "registers"

    @property
    def meetings(self) -> Path:
        return self.folder / "meetings"

    @property
    def packs(self) -> Path:
        return self.folder / "packs"

    @property
    def questions(self) -> Path:
        return self.folder / "questions"

    @property
    def metrics(self) -> Path:
        return self.folder / "metrics"

    @property
    def templates(self) -> Path:
        return self.folder / "templates"

    @property
    def standards(self) -> Path | None:
        """The file of our own standards, which override the national ones."""
        return self.folder / self.settings.standards if self.settings.standards else None

    @property
    def logo(self) -> Path | None:
        return self.folder / self.settings.branding.logo if self.settings.branding.logo else None


def init(folder: Path) -> Workspace:
    """Make a workspace. What lies in the folder stays as it is; an existing workspace is refused, and one within."""
    folder = folder.resolve()
    settings = folder / SETTINGS_FILE
    if settings.exists():
        raise ConfigError(
            f"{settings}: is there already and was not touched. Choose another folder, or go on with this."
        )
    if around := [above for above in folder.parents if (above / SETTINGS_FILE).is_file()]:
        raise ConfigError(
            f"{folder}: lies in the workspace {around[0]}, which would read its files. Choose a folder beside that one."
        )
    try:
        for name in ("inbox", "warehouse", "registers", "meetings", "packs"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        write_registers(folder / "registers")
        settings.write_bytes(_TEMPLATE.read_bytes())  # last: a folder with settings is a whole workspace
    except OSError as error:
        raise ConfigError(f"{folder}: no workspace could be made here: {plainly(error)}") from None
    return open_workspace(folder)


def open_workspace(folder: Path) -> Workspace:
    """Open a workspace, its settings checked: everything wrong in them is told at once."""
    folder = folder.resolve()
    workspace = Workspace(folder, read_settings(folder / SETTINGS_FILE))
    missing = [
        f"{folder / SETTINGS_FILE}: {key}: found no file {path}; wanted one in the workspace"
        for key, path in (("standards", workspace.standards), ("branding.logo", workspace.logo))
        if path is not None and not path.is_file()
    ]
    if missing:
        raise ConfigError("\n".join(missing))
    return workspace


def workspace_near(named: Path | None) -> Workspace | None:
    """Open the workspace named, or this folder's, or one above it, or the only one just below it."""
    if named is not None:
        return open_workspace(named)
    here = Path.cwd()
    around = [folder for folder in (here, *here.parents) if (folder / SETTINGS_FILE).is_file()]
    below = _below(here)
    found = around[:1] or (below if len(below) == 1 else [])
    return open_workspace(found[0]) if found else None


def workspace_at(named: Path | None) -> Workspace:
    """Do the same, where there has to be one."""
    if (found := workspace_near(named)) is not None:
        return found
    here = Path.cwd()
    raise BriefingError(
        f"{here}: found {'several workspaces below it' if _below(here) else 'no workspace'}; wanted one. "
        "Go into it, name it with --workspace, or make one: briefing init DIR"
    )


def _below(folder: Path) -> list[Path]:
    return sorted(path.parent for path in folder.glob(f"*/{SETTINGS_FILE}"))


def read_settings(path: Path) -> Settings:
    """Read and check one settings file."""
    if not path.exists():
        raise ConfigError(f"{path}: is not there. `briefing init {path.parent.name}` makes a workspace.")
    return toml.read(path, Settings, patterns=PATTERNS)
