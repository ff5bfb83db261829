"""Words on the command line -> one pipeline call.

Every command does what its docstring says, prints what it made, and leaves with a documented code.
"""

from briefing.cli.analyse import analyse
from briefing.cli.commands import main

main.add_command(analyse)

__all__ = ["main"]
