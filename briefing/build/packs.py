"""The packs of a meeting: protection -> challenge -> pack, for each provider; and a peer review's editions."""

from collections.abc import Iterator, Sequence

from briefing.build.inputs import Inputs
from briefing.challenge.challenge import challenge
from briefing.challenge.history import headline, headline_sentence
from briefing.challenge.inputs import challenge_inputs
from briefing.challenge.model import Challenge
from briefing.context import Context
from briefing.document.blocks import Document, Masthead
from briefing.measures import ALL, Measure
from briefing.pack.build import assemble
from briefing.pack.model import Pack, SourceUsed
from briefing.peer_review.editions import Review, ReviewedPractice, peer_documents
from briefing.peer_review.practices import METRICS, compare
from briefing.protection.disclosure import of_peers
from briefing.protection.suppression import NOTHING_EARLIER, Earlier
from briefing.shelf.manifest import Status


def packs_of(
    inputs: Inputs,
    context: Context,
    *,
    version: int,
    status: Status = "draft",
    earlier: Earlier = NOTHING_EARLIER,
) -> Iterator[Pack]:
    """Yield one pack for each provider. Small numbers are hidden once, before anything is worded or drawn."""
    meeting, settings = inputs.meeting, inputs.pack_settings
    for case in challenge_inputs(inputs.challenge, context, preset=settings.suppression, earlier=earlier):
        code = case.provider_code
        asked = challenge(case)
        about = [one.finding.measure for one in asked.questions if one.finding.measure is not None]
        wholes = [measure for measure in case.measures if measure.key[2:] == (ALL, ALL, ALL)]
        yield assemble(
            meeting=meeting,
            provider_code=code,
            provider_name=name_of(context, code),
            commissioner_name=commissioner(inputs, context),
            challenge=asked,
            measures=[*case.measures, *of_peers(_peers_of(about, context), settings.suppression)],
            version=version,
            status=status,
            sources=inputs.sources_of(case.measures),
            settings=settings,
            funnels=context.funnels([*about, *wholes]),
            reported=context.reported(),
            lists=context.waiting_lists(code),
            shares=_shares(inputs, code, asked),
        )


def reviews_of(
    inputs: Inputs, context: Context, *, version: int, status: Status = "draft"
) -> tuple[tuple[Document, ...], tuple[SourceUsed, ...]]:
    """Return a peer review, a document for each practice and one for whoever leads the talk, and its sources."""
    meeting, ours = inputs.meeting, inputs.reviewed
    measures = context.measures(org_code=list(ours), metrics=METRICS, group_code=ALL)
    sources = tuple(inputs.sources_of(measures, always=["concerns"]))
    review = Review(
        compare(measures, practices=meeting.practice_codes),
        [ours.get(code) or ReviewedPractice(code, code) for code in meeting.practice_codes],
        concerns=inputs.challenge.concerns,
        meeting=meeting,
        masthead=Masthead(commissioner(inputs, context), version, status, inputs.settings.marking),
        sources=sources,
    )
    return peer_documents(review), sources


def commissioner(inputs: Inputs, context: Context) -> str:
    return inputs.settings.commissioner.name or name_of(context, inputs.meeting.commissioner_code)


def _peers_of(measures: Sequence[Measure], context: Context) -> list[Measure]:
    """Return what the peers have of the measures that are asked about: the bars beside a question."""
    peers = {peer.org_code for measure in measures for peer in measure.peers}
    return context.measures(org_code=sorted(peers), like=measures) if peers else []


def _shares(inputs: Inputs, code: str, asked: Challenge) -> str:
    theirs = [one for one in inputs.answers_before if one.provider_code == code]
    return headline_sentence(headline([theirs], asked.promises))


def name_of(context: Context, code: str) -> str:
    known = context.organisation(code)
    return known.name if known is not None else code
