"""A browser that judges the twins: axe-core for WCAG 2.2 AA, the layout itself for reflow and large text.

Chromium is the machine's own (`chromium` in Debian; .ci/setup installs it); tests that need it skip where none is.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
DESKTOP, PHONE, REFLOW = (1280, 900), (390, 844), (320, 640)
_NOT_INSIDE_DRAWINGS = {"exclude": [["svg"]]}
"""A drawing is one image with its words beside it; the contrast of its colours is tested with the tokens."""
_CUT = """() => [...document.querySelectorAll('body *')].filter(found => {
  const style = getComputedStyle(found);
  return style.overflow !== 'visible' && style.clipPath === 'none' && !found.closest('svg')
    && (found.scrollWidth > found.clientWidth + 1 || found.scrollHeight > found.clientHeight + 1);
}).map(found => found.outerHTML.slice(0, 90))"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser, or a skip with its reason."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def faults(browser: Browser, twin: str) -> list[str]:
    """What is wrong with a twin: against WCAG, in its layout at each width and size of text, in what it asks for."""
    found: list[str] = []
    with _opened(browser, twin, into=found) as page:
        for width, height in (DESKTOP, PHONE, REFLOW):
            page.set_viewport_size({"width": width, "height": height})
            if (width, height) != REFLOW:
                found += [f"{width} px: {rule}" for rule in violations(page)]
            found += _layout(page, f"{width} px")
            page.evaluate("document.documentElement.style.fontSize = '200%'")
            found += _layout(page, f"{width} px, text at 200%")
            page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def violations(page: Page) -> list[str]:
    """Rules of WCAG 2.2 AA that axe-core finds broken, each with the first element that breaks it."""
    page.wait_for_load_state()  # its styles may still be on their way
    report: dict[str, Any] = Axe().run(page, context=_NOT_INSIDE_DRAWINGS, options=WCAG).response
    assert len(report["passes"]) > 5, "axe-core judged next to nothing"
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:160]}" for rule in report["violations"]]


def _layout(page: Page, where: str) -> list[str]:
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    sideways = [f"{where}: scrolls sideways, {wide} px in {room}"] if wide > room else []
    return sideways + [f"{where}: cut off: {element}" for element in page.evaluate(_CUT)]


@contextmanager
def _opened(browser: Browser, twin: str, *, into: list[str]) -> Iterator[Page]:
    """The twin in a window of its own, with everything it asks the outside for and every error noted."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.on(
        "request",
        lambda asked: None if asked.url.startswith("data:") else into.append(f"asks for {asked.url}"),
    )
    page.on("console", lambda said: into.append(f"console: {said.text}"))
    page.set_content(twin)
    yield page
    context.close()
