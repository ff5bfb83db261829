"""What the method page tells: settings, funnels with their overdispersion, peers, exchanges."""

import re
from dataclasses import replace

import builders
import editions
import packs

from briefing.context import PeerSet, PeerSwap
from briefing.context.settings import PEER_FACTORS, recipe
from briefing.document.blocks import Box, Table
from briefing.measures import Measure
from briefing.pack.engine import engine
from briefing.pack.model import Pack, PackSettings

OURS = packs.headline()[0]


def asked(measure: Measure, code: str = "PEER", **changes: object) -> Pack:
    """A pack with one question: the measure lies outside its funnel, or has another signal."""
    question = builders.question(
        finding=builders.finding(measure=measure, signal=builders.signal(code, of=measure))
    )
    challenge = replace(packs.challenge(packs.headline()), questions=(question,), credit=None)
    defaults: dict[str, object] = {"funnels": (builders.funnel(measure),), "settings": PackSettings()}
    return packs.full(challenge=challenge, measures=(measure,), **defaults | changes)


def test_a_question_about_peers_brings_its_whole_funnel() -> None:
    (funnel,) = [figure for figure in asked(OURS).figures if figure.kind == "funnel"]
    assert funnel.title == (
        "Waiting within 18 weeks: 55.0%, further below the 25 NHS trusts than chance and their usual "
        "differences could explain"
    )
    assert funnel.caption.startswith("It is the only one outside the 99.8% limits")
    assert funnel.questions == (1,)
    assert funnel.funnel == builders.funnel(OURS)


def test_a_funnel_of_a_local_feed_is_shown_only_where_no_number_is_hidden() -> None:
    local = replace(OURS, metric=replace(OURS.metric, published=False))
    kinds = {
        preset: [figure.kind for figure in asked(local, settings=PackSettings(suppression=preset)).figures]
        for preset in ("none", "under_5")
    }
    assert "funnel" in kinds["none"]
    assert "funnel" not in kinds["under_5"]
    assert tables(asked(local, settings=PackSettings(suppression="under_5"))) == ["settings"]


def test_the_page_names_the_overdispersion_of_each_funnel_that_judged_a_measure_shown() -> None:
    drawn = builders.funnel(OURS)
    elsewhere = replace(drawn, specialty_code="110", specialty_name="Trauma and orthopaedics")
    pack = asked(OURS, funnels=(drawn, elsewhere))
    assert tables(pack) == ["settings", "funnels"]
    figures = f"March 2026 25 69.3% {drawn.phi:.4g} {drawn.tau2:.4g}"
    page = editions.words(editions.gp(pack))
    assert f"Waiting within 18 weeks: NHS trusts {figures} Similar trusts, nearest first" in page


def tables(pack: Pack) -> list[str]:
    return [block.kind for block in (*pack.settings, *pack.engine) if isinstance(block, Table)]


def test_peers_come_with_distances_and_an_exchange_with_its_reason() -> None:
    first, *others = OURS.peers
    taken = replace(first, distance=None, reason="Merged its children's surgery last year")
    swap = PeerSwap(packs.PROVIDER, "RQX", first.org_code, "Merged its children's surgery last year.")
    elsewhere = replace(swap, org_code="RAA")
    settings = PackSettings(peer_swaps=(swap, elsewhere), peer_weights={"list_size": 2, "specialties": 0})
    pack = asked(replace(OURS, peers=(taken, *others)), settings=settings)
    page = editions.words(editions.gp(pack))
    assert (
        f"All measures: {first.org_name} ({first.org_code}, taken in), {others[0].org_name} (RQB, 0.60)"
        in page
    )
    assert (
        f"{first.org_name} ({first.org_code}) stands in for RQX: Merged its children's surgery last year."
        in page
    )
    assert page.count("stands in for") == 1
    assert "Similar in: how many people wait for treatment (list_size, weight 2). A distance" in page


def test_the_same_peers_are_named_once_whatever_their_figures_count() -> None:
    peers = tuple(replace(peer, value=12.0, counted=345.0) for peer in OURS.peers)
    used = (OURS, replace(packs.headline()[1], peers=peers))
    blocks = engine(used, funnels=(), provider_code=packs.PROVIDER, settings=PackSettings())
    (sets,) = (block for block in blocks if isinstance(block, Box))
    assert len(sets.blocks) == 2, "the recipe, then one set for both measures"


def test_a_named_set_is_told_with_its_reason() -> None:
    named = PeerSet(
        packs.PROVIDER, ("RAA", "RBB", "RCC"), "The recommended peers of the Model Health System, May 2026."
    )
    elsewhere = replace(named, org_code="RAA", reason="Another hospital's")
    page = editions.words(editions.gp(asked(OURS, settings=PackSettings(peer_sets=(named, elsewhere)))))
    told = "in the order of the list: The recommended peers of the Model Health System, May 2026."
    assert page.count("in place of the nearest") == 1
    assert told in page


def test_the_recipe_that_is_printed_is_the_one_that_is_run() -> None:
    """A factor of no weight isn't named, and none is named that isn't weighed."""
    page = editions.words(editions.gp(asked(OURS)))
    assert f"Similar in: {recipe()}. A distance" in page
    assert "decision" not in recipe()
    assert set(re.findall(r"\((\w+), weight", recipe(practices=True))) == set(PEER_FACTORS)
