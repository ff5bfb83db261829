"""Rows that stay elsewhere are counted there, proved, and no row comes home."""

from collections.abc import Iterator
from concurrent import futures
from datetime import date
from pathlib import Path
from typing import Any

import grpc
import pyarrow as pa
import pytest
from click.testing import CliRunner
from drawn import ae, referral, rtt
from lake import Lake, opened_lake, settings_of

from briefing import lakehouse
from briefing.build.inputs import context_of
from briefing.cli import main
from briefing.errors import BriefingError, ConfigError, LakehouseError, WarehouseError
from briefing.loading import warehouse_of
from briefing.sources import Extract
from briefing.sources.schemas import SCHEMAS
from briefing.warehouse import run
from briefing.workspace import Workspace, init, open_workspace

pytestmark = pytest.mark.filterwarnings("ignore:PySpark does not yet:FutureWarning")
"""What Spark's client says when the test, not the program, hands it a table."""
APRIL, MAY = date(2026, 4, 1), date(2026, 5, 1)


@pytest.fixture(scope="module")
def lake() -> Iterator[Lake]:
    with opened_lake() as lake:
        yield lake


def workspace_with(folder: Path, settings: str) -> Workspace:
    """A workspace of board QAA whose settings say where rows are."""
    init(folder)
    (folder / "briefing.toml").write_text(
        f'[commissioner]\nname = "A board"\ncode = "QAA"\n{settings}', "utf-8"
    )
    return open_workspace(folder)


def counts(workspace: Workspace, name: str) -> list[dict[str, object]]:
    with warehouse_of(workspace).connect() as connection:
        return run(connection, f"from held_{name}").to_pylist()


def failure_of(workspace: Workspace) -> str:
    with pytest.raises(BriefingError) as error:
        lakehouse.reduce_there(workspace)
    assert warehouse_of(workspace).loads() == warehouse_of(workspace).reductions() == ()
    return str(error.value)


def test_counts_come_home_and_rows_stay(lake: Lake, tmp_path: Path) -> None:
    """
    there   RAA for 01A of QAA: 30 at week 0, 10 at week 18        ours, at RAA: 40
            RAA for 02B of QBB: 5 at week 60                       RAA in all: 45
    here    a ledger that says two rows of April stay there
    """
    table = lake.rows(
        "rtt",
        [
            rtt(bands={0: 30, 18: 10}),
            rtt(commissioner="02B", board="QBB", provider_board="QAA", bands={60: 5}),
        ],
    )
    workspace = workspace_with(tmp_path / "w", settings_of(lake.address, {"rtt": table}))
    report = lakehouse.reduce_there(workspace)
    assert (report.state, [(load.source, load.period, load.rows) for load in report.loads]) == (
        "loaded",
        [("rtt", APRIL, 2)],
    )
    waiting = {
        (row["provider_code"], row["commissioner_code"]): row["total"]
        for row in counts(workspace, "rtt_waiting")
    }
    assert waiting == {("RAA", ""): 45, ("", "01A"): 40, ("", "02B"): 5, ("RAA", "01A"): 40}
    with warehouse_of(workspace).connect() as connection:
        assert run(connection, "from rtt").num_rows == 0
    with context_of(workspace) as context:
        trust = {one.code: one.name for one in context.organisations()}["RAA"]
    assert trust == "Raa Hospitals NHS Trust"


def test_the_ledger_keeps_what_was_asked_and_how_it_was_gone_about(lake: Lake, tmp_path: Path) -> None:
    table = lake.rows("ae", [ae(type_1=70, over_4_type_1=7)])
    workspace = workspace_with(tmp_path / "w", settings_of(lake.address, {"ae": table}))
    lakehouse.reduce_there(workspace)
    [made] = [load for load in warehouse_of(workspace).reductions() if load.source == "red_ae_attendances"]
    kept = {check.name: check.detail for check in made.checks}
    assert kept["engine"].startswith("Spark 4.")
    assert lake.address in kept["engine"]
    assert "FROM stg_ae" in kept["SQL"]
    assert "Plan" in kept["plan"]
    assert kept["sums there"].startswith("1 rows and ")


def test_what_is_known_is_not_loaded_again_and_a_new_month_is(lake: Lake, tmp_path: Path) -> None:
    table = lake.rows("ae", [ae(type_1=70)])
    workspace = workspace_with(tmp_path / "w", settings_of(lake.address, {"ae": table}))
    assert lakehouse.reduce_there(workspace).state == "loaded"
    assert lakehouse.reduce_there(workspace).state == "known"
    lake.rows("ae", [ae(type_1=70), ae(period=MAY, type_1=80)])
    assert [(load.period, load.vintage) for load in lakehouse.reduce_there(workspace).loads] == [(MAY, 1)]
    assert [row["period"] for row in counts(workspace, "ae_attendances")] == [APRIL, MAY]


def test_theirs_are_brought_to_our_names_and_the_latest_version_counts(lake: Lake, tmp_path: Path) -> None:
    """
    version 1   April   RAA 70        version 2   April   RAA 75
    """
    columns = SCHEMAS["ae"].names
    rows = [
        {**ae(type_1=n), "written": version, "period": date(2026, 4, 30)} for version, n in ((1, 70), (2, 75))
    ]
    drawn = pa.Table.from_pylist(rows).rename_columns(
        {"provider_code": "Org Code", "period": "month_end"}
        | {name: name for name in columns[2:]}
        | {"written": "written"}
    )
    settings = settings_of(
        lake.address,
        {"ae": lake.hold("ae", drawn)},
        more='month = "month_end"\nversion = "written"\n[engine.tables.ae.columns]\n"Org Code" = "provider_code"',
    )
    workspace = workspace_with(tmp_path / "w", settings)
    [april] = lakehouse.reduce_there(workspace).loads
    assert (april.period, april.rows) == (APRIL, 1)
    assert "version 2" in next(check.detail for check in april.checks if check.name == "rows elsewhere")
    assert [row["type_1"] for row in counts(workspace, "ae_attendances")] == [75]


def test_small_counts_stay_there(lake: Lake, tmp_path: Path) -> None:
    """
    four referrals to RAA, five to RBB, all of one practice, month, and kind      home come the five
    """
    rows = [referral(n) for n in range(4)] + [referral(n, provider_code="RBB") for n in range(4, 9)]
    table = lake.rows("referrals", rows)
    workspace = workspace_with(tmp_path / "w", settings_of(lake.address, {"referrals": table}, smallest=5))
    lakehouse.reduce_there(workspace)
    made = counts(workspace, "referrals_made")
    assert [(row["provider_code"], row["referrals"]) for row in made] == [("RBB", 5)]


def test_what_would_be_asked_is_printed_and_nobody_is_asked(tmp_path: Path) -> None:
    tables = {"rtt": "lake.waits.rtt", "referrals": "lake.waits.referrals"}
    workspace = workspace_with(tmp_path / "w", settings_of("sc://nowhere.invalid:15002", tables))
    printed = CliRunner().invoke(main, ["load", "--engine", "--dry-run", "-w", str(workspace.folder)])
    assert printed.exit_code == 0, printed.output
    assert "FROM lake.waits.rtt AS lake" in printed.output
    assert "-- rtt: stays there" in printed.output
    assert "-- red_rtt_waiting: comes home" in printed.output
    assert "-- red_referrals_made: comes home" in printed.output
    assert "red_ae_attendances" not in printed.output


def test_the_command_counts_there_then_reads_the_files_here(lake: Lake, tmp_path: Path) -> None:
    table = lake.rows("rtt", [rtt(bands={0: 30})])
    workspace = workspace_with(tmp_path / "w", settings_of(lake.address, {"rtt": table}))
    told = CliRunner().invoke(main, ["load", "--engine", "-w", str(workspace.folder)])
    assert told.exit_code == 0, told.output
    assert "RTT waiting times, full extract, April 2026: 1 row" in told.output
    assert "1 loaded, 0 known already, 0 refused" in told.output
    again = CliRunner().invoke(main, ["load", "--engine", "-w", str(workspace.folder)])
    assert "0 loaded, 1 known already" in again.output


def test_other_boards_than_were_ours_are_counted_anew(lake: Lake, tmp_path: Path) -> None:
    table = lake.rows("rtt", [rtt(bands={0: 30}), rtt(commissioner="02B", board="QBB", bands={0: 5})])
    workspace = workspace_with(tmp_path / "w", settings_of(lake.address, {"rtt": table}))
    lakehouse.reduce_there(workspace)
    text = (workspace.folder / "briefing.toml").read_text("utf-8").replace('"QAA"', '"QBB"')
    (workspace.folder / "briefing.toml").write_text(text, "utf-8")
    moved = open_workspace(workspace.folder)
    with pytest.raises(WarehouseError, match="briefing load --engine"), context_of(moved):
        pass
    lakehouse.reduce_there(moved)
    with context_of(moved) as context:
        assert {"QAA", "QBB"} <= {one.code for one in context.organisations()}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("lake_ae", "lake_nowhere"), "has no table or view of that name"),
        (('month = "period"', 'month = "moth"'), "no column moth in global_temp.lake_ae"),
        (
            ('month = "period"', 'month = "period"\n[engine.tables.ae.columns]\n"Org" = "provider_code"'),
            "no column Org",
        ),
        (("sc://127.0.0.1:", "sc://127.0.0.1:1"), "does not answer"),
    ],
)
def test_settings_that_fit_nothing_there(
    lake: Lake, tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    table = lake.rows("ae", [ae(type_1=70)])
    settings = settings_of(lake.address, {"ae": table})
    if said == "does not answer":
        change = (lake.address, "sc://127.0.0.1:1")
    assert said in failure_of(workspace_with(tmp_path / "w", settings.replace(*change)))


@pytest.mark.parametrize(
    "rows",
    [[ae(type_1=70), ae(type_1=71)], [ae(type_1=70), ae(type_1=70) | {"period": None}]],
    ids=["twice", "no month"],
)
def test_a_key_twice_or_no_month_is_refused(
    lake: Lake, tmp_path: Path, rows: list[dict[str, object]]
) -> None:
    nullable = pa.schema([field.with_nullable(True) for field in SCHEMAS["ae"]])
    table = lake.hold("ae", pa.Table.from_pylist(rows, schema=nullable))
    said = failure_of(workspace_with(tmp_path / "w", settings_of(lake.address, {"ae": table})))
    assert "1 row there" in said
    assert "under version" in said


def test_an_empty_table_is_refused(lake: Lake, tmp_path: Path) -> None:
    table = lake.rows("ae", [])
    assert "found no row" in failure_of(
        workspace_with(tmp_path / "w", settings_of(lake.address, {"ae": table}))
    )


def test_a_source_whose_rows_are_needed_here_is_no_table_elsewhere(tmp_path: Path) -> None:
    workspace = workspace_with(tmp_path / "w", settings_of("sc://x:1", {"practice_map": "lake.map"}))
    assert "practice_map, whose rows are needed here" in failure_of(workspace)


def test_rows_loaded_from_files_would_count_twice(lake: Lake, tmp_path: Path) -> None:
    table = lake.rows("ae", [ae(type_1=70)])
    workspace = workspace_with(tmp_path / "w", settings_of(lake.address, {"ae": table}))
    here = pa.Table.from_pylist([ae(type_1=70)], schema=SCHEMAS["ae"])
    warehouse_of(workspace).add([Extract("ae", APRIL, here)], "inbox/ae.csv", "1")
    with pytest.raises(ConfigError, match=r"ae would count twice: .* from inbox/ae.csv"):
        lakehouse.reduce_there(workspace)


def test_a_server_that_dies_half_way_changes_nothing(tmp_path: Path) -> None:
    with opened_lake() as lake:
        table = lake.rows("ae", [ae(type_1=70)])
        workspace = workspace_with(tmp_path / "w", settings_of(lake.address, {"ae": table}))

        def kill(name: str, number: int, of: int) -> None:
            if number == 1:
                lake.process.kill()
                lake.process.wait()

        with pytest.raises(LakehouseError, match="does not answer, or went away"):
            lakehouse.reduce_there(workspace, progress=kill)
    assert warehouse_of(workspace).loads() == warehouse_of(workspace).reductions() == ()


def refusing(code: grpc.StatusCode) -> Any:
    """A handler of every call that refuses it so."""

    def refuse(request: object, context: Any) -> None:
        context.abort(code, "the server said so")

    class Refusing(grpc.GenericRpcHandler):  # type: ignore[misc]
        def service(self, details: Any) -> Any:
            many = "ExecutePlan" in details.method
            handler = grpc.unary_stream_rpc_method_handler if many else grpc.unary_unary_rpc_method_handler
            return handler(refuse)

    return Refusing()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (grpc.StatusCode.UNAUTHENTICATED, "refused the token: it may have expired"),
        (grpc.StatusCode.PERMISSION_DENIED, "does not let you read that"),
        (grpc.StatusCode.CANCELLED, "the query was cancelled there"),
    ],
)
def test_what_a_server_refuses_is_said_in_a_sentence(
    tmp_path: Path, code: grpc.StatusCode, said: str
) -> None:
    server = grpc.server(futures.ThreadPoolExecutor(2), handlers=[refusing(code)])
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        workspace = workspace_with(tmp_path / "w", settings_of(f"sc://127.0.0.1:{port}", {"ae": "lake.ae"}))
        assert said in failure_of(workspace)
    finally:
        server.stop(None).wait()


def test_a_token_is_kept_out_of_settings_ledger_and_messages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ConfigError, match="the token is no part of it"):
        workspace_with(tmp_path / "a", settings_of("sc://x:1/;token=secret", {"ae": "lake.ae"}))
    monkeypatch.setenv("SPARK_REMOTE", "sc://127.0.0.1:1/;user_id=secret")
    said = failure_of(workspace_with(tmp_path / "b", settings_of("sc://x:1", {"ae": "lake.ae"})))
    assert "sc://127.0.0.1:1" in said
    assert "secret" not in said


def test_every_source_that_is_only_counted_may_stay_elsewhere(tmp_path: Path) -> None:
    """What a mart reads row by row has to be here; all large feeds are only counted."""
    everything = {name: f"lake.{name}" for name in SCHEMAS}
    workspace = workspace_with(tmp_path / "w", settings_of("sc://x:1", everything))
    said = failure_of(workspace)
    for name in ("rtt", "referrals", "advice", "ae", "cancer", "diagnostics", "wlmds"):
        assert name in said.partition("wanted only")[2]
