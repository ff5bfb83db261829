"""Pages of need, gathered: lists, deprivation, referrals and indicators of our board and of every place in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from briefing import formats
from briefing.build.inputs import context_of
from briefing.build.pages import masthead_of
from briefing.document.blocks import Document
from briefing.errors import BriefingError
from briefing.loading import warehouse_of
from briefing.measures import ALL, ENGLAND, Measure
from briefing.months import months_before
from briefing.nearest import Named, likest, meant
from briefing.organisations import tidy_name
from briefing.pack.money import Contract, Delivery, money_blocks, together
from briefing.pack.need import (
    LEVELS,
    Expected,
    Flow,
    Indicator,
    Need,
    Place,
    PracticePeople,
    flows_of,
    nation_of,
    need_document,
    neighbours,
    places_of,
)
from briefing.warehouse import run_file
from briefing.workspace import Workspace

_EXPECTED = "practice_referrals_against_expected"
_KNOWN = 0.9
"""So much of a place's people must be in what its practices are summed from."""
_MONTHS = 12
Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Picture:
    """All that pages of need are made from, read once."""

    places: tuple[Place, ...]
    nation: Place
    sent: Mapping[str, Rows]
    """Referrals by practice."""
    hospitals: Mapping[str, str]
    against: Mapping[str, Measure]
    """Referrals made and expected, by practice."""
    indicators: Rows
    contract: Contract | None
    """Of the one board that we are; nothing of several, as no feed says whose money it was."""

    def place(self, word: str) -> Place:
        """Find a place by its code or its name; refuse any other word, with the nearest."""
        named = [Named(LEVELS[one.level], one.code, one.name) for one in self.places]
        found = meant(word, named)
        if len(found) == 1:
            return next(one for one in self.places if one.code == found[0].code)
        close = found or likest(word, named)
        hint = f" Did you mean {formats.listed(map(str, close[:5]), 'or')}?" if close else ""
        raise BriefingError(f"found no place {word!r}; wanted a board, locality, network or practice.{hint}")


def picture_of(workspace: Workspace) -> Picture:
    """Read what is loaded of our people; refuse where there is no list by age."""
    with warehouse_of(workspace).connect() as connection:
        people = [_practice(row) for row in run_file(connection, "packs/people").to_pylist()]
        sent = run_file(connection, "packs/referrals_sent").to_pylist()
        places = places_of(people, workspace.settings.commissioner.home_boards)
        codes = sorted({one.code for one in places} | {ENGLAND})
        indicators = run_file(connection, "packs/prevalence", {"codes": codes}).to_pylist()
        activity = run_file(connection, "packs/activity_against_plan").to_pylist()
    if not places:
        raise BriefingError(
            "found no practice of our home boards with a list by age. Put gp-reg-pat-prac-quin-age and "
            "gp-reg-pat-prac-map of one month into the inbox, and name home_boards in briefing.toml by today's codes."
        )
    ours = sorted({one.practice_code for place in places for one in place.practices})
    with context_of(workspace) as context:
        found = context.measures(org_code=ours, metrics=[_EXPECTED], specialty_code=ALL, group_code=ALL)
        hospitals = {one.code: one.name or one.code for one in context.organisations(with_figures=False)}
    by_practice: dict[str, list[Mapping[str, Any]]] = {}
    for row in sent:
        by_practice.setdefault(row["practice_code"], []).append(row)
    against = {one.org_code: one for one in found if one.population_code == ALL}
    boards = [one for one in places if one.level == "board"]
    contract = _contract(activity, boards[0], workspace) if len(boards) == 1 else None
    return Picture(tuple(places), nation_of(people), by_practice, hospitals, against, indicators, contract)


def _contract(rows: Rows, board: Place, workspace: Workspace) -> Contract | None:
    if not rows:
        return None
    weighted = workspace.settings.commissioner.weighted_people
    deliveries = [
        Delivery(
            row["point_of_delivery"],
            *(row[name] for name in ("planned_activity", "actual_activity", "planned_cost", "actual_cost")),
        )
        for row in rows
    ]
    first, last = min(row["first_month"] for row in rows), max(row["last_month"] for row in rows)
    return Contract(together(deliveries), first, last, weighted or board.people, weighted is not None)


def _practice(row: Mapping[str, Any]) -> PracticePeople:
    names = ("practice_name", "network_name", "sub_board_name", "board_name")
    tidy = {name: tidy_name(row[name]) if row[name] else None for name in names}
    counts = {name: row[name] or 0 for name in ("people", "under_20", "from_65", "from_75", "from_85")}
    return PracticePeople(**{**row, **tidy, **counts})


def documents_of(
    workspace: Workspace, picture: Picture, places: Iterable[Place], *, today: date
) -> Iterator[Document]:
    for place in places:
        yield need_document(need_of(picture, place), masthead=masthead_of(workspace), today=today)


def need_of(picture: Picture, place: Place) -> Need:
    board = next(
        one for one in picture.places if one.level == "board" and one.code == place.practices[0].board_code
    )
    return Need(
        place,
        board,
        picture.nation,
        neighbours(place, picture.places),
        flows_of(list(_flows(picture, place))),
        flows_of(list(_flows(picture, board))),
        _expected(picture, place),
        tuple(_indicators(picture, place)),
        money_blocks(picture.contract) if picture.contract is not None and place is board else (),
    )


def _flows(picture: Picture, place: Place) -> Iterator[Flow]:
    counts: dict[str, int] = {}
    for one in place.practices:
        for row in picture.sent.get(one.practice_code, ()):
            counts[row["provider_code"]] = counts.get(row["provider_code"], 0) + row["referrals"]
    for code, count in counts.items():
        yield Flow(picture.hospitals.get(code, code), count)


def _expected(picture: Picture, place: Place) -> Expected | None:
    """Add up the last twelve months of its practices; nothing of a place of which too few people are known."""
    known = [one for one in place.practices if one.practice_code in picture.against]
    if sum(one.people for one in known) < _KNOWN * place.people:
        return None
    measures = [picture.against[one.practice_code] for one in known]
    until = max(one.latest.period for one in measures)
    points = [
        point
        for one in measures
        for point in one.points
        if point.period > months_before(until, _MONTHS) and point.denominator
    ]
    made = sum(point.numerator or 0.0 for point in points)
    expected = sum(point.denominator or 0.0 for point in points)
    if not expected or round(made) in formats.SMALL:
        return None
    return Expected(made, expected, until)


def _indicators(picture: Picture, place: Place) -> Iterator[Indicator]:
    """Yield each indicator that is published for the place, or for nearly all of its practices."""
    kinds = {(row["indicator_id"], row["age"]): row for row in picture.indicators}
    codes = {one.practice_code for one in place.practices}
    for (id, age), any_row in kinds.items():
        rows = [one for one in picture.indicators if (one["indicator_id"], one["age"]) == (id, age)]
        england = next((one["value"] for one in rows if one["area_code"] == ENGLAND), None)
        own = next((one for one in rows if one["area_code"] == place.code), None)
        name = f"{any_row['indicator']}{f', {age}' if age and age != 'All ages' else ''}"
        if own is not None:
            yield Indicator(name, own["time_period"], own["value"], england, summed=False)
        elif summed := _summed([one for one in rows if one["area_code"] in codes], len(codes)):
            yield Indicator(name, any_row["time_period"], summed, england, summed=True)


def _summed(rows: Rows, practices: int) -> float | None:
    """Add up counts and people, in the unit of the values; nothing where they don't give the values back."""
    known = [one for one in rows if one["value"] and one["count"] and one["denominator"]]
    if not known or len(known) < _KNOWN * practices:
        return None
    scales = [one["value"] * one["denominator"] / one["count"] for one in known]
    if max(scales) > 1.02 * min(scales):
        return None
    scale = float(sorted(scales)[len(scales) // 2])
    return scale * float(sum(one["count"] for one in known)) / float(sum(one["denominator"] for one in known))
