"""A document as a tree of blocks, which writers turn into pages, a screen, Word: they know blocks and no meetings.

How an edition is made:

1. A section is one file in `briefing/pack/sections/`: a function that takes what the edition is about and yields
   `Section(id, heading, blocks)`. Words stand here, once; blocks say what they are (`blocks.py`), not how they look.
2. An edition is one file in `briefing/pack/editions/`: a function that gives a `Document`, whose sections it names in
   order, and an `Edition(...)` that says whose it is, when it goes out and how its files are called.
3. It is listed in `EDITIONS` in `briefing/pack/editions/__init__.py`. From there it is made, printed and delivered.

Contents, bookmarks, form fields, what is hashed and what is counted as reading come from the tree. `kind` of a block is
a name that style sheets may use (`templates/css/`); a template a kind of block arranges it (`templates/blocks/`).
"""
