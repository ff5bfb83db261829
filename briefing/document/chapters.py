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
from briefing.document.figure import Figure

T = TypeVar("T")
_NAMED: dict[type, str] = {Section: "id", Box: "id", Paragraph: "id", Run: "to", Field: "name", Figure: "id"}
"""Which field is a name that another chapter may have too."""
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
    if (key := _NAMED.get(type(value))) and (name := getattr(value, key)):
        changed[key] = f"{chapter}.{name}"
    return replace(value, **changed) if changed else value  # type: ignore[type-var]
