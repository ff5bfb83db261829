"""Words on the command line -> one pipeline call.

Every command does what its docstring says, prints what it made, and leaves with a documented code.
"""

from briefing.cli.analyse import analyse
from briefing.cli.approving import approve, verify
from briefing.cli.auditing import audit
from briefing.cli.commands import main
from briefing.cli.keeping import backup, doctor, prune, restore
from briefing.cli.meetings import meeting
from briefing.cli.questions import questions
from briefing.cli.recording import promises, record
from briefing.cli.runs import run
from briefing.cli.sending import send
from briefing.cli.specimen import specimen

COMMANDS = (
    *(analyse, approve, audit, backup, doctor, meeting, promises, prune, questions, record, restore, run),
    *(send, specimen, verify),
)

for command in COMMANDS:
    main.add_command(command)

__all__ = ["main"]
