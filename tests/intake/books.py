"""Workbooks made by code: honest ones with openpyxl, hostile ones as raw parts of a package."""

import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook

HEAD = ("STT", "Mã trạm", "Doanh nghiệp", "Kinh độ", "Vĩ độ")
ROWS = (
    (1, "BGG00001", "Viettel", 106.1946, 21.27341),
    (2, "BGG00002", "MobiFone", 106.20111, 21.28222),
    (3, "BGG00003", "Vinaphone", 106.30333, 21.30444),
)

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="{target}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"/>{more}</Relationships>'
)
_BOOK = (
    '<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="DS" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
SHEET_START = '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
SHEET_END = "</sheetData></worksheet>"


def save(path: Path, *sheets: tuple[str, Sequence[Sequence[Any]]], prepare: Any = None) -> Path:
    """Save sheets of rows as .xlsx; ``prepare(workbook)`` may change it before."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if prepare is not None:
        prepare(book)
    book.save(path)
    return path


def package(path: Path, pieces: Iterable[str | bytes], *, strings: str = "", doctype: str = "") -> Path:
    """Write an .xlsx whose one sheet is the given pieces of XML, streamed."""
    more = ""
    if strings:
        more = (
            '<Relationship Id="rId9" Target="sharedStrings.xml" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels", _RELS.format(kind="officeDocument", target="xl/workbook.xml", more="")
        )
        archive.writestr("xl/workbook.xml", doctype + _BOOK if doctype else _BOOK)
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            _RELS.format(kind="worksheet", target="worksheets/sheet1.xml", more=more),
        )
        if strings:
            archive.writestr("xl/sharedStrings.xml", strings)
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece.encode() if isinstance(piece, str) else piece)
    return path


def text_cell(reference: str, text: str) -> str:
    """Return the XML of a text cell."""
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_rows(count: int, first: int = 1) -> Iterator[str]:
    """Yield the XML of a header and ``count`` data rows with a code and a position."""
    yield (
        f'<row r="{first}">'
        + "".join(
            text_cell(f"{letter}{first}", text)
            for letter, text in zip("ABC", ("Mã trạm", "Kinh độ", "Vĩ độ"), strict=True)
        )
        + "</row>"
    )
    for start in range(first + 1, first + 1 + count, 1000):
        yield "".join(
            f'<row r="{n}">{text_cell(f"A{n}", f"BGG{n:05d}")}'
            f'<c r="B{n}"><v>106.19461</v></c><c r="C{n}"><v>21.27342</v></c></row>'
            for n in range(start, min(start + 1000, first + 1 + count))
        )
