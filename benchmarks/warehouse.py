"""What the warehouse costs: storing a large table, opening a full shelf, and the latest row of each key.

    python benchmarks/warehouse.py

Ratios are within one run, against DuckDB doing the same work with no safety and no choice of rows.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from briefing.sources.schemas import SCHEMAS
from briefing.sources.source import Extract
from briefing.warehouse import Warehouse, run

RTT_ROWS = 180_000
FEED_ROWS = 250_000
FILES = 12


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def rtt_month(period: date) -> Extract:
    """A month of the size of the national extract, its bands small numbers with many zeros."""
    random = np.random.default_rng(1)
    columns = []
    for field in SCHEMAS["rtt"]:
        if pa.types.is_date(field.type):
            columns.append(pa.array([period] * RTT_ROWS, field.type))
        elif pa.types.is_string(field.type):
            codes = np.char.add("R", random.integers(0, 500, RTT_ROWS).astype(str))
            columns.append(pa.array(codes, field.type))
        else:
            columns.append(pa.array(random.poisson(0.7, RTT_ROWS), field.type))
    return Extract("rtt", period, pa.table(columns, schema=SCHEMAS["rtt"]))


def advice_file(number: int) -> Extract:
    """A file of requests of which half were in the file before."""
    first = number * FEED_ROWS // 2
    schema = SCHEMAS["advice"]
    columns = {name: pa.nulls(FEED_ROWS, schema.field(name).type) for name in schema.names}
    columns["request_id"] = pa.array([f"Q{first + i}" for i in range(FEED_ROWS)])
    columns["practice_code"] = pa.array([f"A{i % 7000:05d}" for i in range(FEED_ROWS)])
    return Extract("advice", None, pa.table(columns, schema=schema))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        warehouse = Warehouse(Path(folder) / "w")
        month = rtt_month(date(2026, 4, 1))
        plain = duckdb.connect()
        plain.register("month", month.table)
        target = (Path(folder) / "plain.parquet").as_posix()
        bare = timed(lambda: plain.execute(f"copy month to '{target}' (compression zstd)").fetchall())
        stored = timed(lambda: warehouse.add([month], "april", "april"))
        print(f"store a national RTT month: {stored:.2f} s, {stored / bare:.2f} x DuckDB's own copy")

        for number in range(FILES):
            warehouse.add([advice_file(number)], f"advice {number}", f"advice {number}")
        print(f"open: {timed(lambda: warehouse.connect().close()):.3f} s with {len(warehouse.loads())} loads")

        count = "select practice_code, count(*) from advice group by all"
        files = f"read_parquet('{warehouse.folder.as_posix()}/data/advice/*/*.parquet')"
        every = timed(lambda: plain.execute(count.replace("advice", files)).fetchall())
        with warehouse.connect() as connection:
            latest = timed(lambda: run(connection, count))
        times = latest / every
        print(f"latest of {FILES} x {FEED_ROWS:,} rows: {latest:.2f} s, {times:.1f} x reading every row")

        settled: list[float] = []

        def build(connection: duckdb.DuckDBPyConnection) -> list[str]:
            settled.append(timed(lambda: run(connection, count)))
            return ["loads"]

        whole = timed(lambda: warehouse.derive("bench", build))
        times = settled[0] / every
        print(f"once settled: {settled[0]:.2f} s, {times:.1f} x; with the settling {whole:.2f} s")


if __name__ == "__main__":
    sys.exit(main())
