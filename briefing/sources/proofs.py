"""What a published file proves about itself: sums, subsets within sets, no row twice, one month.

Each proof returns the faults it found, rows named as the user sees them, at most twenty of a kind.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import chain

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.layout import Reading
from briefing.sources.sheets import counted, shown

SHOWN = 20
_MOST_LETTERS = 64
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

_CODE = re.compile(r"[A-Z0-9]{3,8}")
_AGAIN = "Download the file again; if it is as published, ask the publisher."
_SWAPPED = "The values of two columns may have been swapped: download the file again."


def refuse(*faults: Iterable[Fault]) -> None:
    """Refuse the file for all of these, if there are any."""
    if found := tuple(chain.from_iterable(faults)):
        raise SourceError(found)


def row_faults(
    reading: Reading,
    bad: Flags,
    *,
    found: Callable[[int], str],
    wanted: str,
    remedy: str = _AGAIN,
    column: str | None = None,
) -> list[Fault]:
    """One fault for each of the first bad rows, and one that counts them all where there are more."""
    where = np.flatnonzero(bad)
    faults = [
        reading.fault(found=found(row), wanted=wanted, remedy=remedy, row=row, column=column)
        for row in where[:SHOWN].tolist()
    ]
    if len(where) > SHOWN:
        more = f"{len(where):,} rows of this kind, of which the first {SHOWN} are listed"
        faults.append(reading.fault(found=more, wanted="none", remedy=remedy, column=column))
    return faults


def numbers(column: pa.ChunkedArray) -> Ints:
    """A column of counts with nulls as zero, for adding up. Halves come doubled, so that sums stay exact."""
    if pa.types.is_decimal(column.type):
        column = pc.cast(pc.multiply(column, pa.scalar(2)), pa.int64(), safe=False)
    filled: Ints = column.fill_null(0).to_numpy().astype(np.int64)
    return filled


def flags(column: pa.ChunkedArray) -> Flags:
    there: Flags = np.asarray(column.fill_null(False), dtype=np.bool_)
    return there


def group_ids(table: pa.Table, names: Sequence[str]) -> Ints:
    """One number a row, equal for rows that agree in the named columns."""
    ids = np.zeros(table.num_rows, np.int64)
    for name in names:
        encoded = table[name].combine_chunks().dictionary_encode(null_encoding="encode")
        indices = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        ids = ids * max(len(encoded.dictionary), 1) + indices
        ids = np.unique(ids, return_inverse=True)[1]
    return ids


def one_month(reading: Reading) -> list[Fault]:
    """A fault where the rows speak of several months, or there are no rows."""
    if len(reading.months) == 1:
        return []
    seen = ", ".join(f"{month:%B %Y}" for month in reading.months[:6]) or "no rows"
    remedy = "Load each month's file as it was published."
    return [reading.fault(found=seen, wanted="rows of one month", remedy=remedy, column="period")]


def some_rows(reading: Reading) -> list[Fault]:
    if reading.table.num_rows:
        return []
    remedy = "Check that the right file was saved."
    return [reading.fault(found="a header without rows", wanted="at least one row", remedy=remedy)]


def no_row_twice(reading: Reading, key: Sequence[str]) -> list[Fault]:
    """A fault for each row whose key stood in a row before it."""
    if len(key) == 1 and _each_once(reading.table[key[0]]):
        return []
    _, first, ids = np.unique(group_ids(reading.table, key), return_index=True, return_inverse=True)
    same = " and ".join(_words(name) for name in key)
    return row_faults(
        reading,
        first[ids] != np.arange(reading.table.num_rows),
        found=lambda row: f"the same {same} as in row {reading.row(int(first[ids[row]])):,}",
        wanted="each of them once",
        remedy="Remove the copied rows.",
    )


def _each_once(values: pa.ChunkedArray) -> bool:
    """Whether no value stands there twice, found a last letter at a time: a table of ten million ids is large."""
    if values.null_count or not pa.types.is_string(values.type):
        return False
    ends = pc.utf8_slice_codeunits(values, -1).dictionary_encode().unify_dictionaries()
    letters = ends.chunk(0).dictionary if ends.num_chunks else pa.array([], pa.string())
    if len(letters) > _MOST_LETTERS:
        return False
    numbers_of_letters = pa.chunked_array([chunk.indices for chunk in ends.chunks], pa.int32())
    return all(
        pc.count_distinct(part := values.filter(pc.equal(numbers_of_letters, number))).as_py() == len(part)
        for number in range(len(letters))
    )


def duplicate_keys(table: pa.Table, key: Sequence[str], *, file: str) -> list[Fault]:
    """The same for a table joined of several sheets, whose rows can't be numbered."""
    ids = group_ids(table, key)
    n = len(ids) - len(np.unique(ids))
    if not n:
        return []
    found = f"{counted(n, 'row')} that stand in more than one sheet of the file"
    return [Fault(file, found, "each row once", "Load one copy of the file only.")]


def added(reading: Reading, names: Iterable[str]) -> Ints:
    """Several columns of counts added up, row by row."""
    total = np.zeros(reading.table.num_rows, np.int64)
    for name in names:
        total += numbers(reading.table[name])
    return total


def sums_match(
    reading: Reading, parts: Ints, total: str, *, said: str, rows: Flags | None = None
) -> list[Fault]:
    """A fault for each row in which what was added up, named by `said`, is not the `total`."""
    whole, unit = numbers(reading.table[total]), _unit(reading, total)
    return row_faults(
        reading,
        (parts != whole) & (True if rows is None else rows),
        found=lambda row: f"{_count(whole[row], unit)}, where {said} add up to {_count(parts[row], unit)}",
        wanted=f"the sum of {said}",
        column=total,
    )


def groups_add_up(
    reading: Reading, *, by: Sequence[str], is_total: Flags, counts: Iterable[str], total: str
) -> list[Fault]:
    """In each group, the rows must add up to its row called `total`, in every column of counts."""
    table = reading.table
    groups = group_ids(table, by)
    n_groups = int(groups.max(initial=-1)) + 1
    at = np.full(n_groups, -1)
    at[groups[is_total]] = np.flatnonzero(is_total)
    alone = np.zeros(table.num_rows, np.bool_)
    alone[np.unique(groups, return_index=True)[1]] = at < 0
    faults = row_faults(
        reading,
        alone,
        found=lambda row: f"no row {total} for {_group(table, by, row)}",
        wanted="one to prove the other rows by",
        remedy="The file may have been cut or filtered: download it again.",
    )
    sign = np.where(is_total, -1, 1)
    for name in () if faults else counts:
        off = np.bincount(groups, weights=numbers(table[name]) * sign, minlength=n_groups)
        for group in np.flatnonzero(off)[: SHOWN - len(faults)].tolist():
            difference = _count(abs(off[group]), _unit(reading, name))
            which = f"{difference} {'more' if off[group] > 0 else 'fewer'} than {total}"
            fault = reading.fault(
                found=f"rows that add up to {which} for {_group(table, by, int(at[group]))}",
                wanted=f"their sum in {total}",
                remedy="A row was changed, removed or added: download the file again.",
                row=int(at[group]),
                column=name,
            )
            faults.append(fault)
    return faults


def _unit(reading: Reading, name: str) -> int:
    return 2 if pa.types.is_decimal(reading.table[name].type) else 1


def _count(value: float, unit: int) -> str:
    return f"{value / unit:,.1f}".removesuffix(".0")


def _group(table: pa.Table, by: Sequence[str], row: int) -> str:
    """`provider code RXX, commissioner code 06Q`."""
    words = {name: table[name][row].as_py() for name in by}
    return ", ".join(f"{_words(name)} {word}" for name, word in words.items() if word is not None)


def within(reading: Reading, part: str, whole: str) -> list[Fault]:
    """A fault for each row in which a subset is larger than its set."""
    some, every = numbers(reading.table[part]), numbers(reading.table[whole])
    return row_faults(
        reading,
        some > every,
        found=lambda row: f"{some[row]:,}, more than {shown(reading.headings[whole])}, {every[row]:,}",
        wanted="no more than the whole",
        remedy=_SWAPPED,
        column=part,
    )


def codes(reading: Reading, *names: str) -> list[Fault]:
    """A fault for each row whose organisation code is no code: a name, a number with a point, lower case."""
    faults: list[Fault] = []
    for name in names:
        values = reading.table[name]
        seen = pc.unique(values).to_pylist()
        odd = [value for value in seen if value is not None and not _CODE.fullmatch(value)]
        if odd:
            faults += row_faults(
                reading,
                flags(pc.is_in(values, pa.array(odd, pa.string()))),
                found=lambda row, values=values: shown(values[row].as_py()),  # type: ignore[misc]
                wanted="an organisation code of capitals and digits",
                remedy=_SWAPPED,
                column=name,
            )
    return faults


def _words(name: str) -> str:
    return name.replace("_", " ")
