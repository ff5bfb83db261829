"""The books of the fictional economy balance, in the generator and in what it published."""

import csv
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest
from briefing.sample_data import rtt_books
from briefing.sample_data.economy import months
from briefing.sample_data.generate import WORKSPACE


@pytest.fixture(scope="module")
def books() -> list[rtt_books.Cell]:
    return rtt_books.cells()


@pytest.fixture(scope="module")
def september() -> list[dict[str, str]]:
    (path,) = (WORKSPACE / "inbox" / "rtt").glob("*September-2026*")
    with zipfile.ZipFile(path) as archive:
        return list(csv.DictReader(io.StringIO(archive.read(archive.namelist()[0]).decode())))


def test_every_list_is_the_last_one_with_starts_less_treatments_and_removals(
    books: list[rtt_books.Cell],
) -> None:
    for cell in books:
        ends = cell.waiting.sum(axis=1)
        before = np.append(cell.opening, ends[:-1])
        treated = cell.admitted.sum(axis=1) + cell.seen.sum(axis=1)
        assert (ends == before + cell.starts - treated - cell.removals).all()
        assert (cell.starts >= 0).all()
        assert (cell.removals >= 0).all()


def test_those_with_a_decision_are_among_those_waiting(books: list[rtt_books.Cell]) -> None:
    assert all((cell.decided <= cell.waiting).all() for cell in books)


def test_the_published_total_is_the_sum_of_its_specialties(september: list[dict[str, str]]) -> None:
    sums: dict[tuple[str, ...], list[int]] = {}
    for row in september:
        key = (row["Provider Org Code"], row["Commissioner Org Code"], row["RTT Part Type"])
        slot = 1 if row["Treatment Function Code"] == "C_999" else 0
        sums.setdefault(key, [0, 0])[slot] += int(row["Total All"])
    assert len(sums) > 100
    assert all(parts == total for parts, total in sums.values())


def test_waits_are_as_long_as_they_are_in_england(september: list[dict[str, str]]) -> None:
    rows = [
        row
        for row in september
        if (row["RTT Part Type"], row["Treatment Function Code"]) == ("Part_2", "C_999")
        and row["Commissioner Org Code"] != "NONC"
    ]
    weeks = list(september[0])[13:118]
    people = np.array([[int(row[week]) for week in weeks] for row in rows]).sum(axis=0)
    within, over_52, over_78 = people[:18].sum(), people[52:].sum(), people[78:].sum()
    assert 60 < 100 * within / people.sum() < 72
    assert 0.5 < 100 * over_52 / people.sum() < 2.5
    assert 0 < over_78 < 1000


def test_the_removals_planted_stand_out_of_their_own_past(books: list[rtt_books.Cell]) -> None:
    cells = [cell for cell in books if (cell.provider, cell.specialty) == ("RZA", "110")]
    ends = sum(cell.waiting.sum(axis=1) for cell in cells)
    opening = np.append(sum(cell.opening for cell in cells), ends[:-1])
    rate = 100 * sum(cell.removals for cell in cells) / opening
    since = months().index(next(month for month in months() if (month.year, month.month) == (2026, 7)))
    assert rate[:since].max() < 5 < rate[since:].min()


def test_a_provider_that_did_not_submit_is_absent_and_not_zero() -> None:
    def providers(name: str) -> set[str]:
        (path,) = (WORKSPACE / "inbox" / "rtt").glob(name)
        with zipfile.ZipFile(path) as archive:
            return {
                row["Provider Org Code"]
                for row in csv.DictReader(io.StringIO(archive.read(archive.namelist()[0]).decode()))
            }

    assert "RZD" in providers("*October-2025*")
    assert "RZD" not in providers("*November-2025*")
    assert providers("*September-2025*") - providers("*October-2025*") == {"RZM"}  # taken over by RZB


def test_the_total_row_of_every_emergency_file_is_the_sum_of_the_others() -> None:
    for path in sorted((WORKSPACE / "inbox" / "ae").glob("Monthly-AE-*.csv")):
        _, *rows, total = csv.reader(io.StringIO(Path(path).read_text()))
        assert [sum(map(int, column)) for column in list(zip(*rows, strict=True))[4:]] == [
            int(cell) for cell in total[4:]
        ]
