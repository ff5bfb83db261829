"""What the published monthly files of providers by commissioners have in common."""

from collections.abc import Mapping

import pyarrow as pa

from briefing.errors import Fault
from briefing.sources.layout import same_heading
from briefing.sources.proofs import codes
from briefing.sources.sheets import Cells, Sheet
from briefing.sources.source import Codes

PROVIDER_BY_COMMISSIONER: Mapping[str, tuple[str, ...]] = {
    "provider_parent_code": ("Provider Parent Org Code",),
    "provider_parent_name": ("Provider Parent Name", "Provider Parent Org Name"),
    "provider_code": ("Provider Org Code",),
    "provider_name": ("Provider Org Name",),
    "commissioner_parent_code": ("Commissioner Parent Org Code",),
    "commissioner_parent_name": ("Commissioner Parent Name", "Commissioner Parent Org Name"),
    "commissioner_code": ("Commissioner Org Code",),
    "commissioner_name": ("Commissioner Org Name",),
}
NO_COMMISSIONER = "NONC"
CODES = (
    Codes(
        "provider",
        "provider_code",
        "provider_name",
        within=(Codes("board", "provider_parent_code", "provider_parent_name"),),
    ),
    Codes(
        "sub_board",
        "commissioner_code",
        "commissioner_name",
        within=(Codes("board", "commissioner_parent_code", "commissioner_parent_name"),),
        unless={"commissioner_code": NO_COMMISSIONER},
    ),
)


def is_revised(sheet: Sheet) -> bool:
    """Whether the publisher says so in the name of the file, of the zip or of the file in the zip."""
    return "revised" in sheet.file.lower()


def organisation_faults(cells: Cells, table: pa.Table, headings: Mapping[str, str]) -> list[Fault]:
    """What shows that names, or commissioners, stand where provider codes should."""
    faults = []
    for name in ("provider_code", "commissioner_code"):
        faults += codes(cells, table[name], heading=headings[name])
    if NO_COMMISSIONER in table["provider_code"].unique().to_pylist():
        fault = cells.fault(
            found=f"{NO_COMMISSIONER}, which stands for patients without a commissioner",
            wanted="codes of providers",
            remedy="Providers and commissioners have been swapped: download the file again.",
            column=headings["provider_code"],
        )
        faults.append(fault)
    return faults


def order_note(cells: Cells, published: tuple[str, ...]) -> tuple[str, ...]:
    """A note where the columns are not in the published order. They are matched by name all the same."""
    place = {same_heading(heading): index for index, heading in enumerate(published)}
    places = [place[same_heading(heading)] for heading in cells.header if same_heading(heading) in place]
    if places == sorted(places):
        return ()
    return ("the columns are not in the published order; they were matched by name",)
