"""A funnel travels whole: the file inside the pack, fed to the bench, gives the same outliers."""

from pathlib import Path
from typing import Any

import pytest
from nation import RATE, WITHIN, nation, seen

from briefing.bench import funnel_of
from briefing.context import Context
from briefing.measures import Funnel, Metric
from briefing.pack.cells import as_csv
from briefing.pack.recomputing import funnel, funnel_file


def judged(metric: Metric) -> Funnel:
    """Twenty trusts of growing size and one far out, as the national pass judges them."""
    sizes = [1000 + 150 * number for number in range(20)]
    rows = [
        seen(f"RA{n:01X}" if n < 16 else f"RB{n - 16}", 0, 60 + 9 * n, sizes[n], of=metric) for n in range(20)
    ]
    with nation([*rows, seen("RZZ", 0, 700, 2000, of=metric)]) as drawn:
        context: Context = drawn.context
        (measure,) = context.measures(org_code="RZZ")
        (found,) = context.funnels([measure])
    return found


@pytest.mark.parametrize(("metric", "kind"), [(WITHIN, "proportion"), (RATE, "ratio")], ids=["share", "rate"])
def test_the_bench_finds_the_outliers_of_the_pack(tmp_path: Path, metric: Metric, kind: str) -> None:
    drawn = judged(metric)
    assert drawn.kind == kind
    printed: list[Any] = list(funnel(drawn))
    file = tmp_path / funnel_file(metric.name, drawn.specialty_code)
    file.write_bytes(as_csv(printed))
    found = funnel_of(file, kind=drawn.kind)
    assert (found["phi"], found["tau2"]) == pytest.approx((drawn.phi, drawn.tau2), rel=1e-9)
    assert [row["outlier"] for row in found["groups"]] == [row["outlier"] == "yes" for row in printed]
    assert [row["group"] for row in found["groups"] if row["outlier"]] == ["RZZ"]
    scale = 100 if kind == "proportion" else drawn.centre
    for ours, theirs in zip(found["groups"], printed, strict=True):
        assert ours["adjusted_z"] == pytest.approx(theirs["adjusted_z"], rel=1e-9)
        assert scale * ours["high_998"] == pytest.approx(theirs["high_998"], rel=1e-9)
