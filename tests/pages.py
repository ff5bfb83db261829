"""What a page of the desk says."""

import re
from html import unescape

import httpx2


def words(answer: httpx2.Response) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))
