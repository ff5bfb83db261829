"""Where the shipped folders are, in a wheel and in a checkout alike."""

from importlib.resources import files
from pathlib import Path


def folder(name: str) -> Path:
    """The folder of a shipped resource package: "queries", "templates", "sample_data" or "docs"."""
    try:
        return Path(str(files(f"briefing.{name}")))
    except ModuleNotFoundError:  # a checkout that was installed before the folder was shipped
        return Path(__file__).parent.parent / name
