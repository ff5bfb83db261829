"""Method and caveats: how figures were judged, with which settings, beside whom, and what each measure counts."""

from collections.abc import Iterator

from briefing.document.blocks import (
    Block,
    Box,
    Column,
    Heading,
    Listing,
    Paragraph,
    Row,
    Section,
    Table,
    Terms,
)
from briefing.pack.model import Engine, GpEdition, PeerLine


def method(edition: GpEdition) -> Iterator[Section]:
    pack = edition.pack
    blocks = (
        Box(tuple(Paragraph(paragraph) for paragraph in pack.method), kind="prose"),
        *_settings(pack.engine),
        *_funnels(pack.engine),
        *_peers(pack.engine),
        *_listed("Found and not asked", pack.challenge.not_asked),
        *_listed("Caveats", pack.caveats),
        *_definitions(edition),
    )
    yield Section("method", "Method and caveats", blocks, kind="evidence", level=3)


def _settings(engine: Engine) -> Iterator[Block]:
    yield Heading("Settings of the engine", level=4)
    columns = (Column("Setting", "c-setting"), Column("Set to", "c-set"), Column("What it does"))
    rows = tuple(Row((setting.name, setting.value, setting.meaning)) for setting in engine.settings)
    yield Table(columns, rows, kind="settings")


def _funnels(engine: Engine) -> Iterator[Block]:
    if not engine.funnels:
        return
    yield Heading("Funnels, and how much more organisations differ than chance explains", level=4)
    numbers = ("Organisations", "Middle", "phi", "tau-squared")
    columns = (
        Column("Funnel", "c-funnel"),
        Column("Month", "c-month"),
        *(Column(head, "c-figure", figures=True) for head in numbers),
    )
    rows = tuple(
        Row((f.title, f.month, str(f.organisations), f.centre, f"{f.phi:.4g}", f"{f.tau2:.4g}"))
        for f in engine.funnels
    )
    yield Table(columns, rows, kind="funnels")


def _peers(engine: Engine) -> Iterator[Block]:
    if not engine.peer_sets:
        return
    alike = "; ".join(f"{one.meaning} ({one.name}, weight {one.value})" for one in engine.weights)
    paragraphs = [
        f"Alike in: {alike}. A distance of 1 is one standard deviation in a factor of weight 1.",
        *(f"{one.title}: {', '.join(map(_peer, one.peers))}." for one in engine.peer_sets),
        *engine.swaps,
    ]
    yield Heading("Peers, nearest first", level=4)
    yield Box(tuple(map(Paragraph, paragraphs)), kind="prose")


def _peer(peer: PeerLine) -> str:
    if peer.distance is not None:
        return f"{peer.name} ({peer.code}, {peer.distance:.2f})"
    return f"{peer.name} ({peer.code}{', taken in' if peer.reason else ''})"


def _listed(heading: str, sentences: tuple[str, ...]) -> Iterator[Block]:
    if sentences:
        yield Heading(heading, level=4)
        yield Listing(sentences)


def _definitions(edition: GpEdition) -> Iterator[Block]:
    if edition.pack.definitions:
        yield Heading("What each measure counts", level=4)
        yield Terms(tuple((entry.term, entry.meaning) for entry in edition.pack.definitions))
