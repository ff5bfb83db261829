"""Money in context: activity and cost against the contract, for each thousand people, and what a difference would buy.

It is never a trigger: no question is asked because of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from briefing import formats
from briefing.document.blocks import Block, Column, Listing, Paragraph, Row, Table

_FEWEST = 10
"""Less activity than that in a year is counted with the other kinds."""
_BUYS = {
    "first outpatient": "first outpatient appointments",
    "day case": "day cases",
    "elective": "elective admissions",
}
"""What a difference is told in, at what each costs here."""
_OTHER = "other"


@dataclass(frozen=True)
class Delivery:
    """One kind of activity over the months of the feed."""

    kind: str
    planned: float
    actual: float
    planned_cost: float | None
    actual_cost: float | None


@dataclass(frozen=True)
class Contract:
    deliveries: tuple[Delivery, ...]
    first: date
    last: date
    people: int
    weighted: bool
    """Whether the people are weighted for their need, as the settings give them, or registered."""

    @property
    def gap(self) -> float | None:
        """How much more was paid than planned, where all of it is known."""
        costs = [(one.planned_cost, one.actual_cost) for one in self.deliveries]
        if not costs or any(planned is None or actual is None for planned, actual in costs):
            return None
        return sum(actual or 0.0 for _, actual in costs) - sum(planned or 0.0 for planned, _ in costs)

    @property
    def planned_cost(self) -> float:
        return sum(one.planned_cost or 0.0 for one in self.deliveries)


def together(deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """Count kinds of which there is little with the others, so that no small number stands alone."""
    large = [one for one in deliveries if min(one.planned, one.actual) >= _FEWEST and one.kind != _OTHER]
    small = [one for one in deliveries if one not in large]
    if small:
        costs = [(one.planned_cost, one.actual_cost) for one in small]
        known = all(planned is not None and actual is not None for planned, actual in costs)
        rest = Delivery(
            _OTHER,
            sum(one.planned for one in small),
            sum(one.actual for one in small),
            sum(planned or 0.0 for planned, _ in costs) if known else None,
            sum(actual or 0.0 for _, actual in costs) if known else None,
        )
        large += [rest] if min(rest.planned, rest.actual) >= _FEWEST else []
    return tuple(large)


def money_blocks(contract: Contract) -> tuple[Block, ...]:
    """Return the table and what can be said of it."""
    whose = "people weighted for need" if contract.weighted else "people registered, not weighted for need"
    span = f"{formats.month(contract.first)} to {formats.month(contract.last)}"
    columns = (
        Column("Kind of activity", "c-what"),
        Column("Planned", figures=True),
        Column("Actual", figures=True),
        Column("Against plan", figures=True),
        Column("Actual per 1,000", figures=True),
        Column("Cost against plan", figures=True),
    )
    rows = tuple(_row(one, contract.people) for one in contract.deliveries)
    caption = f"Activity and cost against contract, {span}; per 1,000 {whose}"
    return (
        Table(columns, rows, kind="membership", caption=caption),
        Listing(tuple(_said(contract))),
        Paragraph("Money is context here: no question is asked because of it.", kind="note"),
    )


def _row(one: Delivery, people: int) -> Row:
    gap = None
    if one.planned_cost is not None and one.actual_cost is not None:
        gap = one.actual_cost - one.planned_cost
    share = f"{100 * (one.actual / one.planned - 1):+.1f}%" if one.planned else "–"
    return Row(
        (
            formats.capital(one.kind),
            formats.number(one.planned),
            formats.number(one.actual),
            share.replace("-", "−"),
            formats.number(1000 * one.actual / people, 1),
            pounds(gap, signed=True) if gap is not None else "not given",
        )
    )


def pounds(amount: float, *, signed: bool = False) -> str:
    """Write money as it is said: "£1.2m", "£340k", "−£15k"."""
    size = abs(amount)
    text = f"£{size / 1e6:.1f}m" if size >= 1e6 else f"£{formats.number(size / 1000)}k"
    return f"{'−' if amount < 0 else '+'}{text}" if signed else text


def _said(contract: Contract) -> Iterator[str]:
    gap = contract.gap
    if gap is None:
        yield "What it cost is not given for every kind, so no sum is made."
        return
    if not contract.planned_cost or abs(gap) < 0.01 * contract.planned_cost:
        yield "In all it cost what was planned, to within 1%."
        return
    way = "more" if gap > 0 else "less"
    share = formats.percent(100 * abs(gap) / contract.planned_cost)
    yield f"In all it cost {pounds(abs(gap))} {way} than planned, {share} of the plan."
    for one in contract.deliveries:
        if one.kind in _BUYS and one.actual_cost:
            each = one.actual_cost / one.actual
            if count := formats.about(abs(gap) / each):
                bought = f"{formats.number(count)} {_BUYS[one.kind]}"
                yield f"That is about {bought}, at the £{formats.number(each)} that one costs here."
