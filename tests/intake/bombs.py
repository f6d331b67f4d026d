"""Hostile files, made when a test needs them. Each maker writes one file and says which codes may refuse it.

``None`` among the codes means that the file may also be read.
"""

import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.intake.books import HEAD, ROWS, SHEET_END, SHEET_START, package, save, sheet_rows, text_cell

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
Maker = Callable[[Path], tuple[Path, set[str | None]]]


def far_cell(folder: Path) -> tuple[Path, set[str | None]]:
    """One value in the very last cell of a sheet."""
    cells = [SHEET_START, *sheet_rows(3), f'<row r="1048576">{text_cell("XFD1048576", "x")}</row>', SHEET_END]
    return package(folder / "far.xlsx", cells), {"FILE-SPARSE"}


def far_cell_disguised(folder: Path) -> tuple[Path, set[str | None]]:
    """The same with the attributes in another order and in single quotes, to slip past a scan."""
    cell = "<c t='inlineStr' r='XFD1048576'><is><t>x</t></is></c>"
    cells = [SHEET_START, *sheet_rows(3), f"<row r='1048576'>{cell}</row>", SHEET_END]
    return package(folder / "far2.xlsx", cells), {"FILE-SPARSE", "FILE-MEMORY", "FILE-UNREADABLE"}


def huge_cell(folder: Path) -> tuple[Path, set[str | None]]:
    """One cell of 260 MB."""
    pieces: list[bytes] = [SHEET_START.encode(), b'<row r="1"><c r="A1" t="inlineStr"><is><t>']
    pieces += [b"A" * (1 << 20)] * 260
    pieces += [b"</t></is></c></row>", SHEET_END.encode()]
    return package(folder / "huge.xlsx", pieces), {"FILE-UNPACKS-TOO-BIG"}


def million_rows(folder: Path) -> tuple[Path, set[str | None]]:
    """A million data rows."""
    rows = (
        f'<row r="{n}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>21.5</v></c></row>'
        for n in range(1, 1_000_001)
    )
    return package(folder / "rows.xlsx", [SHEET_START, *_joined(rows), SHEET_END]), {
        "FILE-TOO-MANY-ROWS",
        "FILE-UNPACKS-TOO-BIG",
    }


def empty_formatted_rows(folder: Path) -> tuple[Path, set[str | None]]:
    """Three data rows and two million formatted rows without a value."""
    empty = (f'<row r="{n}" s="1" customFormat="1"><c r="A{n}" s="1"/></row>' for n in range(5, 2_000_005))
    return package(folder / "empty.xlsx", [SHEET_START, *sheet_rows(3), *_joined(empty), SHEET_END]), {
        None,
        "FILE-UNPACKS-TOO-BIG",
    }


def repeated_string(folder: Path) -> tuple[Path, set[str | None]]:
    """One text of 32 kB, used by 100,000 cells: 3 GB when each cell gets its copy."""
    strings = (
        '<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<si><t>{'x' * 32_000}</t></si></sst>"
    )
    cells = (
        f'<row r="{n}">' + "".join(f'<c r="{letter}{n}" t="s"><v>0</v></c>' for letter in "ABCD") + "</row>"
        for n in range(1, 25_001)
    )
    path = package(folder / "strings.xlsx", [SHEET_START, *_joined(cells), SHEET_END], strings=strings)
    return path, {"FILE-MEMORY", "FILE-TOO-MUCH-TEXT", "FILE-UNREADABLE"}


def billion_laughs(folder: Path) -> tuple[Path, set[str | None]]:
    """Entities that expand without end, in the sheet and in the workbook part."""
    laughs = (
        "<!DOCTYPE lolz [<!ENTITY a0 'ha'>"
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
        + "]>"
    )
    start = SHEET_START.replace("?><", f"?>{laughs}<", 1)
    cells = [start, f'<row r="1">{text_cell("A1", "&a11;")}</row>', SHEET_END]
    return package(folder / "laughs.xlsx", cells), {"FILE-DAMAGED", "FILE-NO-HEADER", "FILE-UNREADABLE"}


def outside_entity(folder: Path) -> tuple[Path, set[str | None]]:
    """An entity that names a file of the machine."""
    start = SHEET_START.replace("?><", '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><', 1)
    cells = [start, f'<row r="1">{text_cell("A1", "&e;")}</row>', SHEET_END]
    return package(folder / "outside.xlsx", cells), {"FILE-DAMAGED", "FILE-NO-HEADER"}


def lying_sizes(folder: Path) -> tuple[Path, set[str | None]]:
    """A package whose directory says that its sheet is small, while it unpacks to 400 MB."""
    pieces: list[bytes] = [SHEET_START.encode(), b'<row r="1"><c r="A1" t="inlineStr"><is><t>']
    pieces += [b"A" * (1 << 20)] * 400
    path = package(folder / "lying.xlsx", [*pieces, b"</t></is></c></row>", SHEET_END.encode()])
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    while at >= 0:
        if b"sheet1.xml" in data[at : at + 120]:
            data[at + 24 : at + 28] = struct.pack("<I", 1000)
        at = data.rfind(b"PK\x01\x02", 0, at)
    path.write_bytes(data)
    return path, {"FILE-DAMAGED", "FILE-NO-HEADER", "FILE-MEMORY", "FILE-UNREADABLE", "FILE-TOO-MUCH-TEXT"}


def many_parts(folder: Path) -> tuple[Path, set[str | None]]:
    """A package of 5,000 parts."""
    path = save(folder / "parts.xlsx", ("DS", (HEAD, *ROWS)))
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(5000):
            archive.writestr(f"xl/x{number}.xml", "")
    return path, {"FILE-TOO-MANY-PARTS"}


def many_merged(folder: Path) -> tuple[Path, set[str | None]]:
    """42,000 merged ranges below three honest rows."""
    merged = "".join(f'<mergeCell ref="E{n}:F{n}"/>' for n in range(10, 42_010))
    end = f"</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    return package(folder / "merged.xlsx", [SHEET_START, *sheet_rows(3), end]), {None}


def truncated(folder: Path) -> tuple[Path, set[str | None]]:
    """The first two thirds of an honest workbook."""
    path = save(folder / "truncated.xlsx", ("DS", (HEAD, *ROWS)))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    return path, {"FILE-DAMAGED"}


def broken_part(folder: Path) -> tuple[Path, set[str | None]]:
    """An honest directory over damaged compressed data."""
    path = package(folder / "broken.xlsx", [SHEET_START, *sheet_rows(2000), SHEET_END])
    data = bytearray(path.read_bytes())
    at = data.find(b"sheet1.xml", data.find(b"workbook.xml.rels"))
    data[at + 200 : at + 1200] = bytes(random.Random(3).randbytes(1000))
    path.write_bytes(data)
    return path, {"FILE-DAMAGED"}


def encrypted(folder: Path) -> tuple[Path, set[str | None]]:
    """What Excel writes for a workbook with a password: an OLE file with the stream EncryptedPackage."""
    path = folder / "secret.xlsx"
    path.write_bytes(OLE + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(4096))
    return path, {"FILE-ENCRYPTED"}


def text_named_xlsx(folder: Path) -> tuple[Path, set[str | None]]:
    """A text file with a workbook's name."""
    path = folder / "text.xlsx"
    path.write_text("Mã trạm;Kinh độ;Vĩ độ\nBGG00001;106,19;21,27\n", encoding="utf-8")
    return path, {"FILE-NOT-WHAT-IT-SAYS"}


def page_named_xls(folder: Path) -> tuple[Path, set[str | None]]:
    """A web page with a workbook's name, as some systems export."""
    path = folder / "page.xls"
    path.write_text("<html><table><tr><td>Mã trạm</td></tr></table></html>", encoding="utf-8")
    return path, {"FILE-NOT-WHAT-IT-SAYS"}


def zip_of_something(folder: Path) -> tuple[Path, set[str | None]]:
    """A zip archive that is no workbook."""
    path = folder / "photos.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("photo.jpg", b"\xff\xd8")
    return path, {"FILE-NOT-WHAT-IT-SAYS"}


def ole_rubbish(folder: Path) -> tuple[Path, set[str | None]]:
    """The first bytes of an old .xls and nothing sensible after them."""
    path = folder / "rubbish.xls"
    path.write_bytes(OLE + random.Random(5).randbytes(20_000))
    return path, {"FILE-DAMAGED", "FILE-UNREADABLE"}


def workbook_named_csv(folder: Path) -> tuple[Path, set[str | None]]:
    """A workbook with a text file's name."""
    path = save(folder / "book.xlsx", ("DS", (HEAD, *ROWS)))
    return path.rename(folder / "book.csv"), {"FILE-NOT-WHAT-IT-SAYS"}


def one_long_line(folder: Path) -> tuple[Path, set[str | None]]:
    """50 MB of text on one line."""
    path = folder / "line.csv"
    path.write_bytes(b"Ma tram,Kinh do,Vi do\n" + b"a" * 50_000_000)
    return path, {None, "FILE-TOO-MUCH-TEXT", "FILE-NO-HEADER"}


def open_quote(folder: Path) -> tuple[Path, set[str | None]]:
    """A quotation mark that never closes over 300,000 lines."""
    path = folder / "quote.csv"
    path.write_bytes(b'Ma tram,Kinh do,Vi do\n"' + b"a,106.1,21.2\n" * 300_000)
    return path, {None, "FILE-DAMAGED"}


def repeated_ods(folder: Path) -> tuple[Path, set[str | None]]:
    """An OpenDocument table whose one row says that it is repeated a million times, 16,000 columns wide."""
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="16000">'
        "<text:p>x</text:p></table:table-cell>"
    )
    content = (
        '<?xml version="1.0"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="DS"><table:table-row table:number-rows-repeated="1000000">{cell}'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    )
    path = folder / "repeated.ods"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return path, {"FILE-SPARSE", "FILE-MEMORY", "FILE-UNREADABLE", "FILE-DAMAGED", "FILE-TOO-MANY-COLUMNS"}


def slow_texts(folder: Path) -> tuple[Path, set[str | None]]:
    """Cells of 30,000 letters that make careless patterns take for ever; 5,000 wrong operators."""
    spaces, brackets = "1" + " " * 30_000 + "x", "(" * 30_000
    rows: list[tuple[Any, ...]] = [
        (*HEAD, "Chiều cao cột", "Dùng chung với", "Năm xây dựng", brackets, spaces)
    ]
    for n in range(5000):
        wrong = (spaces, brackets, f"Mạng {n}")[n % 3]
        slow = spaces if n < 50 else None
        rows.append((n, slow, wrong if n < 50 else f"Nhà mạng {n}", slow, slow, slow, slow, slow, slow, slow))
    return save(folder / "slow.xlsx", ("DS", rows)), {None}


def _joined(rows: Iterator[str]) -> Iterator[str]:
    batch: list[str] = []
    for row in rows:
        batch.append(row)
        if len(batch) == 5000:
            yield "".join(batch)
            batch.clear()
    yield "".join(batch)


BOMBS: tuple[Maker, ...] = (
    far_cell,
    far_cell_disguised,
    huge_cell,
    million_rows,
    empty_formatted_rows,
    repeated_string,
    billion_laughs,
    outside_entity,
    lying_sizes,
    many_parts,
    many_merged,
    truncated,
    broken_part,
    encrypted,
    text_named_xlsx,
    page_named_xls,
    zip_of_something,
    ole_rubbish,
    workbook_named_csv,
    one_long_line,
    open_quote,
    repeated_ods,
    slow_texts,
)
