"""Behind each question: the duty it rests on and who decides; which similar trusts do better, and since when."""

from collections.abc import Iterator

from briefing.challenge.model import Question
from briefing.document.blocks import Block, Heading, Listing, Paragraph, Section, link, numeral
from briefing.pack.duties import rests_on, who_decides
from briefing.pack.exemplars import ASK, has_exemplars, who_does_better
from briefing.pack.gaps import change_of
from briefing.pack.model import Pack
from briefing.pack.sections.sources import source_of

_ABOUT = (
    "Similar trusts that were as bad within three years and have become better by more than chance. Or they hold a "
    "level that is better than England's and than that of trusts like them. They may know what works."
)


def behind(pack: Pack) -> Iterator[Section]:
    asked = list(enumerate(pack.challenge.questions, start=1))
    if asked:
        cited: set[str] = set()
        blocks = (Paragraph(_ABOUT), *(block for one in asked for block in _of(*one, cited)))
        yield Section("who-does-better", "Who decides, and who does better", blocks, kind="evidence", level=3)


def _of(number: int, question: Question, cited: set[str]) -> Iterator[Block]:
    title = link(f" {question.title}", f"question-{number}", f"Back to question {number}")
    yield Heading((numeral(number), title), level=4)
    pattern = question.finding.pattern
    yield Paragraph(f"{rests_on(pattern, cited=cited)} {who_decides(pattern)}")
    cited.add(pattern.duty_source)
    measure = question.finding.measure or question.finding.beside
    if changed := change_of(measure.gap if measure is not None else None):
        yield Paragraph(changed)
    lines = who_does_better(question)
    if not has_exemplars(question):
        yield Paragraph(lines[0])
        return
    yield Listing(lines)
    source = source_of(measure.source_line) if measure is not None else ()
    yield Paragraph((f"{ASK} ", *source), kind="note")
