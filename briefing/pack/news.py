"""What a new version tells each of its readers on the first page: what changed for them since the version they hold.

v4 beside v2, the last that was approved
    Dr B, who led "Long waits"     The meeting is now on 10 December. You no longer lead “Long waits”: Dr C does.
    the chair                      The meeting is now on 10 December 2026. Dr C now leads “Long waits”, not Dr B.
    the hospital                   The meeting is now on 10 December 2026. No longer a theme: cancer waits.

A reader who had no part in the version before is told nothing: all of it is new to them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pydantic import TypeAdapter

from briefing import formats
from briefing.document.blocks import Document, Listing, Section
from briefing.meeting.model import Person
from briefing.meeting.sheet import STEM as CLERK_STEM
from briefing.pack.build import gp_editions
from briefing.pack.changes import by_measure
from briefing.pack.editions.chair import STEM as CHAIR_STEM
from briefing.pack.editions.notice import STEM as NOTICE_STEM
from briefing.pack.model import Pack
from briefing.pack.sitting import Put, Sitting, differences
from briefing.pack.words import name_of, short_name

MOST = 4
"""Sentences on a first page; the rest are counted."""


@dataclass(frozen=True)
class News:
    """What a version tells its readers that the one they were last written to did not."""

    since: int | None = None
    """That version's number; None of a first version."""
    sentences: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By the name of a document's files, without their endings."""
    contents: Mapping[str, str] = field(default_factory=dict)
    """What each document says, in one hash, by the same names: equal ones need not go out twice."""


NO_NEWS = News()
Asked = Mapping[tuple[str, str], Put]
"""Questions by provider and id."""
Names = Mapping[str, str]
"""The providers of a session as they are called, by code; none where there is one alone."""
NEWS = TypeAdapter(News)
"""As a part of a version's memory."""


def news_of(then: Sitting, now: Sitting, packs: Sequence[Pack]) -> dict[str, tuple[str, ...]]:
    """Return the sentences for each reader's document, by the name of its files; only where there are any."""
    about = list(differences(then, now))
    inside = [one.sentence for one in about if not one.of]
    told: dict[str, tuple[str, ...]] = {}
    names = _names(packs)
    for pack in packs:
        code = pack.provider_code
        for edition in gp_editions(pack):
            if (id := edition.reader.person_id) in then.people:
                own = [one.sentence for one in about if one.of == id]
                asked = _asked_of_member(id, _asked(then, code), _asked(now, code), now, names)
                so_far = told.get(edition.stem, (*inside, *own))  # one file for all providers of a session
                told[edition.stem] = (*so_far, *asked, *_figures(pack, names))
        if code in then.provider_codes:
            open = [one.sentence for one in about if one.open]
            told[f"{NOTICE_STEM}-{code.lower()}"] = (*open, *_themes(_asked(then, code), _asked(now, code)))
    before, after = _asked(then), _asked(now)
    come_and_gone = (*_new(before, after, names), *_gone(before, after, names))
    if now.chair.person_id in then.people:
        figures = [one for pack in packs for one in _figures(pack, names)]
        told[CHAIR_STEM] = (
            *inside,
            *_leads(before, after, {**then.people, **now.people}, names),
            *come_and_gone,
            *figures,
        )
    if now.clerk is not None and now.clerk.person_id in then.people:
        told[CLERK_STEM] = (*inside, *come_and_gone)
    return {stem: tuple(dict.fromkeys(sentences)) for stem, sentences in told.items() if sentences}


def with_news(document: Document, news: News) -> Document:
    """Put what changed for its reader at the head of a document's first page."""
    sentences = news.sentences.get(document.stem, ())
    if not sentences:
        return document
    left = len(sentences) - MOST
    shown = sentences if left < 2 else (*sentences[:MOST], f"And {formats.counted(left, 'other change')}.")
    box = Section(
        "what-changed",
        f"What changed for you since version {news.since}",
        (Listing(shown, kind="changes"),),
        kind="news",
        lists_files=True,
    )
    return replace(document, sections=(box, *document.sections))


def _asked(sitting: Sitting, code: str = "") -> Asked:
    return {
        (one.provider_code, one.question_id): one for one in sitting.put if code in ("", one.provider_code)
    }


def _names(packs: Sequence[Pack]) -> Names:
    return {one.provider_code: short_name(one.provider_name) for one in packs} if len(packs) > 1 else {}


def _named(one: Put, names: Names) -> str:
    """ "question 2, “Long waits”"; of a session "question 2 to Westholme Downs, “Long waits”"."""
    name = names.get(one.provider_code)
    return f"question {one.number}{f' to {name}' if name else ''}, “{one.title}”"


def _title(one: Put, names: Names) -> str:
    name = names.get(one.provider_code)
    return f"{f'{name}, ' if name else ''}“{one.title}”"


def _asked_of_member(id: str, before: Asked, after: Asked, now: Sitting, names: Names) -> Iterator[str]:
    """What a member of the panel leads, supports or will hear."""
    for key, one in after.items():
        was, named = before.get(key), _named(one, names)
        led, leads = was is not None and was.lead == id, one.lead == id
        if leads and not led:
            yield f"You now lead {named}."
        elif led and not leads:
            lead = now.people.get(one.lead or "")
            yield f"You no longer lead {named}: {f'{lead.name} does' if lead else 'it is asked in writing'}."
        elif one.supporter == id and (was is None or was.supporter != id):
            yield f"You now support {named}."
        elif was is not None and was.supporter == id and one.supporter != id:
            yield f"You no longer support {named}."
        elif was is None:
            yield f"New: {named}."
    for key, one in before.items():
        if key not in after:
            yours = ", which you were to lead" if one.lead == id else ""
            yield f"No longer asked: {_title(one, names)}{yours}."


def _leads(before: Asked, after: Asked, people: Mapping[str, Person], names: Names) -> Iterator[str]:
    """Who leads a question that was asked before, and that somebody else led."""
    for key, one in after.items():
        if (was := before.get(key)) is not None and was.lead != one.lead:
            lead, led = (
                people[id].name if id in people else "nobody" for id in (one.lead or "", was.lead or "")
            )
            yield f"{formats.capital(lead)} now leads {_named(one, names)}, not {led}."


def _new(before: Asked, after: Asked, names: Names) -> Iterator[str]:
    yield from (f"New: {_named(one, names)}." for key, one in after.items() if key not in before)


def _gone(before: Asked, after: Asked, names: Names) -> Iterator[str]:
    yield from (f"No longer asked: {_title(one, names)}." for key, one in before.items() if key not in after)


def _themes(before: Asked, after: Asked) -> Iterator[str]:
    """What a provider may know of its questions: their topics."""
    were, are = (dict.fromkeys(one.topic for one in asked.values()) for asked in (before, after))
    if new := [topic for topic in are if topic not in were]:
        yield f"New among the themes: {formats.listed(new)}."
    if gone := [topic for topic in were if topic not in are]:
        yield f"No longer a theme: {formats.listed(gone)}."


def _figures(pack: Pack, names: Names) -> Iterator[str]:
    """Figures of what is asked about that read otherwise than before."""
    if pack.changes is None:
        return
    asked = {name_of(q.finding.measure) for q in pack.challenge.questions if q.finding.measure is not None}
    other = [
        one
        for one in pack.changes.numbers
        if one.kind == "revised" and one.name in asked and one.before != one.after
    ]
    whose = f"{names[pack.provider_code]}: " if pack.provider_code in names else ""
    yield from (f"{whose}{sentence}" for sentence in by_measure(other))
