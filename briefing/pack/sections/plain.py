"""Where the GPs of a panel must leave: the clinical side of what is left to others, in plain words, and whom to ask."""

from collections.abc import Iterator

from briefing import formats
from briefing.challenge.model import Question
from briefing.challenge.questions import in_plain_words
from briefing.document.blocks import Block, Box, Heading, Listing, Paragraph, Section, numeral, quiet
from briefing.meeting.model import Meeting
from briefing.pack.model import Pack

_ELSEWHERE = (
    "Ask these of a GP who sends patients to other hospitals and has no interest in this one: the medical committee of "
    "a neighbouring board can name one. Ask before the meeting; say nothing of who declared what."
)


def plain(pack: Pack) -> Iterator[Section]:
    """Yield a page where no clinical member may lead a question; else nothing."""
    left = [
        (number, one)
        for number, one in enumerate(pack.challenge.questions, start=1)
        if is_left(one, pack.meeting)
    ]
    if not left:
        return
    one = len(left) == 1
    count = formats.capital(formats.counted(len(left), "question"))
    why = (
        f"{count} here {'has' if one else 'have'} no GP who is free to lead {'it' if one else 'them'}. What follows is "
        "for those who decide without one: what the figure means for patients, what to ask, and what to find out from "
        "a GP elsewhere."
    )
    boxes = tuple(_box(number, each, _opener(each, pack)) for number, each in left)
    yield Section(
        "plain-words",
        "Where the GPs leave: in plain words",
        (Paragraph(why, kind="lead"), *boxes, Paragraph(_ELSEWHERE, kind="note")),
        kind="evidence",
        level=3,
    )


def is_left(question: Question, meeting: Meeting) -> bool:
    """Tell whether a question is left to others although the panel has clinical members."""
    if not any(person.clinical for person in meeting.panel):
        return False
    everybody = {person.person_id: person for person in (*meeting.panel, meeting.chair)}
    lead = everybody.get(question.lead or "")
    return lead is None or not lead.clinical


def _opener(question: Question, pack: Pack) -> str:
    """Put it in plain words: who leads without clinical training has it so already, and what goes in writing not."""
    if question.lead is not None:
        return question.opener
    return in_plain_words(question, provider=pack.provider_name, today=pack.meeting.date) or question.opener


def _box(number: int, question: Question, opener: str) -> Box:
    measure = question.finding.measure
    blocks: list[Block] = [Heading((numeral(number), f" {question.title}"), level=4)]
    if measure is not None:
        blocks.append(Paragraph((quiet("What it is"), f" {measure.metric.meaning}")))
        blocks.append(Paragraph((quiet("Why patients feel it"), f" {measure.metric.why_it_matters}")))
    blocks.append(Paragraph((quiet("What we see"), f" {question.fact}")))
    blocks.append(Paragraph((quiet("Ask"), f" “{opener}”")))
    blocks.append(Paragraph((quiet("A good answer says"), " ")))
    blocks.append(Listing(question.listen_for))
    blocks.append(Paragraph((quiet("Ask a GP from elsewhere"), " ")))
    blocks.append(Listing(tuple(_for_a_gp(question))))
    return Box(tuple(blocks), kind="plain")


def _for_a_gp(question: Question) -> Iterator[str]:
    yield "At what point would this worry you for your own patients, and who among them comes to harm first?"
    yield f"They may say: “{question.likely_reply}” Would you believe that of your own hospital?"
    yield f"We would settle for: {question.settle_for} What would you add, and what would you look at in three months?"
