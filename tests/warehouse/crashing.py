"""Work for processes that are killed, short of disk or without rights. Here, so that they can import it."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from shelf import APRIL, MAY, add, advice, ae, ask, warehouse

from briefing.errors import WarehouseError
from briefing.warehouse import Connection, run, tables

ATTENDED = "select period::text, attendances_type_1 from ae order by all"
POSIX = os.name == "posix"
processes: Any = multiprocessing.get_context("forkserver" if POSIX else "spawn")
if POSIX:
    processes.set_forkserver_preload(["__main__", "briefing.warehouse", "pytest"])


def in_a_process(work: Callable[..., Any], *arguments: Any) -> int | None:
    """Do something in a process of its own, and give its exit code: 0 where it came to its end."""
    process = processes.Process(target=work, args=arguments)
    process.start()
    process.join(timeout=60)
    return process.exitcode


def die_at_step(step: int) -> None:
    """Kill this process, without a last word, before its n-th call of what makes writing last."""
    steps = iter(range(1, 1000))

    def deadly(call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            if next(steps) == step:
                os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
            return call(*arguments, **options)

        return counted

    for name in ("fsync", "replace", "mkdir", "rename"):
        setattr(os, name, deadly(getattr(os, name)))
    tables.pq.write_table = deadly(tables.pq.write_table)


def load_april_and_june(folder: Path, step: int) -> None:
    die_at_step(step)
    add(warehouse(folder), "both.xlsx", ae(APRIL, attended=2, revised=True), ae(MAY, attended=3))


def first_load(folder: Path, step: int) -> None:
    die_at_step(step)
    add(warehouse(folder), "april.csv", ae(APRIL, attended=1))


def build_totals(connection: Connection) -> Iterator[str]:
    run(connection, "create table totals as select sum(attendances_type_1)::int as n from ae")
    yield "totals"
    run(connection, "create table copies as from totals")
    yield "copies"


def derive(folder: Path, step: int) -> None:
    die_at_step(step)
    warehouse(folder).derive("f1", build_totals)


def load_five(folder: Path, name: str) -> None:
    for number in range(5):
        add(warehouse(folder), f"{name} {number}", advice(**{f"{name}{number}": "advice"}))


def load_with_files_of_at_most(folder: Path, size: int, report: Path) -> None:
    import resource

    _, highest = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, highest))
    try:
        add(warehouse(folder), "may.csv", ae(MAY))
    except WarehouseError as error:
        resource.setrlimit(resource.RLIMIT_FSIZE, (highest, highest))
        report.write_text(str(error))


def read_and_try_to_load(folder: Path, report: Path) -> None:
    if os.getuid() == 0:
        os.setuid(65534)
    shelf = warehouse(folder)
    try:
        add(shelf, "may.csv", ae(MAY))
    except WarehouseError as error:
        report.write_text(f"{ask(shelf, ATTENDED)} {error}")
