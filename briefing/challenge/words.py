"""Sentences for the first page, made from a challenge: three to press, one to praise, one to leave alone."""

from briefing import formats
from briefing.challenge.model import Challenge

MOST_PRESSED = 3


def press(challenge: Challenge) -> tuple[str, ...]:
    """Gives the first three questions in a breath each."""
    return tuple(question.press for question in challenge.questions[:MOST_PRESSED])


def praise(challenge: Challenge) -> str | None:
    """Gives the credit, where there is one."""
    return challenge.credit.press if challenge.credit else None


def leave(challenge: Challenge) -> str | None:
    """Gives the one thing to leave alone: the most alarming of what is ordinary."""
    return challenge.leave_alone[0].sentence if challenge.leave_alone else None


def nothing_to_ask(challenge: Challenge) -> str | None:
    """Says so where a provider gives no cause for a question, and what is on the table instead."""
    if challenge.questions:
        return None
    has = [
        name
        for name, there in (("credit", challenge.credit), ("earlier promises", challenge.promises))
        if there
    ]
    rest = f" This pack offers {formats.listed(has)} only." if has else ""
    return f"Nothing in the figures, the concerns or the promises calls for a question this time.{rest}"
