"""Every edition into a shared or synced folder of our own, under its dated name."""

from collections.abc import Iterator

from briefing.errors import ConfigError
from briefing.post import synced
from briefing.post.addressing import rule_of
from briefing.post.errand import Errand, PostResult


def copies(errand: Errand) -> Iterator[PostResult]:
    """Copies what is not there yet. A copy that somebody took away is not put back."""
    chosen = errand.workspace.settings.delivery.folder
    if chosen is None:
        raise ConfigError("briefing.toml: found no `folder` under [delivery]; wanted one to copy packs into.")
    target = errand.workspace.folder / chosen
    had = errand.history.had(str(target), by=["folder"])
    for name in sorted(name for name in errand.made.editions if rule_of(name) is not None):
        dated = synced.dated_name(
            name, errand.meeting, version=errand.made.version, draft=errand.wording.draft
        )
        if errand.made.editions[name] in had:
            yield PostResult("folder", str(target), "has it", (dated,))
        elif errand.choice.dry_run:
            yield PostResult("folder", str(target), "would go", (dated,))
        else:
            synced.put(target, dated, errand.content(name))
            errand.write("folder", "sent", key="folder", to=str(target), files=[name])
            yield PostResult("folder", str(target), "copied", (dated,))
