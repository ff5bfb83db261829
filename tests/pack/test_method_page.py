"""What the method page tells: settings, funnels with their overdispersion, peers, exchanges."""

from dataclasses import replace

import builders
import editions
import packs
import pytest

from briefing.context import PeerSwap
from briefing.measures import Measure
from briefing.pack.model import Pack, PackSettings
from briefing.protection.disclosure import Preset

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
        "differences explain"
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
    assert asked(local, settings=PackSettings(suppression="under_5")).engine.funnels == ()


@pytest.mark.parametrize(("preset", "near"), [("under_5", False), ("hes", True)])
def test_who_recomputes_rounded_counts_is_told_that_they_come_out_near(preset: Preset, near: bool) -> None:
    local = replace(OURS, metric=replace(OURS.metric, published=False))
    (guide,) = (
        table.csv.decode("utf-8-sig")
        for table in asked(local, "SC-", settings=PackSettings(suppression=preset)).evidence
        if table.filename == "how-to-recompute.csv"
    )
    assert ("counts are rounded to 5" in guide) == near


def test_the_page_names_the_overdispersion_of_each_funnel_that_judged_a_measure_shown() -> None:
    drawn = builders.funnel(OURS)
    elsewhere = replace(drawn, specialty_code="110", specialty_name="Trauma and orthopaedics")
    pack = asked(OURS, funnels=(drawn, elsewhere))
    (line,) = pack.engine.funnels
    assert (line.title, line.organisations, line.centre) == (
        "Waiting within 18 weeks: NHS trusts",
        25,
        "69.3%",
    )
    page = editions.gp_page(pack)
    assert f"{drawn.phi:.4g}" in page
    assert f"{drawn.tau2:.4g}" in page


def test_peers_come_with_distances_and_an_exchange_with_its_reason() -> None:
    first, *others = OURS.peers
    taken = replace(first, distance=None, reason="Merged its children's surgery last year")
    swap = PeerSwap(packs.PROVIDER, "RQX", first.org_code, "Merged its children's surgery last year.")
    elsewhere = replace(swap, org_code="RAA")
    settings = PackSettings(peer_swaps=(swap, elsewhere), peer_weights={"list_size": 2, "specialties": 0})
    engine = asked(replace(OURS, peers=(taken, *others)), settings=settings).engine
    (peers,) = engine.peer_sets
    assert (peers.title, peers.peers[0].distance, peers.peers[1].distance) == (
        "All measures",
        None,
        pytest.approx(0.6),
    )
    assert engine.swaps == (
        f"{first.org_name} ({first.org_code}) stands in for RQX: Merged its children's surgery last year.",
    )
    assert [(weight.name, weight.value) for weight in engine.weights] == [("list_size", "2")]
