"""A page of need: who lives in a place, how it differs from the board around it, who is sent where, who is like it.

A place is a board, a locality, a network or a practice: its practices, added up. Its people are those of published
lists. What comes of our own feed is rounded to ten, so that no small number can be had by taking one page from another.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from briefing import formats
from briefing.document.blocks import (
    Block,
    Column,
    Cover,
    Document,
    Listing,
    Masthead,
    Paragraph,
    Row,
    Section,
    Table,
)
from briefing.statistics.intervals import count_interval
from briefing.statistics.peers import nearest_peers

LEVELS = {"board": "board", "sub_board": "locality", "network": "network", "practice": "practice"}
_FEWEST = 10
"""Referrals to a hospital, below which it is counted with the others."""
_MOST_HOSPITALS = 6
_NEIGHBOURS = 3
_WHOLE_NATION = 5000
"""So many practices are no sample: they are England."""


@dataclass(frozen=True)
class PracticePeople:
    """The people of one practice, as published, and where it belongs."""

    practice_code: str
    practice_name: str
    network_code: str | None
    network_name: str | None
    sub_board_code: str | None
    sub_board_name: str | None
    board_code: str | None
    board_name: str | None
    people: int
    under_20: int
    from_65: int
    from_75: int
    from_85: int
    patients: int | None
    patients_before: int | None
    aged_in: date
    listed_in: date
    listed_before: date | None
    deprivation: int | None
    """Its tenth, 1 for the most deprived."""


@dataclass(frozen=True)
class Place:
    code: str
    name: str
    level: str
    practices: tuple[PracticePeople, ...]

    def total(self, of: Callable[[PracticePeople], int]) -> int:
        return sum(of(one) for one in self.practices)

    @property
    def people(self) -> int:
        return self.total(lambda one: one.people)

    def share(self, of: Callable[[PracticePeople], int]) -> float:
        return 100 * self.total(of) / self.people

    @property
    def deprived(self) -> float | None:
        """The share of people who are registered in the most deprived fifth of practices; None where few are known."""
        known = sum(one.people for one in self.practices if one.deprivation is not None)
        if known < 0.9 * self.people:
            return None
        return 100 * sum(one.people for one in self.practices if (one.deprivation or 10) <= 2) / known

    @property
    def growth(self) -> float | None:
        """By how many per cent the lists grew, of practices that had one then and now."""
        both = [one for one in self.practices if one.patients and one.patients_before and one.listed_before]
        if not both:
            return None
        now, before = sum(one.patients or 0 for one in both), sum(one.patients_before or 0 for one in both)
        return 100 * (now / before - 1)


@dataclass(frozen=True)
class Indicator:
    """One indicator, for the place and for England."""

    name: str
    period: str
    value: float | None
    england: float | None
    summed: bool
    """Of its practices, where no value of the place itself is published."""


@dataclass(frozen=True)
class Flow:
    hospital: str
    referrals: int


@dataclass(frozen=True)
class Expected:
    """Referrals beside those that people of the same age and sex would bring in the whole board."""

    made: float
    expected: float
    until: date

    @property
    def ratio(self) -> float:
        return self.made / self.expected

    @property
    def interval(self) -> tuple[float, float]:
        low, high = count_interval(self.made)
        return float(low) / self.expected, float(high) / self.expected


@dataclass(frozen=True)
class Need:
    place: Place
    board: Place
    nation: Place
    alike: tuple[Place, ...]
    """The places of its level that are most like it, nearest first."""
    flows: tuple[Flow, ...] = ()
    board_flows: tuple[Flow, ...] = ()
    expected: Expected | None = None
    indicators: tuple[Indicator, ...] = ()
    money: tuple[Block, ...] = ()


def places_of(practices: Sequence[PracticePeople], boards: Sequence[str]) -> list[Place]:
    """Return our boards, then their localities, networks and practices."""
    ours = [one for one in practices if one.board_code in boards]
    found: dict[tuple[str, str, str], list[PracticePeople]] = {}
    for one in ours:
        for level, code, name in (
            ("board", one.board_code, one.board_name),
            ("sub_board", one.sub_board_code, one.sub_board_name),
            ("network", one.network_code, one.network_name),
            ("practice", one.practice_code, one.practice_name),
        ):
            if code:
                found.setdefault((level, code, name or code), []).append(one)
    places = [Place(code, name, level, tuple(here)) for (level, code, name), here in found.items()]
    return sorted(places, key=lambda one: (list(LEVELS).index(one.level), one.name, one.code))


def nation_of(practices: Sequence[PracticePeople]) -> Place:
    """Return all practices that are loaded, by the name that is due to so many."""
    whole = len(practices) >= _WHOLE_NATION
    name = "England" if whole else formats.counted(len(practices), "practice") + " loaded"
    return Place("ENG" if whole else "ALL", name, "england", tuple(practices))


def neighbours(place: Place, places: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places of the same level that are most like it, by age, deprivation and size."""
    same = [one for one in places if one.level == place.level]
    at = next((n for n, one in enumerate(same) if one.code == place.code), None)
    if at is None or len(same) < 2:
        return ()
    profile = np.array([_profile(one) for one in same])
    order, _ = nearest_peers(profile, np.ones(profile.shape[1]), count=_NEIGHBOURS)
    return tuple(same[n] for n in order[at])


def _profile(one: Place) -> tuple[float, ...]:
    return (one.share(young), one.share(old), one.deprived or 0.0, float(np.log(one.people)))


def young(one: PracticePeople) -> int:
    return one.under_20


def old(one: PracticePeople) -> int:
    return one.from_65 + one.from_75 + one.from_85


# The page -------------------------------------------------------------------------------------------------------

_HOW = (
    "People are those registered with GP practices, as NHS England publishes them; a place is the sum of its practices "
    "as they belong to it now. Growth compares practices that had a list at both times: where one closed, its people "
    "are counted where they went.",
    "Deprivation is that of practices: the share of people registered with the most deprived fifth of practices in "
    "England. It says where need lies, not who is in need.",
    "Expected referrals are those that the whole board would make for people of the same age and sex. The range "
    "beside them is a 95% interval (indirect standardisation, Byar). More or fewer than expected is neither good nor "
    "bad by itself.",
    "Referrals come from our own feed and are rounded to ten. A hospital with fewer than ten is counted among the "
    "others.",
    "The places most like this one are nearest to it in age, deprivation and size, all three with the same weight. "
    "They are for learning from each other, never a league.",
)


def need_document(need: Need, *, masthead: Masthead, today: date) -> Document:
    """Make the page of one place."""
    place = need.place
    listed = place.practices[0].listed_in
    sections = (
        Section("in-short", "In short", (Listing(tuple(_short(need))),)),
        Section("people", "Who lives here", (_people(need),)),
        Section("prevalence", "What they live with", tuple(_prevalence(need))),
        Section("sent", "Who is sent where", tuple(_sent(need))),
        Section("expected", "Referrals against what is expected", (Paragraph(_expected(need)),)),
        Section("alike", "Places most like this one", tuple(_alike(need))),
        *((Section("money", "Money, in context", need.money),) if need.money else ()),
        Section("how", "How this is counted", (Listing(_HOW),)),
    )
    return Document(
        edition="need",
        stem=f"need-{place.code.lower()}",
        title=f"People and need: {place.name}",
        masthead=masthead,
        cover=Cover(
            f"Our people, {LEVELS[place.level]}",
            "",
            place.name,
            f"Lists of {formats.month(listed)}",
            (masthead.commissioner_name,),
        ),
        sections=sections,
        dated=today,
        styles=("packs/editions", "packs/membership"),
        forms=("pdf", "html", "docx"),
    )


def _short(need: Need) -> Iterator[str]:
    place, board = need.place, need.board
    where = "" if place.level == "practice" else f" at {formats.counted(len(place.practices), 'practice')}"
    people, older = formats.capital(formats.people(place.people)), formats.percent(place.share(old))
    beside = _beside(need, lambda one: one.share(old))
    yield f"{people} are registered{where}; {older} are 65 or older, {beside}."
    if place.deprived is not None:
        yield (
            f"{formats.percent(place.deprived)} are registered with practices among the most deprived fifth"
            f"{'' if place is board else f', {_percent(board.deprived)} in {board.name}'}."
        )
    if (growth := place.growth) is not None and place.practices[0].listed_before is not None:
        since = formats.month(place.practices[0].listed_before)
        way = "grew" if growth >= 0 else "shrank"
        yield f"Its lists {way} by {formats.percent(abs(growth))} since {since}{_elsewhere(need)}."
    if need.expected is not None and place is not need.board:
        yield _expected(need)


def _elsewhere(need: Need) -> str:
    if need.place is need.board or need.board.growth is None:
        return ""
    return f"; those of {need.board.name} by {formats.percent(need.board.growth)}"


def _beside(need: Need, of: Callable[[Place], float]) -> str:
    places = [need.board] if need.place is not need.board else []
    said = [f"{formats.percent(of(one))} in {one.name}" for one in places]
    whole = "England" if need.nation.code == "ENG" else f"all {need.nation.name}"
    return formats.listed([*said, f"{formats.percent(of(need.nation))} in {whole}"])


def _percent(value: float | None) -> str:
    return formats.percent(value) if value is not None else "not known"


def _people(need: Need) -> Table:
    places = [need.place, *([need.board] if need.place is not need.board else []), need.nation]
    columns = (Column("", "c-what"), *(Column(one.name, figures=True) for one in places))
    shares: tuple[tuple[str, Callable[[PracticePeople], int]], ...] = (
        ("Under 20", young),
        ("65 to 74", lambda one: one.from_65),
        ("75 to 84", lambda one: one.from_75),
        ("85 or older", lambda one: one.from_85),
    )
    rows = (
        ("People registered", [formats.number(one.people) for one in places]),
        *((name, [formats.percent(one.share(of)) for one in places]) for name, of in shares),
        ("With practices of the most deprived fifth", [_percent(one.deprived) for one in places]),
        ("Growth of the lists", [_percent(one.growth) for one in places]),
    )
    made = tuple(Row((name, *cells)) for name, cells in rows)
    return Table(columns, made, kind="membership", caption=f"People by age, {formats.month(_aged(need))}")


def _aged(need: Need) -> date:
    return need.place.practices[0].aged_in


def _prevalence(need: Need) -> Iterator[Block]:
    if not need.indicators:
        yield Paragraph(
            "No indicator of Fingertips is loaded for this place. Download one, such as the prevalence of dementia, "
            "from fingertips.phe.org.uk and put it into the inbox."
        )
        return
    columns = (
        Column("Indicator", "c-what"),
        Column("Time"),
        Column("Here", figures=True),
        Column("England", figures=True),
    )
    rows = tuple(
        Row((_named(one), one.period, _one(one.value), _one(one.england))) for one in need.indicators
    )
    yield Table(columns, rows, kind="membership", caption="Indicators as published")


def _named(one: Indicator) -> str:
    return f"{one.name} (sum of its practices)" if one.summed else one.name


def _one(value: float | None) -> str:
    return f"{value:,.1f}" if value is not None else "not given"


def _sent(need: Need) -> Iterator[Block]:
    if not need.flows:
        yield Paragraph("No referrals of this place are loaded: they come from the local feed of referrals.")
        return
    made, every = sum(one.referrals for one in need.flows), sum(one.referrals for one in need.board_flows)
    elsewhere = {one.hospital: f"{100 * one.referrals / every:.0f}%" for one in need.board_flows}
    beside = need.place is not need.board
    columns = (
        Column("Sent to", "c-what"),
        Column("Referrals, rounded", figures=True),
        Column("Share", figures=True),
        *((Column(f"Share in {need.board.name}", figures=True),) if beside else ()),
    )
    rows = tuple(
        Row(
            (
                one.hospital,
                formats.number(round(one.referrals, -1)),
                f"{100 * one.referrals / made:.0f}%",
                *((elsewhere.get(one.hospital, "–"),) if beside else ()),
            )
        )
        for one in need.flows
    )
    yield Table(columns, rows, kind="membership", caption="Referrals of the last twelve months of the feed")


def flows_of(counts: Sequence[Flow]) -> tuple[Flow, ...]:
    """Order hospitals by what is sent to them; those with few, and all beyond the first six, are counted together."""
    ordered = sorted(counts, key=lambda one: (-one.referrals, one.hospital))
    kept = [one for one in ordered if one.referrals >= _FEWEST][:_MOST_HOSPITALS]
    rest = sum(one.referrals for one in ordered) - sum(one.referrals for one in kept)
    while kept and 0 < rest < _FEWEST:
        rest += kept.pop().referrals
    if not kept:
        return ()
    return (*kept, *((Flow("Elsewhere", rest),) if rest else ()))


def _expected(need: Need) -> str:
    found = need.expected
    if need.place is need.board:
        return "Each place is set beside the whole board: the pages of its localities and practices say how."
    if found is None:
        return "Referrals against what is expected can't be told: there is no feed of referrals, or no list by age."
    low, high = found.interval
    if low > 1:
        said = "more than people of the same age and sex bring in the whole board, by more than chance"
    elif high < 1:
        said = "fewer than people of the same age and sex bring in the whole board, by more than chance"
    else:
        said = "as many as people of the same age and sex bring in the whole board"
    return (
        f"Referrals were {found.ratio:.2f} times what is expected in the twelve months to {formats.month(found.until)} "
        f"(95% {low:.2f} to {high:.2f}): {said}."
    )


def _alike(need: Need) -> Iterator[Block]:
    if not need.alike:
        yield Paragraph("There is no other place of its kind to set beside it.")
        return
    columns = (
        Column("Place", "c-what"),
        Column("People", figures=True),
        Column("65 or older", figures=True),
        Column("Most deprived fifth", figures=True),
    )
    rows = tuple(
        Row((one.name, formats.number(one.people), formats.percent(one.share(old)), _percent(one.deprived)))
        for one in need.alike
    )
    yield Table(columns, rows, kind="membership", caption="Nearest first")
