"""ODS `ePCN`: primary care networks on one sheet, the practices in them, past and present, on another."""

from briefing.sources.codes import parse_area, parse_network, parse_practice
from briefing.sources.conversion import convert
from briefing.sources.extracts import early_ends, proved, under_header
from briefing.sources.layout import Layout
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Sheet
from briefing.sources.source import Codes, Extract, Source

NETWORKS, MEMBERS = "ods_networks", "ods_network_members"
_MEMBER_KEY = ("practice_code", "network_code", "started_on")

_NETWORKS = Layout(
    "the networks of ePCN",
    {
        "code": ("PCN Code",),
        "name": ("PCN Name",),
        "sub_board_code": ("Current Sub ICB Loc Code", "Current Clinical Commissioning Group Code"),
        "sub_board_name": ("Sub ICB Location", "Clinical Commissioning Group Name"),
        "opened_on": ("Open Date",),
        "closed_on": ("Close Date",),
    },
    tolerated=(*(f"Address Line {line}" for line in range(1, 6)), "Postcode"),
)
_MEMBERS = Layout(
    "the members of networks in ePCN",
    {
        "practice_code": ("Partner Organisation Code",),
        "practice_name": ("Partner Name",),
        "sub_board_code": ("Practice Parent Sub ICB Loc Code", "Practice Parent CCG Code"),
        "sub_board_name": ("Practice Parent Sub ICB Loc Name", "Practice Parent CCG Name"),
        "network_code": ("PCN Code",),
        "network_name": ("PCN Name",),
        "started_on": ("Practice to PCN Relationship Start Date",),
        "ended_on": ("Practice to PCN Relationship End Date",),
    },
    tolerated=(
        "PCN Parent Sub ICB Loc Code",
        "PCN Parent Sub ICB Loc Name",
        "PCN Parent CCG Code",
        "PCN Parent CCG Name",
        "Practice Sub ICB Loc and PCN Sub ICB Loc Match",
        "Practice and PCN CCG Match",
    ),
)


def _read_networks(sheet: Sheet) -> list[Extract]:
    cells, columns, notes = under_header(sheet, _NETWORKS)
    table = convert(
        cells,
        SCHEMAS[NETWORKS],
        columns=columns,
        required=("code", "name", "opened_on"),
        parsers={"code": parse_network, "sub_board_code": parse_area},
    )
    notes += early_ends(table, "opened_on", "closed_on")
    return [proved(NETWORKS, table, cells, key=("code",), notes=notes)]


def _read_members(sheet: Sheet) -> list[Extract]:
    cells, columns, notes = under_header(sheet, _MEMBERS)
    table = convert(
        cells,
        SCHEMAS[MEMBERS],
        columns=columns,
        required=_MEMBER_KEY,
        parsers={
            "practice_code": parse_practice,
            "network_code": parse_network,
            "sub_board_code": parse_area,
        },
    )
    notes += early_ends(table, "started_on", "ended_on")
    return [proved(MEMBERS, table, cells, key=_MEMBER_KEY, notes=notes)]


_PUBLISHER = "NHS England (ODS)"
SOURCES = (
    Source(
        NETWORKS,
        "primary care networks (ODS ePCN)",
        _PUBLISHER,
        "snapshot",
        ("code",),
        _NETWORKS.recognises,
        _read_networks,
        codes=(
            Codes(
                "network",
                "code",
                "name",
                within=(Codes("sub_board", "sub_board_code", "sub_board_name", counted=False, authority=6),),
                dates=("opened_on", "closed_on"),
            ),
        ),
        layouts=(_NETWORKS,),
        authority=2,
    ),
    Source(
        MEMBERS,
        "practices of networks (ODS ePCN)",
        _PUBLISHER,
        "snapshot",
        _MEMBER_KEY,
        _MEMBERS.recognises,
        _read_members,
        codes=(
            Codes("practice", "practice_code", "practice_name", counted=False),
            Codes("network", "network_code", "network_name"),
        ),
        layouts=(_MEMBERS,),
    ),
)
