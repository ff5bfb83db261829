"""Patients registered at each practice on the first of a month: totals, or by sex and five-year age group.

`gp-reg-pat-prac-all` has one row a practice; `gp-reg-pat-prac-quin-age` has a row a sex and age group, and
rows for areas, which are left out: areas are summed from practices here.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from briefing.errors import Fault, SourceError
from briefing.sources.codes import parse_area, parse_practice
from briefing.sources.conversion import convert
from briefing.sources.extracts import proved, under_header
from briefing.sources.layout import Layout
from briefing.sources.proofs import SHOWN, one_month
from briefing.sources.schemas import SCHEMAS
from briefing.sources.sheets import Cells, Sheet, counted
from briefing.sources.source import Check, Codes, Extract, Source
from briefing.sources.values import Unreadable

NAME = "gp_list_size"
_KEY = ("period", "practice_code", "sex", "age_group")
_PRACTICES = Layout(
    "patients registered at a GP practice (totals)",
    {
        "period": ("EXTRACT_DATE",),
        "kind": ("TYPE", "ORG_TYPE"),
        "sub_board_code": ("SUB_ICB_LOCATION_CODE", "SUB_ICB_CODE", "CCG_CODE"),
        "practice_code": ("CODE",),
        "sex": ("SEX",),
        "age_group": ("AGE",),
        "patients": ("NUMBER_OF_PATIENTS",),
    },
    tolerated=("PUBLICATION", "POSTCODE", "ONS_CCG_CODE", "ONS_SUB_ICB_LOCATION_CODE", "ONS_SUB_ICB_CODE"),
)
_AGE_GROUPS = Layout(
    "patients registered at a GP practice (five-year age groups)",
    {
        "period": ("EXTRACT_DATE",),
        "kind": ("ORG_TYPE",),
        "practice_code": ("ORG_CODE",),
        "sex": ("SEX",),
        "age_group": ("AGE_GROUP_5",),
        "patients": ("NUMBER_OF_PATIENTS",),
    },
    tolerated=("PUBLICATION", "POSTCODE", "ONS_CODE"),
)
_LAYOUTS = (_PRACTICES, _AGE_GROUPS)


def parse_age_group(text: str) -> str:
    """`0_4` is 0-4; `95+` and `ALL` stay. Any other width is refused: groups must not overlap."""
    group = text.lower().replace("_", "-")
    bounds = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", group)
    if group in {"all", "95+"} or (
        bounds and int(bounds[1]) % 5 == 0 and int(bounds[2]) == int(bounds[1]) + 4
    ):
        return group
    raise Unreadable(
        "ALL or a five-year group such as 0_4 or 95+", "Use the published file, not edited in Excel."
    )


def _recognises(sheet: Sheet) -> bool:
    return any(layout.recognises(sheet) for layout in _LAYOUTS)


def _read(sheet: Sheet) -> list[Extract]:
    layout = next(layout for layout in _LAYOUTS if layout.recognises(sheet))
    every, columns, notes = under_header(sheet, layout)
    cells, left_out = _practices_only(every, columns["kind"])
    table = _converted(cells, {name: heading for name, heading in columns.items() if name != "kind"})
    period, faults = one_month(cells, table["period"], heading=columns["period"])
    if faults:
        raise SourceError(faults)
    extract = proved(NAME, table, cells, key=_KEY, period=period, notes=(*notes, *left_out))
    return [replace(extract, checks=(*extract.checks, *_proofs(table, cells, columns["patients"])))]


def _converted(cells: Cells, columns: Mapping[str, str]) -> pa.Table:
    return convert(
        cells,
        SCHEMAS[NAME],
        columns=columns,
        required=("practice_code", "sex", "age_group", "patients"),
        choices={"sex": ("all", "male", "female")},
        parsers={"practice_code": parse_practice, "sub_board_code": parse_area, "age_group": parse_age_group},
    )


def _practices_only(cells: Cells, kind: str) -> tuple[Cells, tuple[str, ...]]:
    kinds = pc.utf8_upper(pc.utf8_trim_whitespace(cells.table[kind].cast(pa.string())))
    kept = cells.where(pc.equal(kinds, "GP"))
    n = cells.table.num_rows - kept.table.num_rows
    return kept, ((f"{counted(n, 'row')} for areas left out: areas are summed from practices",) if n else ())


# Proofs -----------------------------------------------------------------------------------------------------


def _proofs(table: pa.Table, cells: Cells, heading: str) -> list[Check]:
    """Proves that the parts of each practice's list add up to its total, as far as the file gives both."""
    people = table.to_pandas().pivot_table(
        index="practice_code", columns=["sex", "age_group"], values="patients", aggfunc="sum"
    )
    sexes = tuple(people.columns.unique("sex"))
    summed = {sex: people[sex].drop(columns="all", errors="ignore").sum(axis=1, min_count=1) for sex in sexes}
    given = {sex: people[sex]["all"] if "all" in people[sex] else summed[sex] for sex in sexes}
    compared = [(f"{sex}, five-year groups", given[sex], summed[sex]) for sex in sexes]
    if set(sexes) == {"all", "male", "female"}:
        compared.append(("male and female", given["all"], given["male"] + given["female"]))
    faults = [fault for each in compared for fault in _differences(*each, cells=cells, heading=heading)]
    if faults:
        raise SourceError(faults)
    checks = [Check("sums to the total", name) for name, total, parts in compared if (total == parts).any()]
    everyone = given["all"] if "all" in given else sum(given.values())
    return [*checks, Check("patients", f"{len(people):,} practices, {int(everyone.sum()):,} people")]


def _differences(name: str, total: pd.Series, parts: pd.Series, *, cells: Cells, heading: str) -> list[Fault]:
    wrong = total.index[total.notna() & parts.notna() & (total != parts)]
    return [
        cells.fault(
            found=f"{int(parts[code]):,} for practice {code} ({name}), whose total is {int(total[code]):,}",
            wanted="parts that add up to the total",
            remedy="Download the file again; if it stays so, ask the publisher.",
            column=heading,
        )
        for code in wrong[:SHOWN]
    ]


SOURCES = (
    Source(
        NAME,
        "patients registered at a GP practice",
        "NHS Digital",
        "rows",
        _KEY,
        _recognises,
        _read,
        codes=(
            Codes(
                "practice",
                "practice_code",
                within=(Codes("sub_board", "sub_board_code", counted=False),),
            ),
        ),
        layouts=_LAYOUTS,
        authority=6,
    ),
)
