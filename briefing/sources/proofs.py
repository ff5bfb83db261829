"""What a published file proves about itself: sums, subsets within sets, no row twice, one month.

Each proof returns the faults it found, rows named as the user sees them, at most twenty of a kind.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.sheets import Cells, counted, shown

SHOWN = 20
_MOST_LETTERS = 64
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Said = Callable[[int], str]

_CODE = re.compile(r"[A-Z0-9]{3,8}")
_AGAIN = "Download the file again; if it is as published, ask the publisher."


def row_faults(
    cells: Cells, bad: Flags, *, found: Said, wanted: Said, remedy: str = _AGAIN, column: str | None = None
) -> list[Fault]:
    """One fault for each of the first bad rows, and one that counts them all where there are more."""
    where = np.flatnonzero(bad)
    faults = [
        cells.fault(found=found(i), wanted=wanted(i), remedy=remedy, row=cells.row(i), column=column)
        for i in where[:SHOWN].tolist()
    ]
    if len(where) > SHOWN:
        more = f"{len(where):,} rows of this kind, of which the first {SHOWN} are listed"
        faults.append(cells.fault(found=more, wanted="none", remedy=remedy, column=column))
    return faults


def numbers(column: pa.ChunkedArray) -> Ints:
    """A column of counts with nulls as zero, for adding up. Halves come doubled, so that sums stay exact."""
    if pa.types.is_decimal(column.type):
        column = pc.cast(pc.multiply(column, pa.scalar(2)), pa.int64(), safe=False)
    filled: Ints = column.fill_null(0).to_numpy().astype(np.int64)
    return filled


def group_ids(table: pa.Table, names: Sequence[str]) -> Ints:
    """One number a row, equal for rows that agree in the named columns."""
    ids = np.zeros(table.num_rows, np.int64)
    for name in names:
        encoded = table[name].combine_chunks().dictionary_encode(null_encoding="encode")
        indices = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        ids = ids * max(len(encoded.dictionary), 1) + indices
        ids = np.unique(ids, return_inverse=True)[1]
    return ids


def one_month(cells: Cells, months: pa.ChunkedArray, *, heading: str) -> tuple[date | None, list[Fault]]:
    """The month all rows speak of; a fault where they speak of several, or there are no rows."""
    found = sorted(month for month in pc.unique(months).to_pylist() if month is not None)
    if len(found) == 1:
        return found[0], []
    seen = ", ".join(f"{month:%B %Y}" for month in found[:6]) or "no rows"
    remedy = "Load each month's file as it was published."
    return None, [cells.fault(found=seen, wanted="rows of one month", remedy=remedy, column=heading)]


def no_row_twice(cells: Cells, table: pa.Table, key: Sequence[str]) -> list[Fault]:
    """A fault for each row whose key stood in a row before it."""
    if len(key) == 1 and _each_once(table[key[0]]):
        return []
    _, first, ids = np.unique(group_ids(table, key), return_index=True, return_inverse=True)
    bad = first[ids] != np.arange(table.num_rows)

    def found(i: int) -> str:
        same = " and ".join(_words(name) for name in key)
        return f"the same {same} as in row {cells.row(int(first[ids[i]])):,}"

    return row_faults(
        cells, bad, found=found, wanted=lambda _: "each of them once", remedy="Remove the copied rows."
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


def sums_match(
    cells: Cells, parts: Sequence[Ints], total: Ints, *, heading: str, said: str, halves: bool = False
) -> list[Fault]:
    """A fault for each row in which `parts`, named by `said`, don't add up to `total`."""
    added = np.sum(np.stack(parts), axis=0)
    unit = 2 if halves else 1
    return row_faults(
        cells,
        added != total,
        found=lambda i: f"{total[i] / unit:,g} where {said} add up to {added[i] / unit:,g}",
        wanted=lambda _: f"the sum of {said}",
        column=heading,
    )


def groups_add_up(
    cells: Cells,
    table: pa.Table,
    *,
    by: Sequence[str],
    is_total: Flags,
    counts: Sequence[str],
    headings: Mapping[str, str],
    total: str,
    unit: int = 1,
) -> list[Fault]:
    """In each group, the rows must add up to its row called `total`, in every column of counts."""
    groups = group_ids(table, by)
    n_groups = int(groups.max(initial=-1)) + 1
    at = np.full(n_groups, -1)
    at[groups[is_total]] = np.flatnonzero(is_total)
    alone = np.zeros(table.num_rows, np.bool_)
    alone[np.unique(groups, return_index=True)[1]] = at < 0
    faults = row_faults(
        cells,
        alone,
        found=lambda i: f"no row {total} for {_group(table, by, i)}",
        wanted=lambda _: "one to prove the other rows by",
        remedy="The file may have been cut or filtered: download it again.",
    )
    sign = np.where(is_total, -1, 1)
    for name in () if faults else counts:
        off = np.bincount(groups, weights=numbers(table[name]) * sign, minlength=n_groups)
        for group in np.flatnonzero(off)[: SHOWN - len(faults)].tolist():
            difference = f"{abs(off[group]) / unit:,g} {'more' if off[group] > 0 else 'fewer'} than {total}"
            fault = cells.fault(
                found=f"rows that add up to {difference} for {_group(table, by, int(at[group]))}",
                wanted=f"their sum in {total}",
                remedy="A row was changed, removed or added: download the file again.",
                row=cells.row(int(at[group])),
                column=headings[name],
            )
            faults.append(fault)
    return faults


def _group(table: pa.Table, by: Sequence[str], row: int) -> str:
    """`provider code RXX, commissioner code 06Q`."""
    words = {name: table[name][row].as_py() for name in by}
    return ", ".join(f"{_words(name)} {word}" for name, word in words.items() if word is not None)


def within(cells: Cells, part: Ints, whole: Ints, *, heading: str, whole_heading: str) -> list[Fault]:
    """A fault for each row in which a subset is larger than its set."""
    return row_faults(
        cells,
        part > whole,
        found=lambda i: f"{part[i]:,}, more than {shown(whole_heading)}, {whole[i]:,}",
        wanted=lambda _: "no more than the whole",
        remedy="The values of two columns may have been swapped: download the file again.",
        column=heading,
    )


def codes(cells: Cells, values: pa.ChunkedArray, *, heading: str) -> list[Fault]:
    """A fault for each row whose organisation code is no code: a name, a number with a point, lower case."""
    odd = [
        value for value in pc.unique(values).to_pylist() if value is not None and not _CODE.fullmatch(value)
    ]
    if not odd:
        return []
    bad = pc.is_in(values, pa.array(odd, pa.string())).to_numpy(zero_copy_only=False)
    return row_faults(
        cells,
        bad,
        found=lambda i: shown(values[i].as_py()),
        wanted=lambda _: "an organisation code of capitals and digits",
        remedy="The values of two columns may have been swapped: download the file again.",
        column=heading,
    )


def _words(name: str) -> str:
    return name.replace("_", " ")
