"""Which months of which measures may not be shown: those that are small, and those that would give one of them away.

Whatever is shown can be added and subtracted, so every sum that a reader can make is looked at, not only what is
printed. A sum has a whole and parts; what the whole leaves when the shown parts are taken from it must not be few:

    groups          whole = sex:female + sex:male + ...
    specialties     all specialties = 100 + 110 + ...
    populations     the whole trust = our residents + others; and the others again have groups and specialties
    remainders      advice answered = converted + returned + advice alone

    whole 40 | female 37 | male 3               ->  whole 40 | hidden | hidden
    whole 90 | female 50 | male 37 | other 3    ->  whole 90 | 50 | hidden | hidden
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from briefing.measures import ALL, Key, Measure

Cell = tuple[Key, date]
Counts = tuple[float | None, float | None]
"""Numerator and denominator; None where the kind of metric has none that counts people."""


@dataclass(frozen=True)
class Earlier:
    """What the version before showed, which its readers still have."""

    shown: Mapping[Cell, Counts] = field(default_factory=dict)
    hidden: frozenset[Cell] = frozenset()


NOTHING_EARLIER = Earlier()
_OTHERS = "others than "
_WITHOUT_DENOMINATOR = ("rate", "ratio")
"""Their denominators are registered or expected people, whom no month makes fewer."""
REMAINDERS: tuple[tuple[tuple[str, int, int], ...], ...] = (
    (("advice_converted", 1, 1), ("advice_converted", 0, -1), ("advice_returned", 0, -1)),
    (("cancelled_by_hospital", 1, 1), ("cancelled_by_hospital", 0, -1), ("missed_appointments", 1, -1)),
)
"""What different metrics leave together: metric, 0 for its numerator or 1 for its denominator, sign."""


@dataclass(frozen=True)
class Sum:
    """A whole, if it is among what could be shown, and its parts. `complete` where nothing else is in the whole."""

    whole: Cell | None
    parts: tuple[Cell, ...]
    complete: bool = True


@dataclass
class Table:
    """Every count that could be shown or made from what is shown, and what may not be."""

    small: int
    counts: dict[Cell, Counts] = field(default_factory=dict)
    rounded: dict[Cell, Counts] = field(default_factory=dict)
    """The same from counts rounded to five, as one preset prints them: they must not give anything away either."""
    proportions: set[str] = field(default_factory=set)
    """Names of metrics whose numerator is a part of its denominator."""
    rests_on: dict[Cell, tuple[Cell, ...]] = field(default_factory=dict)
    """A count that nobody prints -> the printed ones it is made from; the first is the one to hide for it."""
    hidden: dict[Cell, None] = field(default_factory=dict)
    """In order, unlike a set: what is hidden beside must not depend on a run."""
    known: set[Cell] = field(default_factory=set)
    """Shown in the version before as it is now: to hide it now hides nothing from whoever has both."""
    sums: list[Sum] = field(default_factory=list)
    sums_of: dict[Cell, list[Sum]] = field(default_factory=lambda: defaultdict(list))
    makes: dict[Cell, list[Cell]] = field(default_factory=lambda: defaultdict(list))
    """The other way round of `rests_on`."""

    def shown(self, cell: Cell) -> bool:
        if cell in self.rests_on:
            return all(printed not in self.hidden for printed in self.rests_on[cell])
        return cell not in self.hidden

    def read(self, cell: Cell) -> bool:
        """Whether a reader of this version and the one before knows it."""
        made_from = self.rests_on.get(cell, (cell,))
        return all(printed not in self.hidden or printed in self.known for printed in made_from)

    def can_hide(self, cell: Cell) -> bool:
        return self.rests_on.get(cell, (cell,))[0] not in self.known

    def take(self, cell: Cell, counts: Counts, rounded: Counts) -> None:
        self.counts[cell] = counts
        self.rounded[cell] = rounded

    def is_few(self, cell: Cell) -> bool:
        return self.rest_is_few(cell, [])

    def rest_is_few(self, whole: Cell, parts: Sequence[Cell]) -> bool:
        """Whether few are left of a whole without some parts, in the counts as they are or as they are rounded."""
        return any(
            self._few(whole, _difference(kind[whole], [kind[part] for part in parts]))
            for kind in (self.counts, self.rounded)
        )

    def _few(self, cell: Cell, counts: Counts) -> bool:
        n, d = counts
        if few(n, self.small) or few(d, self.small):
            return True
        return cell[0][0] in self.proportions and n is not None and d is not None and few(d - n, self.small)


def few(count: float | None, small: int) -> bool:
    return count is not None and 0.5 <= count <= small + 0.5


def hidden_cells(measures: Iterable[Measure], *, small: int, earlier: Earlier = NOTHING_EARLIER) -> set[Cell]:
    """Return the months to hide, by measure.

    What the version before hid stays hidden: two versions are subtracted too.
    """
    table = _table(measures, small, earlier)
    _add_sums(table)
    due: list[Sum] = list(table.sums)
    for cell in table.counts:
        if table.shown(cell) and table.is_few(cell):
            due += _hide(cell, table)
    while due:
        one = due.pop()
        if (companion := _companion(one, table)) is not None:
            due += [one, *_hide(companion, table)]
    return set(table.hidden)


def _table(measures: Iterable[Measure], small: int, earlier: Earlier) -> Table:
    """The counts of each month; what was hidden before stays hidden, and its counts are not known."""
    table = Table(small)
    for measure in measures:
        kind = measure.metric.kind
        if kind == "proportion":
            table.proportions.add(measure.metric.name)
        for point in measure.points:
            cell = (measure.key, point.period)
            d = None if kind in _WITHOUT_DENOMINATOR else point.denominator
            n = None if kind == "percentile" else point.numerator
            if point.hidden or cell in earlier.hidden:
                table.hidden[cell] = None
            elif n is not None or d is not None:
                table.take(cell, (n, d), _rounded((n, d)))
                as_printed = (point.numerator, point.denominator)
                if earlier.shown.get(cell) in (as_printed, _rounded(as_printed)):
                    table.known.add(cell)
    return table


def _hide(cell: Cell, table: Table) -> list[Sum]:
    """Hide a month, or the month that stands for it; return the sums to look at again."""
    printed = table.rests_on[cell][0] if cell in table.rests_on else cell
    table.hidden[printed] = None
    touched = [printed, *table.makes.get(printed, ())]
    return [one for each in touched for one in table.sums_of.get(each, ())]


def _companion(one: Sum, table: Table) -> Cell | None:
    """Return the part to hide next, the smallest, or the whole where every part is known from the version before.

    None where the sum gives nothing away: a part that is unknown alone is the whole less the others.
    """
    read = [part for part in one.parts if table.read(part)]
    if not read:
        return None
    unknown = len(one.parts) - len(read)
    if one.whole is None or not table.read(one.whole):
        leaks = one.complete and unknown + (one.whole is not None) == 1
    else:
        leaks = unknown == 1 or table.rest_is_few(one.whole, read)
    if not leaks:
        return None
    if parts := [part for part in read if table.can_hide(part)]:
        return min(parts, key=lambda part: _size(table.counts[part], part))
    return one.whole if one.whole is not None and table.can_hide(one.whole) else None


def _size(counts: Counts, part: Cell) -> tuple[bool, float, Key]:
    """An empty part hides nothing beside it, so it goes last."""
    n, d = counts
    size = d if d is not None else n
    return (not size, size or 0.0, part[0])


# The sums ---------------------------------------------------------------------------------------------------


def _add_sums(table: Table) -> None:
    printed = [*table.counts, *table.hidden]
    everything = [*printed, *_others(table)]
    _remainders(table)
    families: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in everything:
        for whole, family in _wholes(cell):
            families[whole, family].append(cell)
    there = set(everything)
    for (whole, _), parts in families.items():
        _add(table, Sum(whole if whole in there else None, tuple(parts)))
    for cell in printed:
        if cell[0][2] != ALL and (whole := _of_everybody(cell)) in there:
            _add(table, Sum(whole, (cell,), complete=False))


def _add(table: Table, one: Sum) -> None:
    table.sums.append(one)
    for cell in (*one.parts, *([one.whole] if one.whole is not None else [])):
        table.sums_of[cell].append(one)


def _wholes(cell: Cell) -> Iterator[tuple[Cell, str]]:
    """The wholes that a month is a part of, each with the name of the division."""
    (name, org, population, specialty, group), period = cell
    if group != ALL:
        yield ((name, org, population, specialty, ALL), period), group.partition(":")[0]
    if specialty != ALL:
        yield ((name, org, population, ALL, group), period), "specialty"


def _of_everybody(cell: Cell) -> Cell:
    (name, org, _, specialty, group), period = cell
    return ((name, org, ALL, specialty, group), period)


def _others(table: Table) -> list[Cell]:
    """The patients who are not our residents: printed nowhere, and known to all who can subtract."""
    made = []
    for cell, ours in list(table.counts.items()):
        if cell[0][2] == ALL or (everybody := _of_everybody(cell)) not in table.counts:
            continue
        (name, org, population, specialty, group), period = cell
        other = ((name, org, f"{_OTHERS}{population}", specialty, group), period)
        table.take(
            other,
            _difference(table.counts[everybody], [ours]),
            _difference(table.rounded[everybody], [table.rounded[cell]]),
        )
        _rest_on(table, other, (cell, everybody))
        made.append(other)
    return made


def _remainders(table: Table) -> None:
    """What some metrics leave together, where all of them have figures for the same people."""
    by_rest: dict[tuple[object, ...], dict[str, Cell]] = defaultdict(dict)
    for key, period in list(table.counts):
        by_rest[(*key[1:], period)][key[0]] = (key, period)
    for formula in REMAINDERS:
        names = dict.fromkeys(name for name, _, _ in formula)
        for cells in by_rest.values():
            if not all(name in cells for name in names):
                continue
            operands = sorted((cells[name] for name in names), key=lambda c: (table.counts[c][0] or 0.0, c))
            key, period = operands[0]
            rest = ((f"rest of {' and '.join(names)}", *key[1:]), period)
            made = [
                (sum((kind[cells[name]][which] or 0.0) * sign for name, which, sign in formula), None)
                for kind in (table.counts, table.rounded)
            ]
            table.take(rest, made[0], made[1])
            _rest_on(table, rest, tuple(operands))


def _rest_on(table: Table, cell: Cell, printed: tuple[Cell, ...]) -> None:
    table.rests_on[cell] = printed
    for each in printed:
        table.makes[each].append(cell)


def _difference(whole: Counts, parts: Sequence[Counts]) -> Counts:
    return _less(whole[0], [n for n, _ in parts]), _less(whole[1], [d for _, d in parts])


def _less(whole: float | None, parts: Sequence[float | None]) -> float | None:
    taken = [part for part in parts if part is not None]
    return None if whole is None or len(taken) < len(parts) else whole - sum(taken)


def _rounded(counts: Counts) -> Counts:
    n, d = (None if count is None else to_five(count) for count in counts)
    return n, d


def to_five(count: float) -> float:
    return float(5 * round(count / 5))
