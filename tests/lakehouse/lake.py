"""A Spark Connect server without Java, and its tables: `Lake.hold("rtt", rows)` is global_temp.lake_rtt to all."""

import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pyarrow as pa

from briefing.sources.schemas import SCHEMAS

_MAIN = sys.modules["__main__"]
if not hasattr(
    _MAIN, "__file__"
):  # Spark's client takes a process like a worker of ours for its own doctests
    _MAIN.__file__ = __file__
_SERVER = """
from pysail.spark import SparkConnectServer
server = SparkConnectServer("127.0.0.1", 0)
server.start(background=True)
print(server.listening_address[1], flush=True)
import sys
sys.stdin.read()
"""


class Lake:
    """A server in a process of its own, and a session that holds its tables."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _SERVER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            cwd=tempfile.gettempdir(),  # it makes a folder of its own where it stands
        )
        assert self.process.stdout is not None
        self.address = f"sc://127.0.0.1:{self.process.stdout.readline().strip()}"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pyspark.sql import SparkSession
        self.session = SparkSession.builder.remote(self.address).create()

    def hold(self, name: str, table: pa.Table) -> str:
        """Keep a table under the name that settings give it."""
        from pyspark.sql.pandas.types import from_arrow_schema

        frame = self.session.createDataFrame(table, schema=from_arrow_schema(table.schema))
        frame.createOrReplaceGlobalTempView(f"lake_{name}")
        return f"global_temp.lake_{name}"

    def rows(self, source: str, rows: Iterable[Mapping[str, Any]]) -> str:
        """Keep rows in the schema of a source."""
        return self.hold(source, pa.Table.from_pylist([dict(row) for row in rows], schema=SCHEMAS[source]))


@contextmanager
def opened_lake() -> Iterator[Lake]:
    lake = Lake()
    try:
        yield lake
    finally:
        lake.process.kill()
        lake.process.wait()
        for stream in (lake.process.stdin, lake.process.stdout):
            assert stream is not None
            stream.close()


def settings_of(address: str, tables: Mapping[str, str], *, smallest: int = 1, more: str = "") -> str:
    """The part of briefing.toml that says where rows are: each source by the name of its table, or with more lines."""
    lines = ["", "[engine]", 'reduce = "spark"', f'address = "{address}"', f"smallest = {smallest}"]
    for source, table in tables.items():
        lines += [f"[engine.tables.{source}]", f'table = "{table}"']
        lines += ['month = "period"'] if "period" in SCHEMAS[source].names and "month =" not in more else []
    return "\n".join([*lines, more, ""])
