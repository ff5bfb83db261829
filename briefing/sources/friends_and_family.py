"""Friends and Family Test: what share of patients who answered called their care good, by service and by month.

A sheet of trusts has no month and does not say which service it is about: both stand on the cover of its workbook, or
in the name of a csv. A figure hidden behind `*` stays unknown, though the number of responses beside it is shown.
The publisher says that it is not for comparing providers: they ask in different ways, and different patients.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.columns import Column, count, number, text
from briefing.sources.layout import Layout, Reading, same_heading
from briefing.sources.proofs import added, codes, flags, no_row_twice, numbers, refuse, row_faults, some_rows
from briefing.sources.sheets import Sheet, counted, shown
from briefing.sources.source import Codes, Extract, Source
from briefing.sources.values import Unreadable, parse_count, parse_month, parse_share

_HIDDEN = ("*", "-")
_ENGLAND = "england"
_PRACTICE = "practice code"
_GROUP = "breakdown of responses"


def _parse_shown(text: str) -> int | None:
    return None if text in _HIDDEN else parse_count(text)


def _parse_share(text: str) -> float | None:
    return None if text in _HIDDEN else parse_share(text)


_ANSWERS = (
    *tuple(
        count(same_heading(heading).replace(" ", "_"), heading, parse=_parse_shown)
        for heading in ("Very Good", "Good", "Neither Good nor Poor", "Poor", "Very Poor")
    ),
    count("dont_know", "Don't Know", parse=_parse_shown),
)
_SHARES = {"positive": ("very_good", "good"), "negative": ("poor", "very_poor")}
_COLUMNS = (
    Column("period", pa.date32()),
    Column("service", pa.string()),
    Column("org_type", pa.string()),
    text("org_code", "Trust Code", "Org Code", "Practice Code", filled=True, parse=str.upper),
    text("org_name", "Trust Name", "Organisation Name", "Org Name", "Practice Name", filled=True),
    count("responses", "Total Responses", parse=_parse_shown),
    count("eligible", "Total Eligible", parse=_parse_shown, optional=True),
    *(number(name, f"Percentage {name}", parse=_parse_share, kept=False) for name in _SHARES),
    *_ANSWERS,
)
"""Service: inpatient, ae, outpatient, antenatal, birth, postnatal_ward, postnatal_community, ambulance, gp,
mental_health, community. Org type: provider or practice. Eligible: who could have answered, where that is counted."""
_MODES = (
    *("SMS", "Electronic Discharge", "Electronic Home", "Electronic At Appointment", "Telephone", "Online"),
    *("Electronic After Appointment", "Paper Discharge", "Paper Home", "Paper At Appointment"),
    *("Paper After Appointment", "Other"),
)
_LAYOUT = Layout(
    "the Friends and Family Test by organisation",
    _COLUMNS,
    unused=(
        *("ICB Code", "ICB Name", "Sub ICB Code", "Sub ICB Name", "PCN Code", "PCN Name", "Region Code"),
        *("Region Name", "Breakdown of Responses", "Mode of Collection", "Response Mode"),
        *(f"Mode {mode}" for mode in _MODES),
    ),
    remedy="Save the workbook again from the publisher's page, and do not change its headings.",
)
_SERVICES = {
    "inpatient": r"inpatients?|ip",
    "outpatient": r"outpatients?|op",
    "ae": r"a&e|ae|accident and emergency",
    "maternity": r"maternity|mat",
    "ambulance": r"ambulance|amb|pts",
    "mental_health": r"mental health|mh",
    "community": r"community|comm",
    "gp": r"gp|general practice",
}
_STAGES = {"1": "antenatal", "2": "birth", "3": "postnatal_ward", "4": "postnatal_community"}
"""What the four questions of maternity are about."""
_TITLE = re.compile(r"(.*)friends and family test.* ([a-z]{3,9}[- ]?(?:20)?[0-9]{2})", re.IGNORECASE)
_MONTH = re.compile(r"(?<![a-z])([a-z]{3,9})[- ]((?:20)?[0-9]{2})(?![0-9])", re.IGNORECASE)


def _fits(sheet: Sheet) -> bool:
    """A sheet of trusts or practices with somebody in it: the publisher's templates are empty, sites are not read."""
    at = _header_row(sheet)
    if at is None:
        return False
    above = sheet.head[at - 1]
    place = _code_place(above)
    return any(row[place] not in ("", "-", above[place]) for row in sheet.head[at:] if len(row) > place)


def _header_row(sheet: Sheet) -> int | None:
    for place, row in enumerate(sheet.head, start=1):
        there = {same_heading(cell) for cell in row}
        named = any(heading in there for heading in ("trust code", "org code", _PRACTICE))
        if named and {"total responses", "percentage positive"} <= there and "site code" not in there:
            return place
    return None


def _code_place(row: tuple[str, ...]) -> int:
    return next(
        place for place, cell in enumerate(row) if same_heading(cell) in ("trust code", "org code", _PRACTICE)
    )


def _read(sheet: Sheet) -> list[Extract]:
    at = _header_row(sheet) or 1
    service, period = _what_and_when(sheet)
    opened = _LAYOUT.open(_under_one_header(sheet, at))
    nobody = pc.is_in(opened.text("org_code"), pa.array(["", "-"]))
    reading = opened.where(pc.invert(nobody)).typed(_COLUMNS)
    refuse(some_rows(reading), codes(reading, "org_code"), no_row_twice(reading, ("org_code",)))
    whole, faults = _england(opened, reading)
    refuse(_answers_add_up(reading), _shares_hold(reading), faults)
    is_practice = same_heading(reading.headings["org_code"]) == _PRACTICE
    kind = "practice" if is_practice else "provider"
    reading = reading.filled(period=pa.scalar(period), service=pa.scalar(service), org_type=pa.scalar(kind))
    responses = numbers(reading.table["responses"]).sum()
    checks = {
        f"{service.replace('_', ' ')} rows": counted(reading.table.num_rows, kind),
        f"{service.replace('_', ' ')} responses": f"{responses:,}{whole}",
        "answers add up": "to all responses wherever they are shown",
        "published shares": "are good and very good, and poor and very poor, of all responses",
    }
    hidden = pc.sum(pc.is_null(reading.table["very_good"])).as_py()
    notes = [f"{counted(hidden, kind)} whose answers the publisher hides stay unknown"] if hidden else []
    return [
        reading.extract("friends_and_family", checks, period=period, revised=reading.revised, notes=notes)
    ]


def _under_one_header(sheet: Sheet, at: int) -> Sheet:
    """Answers, and sometimes the ways of asking, have their headings a row below the others, under a merged cell."""
    above = sheet.head[at - 1]
    if _GROUP not in map(same_heading, above):
        return sheet
    below = (*sheet.head[at], *[""] * len(above))
    return sheet.with_header(
        at, [under or over for over, under in zip(above, below, strict=False)], through=at + 1
    )


# Which service and which month -----------------------------------------------------------------------------------


def _what_and_when(sheet: Sheet) -> tuple[str, date]:
    """Return the service and the month: of the title on the cover, else of the name of the file."""
    name = re.sub(r"[-_.]+", " ", sheet.file.rpartition(" > ")[2])
    words = [title for row in (*sheet.cover, *sheet.head) for title in row if _TITLE.match(title)]
    service = next(filter(None, (_service(_TITLE.match(title)[1]) for title in words)), "") or _service(name)  # type: ignore[index]
    period = next(filter(None, map(_month, [*words, name])), None)
    if service == "maternity":
        asked = re.search(r"(?:^| )Q([1-4])", f"{sheet.sheet or ''} {name}", re.IGNORECASE)
        service = _STAGES[asked[1]] if asked else ""
    if service and period:
        return service, period
    lacking = "month" if service else "service"
    fault = sheet.fault(
        found=f"no {lacking} on the cover of the workbook or in the name {shown(sheet.file)}",
        wanted="a title such as Inpatient Friends and Family Test (FFT) Data - July 2025",
        remedy="Load the whole workbook as published, or give the csv a name such as fft-inpatient-july-2025.csv.",
    )
    raise SourceError([fault])


def _service(words: str) -> str:
    found = {
        match.start(): service
        for service, pattern in _SERVICES.items()
        if (match := re.search(rf"(?<![a-z])(?:{pattern})(?![a-z])", words.lower()))
    }
    return found[min(found)] if found else ""


def _month(words: str) -> date | None:
    for match in reversed(list(_MONTH.finditer(words))):
        with suppress(Unreadable):
            return parse_month(f"{match[1]}-{match[2]}")
    return None


# What the sheet proves about itself ------------------------------------------------------------------------------


def _england(opened: Reading, reading: Reading) -> tuple[str, list[Fault]]:
    """Hold the organisations to England's row above them: no more responses, and as many where none are hidden."""
    names = opened.table[opened.headings["org_name"]].to_pylist()
    rows = [row for row, name in enumerate(names) if name.strip().lower().startswith(_ENGLAND)]
    if not rows:
        return "", []
    said = opened.table[opened.headings["responses"]][rows[0]].as_py().strip()
    if said in ("", *_HIDDEN):
        return "", []
    england = parse_count(said)
    responses = reading.table["responses"]
    total = int(numbers(responses).sum())
    if total == england or (responses.null_count and total < england):
        return ", as in England's row" if total == england else "", []
    fault = opened.fault(
        found=f"{england:,}, where the organisations add up to {total:,}",
        wanted="their sum",
        remedy="A row was changed, removed or filtered away: save the workbook again from the publisher's page.",
        row=rows[0],
        column="responses",
    )
    return "", [fault]


def _answers_add_up(reading: Reading) -> list[Fault]:
    parts, whole = added(reading, (column.name for column in _ANSWERS)), numbers(reading.table["responses"])
    return row_faults(
        reading,
        _is_shown(reading) & (parts != whole),
        found=lambda row: f"{whole[row]:,}, where the answers add up to {parts[row]:,}",
        wanted="their sum",
        column="responses",
    )


def _shares_hold(reading: Reading) -> Iterator[Fault]:
    """The published shares may be rounded to whole per cent."""
    whole = np.maximum(numbers(reading.table["responses"]), 1)
    for name, answers in _SHARES.items():
        share = added(reading, answers) / whole
        said = reading.table[name].fill_null(0).to_numpy()
        wrong = _is_shown(reading) & flags(pc.is_valid(reading.table[name])) & (np.abs(said - share) > 0.0051)
        yield from row_faults(
            reading,
            wrong,
            found=lambda row, said=said, share=share: (
                f"{said[row]:.1%}, where the answers make {share[row]:.1%}"
            ),  # type: ignore[misc]
            wanted="the share of all responses",
            remedy="The values of two columns may have been swapped: save the workbook again.",
            column=name,
        )


def _is_shown(reading: Reading) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    shown = np.ones(reading.table.num_rows, np.bool_)
    for name in ("responses", *(column.name for column in _ANSWERS)):
        shown &= flags(pc.is_valid(reading.table[name]))
    return shown


SOURCES = (
    Source(
        name="friends_and_family",
        title="the Friends and Family Test",
        publisher="NHS England",
        keeps="rows",
        key=("period", "service", "org_code"),
        columns=_COLUMNS,
        read=_read,
        codes=(
            Codes("provider", "org_code", "org_name", where={"org_type": "provider"}),
            Codes("practice", "org_code", "org_name", where={"org_type": "practice"}),
        ),
        fits=_fits,
        authority=6,
    ),
)
