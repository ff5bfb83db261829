"""Whatever a file of 10 MB or less holds, all processes together take less than a gigabyte, and it ends in a sentence.

Their seconds are held to by `make fuzz`, which measures each of them.
"""

import json
import sys
import zipfile
from pathlib import Path

import pytest
import vast
from measured import READ, measured

from briefing.errors import SourceError
from briefing.loading.load import read_within_limits
from briefing.sources import limits

MOST = 1 << 30
KINDS = {
    "text": (".csv",),
    "archives": (".zip", ".gz"),
    "workbooks": (".xlsx", ".xlsb", ".xls", ".ods"),
    "parquet": (".parquet",),
}


def test_each_kind_of_file_is_drawn() -> None:
    assert {Path(name).suffix for name in vast.DRAWN} == {ending for one in KINDS.values() for ending in one}
    assert limits.MEMORY < MOST


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited and measured on Linux alone")
@pytest.mark.parametrize("kind", KINDS)
def test_no_file_takes_more_than_a_gigabyte_and_each_is_told_in_sentences(kind: str, tmp_path: Path) -> None:
    names = [name for name in vast.DRAWN if name.endswith(KINDS[kind])]
    for name in names:
        vast.DRAWN[name](tmp_path / name)
        assert (tmp_path / name).stat().st_size <= vast.MOST
    taken = measured(*(str(tmp_path / name) for name in names), main=READ)
    assert taken.code == 0, taken.said[-2_000:]
    told = dict(json.loads(line) for line in taken.said.splitlines())
    assert list(told) == names
    assert taken.memory < MOST
    for name, said in told.items():
        assert said.startswith(("read ", name)), (name, said[:300])
        assert "fault of this program" not in said, (name, said[:300])
        assert len(said) < 100_000, name


HEAD = b"person_id,name,role,practice_code,email\n"


def test_a_register_is_emptied_by_nothing_but_headings(tmp_path: Path) -> None:
    """A row far down, or one behind a quotation mark that never ends, is a row; a remark alone is no heading."""
    path = tmp_path / "people.csv"
    path.write_bytes(HEAD)
    assert read_within_limits(path, register=True) is None
    path.write_bytes(b"see the other file\n")
    with pytest.raises(SourceError):
        read_within_limits(path, register=True)
    path.write_bytes(HEAD + b"\n" * 200 + b"P1,Ann Sample,GP,,\n")
    found = read_within_limits(path, register=True)
    assert found is not None
    (read,) = found
    assert read.table.num_rows == 1
    path.write_bytes(HEAD + b'P1,"Ann Sample,GP,,\n')
    with pytest.raises(SourceError, match="quotation mark"):
        read_within_limits(path, register=True)


def test_no_more_faults_are_told_than_anybody_mends(tmp_path: Path) -> None:
    head = "commitment_id,provider_code,what,owner,due_on,measure,specialty_code,status,closed_on,evidence\n"
    rows = "".join(f"C{n},R{n % 9},A thing,Ann,2026-02-{n % 60},,,,,\n" for n in range(900))
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        for number in range(20):
            archive.writestr(f"{number}.csv", head + rows)
    with pytest.raises(SourceError) as error:
        read_within_limits(tmp_path / "t.zip", register=False)
    assert len(error.value.faults) == 201
    assert "more than 200 things wrong, of which the first are listed" in str(error.value.faults[-1])
