"""What the published monthly files of providers by commissioners have in common."""

from briefing.errors import Fault
from briefing.sources.columns import text
from briefing.sources.layout import Reading
from briefing.sources.proofs import codes
from briefing.sources.source import Codes

PROVIDER_BY_COMMISSIONER = (
    text("provider_parent_code", "Provider Parent Org Code"),
    text("provider_parent_name", "Provider Parent Name", "Provider Parent Org Name"),
    text("provider_code", "Provider Org Code", filled=True),
    text("provider_name", "Provider Org Name"),
    text("commissioner_parent_code", "Commissioner Parent Org Code"),
    text("commissioner_parent_name", "Commissioner Parent Name", "Commissioner Parent Org Name"),
    text("commissioner_code", "Commissioner Org Code", filled=True),
    text("commissioner_name", "Commissioner Org Name"),
)
STORED = tuple(PROVIDER_BY_COMMISSIONER[place] for place in (2, 3, 0, 1, 6, 7, 4, 5))
"""The same in the order in which they are kept."""
NO_COMMISSIONER = "NONC"
_BOARDS = {
    side: Codes("board", f"{side}_parent_code", f"{side}_parent_name")
    for side in ("provider", "commissioner")
}
CODES = (
    Codes("provider", "provider_code", "provider_name", within=(_BOARDS["provider"],)),
    Codes(
        "sub_board",
        "commissioner_code",
        "commissioner_name",
        within=(_BOARDS["commissioner"],),
        unless={"commissioner_code": NO_COMMISSIONER},
    ),
)


def organisation_faults(reading: Reading) -> list[Fault]:
    """What shows that names, or commissioners, stand where provider codes should."""
    faults = codes(reading, "provider_code", "commissioner_code")
    if NO_COMMISSIONER in reading.table["provider_code"].unique().to_pylist():
        fault = reading.fault(
            found=f"{NO_COMMISSIONER}, which stands for patients without a commissioner",
            wanted="codes of providers",
            remedy="Providers and commissioners have been swapped: download the file again.",
            column="provider_code",
        )
        faults.append(fault)
    return faults
