"""What each source becomes: the names and types that its reader produces and queries read, by source."""

from briefing.sources import SOURCES

SCHEMAS = {source.name: source.schema for source in SOURCES}
