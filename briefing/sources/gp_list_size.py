"""Patients registered at each practice on the first of a month: totals, or by sex and five-year age group.

`gp-reg-pat-prac-all` has one row a practice; `gp-reg-pat-prac-quin-age` has a row a sex and age group, and
rows for areas, which are left out: areas are summed from practices here.
"""

import re
from collections.abc import Iterator

import pandas as pd
import pyarrow.compute as pc

from briefing.errors import Fault
from briefing.sources.columns import count, month, text
from briefing.sources.layout import Layout, Reading, layout_of
from briefing.sources.proofs import SHOWN, one_month, refuse
from briefing.sources.registers import proved
from briefing.sources.sheets import Sheet, counted
from briefing.sources.source import Codes, Extract, Source
from briefing.sources.values import Unreadable, one_of, parse_area, parse_practice

_KEY = ("period", "practice_code", "sex", "age_group")


def parse_age_group(text: str) -> str:
    """`0_4` is 0-4; `95+` and `ALL` stay. Any other width is refused: groups must not overlap."""
    group = text.lower().replace("_", "-")
    bounds = re.fullmatch(r"([0-9]{1,2})-([0-9]{1,2})", group)
    of_five = bounds and int(bounds[1]) % 5 == 0 and int(bounds[2]) == int(bounds[1]) + 4
    if group in {"all", "95+"} or of_five:
        return group
    remedy = "Use the published file, not edited in Excel."
    raise Unreadable("ALL or a five-year group such as 0_4 or 95+", remedy)


_PERIOD = month("EXTRACT_DATE")
_KIND = text("kind", "TYPE", "ORG_TYPE", kept=False)
_PRACTICE = text("practice_code", "CODE", filled=True, parse=parse_practice)
_AREA = text("sub_board_code", "SUB_ICB_LOCATION_CODE", "SUB_ICB_CODE", "CCG_CODE", parse=parse_area)
_SEX = text("sex", "SEX", filled=True, parse=one_of("all", "male", "female"))
_PATIENTS = count("patients", "NUMBER_OF_PATIENTS", filled=True)
_AGE = text("age_group", "AGE", filled=True, parse=parse_age_group)
_COLUMNS = (_PERIOD, _PRACTICE, _AREA, _SEX, _AGE, _PATIENTS)
"""Sex: all, male, female. Age group: all, or a five-year group such as 0-4, 85-89, 95+."""
_LAYOUTS = (
    Layout(
        "patients registered at a GP practice (totals)",
        (_PERIOD, _KIND, _AREA, _PRACTICE, _SEX, _AGE, _PATIENTS),
        unused=("PUBLICATION", "POSTCODE", "ONS_CCG_CODE", "ONS_SUB_ICB_LOCATION_CODE", "ONS_SUB_ICB_CODE"),
    ),
    Layout(
        "patients registered at a GP practice (five-year age groups)",
        (
            *(_PERIOD, text("kind", "ORG_TYPE"), text("practice_code", "ORG_CODE")),
            *(_SEX, text("age_group", "AGE_GROUP_5"), _PATIENTS),
        ),
        unused=("PUBLICATION", "POSTCODE", "ONS_CODE"),
    ),
)


def _read(sheet: Sheet) -> list[Extract]:
    opened = layout_of(_LAYOUTS, sheet).open(sheet)
    practices = opened.where(pc.equal(opened.text("kind"), "GP"))
    reading = practices.typed(_COLUMNS)
    refuse(one_month(reading))
    n = opened.table.num_rows - reading.table.num_rows
    notes = (f"{counted(n, 'row')} for areas left out: areas are summed from practices",) if n else ()
    people = _People(reading)
    refuse(people.differences())
    return [proved("gp_list_size", reading, _KEY, checks=people.checks(), notes=notes)]


class _People:
    """Each practice's list by sex, as given and as summed from its age groups, as far as the file has both."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        table = reading.table.to_pandas().pivot_table(
            index="practice_code", columns=["sex", "age_group"], values="patients", aggfunc="sum"
        )
        sexes = tuple(table.columns.unique("sex")) if len(table) else ()
        summed = {
            sex: table[sex].drop(columns="all", errors="ignore").sum(axis=1, min_count=1) for sex in sexes
        }
        given = {sex: table[sex]["all"] if "all" in table[sex] else summed[sex] for sex in sexes}
        self._all: pd.Series | None = given.get("all", sum(given.values())) if given else None
        self._compared = [(f"{sex}, five-year groups", given[sex], summed[sex]) for sex in sexes]
        if set(sexes) == {"all", "male", "female"}:
            self._compared.append(("male and female", given["all"], given["male"] + given["female"]))

    def differences(self) -> Iterator[Fault]:
        """Parts of a practice's list that don't add up to its total."""
        for name, total, parts in self._compared:
            wrong = total.index[total.notna() & parts.notna() & (total != parts)]
            for code in wrong[:SHOWN]:
                yield self._reading.fault(
                    found=f"{int(parts[code]):,} for practice {code} ({name}), whose total is {int(total[code]):,}",
                    wanted="parts that add up to the total",
                    remedy="Download the file again; if it stays so, ask the publisher.",
                    column="patients",
                )

    def checks(self) -> dict[str, str]:
        proven = [name for name, total, parts in self._compared if (total == parts).any()]
        checks = {"sums to the total": "; ".join(proven)} if proven else {}
        if self._all is None:
            return checks
        return {**checks, "patients": f"{len(self._all):,} practices, {int(self._all.sum()):,} people"}


SOURCES = (
    Source(
        "gp_list_size",
        "patients registered at a GP practice",
        "NHS Digital",
        "rows",
        _KEY,
        _COLUMNS,
        _read,
        codes=(
            Codes("practice", "practice_code", within=(Codes("sub_board", "sub_board_code", counted=False),)),
        ),
        layouts=_LAYOUTS,
        authority=6,
    ),
)
