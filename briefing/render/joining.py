"""Laid-out PDFs bound to one: a reader's core, and the annexes behind it that all readers share.

    pages            the core's 1, 2 ..., then A1, A2 ... of each annex
    tag tree         one; what an annex says is a part of the document
    places           by name, the core's first: a link in an annex back to a question finds the reader's own card
    bookmarks, attached tables    all of them, in the order of the parts
    form             the core's: what is shared has no fields to fill

Nothing is laid out again. Equal parts make equal bytes.
"""

import io
from collections.abc import Sequence

from pikepdf import Array, Dictionary, Name, NumberTree, Object, ObjectStreamMode, Pdf, String


def places(annex: bytes) -> dict[str, str]:
    """Return the page on which each named place of an annex stands, as it is printed: "A4"."""
    with Pdf.open(io.BytesIO(annex)) as pdf:
        label = {page.obj.objgen: page.label for page in pdf.pages}
        return {name: label[to.as_list()[0].objgen] for name, to in _named(pdf.Root.Names, "/Dests").items()}


def joined(core: bytes, annexes: Sequence[bytes]) -> bytes:
    """Bind annexes behind a core."""
    with Pdf.open(io.BytesIO(core)) as pdf:
        labels: list[object] = [0, Dictionary(S=Name.D)]
        for annex in annexes:
            with Pdf.open(io.BytesIO(annex)) as other:
                labels += [len(pdf.pages), _copied(other.Root.PageLabels, pdf, other).Nums[1]]
                _bind(pdf, other)
        pdf.Root.PageLabels = Dictionary(Nums=labels)
        made = io.BytesIO()
        pdf.save(made, object_stream_mode=ObjectStreamMode.generate, deterministic_id=True)
        return made.getvalue()


def _bind(pdf: Pdf, other: Pdf) -> None:
    """Put the pages of another behind those of a PDF, with all that leads to them and hangs on them."""
    if "/AcroForm" in other.Root:
        raise ValueError(
            "found form fields in an annex: what is written in one reader's file is not the next one's"
        )
    numbered = max((int(key) for key in NumberTree(pdf.Root.StructTreeRoot.ParentTree)), default=-1) + 1
    for page in other.pages:
        _renumber(page.obj, "/StructParents", numbered)
        for note in page.obj.get("/Annots", ()):
            _renumber(note, "/StructParent", numbered)
        pdf.pages.append(page)
    # The copies of pages are known to what is copied after them.
    _bind_tags(pdf, _copied(other.Root.StructTreeRoot, pdf, other), numbered)
    if "/Names" in other.Root:
        _bind_names(pdf, other)
    if "/Outlines" in other.Root:
        _bind_outlines(pdf, _copied(other.Root.Outlines, pdf, other))


def _copied(what: Object, pdf: Pdf, other: Pdf) -> Object:
    return pdf.copy_foreign(what if what.is_indirect else other.make_indirect(what))


def _renumber(owner: Object, key: str, by: int) -> None:
    if key in owner:
        owner[key] = int(owner[key]) + by


def _bind_tags(pdf: Pdf, theirs: Object, numbered: int) -> None:
    """What the other says is a part of the document; each mark on its pages finds its element under a new number."""
    ours = pdf.Root.StructTreeRoot
    document, part = ours.K[0], theirs.K[0]
    part.S, part.P = Name.Part, document
    document.K.append(part)
    owners = list(theirs.ParentTree.Nums)
    for key, owner in zip(owners[::2], owners[1::2], strict=True):
        ours.ParentTree.Nums.append(int(key) + numbered)
        ours.ParentTree.Nums.append(owner)


def _bind_names(pdf: Pdf, other: Pdf) -> None:
    """Add the places and the attached files of the other; where both have a place of one name, ours is meant."""
    theirs = _copied(other.Root.Names, pdf, other)
    if "/Names" not in pdf.Root:
        pdf.Root.Names = Dictionary()
    for kind in ("/Dests", "/EmbeddedFiles"):
        known = _named(theirs, kind) | _named(pdf.Root.Names, kind)
        if known:
            listed: list[Object] = []
            for name in sorted(known):
                listed += [String(name), known[name]]
            pdf.Root.Names[kind] = Dictionary(Names=Array(listed))


def _named(names: Object, kind: str) -> dict[str, Object]:
    """Return what a PDF, as the layout engine writes it, knows by name: places, or attached files."""
    listed = list(names.get(kind, Dictionary()).get("/Names", ()))
    return {str(name): known for name, known in zip(listed[::2], listed[1::2], strict=True)}


def _bind_outlines(pdf: Pdf, theirs: Object) -> None:
    """Put the other's bookmarks behind the last of ours."""
    if "/Outlines" not in pdf.Root:
        pdf.Root.Outlines = theirs
        return
    ours = pdf.Root.Outlines
    theirs.First.Prev, ours.Last.Next = ours.Last, theirs.First
    mark: Object | None = theirs.First
    while mark is not None:
        mark.Parent = ours
        mark = mark.get("/Next")
    ours.Last, ours.Count = theirs.Last, int(ours.Count) + int(theirs.Count)
