"""Files of 10 MB or less that ask for far more than they are, one function a kind; each says what a reader meets.

DRAWN: a file's name -> the function that writes it. Each is the same every time.
"""

import io
import random
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

MOST = 10 * 10**6
Draw = Callable[[Path], None]
DRAWN: dict[str, Draw] = {}

ADVICE = "request_id,practice_code,provider_code,specialty_code,asked_on,answered_on,outcome"
PLANS = "metric,provider_code,specialty_code,period,planned_value"
CONCERNS = (
    "concern_id,practice_code,reported_on,provider_code,specialty_code,"
    "theme,severity,text,status,answered_on,outcome"
)


def drawn(name: str) -> Callable[[Draw], Draw]:
    def keep(draw: Draw) -> Draw:
        DRAWN[name] = draw
        return draw

    return keep


def bytes_of(name: str, content: Callable[[], bytes]) -> None:
    """Draw a file of these bytes, which are made when it is written."""
    DRAWN[name] = lambda path: _whole(path, content())


def _whole(path: Path, content: bytes) -> None:
    path.write_bytes(content[:MOST])


def full(part: str | bytes, head: str | bytes = b"") -> bytes:
    """A head, and a part again and again until the file is full."""
    start, again = (text.encode() if isinstance(text, str) else text for text in (head, part))
    return start + again * ((MOST - len(start)) // len(again))


# Text -------------------------------------------------------------------------------------------------------

bytes_of("one-line.csv", lambda: full("x"))
bytes_of("one-column.csv", lambda: full("a\n"))
bytes_of("many-columns.csv", lambda: full("c,", "")[: 2 * 10**6] + b"\n1\n")
bytes_of("short-lines-of-commas.csv", lambda: full("," * 900_000 + "\n"))
bytes_of(
    "wide.csv", lambda: full(",".join(["1"] * 2000) + "\n", ",".join(f"c{n}" for n in range(2000)) + "\n")
)
bytes_of("empty-lines.csv", lambda: full("\n"))
bytes_of("empty-lines-below.csv", lambda: full("\n", f"{PLANS}\n"))
bytes_of("returns-alone.csv", lambda: full("a,b\r"))
bytes_of("unclosed.csv", lambda: full("x,y\n", f'{PLANS}\n"'))
bytes_of("quotes.csv", lambda: full('"', f"{PLANS}\n")[:900_000])
bytes_of("quotes-in-lines.csv", lambda: full('""""""""",\n', f"{PLANS}\n"))
bytes_of("nul.csv", lambda: full("\0"))
bytes_of("nul-below.csv", lambda: full("a,\0,b,c,1\n", f"{PLANS}\n" + "a,b,c,2026-04,1\n" * 8000))
bytes_of(
    "utf-16.csv", lambda: b"\xff\xfe" + (f"{PLANS}\n" + "a,b,c,2026-04,1\n" * 300_000).encode("utf-16-le")
)
bytes_of("utf-16-lone-half.csv", lambda: b"\xff\xfe" + full(b"\x00\xd8,\x00\n\x00"))
bytes_of("utf-16-no-mark.csv", lambda: full("a,b\n".encode("utf-16-le")))
bytes_of("utf-32.csv", lambda: b"\xff\xfe\0\0" + full("a,b\n".encode("utf-32-le")))
bytes_of("utf-32-be.csv", lambda: b"\0\0\xfe\xff" + full("a,b\n".encode("utf-32-be")))
bytes_of("utf-32-no-mark.csv", lambda: full("a,b\n".encode("utf-32-le")))
bytes_of("halves-in-utf-8.csv", lambda: full(b"\xed\xa0\x80,\xed\xb0\x80,c,2026-04,1\n", f"{PLANS}\n"))
bytes_of("halves-in-a-feed.csv", lambda: full(b"R\xed\xa0\x80,V90001,RZ1,100,2026-01-02,,\n", f"{ADVICE}\n"))
bytes_of("mixed.csv", lambda: full("é,".encode() + b"\xe9," + "é\n".encode("utf-16-le")))
bytes_of("no-letter-of-cp1252.csv", lambda: full(b"\x81\x8d\x8f\x90\x9d,\n", f"{PLANS}\n"))
bytes_of("marks.csv", lambda: full("\ufeff"))
bytes_of("breaks.csv", lambda: full("a\u2028b\x85c,", f"{PLANS}\n")[:1_000_000] + b"\n")
bytes_of("ragged.csv", lambda: full("a,b\na,b,c,d,e,f,g\n", f"{PLANS}\n"))
bytes_of("every-row-wrong.csv", lambda: full("x,y,z,w,v\n", f"{PLANS}\n"))
bytes_of("every-row-the-same.csv", lambda: full("ae_within_4_hours,RZ1,ALL,2026-04,71.5\n", f"{PLANS}\n"))
bytes_of("long-cells.csv", lambda: full("x" * 99_000 + ",y\n", "a,b\n"))
bytes_of("lines-in-cells.csv", lambda: full('"a\n\n\n\nb",y,z,2026-04,1\n', f"{PLANS}\n"))
bytes_of("digits.csv", lambda: full("a,RZ1,ALL,2026-04," + "9" * 30_000 + "\n", f"{PLANS}\n"))


def _paper(pages: int) -> bytes:
    """A paper of pages that unpack to far more, and of objects that name each other."""
    stream = zlib.compress(bytes(10**8), 9)
    content = b"<</Length %d/Filter[/FlateDecode]>>stream\n%s\nendstream" % (len(stream), stream)
    tree = b"".join(b"%d 0 obj<</Kids[%d 0 R]/Parent %d 0 R>>endobj\n" % (n, n + 1, n) for n in range(pages))
    return b"%PDF-1.7\n" + tree + b"1 0 obj" + content + b"endobj\nstartxref\n0\n%%EOF"


bytes_of("paper.csv", lambda: _paper(100_000))
bytes_of("paper.zip", lambda: zipped(("t.csv", _paper(100_000)), ("p.pdf", _paper(10))))
bytes_of("paper.xlsx", lambda: _paper(10))
bytes_of("paper.xls", lambda: _paper(10))
bytes_of("paper.parquet", lambda: _paper(10))
bytes_of("page.csv", lambda: full("<table><tr><td>", "<!DOCTYPE html><html>"))
bytes_of(
    "page.xls",
    lambda: full("<tr><td>1</td></tr>\n", "<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>"),
)
bytes_of("tree.csv", lambda: full('{"a":[', "[")[:2_000_000])
bytes_of("rich-text.csv", lambda: full("{\\rtf1 ", "{\\rtf1\\ansi ")[:2_000_000])


def _rows(head: str, row: Callable[[int], str]) -> bytes:
    file, number = io.StringIO(), 0
    file.write(f"{head}\n")
    while file.tell() < MOST - 300_000:
        file.write(row(number) + "\n")
        number += 1
    return file.getvalue().encode()


def _month(number: int) -> str:
    return f"{1900 + number // 12 % 200}-{number % 12 + 1:02}"


bytes_of("a-feed.csv", lambda: _rows(ADVICE, lambda n: f"Q{n},V9{n % 70:04},RZ1,100,2026-0{n % 6 + 1}-02,,"))
bytes_of(
    "plans-of-everybody.csv",
    lambda: _rows(PLANS, lambda n: f"ae_within_4_hours,R{n // 2400:04X},ALL,{_month(n)},71.5"),
)
bytes_of(
    "people.csv",
    lambda: _rows(
        "person_id,name,role,email,may_decide", lambda n: f"P{n},Ann Sample{n},GP,p{n}@b.example.org,no"
    ),
)
bytes_of(
    "organisations.csv",
    lambda: _rows(
        "code,name,type,parent_code",
        lambda n: f"V{n:05},Practice {n},practice,{'QZZ' if n < 2 else f'V{n - 1:05}'}",
    ),
)
bytes_of(
    "commitments.csv",
    lambda: _rows(
        "commitment_id,provider_code,what,owner,due_on,measure,specialty_code,status,closed_on,evidence",
        lambda n: f"C{n},RZ1,A thing,Dr Nobody {n},2026-12-02,no_such_measure_{n},,,,",
    ),
)
TEXTS = {
    "digits": "9 4 " * 8000,
    "letters": "a." * 16_000,
    "names": "Mr Mr Mr " * 3500,
    "at": "a at b dot " * 2900,
    "spaces": "x" + " " * 32_000 + "y",
    "dashes": "07700-" * 5400,
    "capitals": "SMITH, " * 4600,
    "born": "born 1 " * 4600,
    "postcode": "E1 1" * 8000,
}
for _name, _text in TEXTS.items():
    bytes_of(
        f"concerns-{_name}.csv",
        lambda text=_text: _rows(
            CONCERNS, lambda n: f"C{n},V90001,2026-01-02,RZ1,,delay,,{text.replace(',', ';')},,,"
        ),  # type: ignore[misc]
    )


# Zip --------------------------------------------------------------------------------------------------------


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some have the same name on purpose
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def _nested(depth: int) -> bytes:
    inner = zipped(("t.csv", b"a,b\n" * 10**6))
    for number in range(depth):
        inner = zipped((f"{number}.zip", inner))
    return inner


def _overlapping(count: int) -> bytes:
    """Many members of one list whose bytes are the same in the file."""
    one = zipped(("t.csv", b"a,b\n" * 10**6))
    at = one.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", one[at + 16 : at + 20])[0]
    entry = one[start:at]
    entries = b"".join(entry.replace(b"t.csv", f"{n:05}".encode()) for n in range(count))
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return one[:start] + entries + end


def _locked() -> bytes:
    made = bytearray(zipped(("t.csv", b"a,b\n1,2\n")))
    made[6] |= 1
    made[made.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def _lying() -> bytes:
    """A member that says by zip64 that it holds 2 to the 60th bytes."""
    made = zipped(("t.csv", b"a,b\n1,2\n"))
    at, end = made.rindex(b"PK\x01\x02"), made.rindex(b"PK\x05\x06")
    extra = struct.pack("<HHQQ", 1, 16, 1 << 60, 1 << 60)
    entry = bytearray(made[at:end])
    entry[20:28] = b"\xff" * 8
    entry[30:32] = struct.pack("<H", len(extra))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) + len(extra), at, 0)
    return made[:at] + bytes(entry) + extra + tail


def _link(target: str) -> bytes:
    link = zipfile.ZipInfo("t.csv")
    link.external_attr = 0o120777 << 16
    return zipped((link, target.encode()))


def _dictionary() -> bytes:
    """LZMA that asks for a dictionary of 4 GB."""
    made = bytearray(zipped(("t.csv", b"a,b\n1,2\n" * 1000), method=zipfile.ZIP_LZMA))
    at = made.index(b"t.csv") + len(b"t.csv") + 4
    made[at + 1 : at + 5] = b"\xff\xff\xff\xff"
    return bytes(made)


bytes_of("nested.zip", lambda: _nested(20))
bytes_of("overlapping.zip", lambda: _overlapping(60_000))
bytes_of("overlapping-few.zip", lambda: _overlapping(190))
bytes_of("members.zip", lambda: zipped(*((f"{n}.csv", b"") for n in range(60_000))))
bytes_of("folders.zip", lambda: zipped(*((f"{n}/", b"") for n in range(60_000))))
bytes_of(
    "tables.zip",
    lambda: zipped(*((f"{n}.csv", f"{PLANS}\n".encode() + b"x,y,z,w,v\n" * 5000) for n in range(190))),
)
bytes_of(
    "names.zip",
    lambda: zipped(*(("../" * n + "\x1b[2J\u202e" + "x" * 60_000, b"a,b\n") for n in range(1, 40))),
)
bytes_of("locked.zip", _locked)
bytes_of("zip64.zip", _lying)
bytes_of("link.zip", lambda: _link("/etc/passwd"))
bytes_of("link-to-nothing-ending.zip", lambda: _link("/dev/zero"))
bytes_of("dictionary.zip", _dictionary)
bytes_of("bz2.zip", lambda: zipped(("t.csv", b"a,b\n" * 10**7), method=zipfile.ZIP_BZIP2))
bytes_of("xz.zip", lambda: zipped(("t.csv", b"a,b\n" * 10**7), method=zipfile.ZIP_LZMA))
bytes_of(
    "no-more-than-it-may.zip",
    lambda: zipped(("t.csv", random.Random(1).randbytes(5_000_000)), ("u.csv", b"a,b,c\n" * 10**8)),
)
bytes_of("bomb.gz", lambda: zlib.compress(bytes(10**9), 9, 31))
bytes_of("bomb.csv.gz", lambda: zlib.compress(b"a,b\n" * 10**8, 9, 31))
bytes_of(
    "gz-in-a.zip", lambda: zipped(("t.csv.gz", zlib.compress(bytes(10**9), 9, 31)), method=zipfile.ZIP_STORED)
)
bytes_of("comment.zip", lambda: zipped(("t.csv", b"a,b\n"))[:-2] + b"\xff\xff" + b"c" * 65_535)


def _member(name: bytes, *, flags: int = 0, method: int = 0, day: int = 33) -> bytes:
    """One member whose name, flags and method are as no program writes them."""
    content = b"a,b\n1,2\n"
    sizes = struct.pack("<IIIHH", zlib.crc32(content), len(content), len(content), len(name), 0)
    local = b"PK\x03\x04" + struct.pack("<HHHHH", 20, flags, method, 0, day) + sizes + name + content
    entry = b"PK\x01\x02" + struct.pack("<HHHHHH", 20, 20, flags, method, 0, day) + sizes
    entry += struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    return local + entry + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry), len(local), 0)


bytes_of("name-of-no-encoding.zip", lambda: _member(b"\xff\xfe\x80.csv", flags=0x800))
bytes_of("name-with-a-nought.zip", lambda: _member(b"t.csv\0.exe"))
bytes_of(
    "name-of-a-device.zip", lambda: zipped(("CON.csv", b"a,b\n"), ("aux.xlsx", b"a"), ("C:\\t.csv", b"a,b\n"))
)
bytes_of("name-from-the-root.zip", lambda: _member(b"/etc/passwd.csv"))
bytes_of("method-of-nobody.zip", lambda: _member(b"t.csv", method=93))
bytes_of("day-of-no-month.zip", lambda: _member(b"t.csv", day=0xFFFF))
bytes_of("aes.zip", lambda: _member(b"t.csv", flags=1, method=99))
bytes_of("before-and-behind.zip", lambda: full("x")[:5_000_000] + zipped(("t.csv", b"a,b\n")) + bytes(60_000))
bytes_of("twice.zip", lambda: zipped(*(("t.csv", f"a,b\n{n},2\n".encode()) for n in range(9))))
bytes_of(
    "end-in-the-end.zip",
    lambda: zipped(("t.csv", b"a,b\n"))[:-2] + struct.pack("<H", 22) + b"PK\x05\x06" + bytes(18),
)


# Workbooks --------------------------------------------------------------------------------------------------

_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD_CELLS = "".join(
    f'<c r="{"ABCDE"[n]}1" t="inlineStr"><is><t>{name}</t></is></c>'
    for n, name in enumerate(PLANS.split(","))
)


def workbook(
    rows: str = "",
    *,
    sheets: int = 1,
    before: str = "",
    after: str = "",
    shared: str | None = None,
    styles: str | None = None,
    head: str = "",
    more: Iterable[tuple[str, bytes]] = (),
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """A workbook of these parts, which is none that Excel would write."""
    names = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(sheets))
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        for n in range(sheets)
    )
    links += f'<Relationship Id="s" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="t" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f"{head}<workbook {_NS} {_R}><sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{package}/relationships">{links}</Relationships>',
        "xl/worksheets/sheet1.xml": f"{head}<worksheet {_NS}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>",
    }
    if shared is not None:
        parts["xl/sharedStrings.xml"] = f"{head}<sst {_NS}>{shared}</sst>"
    if styles is not None:
        parts["xl/styles.xml"] = f"{head}<styleSheet {_NS}>{styles}</styleSheet>"
    return zipped(*((name, text.encode()) for name, text in parts.items()), *more, method=method)


def _shared_cells(rows: int, columns: int) -> str:
    return "".join(
        f'<row r="{r}">'
        + "".join(f'<c t="s" r="{chr(65 + c)}{r}"><v>0</v></c>' for c in range(columns))
        + "</row>"
        for r in range(1, rows + 1)
    )


_LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'ha'>"
    + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    + "]>"
)
_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
bytes_of(
    "shared-text.xlsx", lambda: workbook(_shared_cells(400, 26), shared=f"<si><t>{'y' * 10**6}</t></si>")
)
bytes_of(
    "shared-texts.xlsx", lambda: workbook(_shared_cells(4, 2), shared="<si><t>abcdefgh</t></si>" * 10**6)
)
bytes_of(
    "rich-text.xlsx",
    lambda: workbook(_shared_cells(4, 2), shared="<si>" + "<r><t>a</t></r>" * 10**6 + "</si>"),
)
bytes_of("empty-texts.xlsx", lambda: workbook(_shared_cells(4, 2), shared="<si/>" * 1_900_000))
bytes_of("sheets.xlsx", lambda: workbook(_CELL, sheets=100_000))
bytes_of(
    "sheets-of-much.xlsx",
    lambda: workbook(
        _CELL + "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(2, 20_000)), sheets=3000
    ),
)
bytes_of(
    "styles.xlsx", lambda: workbook(_CELL, styles="<cellXfs>" + '<xf numFmtId="9"/>' * 500_000 + "</cellXfs>")
)
bytes_of(
    "styled-cells.xlsx",
    lambda: workbook(
        "".join(f'<row r="{r}"><c r="A{r}" s="{r % 60_000}"><v>1</v></c></row>' for r in range(1, 60_000)),
        styles="<cellXfs>" + '<xf numFmtId="9"/>' * 60_000 + "</cellXfs>",
    ),
)
bytes_of(
    "formats.xlsx",
    lambda: workbook(
        _CELL,
        styles="<numFmts>"
        + "".join(f'<numFmt numFmtId="{n}" formatCode="{"&quot;" * 99}"/>' for n in range(9000))
        + "</numFmts>",
    ),
)
bytes_of(
    "merged-over-all.xlsx",
    lambda: workbook(
        f'<row r="1">{HEAD_CELLS}</row>',
        after='<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
    ),
)
bytes_of(
    "merged-often.xlsx",
    lambda: workbook(
        f'<row r="1">{HEAD_CELLS}</row><row r="1000000"><c r="A1000000"><v>1</v></c></row>',
        after="<mergeCells>" + '<mergeCell ref="A1:A1048576"/>' * 400_000 + "</mergeCells>",
    ),
)
bytes_of(
    "merged-down.xlsx",
    lambda: workbook(
        "".join(f'<row r="{r}"><c r="A{r}"><v>1</v></c></row>' for r in range(1, 90_000)),
        after="<mergeCells>"
        + "".join(f'<mergeCell ref="{chr(65 + n % 26)}1:{chr(65 + n % 26)}90000"/>' for n in range(9000))
        + "</mergeCells>",
    ),
)
bytes_of(
    "dimension.xlsx",
    lambda: workbook(f'<row r="1">{HEAD_CELLS}</row>', before='<dimension ref="A1:XFD1048576"/>'),
)
bytes_of(
    "far-cell.xlsx",
    lambda: workbook(f'<row r="1">{HEAD_CELLS}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
)
bytes_of(
    "far-cell-written-otherwise.xlsx",
    lambda: workbook(
        f'<row r="1">{HEAD_CELLS}</row><row r="1048576"><c s="0" r = "XFD1048576" ><v>1</v></c></row>'
    ),
)
bytes_of(
    "far-cell-in-single-quotes.xlsx",
    lambda: workbook(
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"
    ),
)
bytes_of("column-without-end.xlsx", lambda: workbook('<row r="1"><c r="ZZZZZZZZZZZZ1"><v>1</v></c></row>'))
bytes_of(
    "row-without-end.xlsx",
    lambda: workbook(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="4294967295"><c r="A4294967295"><v>1</v></c></row>'
    ),
)
bytes_of("row-below-nought.xlsx", lambda: workbook('<row r="0"><c r="A0"><v>1</v></c></row>'))
bytes_of("no-places.xlsx", lambda: workbook(("<row>" + "<c><v>1</v></c>" * 16_000 + "</row>") * 400))
bytes_of(
    "laughs.xlsx",
    lambda: workbook(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&a11;</t></is></c></row>',
        head=_LAUGHS,
        shared="<si><t>&a11;</t></si>",
        styles="<x>&a11;</x>",
    ),
)
bytes_of(
    "outside.xlsx",
    lambda: workbook(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>',
        head='<!DOCTYPE x [<!ENTITY x SYSTEM "file:///dev/zero">]>',
    ),
)
bytes_of(
    "links.xlsx",
    lambda: workbook(
        _CELL,
        more=[
            (
                "xl/externalLinks/_rels/externalLink1.xml.rels",
                full("<Relationship Target='file:///dev/zero'/>")[:5_000_000],
            )
        ],
    ),
)
bytes_of("deep.xlsx", lambda: workbook("<a>" * 10**6 + "</a>" * 10**6, styles="<a>" * 10**6 + "</a>" * 10**6))
bytes_of("deep-styles.xlsx", lambda: workbook(_CELL, styles="<a>" * 10**6 + "</a>" * 10**6))
bytes_of("deep-shared.xlsx", lambda: workbook(_shared_cells(2, 2), shared="<si>" * 10**6 + "</si>" * 10**6))
bytes_of(
    "attributes.xlsx", lambda: workbook("<row " + " ".join(f'a{n}="1"' for n in range(500_000)) + "></row>")
)
bytes_of(
    "names.xlsx",
    lambda: workbook(
        f'<row r="1">{"".join(f"<c r=%sA{n}%s/>" % (chr(34), chr(34)) for n in range(9))}</row>',
        sheets=1,
        before="<!-- " + "x" * 9_000_000 + " -->",
    ),
)
bytes_of(
    "formulas.xlsx",
    lambda: workbook(
        "".join(f'<row r="{r}"><c r="A{r}"><f>SUM(A1:XFD1048576)</f></c></row>' for r in range(1, 250_000))
    ),
)
bytes_of(
    "shared-formula.xlsx",
    lambda: workbook(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:XFD1048576" si="0">A1+1</f><v>1</v></c></row>'
        + "".join(
            f'<row r="{r}"><c r="A{r}"><f t="shared" si="0"/><v>1</v></c></row>' for r in range(2, 250_000)
        )
    ),
)
bytes_of(
    "numbers.xlsx",
    lambda: workbook(
        f'<row r="1">{HEAD_CELLS}</row>'
        + "".join(f'<row r="{r}"><c r="E{r}"><v>1e308</v></c></row>' for r in range(2, 200_000))
    ),
)
bytes_of(
    "dates.xlsx",
    lambda: workbook(
        "".join(f'<row r="{r}"><c r="A{r}" s="0"><v>9e300</v></c></row>' for r in range(1, 99_000)),
        styles='<cellXfs><xf numFmtId="14"/></cellXfs>',
    ),
)
bytes_of("white.xlsx", lambda: workbook(_CELL, after=" " * 10**9))
bytes_of(
    "cells.xlsx",
    lambda: workbook(
        "".join(
            f'<row r="{r}">'
            + "".join(f'<c r="{c}{r}"><v>1</v></c>' for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            + "</row>"
            for r in range(1, 60_000)
        )
    ),
)
bytes_of("lost-sheet.xlsx", lambda: workbook(_CELL).replace(b"sheet1.xml", b"sheet2.xml", 1))
bytes_of("b.xlsb", lambda: zipped(("xl/workbook.bin", bytes(10**7))))
bytes_of(
    "o.ods",
    lambda: zipped(
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", full('<table:table-row table:number-rows-repeated="1048576"/>')),
    ),
)
bytes_of(
    "o.xlsx",
    lambda: zipped(("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")),
)


def _sheets(*names: str, target: str = "worksheets/sheet1.xml", more: str = "") -> bytes:
    """A workbook whose list of sheets says these names, and where they lie."""
    made, file = io.BytesIO(workbook(_CELL, sheets=1)), io.BytesIO()
    sheets = "".join(
        f'<sheet name="{name}" sheetId="{n}" {more} r:id="r0"/>' for n, name in enumerate(names, start=1)
    )
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for member in old.namelist():
            content = old.read(member)
            if member == "xl/workbook.xml":
                content = f"<workbook {_NS} {_R}><sheets>{sheets}</sheets></workbook>".encode()
            archive.writestr(member, content.replace(b"worksheets/sheet1.xml", target.encode()))
    return file.getvalue()


bytes_of("long-sheet-name.xlsx", lambda: _sheets("x" * 9_000_000))
bytes_of(
    "odd-sheet-names.xlsx",
    lambda: _sheets("", " ", "../../etc", "&#8238;gpj", "a&#10;b", "&#65279;", "S", "S"),
)
bytes_of("sheets-nobody-sees.xlsx", lambda: _sheets(*map(str, range(50_000)), more='state="veryHidden"'))
bytes_of("sheet-from-the-root.xlsx", lambda: _sheets("S", target="/dev/zero"))
bytes_of("sheet-above.xlsx", lambda: _sheets("S", target="../../../../etc/passwd"))
bytes_of("sheet-of-elsewhere.xlsx", lambda: _sheets("S", target="file:///dev/zero"))
bytes_of("sheet-of-itself.xlsx", lambda: _sheets("S", target="workbook.xml"))
bytes_of(
    "rules.xlsx",
    lambda: workbook(
        _CELL,
        after='<conditionalFormatting sqref="A1:XFD1048576"><cfRule type="expression"/></conditionalFormatting>'
        * 90_000
        + '<dataValidations><dataValidation sqref="A1:XFD1048576" type="list"/></dataValidations>' * 90_000,
    ),
)
bytes_of(
    "wide-columns.xlsx",
    lambda: workbook(
        _CELL, before="<cols>" + '<col min="1" max="16384" width="9e99"/>' * 250_000 + "</cols>"
    ),
)
bytes_of(
    "named-ranges.xlsx",
    lambda: workbook(
        _CELL, head="<definedNames>" + "<definedName name='a'>A1:XFD1048576</definedName>" * 160_000
    ),
)
bytes_of(
    "types-of-nobody.xlsx",
    lambda: workbook(
        "".join(
            f'<row r="{r}"><c r="A{r}" t="{t}"><v>{"9" * 400}</v></c></row>'
            for r, t in enumerate(("s", "b", "d", "e", "str", "zz", "n"), start=1)
        )
    ),
)
bytes_of("utf-16.xlsx", lambda: workbook(_CELL, head='<?xml version="1.0" encoding="utf-16"?>'))


def _ole(fat: bytes, *, sectors: int = 1, directory: int = 1, extra: int = 0xFFFFFFFE) -> bytes:
    """An old workbook's container, whose list of sectors is what it says."""
    head = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        62,
        3,
        0xFFFE,
        9,
        6,
        0,
        sectors,
        directory,
        0,
        4096,
        0xFFFFFFFE,
        0,
        extra,
        0 if extra == 0xFFFFFFFE else 1,
        0,
    )
    return (head + b"\xff" * 512)[:512].ljust(512, b"\xff") + fat


bytes_of("zeros.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9_000_000))
bytes_of("noise.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + random.Random(2).randbytes(9_000_000))
bytes_of("circle.xls", lambda: _ole(struct.pack("<128I", *([1, 1] * 64)) + bytes(512 * 20)))
bytes_of("sectors.xls", lambda: _ole(struct.pack("<128I", *range(1, 129)) * 10_000, sectors=0x7FFFFFFF))
bytes_of("circle-of-lists.xls", lambda: _ole(struct.pack("<128I", *([1] * 128)) * 100, extra=0))
bytes_of("records.xls", lambda: struct.pack("<HHHH", 0x809, 8, 0x600, 5) + bytes(9_000_000))


# Parquet ----------------------------------------------------------------------------------------------------


def parquet(table: pa.Table, **how: object) -> bytes:
    file = io.BytesIO()
    pq.write_table(table, file, compression="zstd", **how)
    return file.getvalue()


def _one_text(letters: int, rows: int) -> pa.Table:
    text = pa.DictionaryArray.from_arrays(pa.array([0] * rows, pa.int32()), ["x" * letters])
    return pa.table({"request_id": text})


def _deep(levels: int) -> bytes:
    kind: pa.DataType = pa.int32()
    for _ in range(levels):
        kind = pa.list_(kind)
    return parquet(pa.table({"a": pa.array([None], kind)}))


def _groups(count: int) -> bytes:
    file, table = io.BytesIO(), pa.table({"request_id": ["a"]})
    with pq.ParquetWriter(file, table.schema) as writer:
        for _ in range(count):
            writer.write_table(table)
    return file.getvalue()


def _repeated(rows: int) -> pa.Table:
    """A feed of which every row is the same."""
    nought = pa.Array.from_buffers(pa.int32(), rows, [None, pa.py_buffer(bytes(4 * rows))])
    row = ["Q1", "V90001", "RZ1", "100", "2026-01-02", "2026-01-03", "advice"]
    columns = [pa.DictionaryArray.from_arrays(nought, [value]) for value in row]
    return pa.table(columns, names=ADVICE.split(","))


def _numbered(rows: int) -> pa.Table:
    ids = pa.array(range(rows), pa.int64())
    rest = _repeated(rows).drop_columns(["request_id"])
    return rest.add_column(0, "request_id", ids)


def _footer(change: Callable[[bytes], bytes]) -> bytes:
    """A sound file whose footer says something else."""
    made = parquet(pa.table({"request_id": ["a"] * 1000}))
    size = struct.unpack("<I", made[-8:-4])[0]
    footer = change(made[-8 - size : -8])
    return made[: -8 - size] + footer + struct.pack("<I", len(footer)) + b"PAR1"


def _encoded(kind: pa.DataType, values: object, encoding: str, compression: str) -> bytes:
    """Many of one value, in an encoding that says so in a few bytes."""
    file = io.BytesIO()
    table = pa.table({"request_id": pa.array(values, kind)})
    pq.write_table(
        table, file, use_dictionary=False, column_encoding={"request_id": encoding}, compression=compression
    )
    return file.getvalue()


def _arrow(stream: bool) -> bytes:
    file, table = io.BytesIO(), pa.table({"request_id": ["x" * 1000] * 500_000})
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    new = pa.ipc.new_stream if stream else pa.ipc.new_file
    with new(file, table.schema, options=options) as writer:
        writer.write_table(table)
    return file.getvalue()


_MANY = 9_000_000
bytes_of("delta.parquet", lambda: _encoded(pa.int64(), range(_MANY), "DELTA_BINARY_PACKED", "zstd"))
bytes_of(
    "delta-texts.parquet", lambda: _encoded(pa.string(), ["x" * 400] * 2_000_000, "DELTA_BYTE_ARRAY", "gzip")
)
bytes_of(
    "delta-lengths.parquet",
    lambda: _encoded(pa.string(), ["x" * 99] * 3_000_000, "DELTA_LENGTH_BYTE_ARRAY", "brotli"),
)
bytes_of("split.parquet", lambda: _encoded(pa.float64(), [1e308] * _MANY, "BYTE_STREAM_SPLIT", "zstd"))
bytes_of("runs.parquet", lambda: _encoded(pa.bool_(), [True] * 12_000_000, "RLE", "snappy"))
bytes_of("plain.parquet", lambda: _encoded(pa.string(), ["x" * 1000] * 900_000, "PLAIN", "zstd"))
bytes_of(
    "sizes.parquet", lambda: parquet(pa.table({"request_id": pa.array([b"x" * 10**8] * 3, pa.binary(10**8))}))
)
bytes_of(
    "decimals.parquet",
    lambda: parquet(pa.table({"request_id": pa.array([None] * 4_000_000, pa.decimal256(76, 70))})),
)
bytes_of(
    "maps.parquet",
    lambda: parquet(
        pa.table({"request_id": pa.array([[("a", 1)] * 9] * 400_000, pa.map_(pa.string(), pa.int8()))})
    ),
)
bytes_of("file.arrow.parquet", lambda: _arrow(stream=False))
bytes_of("stream.arrow.parquet", lambda: _arrow(stream=True))
bytes_of("orc.parquet", lambda: b"ORC" + random.Random(4).randbytes(100_000) + b"ORC")
bytes_of("one-text.parquet", lambda: parquet(_one_text(2_000_000, 4000)))
bytes_of("two-gigabytes.parquet", lambda: parquet(_one_text(200_000_000, 10)))
bytes_of("deep.parquet", lambda: _deep(60))
bytes_of("deeper.parquet", lambda: _deep(3000))
bytes_of("groups.parquet", lambda: _groups(60_000))
bytes_of("columns.parquet", lambda: parquet(pa.table({f"c{n}": [1] for n in range(60_000)})))
bytes_of("rows.parquet", lambda: parquet(_repeated(9_000_000)))
bytes_of("fewer-rows.parquet", lambda: parquet(_repeated(1_000_000)))
bytes_of("numbered.parquet", lambda: parquet(_numbered(1_500_000)))
bytes_of(
    "wide.parquet", lambda: parquet(pa.table({f"c{n}": pa.nulls(50_000, pa.string()) for n in range(1500)}))
)
bytes_of("long-names.parquet", lambda: parquet(pa.table({"x" * 4_000_000: [1], "y" * 100_000: [2]})))
bytes_of("nested.parquet", lambda: parquet(pa.table({"a": pa.array([[{"b": [1] * 9}] * 9] * 9)})))
bytes_of("nothing.parquet", lambda: parquet(pa.table({"request_id": pa.nulls(5_000_000)})))
bytes_of("zeros-in-the-footer.parquet", lambda: _footer(lambda footer: bytes(len(footer))))
bytes_of(
    "many-in-the-footer.parquet",
    lambda: _footer(lambda footer: footer[:4] + b"\xff\xff\xff\xff\x0f" + footer[9:]),
)
bytes_of(
    "long-footer.parquet", lambda: _footer(lambda footer: b"\x19\xfc\xff\xff\xff\x07" + bytes(9_000_000))
)
bytes_of(
    "noise.parquet",
    lambda: b"PAR1" + random.Random(3).randbytes(5_000_000) + struct.pack("<I", 4_999_999) + b"PAR1",
)
bytes_of(
    "locked.parquet", lambda: b"PARE" + random.Random(3).randbytes(5_000) + struct.pack("<I", 499) + b"PARE"
)
bytes_of(
    "days.parquet", lambda: parquet(pa.table({"request_id": pa.array([2**62, -(2**62)], pa.timestamp("ms"))}))
)
