"""Time and memory of loading a full RTT extract, against DuckDB's own read of the same CSV.

    python benchmarks/load_rtt.py [EXTRACT.csv.zip]

Ours: zip -> text -> typed, proved Arrow table -> zstd Parquet. DuckDB's: the CSV, unzipped beforehand, to
zstd Parquet, nothing proved. Each run has a process of its own; the two take turns, the best of each counts.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

TURNS = 5
MOST_TIME, MOST_MEMORY = 1.5, 1.0
_SHARED = Path(os.environ.get("BRIEFING_SHARED", Path(__file__).parent.parent.parent / "shared"))


def ours(source: Path, target: Path) -> float:
    import pyarrow.parquet as pq

    from briefing.sources import read_file

    start = time.perf_counter()
    [extract] = read_file(source)
    pq.write_table(extract.table, target, compression="zstd")
    return time.perf_counter() - start


def duckdbs(source: Path, target: Path) -> float:
    import duckdb

    with duckdb.connect() as connection:
        start = time.perf_counter()
        connection.execute(
            f"copy (from read_csv('{source}')) to '{target}' (format parquet, compression zstd)"
        )
        return time.perf_counter() - start


def one_run(name: str, source: str, target: str) -> None:
    seconds = {"ours": ours, "duckdb": duckdbs}[name](Path(source), Path(target))
    unit = 1 if sys.platform == "darwin" else 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**30
    print(json.dumps({"seconds": seconds, "gib": peak}))


def run_apart(name: str, source: Path, target: Path) -> dict[str, float]:
    command = [sys.executable, __file__, "--run", name, str(source), str(target)]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return dict(json.loads(output))


def compare(extract: Path) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(extract) as archive:
            member = next(
                name for name in archive.namelist() if name.endswith(".csv") and "__MACOSX" not in name
            )
            archive.extract(member, folder)
        sources = {"ours": extract, "duckdb": Path(folder, member)}
        runs: dict[str, list[dict[str, float]]] = {name: [] for name in sources}
        for _ in range(TURNS):
            for name, source in sources.items():
                runs[name].append(run_apart(name, source, Path(folder, f"{name}.parquet")))
    best = {name: min(run["seconds"] for run in turns) for name, turns in runs.items()}
    peak = {name: max(run["gib"] for run in turns) for name, turns in runs.items()}
    for name in sources:
        print(f"{name:8} {best[name]:6.2f} s  peak {peak[name]:.2f} GiB")
    ratio = best["ours"] / best["duckdb"]
    print(f"ratio    {ratio:6.2f}    (at most {MOST_TIME}; memory at most {MOST_MEMORY:.2f} GiB)")
    return ratio <= MOST_TIME and peak["ours"] <= MOST_MEMORY


def main() -> None:
    if sys.argv[1:2] == ["--run"]:
        one_run(*sys.argv[2:])
        return
    found = [Path(sys.argv[1])] if len(sys.argv) > 1 else sorted((_SHARED / "data/rtt").glob("*.zip"))
    if not found:
        sys.exit(f"no RTT extract in {_SHARED}: give its path, or set BRIEFING_SHARED")
    sys.exit(0 if compare(found[-1]) else 1)


if __name__ == "__main__":
    main()
