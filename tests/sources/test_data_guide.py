"""The data guide says what the readers do: every source, every column, and examples that they read."""

import re
from pathlib import Path

import pytest
from conftest import CHECKOUT

from briefing.sources import SOURCES, read_file
from briefing.sources.feed_layouts import FEEDS, Feed

GUIDE = (CHECKOUT / "docs" / "data-guide.md").read_text(encoding="utf-8")


def section(feed: Feed) -> str:
    """What the guide says under the heading of a feed, up to the next one."""
    return re.split(r"^#+ ", GUIDE.split(f"\n### {feed.name}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def listed(feed: Feed) -> str:
    """The first column of the feed's table."""
    return "\n".join(row.split("|")[1] for row in section(feed).splitlines() if row.startswith("|"))


def test_the_guide_names_every_source() -> None:
    assert [source.name for source in SOURCES if source.name not in GUIDE] == []


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_the_guide_lists_every_column_and_those_that_must_be_there(feed: Feed) -> None:
    cells = listed(feed)
    columns = set(re.findall(r"[a-z_]+", cells)) - {"column"}
    assert columns == set(feed.names)
    assert set(re.findall(r"\*\*([a-z_]+)\*\*", cells)) == {c.name for c in feed.columns if not c.optional}
    assert set(re.findall(r"\*\*([a-z_]+)\*\* \*", cells)) == {c.name for c in feed.columns if c.filled}


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.name)
def test_the_guides_examples_are_read(feed: Feed, tmp_path: Path) -> None:
    example = re.search(r"```csv\n(.*?)```", section(feed), re.DOTALL)
    assert example is not None
    path = tmp_path / f"{feed.name}.csv"
    path.write_text(example[1])
    (extract,) = read_file(path)
    assert (extract.source, extract.table.num_rows) == (feed.name, 1)
    assert extract.notes == ()
