"""A workspace's own logo, colour, footer and templates: used when sound, refused with a reason when not."""

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import editions
import packs
import pytest
from papers import faults, pages_of
from pypdf import PdfReader

from briefing.document.blocks import Document
from briefing.errors import BriefingError, ConfigError, RenderError
from briefing.pack.editions import NOTICE
from briefing.render import page, press
from briefing.render.look import Look, look_of
from briefing.shelf.parts import shared_parts
from briefing.workspace import SETTINGS_FILE, Workspace, init, open_workspace
from briefing.workspace.colours import contrast, tint

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><title>A mark</title><path d="M0 0h40v10z"/></svg>'


def png(width: int = 4, height: int = 2, *notes: tuple[bytes, bytes], packed: bytes | None = None) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 1) * height)) if packed is None else packed
    chunks = [(b"IHDR", head), *notes, (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*one) for one in chunks)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return init(tmp_path / "northmere")


def branded(workspace: Workspace, **said: str) -> Workspace:
    """The workspace with these lines under [branding]."""
    lines = "".join(f'{key} = "{value}"\n' for key, value in said.items())
    (workspace.folder / SETTINGS_FILE).write_text(f"[branding]\n{lines}", encoding="utf-8")
    return open_workspace(workspace.folder)


def own(workspace: Workspace, **files: str | bytes) -> Look:
    """The look of a workspace with templates of its own; `packs__notice_html` is packs/notice.html."""
    for name, text in files.items():
        stem, _, kind = name.replace("__", "/").rpartition("_")
        path = workspace.templates / f"{stem}.{kind}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return look_of(workspace)


@pytest.fixture(scope="module")
def notice() -> Document:
    return editions.document(NOTICE, packs.full())


@pytest.mark.slow
def test_logo_colour_and_footer_are_on_the_page_and_in_the_twin(workspace: Workspace) -> None:
    (workspace.folder / "logo.svg").write_text(SVG, encoding="utf-8")
    look = look_of(
        branded(workspace, logo="logo.svg", colour="#7a1f5c", footer="Northmere ICB · northmere.example")
    )
    edition = editions.gp(packs.full())
    for sheet in pages_of(press.paper(edition, look)):
        assert "Northmere ICB · northmere.example" in sheet
    twin = press.screen(edition, look).decode()
    assert "--brand: #7a1f5c" in twin
    assert 'alt="Winterbourne and Brackenshire Integrated Care Board"' in twin
    assert "Northmere ICB" not in press.screen(edition).decode()


def test_a_branded_pdf_is_as_accessible(workspace: Workspace, notice: Document) -> None:
    (workspace.folder / "logo.png").write_bytes(png())
    look = look_of(branded(workspace, logo="logo.png", colour="#7a1f5c", footer="Northmere"))
    assert faults(press.paper(notice, look)) == []


@pytest.mark.slow
def test_a_first_page_with_a_logo_is_still_one_page(workspace: Workspace) -> None:
    (workspace.folder / "logo.svg").write_text(SVG, encoding="utf-8")
    look = look_of(branded(workspace, logo="logo.svg", footer="Northmere"))
    first, second, *_ = pages_of(press.paper(editions.gp(packs.full()), look))
    assert "In sixty seconds" in first
    assert "Your questions" in second


@pytest.mark.parametrize(("colour", "ratio"), [("#ffcc00", "1.4"), ("#888888", "3.2")])
def test_a_pale_colour_is_refused(workspace: Workspace, colour: str, ratio: str) -> None:
    with pytest.raises(
        ConfigError, match=rf"line 2: branding.colour: found '{colour}'; wanted a darker .* {ratio} to 1"
    ):
        branded(workspace, colour=colour)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert tint("#000000") == "#e6e6e6"


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("logo.gif", b"GIF89a", "neither a PNG nor an SVG"),
        ("logo.svg", SVG.replace("<path", "<script>alert(1)</script><path").encode(), "<script>"),
        ("logo.svg", SVG.replace("<path", '<path onload="x()"').encode(), "onload"),
        ("logo.svg", SVG.replace("<path", '<image href="file:///etc/passwd"/><path').encode(), "<image>"),
        (
            "logo.svg",
            SVG.replace("<path", "<style>p{fill:url(http://x.example/a)}</style><path").encode(),
            "url",
        ),
        ("logo.svg", SVG.replace("<path", '<use href="#a"/><path').encode(), "<use>"),
        ("logo.svg", b"<!DOCTYPE svg>" + SVG.encode(), "a document type"),
        ("logo.svg", SVG.replace("<path", "<path/>" * 2100 + "<path").encode(), "shapes"),
        ("logo.svg", SVG.encode() + b" " * 300_001, "bytes"),
        ("logo.png", png()[:16] + struct.pack(">II", 90_000, 90_000) + png()[24:], "90000 by 90000 pixels"),
    ],
)
def test_a_picture_that_is_more_than_a_picture_is_refused(
    workspace: Workspace, name: str, data: bytes, found: str
) -> None:
    (workspace.folder / name).write_bytes(data)
    with pytest.raises(ConfigError, match=r"branding\.logo: found") as refused:
        look_of(branded(workspace, logo=name))
    assert found in str(refused.value)


def drawing(content: str, size: str = 'width="100" height="40"') -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 100 40">{content}</svg>'


def clips(depth: int) -> str:
    """Each clipped by two that are each clipped by two: twice as long to draw with every level."""
    rect = '<rect width="9" height="9" clip-path="url(#c{})"/>'
    paths = "".join(f'<clipPath id="c{n}">{2 * rect.format(n + 1)}</clipPath>' for n in range(depth))
    return drawing(
        f'<defs>{paths}<clipPath id="c{depth}"><rect width="9"/></clipPath></defs>{rect.format(0)}'
    )


def styles(rules: int) -> str:
    """Selectors of many steps over shapes that nearly fit each."""
    rule = "g " * 16 + "rect { fill: red }"
    return drawing(f"<style>{rule * rules}</style>{'<g>' * 40}{'<rect/>' * 1_500}{'</g>' * 40}")


@pytest.mark.parametrize("draw", [lambda: clips(40), lambda: styles(2_000)], ids=["clips", "styles"])
def test_a_logo_that_takes_for_ever_to_draw_is_refused_in_time(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, draw: Callable[[], str]
) -> None:
    monkeypatch.setattr("briefing.render.look._MOST_SECONDS", 5)
    (workspace.folder / "logo.svg").write_text(draw(), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"branding\.logo: found a drawing that takes more than 5 seconds"):
        look_of(branded(workspace, logo="logo.svg"))


def test_a_logo_that_trips_the_library_is_refused(workspace: Workspace) -> None:
    odd = drawing('<rect width="x" height="%"/>', 'width="NaN" height="0"').replace("0 0 100 40", "0 0 0 0")
    (workspace.folder / "logo.svg").write_text(odd, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"branding\.logo: found a drawing that can't be drawn"):
        look_of(branded(workspace, logo="logo.svg"))


@pytest.mark.parametrize("reference", ["url(#g)", "url('#g')", "url(&quot;#g&quot;)"])
def test_a_reference_within_the_drawing_is_drawn_however_it_is_quoted(
    workspace: Workspace, reference: str
) -> None:
    gradient = '<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>'
    shape = f'<rect width="9" height="9" fill="{reference}"/>'
    (workspace.folder / "logo.svg").write_text(drawing(gradient + shape), encoding="utf-8")
    assert look_of(branded(workspace, logo="logo.svg")).logo is not None


@pytest.mark.parametrize("reference", ["url(http://x.example/#g)", "url('a.svg#g')", "url( 'a.svg#g')"])
def test_a_reference_out_of_the_drawing_is_refused(workspace: Workspace, reference: str) -> None:
    shape = f'<rect width="9" height="9" fill="{reference}"/>'
    (workspace.folder / "logo.svg").write_text(drawing(shape), encoding="utf-8")
    with pytest.raises(ConfigError, match=r"branding\.logo: found .*url"):
        look_of(branded(workspace, logo="logo.svg"))


def test_a_logo_outside_the_workspace_is_refused(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG, encoding="utf-8")
    with pytest.raises(ConfigError, match="outside the workspace"):
        look_of(branded(workspace, logo="../logo.svg"))


def test_a_file_of_the_same_name_replaces_ours(workspace: Workspace, notice: Document) -> None:
    look = own(
        workspace,
        packs__notice_html='{% extends "shipped/page.html" %}{% block title %}Local title{% endblock %}',
        css__packs__notice_css=".large { color: #00703c; background: url(../../images/dot.svg) }",
        images__dot_svg=SVG,
    )
    assert "<title>Local title</title>" in page.html(notice, look=look)
    assert "<title>Local title</title>" not in page.html(notice)
    twin = press.screen(notice, look).decode()
    assert "#00703c; background: url(data:image/svg+xml" in twin
    assert PdfReader(io.BytesIO(press.paper(notice, look))).pages


def test_one_section_and_one_block_can_be_a_workspaces_own(workspace: Workspace, notice: Document) -> None:
    look = own(
        workspace,
        sections__figures_html="<section><h2>{{ it.heading }}, locally</h2>{{ it.blocks | drawn }}</section>",
        blocks__callout_html='{% include "shipped/blocks/callout.html" %}',
        blocks__heading_html="<h{{ it.level }}>Ours: {{ it.text | inline }}</h{{ it.level }}>",
    )
    made = page.html(notice, look=look)
    assert "<h2>The figures, locally</h2>" in made
    assert "We work from figures to" in made
    assert "<h2>What you may ask of us</h2>" in made
    assert "locally" not in page.html(notice)
    assert "Ours: Your part" in page.html(editions.gp(packs.bare()), look=look)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("one\n{{ ''.__class__.__mro__ }}", "notice.html, line 2: access to attribute '__class__'"),
        (
            "one\ntwo\n{{ document.no_such_thing }}",
            "notice.html, line 3: .* has no attribute 'no_such_thing'",
        ),
        ("{% if %}", "notice.html, line 1: Expected an expression"),
        (
            '{% include "../../../etc/passwd" %}',
            "notice.html, line 1: found no template '../../../etc/passwd'",
        ),
        ('{% include "/etc/passwd" %}', "notice.html, line 1: found no template '/etc/passwd'"),
        ("{{ 1 / 0 }}", "notice.html, line 1: division by zero"),
        ("{{ range(1000000) | join }}", "notice.html, line 1: Range too big"),
        ("{{ document.cover.__init__.__globals__ }}", "notice.html, line 1: access to attribute '__init__'"),
    ],
)
def test_a_fault_names_the_file_and_line_and_what_to_do(
    workspace: Workspace, notice: Document, template: str, said: str
) -> None:
    look = own(workspace, packs__notice_html=template)
    with pytest.raises(
        RenderError, match=f"(?s){said}.* Mend it, or take the file out of .*: then ours is used"
    ):
        page.html(notice, look=look)


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "../../../../etc/passwd"]
)
def test_pages_and_twins_open_nothing_but_templates(
    workspace: Workspace, notice: Document, address: str
) -> None:
    look = own(
        workspace,
        packs__notice_html='{% extends "shipped/page.html" %}{% block body %}<h1>x</h1>{{ super() }}'
        f'<img alt="x" src="{address}">{{% endblock %}}',
    )
    with pytest.raises(RenderError, match="refused"):
        press.paper(notice, look)
    with pytest.raises(RenderError, match="refused"):
        press.screen(notice, look)


@pytest.mark.parametrize("style", ["url(file:///etc/passwd)", "url('../../../briefing.toml')"])
def test_nor_do_their_style_sheets(workspace: Workspace, notice: Document, style: str) -> None:
    look = own(workspace, css__packs__notice_css=f"body {{ background: {style} }}")
    with pytest.raises(RenderError, match="refused"):
        press.paper(notice, look)
    with pytest.raises(RenderError, match="refused"):
        press.screen(notice, look)


@pytest.mark.parametrize(
    "part",
    ["<script>x()</script>", '<p onclick="x()">', '<a title="x" href="javascript:x()">', "<iframe></iframe>"],
)
def test_a_twin_runs_nothing(workspace: Workspace, notice: Document, part: str) -> None:
    look = own(workspace, packs__notice_html=part)
    with pytest.raises(RenderError, match="runs nothing and asks for nothing"):
        press.screen(notice, look)


@pytest.mark.parametrize(
    ("template", "how"),
    [
        (
            "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
            "took more than 1 seconds",
        ),
        ("{{ '%9999999999d' % 1 }}", "notice.html, line 1: MemoryError"),
    ],
    ids=["a loop without end", "a word without end"],
)
def test_a_template_without_end_hangs_nothing(
    workspace: Workspace, notice: Document, template: str, how: str
) -> None:
    look = own(workspace, packs__notice_html=template)
    with pytest.raises(RenderError, match=how):
        list(press.print_all([notice], look=look, within=1 if "loop" in how or "took" in how else 300))


def test_what_is_no_template_is_refused_before_anything_is_made(workspace: Workspace, tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("secret", encoding="utf-8")
    own(workspace, base_html="x")
    (workspace.templates / "run.exe").write_bytes(b"MZ")
    (workspace.templates / "link.html").symlink_to(tmp_path / "secret.html")
    with pytest.raises(BriefingError) as refused:
        look_of(workspace)
    assert "link.html: found a link that leads out" in str(refused.value)
    assert "run.exe: found a .exe file" in str(refused.value)


def test_logo_and_templates_are_parts_of_a_pack(workspace: Workspace) -> None:
    before = shared_parts(workspace).parts
    own(workspace, packs__notice_html="x")
    after = shared_parts(workspace).parts
    assert {part for part in after if before[part] != after[part]} == {"page templates"}


@pytest.mark.parametrize(
    ("picture", "found"),
    [
        (png(100_000, 100_000, packed=b""), "100000 by 100000 pixels"),
        (png(packed=zlib.compress(bytes(50_000_000))), "a picture that is cut short"),
        (png(packed=zlib.compress(bytes(10))[:-8]), "a picture that is cut short"),
        (png(packed=b"\xff" * 40), "a damaged picture"),
        (png()[:-20] + bytes(20), "a damaged picture"),
        (png(4, 2, (b"iCCP", b"icc\0\0" + zlib.compress(bytes(9_000_000)))), "a colour profile or a text"),
    ],
)
def test_a_picture_that_is_not_what_it_says_is_refused(
    workspace: Workspace, picture: bytes, found: str
) -> None:
    """As a logo, and among templates of one's own."""
    sound = png(4, 2, (b"iCCP", b"icc\0\0" + zlib.compress(b"sRGB")))
    (workspace.folder / "logo.png").write_bytes(sound)
    assert own(branded(workspace, logo="logo.png"), picture_png=sound).logo is not None
    with pytest.raises(ConfigError, match=found):
        own(workspace, picture_png=picture)
    (workspace.templates / "picture.png").unlink()
    (workspace.folder / "logo.png").write_bytes(picture)
    with pytest.raises(ConfigError, match=found):
        look_of(branded(workspace, logo="logo.png"))
