"""Whom registers and settings name must be there: told by the row or the line, with the nearest name.

interests, row 4: the person 'P7'        refused: a pack would say that the reader has no interest on the register
plans, row 9: the organisation 'RQQQQ'   refused: the plan would be on no page
contacts, row 2: the practice 'A81999'   told: nobody gets anything there, and no page changes

A code is held to those of its kind, once files that know any of that kind are loaded.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from briefing import loading, standards
from briefing.errors import Fault, SourceError
from briefing.legible import MEND_LETTERS, PRINTED, letters_in, unprintable
from briefing.meeting.model import same_topic
from briefing.meeting.purpose import vocabulary
from briefing.meeting.screening import WRITTEN
from briefing.nearest import hint, nearest
from briefing.sources import read_file, source_named
from briefing.sources.limits import within_limits
from briefing.sources.source import Extract
from briefing.toml import line_of
from briefing.warehouse import Connection, known_codes_sql, run
from briefing.workspace import SETTINGS_FILE, Workspace
from briefing.workspace.settings import Settings

MOST = 10
"""So many rows of a column are told one by one."""
_ORGANISATIONS = {
    "interests": ("organisation_code",),
    "plans": ("provider_code",),
    "rebases": ("provider_code",),
    "annotations": ("provider_code",),
    "commitments": ("provider_code", "population_code"),
    "concerns": ("provider_code", "practice_code"),
    "people": ("practice_code",),
    "contacts": ("organisation_code",),
    "alerts": ("organisation_code",),
    "engagement": ("practice_code",),
    "organisations": ("parent_code", "successor_code"),
}
_ON_PAGES = ("interests", "plans", "rebases", "annotations", "commitments")
"""Registers of which a row that names nobody would be missing on a page, and nobody would notice."""
_OF_A_SPECIALTY = ("plans", "rebases", "annotations", "commitments")
_ALL = "ALL"
_ALIKE = 0.85
_LETTERS = "letters"
_KINDS = {"board": r"Q[A-Z0-9]{2}", "network": r"U\d{5}", "practice": r"[A-Z]\d{5}", "region": r"Y\d{2}"}


@dataclass(frozen=True)
class Stranger:
    """A name that nobody knows, where it stands."""

    fault: Fault
    on_pages: bool
    """It could change a page: no pack is made until it is put right."""


@dataclass(frozen=True)
class _Rule:
    """What the cells of one column must name."""

    register: str
    column: str
    known: Collection[str]
    what: str
    whereabouts: str
    remedy: str
    on_pages: bool
    alike: float = 0.0
    """Only cells that are so much like a known one are wrong: others may name what was there before us."""

    def wrong(self, cell: str | None) -> bool:
        if not cell or cell == _ALL or cell in self.known:
            return False
        return not self.alike or bool(nearest(cell, self.known, alike=self.alike))

    def found(self, cell: str) -> tuple[str, str, str]:
        if self.what == _LETTERS:
            return letters_in(cell), PRINTED, self.remedy
        found = f"the {self.what} {cell!r}, {self.whereabouts}"
        return found, "one that is known", f"{hint(cell, self.known)}{self.remedy}"


class _Codes(frozenset[str]):
    """The codes of organisations that are loaded. Of a kind of which none is, any may be right."""

    def __contains__(self, code: object) -> bool:
        kind = _kind(str(code))
        return super().__contains__(code) or not any(_kind(known) == kind for known in self)


class _Meetings(frozenset[str]):
    """The folders of meetings. A name that begins with a day of no folder may be a meeting from before them."""

    def __contains__(self, name: object) -> bool:
        day = str(name)[:10]
        try:
            date.fromisoformat(day)
        except ValueError:
            return super().__contains__(name)
        return super().__contains__(name) or not any(known.startswith(day) for known in self)


class _Topics(frozenset[str]):
    """The topics of questions, compared as an interest is: by their words."""

    def __contains__(self, topic: object) -> bool:
        return any(same_topic(str(topic), known) for known in self)


def _kind(code: str) -> str:
    return next((kind for kind, shape in _KINDS.items() if re.fullmatch(shape, code)), "provider")


def strangers(
    workspace: Workspace,
    metrics: Collection[str],
    topics: Collection[str],
    themes: Collection[str],
    *,
    refused: Collection[str] = (),
) -> list[Stranger]:
    """Find every name in the registers that count, and in the settings, that is nowhere.

    `topics` are all that a question may be about, in the words of an interest; `themes` are those that questions
    speak of, among practices' reports; `refused` are files that were refused
    for something else: whoever mends them hears at once of the names too.
    """
    with loading.warehouse_of(workspace).connect() as connection:
        codes = _Codes(run(connection, known_codes_sql())["code"].to_pylist())
        specialties = _specialties(connection)
        rules = [*_rules(workspace, connection, codes, specialties, topics, themes), *_of_letters(connection)]
        wrong = [(rule, cells) for rule in rules if (cells := _wrong_cells(connection, rule))]
    placed = [one for rule, cells in wrong for one in _placed(workspace, rule, cells)]
    return [
        *placed,
        *_in_refused(workspace, rules, refused),
        *_in_settings(workspace, codes, specialties, metrics),
    ]


def strangers_in(
    workspace: Workspace, extract: Extract, topics: Collection[str], themes: Collection[str]
) -> list[Fault]:
    """Find every name that is nowhere in what a register says, before it is loaded."""
    with loading.warehouse_of(workspace).connect() as connection:
        codes = _Codes(run(connection, known_codes_sql())["code"].to_pylist())
        rules = list(_rules(workspace, connection, codes, _specialties(connection), topics, themes))
    return [fault for rule in rules for fault in _wrong_rows(extract, rule)]


def _rules(
    workspace: Workspace,
    connection: Connection,
    codes: Collection[str],
    specialties: Collection[str],
    topics: Collection[str],
    themes: Collection[str],
) -> Iterator[_Rule]:
    yield from (*_of_people(connection), *_of_organisations(codes), *_of_specialties(specialties))
    meetings = _Meetings(path.name for path in workspace.meetings.glob("*") if path.is_dir())
    yield _Rule(
        *("commitments", "meeting_id", meetings, "meeting", "which has no folder in meetings/"),
        *("Mend it, or clear the cell.", False, _ALIKE),
    )
    yield _Rule(
        *("interests", "topic", _Topics(topics), "topic", "which no question has"),
        *("Write it so, or whoever declared it may lead such questions.", False, _ALIKE),
    )
    yield _Rule(
        *("alerts", "topic", _Topics(topics), "topic", "which no question has"),
        *("Write it so, or they hear nothing of it.", False, _ALIKE),
    )
    yield _Rule(
        *("concerns", "theme", themes, "theme", "which no question speaks of"),
        *("Write it so, or it is counted apart.", False, _ALIKE),
    )


def _of_letters(connection: Connection) -> Iterator[_Rule]:
    """A page with holes in place of a name is not made: who wrote it can say it in letters that a page has."""
    for register, columns in WRITTEN.items():
        for column in (name for name in columns if name != "text"):  # of which no page prints a word
            written = _column(connection, register, column)
            if any(map(unprintable, written)):
                known = [cell for cell in written if not unprintable(cell)]
                yield _Rule(register, column, known, _LETTERS, "", MEND_LETTERS, True)


def _of_people(connection: Connection) -> Iterator[_Rule]:
    people = run(connection, "select distinct person_id from people")["person_id"].to_pylist()
    where, mend = (
        "who is not in the register of people",
        "Mend the id, or add the person to registers/people.",
    )
    for register in ("interests", "alerts"):
        yield _Rule(register, "person_id", people, "person", where, mend, register in _ON_PAGES)


def _of_organisations(codes: Collection[str]) -> Iterator[_Rule]:
    where = "of which no file that is loaded knows"
    mend = "Mend the code, load a file that knows it, or add it to registers/organisations."
    for register, columns in _ORGANISATIONS.items():
        for column in columns:
            yield _Rule(register, column, codes, "organisation", where, mend, register in _ON_PAGES)


def _specialties(connection: Connection) -> Collection[str]:
    feeds = " union ".join(
        f"select specialty_code from {feed}" for feed in ("referrals", "advice", "concerns")
    )
    written = run(connection, feeds)["specialty_code"].drop_null().to_pylist()
    return vocabulary({}, specialties=written).specialties


def _of_specialties(known: Collection[str]) -> Iterator[_Rule]:
    where, mend = (
        "of which no figures are loaded",
        "Mend the code: 110, 330 or X02, or ALL for all of them.",
    )
    for register in _OF_A_SPECIALTY:
        yield _Rule(register, "specialty_code", known, "specialty", where, mend, False)


def _wrong_cells(connection: Connection, rule: _Rule) -> frozenset[str]:
    return frozenset(cell for cell in _column(connection, rule.register, rule.column) if rule.wrong(cell))


def _column(connection: Connection, register: str, column: str) -> list[str]:
    """Return each text that stands in a column of a register, once."""
    found = run(connection, f"select distinct {column} from {register}")[column].drop_null().to_pylist()
    return [str(cell) for cell in found]


def _placed(workspace: Workspace, rule: _Rule, cells: Collection[str]) -> Iterator[Stranger]:
    """Name each cell by its row in the file it came from; without a row where that file has gone or changed."""
    faults = [
        fault for extract in _extracts(workspace, rule.register) for fault in _in_rows(extract, rule, cells)
    ]
    if not faults:
        title = source_named(rule.register).title
        faults = [Fault(title, *rule.found(cell), column=rule.column) for cell in sorted(cells)]
    yield from (Stranger(fault, rule.on_pages) for fault in faults[:MOST])
    if len(faults) > MOST:
        more = f"{len(faults) - MOST} more rows of the kind", "those that are known", rule.remedy
        yield Stranger(Fault(faults[0].file, *more, column=rule.column), rule.on_pages)


def _in_rows(extract: Extract, rule: _Rule, cells: Collection[str]) -> Iterator[Fault]:
    for row, cell in enumerate(extract.table[rule.column].to_pylist()):
        if cell in cells:
            found, wanted, remedy = rule.found(cell)
            yield extract.fault(row, found=found, wanted=wanted, remedy=remedy, column=rule.column)


def _in_refused(
    workspace: Workspace, rules: Collection[_Rule], refused: Collection[str]
) -> Iterator[Stranger]:
    for extract in _read_again(workspace, refused):
        for rule in rules:
            yield from (Stranger(fault, on_pages=False) for fault in _wrong_rows(extract, rule))


def _wrong_rows(extract: Extract, rule: _Rule) -> Iterator[Fault]:
    if rule.register == extract.source:
        cells = {cell for cell in extract.table[rule.column].to_pylist() if rule.wrong(cell)}
        yield from _in_rows(extract, rule, cells)


def _extracts(workspace: Workspace, register: str) -> Iterator[Extract]:
    """Read again the files of a register that count."""
    loads = loading.warehouse_of(workspace).loads()
    paths = dict.fromkeys(load.path for load in loads if load.source == register and load.counts)
    yield from (one for one in _read_again(workspace, paths) if one.source == register)


def _read_again(workspace: Workspace, paths: Iterable[str]) -> Iterator[Extract]:
    american, columns = workspace.settings.dates == "us", workspace.settings.columns
    for path in paths:
        with suppress(SourceError, OSError):
            file = workspace.folder / path
            yield from within_limits(read_file, file, columns=columns, american=american)


# Settings ---------------------------------------------------------------------------------------------------


def _in_settings(
    workspace: Workspace, codes: Collection[str], specialties: Collection[str], metrics: Collection[str]
) -> Iterator[Stranger]:
    """A swap of peers or a standard of whom nobody knows has no effect, and a home board that is none no residents."""
    kinds = {"metric": metrics, "specialty": specialties, "organisation": codes}
    named = [(workspace.folder / SETTINGS_FILE, one) for one in _named_in(workspace.settings)]
    if (own := workspace.standards) is not None:
        named += [(own, one) for one in standards.codes_in(own)]
    for file, (place, word) in named:
        key = str(place[-1]).removesuffix("_code")
        what = key if key in kinds else "organisation"
        if word not in kinds[what] and word != _ALL:
            line = line_of(file.read_text("utf-8-sig"), place)
            name = file.relative_to(workspace.folder) if file.is_relative_to(workspace.folder) else file
            where = f"{name.as_posix()}, line {line}" if line else name.as_posix()
            found = f"the {what} {word!r}, of which nothing that is loaded knows"
            remedy = f"{hint(word, kinds[what])}Mend it, or load a file that knows it."
            yield Stranger(Fault(where, found, "one that is known", remedy), on_pages=True)


def _named_in(settings: Settings) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """List the codes and metrics in the settings, each with its place there."""
    ours = settings.commissioner
    if ours.code:
        yield ("commissioner", "code"), ours.code
    yield from ((("commissioner", "home_boards"), code) for code in ours.home_boards if code != ours.code)
    for at, swap in enumerate(settings.peers.swaps):
        for name in ("org_code", "leave_out", "take_in", "metric"):
            if (word := getattr(swap, name)) is not None:
                yield ("peers", "swaps", at, name), word
    for at, chosen in enumerate(settings.peers.sets):
        yield ("peers", "sets", at, "org_code"), chosen.org_code
        yield from ((("peers", "sets", at, "peers"), code) for code in chosen.peers)
