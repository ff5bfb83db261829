"""Published files that people drop in and no reader reads: known by their words, and told once, with what to do."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from briefing.errors import Fault
from briefing.sources.layout import same_heading
from briefing.sources.sheets import Sheet

_LEAVE = "No measure is made of it: leave it out of the inbox."


@dataclass(frozen=True)
class Unread:
    """A published file, and the words by which it is known: a sheet has all of one group in its first rows."""

    found: str
    words: tuple[tuple[str, ...], ...]
    wanted: str = "a file that a measure is made of"
    remedy: str = _LEAVE

    def fits(self, head: str) -> bool:
        return any(all(f" {same_heading(word)} " in head for word in group) for group in self.words)


_UNREAD = (
    Unread(
        "the A&E workbook by provider",
        (("Type 1 Departments - Major A&E",), ("A&E Attendances and Emergency Admissions", "Title:")),
        "the monthly A&E csv",
        "Load the CSV of the same month, such as Monthly-AE-April-2025.csv, from the page it stands on.",
    ),
    Unread(
        "an extract or time series of cancer waiting times (CWT-CRS)",
        (
            ("Within Standard", "Breaches"),
            ("Cancer Waiting Times", "Time Series"),
            ("Standard", "Org Code", "Total Treated"),
        ),
        "the combined workbook of a month",
        "Load the Monthly Combined Workbook, or its CSV, of each month.",
    ),
    Unread(
        "a summary of the weekly waiting list (WLMDS) without age, sex, deprivation or ethnicity",
        (("Waiting List Minimum Data Set",), ("Metric", "Category", "Waiting Bands")),
        "the demographics summary of a month",
        "Load the workbook called WLMDS-Demographics-Summary, from the page it stands on.",
    ),
    Unread(
        "an RTT workbook by provider, commissioner or specialty",
        (
            ("Total number of incomplete pathways", "Average median waiting time in weeks"),
            ("RTT Waiting Times", "Incomplete Pathways", "Provider Code"),
            ("RTT Waiting Times", "Completed", "Provider Code"),
        ),
        "the RTT full extract of the month",
        "Load the full extract, such as 20260430-RTT-April-2026-full-extract.csv.zip.",
    ),
    Unread(
        "a diagnostics (DM01) workbook",
        (("Total Waiting List", "Number waiting 6+ Weeks"),),
        "the DM01 full extract of the month",
        "Load the full extract, such as DM01-MARCH-2026-full-extract.zip.",
    ),
    Unread(
        "a clerk's answer sheet",
        (("Question id", "Answer", "Commitment"), ("Promise id", "Kept?")),
        remedy="It is recorded, not loaded: briefing record MEETING FILE.",
    ),
    Unread(
        "the Friends and Family Test without a trust or practice in it",
        (("Friends and Family Test",), ("Total Responses", "Percentage Positive", "Percentage Negative")),
        "the workbook of a month, with its sheet of trusts, organisations or practices",
        "Load the whole workbook of the month, from the page it stands on.",
    ),
    Unread(
        "the index of multiple deprivation by small area (LSOA)",
        (("LSOA code", "IMD"), ("LSOA code", "deprivation")),
        "deprivation by GP practice, with practice_code, imd_score and imd_decile",
        "Patients are counted by practice here: use the practice-level file, not this one.",
    ),
    Unread("the GP Patient Survey in another form than the csv of practices", (("GP Patient Survey",),)),
    Unread("bed occupancy (KH03) in another form", (("Beds Open Overnight",),)),
    Unread("discharges in another form than the csv", (("Discharge Ready Date",),)),
    Unread("community waiting lists", (("community health services", "waiting lists"),)),
    Unread("the data of the NHS Oversight Framework", (("Metric_ID", "Trust_code"),)),
    Unread(
        "the Quality and Outcomes Framework",
        (("PRACTICE_CODE", "GROUP_CODE", "REGISTER"), ("INDICATOR_CODE", "MEASURE")),
    ),
    Unread(
        "appointments in general practice",
        (("APPT_MODE", "APPT_STATUS"), ("HCP_TYPE", "COUNT_OF_APPOINTMENTS")),
    ),
    Unread(
        "ambulance quality indicators",
        (("Ambulance Quality Indicators",), ("Ambulance Systems Indicators",), ("C1 mean response time",)),
    ),
    Unread("NHS 111", (("NHS 111", "Calls"), ("Integrated Urgent Care",))),
    Unread(
        "the daily situation reports of winter",
        (("Daily Situation Reports",), ("G&A beds", "occupied"), ("UEC", "sitrep")),
    ),
    Unread("virtual wards", (("Virtual ward",), ("Virtual ward capacity",))),
    Unread(
        "mental health or talking therapies",
        (("PRIMARY_LEVEL", "MEASURE_ID"), ("Mental Health Services Data Set",), ("Talking Therapies",)),
    ),
    Unread("maternity services", (("Org_Code", "Dimension", "Measure"), ("Maternity Services",))),
    Unread(
        "hospital episodes (HES)",
        (("Hospital Episode Statistics",), ("Finished consultant episodes",), ("FCEs",)),
    ),
    Unread("written complaints", (("Written Complaints",),)),
    Unread("never events", (("Never Events",),)),
    Unread(
        "infections (MRSA, C. difficile)",
        (("MRSA", "Trust"), ("Clostridioides difficile",), ("HCAI",)),
    ),
    Unread(
        "deaths, screening or other returns on safety",
        (("VTE risk assessment",), ("National patient safety",)),
    ),
    Unread(
        "staff: the survey, numbers or sickness",
        (("NHS Staff Survey",), ("Staff Group", "FTE"), ("Sickness Absence",), ("FTE Days Lost",)),
    ),
    Unread("estates (ERIC)", (("ERIC",), ("Estates Returns",))),
    Unread("prescribing", (("PRACTICE_CODE", "BNF_CODE"), ("BNF_CHAPTER_PLUS_CODE",), ("BNF CODE", "NIC"))),
    Unread("the e-Referral Service", (("e-Referral Service",), ("eRS", "utilisation"))),
    Unread("dental services", (("NHS Dental",), ("UDA", "Contract"))),
    Unread("reported outcomes of patients (PROMs)", (("Patient Reported Outcome",), ("PROMs",))),
    Unread("ratings of the Care Quality Commission", (("CQC Provider ID",), ("CQC Location ID",))),
)


_DOCUMENT = "no table: a document, a picture or the like"
_OF_ANOTHER = "a spreadsheet of another program"
_ENDINGS = {
    **dict.fromkeys(("eml", "msg"), ("an e-mail", "Save the file that is attached to it, and load that.")),
    **dict.fromkeys(
        (
            *("doc", "docx", "odt", "rtf", "pages", "md", "one", "ppt", "pptx", "key", "ics", "vcf"),
            *("jpg", "jpeg", "png", "gif", "heic", "svg", "tif", "tiff", "bmp", "mp3", "mp4", "m4a", "mov"),
            *("json", "xml", "html", "htm", "mht", "log", "ini", "py", "sql", "toml", "exe"),
        ),
        (_DOCUMENT, "If it holds figures, look for the csv or Excel version of them."),
    ),
    **dict.fromkeys(
        ("numbers", "gsheet"), (_OF_ANOTHER, "Open it, save it from there as .xlsx, and load that.")
    ),
}


def no_table(path: PurePath, *, register: bool) -> Fault | None:
    """Return what a file is that holds no table, by the ending of its name; beside registers it alarms nobody."""
    ending = path.suffix.lower().removeprefix(".")
    known = _ENDINGS.get("doc" if register and ending == "pdf" else ending)
    if known is None:
        return None
    found, remedy = known
    harmless = register and found != _OF_ANOTHER
    if harmless:
        remedy = "It is left alone."
    return Fault(path.name, found, "a table as csv, xlsx, xls, zip or parquet", remedy, harmless=harmless)


def unread_file(sheets: Iterable[Sheet]) -> Fault | None:
    """Return what a file of these sheets is, where it is known and of no use here."""
    for sheet in sheets:
        head = " | ".join(same_heading(cell) for row in sheet.head for cell in row if cell)
        for each in _UNREAD:
            if each.fits(f" {head} "):
                return Fault(sheet.file, each.found, each.wanted, each.remedy, harmless=True)
    return None
