"""Words on the command line -> one pipeline call.

Every command does what its docstring says, prints what it made, and leaves with a documented code. Each module of this
folder puts its commands under `main` as it is read.
"""

from briefing.cli import (
    analyse,
    auditing,
    figures,
    files,
    keeping,
    meetings,
    packs,
    questions,
    recording,
    web,
)
from briefing.cli.group import main

__all__ = [
    "analyse",
    "auditing",
    "figures",
    "files",
    "keeping",
    "main",
    "meetings",
    "packs",
    "questions",
    "recording",
    "web",
]
