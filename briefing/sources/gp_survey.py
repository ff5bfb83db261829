"""GP Patient Survey: what patients say of their practice, once a year, from the weighted csv of practices.

The file has more than a thousand columns, of which these are read. Limits of chance are those published: answers are
weighted, so nobody else can make them. Fewer than ten answers are hidden by the publisher.
"""

import re
from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.columns import Column, number, text
from briefing.sources.layout import Layout, Reading
from briefing.sources.proofs import codes, no_row_twice, refuse, row_faults, some_rows
from briefing.sources.sheets import Sheet, counted, shown
from briefing.sources.source import Codes, Extract, Source
from briefing.sources.values import parse_number

QUESTIONS = {
    "phone": "localgpservicesphone",
    "website": "localgpserviceswebsite",
    "app": "localgpservicesapp",
    "reception": "localgpservicesreception",
    "preferred": "localgpservicesprefhpsee",
    "contact": "gpcontactoverall",
    "listened": "lastgpapptlisten",
    "care": "lastgpapptcare",
    "overall": "overallexp",
}
"""What is asked about, and its stem in the file since 2024. Good answers of those who gave one that counts."""


def _parse_shown(text: str) -> float | None:
    return None if text in ("*", "-") else parse_number(f"0{text}" if text.startswith(".") else text)


def _figure(name: str, heading: str) -> Column:
    return number(name, heading, parse=_parse_shown)


def _of_question(name: str, stem: str) -> Iterator[Column]:
    for part, ending in (
        ("base", "baseevaluw"),
        ("share", "pcteval"),
        ("low", "lowileval"),
        ("high", "hiwileval"),
    ):
        yield _figure(f"{name}_{part}", f"{stem}.{ending}")


_COLUMNS = (
    Column("period", pa.date32()),
    text("practice_code", "ad_practicecode", filled=True, parse=str.upper),
    text("practice_name", "ad_practicename"),
    *(_figure(name, name) for name in ("distributed", "received")),
    *(column for name, stem in QUESTIONS.items() for column in _of_question(name, stem)),
)
"""Of each question: unweighted answers, the share of good ones (0 to 1), and its published limits."""
_LAYOUT = Layout("the GP Patient Survey by practice, since 2024", _COLUMNS, only=True)
_YEAR = re.compile(r"(?<![0-9])20[2-4][0-9](?![0-9])")


def _read(sheet: Sheet) -> list[Extract]:
    years = _YEAR.findall(sheet.file)
    if not years:
        fault = sheet.fault(
            found=f"no year in the name {shown(sheet.file)}",
            wanted="the year of the survey, which its rows do not say",
            remedy="Give the file the name it was published under, with its year.",
        )
        raise SourceError([fault])
    reading = _LAYOUT.open(sheet).typed(_COLUMNS)
    refuse(some_rows(reading), codes(reading, "practice_code"), no_row_twice(reading, ("practice_code",)))
    refuse(*(_limits_hold(reading, name) for name in QUESTIONS), _more_back_than_sent(reading))
    # patients answer from January to March
    reading = reading.filled(period=pa.scalar(f"{years[-1]}-03-01").cast(pa.date32()))
    sent, back = (pc.sum(reading.table[name]).as_py() or 0 for name in ("distributed", "received"))
    checks = {
        "practices": counted(reading.table.num_rows, "practice"),
        "answers": f"{back:,.0f} of {sent:,.0f}",
        "limits": "lie on either side of their share",
    }
    notes = ("of more than a thousand columns those of nine questions are read; no original was seen",)
    return [reading.extract("gp_survey", checks, notes=notes)]


def _limits_hold(reading: Reading, name: str) -> list[Fault]:
    share, low, high = (reading.table[f"{name}_{part}"].to_numpy() for part in ("share", "low", "high"))
    return row_faults(
        reading,
        (share < low - 1e-9) | (share > high + 1e-9) | (share > 1),
        found=lambda row: f"{share[row]:.3f}, which is not between {low[row]:.3f} and {high[row]:.3f}",
        wanted="a share from 0 to 1 within its limits",
        remedy="The values of two columns may have been swapped: download the file again.",
        column=f"{name}_share",
    )


def _more_back_than_sent(reading: Reading) -> list[Fault]:
    sent, back = (reading.table[name].to_numpy() for name in ("distributed", "received"))
    return row_faults(
        reading,
        np.greater(back, sent),
        found=lambda row: f"{back[row]:,.0f} answers to {sent[row]:,.0f} letters",
        wanted="no more answers than letters",
        column="received",
    )


SOURCES = (
    Source(
        name="gp_survey",
        title="the GP Patient Survey",
        publisher="NHS England",
        keeps="rows",
        key=("period", "practice_code"),
        columns=_COLUMNS,
        read=_read,
        codes=(Codes("practice", "practice_code", "practice_name"),),
        layouts=(_LAYOUT,),
        authority=6,
        lag=16,
    ),
)
