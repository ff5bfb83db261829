"""What briefing.toml allows of the machine reaches every connection that a build opens, in every process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from briefing.build.inputs import context_of
from briefing.build.version import write_manuscript
from briefing.warehouse import Limits, derived, engine, store
from briefing.workspace import Workspace, open_workspace


@contextmanager
def noted(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[list[Limits], list[Any]]]:
    """The limits with which each connection is opened, and what each says of itself once it is locked."""
    opened: list[Limits] = []
    locked: list[Any] = []
    open_engine, lock_down = engine.open_engine, engine.lock_down

    def opening(folder: Any, limits: Limits) -> Any:
        opened.append(limits)
        return open_engine(folder, limits)

    def locking(connection: Any, *doors: Any, **more: Any) -> None:
        lock_down(connection, *doors, **more)
        locked.extend(connection.execute(SETTINGS).fetchall())

    for module in (store, derived):
        monkeypatch.setattr(module, "open_engine", opening)
        monkeypatch.setattr(module, "lock_down", locking)
    yield opened, locked


SETTINGS = (
    "select current_setting('memory_limit'), current_setting('threads')::int, "
    "current_setting('enable_external_access'), current_setting('lock_configuration')"
)


def test_the_settings_limit_every_connection_of_a_build(
    workspace: Workspace, meeting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (workspace.folder / "briefing.toml").open("a", encoding="utf-8") as file:
        file.write('[machine]\nmemory = "345MiB"\nthreads = 1\n')
    limited = open_workspace(workspace.folder)
    with noted(monkeypatch) as (opened, locked):
        with context_of(limited) as context:
            assert context.organisation("RZ1") is not None
        write_manuscript(limited, meeting, version=1)
    assert set(opened) == {Limits("345MiB", 1)}
    assert set(locked) == {("345.0 MiB", 1, False, True)}
    assert len(locked) == len(opened) > 2, "no connection stays open to the world"
