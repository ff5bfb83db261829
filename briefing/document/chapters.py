"""Sections of several chapters in one document: each keeps its own names of places and fields.

chapter("rza", sections)      question-1 -> rza.question-1, and a link to it likewise
"""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import TypeVar

from briefing.document.blocks import (
    Box,
    Callout,
    Chart,
    Field,
    Heading,
    Item,
    Listing,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
)

T = TypeVar("T")
_NAMED: dict[type, str] = {Section: "id", Box: "id", Paragraph: "id", Run: "to", Field: "name"}
"""Which field is a name that another chapter may have too."""
_ITS_OWN = "fig-"
"""A figure's name says whose it is already: no other chapter has it."""
_HOLDS_MORE = (Section, Box, Paragraph, Heading, Callout, Listing, Item, Table, Row, Chart, Run)


def chapter(name: str, sections: Iterable[Section]) -> tuple[Section, ...]:
    """Give every place and field of sections, and every link to one, a name of this chapter's own."""
    return tuple(_within(name, section) for section in sections)


def _within(chapter: str, value: T) -> T:
    if isinstance(value, tuple):
        return tuple(_within(chapter, each) for each in value)  # type: ignore[return-value]
    changed: dict[str, object] = {}
    if isinstance(value, _HOLDS_MORE):
        changed = {field.name: _within(chapter, getattr(value, field.name)) for field in fields(value)}
    key = _NAMED.get(type(value))
    if key is not None and (name := getattr(value, key)) and not name.startswith(_ITS_OWN):
        changed[key] = f"{chapter}.{name}"
    return replace(value, **changed) if changed else value  # type: ignore[type-var]
