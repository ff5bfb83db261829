"""What every worker does before its first page, done once for all of them: only their server imports this.

The layout engine is loaded, the machine's fonts are listed, ours unpacked, style sheets and templates read.
"""

import gc
from datetime import date

from briefing.document.blocks import Cover, Document, Masthead, Paragraph, Section
from briefing.render import joining, press

_SHEETS = ("form", "packs/gp", "packs/session")
"""Of the documents that are most."""


def _first_page() -> Document:
    words = ("A page ", "that nobody reads.")
    return Document(
        edition="gp",
        stem="page",
        title="A page",
        masthead=Masthead(words[0], 1, "draft", ""),
        cover=Cover(*words, *words),
        sections=(Section("first", "First", (Paragraph(words),)),),
        dated=date(2026, 1, 1),
        styles=_SHEETS,
    )


joining.places(press.paper(_first_page()))
press.screen(_first_page())
gc.collect()
gc.freeze()  # what all share is looked at by no worker's collector, which would copy it
