"""Words on the command line -> one pipeline call.

Every command does what its docstring says, prints what it made, and leaves with a documented code.
"""

from briefing.cli.analyse import analyse
from briefing.cli.auditing import audit
from briefing.cli.figures import explain, scan, show
from briefing.cli.files import init, load, status
from briefing.cli.group import main
from briefing.cli.keeping import backup, doctor, prune, restore
from briefing.cli.meetings import meeting
from briefing.cli.packs import approve, build, check, demo, run, send, verify
from briefing.cli.questions import questions
from briefing.cli.recording import promises, record

for command in (
    *(
        analyse,
        approve,
        audit,
        backup,
        build,
        check,
        demo,
        doctor,
        explain,
        init,
        load,
        meeting,
        promises,
        prune,
    ),
    *(questions, record, restore, run, scan, send, show, status, verify),
):
    main.add_command(command)

__all__ = ["main"]
