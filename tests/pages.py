"""What a page of the desk says."""

import re
import time
from html import unescape

import httpx2
from starlette.testclient import TestClient

LONG = 180.0


def ended(manager: TestClient, answer: httpx2.Response) -> httpx2.Response:
    """The page of a job once it has ended, or the page it led back to."""
    until = time.monotonic() + LONG
    while re.search("/(jobs|files/fates)/", str(answer.url)) and "Continue" not in answer.text:
        assert time.monotonic() < until, "the job does not end"
        time.sleep(0.2)
        answer = manager.get(str(answer.url))
    return answer


def words(answer: httpx2.Response) -> str:
    """Return what a page says, without its marks."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))
