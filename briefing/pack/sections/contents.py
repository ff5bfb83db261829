"""The contents of the evidence: the questions with the pages of their charts, then its parts."""

from collections.abc import Iterator

from briefing.document.blocks import Block, Contents, Item, Listing, Paragraph, Run, Section, numeral, page_of
from briefing.pack.model import Pack

_ONE_COLUMN = 8
"""So many questions take less than half a page; columns cost time to lay out."""


def contents(pack: Pack) -> Iterator[Section]:
    yield Section("contents", "Evidence", (*_questions(pack), Contents()), kind="evidence")


def _questions(pack: Pack) -> Iterator[Block]:
    """Every question, whoever asks it: where a reader holds its card, links to it lead there instead."""
    if pack.challenge.questions:
        lines = tuple(
            Item(blocks=(Paragraph(tuple(_line(number, title, pack)), id=f"question-{number}"),))
            for number, title in enumerate((one.title for one in pack.challenge.questions), start=1)
        )
        yield Listing(lines, kind="asked-of" if len(lines) <= _ONE_COLUMN else "asked-of many")


def _line(number: int, title: str, pack: Pack) -> Iterator[str | Run]:
    yield from (numeral(number), f" {title}")
    first = next((figure for figure in pack.figures if number in figure.questions), None)
    if first is not None:
        yield from (" · ", page_of("chart", first.id, f"The first chart of question {number}"))
