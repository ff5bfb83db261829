"""What the layout engine does once for us: nobody can tell from the pages, only from the time."""

import random
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pydyf
import pytest
import weasyprint
from weasyprint.css.targets import TargetCollector
from weasyprint.layout import page
from weasyprint.text import line_break

from briefing.errors import RenderError
from briefing.render import once, pdf
from briefing.resources import folder

TEXT = "waits of our residents at similar trusts fell by 12.5% between April and June, to 1,204 a week"
WORDS = TEXT.split()
PLACES = ("first", "second")


def drawn(seed: int) -> str:
    """A page of columns, tables and floats, whose lines are tried at several widths."""
    some = random.Random(seed)

    def words() -> str:
        return " ".join(some.choices(WORDS, k=some.randint(1, 60)))

    rows = "".join(f"<tr><th scope=row>{words()}</th><td>{words()}</td></tr>" for _ in range(6))
    terms = "".join(f"<dt>{words()}</dt><dd>{words()} <b>{words()}</b></dd>" for _ in range(8))
    lines = "".join(f"<li>{words()}\n{words()}</li>" for _ in range(8))
    links = "".join(f'<li><a class="page-ref" href="#{at}">{words()}</a></li>' for at in ("top", *PLACES))
    parts = "".join(
        f"<h3 id={at} class=part>{words()}</h3><p class=part-words>{words()} <b>{words()}</b></p>"
        for at in PLACES
    )
    return (
        '<html lang="en"><head><title>A</title><link rel=stylesheet href="css/tokens.css">'
        '<link rel=stylesheet href="css/components.css"><link rel=stylesheet href="css/page.css"><style>'
        "ul { columns: 2; text-align: justify; white-space: pre-line } .part { break-before: page; "
        "margin-inline-start: 2%; inline-size: 80% } .part-words { width: calc(20% + 100pt); box-sizing: border-box; "
        "padding: 1% 2pt; min-height: 5%; max-width: 90% } .part-words b { float: right; margin-inline-end: 3pt }"
        f"</style></head><body><h2 id=top>Top</h2><ol>{links}</ol>"
        f"<p style='float: right; width: 30%'>{words()}</p><dl>{terms}</dl><ul>{lines}</ul>"
        f"<table><thead><tr><th scope=col>A</th><th scope=col>B</th></tr></thead><tbody>{rows}</tbody>"
        f"</table>{parts}</body></html>"
    )


def written(html: str, place: Path | None = None) -> bytes:
    here = place or folder("templates")
    return pdf.write(html, title="A", lang="en-GB", folder=here, made_on=date(2026, 12, 3))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_bytes_are_those_of_the_engine_by_itself(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [written(drawn(seed)) for _ in range(2)]
    monkeypatch.setattr(pdf, "each_thing_once", lambda **_: nullcontext())
    assert ours == [written(drawn(seed))] * 2


def test_the_engine_is_as_it_was_afterwards() -> None:
    def parts() -> list[object]:
        found = [weasyprint.css.CSS, line_break.Layout, line_break._font_style_cache_key, pydyf.zlib]
        return [*found, *vars(weasyprint.css.ComputedStyle).items(), *vars(TargetCollector).items()]

    before = parts()
    written(drawn(3))
    assert parts() == before


def test_a_page_of_links_is_laid_out_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once to learn which pages they lead to, once with their numbers; others once."""
    made, usual = list[int](), page.make_page

    def noted(context: object, root: object, kind: object, resume: object, number: int, state: object) -> Any:
        made.append(number)
        return usual(context, root, kind, resume, number, state)

    monkeypatch.setattr(page, "make_page", noted)
    written(drawn(1))
    last = max(made)
    assert last > 2
    assert sorted(made) == sorted([*range(1, last + 1), 1])


def test_a_line_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    measured, usual = list[tuple[str, int, object]](), line_break.split_first_line

    def noted(words: str, style: Any, context: object, width: object, *more: Any) -> Any:
        measured.append((words, id(style), (width, *more)))
        return usual(words, style, context, width, *more)

    monkeypatch.setattr(once, "split_first_line", noted)
    written(drawn(4))
    assert len(measured) == len(set(measured)) > 100


@pytest.fixture
def own_css(tmp_path: Path) -> Path:
    (tmp_path / "page.css").write_text("p { color: #ff0000 }")
    return tmp_path


PAGE = '<html lang="en"><head><title>A</title><link rel=stylesheet href="page.css"></head><body><p>1</p></body></html>'


def test_a_style_sheet_is_read_once_until_its_file_changes(
    own_css: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, usual = list[str](), pdf.TemplatesOnly.fetch

    def noted(self: pdf.TemplatesOnly, url: str, headers: dict[str, str] | None = None) -> Any:
        read.append(url)
        return usual(self, url, headers)

    monkeypatch.setattr(pdf.TemplatesOnly, "fetch", noted)
    monkeypatch.setattr(pdf, "_strange_fonts", lambda _: [])
    red = [written(PAGE, own_css) for _ in range(2)]
    assert len(read) == 1
    (own_css / "page.css").write_text("p { color: #0000ff; }")
    assert written(PAGE, own_css) != red[0] == red[1]
    assert len(read) == 2


def test_a_style_sheet_that_is_warned_of_is_warned_of_again(own_css: Path) -> None:
    (own_css / "page.css").write_text("p { colour: #ff0000 }")
    for _ in range(2):
        with pytest.raises(RenderError, match="colour"):
            written(PAGE, own_css)
