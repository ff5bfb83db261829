"""How far a command is: a bar on a terminal, plain lines elsewhere, nothing with -q."""

import sys
from collections.abc import Callable
from types import TracebackType
from typing import TypeAlias

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

Report: TypeAlias = Callable[[str, int, int], None]
"""What work calls to say how far it is: what is done now, how much is done, of how much."""


class Progress:
    """A `Report` for people; a context manager so that a bar is always put away.

    Bars and lines go to standard error: standard output holds results only.
    """

    def __init__(self, title: str, *, quiet: bool = False) -> None:
        self.title = title
        self.quiet = quiet
        self._bar: Bar | None = None
        self._last = ""

    def __enter__(self) -> "Progress":
        if not self.quiet and sys.stderr.isatty():
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
            )
            self._bar = Bar(*columns, console=Console(stderr=True), transient=True)
            self._bar.start()
            self._task = self._bar.add_task(self.title, total=None)
        return self

    def __call__(self, what: str, done: int, total: int) -> None:
        if self._bar is not None:
            self._bar.update(self._task, description=f"{self.title}: {what}", completed=done, total=total)
        elif not self.quiet and what != self._last:
            self._last = what
            print(f"{self.title} {min(done + 1, total)}/{total}: {what}", file=sys.stderr)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
