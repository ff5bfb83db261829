"""Diagnostics (DM01): a CSV in a zip each month, with seven of the fifteen tests, and 16 = TOTAL."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from briefing.sample_data.chance import Numbers, overdispersed, stream
from briefing.sample_data.economy import PROVIDERS, Provider, SubBoard, months, provider, reporting_code
from briefing.sample_data.planted import ABSENT, DIAGNOSTICS_LATE, steady
from briefing.sample_data.published import csv_bytes, month_name, write_zip

TESTS = {
    1: ("Magnetic Resonance Imaging", 0.055),
    2: ("Computed Tomography", 0.045),
    3: ("Non-obstetric Ultrasound", 0.12),
    6: ("Audiology - Audiology Assessments", 0.03),
    7: ("Cardiology - Echocardiography", 0.045),
    12: ("Colonoscopy", 0.025),
    15: ("Gastroscopy", 0.022),
}
"""Sort order, name, and people waiting for it for each person on the provider's RTT list."""
BANDS = (*(f"{week:02d} < {week + 1:02d} Week{'s' if week else ''}" for week in range(13)), "13+ Weeks")
HEADER = (
    "Period,Provider Parent Org Code,Provider Parent Name,Provider Org Code,Provider Org Name,"
    "Commissioner Parent Org Code,Commissioner Parent Name,Commissioner Org Code,Commissioner Org Name,"
    f"Diagnostic Tests Sort Order,Diagnostic Tests,{','.join(BANDS)},"
    "Total WL,Waiting List Activity,Planned Activity,Unscheduled Activity,Total Activity"
).split(",")


@dataclass(frozen=True)
class Queue:
    """People waiting for one test at one provider: months x (14 bands and 3 kinds of activity)."""

    provider: str
    commissioner: SubBoard
    test: int
    counts: Numbers


def queues() -> list[Queue]:
    return [
        _queue(each, commissioner, part, test)
        for each in PROVIDERS
        for commissioner, part in each.draws
        for test in _tests(each)
    ]


def _tests(each: Provider) -> tuple[int, ...]:
    """Community trusts test hearing, the specialist scans; walk-in centres and independents do none."""
    if each.kind == "acute":
        return tuple(TESTS)
    return {"community": (6,), "specialist": (1, 3)}.get(each.kind, ()) if each.code.startswith("RZ") else ()


def _queue(each: Provider, commissioner: SubBoard, part: float, test: int) -> Queue:
    rng, calendar = stream("diagnostics", each.code, commissioner.code, test), months()
    size = (each.size or 14000) * part * TESTS[test][1]
    waiting = overdispersed(rng, np.full(len(calendar), size), 0.02)
    usual = steady(19.0 - each.quality + stream("diagnostics level", each.code, test).normal(0, 2))
    late = np.array([DIAGNOSTICS_LATE.get(each.code, usual).at(month) for month in calendar])
    luck = stream("diagnostics month", each.code).normal(0, 0.7, len(calendar))
    over = rng.binomial(waiting, np.clip((late + luck) / 100, 0.005, 0.95))
    soon = np.exp(-0.13 * np.arange(6))
    long = np.append(np.exp(-0.35 * np.arange(7)), 0.35)
    bands = np.hstack(
        [rng.multinomial(waiting - over, soon / soon.sum()), rng.multinomial(over, long / long.sum())]
    )
    done = overdispersed(rng, np.full((3, len(calendar)), size) * np.array([[0.95], [0.12], [0.30]]), 0.03).T
    return Queue(each.code, commissioner, test, np.hstack([bands, done]))


def write(folder: Path) -> None:
    everything = queues()
    for number, month in enumerate(months()):
        name = f"{month:%Y%m}-DM01-{month_name(month)}-full-extract"
        content = csv_bytes([HEADER, *_rows(everything, number, month)])
        write_zip(folder / f"{name}.zip", {f"{name}.csv": content})


def _rows(everything: list[Queue], number: int, month: date) -> Iterator[list[object]]:
    for (code, commissioner), tests in _grouped(everything, number, month).items():
        each, board = provider(code), commissioner.board(month)
        head = [f"DM01-{month_name(month).upper()}", each.board(month).code, each.board(month).name, code]
        head += [each.name.upper(), board.code, board.name, commissioner.code, commissioner.name(month)]
        for test, counts in sorted(tests.items()):
            yield [*head, test, TESTS[test][0].upper(), *_numbers(counts)]
        yield [*head, 16, "TOTAL", *_numbers(sum(tests.values()))]  # type: ignore[arg-type]


def _grouped(
    everything: list[Queue], number: int, month: date
) -> dict[tuple[str, SubBoard], dict[int, Numbers]]:
    groups: dict[tuple[str, SubBoard], dict[int, Numbers]] = {}
    for queue in everything:
        code = reporting_code(queue.provider, month)
        if (code, month) not in ABSENT["diagnostics"]:
            tests = groups.setdefault((code, queue.commissioner), {})
            tests[queue.test] = tests.get(queue.test, 0) + queue.counts[number]
    return dict(sorted(groups.items(), key=lambda item: (item[0][0], item[0][1].code)))


def _numbers(counts: Numbers) -> list[int]:
    bands, activity = counts[:14].tolist(), counts[14:].tolist()
    return [*bands, sum(bands), *activity, sum(activity)]
