"""The registers: organisations, who belongs to whom, and the people on each practice's list."""

from briefing.sources import (
    gp_list_size,
    ods_networks,
    ods_practices,
    ods_trusts,
    practice_deprivation,
    practice_map,
)
from briefing.sources.source import Source

SOURCES: tuple[Source, ...] = (
    *ods_trusts.SOURCES,
    *ods_practices.SOURCES,
    *ods_networks.SOURCES,
    *gp_list_size.SOURCES,
    *practice_map.SOURCES,
    *practice_deprivation.SOURCES,
)
