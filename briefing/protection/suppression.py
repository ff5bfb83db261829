"""Which months of which measures may not be shown: those that are small, and those that would give one of them away.

Whatever is shown can be added and subtracted, so every sum that a reader can make is looked at, not only what is
printed. A sum has a whole and parts; what the whole leaves when the shown parts are taken from it must not be few:

    groups          whole = sex:female + sex:male + ...
    specialties     all specialties = 100 + 110 + ...
    populations     the whole trust = our residents + others; and the others again have groups and specialties
    one in another  appointments kept = with a letter due = first seen + urgent suspected cancer; by group as well

    whole 40 | female 37 | male 3               ->  whole 40 | hidden | hidden
    whole 90 | female 50 | male 37 | other 3    ->  whole 90 | 50 | hidden | hidden
    letters 87 | first seen 85                  ->  letters 87 | hidden

A reader has the versions before, and the packs of other meetings with the same provider. What they hid stays hidden,
and what they showed is known, whether or not it is shown again.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import product
from typing import Literal, get_args

from briefing.measures import ALL, Key, Measure

Cell = tuple[Key, date]
Counts = tuple[float | None, float | None]
"""Numerator and denominator; None where the kind of metric has none that counts people."""
Side = Literal["all", "counted", "rest"]
"""Of a share: its denominator, its numerator, and those it does not count."""
_SIDES: tuple[Side, ...] = get_args(Side)


@dataclass(frozen=True)
class Earlier:
    """What other versions showed and hid of the same provider: those before this one, and those of other meetings."""

    shown: Mapping[Cell, tuple[Counts, ...]] = field(default_factory=dict)
    """As often as they differ: a figure may have been revised in between."""
    hidden: frozenset[Cell] = frozenset()


NOTHING_EARLIER = Earlier()
_OTHERS = "others than "
_WITHOUT_DENOMINATOR = ("rate", "ratio")
"""Their denominators are registered or expected people, whom no month makes fewer."""
WITHIN: tuple[tuple[tuple[str, Side], ...], ...] = (
    (
        ("cancelled_by_hospital", "all"),
        ("cancelled_by_hospital", "rest"),
        ("missed_appointments", "all"),
        ("missed_appointments", "rest"),
        ("letters_within_7_days", "all"),
        ("first_appointment_within_18_weeks", "all"),
    ),
    (("advice_converted", "rest"), ("advice_returned", "counted")),
    (("active_monitoring_stops", "all"), ("referrals_over_18_weeks", "all")),
)
"""Counts of different metrics, each within the one before it: what it leaves of that one is people too."""
WITHIN_NONE = frozenset(
    {
        "referrals_returned",
        "gp_referrals_per_1000",
        "practice_referrals_against_expected",
        "practice_referrals_allowing_for_deprivation",
    }
)
"""Metrics that count nobody whom another one of their feed counts in the same month."""
_HIDDEN_FIRST = (
    "cancelled_by_hospital",
    "first_appointment_within_18_weeks",
    "advice_returned",
    "referrals_over_18_weeks",
)
"""Of two metrics that leave few between them, one of these is hidden; before them a metric of a workspace's own."""
_KNOWN_METRICS = WITHIN_NONE.union(name for chain in WITHIN for name, _ in chain)


@dataclass(frozen=True)
class Sum:
    """A whole, if it is among what could be shown, and its parts."""

    whole: Cell | None
    parts: tuple[Cell, ...]
    tells_one: bool = True
    """False where it does no harm that a single unknown count is the rest of it: unless that is few."""


@dataclass
class Table:
    """Every count that could be shown or made from what is shown, and what may not be."""

    small: int
    counts: dict[Cell, Counts] = field(default_factory=dict)
    """As they would be printed."""
    proportions: set[str] = field(default_factory=set)
    """Names of metrics whose numerator is a part of its denominator."""
    sources: dict[str, str] = field(default_factory=dict)
    """The feed of each metric."""
    rests_on: dict[Cell, tuple[Cell, ...]] = field(default_factory=dict)
    """A count that nobody prints -> the printed ones it is made from; the first is the one to hide for it."""
    hidden: dict[Cell, None] = field(default_factory=dict)
    """In order, unlike a set: what is hidden beside must not depend on a run."""
    known: set[Cell] = field(default_factory=set)
    """Shown in another version as it is now: to hide it now hides nothing from whoever has both."""
    sums: list[Sum] = field(default_factory=list)
    sums_of: dict[Cell, list[Sum]] = field(default_factory=lambda: defaultdict(list))
    makes: dict[Cell, list[Cell]] = field(default_factory=lambda: defaultdict(list))
    """The other way round of `rests_on`."""

    def printed(self, cell: Cell) -> tuple[Cell, ...]:
        return self.rests_on.get(cell, (cell,))

    def read(self, cell: Cell) -> bool:
        """Whether a reader of this version and the others knows it."""
        return all(one not in self.hidden or one in self.known for one in self.printed(cell))

    def can_hide(self, cell: Cell) -> bool:
        return self.printed(cell)[0] not in self.known

    def make(self, cell: Cell, counts: Counts, of: Iterable[Cell]) -> None:
        """Add a count that nobody prints."""
        self.counts[cell] = counts
        self.rests_on[cell] = tuple(dict.fromkeys(one for each in of for one in self.printed(each)))
        for each in self.rests_on[cell]:
            self.makes[each].append(cell)

    def rest_is_few(self, whole: Cell, parts: Sequence[Cell] = ()) -> bool:
        """Whether few are left of a whole without some parts."""
        return self.is_few(
            whole[0][0], _difference(self.counts[whole], [self.counts[part] for part in parts])
        )

    def is_few(self, metric: str, counts: Counts) -> bool:
        n, d = counts
        if few(n, self.small) or few(d, self.small):
            return True
        return metric in self.proportions and n is not None and d is not None and few(d - n, self.small)


def few(count: float | None, small: int) -> bool:
    return count is not None and 0.5 <= count <= small + 0.5


def hidden_cells(
    measures: Iterable[Measure], *, small: int, rounded: bool = False, earlier: Earlier = NOTHING_EARLIER
) -> set[Cell]:
    """Return the months to hide, by measure. `rounded`: counts are printed to the nearest five."""
    table = _table(measures, small, rounded=rounded, earlier=earlier)
    _add_sums(table)
    due: list[Sum] = list(table.sums)
    for cell in table.counts:
        if table.read(cell) and table.rest_is_few(cell):
            due += _hide(cell, table)
    while due:
        one = due.pop()
        if (companion := _companion(one, table)) is not None:
            due += [one, *_hide(companion, table)]
    return set(table.hidden)


def _table(measures: Iterable[Measure], small: int, *, rounded: bool, earlier: Earlier) -> Table:
    """The counts of each month as they would be printed; those that are few are hidden already."""
    table, kinds = Table(small), dict[str, str]()
    for measure in measures:
        kind = kinds[measure.metric.name] = measure.metric.kind
        table.sources[measure.metric.name] = measure.metric.source
        if kind == "proportion":
            table.proportions.add(measure.metric.name)
        for point in measure.points:
            cell, exact = (measure.key, point.period), (point.numerator, point.denominator)
            counts = _of_people(exact, kind)
            if point.hidden or cell in earlier.hidden or table.is_few(measure.metric.name, counts):
                table.hidden[cell] = None
            if counts == (None, None) or cell in earlier.hidden or kind == "percentile":
                continue
            table.counts[cell] = _of_people(_to_five(exact), kind) if rounded else counts
            if not {exact, _to_five(exact)}.isdisjoint(earlier.shown.get(cell, ())):
                table.known.add(cell)
    _add_earlier(table, kinds, earlier, organisations={key[1] for key, _ in table.counts})
    return table


def _add_earlier(
    table: Table, kinds: Mapping[str, str], earlier: Earlier, organisations: Container[str]
) -> None:
    """Add what other versions hid, and what they alone showed: the parts of a sum may stand in two of them."""
    for cell in sorted(earlier.hidden):
        if cell[0][0] in kinds and cell[0][1] in organisations:
            table.hidden[cell] = None
    for cell, shown in earlier.shown.items():
        kind = kinds.get(cell[0][0], "percentile") if cell[0][1] in organisations else "percentile"
        if kind != "percentile" and cell not in table.counts and cell not in table.hidden:
            table.counts[cell] = _of_people(shown[-1], kind)
            table.known.add(cell)


def _of_people(counts: Counts, kind: str) -> Counts:
    n, d = counts
    if kind == "proportion" and n is None:
        return None, None
    return None if kind == "percentile" else n, None if kind in _WITHOUT_DENOMINATOR else d


def _hide(cell: Cell, table: Table) -> list[Sum]:
    """Hide a month, or the month that stands for it; return the sums to look at again."""
    printed = table.printed(cell)[0]
    table.hidden[printed] = None
    touched = [printed, *table.makes.get(printed, ())]
    return [one for each in touched for one in table.sums_of.get(each, ())]


def _companion(one: Sum, table: Table) -> Cell | None:
    """Return the part to hide next, the smallest, or the whole where every part is known from another version.

    None where the sum gives nothing away: a part that is unknown alone is the whole less the others.
    """
    read = [part for part in one.parts if table.read(part)]
    if not read:
        return None
    unknown = len(one.parts) - len(read)
    if one.whole is None or not table.read(one.whole):
        leaks = one.tells_one and unknown + (one.whole is not None) == 1
    else:
        leaks = (one.tells_one and unknown == 1) or table.rest_is_few(one.whole, read)
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
    _between(table)
    _others(table)
    there = dict.fromkeys([*table.counts, *table.hidden])
    families: dict[tuple[Cell, str], list[Cell]] = defaultdict(list)
    for cell in there:
        for whole, family in _wholes(cell):
            families[whole, family].append(cell)
    for (whole, _), parts in families.items():
        tells_one = whole[0][0] in table.sources
        _add(table, Sum(whole if whole in there else None, tuple(parts), tells_one))
    for cell in there:
        if cell[0][2] != ALL and (whole := _of_everybody(cell)) in there:
            _add(table, Sum(whole, (cell,), tells_one=False))


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


def _others(table: Table) -> None:
    """Add the patients who are not our residents: printed nowhere, and known to all who can subtract."""
    for cell, ours in list(table.counts.items()):
        everybody = _of_everybody(cell)
        if cell != everybody and everybody in table.counts:
            (name, org, population, specialty, group), period = cell
            other = ((name, org, f"{_OTHERS}{population}", specialty, group), period)
            table.make(other, _difference(table.counts[everybody], [ours]), (cell, everybody))


def _between(table: Table) -> None:
    """Add what one metric leaves of another, where both count the same people."""
    by_place: dict[tuple[object, ...], dict[str, Cell]] = defaultdict(dict)
    for key, period in table.counts:
        by_place[(*key[1:], period)][key[0]] = (key, period)
    for cells in by_place.values():
        for one, other in _pairs(cells, table):
            more, fewer = (_side(table.counts[cells[name]], side) for name, side in (one, other))
            if more is None or fewer is None:
                continue
            first, second = sorted((cells[one[0]], cells[other[0]]), key=lambda c: _turn(c, table))
            name = f"{' '.join(one)} less {' '.join(other)}"
            table.make(((name, *first[0][1:]), first[1]), (abs(more - fewer), None), (first, second))


def _turn(cell: Cell, table: Table) -> tuple[bool, int, Cell]:
    """Which of two months is hidden first: never one that readers have already."""
    name = cell[0][0]
    turn = -1 if name not in _KNOWN_METRICS else (*_HIDDEN_FIRST, name).index(name)
    return (cell in table.known, turn, cell)


def _pairs(cells: Mapping[str, Cell], table: Table) -> Iterator[tuple[tuple[str, Side], tuple[str, Side]]]:
    """Pairs of counts of which one lies within the other.

    Nobody knows what a metric of a workspace's own counts: it is held against every other of its feed.
    """
    for chain in WITHIN:
        there = [count for count in chain if count[0] in cells]
        for at, one in enumerate(there):
            yield from ((one, other) for other in there[at + 1 :] if other[0] != one[0])
    for own in sorted(cells.keys() - _KNOWN_METRICS):
        for name in cells:
            if name == own or table.sources[name] != table.sources[own]:
                continue
            all_of_it, others = (table.counts[cells[each]][1] for each in (own, name))
            sides: set[Side] = {"counted" if all_of_it is None else "all"}
            if all_of_it == others:
                sides.add("counted")
            for side, others_side in product(sorted(sides), _SIDES):
                yield (name, others_side), (own, side)


def _side(counts: Counts, side: Side) -> float | None:
    n, d = counts
    if side == "rest":
        return None if n is None or d is None else d - n
    return d if side == "all" else n


def _difference(whole: Counts, parts: Sequence[Counts]) -> Counts:
    return _less(whole[0], [n for n, _ in parts]), _less(whole[1], [d for _, d in parts])


def _less(whole: float | None, parts: Sequence[float | None]) -> float | None:
    taken = [part for part in parts if part is not None]
    return None if whole is None or len(taken) < len(parts) else whole - sum(taken)


def _to_five(counts: Counts) -> Counts:
    n, d = (None if count is None else to_five(count) for count in counts)
    return n, d


def to_five(count: float) -> float:
    return float(5 * round(count / 5))
