"""The program's own command, under which the others stand: its help, and what becomes of an error."""

import click

from briefing import __version__
from briefing.errors import BriefingError

CODES = {
    0: "done",
    BriefingError.exit_code: BriefingError.means,
    2: "words on the command line that can't be used",
    **{error.exit_code: error.means for error in BriefingError.__subclasses__()},
}
EXIT_CODES = "\b\nExit codes:\n" + "".join(f"{code:>4}  {means}\n" for code, means in CODES.items())


class Commands(click.Group):
    """Shows a `BriefingError` as its message and exit code; all else is a bug and keeps its traceback."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except BriefingError as error:
            click.echo(f"briefing: {error}", err=True)
            context.exit(error.exit_code)


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
