"""Who does better, as it is printed: from where to where, since when, what is written of it; or why nobody is named."""

from dataclasses import replace
from datetime import date
from typing import Any

import builders
import packs
import pytest

from briefing.challenge.model import Question
from briefing.document.blocks import Listing, Paragraph
from briefing.measures import Exemplar, Measure
from briefing.pack.evidence import PackNumbers, tables
from briefing.pack.exemplars import NOBODY, who_does_better
from briefing.pack.sections.behind import behind
from briefing.pack.sheets import evidence_workbook


def exemplar(**changes: Any) -> Exemplar:
    return builders.filled(
        Exemplar,
        changes,
        org_code="RXB",
        org_name="Saltmarsh Hospitals",
        kind="improved",
        as_bad_on=date(2025, 9, 1),
        as_bad=42.7,
        since=date(2025, 10, 1),
        period=date(2026, 3, 1),
        value=68.9,
    )


def asked(of: Measure | None) -> Question:
    return builders.question(finding=replace(builders.finding(), measure=of))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {},
            "Saltmarsh Hospitals: from 42.7% in September 2025 to 68.9% in March 2026; better since October 2025, by "
            "more than chance.",
        ),
        (
            {"as_bad_on": None, "as_bad": None, "kind": "holds", "since": date(2024, 4, 1)},
            "Saltmarsh Hospitals: 68.9% in March 2026; in every month since April 2024 it was better than "
            "England is now.",
        ),
        (
            {"notes": ("A second theatre.", "Saturday lists")},
            "Saltmarsh Hospitals: from 42.7% in September 2025 to 68.9% in March 2026; better since October 2025, by "
            "more than chance. Written down of it: A second theatre; Saturday lists.",
        ),
        (
            {"instead": "A&E visits to major departments within 4 hours"},
            "Saltmarsh Hospitals: A&E visits to major departments within 4 hours, from 42.7% in September 2025 to "
            "68.9% in March 2026; better since October 2025, by more than chance.",
        ),
    ],
)
def test_an_exemplar_is_told_from_where_to_where_and_since_when(changes: dict[str, Any], said: str) -> None:
    of = builders.measure(exemplars=(exemplar(**changes),))
    assert who_does_better(asked(of)) == (said,)


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (builders.measure(), NOBODY),
        (None, "Not looked for: no published figure stands behind this question."),
        (
            builders.measure(metric=builders.metric(published=False)),
            "Not looked for: our own local feed.",
        ),
        (
            builders.measure(metric=builders.metric(own_past=True)),
            "Not looked for: it is compared with its own past alone, as its publisher asks.",
        ),
        (
            builders.measure(metric=builders.metric(kind="count")),
            "Not looked for: more or fewer is not better or worse in itself.",
        ),
        (
            builders.measure(group_code="deprivation:1"),
            "Not looked for: groups at one trust.",
        ),
        (builders.measure(population_code="QXA"), "Not looked for: it is about our residents alone."),
    ],
)
def test_nobody_is_said_too_and_why(of: Measure | None, why: str) -> None:
    assert who_does_better(asked(of)) == (why,)


def test_the_annex_the_workbook_and_the_tables_have_them_under_their_question() -> None:
    of = builders.measure(exemplars=(exemplar(notes=("A second theatre",)),))
    pack = packs.full()
    pack = replace(pack, challenge=replace(pack.challenge, questions=(asked(of), asked(None))))
    (section,) = behind(pack)
    (listing,) = (block for block in section.blocks if isinstance(block, Listing))
    assert [item.text for item in listing.lines] == list(who_does_better(asked(of)))
    decided = [block.text for block in section.blocks if isinstance(block, Paragraph)]
    assert sum("Raise it with the region" in repr(text) for text in decided) == 2, "one under each question"
    (sheet,) = (one for one in evidence_workbook(pack).sheets if one.name == "Who does better")
    assert [(row["No."], row["Provider"], row["Written down of it"]) for row in sheet.rows] == [
        (1, "Saltmarsh Hospitals", "A second theatre")
    ]
    shown = PackNumbers(pack.rows, pack.figures, (), pack.challenge, pack.sources, {})
    (table,) = (one for one in tables(shown, screen="nhsr") if one.filename == "exemplars.csv")
    assert b"RXB,Saltmarsh Hospitals,improved,2025-09-01,42.7,2025-10-01,2026-03-01,68.9" in table.csv
