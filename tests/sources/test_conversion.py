"""Text to types: what is read, what is refused, and how it is told."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.errors import SourceError
from briefing.sources.columns import Column, count, text
from briefing.sources.conversion import convert
from briefing.sources.sheets import Cells, Place, shown
from briefing.sources.values import (
    LARGEST_COUNT,
    Parser,
    Unreadable,
    one_of,
    parse_count,
    parse_date,
    parse_half,
    parse_month,
    parse_number,
)

TYPES = {
    "n": pa.int32(),
    "day": pa.date32(),
    "other": pa.date32(),
    "period": pa.date32(),
    "share": pa.float64(),
    "half": pa.decimal128(12, 1),
    "yes": pa.bool_(),
    "word": pa.string(),
}


def cells(**columns: list[str]) -> Cells:
    """A sheet `t.csv` with these columns from row 2 on."""
    length = len(next(iter(columns.values())))
    table = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    rows = pa.array(range(2, 2 + length), pa.int32())
    return Cells(Place("t.csv", None), table, rows, headings={name: name for name in columns})


def read(sheet: Cells, **columns: dict[str, object]) -> pa.Table:
    """The named columns, each under its own name and with what it says of itself."""
    sought = [Column(name, TYPES[name], **how) for name, how in columns.items()]
    return convert(sheet, sought)


def converted(name: str, values: list[str], **options: object) -> list[object]:
    table = read(cells(**{name: values}), **{name: options})
    return list(table.column(name).to_pylist())


def refused(name: str, values: list[str], **options: object) -> list[str]:
    with pytest.raises(SourceError) as error:
        converted(name, values, **options)
    return [str(fault) for fault in error.value.faults]


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("7", 7),
        ("  7", 7),
        ("\u00a07 ", 7),
        ("007", 7),
        ("1,234", 1234),
        ("12,345,678", 12345678),
        ("7.0", 7),
        ("1,234.00", 1234),
        ("", None),
        ("   ", None),
    ],
)
def test_counts(text: str, n: int | None) -> None:
    assert converted("n", [text]) == [n]


@pytest.mark.parametrize(
    "text", ["1,23", "1.5", "-3", "x", "*", "5%", "1e3", "٣", "2147483648", "9" * 5000, "#REF!", "1 234"]
)
def test_what_is_no_count(text: str) -> None:
    [message] = refused("n", [text])
    assert message.startswith(f"t.csv, row 2, column 'n': found {shown(text)}; wanted ")


@pytest.mark.parametrize("dash", ["-", "–", "—", " - "])
def test_a_dash_is_zero_only_where_the_layout_means_it(dash: str) -> None:
    assert converted("n", [dash], dash_is_zero=True) == [0]
    assert "Write 0 where nobody was counted" in refused("n", [dash])[0]


def test_a_blank_is_zero_only_where_the_layout_means_it() -> None:
    assert converted("n", ["", "1"], blank_is_zero=True) == [0, 1]
    assert converted("n", ["", "1"]) == [None, 1]


@pytest.mark.parametrize(
    "text",
    [
        "2026-04-30",
        "2026-04-30 09:30:00",
        "2026-04-30T09:30",
        "2026-04-30 00:00:00.000",
        "30/04/2026",
        "30/4/2026 00:00",
        "20260430",
        "20260430.0",
        "30-Apr-2026",
        "30-Apr-26",
        "30APR2026",
        "30 April 2026",
        "30th April 2026",
        "30 April, 2026",
        "30.4.2026",
        "30-04-2026",
    ],
)
def test_dates(text: str) -> None:
    assert converted("day", [text]) == [date(2026, 4, 30)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("04/30/2026", "American"),
        ("30/04/26", "two digits"),
        ("46142", "Excel's number for a day"),
        ("2026-02-30", "a day that exists"),
        ("30 Avril 2026", "in English"),
        ("0026-04-30", "a year from 1900"),
        ("soon", "2026-04-30"),
    ],
)
def test_what_is_no_date(text: str, said: str) -> None:
    assert said in refused("day", [text])[0]


def test_a_day_that_no_month_has_is_no_sign_of_american_dates() -> None:
    assert "American" not in refused("day", ["31/11/2026"])[0]


APRIL, MARCH, END = date(2026, 4, 3), date(2026, 3, 4), date(2026, 4, 30)


@pytest.mark.parametrize(
    ("american", "columns", "days"),
    [
        # a British date is a British date, whether or not another shows it
        (False, {"day": ["03/04/2026", "3/4/2026 09:30"]}, [APRIL, APRIL]),
        (False, {"day": ["03/04/2026", "30/04/2026"]}, [APRIL, END]),
        # dates = "us" turns them, but for a file that shows that its days come first
        (True, {"day": ["03/04/2026", "04/30/2026"]}, [MARCH, END]),
        (True, {"day": ["03/04/2026", "30/04/2026"]}, [APRIL, END]),
        (True, {"day": ["03/04/2026"], "other": ["30/04/2026"]}, [APRIL]),
        (True, {"day": ["2026-04-03", "03 April 2026"]}, [APRIL, APRIL]),
    ],
)
def test_which_of_day_and_month_comes_first(
    american: bool, columns: dict[str, list[str]], days: list[date]
) -> None:
    sheet = replace(cells(**columns), american=american)
    table = read(sheet, **{name: {} for name in columns})
    assert table.column("day").to_pylist() == days


def test_an_american_date_is_refused_with_the_setting_that_reads_it() -> None:
    assert 'write dates = "us" in briefing.toml' in refused("day", ["03/04/2026", "04/30/2026"])[0]


@pytest.mark.parametrize(
    ("value", "read_as"),
    [
        ("clinic\u200b letters", "clinic letters"),
        ("\ufeffclinic letters\u200e", "clinic letters"),
        ("clinic\u00a0letters", "clinic letters"),
        ("clinic\u2003 letters ", "clinic letters"),
        ("clinic let\u00adters", "clinic letters"),
        ("cafe\u0301", "caf\u00e9"),
        ("two\nlines", "two\nlines"),
    ],
)
def test_what_nobody_sees_in_a_text_makes_no_other_of_it(value: str, read_as: str) -> None:
    assert converted("word", [value]) == [read_as]
    assert converted("yes", ["y\u200bes"]) == [True]


@pytest.mark.parametrize("value", ["1.00012E+11", "9E+12", "1.2e+05"])
def test_an_id_that_excel_rounded_is_refused_as_such(value: str) -> None:
    [message] = refused("word", [value])
    assert message.startswith(
        f"t.csv, row 2, column 'word': found '{value}', a number that Excel has rounded"
    )


@pytest.mark.parametrize(
    "text",
    [
        *("2026-04", "2026-04-01", "April 2026", "Apr-2026", "Apr-26", "Apr 26", "Apr26", "april '26"),
        *("RTT-April-2026", "MSitAE-APRIL-2026", "01/04/2026", "1 April 2026"),
    ],
)
def test_months(text: str) -> None:
    assert parse_month(text) == date(2026, 4, 1)


@pytest.mark.parametrize("text", ["2026-04-30", "2026-13", "Aprl 2026", "2026", "04/2026"])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(Unreadable):
        parse_month(text)


def test_numbers_halves_and_answers() -> None:
    assert converted("share", ["0.735", "1,234.5", "-1e-3", ""]) == [0.735, 1234.5, -0.001, None]
    assert converted("half", ["15.5", "1,234", "3.0"]) == [Decimal("15.5"), Decimal("1234.0"), Decimal("3.0")]
    assert converted("yes", ["Yes", "n", "TRUE", "0"]) == [True, False, True, False]
    assert "without its sign" in refused("share", ["73.5%"])[0]
    assert "half" in refused("half", ["0.25"])[0]
    assert "yes or no" in refused("yes", ["maybe"])[0]


def test_text_is_trimmed_and_blank_text_is_null() -> None:
    assert converted("word", [" NHS ENGLAND LONDON ", "  ", "NA"]) == ["NHS ENGLAND LONDON", None, "NA"]


def test_words_of_a_list_come_out_as_listed() -> None:
    words = one_of("routine", "urgent")
    assert converted("word", ["ROUTINE", " urgent"], parse=words) == ["routine", "urgent"]
    assert "wanted one of: routine, urgent" in refused("word", ["asap"], parse=words)[0]


def test_a_parser_of_ones_own() -> None:
    assert converted("word", ["c_100"], parse=str.upper) == ["C_100"]


def test_columns_that_are_not_there_are_null() -> None:
    table = convert(replace(cells(N=["1"]), headings={"n": "N"}), [count("n"), text("word")])
    assert table.to_pylist() == [{"n": 1, "word": None}]


def test_required_columns_hold_no_blank() -> None:
    [message] = refused("word", ["a", "", " "], filled=True)[:1]
    assert message == (
        "t.csv, row 3, column 'word': found an empty cell; wanted a value in every row. "
        "Fill in the value, or remove the row."
    )


def test_every_fault_of_every_column_is_told_at_once() -> None:
    with pytest.raises(SourceError) as error:
        read(cells(n=["1", "x", "-"], day=["soon", "2026-04-30", ""]), n={}, day={})
    assert [(fault.row, fault.column) for fault in error.value.faults] == [(3, "n"), (4, "n"), (2, "day")]


def test_many_faults_are_counted_not_listed() -> None:
    messages = refused("n", ["x"] * 1000)
    assert len(messages) == 21
    assert "1,000 values of this kind, of which the first 20 are listed" in messages[-1]


def test_dictionary_columns_are_trimmed_too() -> None:
    words = pa.array([" a ", "b", " "]).dictionary_encode()
    table = read(replace(cells(word=["", "", ""]), table=pa.table({"word": words})), word={})
    assert table.column("word").to_pylist() == ["a", "b", None]


# properties


def refusal_of(parse: Parser, text: str) -> str | None:
    try:
        parse(text)
    except Unreadable as why:
        return why.remedy
    return None


@given(st.integers(0, LARGEST_COUNT), st.sampled_from(["{}", "{:,}", " {}", "{}.0", "{:,}.00", "\t{} "]))
def test_a_count_survives_every_way_of_writing_it(count: int, form: str) -> None:
    assert converted("n", [form.format(count)]) == [count]


@given(
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
    st.sampled_from(
        ["%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%d-%b-%Y", "%d%b%Y", "%d %B %Y", "%Y-%m-%d %H:%M:%S"]
    ),
)
def test_a_day_survives_every_way_of_writing_it(day: date, form: str) -> None:
    assert parse_date(day.strftime(form)) == day


@given(st.integers(0, 10**9))
def test_a_half_survives(doubled: int) -> None:
    assert parse_half(str(Decimal(doubled) / 2)) * 2 == doubled


@pytest.mark.parametrize("text", ["1e308", "-1e308", "1e13", "9" * 5_000, "1e400", "0" * 5_000 + "1.5e99"])
def test_a_number_beyond_all_use_is_refused(text: str) -> None:
    """Sums and squares of such would stop the figures of everybody."""
    for parse in (parse_count, parse_number, parse_half):
        assert refusal_of(parse, text)


@given(st.text(max_size=12))
def test_any_text_is_read_or_refused_with_a_remedy_never_worse(text: str) -> None:
    for parse in (parse_count, parse_number, parse_half, parse_date, parse_month):
        remedy = refusal_of(parse, text.strip() or "x")
        assert remedy is None or remedy.endswith(".")


@given(
    st.lists(
        st.one_of(st.integers(0, 999).map(str), st.sampled_from(["", "-", "x", " 5", "1,000"])), min_size=1
    )
)
def test_a_column_is_read_as_its_cells_are_one_by_one(values: list[str]) -> None:
    """The whole column gives what each cell gives alone; and is refused just where any cell is."""
    alone = []
    for value in values:
        try:
            alone.append(parse_count(value.strip()) if value.strip() else None)
        except Unreadable:
            alone.append("refused")
    if "refused" in alone:
        rows = [2 + index for index, value in enumerate(alone) if value == "refused"]
        with pytest.raises(SourceError) as error:
            converted("n", values)
        assert [fault.row for fault in error.value.faults if fault.row] == rows[:20]
    else:
        assert converted("n", values) == alone


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        ("ongoing", "Leave the cell empty where there is no day."),
        ("TBC", "Leave the cell empty where there is no day."),
        ("-", "Leave the cell empty where there is no day."),
        ("end of June", "Write the day as 2026-04-30."),
    ],
)
def test_words_in_place_of_a_day_are_told_what_to_do(words: str, remedy: str) -> None:
    with pytest.raises(Unreadable) as told:
        parse_date(words)
    assert told.value.remedy == remedy


@pytest.mark.parametrize("text", ["61.1 per cent", "~65 weeks", "£5", "65 days"])
def test_a_number_with_its_unit_in_words_is_told_so(text: str) -> None:
    with pytest.raises(Unreadable, match="a number") as told:
        parse_number(text)
    assert told.value.remedy == "Write the number without its sign or unit."


@pytest.mark.parametrize(("word", "near"), [("Finance", "Did you mean 'financial'? "), ("zzz", "")])
def test_a_word_of_no_list_is_told_the_nearest(word: str, near: str) -> None:
    with pytest.raises(Unreadable) as told:
        one_of("financial", "indirect")(word)
    assert told.value.remedy == f"{near}Use one of these words."
