"""Where the shipped folders are, in a wheel and in a checkout alike."""

from importlib.resources import files
from pathlib import Path


def folder(name: str) -> Path:
    """The folder of a shipped resource package: "queries", "templates" or "sample_data"."""
    return Path(str(files(f"briefing.{name}")))
