"""The desk under load: one person, then fifty at once while packs are built; beside Datasette where it is installed.

    python benchmarks/web.py demo                 # a workspace with meetings, such as `briefing demo` makes
    python benchmarks/web.py demo --seconds 60

Milliseconds at the 95th percentile, seen from the client; the server is a process of its own. Ends with an error where
a page fails. Figures hold for the machine and what else it does: the ratio to /healthz in the same run says more.
"""

import argparse
import asyncio
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

import httpx2

PEOPLE = 50
ROWS = 20_000


@contextmanager
def desk(workspace: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The desk, listening; yields its process and the link that opens it."""
    words = [sys.executable, "-m", "briefing", "web", "--no-browser", "--port", "0", "-w", str(workspace)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        while not (found := re.search(r"http://\S+", process.stdout.readline())):
            pass
        try:
            yield process, found.group()
        finally:
            process.terminate()


def p95(found: Sequence[float]) -> float:
    return 1000 * sorted(found)[int(0.95 * (len(found) - 1))]


async def timed(client: httpx2.AsyncClient, path: str) -> float:
    start = perf_counter()
    (await client.get(path)).raise_for_status()
    return perf_counter() - start


async def one_person(client: httpx2.AsyncClient, paths: Sequence[str], times: int) -> None:
    for path in paths:
        await timed(client, path)
        found = [await timed(client, path) for _ in range(times)]
        print(f"{p95(found):8.0f} ms  one person  {path}")


async def many(client: httpx2.AsyncClient, paths: Sequence[str], seconds: float) -> None:
    """Fifty people read one page after the other, with a second's thought between."""
    until, found = perf_counter() + seconds, list[float]()

    async def reader(first: int) -> None:
        number = first
        while perf_counter() < until:
            found.append(await timed(client, paths[number % len(paths)]))
            number += 1
            await asyncio.sleep(1)

    await asyncio.gather(*(reader(number) for number in range(PEOPLE)))
    print(f"{p95(found):8.0f} ms  {PEOPLE} people, {len(found)} pages, none failed, while a pack is built")


def resident(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def measure(workspace: Path, seconds: float, times: int) -> None:
    meeting = sorted(path.parent.name for path in workspace.glob("meetings/*/meeting.toml"))[0]
    paths = ("/healthz", "/", f"/meetings/{meeting}", "/explore")
    with desk(workspace) as (process, link):
        home = link.split("/sign-in")[0]
        limits = httpx2.Limits(max_connections=PEOPLE)
        async with httpx2.AsyncClient(
            base_url=home, follow_redirects=True, timeout=60, limits=limits
        ) as client:
            await asyncio.sleep(2)
            first = await client.get(link)
            fetched = [*re.findall(r'(?:href|src)="(/static/[^"]+)"', first.text)]
            size = sum([(await client.get(one)).num_bytes_downloaded for one in fetched])
            print(f"{(size + first.num_bytes_downloaded) / 1000:8.0f} kB  the first page with all it fetches")
            await one_person(client, paths, times)
            await client.post(f"/meetings/{meeting}/do/build")
            await many(client, paths[1:], seconds)
        print(f"{resident(process.pid):8.0f} MB  the server's memory")


async def beside_datasette(folder: Path, times: int) -> None:
    """A page of a table of the usual size, by Datasette."""
    if (datasette := shutil.which("datasette")) is None:
        print("          Datasette is not installed: no ratio")
        return
    file = folder / "months.db"
    with sqlite3.connect(file) as connection:
        connection.execute("create table months (metric text, org text, period text, value real)")
        rows = ((f"m{n % 40}", f"R{n % 200:02}", f"2026-{n % 12 + 1:02}", n / 7) for n in range(ROWS))
        connection.executemany("insert into months values (?, ?, ?, ?)", rows)
    with subprocess.Popen([datasette, str(file), "-p", "8977"], stderr=subprocess.DEVNULL) as process:
        async with httpx2.AsyncClient(base_url="http://127.0.0.1:8977", timeout=60) as client:
            await asyncio.sleep(5)
            await one_person(client, ("/months/months",), times)
        print(f"{resident(process.pid):8.0f} MB  Datasette's memory")
        process.terminate()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path, nargs="?", default=Path("demo"))
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--times", type=int, default=40)
    words = parser.parse_args()
    if not (words.workspace / "briefing.toml").is_file():
        sys.exit(f"{words.workspace}: no workspace; make one with: briefing demo {words.workspace}")
    asyncio.run(measure(words.workspace, words.seconds, words.times))
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(beside_datasette(Path(folder), words.times))


if __name__ == "__main__":
    main()
