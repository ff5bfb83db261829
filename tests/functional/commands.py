"""What a test calls the command line with."""

from collections.abc import Callable

from click.testing import Result

Briefing = Callable[..., Result]
