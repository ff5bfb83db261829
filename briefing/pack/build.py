"""From a meeting, its questions and the measures to the pack, and from the pack to each reader's edition."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Literal

from briefing import formats
from briefing.challenge.course import known
from briefing.challenge.model import Challenge, Finding, Question
from briefing.document.figure import Figure
from briefing.measures import ALL, Funnel, Key, Measure, Metric, WaitingList
from briefing.meeting.model import Meeting, Person
from briefing.pack import breakdowns, figures, method, parts, waiting
from briefing.pack.engine import engine, settings_of
from briefing.pack.evidence import PackNumbers, tables
from briefing.pack.model import GpEdition, MeasureRow, Pack, PackSettings, Press, SessionEdition, SourceUsed
from briefing.pack.specialties import Specialty, specialties_of
from briefing.protection.disclosure import protect

MOST_ROWS = 8
GP_STEM = "gp-pack"
SESSION = "session"
"""Stands in the names of files in place of a provider's code."""
HEADLINE = (
    "rtt_within_18_weeks",
    "rtt_over_52_weeks",
    "rtt_median_wait",
    "rtt_list_size",
    "rtt_clearance_weeks",
    "diagnostics_over_6_weeks",
    "cancer_28_day",
    "cancer_62_day_urgent",
    "cancer_62_day",
    "ae_4_hours_type_1",
    "ae_4_hours",
    "ae_12_hours_from_decision",
    "first_appointment_wait",
    "referrals_returned",
    "advice_turnaround",
    "letters_within_7_days",
    "missed_appointments",
)
"""The order of the page with the picture: waits for treatment, tests, cancer, A&E, then what we share."""
_IF_THERE_IS_ROOM = ("rtt_clearance_weeks", "cancer_62_day")
"""Left out first where nobody asks about them."""


def assemble(
    *,
    meeting: Meeting,
    provider_code: str,
    provider_name: str,
    commissioner_name: str,
    challenge: Challenge,
    measures: Sequence[Measure],
    version: int,
    status: Literal["draft", "approved"],
    sources: Sequence[SourceUsed],
    settings: PackSettings,
    funnels: Sequence[Funnel] = (),
    lists: Sequence[WaitingList] = (),
    reported: Mapping[str, Sequence[date]] | None = None,
    shares: str = "",
) -> Pack:
    """Everything about one provider at one meeting. What the questions speak of is added to `measures`.

    `funnels`: those that its measures were judged by; of local feeds none is shown where small numbers are hidden.
    `lists`: the age of the provider's waiting list month by month, where it is known.
    `reported`: the months that anybody reported, by metric: in one of them a provider may be missing.
    """
    raw = _unique([*_needed(measures, provider_code, challenge), *_asked_about(challenge)])
    shown = _unique(protect(raw.values(), settings.suppression))
    own = {key: measure for key, measure in shown.items() if measure.org_code == provider_code}
    rows = _rows(meeting, own, challenge, terms=settings.terms)
    open_to_all = [f for f in funnels if f.metric.published or settings.suppression == "none"]
    drawn = _figures(rows, own, shown, challenge, funnels=open_to_all, lists=lists, today=meeting.date)
    apart = specialties_of(
        own,
        provider_code=provider_code,
        home=meeting.commissioner_code,
        fewest=1 if meeting.is_session else 2,  # the one specialty of one hospital stands beside another's
    )
    used = _used(rows, drawn, apart)
    return Pack(
        meeting=meeting,
        provider_code=provider_code,
        provider_name=provider_name,
        commissioner_name=commissioner_name,
        version=version,
        status=status,
        data_date=_data_date(rows, used, meeting),
        challenge=challenge,
        rows=rows,
        figures=drawn,
        press=_press(challenge.questions, meeting, drawn),
        praise=challenge.credit.fact if challenge.credit is not None else None,
        leave=challenge.leave_alone[0].sentence if challenge.leave_alone else None,
        fair_asks=tuple(dict.fromkeys(q.fair_ask for q in challenge.questions if q.fair_ask)),
        reported=parts.reported(challenge.concerns),
        reported_too=parts.reported_too(challenge.concerns),
        caveats=method.caveats(used, hidden=_newly_hidden(raw, used), preset=settings.suppression),
        sources=tuple(sources),
        source_groups=method.grouped(sources),
        evidence=tables(
            PackNumbers(rows, drawn, apart, challenge, sources, own, reported or {}),
            screen=settings.screen,
            rounded=settings.suppression == "hes",
            about=provider_code if meeting.is_session else "",
        ),
        order=parts.order(meeting, challenge.questions, provider_code=provider_code),
        if_short=parts.if_short(challenge.questions),
        shares=shares,
        method=method.paragraphs(
            scanned=challenge.scanned, by_chance=challenge.by_chance, screen=settings.screen
        ),
        settings=settings_of(settings, several=meeting.is_session),
        engine=engine(
            used,
            funnels=open_to_all,
            provider_code=provider_code,
            settings=settings,
            recipe=not meeting.is_session,
        ),
        used=used,
        definitions=method.definitions(used),
        marking=settings.marking,
        terms=settings.terms,
        missing=method.missing(raw.values(), rows=rows, wanted=meeting.measures, provider=provider_name),
        specialties=apart,
        hidden=method.star(rows, preset=settings.suppression),
    )


def gp_editions(pack: Pack) -> tuple[GpEdition, ...]:
    """One edition for each member of the panel, in the panel's order."""
    names = reader_stems(GP_STEM, pack.meeting)
    return tuple(_edition(pack, person, names[person.person_id]) for person in pack.meeting.panel)


def session_editions(packs: Sequence[Pack]) -> tuple[SessionEdition, ...]:
    """One edition of a whole session for each member of the panel, in the panel's order."""
    meeting, names = packs[0].meeting, {pack.provider_code: pack.provider_name for pack in packs}
    return tuple(
        SessionEdition(chapters, parts.interests(chapters[0].reader, meeting, names))
        for chapters in zip(*map(gp_editions, packs), strict=True)
    )


def reader_stems(stem: str, meeting: Meeting) -> dict[str, str]:
    """Name each reader's files of an edition, by person id: one for all the providers of a session.

    Two of one name are told apart by their ids.
    """
    about = SESSION if meeting.is_session else _slug(meeting.provider_codes[0])
    names = [_slug(person.name) for person in meeting.panel]
    return {
        person.person_id: f"{stem}-{about}-{name}"
        + (f"-{_slug(person.person_id)}" if names.count(name) > 1 else "")
        for person, name in zip(meeting.panel, names, strict=True)
    }


def _edition(pack: Pack, reader: Person, name: str) -> GpEdition:
    cards = parts.cards(
        reader, pack.challenge.questions, pack.meeting, pack.figures, provider_code=pack.provider_code
    )
    prompt = parts.declared if pack.meeting.is_session else parts.interests
    return GpEdition(
        pack=pack,
        reader=reader,
        cards=cards,
        part=parts.part(reader, cards, pack.meeting),
        interests=prompt(reader, pack.meeting, {pack.provider_code: pack.provider_name}),
        stem=name,
    )


_LONGEST_SLUG = 60
"""A name of a file has room for it everywhere, also deep in a shared drive."""


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_SLUG].strip("-") or "reader"


def _unique(measures: Iterable[Measure]) -> dict[Key, Measure]:
    """Measures by key, without those that hold no month at all."""
    return {measure.key: measure for measure in measures if measure.points}


def _needed(measures: Sequence[Measure], provider_code: str, challenge: Challenge) -> Iterator[Measure]:
    """The provider's own measures, and of others those that stand beside one that is asked about."""
    beside = {(m.metric.name, *m.key[2:]) for m in _asked_about(challenge)}
    return (m for m in measures if m.org_code == provider_code or (m.metric.name, *m.key[2:]) in beside)


def _asked_about(challenge: Challenge) -> list[Measure]:
    credit = [challenge.credit] if challenge.credit is not None else []
    findings = [question.finding for question in (*challenge.questions, *credit)]
    found = [measure for f in findings for measure in (f.measure, f.ours, f.beside)]
    return [measure for measure in found if measure is not None]


def _rows(
    meeting: Meeting, own: dict[Key, Measure], challenge: Challenge, *, terms: Mapping[str, str]
) -> tuple[MeasureRow, ...]:
    """What the meeting is for and the measures named in its file; without names, those asked about, then the usual.

    What is there to set groups beside each other says of everybody what another measure says better. What patients
    say over time stands in the annex, unless it is asked about.
    """
    whole = {m.metric.name: m for m in own.values() if figures.is_whole(m)}
    purpose = [matter.metric for matter in meeting.about if matter.metric in whole]
    if meeting.measures:
        chosen = list(dict.fromkeys(name for name in (*purpose, *meeting.measures) if name in whole))
    else:
        named = [m.metric.name for m in _asked_about(challenge)]
        fairer = [whole[name].fairer or "" for name in (*purpose, *named) if name in whole]
        rest = sorted(whole, key=lambda name: (name in _IF_THERE_IS_ROOM, usual_place(name)))
        wanted = dict.fromkeys([*purpose, *named, *fairer, *rest])
        asked = {*purpose, *named}
        there = [name for name in wanted if name in whole and _has_a_place(whole[name].metric, asked)]
        chosen = sorted(there[:MOST_ROWS], key=usual_place)
    return tuple(
        _row(whole[name], own, meeting.commissioner_code, terms=terms) for name in chosen[:MOST_ROWS]
    )


def _has_a_place(metric: Metric, asked: Collection[str]) -> bool:
    return not metric.between_groups and (metric.name in asked or not metric.own_past)


def usual_place(name: str) -> tuple[int, str]:
    """The order in which measures are listed, by the names of their metrics."""
    return (HEADLINE.index(name) if name in HEADLINE else len(HEADLINE), name)


def _row(measure: Measure, own: dict[Key, Measure], board: str, *, terms: Mapping[str, str]) -> MeasureRow:
    name, org, _, specialty, group = measure.key
    ours = own.get((name, org, board, specialty, group))
    return MeasureRow(
        measure=measure,
        spark=figures.spark(measure),
        evidence=figures.figure_id("spc", measure),
        ours=ours,
        others=_others(measure, terms),
        sentence=_unlike(measure, own),
    )


def _unlike(measure: Measure, own: dict[Key, Measure]) -> str:
    """Say by which measure to compare, where this one is of another mix at the peers."""
    fairer = _fairer(measure, own)
    return "" if fairer is None else f"Compare by “{fairer.metric.title}”: the mix differs between hospitals."


def _others(measure: Measure, terms: Mapping[str, str]) -> tuple[tuple[str, float], ...]:
    if measure.metric.kind == "count":
        return ()
    named = (
        ("England", measure.england),
        (terms["board"], measure.board),
        (terms["peers"], measure.peers_value),
    )
    return tuple((name, value) for name, value in named if value is not None)


def _figures(
    rows: Sequence[MeasureRow],
    own: dict[Key, Measure],
    shown: dict[Key, Measure],
    challenge: Challenge,
    *,
    funnels: Sequence[Funnel],
    lists: Sequence[WaitingList],
    today: date,
) -> tuple[Figure, ...]:
    """The evidence in the order it is printed: for each question, each headline, inside it, peers, groups."""
    ours = {row.measure.key: row.ours for row in rows}
    found: list[tuple[Figure, int | None]] = []
    ranks: list[tuple[Figure | None, int | None]] = []
    gaps: list[tuple[Figure | None, int | None]] = []
    for number, question in enumerate(challenge.questions, start=1):
        measure = _drawn(question, shown)
        if measure is None or not known(measure.points):
            continue
        split = _groups(_whole_of(measure, own), own, only=measure.group_code)
        if not split or measure.group_code == ALL or len(known(measure.points)) > 1:
            found.append((figures.series(measure, place="question", ours=ours.get(measure.key)), number))
        if measure.plan is not None and _fired(question, "TRAJ"):
            found.append((figures.trajectory(measure, place="question", today=today), number))
        if _fired(question, "PEER"):
            ranks.append((_funnel(measure, funnels), number))
        fairer = _fairer(measure, own)
        ranks.append((figures.peers(measure, shown.values(), fairer=fairer), number))
        if fairer is not None:
            ranks.append((figures.peers(fairer, shown.values()), number))
        gaps += [(figure, number) for figure in split]
    for row in rows:
        if known(row.measure.points):
            found.append((figures.series(row.measure, place="headline", ours=row.ours), None))
            if row.measure.plan is not None and len(row.measure.plans) > 1:
                found.append((figures.trajectory(row.measure, place="headline", today=today), None))
            gaps += [(figure, None) for figure in _groups(row.measure, own)]
            gaps.append((breakdowns.slope(row.measure, _split(row.measure, own)), None))
    drawn = {figure.measure.key for figure, _ in found}
    said = (measure for measure in _patients_said(own, challenge) if measure.key not in drawn)
    found += [(figures.series(measure, place="headline"), None) for measure in said]
    inside = [(figure, None) for figure in _inside(rows, own, lists)]
    last = [(figure, number) for figure, number in (*inside, *ranks, *gaps) if figure is not None]
    return figures.numbered([*found, *last])


def _patients_said(own: Mapping[Key, Measure], challenge: Challenge) -> list[Measure]:
    """What patients said of the provider, over time, and what is measured of the same thing."""
    beside = {one.measure.key for one in challenge.heard if one.measure is not None}
    said = [
        m for m in own.values() if m.metric.own_past and m.metric.better != "neither" and figures.is_whole(m)
    ]
    told = [*said, *(own[key] for key in beside if key in own)]
    return sorted((m for m in told if known(m.points)), key=lambda m: (not m.metric.own_past, m.key))


def _fairer(measure: Measure, own: dict[Key, Measure]) -> Measure | None:
    """The measure by which it is compared like with like, where its own mix is another than the peers'."""
    return own.get((measure.fairer, *measure.key[1:])) if measure.fairer else None


def _inside(
    rows: Sequence[MeasureRow], own: dict[Key, Measure], lists: Sequence[WaitingList]
) -> list[Figure]:
    """What moved the list and how old it is, then the headlines by specialty, those asked about first."""
    sizes = [m for m in own.values() if m.metric.name == waiting.LIST and figures.is_whole(m)]
    found = [figure for whole in sizes for figure in waiting.of_the_list(whole, own, lists)]
    return [*found, *breakdowns.by_specialty((row.measure for row in rows), own)]


def _drawn(question: Question, shown: dict[Key, Measure]) -> Measure | None:
    """The question's measure, or the one beside its reports, as it may be shown: never the finding's own."""
    measure = question.finding.measure or question.finding.beside
    return None if measure is None else shown.get(measure.key)


def _funnel(measure: Measure, funnels: Sequence[Funnel]) -> Figure | None:
    """The funnel that holds the measure, if it is one that may be shown."""
    for funnel in funnels:
        same = (funnel.metric.name, funnel.specialty_code) == (measure.metric.name, measure.specialty_code)
        if same and any(point.org_code == measure.org_code for point in funnel.points):
            return figures.funnel(measure, funnel)
    return None


def _fired(question: Question, code: str) -> bool:
    return question.finding.signal is not None and question.finding.signal.code == code


def _whole_of(measure: Measure, own: dict[Key, Measure]) -> Measure | None:
    name, org, population, specialty, _ = measure.key
    return own.get((name, org, population, specialty, ALL))


def _groups(whole: Measure | None, own: dict[Key, Measure], *, only: str = ALL) -> list[Figure]:
    """A figure for each dimension whose groups lie apart, or for the one that is asked about."""
    if whole is None:
        return []
    split = _split(whole, own)
    dimensions = dict.fromkeys(m.group_code.partition(":")[0] for m in split)
    if only != ALL:
        dimensions = dict.fromkeys([only.partition(":")[0]])
    made = [
        figures.groups(whole, [m for m in split if m.group_code.startswith(f"{dimension}:")])
        for dimension in sorted(dimensions)
    ]
    return [figure for figure in made if figure is not None and (only != ALL or figures.apart(figure))]


def _split(whole: Measure, own: dict[Key, Measure]) -> list[Measure]:
    return [m for m in own.values() if m.group_code != ALL and m.key[:4] == whole.key[:4]]


def _used(
    rows: Sequence[MeasureRow], drawn: Sequence[Figure], apart: Sequence[Specialty]
) -> tuple[Measure, ...]:
    """What the method has to explain: of a table of specialties, all together."""
    shown = [m for row in rows for m in (row.measure, row.ours) if m is not None]
    wholes = [m for one in apart[-1:] for m in one.measures]
    return tuple(_unique([*shown, *(figure.measure for figure in drawn), *wholes]).values())


def _newly_hidden(raw: dict[Key, Measure], used: Iterable[Measure]) -> bool:
    """Whether anything that was there isn't shown: the caveats then say so."""
    return any(
        before.value is not None and after.value is None
        for measure in used
        for before, after in zip(raw[measure.key].points, measure.points, strict=True)
    )


def _data_date(rows: Sequence[MeasureRow], used: Sequence[Measure], meeting: Meeting) -> date:
    shown = [row.measure for row in rows] or list(used)
    return max((measure.latest.period for measure in shown), default=meeting.date)


def _people(finding: Finding) -> str:
    """How many people it is about, beside its title; a burden's sentence counts them, or letters, or visits."""
    counted = None if finding.is_burden else finding.people_affected
    counts = finding.measure.metric.counts if finding.measure is not None else "people"
    return formats.people(counted, counts) if counted else ""


def _press(questions: Sequence[Question], meeting: Meeting, drawn: Sequence[Figure]) -> tuple[Press, ...]:
    first = {number: figure.id for figure in reversed(drawn) for number in figure.questions}
    return tuple(
        Press(
            number=number,
            title=question.title,
            sentence=formats.first_sentence(question.fact),
            people=_people(question.finding),
            asked_by=parts.asked_by(question, meeting),
            evidence=first.get(number),
        )
        for number, question in enumerate(questions, start=1)
        if question.push != "EXPLORE"
    )
