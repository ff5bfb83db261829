"""Time and memory of the full context of a nation, and how they grow, beside the floor.

    python benchmarks/context.py                  # 12, 24 and 36 months, three turns each
    python benchmarks/context.py --months 12 --turns 1

A nation: 500 providers x 24 specialties x 3 commissioners x 5 parts x 105 weekly bands, a Parquet file a month in the
schema in which the warehouse stores the national waiting time extract, and about as long (180,000 rows a month).

- ours: those files all the way to points, series, peers, tests and signals of every waiting time metric, of every
  provider, commissioner, board and England: staging, reductions, marts, metrics, context, in one pass.
- floor: DuckDB reads the same files and counts: every band and total, to month, part, provider, specialty.

Each run has a process of its own; they take turns, the best of each counts. Processor seconds are printed too: they
depend less on the neighbours. Two more lines judge nothing: `least` is the least that an answer needs (the bands of
the list, the totals of the other parts), and the context alone stands beside counting its finished observations.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

MONTHS = (12, 24, 36)
MOST = 3.0
FIRST = date(2023, 4, 1)
BANDS = [f"weeks_{week:03}" for week in range(104)]

# As skewed as the national file: 8 million people wait, 120,000 at the largest trust and 30 in the least specialty of
# the smallest; a list shortens by a twentieth a week, so that most bands of most rows are empty. Part 3 has totals.
_MONTH = """
copy (
    with cells as (
        select
            (date '{first}' + to_months({month}))::date as period,
            'R' || lpad(provider::varchar, 3, '0') as provider_code,
            (provider * 7 + commissioner * 13) % 106 as sub_board,
            unnest(['1A', '1B', '2', '2A', '3']) as part,
            case specialty when 0 then 'ALL' else (99 + specialty)::varchar end as specialty_code,
            [0.8, 0.15, 0.05][commissioner + 1]
            * greatest(30, 120000 * 0.985 ** provider * if(specialty = 0, 1, 0.25 * 0.8 ** specialty)) as size,
            random() as luck
        from range(500) as a(provider), range(3) as b(commissioner), range(24) as c(specialty)
    ),
    waiting as (
        select *, {bands}, if(part = '3', null, floor(size / 2000 + random())::integer) as weeks_open
        from cells
    )
    select
        period,
        provider_code,
        provider_code as provider_name,
        'Q' || lpad((substr(provider_code, 2)::integer % 42)::varchar, 2, '0') as provider_parent_code,
        'Board' as provider_parent_name,
        'C' || lpad(sub_board::varchar, 3, '0') as commissioner_code,
        'Sub-board' as commissioner_name,
        'Q' || lpad((sub_board % 42)::varchar, 2, '0') as commissioner_parent_code,
        'Board' as commissioner_parent_name,
        part,
        specialty_code,
        columns('^weeks_'),
        104 as open_from,
        0 as unknown_start,
        if(part = '3', floor(size / 3 * (1 + random() / 10)), list_sum([*columns('^weeks_')]))::integer as total
    from waiting
) to '{path}' (format parquet, compression zstd)
"""
_FLOOR = """
select count(*), max(columns(* exclude (period, part, provider_code, specialty_code)))
from (
    select period, part, provider_code, specialty_code, sum(columns('^weeks_')), sum(total) as total
    from read_parquet($files)
    group by period, part, provider_code, specialty_code
)
"""
_TOTALS = """
select count(*), max(total)
from (
    select period, part, provider_code, specialty_code, sum(total) as total
    from read_parquet($files)
    group by period, part, provider_code, specialty_code
)
"""
_FLOOR_OF_OBSERVATIONS = """
select metric, view, org_code, population_code, specialty_code, group_code,
    count(*) as n, sum(numerator) as numerators, sum(denominator) as denominators
from '{path}'
group by all
"""
Laps = dict[str, float]


def make_nation(folder: Path, months: int) -> None:
    """Writes a file a month, the last of them the latest."""
    import duckdb

    band = "if(part = '3', null, floor(size * {share} * (0.9 + 0.2 * luck) + random())::integer) as {name}"
    bands = ", ".join(band.format(share=0.95**week / 20, name=name) for week, name in enumerate(BANDS))
    with duckdb.connect() as connection:
        connection.execute("select setseed(0.5)").fetchall()
        for month in range(months):
            path = folder / f"{month:02}.parquet"
            connection.execute(_MONTH.format(first=FIRST, month=month, bands=bands, path=path)).fetchall()


def ours(files: list[Path]) -> dict[str, Any]:
    import pyarrow as pa

    from briefing import metrics
    from briefing.context import contextualise
    from briefing.context.reading import TABLES
    from briefing.sources.schemas import SCHEMAS
    from briefing.warehouse import Limits, create_held_views, run
    from briefing.warehouse.engine import create_table, create_view, open_engine, write_parquet
    from briefing.warehouse.views import parquet_rows

    known = {name: metric for name, metric in metrics.registry().items() if metric.source == "rtt"}
    dated = {"metric": ["rtt_within_18_weeks"], "value": [92.0], "valid_from": [date(2012, 4, 1)]}
    laps: Laps = {}
    with tempfile.TemporaryDirectory() as scratch:
        connection = open_engine(Path(scratch), Limits())
        for name in SCHEMAS.keys() - {"rtt"}:
            create_table(connection, name, SCHEMAS[name].empty_table())
        create_held_views(connection, (), Path(scratch))
        start = time.perf_counter()
        lap = stopwatch(laps)
        create_view(connection, "rtt", f"select * from {parquet_rows(files)}")
        run(connection, "create table loads as select 'rtt' as source, null::date as period, 1 as vintage, "
            "false as revised, true as counts")  # fmt: skip
        metrics.observe(connection, home_boards=["Q07"], metrics=known, lap=lap)
        contextualise(connection, metrics=known, standards_table=pa.table(dated), lap=lap)
        seconds, spent = time.perf_counter() - start, time.process_time()
        rows = run(connection, "select count(*) as n from points")["n"][0].as_py()
        observations = files[0].parent / "observations.parquet"
        if not observations.is_file():
            write_parquet(connection, "observations", observations)
        for name in TABLES:
            write_parquet(connection, name, Path(scratch) / f"{name}.parquet")
        laps["(written to disk)"] = time.perf_counter() - start - seconds
        connection.close()
    return {"seconds": seconds, "rows": rows, "laps": laps, "processor": spent}


def stopwatch(laps: Laps) -> Callable[[str], None]:
    """Tells how long it is since the last step ended, and files it under the step's name."""
    last = time.perf_counter()

    def lap(name: str) -> None:
        nonlocal last
        now = time.perf_counter()
        laps[name] = laps.get(name, 0.0) + now - last
        last = now

    return lap


def floor(files: list[Path]) -> dict[str, Any]:
    return count(files, [_FLOOR])


def least(files: list[Path]) -> dict[str, Any]:
    return count(files, [_FLOOR.replace("    group by", "    where part = '2'\n    group by"), _TOTALS])


def count(files: list[Path], statements: list[str]) -> dict[str, Any]:
    """Counts within DuckDB: only how many groups there are, and the most in any, comes out."""
    import duckdb

    with duckdb.connect() as connection:
        start = time.perf_counter()
        for sql in statements:
            rows = connection.execute(sql, {"files": [str(path) for path in files]}).fetchall()[0][0]
        return {"seconds": time.perf_counter() - start, "rows": rows}


def floor_of_observations(files: list[Path]) -> dict[str, Any]:
    import duckdb

    with duckdb.connect() as connection:
        start = time.perf_counter()
        sql = _FLOOR_OF_OBSERVATIONS.replace("{path}", str(files[0].parent / "observations.parquet"))
        rows = connection.sql(sql).to_arrow_table().num_rows
        return {"seconds": time.perf_counter() - start, "rows": rows}


RUNS = {"ours": ours, "floor": floor, "least": least, "observations": floor_of_observations}


def one_run(name: str, folder: str, months: str) -> None:
    """What a process of its own does: one run, told on its output as JSON."""
    answer = RUNS[name](sorted(Path(folder).glob("[0-9]*.parquet"))[-int(months) :])
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30
    print(json.dumps({"processor": time.process_time(), **answer, "gib": peak}))


def run_apart(name: str, folder: Path, months: int) -> dict[str, Any]:
    command = [sys.executable, __file__, "--run", name, str(folder), str(months)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(output))


def compare(folder: Path, months: int, turns: int) -> float:
    (folder / "observations.parquet").unlink(missing_ok=True)
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in RUNS}
    for _ in range(turns):
        for name, each in runs.items():
            each.append(run_apart(name, folder, months))
    best = {name: min(each, key=lambda one: one["seconds"]) for name, each in runs.items()}
    for name in ("ours", "floor", "least"):
        one = best[name]
        words = f"{one['seconds']:6.1f} s, {one['processor']:6.1f} s of processors, {one['gib']:.2f} GiB"
        print(f"{months} months, {one['rows']:>9,} rows  {name:5} {words}")
    print_laps(best["ours"]["laps"])
    ratio, of_processors, of_least = (
        best["ours"][unit] / best[floor][unit]
        for unit, floor in (("seconds", "floor"), ("processor", "floor"), ("processor", "least"))
    )
    print(f"{months} months: ratio {ratio:.1f} (wanted: at most {MOST:g}); of processors {of_processors:.1f}")
    print(f"{months} months: {of_least:.1f} x the processor seconds of the least that an answer needs")
    context = sum(s for name, s in best["ours"]["laps"].items() if name.startswith("context"))
    alone = context / best["observations"]["seconds"]
    print(f"{months} months: the context alone, {context:.1f} s, is {alone:.0f} x counting its observations")
    return ratio


def print_laps(laps: Laps) -> None:
    """Seconds of each stage, and of each step that takes a twentieth of the whole."""
    stages: Laps = {}
    for name, seconds in laps.items():
        stage = name.split("/")[0]
        stages[stage] = stages.get(stage, 0.0) + seconds
    for stage, seconds in stages.items():
        slow = {n.split("/")[-1]: s for n, s in laps.items() if n.startswith(f"{stage}/")}
        listed = ", ".join(f"{n} {s:.1f}" for n, s in slow.items() if s > sum(laps.values()) / 20)
        print(f"    {stage:20} {seconds:5.1f} s  {listed}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--months", type=int, nargs="+", default=list(MONTHS))
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--folder", type=Path, help="keep the nation here, and use it if it is there")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = words.folder or Path(scratch)
        if not (folder / f"{max(words.months) - 1:02}.parquet").is_file():
            folder.mkdir(parents=True, exist_ok=True)
            make_nation(folder, max(words.months))
        ratios = [compare(folder, months, words.turns) for months in words.months]
    sys.exit(max(ratios) > MOST)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        one_run(*sys.argv[2:5])
    else:
        main()
