"""Time and memory of the full context of a nation, and how they grow, beside the floor.

    python benchmarks/context.py                  # 12, 24 and 36 months, three turns each
    python benchmarks/context.py --months 12 --turns 1

A nation: 500 providers x 24 specialties x 11 waiting time metrics x months, as Parquet of observations.
Ours reads them and makes points, series, peers and signals of all of it in one pass. The floor reads the same
Parquet and counts: rows, numerators and denominators of each series. Each run has a process of its own; they
take turns, the best of each counts. Processor seconds are printed too: they don't depend on the neighbours.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MONTHS = (12, 24, 36)
MOST = 3.0
METRICS = {
    "rtt_within_18_weeks": ("percent", "proportion", "higher", "shortfall"),
    "rtt_over_52_weeks": ("percent", "proportion", "lower", "numerator"),
    "rtt_over_65_weeks": ("percent", "proportion", "lower", "numerator"),
    "rtt_decision_to_admit_share": ("percent", "proportion", "neither", "none"),
    "rtt_list_size": ("people", "count", "lower", "none"),
    "rtt_clock_starts": ("people", "count", "neither", "none"),
    "rtt_treatments": ("people", "count", "higher", "none"),
    "rtt_median_wait": ("weeks", "percentile", "lower", "none"),
    "rtt_92nd_percentile": ("weeks", "percentile", "lower", "none"),
    "rtt_clearance_weeks": ("weeks", "ratio", "lower", "none"),
    "rtt_other_removals": ("percent", "ratio", "lower", "numerator"),
}
_NATION = """
copy (
    select
        metric,
        'today' as view,
        (date '2023-04-01' + to_months(month::int))::date as period,
        'R' || lpad(provider::varchar, 3, '0') as org_code,
        'ALL' as population_code,
        case specialty when 0 then 'ALL' else (99 + specialty)::varchar end as specialty_code,
        'ALL' as group_code,
        numerator,
        size as denominator,
        case when proportion then 100 * numerator / size else numerator end as value
    from (
        select *, 200.0::double as size, round(100 + 80 * random()) as numerator
        from
            (select unnest($metrics::varchar[]) as metric, unnest($proportions::boolean[]) as proportion),
            range($months::int) as a(month), range(500) as b(provider), range(24) as c(specialty)
    )
) to '{path}' (format parquet, compression zstd)
"""
_FLOOR = """
select metric, view, org_code, population_code, specialty_code, group_code,
    count(*) as n, sum(numerator) as numerators, sum(denominator) as denominators
from '{path}'
group by all
"""


def make_nation(path: Path, months: int) -> None:
    import duckdb

    with duckdb.connect() as connection:
        connection.execute("select setseed(0.5)").fetchall()
        sql = _NATION.replace("{path}", str(path))
        proportions = [kind == "proportion" for _, kind, _, _ in METRICS.values()]
        connection.execute(sql, {"metrics": list(METRICS), "proportions": proportions, "months": months})


def ours(path: Path) -> dict[str, float]:
    from datetime import date

    import pyarrow as pa

    from briefing.context import contextualise
    from briefing.measures import Metric
    from briefing.sources.schemas import SCHEMAS
    from briefing.warehouse import Limits, run
    from briefing.warehouse.engine import create_table, open_engine

    texts = ("meaning", "topic", "why_it_matters", "numerator", "denominator", "owner", "sql")
    same = {**dict.fromkeys(texts, ""), "source": "rtt", "caveats": (), "reviewed": date(2026, 1, 1)}
    same |= {"published": True, "safety": False, "interface": False}
    metrics = {
        name: Metric(name=name, title=name, unit=unit, kind=kind, better=better, people=people, **same)
        for name, (unit, kind, better, people) in METRICS.items()
    }
    dated = {"metric": ["rtt_within_18_weeks"], "value": [92.0], "valid_from": [date(2012, 4, 1)]}
    with tempfile.TemporaryDirectory() as scratch:
        connection = open_engine(Path(scratch), Limits())
        for name in ("plans", "rebases", "annotations"):
            create_table(connection, name, SCHEMAS[name].empty_table())
        start = time.perf_counter()
        run(connection, f"create view observations as select * from '{path}'")
        run(connection, "create table organisations as select distinct org_code as code, org_code as name, "
            "'provider' as type, null::varchar as parent_code from observations")  # fmt: skip
        run(connection, "create table membership as select code as member_code, 'provider' as member_type, "
            "code as org_code, 'provider' as org_type, 'today' as view from organisations")  # fmt: skip
        run(connection, "create table loads as select 'rtt' as source, null::date as period, 1 as vintage, "
            "false as revised, true as counts")  # fmt: skip
        contextualise(connection, metrics=metrics, standards_table=pa.table(dated))
        seconds = time.perf_counter() - start
        rows = run(connection, "select count(*) as n from points")["n"][0].as_py()
        connection.close()
    return {"seconds": seconds, "rows": rows}


def floor(path: Path) -> dict[str, float]:
    import duckdb

    with duckdb.connect() as connection:
        start = time.perf_counter()
        rows = connection.sql(_FLOOR.replace("{path}", str(path))).to_arrow_table().num_rows
        return {"seconds": time.perf_counter() - start, "rows": rows}


def one_run(name: str, path: str) -> None:
    answer = {"ours": ours, "floor": floor}[name](Path(path))
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30
    spent = time.process_time()
    print(json.dumps({**answer, "gib": peak, "processor": spent}))


def run_apart(name: str, path: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--run", name, str(path)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(output))


def compare(months: int, turns: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "observations.parquet"
        make_nation(path, months)
        runs = {"ours": [], "floor": []}
        for _ in range(turns):
            for name, each in runs.items():
                each.append(run_apart(name, path))
    best = {name: min(each, key=lambda one: one["seconds"]) for name, each in runs.items()}
    ratio = best["ours"]["seconds"] / best["floor"]["seconds"]
    for name, one in best.items():
        words = f"{one['seconds']:6.1f} s, {one['processor']:6.1f} s of processors, {one['gib']:.2f} GiB"
        print(f"{months} months, {one['rows']:>9,} rows  {name:5} {words}")
    print(f"{months} months: ratio {ratio:.1f} (wanted: at most {MOST:g})")
    return ratio


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--months", type=int, nargs="+", default=list(MONTHS))
    parser.add_argument("--turns", type=int, default=3)
    words = parser.parse_args()
    ratios = [compare(months, words.turns) for months in words.months]
    sys.exit(max(ratios) > MOST)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        one_run(*sys.argv[2:4])
    else:
        main()
