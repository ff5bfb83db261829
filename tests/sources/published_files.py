"""Small files in the published layouts, right in every sum, for tests to read or to damage first.

Each function returns rows of text, header first, as a spreadsheet shows them. Organisations are fictional.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from briefing.errors import SourceError
from briefing.sources import Extract, read_file

Rows = list[list[str]]

PROVIDERS = {"RZ1": "NORTHVALE HOSPITALS NHS TRUST", "RZ2": "SOUTHMERE NHS FOUNDATION TRUST"}
COMMISSIONERS = {"01Z": "NHS VALE ICB - 01Z", "NONC": ""}
_BOARD = ("QZ1", "NHS VALE INTEGRATED CARE BOARD")


def write_csv(path: Path, rows: Iterable[Sequence[str]], *, encoding: str = "utf-8", end: str = "\n") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, lineterminator=end).writerows(rows)
    return path


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode()


def write_zip(path: Path, members: Mapping[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> Path:
    """A workbook; text that looks like a number is saved as a number, as Excel would."""
    with xlsxwriter.Workbook(
        str(path), {"strings_to_numbers": True, "strings_to_formulas": False}
    ) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return path


def one_extract(path: Path) -> Extract:
    [found] = read_file(path)
    return found


def loaded(tmp_path: Path, rows: Rows, name: str = "file.csv") -> Extract:
    return one_extract(write_csv(tmp_path / name, rows))


def refused(path: Path) -> str:
    """What is said of a file that can't be read."""
    with pytest.raises(SourceError) as error:
        read_file(path)
    return str(error.value)


def refusal(tmp_path: Path, rows: Rows) -> str:
    return refused(write_csv(tmp_path / "file.csv", rows))


def column(rows: Rows, heading: str) -> int:
    header = next(row for row in rows if heading in row)
    return header.index(heading)


def replaced(rows: Rows, row: int, heading: str, value: str) -> Rows:
    """The rows with one cell changed; `row` counts from 1, as a spreadsheet does."""
    out = [list(cells) for cells in rows]
    out[row - 1][column(rows, heading)] = value
    return out


def swapped_values(rows: Rows, one: str, other: str) -> Rows:
    """The headings stay, the values under the two change places."""
    first, second = column(rows, one), column(rows, other)
    out = [list(cells) for cells in rows]
    below = next(number for number, cells in enumerate(rows) if one in cells) + 1
    for cells in out[below:]:
        cells[first], cells[second] = cells[second], cells[first]
    return out


def without(rows: Rows, row: int) -> Rows:
    return [*rows[: row - 1], *rows[row:]]


def rtt_row(rows: Rows, part: str, function: str) -> int:
    """The row, as a spreadsheet counts, of the first provider and commissioner."""
    return next(i for i, row in enumerate(rows, start=1) if part in row and function in row)


def reordered(rows: Rows, order: Sequence[int]) -> Rows:
    """Columns, headings and values together, in another order."""
    return [[row[index] for index in order] for row in rows]


def _organisations(provider: str, commissioner: str) -> list[str]:
    board = _BOARD if COMMISSIONERS[commissioner] else ("", "")
    return [*_BOARD, provider, PROVIDERS[provider], *board, commissioner, COMMISSIONERS[commissioner]]


_ORGANISATION_HEADINGS = [
    *("Provider Parent Org Code", "Provider Parent Name", "Provider Org Code", "Provider Org Name"),
    *(
        "Commissioner Parent Org Code",
        "Commissioner Parent Name",
        "Commissioner Org Code",
        "Commissioner Org Name",
    ),
]

# RTT: waits by week of two functions, in each part that has bands
_WAITS = {
    "Part_1A": {"C_100": {3: 2, 20: 1}, "X02": {60: 4}},
    "Part_1B": {"C_100": {0: 5}, "X02": {17: 3, 51: 1}},
    "Part_2": {"C_100": {0: 10, 17: 7, 18: 6, 52: 3}, "X02": {5: 8, 65: 2, 104: 1}},
    "Part_2A": {"C_100": {17: 2, 18: 6}, "X02": {104: 1}},
}
_UNKNOWN = {"Part_1A": {"C_100": 1, "X02": 0}, "Part_1B": {"C_100": 0, "X02": 2}}
_NEW = {"C_100": 21, "X02": 9}
_DESCRIPTIONS = {
    "Part_1A": "Completed Pathways For Admitted Patients",
    "Part_1B": "Completed Pathways For Non-Admitted Patients",
    "Part_2": "Incomplete Pathways",
    "Part_2A": "Incomplete Pathways with DTA",
    "Part_3": "New RTT Periods - All Patients",
}


def rtt(
    *, open_from: int = 104, period: str = "RTT-April-2026", codes: Mapping[str, str] | None = None
) -> Rows:
    """An extract of 2 providers x 2 commissioners x 5 parts x 3 functions (two and their total): 60 rows.

    Each provider and commissioner waits alike: part 2 holds 10 + 7 + 6 + 3 in C_100, 8 + 2 + 1 in X02: 37 in
    all, of whom 25 within 18 weeks.
    """
    bands = [f"Gt {week:02d} To {week + 1:02d} Weeks SUM 1" for week in range(open_from)]
    header = ["Period", *_ORGANISATION_HEADINGS, "RTT Part Type", "RTT Part Description"]
    header += ["Treatment Function Code", "Treatment Function Name", *bands, f"Gt {open_from} Weeks SUM 1"]
    rows = [[*header, "Total", "Patients with unknown clock start date", "Total All"]]
    for provider in PROVIDERS:
        for commissioner in COMMISSIONERS:
            start = [period, *_organisations(provider, commissioner)]
            for part, description in _DESCRIPTIONS.items():
                for function, counts in _rtt_counts(part, open_from).items():
                    code = (codes or {}).get(function, function)
                    rows.append([*start, part, description, code, f"{function} Service", *counts])
    return rows


def _rtt_counts(part: str, open_from: int) -> dict[str, list[str]]:
    if part == "Part_3":
        blank = [""] * (open_from + 3)
        return {name: [*blank, str(n)] for name, n in (*_NEW.items(), ("C_999", sum(_NEW.values())))}
    waits = {name: [0] * (open_from + 1) for name in (*_NEW, "C_999")}
    for name, weeks in _WAITS[part].items():
        for week, n in weeks.items():
            waits[name][min(week, open_from)] += n
            waits["C_999"][min(week, open_from)] += n
    unknown = dict(_UNKNOWN.get(part, {}))
    unknown["C_999"] = sum(unknown.values())
    out = {}
    for name, bands in waits.items():
        known = str(sum(bands)) if unknown.get(name) is not None and part in _UNKNOWN else ""
        stated = str(unknown[name]) if part in _UNKNOWN else ""
        out[name] = [*(str(n) for n in bands), known, stated, str(sum(bands) + unknown.get(name, 0))]
    return out


AE_HEADINGS = [
    *("Period", "Org Code", "Parent Org", "Org name"),
    *("A&E attendances Type 1", "A&E attendances Type 2", "A&E attendances Other A&E Department"),
    *(f"A&E attendances Booked Appointments {kind}" for kind in ("Type 1", "Type 2", "Other Department")),
    *(f"Attendances over 4hrs {kind}" for kind in ("Type 1", "Type 2", "Other Department")),
    *(
        f"Attendances over 4hrs Booked Appointments {kind}"
        for kind in ("Type 1", "Type 2", "Other Department")
    ),
    "Patients who have waited 4-12 hs from DTA to admission",
    "Patients who have waited 12+ hrs from DTA to admission",
    "Emergency admissions via A&E - Type 1",
    "Emergency admissions via A&E - Type 2",
    "Emergency admissions via A&E - Other A&E department",
    "Other emergency admissions",
]


def ae(*, period: str = "MSitAE-APRIL-2025", total: str = "TOTAL") -> Rows:
    one = [9000, 200, 3000, 500, 10, 40, 4000, 8, 90, 60, 1, 2, 700, 300, 2500, 1, 9, 800]
    two = [5000, 0, 1000, 0, 0, 0, 1500, 0, 10, 0, 0, 0, 90, 12, 1200, 0, 0, 400]
    added = [first + second for first, second in zip(one, two, strict=True)]
    return [
        AE_HEADINGS,
        [period, "RZ1", "NHS ENGLAND MIDLANDS ", PROVIDERS["RZ1"], *map(str, one)],
        [period, "RZ2", "NHS ENGLAND LONDON", PROVIDERS["RZ2"], *map(str, two)],
        [total, total + " ", total, total, *map(str, added)],
    ]


def old_ae() -> Rows:
    """The layout before August 2020: other headings, and no booked appointments."""
    rows = ae(period="MSitAE-MARCH-2019")
    kept = [index for index, heading in enumerate(AE_HEADINGS) if "Booked" not in heading]
    rows = reordered(rows, kept)
    for index, heading in enumerate(rows[0]):
        if heading.startswith("A&E attendances"):
            rows[0][index] = f"Number of {heading}"
        if heading.startswith("Attendances over"):
            rows[0][index] = f"Number of {heading[0].lower()}{heading[1:]}".replace(
                "Other Dep", "Other A&E Dep"
            )
    return rows


TESTS = (
    *("MRI", "CT", "NON_OBSTETRIC_ULTRASOUND", "BARIUM_ENEMA", "DEXA_SCAN", "AUDIOLOGY_ASSESSMENTS"),
    *("ECHOCARDIOGRAPHY", "ELECTROPHYSIOLOGY", "PERIPHERAL_NEUROPHYS", "SLEEP_STUDIES", "URODYNAMICS"),
    *("COLONOSCOPY", "FLEXI_SIGMOIDOSCOPY", "CYSTOSCOPY", "GASTROSCOPY"),
)


def diagnostics(*, period: str = "DM01-MARCH-2026") -> Rows:
    """Two providers, one commissioner each; test t has t people waiting in its first week and 2 beyond 13."""
    header = ["Period", *_ORGANISATION_HEADINGS, "Diagnostic Tests Sort Order", "Diagnostic Tests"]
    header += [f"{week:02d} < {week + 1:02d} Week{'s' if week else ''}" for week in range(13)] + ["13+ Weeks"]
    header += [
        "Total WL",
        "Waiting List Activity",
        "Planned Activity",
        "Unscheduled Activity",
        "Total Activity",
    ]
    rows = [header]
    for provider, commissioner in (("RZ1", "01Z"), ("RZ2", "NONC")):
        counts = [[t, *[0] * 12, 2, t + 2, 10 * t, t, 3, 11 * t + 3] for t in range(1, 16)]
        counts.append([sum(column) for column in zip(*counts, strict=True)])
        for number, (name, values) in enumerate(zip((*TESTS, "TOTAL"), counts, strict=True), start=1):
            rows.append(
                [period, *_organisations(provider, commissioner), str(number), name, *map(str, values)]
            )
    return rows


def referral_returns(*, period: str = "MRR-April-2023") -> Rows:
    header = ["Periodname", *_ORGANISATION_HEADINGS]
    header += ["Op Gprefsmade M", "Op Otherrefsmade M", "Op Gprefsmade Ga M", "Op Otherrefsmade Ga M"]
    welsh = ["", "", "7A9", "CWM ISAF UNIVERSITY HEALTH BOARD", *_organisations("RZ1", "01Z")[4:]]
    return [
        header,
        [period, *_organisations("RZ1", "01Z"), "900", "500", "800", "450"],
        [period, *_organisations("RZ2", "01Z"), "300", "200", "300", "0"],
        [period, *welsh, "4", "1", "3", "1"],
    ]


CANCER_HEADINGS = [
    *("Standard", "Cancer Type", "Referral Route/Stage", "Treatment Modality"),
    *("Total", "Within", "After", "Performance", "Within 14 days", "After 104 days"),
]


def cancer(basis: str, *, status: str = "Provisional", period: str = "January 2026") -> Rows:
    """One sheet of the combined workbook, its header in row 15, with a blank column at the left.

    RZ1 shares a pathway with RZ2: 15.5 of 62 days, 11 within; RZ2 4.5, 1 within; Total 20 and 12.
    """
    names = ["Org Code", "Region", "Org Name"] if basis == "provider" else ["Org Code", "System"]
    organisations = (("Total", "Total"), ("RZ1", PROVIDERS["RZ1"]), ("RZ2", PROVIDERS["RZ2"]))
    if basis == "commissioner":
        organisations = (("Total", "Total"), ("QZ1", _BOARD[1]), ("UNKNOWN", "UNKNOWN"))
    lines = {
        5: ("Period:", period),
        7: ("Basis:", f"{basis.title()} including 'Unknowns'"),
        9: ("Revised:", ""),
    }
    lines[10] = ("Status:", status)
    rows = [["", *lines.get(number, ("", ""))] for number in range(1, 15)]
    rows.append(["", *names, *CANCER_HEADINGS])
    for what, counts in _CANCER.items():
        for (code, name), (total, within) in zip(organisations, counts, strict=True):
            region = (["England"] if code == "Total" else ["Midlands"]) if basis == "provider" else []
            performance = repr(within / total) if total else ""
            values = [f"{total:g}", f"{within:g}", f"{total - within:g}", performance, "", ""]
            rows.append(["", code, *region, name, *what, *values])
    return rows


_CANCER = {
    ("FDS", "ALL CANCERS", "ALL ROUTES", ""): ((1000, 735), (600, 450), (400, 285)),
    ("62D", "ALL CANCERS", "ALL ROUTES", "ALL MODALITIES"): ((20, 12), (15.5, 11), (4.5, 1)),
    ("31D", "Skin", "ALL STAGES", "Surgery"): ((3, 3), (3, 3), (0, 0)),
}


def cancer_workbook(path: Path, **options: str) -> Path:
    sheets = {
        "System Level Performance": cancer("commissioner", **options),
        "Provider Level Performance": cancer("provider", **options),
        "Referrals Seen": [
            ["", "Org Code", "System / Provider", "Basis", "Item"],
            ["", "Total", "Total", "x", "y"],
        ],
    }
    return write_xlsx(path, sheets)


SYSTEM_MAPPING: Rows = [
    ["Code", "Name", "ICB Code", "ICB Name", "Region Name"],
    ["RZ1", PROVIDERS["RZ1"], "QZ1", "NHS Vale Integrated Care Board", "Midlands Commissioning Region"],
    ["RZ2 ", PROVIDERS["RZ2"], "QZ1", "NHS Vale Integrated Care Board", "Midlands Commissioning Region"],
]
