"""The last touch to a PDF before it is written: what readers need and no validator asks for.

    header cells      Scope: whether a head belongs to its row or its column
    heads and feet    artifacts: a screen reader doesn't read "page 3 of 12" into the middle of a sentence
    links             named by what they lead to ("The list of sources"), not by the name of a place; and they print

Works on the objects the layout engine has in hand, so nothing is parsed again.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import pydyf

_PRINTS = 1 << 2
"""The flag of an annotation that it stays when the page is printed."""


def finish(document: Any, pdf: Any) -> None:
    """Mend one PDF in place: WeasyPrint calls this between making its objects and writing them."""
    _name_links(document.pages)
    _scope_headers(pdf)
    _make_artifacts(pdf, document.pages)


def _name_links(pages: Iterable[Any]) -> None:
    for page in pages:
        for box in page._page_box.descendants():
            if (link := getattr(box, "link_annotation", None)) is not None:
                link["F"] = _PRINTS
                if title := box.element.get("title"):
                    link["Contents"] = pydyf.String(title)


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
