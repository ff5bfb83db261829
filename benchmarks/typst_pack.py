"""A pack's words, tables and charts set by Typst: what a compiled typesetter takes for much the same pages."""

import tempfile
from pathlib import Path

from briefing import formats
from briefing.pack.model import Pack
from briefing.render.charts import draw

try:
    import typst

    AVAILABLE = True
except ImportError:
    AVAILABLE = False

_HEAD = '#set document(title: "Pack")\n#set page("a4", margin: 16mm)\n#set text(9.5pt, lang: "en", region: "GB")\n'


def made(pack: Pack) -> bytes:
    """The document as PDF/UA-1, in the faces that Typst brings."""
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "pack.typ").write_text(_HEAD + "\n".join(_parts(pack, Path(place))), encoding="utf-8")
        pdf: bytes = typst.compile(str(Path(place) / "pack.typ"), pdf_standards=["ua-1"])
        return pdf


def _parts(pack: Pack, place: Path) -> list[str]:
    written = [f"= {_safe(pack.provider_name)}", _safe(pack.meeting.decision_wanted)]
    for number, question in enumerate(pack.challenge.questions, start=1):
        written += ["#pagebreak(weak: true)" if number % 2 else "", f"== {number}. {_safe(question.title)}"]
        written += [
            _safe(text) for text in (question.fact, question.opener, question.likely_reply, question.answer)
        ]
        written += [f"- {_safe(tick)}" for tick in question.listen_for] + [_safe(question.settle_for)]
    written += ["#pagebreak()", "== The picture", _picture(pack), "== Promises"]
    written += [f"- {_safe(promise.what)} {_safe(promise.evidence)}" for promise in pack.challenge.promises]
    written += ["#pagebreak()", "== Evidence"]
    for number, figure in enumerate(pack.figures):
        (place / f"{number}.svg").write_text(draw(figure), encoding="utf-8")
        alt = figure.alt.replace("\\", "").replace('"', "'")
        written += [
            f"=== {_safe(figure.title)}",
            f'#image("{number}.svg", alt: "{alt}")',
            _safe(figure.caption),
        ]
    written += ["#pagebreak()", "== Method", *(_safe(text) for text in (*pack.method, *pack.caveats))]
    written += [
        f"/ {_safe(entry.term)}: {_safe(entry.meaning)}" for entry in (*pack.definitions, *pack.glossary)
    ]
    return [f"{text}\n" for text in written]


def _picture(pack: Pack) -> str:
    cells = []
    for row in pack.rows:
        unit = row.measure.metric.unit
        others = ", ".join(f"{name} {formats.amount(value, unit)}" for name, value in row.others)
        texts = (row.measure.metric.title, row.sentence, formats.shown(row.measure.latest, unit), others)
        cells += [f"[{_safe(text)}]" for text in texts]
    return (
        f"#table(columns: 4, table.header([Measure], [What it means], [Now], [Others]), {', '.join(cells)})"
    )


def _safe(text: str) -> str:
    return "".join(f"\\{sign}" if sign in "\\#$*_`<>@[]~=-+/" else sign for sign in text)
