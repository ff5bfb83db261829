"""A session over Spark Connect: views are made there, counts come home in Arrow, and every error is a sentence."""

import os
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pyarrow as pa

from briefing.errors import ConfigError, LakehouseError
from briefing.workspace.settings import Engine

TOKEN = "BRIEFING_ENGINE_TOKEN"
REMOTE = "SPARK_REMOTE"
_TRIES = 3
"""So often it is tried anew while nobody answers: Spark's own client would try for ten minutes."""

Answer = TypeVar("Answer")


class Spark:
    """One session. What it makes there goes with it."""

    def __init__(self, address: str) -> None:
        try:
            with _quiet():
                from pyspark.sql import SparkSession
                from pyspark.sql.connect.client.retries import DefaultPolicy
        except ImportError:
            raise LakehouseError(
                'Spark\'s client is not installed. Install it: pip install "meeting-briefing-packs[spark]"'
            ) from None
        self.place = address.partition("/;")[0]
        self._session = SparkSession.builder.remote(address).create()
        policy = DefaultPolicy(max_retries=_TRIES, initial_backoff=200, max_backoff=2000)
        self._session.client.set_retry_policies([policy])
        self.version = self._told(lambda: str(self._session.version))

    def columns(self, table: str) -> list[str]:
        """Name the columns of a table there."""
        return self._told(lambda: list(self._session.table(table).columns))

    def make_view(self, name: str, sql: str) -> None:
        """Keep what a select says under a name, for this session."""
        self._told(lambda: self._session.sql(sql).createOrReplaceTempView(name))

    def send(self, name: str, table: pa.Table) -> None:
        """Make a view there of a small table of ours."""
        from pyspark.sql.pandas.types import from_arrow_schema

        schema = from_arrow_schema(table.schema)
        self._told(lambda: self._session.createDataFrame(table, schema=schema).createOrReplaceTempView(name))

    def rows(self, sql: str) -> pa.Table:
        """Bring home what a select gives."""
        return self._told(lambda: self._session.sql(sql).toArrow())

    def plan(self, sql: str) -> str:
        """Say how the engine goes about a select."""
        return str(self.rows(f"explain {sql}")[0][0].as_py())

    def close(self) -> None:
        try:
            self._session.stop()
        except Exception:  # it is gone already: that is all that was wanted
            return

    def _told(self, work: Callable[[], Answer]) -> Answer:
        from pyspark.errors import PySparkException

        try:
            with _quiet():
                return work()
        except PySparkException as error:
            raise LakehouseError(f"{self.place}: {_sentence(str(error))}") from None


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep Spark's client from warning that it does not know this pandas, of which nothing is used, or of its tries."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


@contextmanager
def session(engine: Engine) -> Iterator[Spark]:
    """Open a session where the settings or SPARK_REMOTE say."""
    spark = Spark(_address(engine))
    try:
        yield spark
    finally:
        spark.close()


def _address(engine: Engine) -> str:
    if remote := os.environ.get(REMOTE):
        return remote
    if engine.address is None:
        raise ConfigError(
            f"briefing.toml: [engine]: found no address; wanted that of a Spark Connect server, such as "
            f"sc://lake.example.org:15002, there or in {REMOTE}."
        )
    token = os.environ.get(TOKEN)
    return f"{engine.address.rstrip('/')}/;token={token}" if token else engine.address


_SENTENCES = (
    ("UNAUTHENTICATED", f"refused the token: it may have expired. Put a fresh one into {TOKEN} or {REMOTE}."),
    ("PERMISSION DENIED", "does not let you read that. Ask the owner of the data for the right to."),
    ("UNAVAILABLE", "does not answer, or went away. Check the address and that it runs, then try again."),
    ("DEADLINE EXCEEDED", "took too long. Try again when it is less busy."),
    (
        "NOT FOUND",
        "has no table or view of that name, or none that you may see. Check it in briefing.toml, under [engine].",
    ),
    ("CANCEL", "the query was cancelled there. Try again, or ask who cancelled it."),
)


def _sentence(error: str) -> str:
    """Say what a message of the engine comes to, with its first line."""
    first = next((line.strip() for line in error.splitlines() if line.strip()), "no reason given")
    quoted = re.search(r'details = "([^"]*)"', error)
    details = quoted[1] if quoted else first
    plain = error.upper().replace("_", " ")
    said = next((words for mark, words in _SENTENCES if mark in plain), "could not do what was asked.")
    return f"{said} It said: {details[:300]}"
