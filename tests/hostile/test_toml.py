"""Settings and meeting files that are far from TOML: refused with the file's name, at once, by every reader."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pytest

from briefing import standards, toml
from briefing.challenge.patterns import load_patterns
from briefing.errors import BriefingError
from briefing.meeting.files import read_meeting
from briefing.workspace.folder import read_settings

NOTHING = pa.table({"person_id": pa.array([], pa.string()), "code": pa.array([], pa.string())})


def _meeting(path: Path) -> object:
    return read_meeting(path, people=NOTHING, interests=NOTHING, organisations=NOTHING)


def _pattern(path: Path) -> object:
    return load_patterns(path.rename(path.with_name("RTT-99.toml")).parent)


READERS: dict[str, Callable[[Path], object]] = {
    "briefing.toml": read_settings,
    "meeting.toml": _meeting,
    "standards.toml": standards.load,
    "pattern.toml": _pattern,
}
NONSENSE = {
    "deep": b"a = " + b"[" * 100_000,
    "deep and closed": b"a = " + b"[" * 2_000 + b"]" * 2_000,
    "deep tables": b"a = " + b"{b = " * 2_000 + b"1" + b"}" * 2_000,
    "many parts": b".".join([b"a"] * 20_000) + b" = 1",
    "many parts of a table": b"[" + b".".join([b"a"] * 20_000) + b"]",
    "a huge number": b"minutes = " + b"9" * 5_000,
    "a huge file": b'title = "' + b"x" * 600_000 + b'"',
    "a zero byte": b'title = "a\0b"',
    "not UTF-8": b'title = "\xff\xfe"',
    "a date that isn't": b"date = 2026-02-31",
    "a wrong type": b"commissioner = 3",
    "the same key twice": b"a = 1\na = 2",
    "half a string": b'title = "',
}


@pytest.mark.parametrize("name", NONSENSE)
@pytest.mark.parametrize("reader", READERS)
def test_nonsense_is_refused_by_name(tmp_path: Path, reader: str, name: str) -> None:
    path = tmp_path / reader
    path.write_bytes(NONSENSE[name])
    with pytest.raises(BriefingError) as error:
        READERS[reader](path)
    assert any(word in str(error.value) for word in (reader, "RTT-99"))
    assert len(str(error.value)) < 5_000


def test_a_value_with_many_dots_is_no_name_with_many_parts(tmp_path: Path) -> None:
    path = tmp_path / "briefing.toml"
    path.write_text(f'marking = "{"Section 1.2 ... " * 20}"\n# {". " * 50}\n')
    assert read_settings(path).marking.startswith("Section 1.2")


@pytest.mark.parametrize(
    "escape", ["\\u0007", "\\u001b", "\\b", "\\f", "\\u0000", "\\u007F", "\\uFFFF", "\\U0000FFFE"]
)
def test_a_control_character_is_refused_with_its_line(escape: str) -> None:
    text = f'a = "fine"\n[[b]]\nc = ["x", "y{escape}z"]\n'
    with pytest.raises(toml.TOMLDecodeError, match=r"a control character .*\(at line 3\)"):
        toml.loads(text)


@pytest.mark.parametrize("escape", ["\\n", "\\t", "\\u00E9", "\\u2028", "\\U0001F600"])
def test_other_escapes_are_read(escape: str) -> None:
    assert len(toml.loads(f'a = "x{escape}y"')["a"]) == 3


def test_of_thousands_of_faults_the_first_are_told(tmp_path: Path) -> None:
    """The line of each was looked for in all lines: 40,000 of them took hours."""
    for reader in ("briefing.toml", "standards.toml", "meeting.toml"):
        (tmp_path / reader).write_text("".join(f"k{n} = 1\n" for n in range(20_000)))
        with pytest.raises(BriefingError) as error:
            READERS[reader](tmp_path / reader)
        assert len(str(error.value).splitlines()) <= toml.MOST_FAULTS + 1


@pytest.mark.parametrize(
    "text", ["[" + " " * 400_000, "[" + "]" * 400_000, "a = [" + "b, " * 99_000 + "]", "a = " + "x " * 99_000]
)
def test_a_line_without_end_is_told_in_a_line(text: str) -> None:
    with pytest.raises(toml.TOMLDecodeError) as error:
        toml.loads(text)
    assert len(str(error.value)) < 500


def test_the_line_of_a_table_is_found_however_it_is_spaced() -> None:
    text = "a = 1\n[ b . c ]  # a remark\nd = 1\n[[e]]\n[[ e ]]\nf = 2\n"
    places = {("a",): 1, ("b", "c"): 2, ("b", "c", "d"): 3, ("e", 0): 4, ("e", 1): 5, ("e", 1, "f"): 6}
    assert {place: toml.line_of(text, place) for place in places} == places
