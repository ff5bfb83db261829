"""Every edition there is: who gets what, and when. Whatever is not listed here goes to nobody.

GP pack                   before   each member of the panel: their questions, and the evidence
chair's running order     before   the day, timed; who leads, who may decide, what to settle for
slides                    before   the chair and the clerk: what the room sees of each provider, who sits in it
picture for the wall      before   the chair and the clerk: the measures of each provider on one page
themes notice             before   each provider: topics and figures; nothing of what will be said
practice bulletin         after    practices: you said, we asked, they said, we will watch
letter                    after    each provider: what was asked, what was promised, what we will look at
minutes                   after    the chair and the clerk: asked, answered, promised, and what was not asked
clerk's answer sheet      before   the clerk: every question, with room for what it brings

And notes to those whose papers are of no use any more: of a meeting called off, of no part in it now.
"""

from briefing.pack.editions.bulletin import BULLETIN
from briefing.pack.editions.chair import CHAIR
from briefing.pack.editions.clerk import CLERK
from briefing.pack.editions.edition import Edition
from briefing.pack.editions.farewell import NO_PART, OFF, PROVIDER_OFF
from briefing.pack.editions.gp import GP
from briefing.pack.editions.letter import LETTER
from briefing.pack.editions.minutes import MINUTES
from briefing.pack.editions.notice import NOTICE
from briefing.pack.editions.slides import SLIDES
from briefing.pack.editions.wall import WALL

__all__ = [
    "BULLETIN",
    "CHAIR",
    "CLERK",
    "EDITIONS",
    "GP",
    "LETTER",
    "MINUTES",
    "NOTES",
    "NOTICE",
    "SLIDES",
    "WALL",
]

EDITIONS: tuple[Edition, ...] = (GP, CHAIR, NOTICE, BULLETIN, LETTER, MINUTES, CLERK, SLIDES, WALL)
NOTES: tuple[Edition, ...] = (OFF, PROVIDER_OFF, NO_PART)
"""They go to nobody who had nothing."""
