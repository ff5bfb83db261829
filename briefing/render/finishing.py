"""The last touch to a PDF before it is written: what readers need and no validator asks for.

    header cells      Scope: whether a head belongs to its row or its column
    heads and feet    artifacts: a screen reader doesn't read "page 3 of 12" into the middle of a sentence
    an annex          pages numbered A1, A2 ..., names of cells and of fonts that no other part has
    links             named by what they lead to ("The list of sources"), not by the name of a place; and they print

Works on the objects the layout engine has in hand, so nothing is parsed again.
"""

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import pydyf

BEHIND = "annex:"
"""Before the id of a place in an annex: a link that leads there once both are one file."""
_PRINTS = 1 << 2
"""The flag of an annotation that it stays when the page is printed."""


def finish(document: Any, pdf: Any, letter: str = "") -> None:
    """Mend one PDF in place: WeasyPrint calls this between making its objects and writing them."""
    if letter:
        _letter(pdf, letter)
    _name_links(document.pages)
    _scope_headers(pdf)
    _make_artifacts(pdf, document.pages)


def _name_links(pages: Iterable[Any]) -> None:
    for page in pages:
        for box in page._page_box.descendants():
            if (link := getattr(box, "link_annotation", None)) is not None:
                link["F"] = _PRINTS
                _lead_behind(link)
                if title := box.element.get("title"):
                    link["Contents"] = pydyf.String(title)


def _lead_behind(link: Any) -> None:
    address = str(link["A"]["URI"].string) if "A" in link else ""
    if address.startswith(BEHIND):
        del link["A"]
        link["Dest"] = pydyf.String(address.removeprefix(BEHIND))


def _letter(pdf: Any, letter: str) -> None:
    numbers = pydyf.Dictionary({"S": "/D", "P": pydyf.String(letter)})
    pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": pydyf.Array([0, numbers])})
    for cell in (*_structure(pdf, "/TH"), *_structure(pdf, "/TD")):
        if "ID" in cell:
            cell["ID"] = pydyf.String(f"{letter}-{cell['ID'].string}")
        if heads := cell.get("A", {}).get("Headers"):
            cell["A"]["Headers"] = pydyf.Array(pydyf.String(f"{letter}-{head.string}") for head in heads)
    for font in pdf.objects:
        for key in ("BaseFont", "FontName"):
            if isinstance(font, pydyf.Dictionary) and key in font:
                font[key] = _tagged(font[key], letter)


def _tagged(font: bytes, letter: str) -> bytes:
    """Another part of the same font has another tag: "ABCDEF+Inter"."""
    tag, _, name = font.removeprefix(b"/").partition(b"+")
    digest = hashlib.sha256(letter.encode() + tag).digest()
    return b"/" + bytes(ord("A") + byte % 26 for byte in digest[:6]) + b"+" + name


def _scope_headers(pdf: Any) -> None:
    for header in _structure(pdf, "/TH"):
        row = _object(pdf, header["P"])
        in_head = row["S"] == "/TR" and _object(pdf, row["P"])["S"] == "/THead"
        if "A" in header:
            header["A"]["Scope"] = "/Column" if in_head else "/Row"


def _structure(pdf: Any, kind: str) -> Iterator[Any]:
    return (made for made in pdf.objects if isinstance(made, pydyf.Dictionary) and made.get("S") == kind)


def _make_artifacts(pdf: Any, pages: Iterable[Any]) -> None:
    """What is marked on a page and hangs on no branch of the tag tree is a running head or foot."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    read = set(_branch(pdf, root["K"][0]))
    marks = _object(pdf, root["ParentTree"])["Nums"]
    for number, _ in enumerate(pages):
        owners = marks[2 * number + 1]
        unread = {mark for mark, owner in enumerate(owners) if owner not in read}
        owners[:] = ["null" if mark in unread else owner for mark, owner in enumerate(owners)]
        page = _object(pdf, pdf.page_references[number])
        _unmark(_object(pdf, page["Contents"]).stream, unread)


def _branch(pdf: Any, reference: bytes) -> Iterator[bytes]:
    """The references of an element and of everything below it."""
    waiting = [reference]
    while waiting:
        yield (found := waiting.pop())
        waiting += [kid for kid in _object(pdf, found).get("K", ()) if isinstance(kid, bytes)]


def _unmark(content: list[Any], unread: set[int]) -> None:
    for place, operand in enumerate(content):
        if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in unread:
            content[place - 1 : place + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
