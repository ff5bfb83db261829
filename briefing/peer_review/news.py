"""What a new version of a peer review tells each reader on the first page: what is another than in the one they hold.

a practice    The meeting is now on 14 January 2027, not on 17 December 2026. Referrals reads otherwise than before.
the lead      the same of the group, and who now chairs or writes the record

Nobody is told anything of another practice, but how many there are.
"""

from collections.abc import Iterator, Mapping, Sequence

from briefing import formats
from briefing.document.blocks import Document, Listing, Table
from briefing.document.reading import words_in
from briefing.pack.changes import Reviewed
from briefing.pack.sitting import Sitting, differences
from briefing.peer_review.editions import LEAD_STEM, REPORTED


def said_of(documents: Sequence[Document]) -> dict[str, dict[str, str]]:
    return {document.stem: dict(_matters(document)) for document in documents}


def _matters(document: Document) -> Iterator[tuple[str, str]]:
    """What was reported comes last: a figure says more of it."""
    reports = ""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield from ((words_in(row.items[0].text), words_in(row.items[-1].text)) for row in block.rows)
            elif isinstance(block, Listing) and section.id == REPORTED:
                reports = "; ".join(words_in(line.text) for line in block.lines)
    yield "What you told us" if document.stem != LEAD_STEM else "What the practices told us", reports


def news_of(then: Sitting, now: Sitting, before: Reviewed, after: Reviewed) -> dict[str, tuple[str, ...]]:
    """Return the sentences for each document; only where there are any."""
    about = list(differences(then, now))
    of_lead = [one.sentence for one in about if one.of in ("", now.chair.person_id)]
    of_practice = [one.sentence for one in about if one.open]
    size = list(_size(before, after))
    told = {
        stem: (*(of_lead if stem == LEAD_STEM else of_practice), *size, *_figures(before[stem], after[stem]))
        for stem in after
        if stem in before
    }
    return {stem: sentences for stem, sentences in told.items() if sentences}


def _size(before: Reviewed, after: Reviewed) -> Iterator[str]:
    if {*before} != {*after}:
        were, are = (sum(stem != LEAD_STEM for stem in said) for said in (before, after))
        count = formats.counted(are, "practice")
        another = (
            f"of {count}, not {formats.number(were)}" if were != are else f"of {count}, not all the same ones"
        )
        yield f"The group is now {another}."


def _figures(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[str]:
    for matter, words in after.items():
        if matter not in before:
            yield f"New: {matter}."
        elif before[matter] != words:
            yield f"{matter}: this reads otherwise than before."
    yield from (f"No longer here: {matter}." for matter in before if matter not in after)
