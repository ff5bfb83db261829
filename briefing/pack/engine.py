"""How a pack's figures were judged: settings, funnels with their overdispersion, peers, weights, exchanges."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from briefing import formats
from briefing.context.settings import recipe as recipe_of
from briefing.document.blocks import Block, Box, Column, Heading, Paragraph, Row, Table
from briefing.measures import ALL, Funnel, Measure, Peer
from briefing.pack.figures import ALIKE
from briefing.pack.model import PackSettings

_SCREENS = {
    "nhsr": "moving ranges of 3.267 times their average or more are left out once, as NHSRplotthedots does",
    "mdc_excel": "no moving range is left out, as in NHS England's Excel tool",
}
_SUPPRESSION = {
    "none": "nothing is hidden",
    "under_5": "counts of 1 to 4 in local feeds are hidden",
    "hes": "counts of 1 to 7 in local feeds are hidden, the others rounded to 5",
}


def engine(
    used: Sequence[Measure],
    *,
    funnels: Iterable[Funnel],
    provider_code: str,
    settings: PackSettings,
    recipe: bool = True,
) -> tuple[Block, ...]:
    """Return what judged `used` beside the settings: funnels, and peers with the recipe that chose them."""
    own = [measure for measure in used if measure.org_code == provider_code]
    names = {(measure.metric.name, measure.specialty_code) for measure in own}
    judged = [funnel for funnel in funnels if (funnel.metric.name, funnel.specialty_code) in names]
    peers = [*_peer_sets(own), *_named(settings, provider_code), *_swaps(settings, used, provider_code)]
    first = (_recipe(settings),) if recipe else ()
    return (*_funnels(judged), *(_peers((*first, *peers)) if peers else ()))


def settings_of(chosen: PackSettings, *, several: bool = False) -> tuple[Block, ...]:
    """Return what somebody needs who wants to judge any of the figures again; of several providers the recipe too."""
    recipe = (Paragraph(_recipe(chosen), kind="note"),) if several else ()
    return (*_settings(chosen), *recipe)


def _settings(chosen: PackSettings) -> Iterator[Block]:
    rows = (
        ("Screening (screen)", chosen.screen, _SCREENS[chosen.screen]),
        ("Fewest months", "10 and 13", "for limits, and for a judgement or a sign"),
        ("Shift, trend, close to a limit", "7, 7, 2 of 3", "months in a row that make a rule fire"),
        ("Funnel limits", "95% and 99.8%", "PEER is outside the second, after overdispersion"),
        ("False discovery (q)", "0.01; 0.05", "the most a question may have at once; after two months"),
        ("Similar trusts (n)", str(chosen.peer_count), "the nearest of the same type of organisation"),
        ("Small numbers (suppression)", chosen.suppression, _SUPPRESSION[chosen.suppression]),
    )
    columns = (Column("Setting", "c-setting"), Column("Set to", "c-set"), Column("What it does"))
    yield Heading("How the rules were set", level=4)
    yield Table(columns, tuple(map(Row, rows)), kind="settings")


def _funnels(judged: Sequence[Funnel]) -> Iterator[Block]:
    if judged:
        numbers = ("Organisations", "Middle", "phi", "tau-squared")
        columns = (
            Column("Funnel", "c-funnel"),
            Column("Month", "c-month"),
            *(Column(head, "c-figure", figures=True) for head in numbers),
        )
        yield Heading("Funnel plots, and how far organisations differ beyond chance", level=4)
        yield Table(columns, tuple(map(_line, judged)), kind="funnels")


def _line(funnel: Funnel) -> Row:
    whole = funnel.specialty_code == ALL
    parts = [funnel.metric.title, *([] if whole else [formats.specialty(funnel.specialty_name)])]
    return Row((
        f"{', '.join(parts)}: {ALIKE[funnel.compared_as]}",
        formats.month(funnel.period),
        str(len(funnel.points)),
        formats.amount(funnel.centre, funnel.metric.unit),
        f"{funnel.phi:.4g}",
        f"{funnel.tau2:.4g}",
    ))  # fmt: skip


def _recipe(settings: PackSettings) -> str:
    alike = recipe_of(settings.peer_weights)
    return f"Similar in: {alike}. A distance of 1 is one standard deviation in a factor of weight 1."


def _peers(said: Sequence[str]) -> Iterator[Block]:
    yield Heading("Similar trusts, nearest first", level=4)
    yield Box(tuple(map(Paragraph, said)), kind="prose")


def _peer_sets(measures: Iterable[Measure]) -> Iterator[str]:
    """Each set of peers once, under the titles of the measures that it stands beside."""
    titles: dict[tuple[Peer, ...], dict[str, None]] = {}
    for measure in measures:
        if measure.peers:
            unvalued = tuple(replace(peer, value=None, counted=None) for peer in measure.peers)
            titles.setdefault(unvalued, {})[measure.metric.title] = None
    for peers, about in titles.items():
        title = "All measures" if len(titles) == 1 else formats.listed(about)
        yield f"{title}: {', '.join(map(_peer, peers))}."


def _peer(peer: Peer) -> str:
    """With its distance; one that was taken in by hand has none, and a reason."""
    if peer.distance is not None:
        return f"{peer.org_name} ({peer.org_code}, {peer.distance:.2f})"
    return f"{peer.org_name} ({peer.org_code}{', taken in' if peer.reason else ''})"


def _named(chosen: PackSettings, provider_code: str) -> Iterator[str]:
    for one in chosen.peer_sets:
        if one.org_code == provider_code:
            yield f"These were named in place of the nearest, in the order of the list: {one.reason.rstrip('.')}."


def _swaps(chosen: PackSettings, used: Iterable[Measure], provider_code: str) -> Iterator[str]:
    names = {peer.org_code: peer.org_name for measure in used for peer in measure.peers}
    metrics = {measure.metric.name: measure.metric.title for measure in used}
    for swap in chosen.peer_swaps:
        if swap.org_code == provider_code:
            took = f"{names[swap.take_in]} ({swap.take_in})" if swap.take_in in names else swap.take_in
            where = f", for {metrics.get(swap.metric, swap.metric)}" if swap.metric else ""
            yield f"{took} stands in for {swap.leave_out}{where}: {swap.reason.rstrip('.')}."
