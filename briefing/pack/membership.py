"""The membership report: for the governing body with the names of practices, for practices without those of others."""

from collections.abc import Iterator, Sequence

from briefing import formats
from briefing.challenge.membership import Locality, Membership, Outcomes, Quarter, Standing
from briefing.document.blocks import (
    Block,
    Callout,
    Column,
    Cover,
    Document,
    Listing,
    Masthead,
    Paragraph,
    Row,
    Section,
    Table,
    strong,
)

_HOW = (
    "A practice is heard formally where it sent a report, has a seat on a panel, answered a survey, came to a meeting "
    "of members or wrote to us. It is heard informally where we visited it, spoke with it, met it or had an e-mail. "
    "Each practice counts once a quarter, however often it was heard.",
    "Reports come from the register of concerns, panels from the files of meetings, all else from the register of "
    "engagement: what is not written there is not counted.",
    "A question has won a dated commitment where the record of the meeting holds both what was promised and its day. "
    "A commitment was kept where the register of commitments says so; those withdrawn or replaced are left out.",
)


def membership_documents(found: Membership, *, masthead: Masthead) -> tuple[Document, ...]:
    """Make the report for the governing body, and that for practices."""
    whole = (
        Section("in-short", "In short", (*_short(found), *_never(found))),
        Section("localities", "Where they are from, quarter by quarter", (_localities(found),)),
        Section("outcomes", "What came of it", tuple(_outcomes(found))),
    )
    counted = Section("how", "How this is counted", (Listing(_HOW),))
    invited = Section("invite", "Who to invite next", tuple(_invited(found)))
    named = Section("practices", "Every practice", (_practices(found),), kind="evidence")
    told = Section("be-heard", "How to be heard", (Paragraph(_be_heard(found)),))
    return (
        _document("membership", "The governing body", (*whole, invited, named, counted), found, masthead),
        _document("membership-practices", "Our practices", (*whole, told, counted), found, masthead),
    )


def _document(
    stem: str, reader: str, sections: tuple[Section, ...], found: Membership, masthead: Masthead
) -> Document:
    title = "Whose voice we heard"
    return Document(
        edition="membership",
        stem=stem,
        title=f"{title}: {reader.lower()}, {found.now.name}",
        masthead=masthead,
        cover=Cover("For", reader, title, _period(found), (masthead.commissioner_name,)),
        sections=sections,
        dated=found.today,
        styles=("packs/editions", "packs/membership"),
        forms=("pdf", "html", "docx"),
    )


def _period(found: Membership) -> str:
    so_far = f", up to {formats.day(found.today)}" if found.today < found.now.ends else ""
    return f"{found.now.name}{so_far}"


def _short(found: Membership) -> Iterator[Block]:
    practices = found.standings
    year, now = sum(one.heard for one in practices), sum(one.quarters[-1] for one in practices)
    informal = sum(one.informal and not one.formal for one in practices)
    ours = formats.counted(len(practices), "practice")
    lines: list[str] = [
        f"In {found.now.name} we heard from {_of(now, len(practices))} of our {ours}; over the last four quarters from "
        f"{_of(year, len(practices))}, {formats.number(informal) if informal else 'none'} of them informally only.",
        f"{formats.capital(formats.counted(len(found.newcomers), 'practice'))} "
        f"{formats.plural(len(found.newcomers), 'was', 'were')} heard for the first time this quarter.",
    ]
    lines += [_won(found.outcomes), _kept(found.outcomes)]
    yield Listing(tuple(lines))


def _never(found: Membership) -> Iterator[Block]:
    """Say which localities were never heard: an average hides them."""
    names = [one.name for one in found.localities if one.never]
    silent = len(found.never)
    if names:
        text = f"Nobody of {formats.listed(names)} has ever been heard."
        if rest := silent - sum(len(one.practices) for one in found.localities if one.never):
            text += (
                f" Nor {formats.plural(rest, 'has', 'have')} {formats.counted(rest, 'practice')} elsewhere."
            )
        yield Callout(text, "warning")
    elif silent:
        have = formats.plural(silent, "has", "have")
        said = formats.capital(formats.counted(silent, "practice"))
        yield Callout(f"{said} {have} never been heard; every locality has.", "quiet")


def _won(outcomes: Sequence[Outcomes]) -> str:
    questions, dated = sum(one.questions for one in outcomes), sum(one.dated for one in outcomes)
    if not questions:
        return "No meeting of the last four quarters is recorded: nobody can say what questions won."
    return (
        f"{formats.capital(_of(dated, questions))} of {formats.counted(questions, 'question')} asked in the last four "
        "quarters won a commitment with a day."
    )


def _kept(outcomes: Sequence[Outcomes]) -> str:
    due, kept = sum(one.due for one in outcomes), sum(one.kept for one in outcomes)
    if not due:
        return "No commitment fell due in the last four quarters."
    were = formats.plural(kept, "was", "were")
    return f"{formats.capital(_of(kept, due))} of {formats.counted(due, 'commitment')} that fell due {were} kept."


def _of(part: int, whole: int) -> str:
    """Write a part of a whole that is named after it: "none", "all", "12"."""
    return "none" if not part else "all" if part == whole else formats.number(part)


def _localities(found: Membership) -> Table:
    columns = (
        Column("Locality", "c-locality"),
        Column("Practices", figures=True),
        *(Column(_head(one), figures=True) for one in found.quarters),
        Column("In the year", figures=True),
        Column("Informally only", figures=True),
    )
    rows = tuple(_locality(one, len(found.quarters)) for one in found.localities)
    return Table(
        columns, rows, kind="membership", caption="Practices that were heard, by locality and quarter"
    )


def _head(quarter: Quarter) -> str:
    return quarter.short


def _locality(one: Locality, quarters: int) -> Row:
    heard = (formats.number(one.heard_in(quarter)) for quarter in range(quarters))
    name = strong(f"{one.name}: never heard") if one.never else one.name
    return Row(
        (
            name,
            formats.number(len(one.practices)),
            *heard,
            f"{formats.number(one.heard)} of {formats.number(len(one.practices))}",
            formats.number(one.informally_only),
        ),
        kind="never" if one.never else "",
    )


def _outcomes(found: Membership) -> Iterator[Block]:
    columns = (Column("", "c-what"), *(Column(one.short, figures=True) for one in found.quarters))
    rows = (
        ("Reports from practices", [formats.several(one.reports, "report") for one in found.outcomes]),
        (
            "of these asked about at a meeting",
            [_share(one.asked_about, one.reports) for one in found.outcomes],
        ),
        ("of these answered to the practice", [_share(one.answered, one.reports) for one in found.outcomes]),
        ("Meetings recorded", [formats.number(one.meetings) for one in found.outcomes]),
        (
            "Questions that won a dated commitment",
            [_share(one.dated, one.questions) for one in found.outcomes],
        ),
        ("Commitments due that were kept", [_share(one.kept, one.due) for one in found.outcomes]),
    )
    table = tuple(Row((name, *cells)) for name, cells in rows)
    yield Table(columns, table, kind="membership", caption="What came of reports, questions and commitments")


def _share(part: int, whole: int) -> str:
    return f"{formats.number(part)} of {formats.number(whole)}" if whole else "–"


def _invited(found: Membership) -> Iterator[Block]:
    if not found.invited:
        yield Paragraph("Every practice of ours was heard within the year.")
        return
    yield Listing(
        tuple((strong(one.practice.name), f", {one.locality}: {why}.") for one, why in found.invited),
        ordered=True,
    )


def _practices(found: Membership) -> Table:
    columns = (
        Column("Locality", "c-locality"),
        Column("Heard this quarter", "c-now"),
        Column("Earlier in the year", "c-year"),
        Column("Before that", "c-before"),
        Column("Never", "c-never"),
    )
    return Table(
        columns,
        tuple(map(_names, found.localities)),
        kind="practices",
        caption="By when they were last heard",
    )


def _names(locality: Locality) -> Row:
    now = [one for one in locality.practices if one.quarters[-1]]
    year = [one for one in locality.practices if one.heard and one not in now]
    never = [one for one in locality.practices if one.last is None]
    before = [one for one in locality.practices if one.last is not None and not one.heard]
    return Row((locality.name, *(_listed(part) for part in (now, year, before, never))))


def _listed(standings: Sequence[Standing]) -> str:
    return ", ".join(one.practice.name for one in standings) or "–"


def _be_heard(found: Membership) -> str:
    names = [one.name for one in found.localities if one.never]
    first = f" We would most like to hear from {formats.listed(names)}." if names else ""
    return (
        "Send a report of what goes wrong between you and a hospital, answer a survey, or ask for a seat on a "
        f"panel.{first}"
    )
