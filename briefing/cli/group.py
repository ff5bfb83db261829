"""The program's own command, under which the others stand: its help, and what becomes of an error."""

import errno
from typing import Any

import click

from briefing import __version__
from briefing.cli.console import write_any_character
from briefing.disk import plainly, program_error
from briefing.errors import BriefingError, printable

CODES = {
    0: "done",
    BriefingError.exit_code: BriefingError.means,
    2: "words on the command line that can't be used",
    **{error.exit_code: error.means for error in BriefingError.__subclasses__()},
}
EXIT_CODES = "\b\nExit codes:\n" + "".join(f"{code:>4}  {means}\n" for code, means in CODES.items())


_OF_THE_MACHINE = frozenset(
    [
        *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
        *(errno.ENOTDIR, errno.EEXIST, errno.EISDIR, errno.ENAMETOOLONG, errno.EBUSY, errno.EIO),
    ]
)
"""What a folder or a disk refuses is no fault of the program, wherever it happens."""


class Commands(click.Group):
    """Shows an error as its message and exit code; the traceback of one that nobody foresaw goes into a file."""

    def main(self, *words: Any, **settings: Any) -> Any:
        """Run it, on a console that takes whatever is said."""
        write_any_character()
        return super().main(*words, **settings)

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except BriefingError as error:
            shown = error
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            if error.errno == errno.EPIPE:  # such as `briefing status | head`
                raise
            shown = BriefingError(plainly(error)) if error.errno in _OF_THE_MACHINE else program_error()
        except Exception:
            shown = program_error()
        click.echo(f"briefing: {printable(str(shown))}", err=True)
        context.exit(shown.exit_code)


SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(cls=Commands, epilog=EXIT_CODES, context_settings=SETTINGS)
@click.version_option(__version__, prog_name="briefing")
def main() -> None:
    """Make briefing packs that prepare GPs for a meeting with a hospital.

    \b
    Start here:
      briefing demo                        sample packs in ./demo
      briefing init northmere              a workspace for your own data
      briefing load                        read what lies in its inbox and registers
      briefing build 2026-12-03-rxx        make the pack of a meeting
    """
