"""One good file a reader, with the byte before it that chooses the reader."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import feed_tables
import published_files
import pyarrow as pa
import pyarrow.parquet as pq
from targets import TARGETS

from briefing import resources
from briefing.meeting.form import as_toml, form_of

PLANS = b"metric,provider_code,specialty_code,period,planned_value\ncancer_62_day,RZA,ALL,2026-04,71.5\n"
MEETING = {
    "kind": "contract_review",
    "title": "Review",
    "date": date(2026, 12, 3),
    "place": "Here",
    "commissioner": "QXA",
    "providers": ["RZA"],
    "decision_wanted": "A date",
    "minutes": 60,
    "chair": "P10",
    "panel": ["P01"],
}


def _tables() -> Iterator[bytes]:
    for rows in (
        published_files.rtt(),
        published_files.ae(),
        published_files.diagnostics(),
        published_files.referral_returns(),
    ):
        yield published_files.csv_bytes(rows)
    for table in (feed_tables.referrals, feed_tables.advice, feed_tables.concerns):
        yield table({}, {}).encode()
    yield PLANS


def all_seeds() -> Iterator[bytes]:
    place = {name: bytes([at]) for at, (name, _) in enumerate(TARGETS)}
    for table in _tables():
        yield place["t.csv"] + table
    yield place["t.zip"] + _zipped(PLANS)
    yield place["t.parquet"] + _parquet()
    yield place["meeting.toml"] + as_toml(form_of(MEETING)).encode()
    house = Path(resources.__file__).parent
    yield place["briefing.toml"] + (house / "workspace" / "briefing.toml").read_bytes()
    yield place["standards.toml"] + (house / "standards.toml").read_bytes()
    yield place["RTT-99.toml"] + (house / "challenge" / "bank" / "RTT-01.toml").read_bytes()


def _zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("t.csv", content)
    return file.getvalue()


def _parquet() -> bytes:
    columns = {"metric": ["cancer_62_day"], "provider_code": ["RZA"], "period": ["2026-04"]}
    file = io.BytesIO()
    pq.write_table(pa.table({**columns, "planned_value": [71.5]}), file)
    return file.getvalue()


def write(folder: Path) -> None:
    for number, seed in enumerate(all_seeds()):
        (folder / f"{number:03}").write_bytes(seed)
