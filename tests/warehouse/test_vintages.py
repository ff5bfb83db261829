"""What counts when files come twice, revised, late, or in pieces."""

import dataclasses
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shelf import APRIL, JUNE, MAY, add, advice, ae, ask, people, table, warehouse

from briefing.sources.schemas import SCHEMAS
from briefing.sources.source import Check, Extract
from briefing.warehouse import run

ATTENDED = "select period::text, attendances_type_1 from ae order by all"
OUTCOMES = "select request_id, outcome from advice order by all"


def test_a_file_comes_back_as_it_was_read(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path)
    notes = ("3 empty columns at the right were left out",)
    extract = dataclasses.replace(ae(APRIL), checks=(Check("rows", "1"),), notes=notes)
    (load,) = add(shelf, "inbox/april.csv", extract)
    assert ask(shelf, ATTENDED) == [("2026-04-01", 100)]
    assert (load.source, load.period, load.vintage, load.rows, load.counts) == ("ae", APRIL, 1, 1, True)
    assert (load.file, load.path) == ("april.csv", "inbox/april.csv")
    assert (load.checks, load.notes) == ((Check("rows", "1"),), notes)
    assert shelf.loads() == (load,)


def test_every_source_is_there_before_anything_is_loaded(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path / "nowhere")
    with shelf.connect() as connection:
        for name, schema in SCHEMAS.items():
            table = run(connection, f"select * from {name}")
            assert (table.schema.names, table.num_rows) == (schema.names, 0)
    assert ask(shelf, "select * from loads") == []
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("source", SCHEMAS)
def test_an_empty_source_has_the_types_of_a_loaded_one(tmp_path: Path, source: str) -> None:
    described = f"describe {source}"
    empty, loaded = warehouse(tmp_path / "empty"), warehouse(tmp_path / "loaded")
    add(loaded, "a file", Extract(source, None, table(source, [])))
    assert ask(empty, described) == ask(loaded, described)


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path)
    add(shelf, "april.csv", ae(APRIL))
    before = state_of(tmp_path)
    assert shelf.knows("april.csv", shelf.loads()[0].sha256)
    assert add(shelf, "april.csv", ae(APRIL)) == ()
    assert add(shelf, "april copy.csv", ae(APRIL), content="april.csv") == ()
    assert state_of(tmp_path) == before


@pytest.mark.parametrize(
    ("order", "answer"),
    [
        # the files of April as they are loaded, and how many attended according to the one that counts
        (["first 10", "first 11"], 11),
        (["first 10", "revised 12"], 12),
        (["revised 12", "first 10"], 12),
        (["revised 12", "first 10", "revised 13"], 13),
    ],
)
def test_a_revised_file_outranks_and_otherwise_the_later_counts(
    tmp_path: Path, order: list[str], answer: int
) -> None:
    shelf = warehouse(tmp_path)
    for number, file in enumerate(order, start=1):
        kind, attended = file.split()
        (load,) = add(shelf, file, ae(APRIL, attended=int(attended), revised=kind == "revised"))
        assert load.vintage == number
    assert ask(shelf, ATTENDED) == [("2026-04-01", answer)]
    assert [load.counts for load in shelf.loads()].count(True) == 1


def test_a_vintage_replaces_its_own_month_only(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path)
    add(shelf, "june", ae(JUNE, attended=6))
    add(shelf, "april", ae(APRIL, attended=4))
    add(shelf, "may", ae(MAY, attended=5))
    add(shelf, "april-revised", ae(APRIL, attended=44, revised=True))
    assert ask(shelf, ATTENDED) == [("2026-04-01", 44), ("2026-05-01", 5), ("2026-06-01", 6)]
    assert ask(shelf, "select period::text, vintage, counts from loads order by all") == [
        ("2026-04-01", 1, False),
        ("2026-04-01", 2, True),
        ("2026-05-01", 1, True),
        ("2026-06-01", 1, True),
    ]


def test_of_rows_the_latest_of_each_key_counts(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path)
    add(shelf, "one", advice(R1="advice", R2=None))
    add(shelf, "two", advice(R2="returned", R3="advice"))
    assert ask(shelf, OUTCOMES) == [("R1", "advice"), ("R2", "returned"), ("R3", "advice")]
    assert all(load.counts for load in shelf.loads())


def test_a_key_with_a_gap_in_it_is_a_key(tmp_path: Path) -> None:
    """An interest in no organisation, loaded twice, is one interest."""
    shelf = warehouse(tmp_path)
    for file, kind in (("one", "financial"), ("two", "indirect")):
        rows = [{"person_id": "P1", "topic": "scans", "kind": kind}]
        add(shelf, file, Extract("interests", None, table("interests", rows)))
    assert ask(shelf, "select person_id, topic, kind from interests") == [("P1", "scans", "indirect")]


def test_of_a_snapshot_the_latest_file_counts(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path)
    add(shelf, "people.xlsx", people("Ann", "Bob"), content="first")
    add(shelf, "people.xlsx", people("Ann"), content="second")
    assert ask(shelf, "select name from people") == [("Ann",)]


def test_a_register_put_back_as_it_was_is_news(tmp_path: Path) -> None:
    """The content is known, but what this file said last is something else."""
    shelf = warehouse(tmp_path)
    for content in ("both", "one", "both"):
        add(
            shelf,
            "people.xlsx",
            people("Ann", "Bob") if content == "both" else people("Ann"),
            content=content,
        )
    assert ask(shelf, "select name from people order by all") == [("Ann",), ("Bob",)]
    assert [load.vintage for load in shelf.loads()] == [1, 2, 3]


def test_all_that_a_file_holds_is_loaded_at_once(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path)
    added = add(shelf, "april.xlsx", ae(APRIL, attended=1), ae(MAY, attended=3), people("Ann"))
    assert [(load.source, load.period) for load in added] == [("ae", APRIL), ("ae", MAY), ("people", None)]
    assert ask(shelf, ATTENDED) == [("2026-04-01", 1), ("2026-05-01", 3)]


def test_a_reader_that_breaks_its_contract_is_caught_before_anything_is_written(tmp_path: Path) -> None:
    shelf = warehouse(tmp_path / "w")
    with pytest.raises(TypeError, match="reader of ae"):
        add(shelf, "april.csv", Extract("ae", APRIL, pa.table({"period": [APRIL]})))
    with pytest.raises(TypeError, match="two extracts"):
        add(shelf, "april.csv", ae(APRIL), ae(APRIL))
    assert not (tmp_path / "w").exists()


Outcomes = st.dictionaries(
    st.sampled_from("ABCDE"), st.sampled_from(["advice", "returned", None]), min_size=1
)


@settings(max_examples=15, deadline=None)
@given(files=st.lists(Outcomes, min_size=1, max_size=5))
def test_rows_agree_with_a_dictionary_that_is_updated(
    tmp_path_factory: pytest.TempPathFactory, files: list[dict[str, str | None]]
) -> None:
    shelf = warehouse(tmp_path_factory.mktemp("w"))
    expected: dict[str, str | None] = {}
    for number, outcomes in enumerate(files):
        add(shelf, f"file {number}", advice(**outcomes))
        expected.update(outcomes)
    assert dict(ask(shelf, OUTCOMES)) == expected


def state_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
