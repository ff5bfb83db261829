"""What practices say is wrong: drawn reports, and what is asked of them."""

from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from builders import PROVIDER, finding, meeting, pattern

from briefing.challenge.choice import choose, matches
from briefing.challenge.concerns import count_concerns
from briefing.challenge.model import Concern, Finding
from briefing.challenge.questions import ask
from briefing.challenge.troubles import as_pinned, undecided
from briefing.sources.schemas import SCHEMAS

BY_TROUBLE = pattern(
    "INT-01",
    metrics=(),
    signals=("CLUSTER",),
    themes=("letters",),
    opener=[["They come {late}.", "Some are {missing}.", "They say “{trouble}”.", "Something is amiss."]],
)


def counted(*troubles: str | None) -> Concern:
    """One report a day from four practices, each with its sub-theme, in a register that has the column."""
    rows = [
        {
            "concern_id": str(number),
            "practice_code": f"Y{number % 4}",
            "reported_on": date(2026, 10, 1 + number),
            "provider_code": PROVIDER,
            "theme": "letters",
            "sub_theme": trouble,
        }
        for number, trouble in enumerate(troubles)
    ]
    table = pa.Table.from_pylist(rows, schema=SCHEMAS["concerns"])
    (only,) = count_concerns(table, provider_code=PROVIDER, today=date(2026, 11, 1))
    return only


def raised(*troubles: str | None) -> Finding:
    return replace(
        finding(pattern=BY_TROUBLE, signal=None),
        measure=None,
        concern=counted(*troubles),
        people_affected=None,
    )


@pytest.mark.parametrize(
    ("troubles", "most", "opener"),
    [
        (("Late", "late ", "LATE", "missing", None), "late", "They come late."),
        (("never sent", "never sent", "never_sent", "late", "late"), "never sent", "Some are missing."),
        (("illegible",) * 5, "illegible", "They say “illegible”."),
        (("late", "late", "missing", "missing", "wrong"), None, "Something is amiss."),
        (("late", "late", None, None, None), None, "Something is amiss."),
        ((None,) * 5, None, "Something is amiss."),
    ],
)
def test_what_more_than_half_say_is_asked_about(
    troubles: tuple[str | None, ...], most: str | None, opener: str
) -> None:
    asked = raised(*troubles)
    assert asked.concern is not None
    assert asked.concern.trouble == most
    assert ask(asked, provider="Alderbrook").opener == opener


def test_a_register_without_the_column_counts_as_before() -> None:
    old = pa.Table.from_pylist(
        [
            {"concern_id": str(n), "practice_code": f"Y{n}", "reported_on": date(2026, 10, 1 + n),
             "provider_code": PROVIDER, "theme": "letters"}
            for n in range(5)
        ],
        schema=SCHEMAS["concerns"],
    ).drop_columns(["sub_theme"])  # fmt: skip
    (only,) = count_concerns(old, provider_code=PROVIDER, today=date(2026, 11, 1))
    assert (only.clustered, only.trouble, only.troubles) == (True, None, ())


SPLIT = ("late", "late", "missing", "missing", "wrong")


def test_the_manager_is_asked_to_choose_where_practices_differ() -> None:
    (said,) = undecided([raised(*SPLIT)])
    assert said == (
        "Practices' reports about letters say “late”, “missing” and “wrong”, none of these in more than half of "
        'them. Choose what to ask about: add "INT-01@late" or "INT-01@missing" to pinned.'
    )


def test_the_manager_is_asked_to_fill_in_the_column_where_it_is_blank() -> None:
    (said,) = undecided([raised(*[None] * 5)])
    assert said.startswith(
        "Practices' reports about letters do not say what is wrong, so INT-01 can only ask in"
    )


def test_nothing_is_asked_where_most_agree_or_the_pattern_has_no_words_for_it() -> None:
    general = replace(raised(*SPLIT), pattern=pattern("REF-06"))
    assert list(undecided([raised(*["late"] * 5), general])) == []


def test_a_pin_chooses_among_what_practices_said() -> None:
    asked = raised(*SPLIT)
    assert ask(as_pinned(asked, ["INT-01 @ missing"]), provider="A").opener == "Some are missing."
    assert as_pinned(asked, ["INT-01@illegible", "REF-06", "INT-03@late"]) == asked
    assert matches("INT-01@late", asked)
    assert not matches("INT-01@illegible", asked)
    chosen, _ = choose([asked], meeting=meeting(pinned=("INT-01@late",)))
    assert chosen == (asked,)
