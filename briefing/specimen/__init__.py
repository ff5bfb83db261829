"""The design system as a document: every token, component, chart and page master, with drawn sample data."""

from briefing.specimen.document import make

__all__ = ["make"]
