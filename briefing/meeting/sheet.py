"""The clerk's sheet: the names of its columns and fields, as they are printed and as they are read back.

workbook    one row a question under HEADINGS, one row an earlier promise under PROMISE_HEADINGS
PDF form    one field a cell: "2026-12-03-rza/RZA/rtt-02/commitment", "2026-12-03-rza/promise/COM01/kept"
"""

from urllib.parse import quote, unquote

from briefing.meeting.answers import STATES

ANSWERS_SHEET = "Answers"
PROMISES_SHEET = "Last promises"
MEETING_CELL = "Meeting id"
"""The meeting's id stands in the cell beside it."""
HEADINGS = {
    "question_id": "Question id",
    "provider_code": "Provider",
    "topic": "Topic",
    "title": "Question",
    "asked_by": "Asked by",
    "state": "Answer",
    "commitment": "Commitment",
    "owner": "Owner",
    "due_on": "Due",
    "measure": "Measured how",
    "note": "Note",
}
TO_FILL = ("state", "commitment", "owner", "due_on", "measure", "note")
PROMISE_HEADINGS = {
    "commitment_id": "Promise id",
    "provider_code": "Provider",
    "what": "Promised",
    "promised_by": "Owner",
    "was_due": "Was due",
    "standing": "Standing today",
    "outcome": "Kept?",
    "closed_on": "Kept on",
    "evidence": "How we know",
}
PROMISE_TO_FILL = ("outcome", "closed_on", "evidence")
OUTCOMES = ("kept", "not kept")
TICKS = {
    **{state.replace(" ", "_"): ("state", state) for state in STATES},
    **{outcome.replace(" ", "_"): ("outcome", outcome) for outcome in OUTCOMES},
}
"""Tick boxes of the form: field -> the column it fills and the word it stands for."""
_PROMISE = "promise"


def answer_field(meeting_id: str, provider_code: str, question_id: str, name: str) -> str:
    """Names a field of the form for one cell of one question."""
    return _field(meeting_id, provider_code, question_id, name)


def promise_field(meeting_id: str, commitment_id: str, name: str) -> str:
    return _field(meeting_id, _PROMISE, commitment_id, name)


def _field(*parts: str) -> str:
    """A full stop would part a field from its children, a slash our names: both are written as %2E, %2F."""
    return "/".join(quote(part, safe="").replace(".", "%2E") for part in parts)


def parts_of(field: str) -> tuple[str, str, str, str] | None:
    """Takes a field's name apart: meeting, provider (or "promise"), question or promise, column."""
    parts = [unquote(part) for part in field.split("/")]
    return (parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def is_promise(group: str) -> bool:
    """Provider codes are written in capitals, so none is taken for this word."""
    return group == _PROMISE
