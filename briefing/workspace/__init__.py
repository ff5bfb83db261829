"""Where things lie, and what a commissioner has chosen: a folder and its briefing.toml."""

from briefing.workspace.folder import (
    SETTINGS_FILE,
    Workspace,
    init,
    open_workspace,
    read_settings,
    workspace_at,
    workspace_near,
)
from briefing.workspace.settings import Settings

__all__ = [
    "SETTINGS_FILE",
    "Settings",
    "Workspace",
    "init",
    "open_workspace",
    "read_settings",
    "workspace_at",
    "workspace_near",
]
