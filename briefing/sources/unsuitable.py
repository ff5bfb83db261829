"""Published files people may well drop in that this tool has no use for: told apart, and told why."""

from dataclasses import replace

from briefing.errors import Fault
from briefing.sources.layout import same_heading
from briefing.sources.sheets import Sheet


def reason(sheet: Sheet) -> Fault | None:
    """Why a sheet that no source reads is of no use here, where we know what it is."""
    if _is_small_area_deprivation(sheet):
        fault = sheet.fault(
            found="the index of multiple deprivation by small area (LSOA)",
            wanted="deprivation by GP practice, with practice_code, imd_score and imd_decile",
            remedy="Patients are counted by practice here: use the practice-level file, not this one.",
        )
        return replace(fault, harmless=True)
    return None


def _is_small_area_deprivation(sheet: Sheet) -> bool:
    """The register of small areas names its code LSOA and ranks by IMD, in this or the official words."""
    for row in sheet.head:
        headings = [same_heading(cell) for cell in row]
        area = any(heading.startswith("lsoa code") for heading in headings)
        words = {word for heading in headings for word in heading.split()}
        if area and words & {"imd", "imd_rank", "deprivation"}:
            return True
    return False
