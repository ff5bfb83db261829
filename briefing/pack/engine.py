"""How a pack's figures were judged: settings, funnels with their overdispersion, peers, weights, exchanges."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from briefing import formats
from briefing.measures import ALL, Funnel, Measure, Peer
from briefing.pack.figures import ALIKE
from briefing.pack.model import Engine, FunnelLine, PackSettings, PeerLine, PeerSet, Setting

_SCREENS = {
    "nhsr": "moving ranges of 3.267 times their average or more are left out once, as NHSRplotthedots does",
    "mdc_excel": "no moving range is left out, as in NHS England's Excel tool",
}
_SUPPRESSION = {
    "none": "nothing is hidden",
    "under_5": "counts of 1 to 4 in local feeds are hidden",
    "hes": "counts of 1 to 7 in local feeds are hidden, the others rounded to 5",
}
_FACTORS = {
    "list_size": "how many people wait for treatment",
    "ae_attendances": "how many come to A&E in a month",
    "specialties": "how many specialties have a list of 20 or more",
    "decision_to_admit_share": "what share of the list waits to be admitted: how surgical the work is",
    "registered_patients": "how many patients are registered",
}
_OF_PRACTICES = ("registered_patients",)


def engine(
    used: Sequence[Measure], *, funnels: Iterable[Funnel], provider_code: str, settings: PackSettings
) -> Engine:
    """Return what somebody needs who wants to judge the same figures again: only what judged `used`."""
    names = {(m.metric.name, m.specialty_code) for m in used if m.org_code == provider_code}
    return Engine(
        settings=tuple(_settings(settings)),
        funnels=tuple(_line(f) for f in funnels if (f.metric.name, f.specialty_code) in names),
        weights=tuple(_weights(settings.peer_weights)),
        peer_sets=tuple(_peer_sets(m for m in used if m.org_code == provider_code)),
        swaps=tuple(_swaps(settings, used, provider_code)),
    )


def _settings(chosen: PackSettings) -> Iterator[Setting]:
    yield Setting("Screening (screen)", chosen.screen, _SCREENS[chosen.screen])
    yield Setting("Fewest months", "10 and 13", "for limits, and for a judgement or a sign")
    yield Setting("Shift, trend, close to a limit", "7, 7, 2 of 3", "months in a row that make a rule fire")
    yield Setting("Funnel limits", "95% and 99.8%", "PEER is outside the second, after overdispersion")
    yield Setting(
        "False discovery (q)", "0.01; 0.05", "the most a question may have at once; after two months"
    )
    yield Setting("Peers (n)", str(chosen.peer_count), "the nearest of the same type of organisation")
    yield Setting("Small numbers (suppression)", chosen.suppression, _SUPPRESSION[chosen.suppression])


def _line(funnel: Funnel) -> FunnelLine:
    parts = [funnel.metric.title]
    if funnel.specialty_code != ALL:
        parts.append(formats.specialty(funnel.specialty_name))
    return FunnelLine(
        title=f"{', '.join(parts)}: {ALIKE[funnel.compared_as]}",
        month=formats.month(funnel.period),
        organisations=len(funnel.points),
        centre=formats.amount(funnel.centre, funnel.metric.unit),
        phi=funnel.phi,
        tau2=funnel.tau2,
    )


def _weights(weights: Mapping[str, float]) -> Iterator[Setting]:
    for name, weight in weights.items():
        if weight > 0 and name not in _OF_PRACTICES:
            yield Setting(name, f"{weight:g}", _FACTORS.get(name, ""))


def _peer_sets(measures: Iterable[Measure]) -> Iterator[PeerSet]:
    """Each set of peers once, under the titles of the measures that it stands beside."""
    titles: dict[tuple[str, ...], dict[str, None]] = {}
    peers: dict[tuple[str, ...], tuple[Peer, ...]] = {}
    for measure in measures:
        if measure.peers:
            codes = tuple(peer.org_code for peer in measure.peers)
            titles.setdefault(codes, {})[measure.metric.title] = None
            peers.setdefault(codes, measure.peers)
    for codes, about in titles.items():
        lines = (PeerLine(p.org_code, p.org_name, p.distance, p.reason) for p in peers[codes])
        yield PeerSet("All measures" if len(titles) == 1 else formats.listed(about), tuple(lines))


def _swaps(chosen: PackSettings, used: Iterable[Measure], provider_code: str) -> Iterator[str]:
    names = {peer.org_code: peer.org_name for measure in used for peer in measure.peers}
    metrics = {measure.metric.name: measure.metric.title for measure in used}
    for swap in chosen.peer_swaps:
        if swap.org_code == provider_code:
            took = f"{names[swap.take_in]} ({swap.take_in})" if swap.take_in in names else swap.take_in
            where = f", for {metrics.get(swap.metric, swap.metric)}" if swap.metric else ""
            yield f"{took} stands in for {swap.leave_out}{where}: {swap.reason.rstrip('.')}."
