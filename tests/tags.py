"""The tag tree of a PDF as a screen reader walks it: what each element is, what it says, what describes it."""

import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pdfplumber


@dataclass(frozen=True)
class Element:
    kind: str
    """"H2", "P", "TH", "Figure", ..."""
    text: str
    """All that is read inside it, in reading order."""
    alt: str | None
    attributes: dict[str, Any]
    children: "tuple[Element, ...]"

    def walk(self) -> "Iterator[Element]":
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, *kinds: str) -> "list[Element]":
        return [element for element in self.walk() if element.kind in kinds]


def tree(pdf: bytes) -> Element:
    """The whole document as one element."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        said: dict[tuple[int, int], str] = defaultdict(str)
        for page in opened.pages:
            for char in page.chars:
                if char["mcid"] is not None:
                    said[page.page_number, char["mcid"]] += char["text"]
        return _element({"type": "root", "children": opened.structure_tree}, said, 1)


def artifacts(pdf: bytes) -> list[str]:
    """What stands on each page and is not read: running heads and feet."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [
            "".join(char["text"] for char in page.chars if char["tag"] == "Artifact") for page in opened.pages
        ]


def _element(node: dict[str, Any], said: dict[tuple[int, int], str], page: int) -> Element:
    page = node.get("page_number") or page
    children = tuple(_element(child, said, page) for child in node.get("children", ()))
    own = "".join(said[page, mcid] for mcid in node.get("mcids", ()))
    text = " ".join([own, *(child.text for child in children)]).replace("\u00a0", " ")
    return Element(
        node["type"], " ".join(text.split()), node.get("alt_text"), node.get("attributes", {}), children
    )
