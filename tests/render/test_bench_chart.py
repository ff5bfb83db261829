"""The bench's drawings: they stand alone, say what was found, and draw what was computed."""

from pathlib import Path
from xml.etree import ElementTree

import pytest
from boxes import words
from click.testing import CliRunner

from briefing import bench
from briefing.bench import drawing
from briefing.cli import main

SVG = "{http://www.w3.org/2000/svg}"


def write(folder: Path, text: str) -> Path:
    file = folder / "tidy.csv"
    file.write_text(text, encoding="utf-8")
    return file


def read(svg: str) -> tuple[str, list[str]]:
    """The text alternative, and the words that can be read, without the copies that clear their ground."""
    return ElementTree.fromstring(svg).findtext(f"{SVG}desc") or "", words(svg)


def months(series: str, values: list[float], rest: str = "") -> str:
    return "".join(f"{series},{2024 + i // 12}-{i % 12 + 1:02}-01,{v}{rest}\n" for i, v in enumerate(values))


def test_every_series_has_a_panel_under_its_finding(tmp_path: Path) -> None:
    rows = months("Late <letters>", [10 + i % 2 for i in range(14)] + [30], ",decrease,5")
    rows += months("Short", [1, 2, 3], ",,")
    file = write(tmp_path, "series,date,value,improvement_direction,target\n" + rows)
    told, shown = read(drawing.spc_chart(bench.spc(file)))
    assert "Late <letters>: special cause of concern (Above UCL); the target is out of reach" in " ".join(
        shown
    )
    assert "Short: too few points to judge" in shown
    assert "15 points from 1 January 2024 to 1 March 2025, the last 30" in told


def test_weeks_keep_their_places_and_a_missing_one_is_not_drawn_across(tmp_path: Path) -> None:
    """Sixteen weeks, the tenth without a value: two runs of the line, and dates under the axis."""
    days = [f"2026-{1 + (5 + 7 * i) // 31:02}-{(5 + 7 * i) % 31 + 1:02}" for i in range(8)]
    rows = "".join(f"A,{day},{'' if i == 4 else 5 + i % 2}\n" for i, day in enumerate(days))
    rows += "".join(f"A,2026-03-{day:02},{5 + day % 2}\n" for day in (5, 12, 19, 26))
    svg = drawing.spc_chart(bench.spc(write(tmp_path, "series,date,value\n" + rows)))
    _, shown = read(svg)
    assert {"6 Jan", "26 Mar"} & set(shown)
    joined = [
        e.get("d") or ""
        for e in ElementTree.fromstring(svg).iter(f"{SVG}path")
        if e.get("stroke-width") == "1"
    ]
    assert [path.count("M") for path in joined] == [2]


def test_shares_are_drawn_as_per_cent(tmp_path: Path) -> None:
    rows = months("A", [60 + i % 3 for i in range(13)], ",100,0.95")
    file = write(tmp_path, "series,date,numerator,denominator,target\n" + rows)
    _, shown = read(drawing.spc_chart(bench.pprime(file), shares=True))
    assert "60.0%" in shown
    assert "↑ Standard 95%" in shown


def test_a_funnel_says_how_many_are_outside_and_names_them(tmp_path: Path) -> None:
    rows = "".join(f"T{n:02},{600 + 2 * n},1000\n" for n in range(20))
    file = write(tmp_path, "group,numerator,denominator\n" + rows + "T99,300,1000\n")
    told, shown = read(drawing.funnel_chart(bench.funnel_of(file)))
    assert any(words.startswith("1 of 21 outside the adjusted 99.8% limits (phi ") for words in shown)
    assert "T99" in shown
    assert "outside: T99 30.0%" in told


def test_rates_apart_from_all_together_are_counted_and_marked(tmp_path: Path) -> None:
    file = write(tmp_path, "group,numerator,denominator\nA,10,100\nB,20,100\nC,60,100\n")
    svg = drawing.rates_chart(bench.rates(file))
    told, shown = read(svg)
    assert "2 of 3 apart from the rate of all together, 0.3 (99.8%)" in shown
    assert "C 0.6 (0.502 to 0.691)" in told
    assert svg.count('<rect x="') == 2


def test_lists_beside_their_targets_and_one_list_day_by_day(tmp_path: Path) -> None:
    lists = write(tmp_path, "group,demand,capacity,queue\nEyes,30,27,300\nSkin,30,33,100\n")
    _, shown = read(drawing.waits_chart(bench.waits(lists), []))
    assert "1 of 2 is more than twice the target; 1 with more demand than capacity" in shown
    paths = write(tmp_path, "referral,removal\n2026-01-05,2026-01-12\n2026-01-07,\n2026-01-07,\n")
    by_day = bench.queue(paths)
    assert [row["queue_size"] for row in by_day] == [1, 1, 3, 3, 3, 3, 3, 2]
    _, shown = read(drawing.waits_chart(bench.waits(paths), by_day))
    assert "Waiting 2" in shown


@pytest.mark.parametrize("name", ["spc", "pprime", "funnel", "rates", "waits"])
def test_each_command_writes_a_drawing_that_needs_nothing_else(tmp_path: Path, name: str) -> None:
    text = {
        "spc": "series,date,value\n" + months("A", [float(i % 3) for i in range(14)]),
        "pprime": "series,date,numerator,denominator\n"
        + months("A", [float(i % 3) for i in range(14)], ",9"),
        "funnel": "group,numerator,denominator\nA,1,9\nB,2,9\nC,3,9\n",
        "rates": "group,numerator,denominator\nA,1,9\nB,2,9\n",
        "waits": "group,demand,capacity,queue\nA,1,0,9\n",
    }[name]
    chart = tmp_path / "out.svg"
    run = CliRunner().invoke(main, ["analyse", name, str(write(tmp_path, text)), "--chart", str(chart)])
    assert run.exit_code == 0, run.output
    svg = chart.read_text(encoding="utf-8")
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert (root.get("font-family") or "").endswith("sans-serif")
    assert root.findtext(f"{SVG}title")
    assert root.findtext(f"{SVG}desc")
    assert not any(word in svg for word in ("href=", "src=", "url("))
    assert "nan" not in svg.lower()


def test_a_drawing_is_an_svg_file(tmp_path: Path) -> None:
    file = write(tmp_path, "group,numerator,denominator\nA,1,9\nB,2,9\n")
    run = CliRunner().invoke(main, ["analyse", "rates", str(file), "--chart", str(tmp_path / "out.png")])
    assert run.exit_code != 0
    assert not (tmp_path / "out.png").exists()
