"""The signals as a table that is read on a screen of a hundred columns; programs read JSON or CSV."""

from collections.abc import Mapping, Sequence
from typing import Any

from briefing.measures import ALL

_RULES = {"outside_limits": "limits", "trend": "trend", "two_of_three": "2 of 3", "shift": "shift"}
_DIRECTIONS = {"concern": "worse", "improvement": "better", "neutral": "either"}


def for_reading(signals: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of `pipeline.scan` in short: the rule beside SC- and SC+ (every other signal has one), what is part in one.

    A q-value of 0.000004 is printed as "<0.001", not as nought: chance is never ruled out.
    """
    return [
        {
            "signal": " ".join(filter(None, (row["signal"], _rule(row)))),
            "is": _DIRECTIONS[row["direction"]],
            "metric": row["metric"],
            "org": row["org_code"],
            "part": _part(row),
            "month": f"{row['period']:%Y-%m}",
            "people": row["people_affected"],
            "strength": f"{row['strength']:.1f}",
            "q": None if row["q_value"] is None else _q(row["q_value"]),
        }
        for row in signals
    ]


def _rule(row: Mapping[str, Any]) -> str:
    return _RULES.get(row["rule"], "") if row["signal"] in ("SC-", "SC+") else ""


def _part(row: Mapping[str, Any]) -> str:
    """The specialty, the home board's residents and the group of people, where it isn't all of them."""
    parts = (row["specialty_code"], row["population_code"], row["group_code"])
    return " ".join(part for part in parts if part != ALL) or "all"


def _q(value: float) -> str:
    return "<0.001" if value < 0.001 else f"{value:.3f}"
