"""A workspace is made whole, never over another, and its settings are told to the line."""

import tomllib
from pathlib import Path

import pytest

from briefing import toml
from briefing.errors import ConfigError
from briefing.sources import read_file
from briefing.sources.files import open_file
from briefing.sources.schemas import SCHEMAS
from briefing.toml import line_of
from briefing.workspace import Settings, init, open_workspace
from briefing.workspace.folder import read_settings
from briefing.workspace.registers import REGISTERS
from briefing.workspace.settings import NamedPeers


def test_a_new_workspace_has_its_rooms_and_opens(tmp_path: Path) -> None:
    workspace = init(tmp_path / "northmere")
    assert sorted(path.name for path in workspace.folder.iterdir()) == [
        "briefing.toml",
        "inbox",
        "meetings",
        "packs",
        "registers",
        "warehouse",
    ]
    assert open_workspace(tmp_path / "northmere") == workspace
    assert workspace.settings == Settings()


def test_an_existing_workspace_is_not_touched(tmp_path: Path) -> None:
    init(tmp_path)
    (tmp_path / "briefing.toml").write_text('marking = "OURS"\n')
    (tmp_path / "registers" / "people.xlsx").unlink()
    with pytest.raises(ConfigError, match=r"briefing\.toml: is there already and was not touched"):
        init(tmp_path)
    assert open_workspace(tmp_path).settings.marking == "OURS"
    assert not (tmp_path / "registers" / "people.xlsx").exists()


def test_what_lies_in_the_folder_already_stays(tmp_path: Path) -> None:
    (tmp_path / "registers").mkdir()
    (tmp_path / "registers" / "people.csv").write_text("person_id,name,role\n")
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "april.csv").write_text("x")
    init(tmp_path)
    assert (tmp_path / "inbox" / "april.csv").read_text() == "x"
    assert not (tmp_path / "registers" / "people.xlsx").exists(), "there is a register of people already"


def test_a_folder_that_can_not_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigError, match="no workspace could be made here"):
        init(tmp_path / "file" / "w")


def test_the_shipped_settings_show_every_key_there_is(tmp_path: Path) -> None:
    """Each key is in the file, switched on or behind a #; with every # taken away, it is still sound."""
    text = (init(tmp_path).folder / "briefing.toml").read_text()
    bare = [line.removeprefix("# ") for line in text.splitlines()]
    switched_on = "\n".join(line for line in bare if _is_toml(line))
    for name in ("standards.toml", "logo.svg"):
        path = tmp_path / ("registers" if name.endswith("toml") else "") / name
        path.write_text("")
    (tmp_path / "briefing.toml").write_text(switched_on)
    shown = open_workspace(tmp_path).settings
    for table in ("", "commissioner", "terms", "peers", "statistics", "branding", "mail", "machine"):
        model = getattr(shown, table) if table else shown
        assert model.model_fields_set == set(type(model).model_fields), table
    for one in (shown.peers.swaps[0], shown.peers.sets[0]):
        assert set(type(one).model_fields) == one.model_fields_set


def test_a_meetings_peers_outrank_the_workspaces_of_the_same_hospital() -> None:
    """And the figures are another state: nothing is compared with peers that were not computed for it."""
    ours = [NamedPeers(org_code=code, peers=("RBA", "RBB", "RBC"), reason="ours") for code in ("RAA", "RAB")]
    settings = Settings().with_peers(ours)
    theirs = NamedPeers(org_code="RAA", peers=("RCA", "RCB", "RCC"), reason="the meeting's")
    chosen = settings.with_peers([theirs])
    assert [(one.org_code, one.reason) for one in chosen.peers.sets] == [
        ("RAB", "ours"),
        ("RAA", "the meeting's"),
    ]
    assert chosen.that_count != settings.that_count
    assert settings.with_peers([]) is settings


def _is_toml(line: str) -> bool:
    try:
        return bool(tomllib.loads(line))
    except tomllib.TOMLDecodeError:
        return False


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        # settings, and the line, the key, what was found and what was wanted
        (
            'supression = "none"',
            "line 1: supression: found a key that is not known; did you mean 'suppression'?",
        ),
        ('suppression = "all"', "line 1: suppression: found 'all'; wanted one of 'none', 'under_5' or 'hes'"),
        ("\nmarking = 3", "line 2: marking: found 3; wanted a text in quotes"),
        ('marking = "a\\nb"', r"line 1: marking: found 'a\nb'; wanted one line of text"),
        ('[commissioner]\ncode = "Q"', "line 2: commissioner.code: found 'Q'; wanted an organisation code"),
        (
            '[commissioner]\nhome_boards = "QXX"',
            "line 2: commissioner.home_boards: found 'QXX'; wanted a list",
        ),
        ('[terms]\nboard = ""', "line 2: terms.board: found ''; wanted a text that is not empty"),
        ("[peers]\nn = 2.5", "line 2: peers.n: found 2.5; wanted a whole number"),
        ("[peers]\nn = 1", "line 2: peers.n: found 1; wanted greater than or equal to 3"),
        (
            "[peers.weights]\nlist_size = -1",
            "peers.weights: found {'list_size': -1}; wanted weights of 0 or more",
        ),
        ('[statistics]\nscreen = "none"', "line 2: statistics.screen: found 'none'; wanted one of 'nhsr' or"),
        ('statistics = "nhsr"', "line 1: statistics: found 'nhsr'; wanted a table with keys of its own"),
        ('[mail]\nsender = "me"', "line 2: mail.sender: found 'me'; wanted an e-mail address"),
        (
            '[mail]\npassword = "x"',
            "line 2: mail.password: found a key that is not known; wanted one of server",
        ),
        ('[machine]\nmemory = "lots"', "line 2: machine.memory: found 'lots'; wanted an amount such as"),
        (
            '[columns.referals]\nA = "b"',
            "line 1: columns: found {'referals': {'A': 'b'}}; wanted a source such as",
        ),
        (
            '[columns.advice]\n"Asked" = "asked"',
            "wanted columns of advice, not asked; one of request_id, practice",
        ),
        ('[branding]\nlogo = "no.svg"', "branding.logo: found no file"),
        ('standards = "no.toml"', "standards: found no file"),
        ("marking = OURS", "is not TOML"),
    ],
)
def test_a_wrong_setting_is_told(tmp_path: Path, settings: str, told: str) -> None:
    (tmp_path / "briefing.toml").write_text(settings)
    with pytest.raises(ConfigError) as caught:
        open_workspace(tmp_path)
    assert told in str(caught.value)
    assert str(tmp_path / "briefing.toml") in str(caught.value)


def test_all_that_is_wrong_is_told_at_once_from_the_top(tmp_path: Path) -> None:
    lines = [
        'suppression = "all"',
        "[[peers.swaps]]",
        'org_code = "RXX"',
        'leave_out = "RYY"',
        'take_in = "RZZ"',
        'reason = "no emergency department"',
        "[[peers.swaps]]",
        'org_code = "RXX"',
        'leave_out = "RYY"',
        'take_in = "RYY"',
        'reason = "typing"',
        "[[peers.swaps]]",
        'org_code = "RXX"  # and the rest is missing',
    ]
    (tmp_path / "briefing.toml").write_text("\n".join(lines))
    with pytest.raises(ConfigError) as caught:
        open_workspace(tmp_path)
    assert [fault.split(", ", 1)[1].split(": found")[0] for fault in str(caught.value).splitlines()] == [
        "line 1: suppression",
        "line 7: peers.swaps.2",
        "line 12: peers.swaps.3.leave_out",
        "line 12: peers.swaps.3.take_in",
        "line 12: peers.swaps.3.reason",
    ]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("a",), 1),
        (("a", "deeper"), 1),
        (("t", "key one"), 3),
        (("t", "sub", "x"), 4),
        (("t", "list", 0, "k"), 6),
        (("t", "list", 1, "k"), 8),
        (("t", "list", 1, "absent"), 7),
        (("unknown",), None),
    ],
)
def test_the_line_of_a_key_is_found(place: tuple[int | str, ...], line: int | None) -> None:
    text = 'a = 1\n[t]\n"key one" = 2\nsub.x = 3 # y = 4\n[[t.list]]\nk = 1\n[[ t . "list" ]]\nk = 2'
    assert line_of(text, place) == line


def test_the_commissioner_is_at_home_in_its_own_board(tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_text('[commissioner]\ncode = "qxx"')
    assert open_workspace(tmp_path).settings.commissioner.home_boards == ("QXX",)
    (tmp_path / "briefing.toml").write_text('[commissioner]\ncode = "QXX"\nhome_boards = ["QYY", "QZZ"]')
    assert open_workspace(tmp_path).settings.commissioner.home_boards == ("QYY", "QZZ")


def test_columns_may_be_renamed_or_left_out(tmp_path: Path) -> None:
    text = '[columns.referrals]\n"Ref number" = "referral_id"\n"Ward" = ""\n'
    (tmp_path / "briefing.toml").write_text(text)
    expected = {"referrals": {"Ref number": "referral_id", "Ward": ""}}
    assert open_workspace(tmp_path).settings.columns == expected


def test_only_settings_that_change_figures_count() -> None:
    plain = Settings()
    assert Settings(marking="OURS").that_count == plain.that_count
    for changed in (
        {"peers": {"n": 5}},
        {"statistics": {"screen": "mdc_excel"}},
        {"commissioner": {"code": "QXX"}},
    ):
        assert Settings.model_validate(changed).that_count != plain.that_count


def test_a_settings_file_from_windows_is_read(tmp_path: Path) -> None:
    (tmp_path / "briefing.toml").write_bytes('\ufeffmarking = "OURS"\r\n'.encode())
    assert open_workspace(tmp_path).settings.marking == "OURS"


@pytest.mark.parametrize("content", [None, b'marking = "\xa3"'])
def test_a_settings_file_that_can_not_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "briefing.toml").write_bytes(content)
    with pytest.raises(ConfigError, match=r"is not there\. `briefing init|is not in UTF-8"):
        open_workspace(tmp_path)


def test_a_register_has_the_columns_of_its_source(tmp_path: Path) -> None:
    workspace = init(tmp_path)
    for source, register in REGISTERS.items():
        (sheet,) = open_file(workspace.registers / f"{source}.xlsx")
        assert [list(row) for row in sheet.head] == [SCHEMAS[source].names]
        assert list(register.meanings) == SCHEMAS[source].names
        assert {*register.fixed, *register.suggested} <= set(register.meanings)


def test_the_words_a_register_offers_are_words_that_are_read(tmp_path: Path) -> None:
    """One row for each offered word of each column: what the list offers, the reader takes."""
    given = {
        "interests": [("person_id", "kind", "organisation_code", "topic")]
        + [(f"P{i}", kind, "RXX", "") for i, kind in enumerate(_offered("interests", "kind"))],
        "people": [("person_id", "name", "role", "may_decide")]
        + [(f"P{i}", "A Name", "GP", word) for i, word in enumerate(_offered("people", "may_decide"))],
        "organisations": [("code", "name", "type", "parent_code")]
        + [(f"ZZ{i}", "A Name", level, "QXX") for i, level in enumerate(_offered("organisations", "type"))],
    }
    for source, rows in given.items():
        path = tmp_path / f"{source}.csv"
        path.write_text("".join(",".join(row) + "\n" for row in rows))
        (extract,) = read_file(path)
        assert (extract.source, extract.table.num_rows) == (source, len(rows) - 1)


def _offered(source: str, column: str) -> tuple[str, ...]:
    return REGISTERS[source].fixed[column]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = 1\ndate = 17/12/2026", "at line 2, found date = 17/12/2026; write date = 2026-12-17"),
        ("date = 17.12.2026", "at line 1, found date = 17.12.2026; write date = 2026-12-17"),
        ("date = 3 December 2026", "write date = 2026-12-03"),
        ("date = 3rd Dec 2026", "write date = 2026-12-03"),
        ("title = “Contract review”", 'write title = "Contract review" with straight quotation marks'),
        (
            "title = Contract review",
            'at line 1, found title = Contract review; write title = "Contract review"',
        ),
        ("chair = P01", 'write chair = "P01"'),
        ('folder = "C:\\Users\\me"', 'write folder = "C:/Users/me" with / in place of \\'),
        ("providers = [RXA, RXB]", 'write providers = ["RXA", "RXB"]'),
        ("lock_pdfs = yes", "write lock_pdfs = true"),
        ("lock_pdfs = True", "write lock_pdfs = true"),
        ('title: "Review"', 'write title = "Review"'),
        ("starts = 9:30", "write starts = 09:30:00"),
        ("starts = 14:00", "write starts = 14:00:00"),
        ("minutes = 60\nminutes = 90", "at line 2, minutes stands there a second time; keep one of the two"),
        ('a = 1\npanel = ["P01",\n"P02"\n', "at line 2, "),
        ('title = "never ends\nb = 1', "at line 1, "),
    ],
)
def test_what_is_no_toml_is_told_by_its_line_and_what_to_write(text: str, told: str) -> None:
    with pytest.raises(toml.TOMLDecodeError) as error:
        toml.loads(text)
    assert told in str(error.value)


@pytest.mark.parametrize("key", ["standards = ", "[branding]\nlogo = ", "[delivery]\nfolder = "])
def test_a_path_with_backslashes_that_toml_reads_as_other_letters_is_refused(
    tmp_path: Path, key: str
) -> None:
    (tmp_path / "briefing.toml").write_text(f'{key}"S:\\temp\\new"\n')
    with pytest.raises(ConfigError, match="wanted a path with / in place of"):
        read_settings(tmp_path / "briefing.toml")


@pytest.mark.parametrize("place", ["inbox", "inbox/april", "northmere"])
def test_no_workspace_is_made_within_another(tmp_path: Path, place: str) -> None:
    """Its registers would be read as files of the inbox around it."""
    outer = init(tmp_path / "w")
    with pytest.raises(ConfigError, match=r"lies in the workspace .*Choose a folder beside"):
        init(outer.folder / place)
    assert not (outer.folder / place / "briefing.toml").exists()
