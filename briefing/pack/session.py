"""What the packs of one session say once, in an annex of its own: the method, the words, the files, the settings."""

from collections.abc import Sequence
from dataclasses import replace

from briefing.pack import method
from briefing.pack.build import SESSION
from briefing.pack.evidence import SOURCES, sources_table
from briefing.pack.model import Pack
from briefing.pack.words import short_name


def own(pack: Pack) -> Pack:
    """A provider's pack without what is said once for the whole session."""
    return replace(pack, settings=(), evidence=tuple(t for t in pack.evidence if t.filename != SOURCES))


def shared(packs: Sequence[Pack]) -> Pack:
    """All that `own` and the chapters leave out, as of one pack that is about no provider."""
    scanned = sum(pack.challenge.scanned for pack in packs)
    by_chance = sum(pack.challenge.by_chance for pack in packs)
    sources = tuple(dict.fromkeys(source for pack in packs for source in pack.sources))
    used = [measure for pack in packs for measure in pack.used]
    hidden = [one for pack in packs for one in pack.caveats if one in method.HIDDEN.values()]
    left_out = tuple(
        f"{short_name(pack.provider_name)}: {sentence}"
        for pack in packs
        for sentence in pack.challenge.not_asked
    )
    return replace(
        packs[0],
        provider_code=SESSION,
        provider_name=packs[0].meeting.title,
        challenge=replace(packs[0].challenge, questions=(), not_asked=left_out),
        figures=(),
        evidence=(sources_table(sources),),
        engine=(),
        sources=sources,
        source_groups=method.grouped(sources),
        method=(*packs[0].method[:-1], method.scan(scanned=scanned, by_chance=by_chance)),
        caveats=(*method.caveats(used, hidden=False, preset="none"), *dict.fromkeys(hidden)),
        definitions=method.definitions(used),
    )
