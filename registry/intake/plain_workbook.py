"""Writing a plain workbook (.xlsx): rows to the XML of sheets, in one pass, with nothing kept but its words.

A library that makes an object of every cell takes 13 microseconds a cell; here a row is one text. Written is
what tables of an office need: texts that stay texts, numbers, days, yes and no; a bold header that stays in
sight, widths, and cells that somebody is asked to fill in. The same rows make the same bytes, whenever.

The parts and their order are those of ECMA-376 part 1 (18.3 sheets, 18.4 shared strings, 18.8 styles).
"""

import datetime as dt
import math
import re
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from numbers import Real
from pathlib import Path
from typing import IO, Any

from registry.intake.limits import MAX_CELL_TEXT
from registry.intake.raw import letter
from registry.intake.sheet_titles import sheet_title

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that no XML, and so no workbook, can hold."""
_PIECE = 1_000  # rows that are packed at once
_DAY_ZERO = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a workbook's days have no zone
_MADE = (1980, 1, 1, 0, 0, 0)  # the first day that a ZIP can name: when a file was made is not in it

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_STYLES = f"""{_HEAD}<styleSheet xmlns="{_MAIN}">\
<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts>\
<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>\
<fills count="3"><fill><patternFill patternType="none"/></fill>\
<fill><patternFill patternType="gray125"/></fill>\
<fill><patternFill patternType="solid"><fgColor rgb="FFFFF2CC"/><bgColor indexed="64"/>\
</patternFill></fill></fills>\
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
<cellXfs count="6"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>\
<xf numFmtId="164" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>\
<xf numFmtId="0" fontId="0" fillId="2" borderId="0" xfId="0" applyFill="1"/>\
<xf numFmtId="164" fontId="0" fillId="2" borderId="0" xfId="0" applyNumberFormat="1" applyFill="1"/>\
</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>"""
# the numbers of the looks above; the one behind each is the same for a day
_PLAIN, _BOLD, _FILL = 0, 2, 4


@dataclass(frozen=True, slots=True)
class PlainSheet:
    """A sheet: the first ``bold`` rows are its head, ``frozen`` rows stay in sight, ``widths`` in characters.

    A cell is a str, a number, a bool, a date or datetime, or None. ``fill`` are cells, by row and column
    counted from 0 below the head, that are coloured because somebody is asked to fill them in.
    """

    title: str
    rows: Iterable[Sequence[Any]]
    bold: int = 1
    frozen: int = 1
    widths: Sequence[float] = ()
    fill: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def write_plain_workbook(into: Path | IO[bytes], sheets: Sequence[PlainSheet]) -> None:
    """Write the sheets as a workbook; their titles become such as Excel takes. Raises OSError."""
    titles: list[str] = []
    for sheet in sheets:
        titles.append(sheet_title(sheet.title, titles))
    words = _Words()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _frame(titles).items():
            archive.writestr(_entry(name), text)
        for number, sheet in enumerate(sheets, 1):
            with archive.open(_entry(f"xl/worksheets/sheet{number}.xml"), "w", force_zip64=True) as part:
                _write_sheet(part, sheet, words)
        with archive.open(_entry("xl/sharedStrings.xml"), "w", force_zip64=True) as part:
            words.write(part)


def escaped(text: str) -> str:
    """Return a text as it stands between two tags; signs that no XML can hold are left out."""
    text = ILLEGAL.sub("", text)[:MAX_CELL_TEXT]
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def text_element(text: str) -> str:
    """Return a text as the element ``t``, whose blanks at the ends and line ends are kept."""
    inside = escaped(text)
    keep = ' xml:space="preserve"' if inside != inside.strip() or "\n" in inside else ""
    return f"<t{keep}>{inside}</t>"


def day_number(day: dt.date) -> float:
    """Return a day or a moment as a workbook counts it: days since 30/12/1899."""
    moment = day if isinstance(day, dt.datetime) else dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001
    since = moment.replace(tzinfo=None) - _DAY_ZERO
    return since.days + since.seconds / 86_400 + since.microseconds / 86_400e6


class _Words:
    """The texts of all sheets, each held once."""

    def __init__(self) -> None:
        self._texts: dict[str, int] = {}
        self._used = 0

    def number(self, text: str) -> int:
        self._used += 1
        return self._texts.setdefault(text, len(self._texts))

    def write(self, part: IO[bytes]) -> None:
        head = f'{_HEAD}<sst xmlns="{_MAIN}" count="{self._used}" uniqueCount="{len(self._texts)}">'
        part.write(head.encode())
        piece: list[str] = []
        for text in self._texts:
            piece.append(f"<si>{text_element(text)}</si>")
            if len(piece) == _PIECE:
                part.write("".join(piece).encode())
                piece.clear()
        part.write(("".join(piece) + "</sst>").encode())


def _write_sheet(part: IO[bytes], sheet: PlainSheet, words: _Words) -> None:
    part.write(_sheet_head(sheet).encode())
    places: list[str] = []
    piece: list[str] = []
    cell = _cells(words)
    for number, row in enumerate(sheet.rows, 1):
        while len(places) < len(row):
            places.append(f'<c r="{letter(len(places))}')
        look = _BOLD if number <= sheet.bold else _PLAIN
        if look == _PLAIN and not sheet.fill:
            behind = list(map(cell, row))
        else:
            at = number - sheet.bold - 1
            looks = [_FILL if (at, i) in sheet.fill else look for i in range(len(row))]
            behind = list(map(cell, row, looks))
        inside = "".join(
            [f"{place}{number}{rest}" for place, rest in zip(places, behind, strict=False) if rest]
        )
        piece.append(f'<row r="{number}">{inside}</row>')
        if len(piece) == _PIECE:
            part.write("".join(piece).encode())
            piece.clear()
    part.write(("".join(piece) + "</sheetData></worksheet>").encode())


def _cells(words: _Words) -> Callable[..., str]:
    """Return what writes a cell behind its place: '" t="s"><v>7</v></c>'; "" for no cell at all."""
    number_of = words.number

    def cell(value: Any, look: int = _PLAIN) -> str:
        style = f'" s="{look}' if look else ""
        if value is None or value == "":
            return f'{style}"/>' if look == _FILL else ""
        if isinstance(value, str):
            return f'{style}" t="s"><v>{number_of(str(value))}</v></c>'
        if isinstance(value, bool):
            return f'{style}" t="b"><v>{value:d}</v></c>'
        if isinstance(value, int):
            return f'{style}"><v>{value}</v></c>'
        if isinstance(value, Real):
            known = float(value)
            return f'{style}"><v>{known!r}</v></c>' if math.isfinite(known) else ""
        if isinstance(value, dt.date):
            return f'" s="{look + 1}"><v>{day_number(value):.15g}</v></c>'
        raise TypeError(f"no cell holds {type(value).__name__}")

    return cell


def _sheet_head(sheet: PlainSheet) -> str:
    pane = (
        f'<pane ySplit="{sheet.frozen}" topLeftCell="A{sheet.frozen + 1}" activePane="bottomLeft"'
        ' state="frozen"/>'
        '<selection pane="bottomLeft"/>'
        if sheet.frozen
        else ""
    )
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"/>'
        for at, width in enumerate(sheet.widths, 1)
    )
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}">'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/>{f"<cols>{columns}</cols>" if columns else ""}<sheetData>'
    )


def _frame(titles: Sequence[str]) -> dict[str, str]:
    """Return the parts that hold no rows, the one first that says what the others are."""
    numbers = range(1, len(titles) + 1)
    overrides = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{_KIND}.{kind}+xml"/>'
        for name, kind in (
            ("workbook.xml", "sheet.main"),
            ("styles.xml", "styles"),
            ("sharedStrings.xml", "sharedStrings"),
            *((f"worksheets/sheet{number}.xml", "worksheet") for number in numbers),
        )
    )
    listed = "".join(
        f'<sheet name="{escaped(title).replace(chr(34), "&quot;")}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in zip(numbers, titles, strict=True)
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for at, (kind, target) in enumerate(
            [
                *(("worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ],
            1,
        )
    )
    relationships = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    return {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
        ),
        "_rels/.rels": (
            f'{relationships}<Relationship Id="rId1" Type="{_OFFICE}/officeDocument"'
            ' Target="xl/workbook.xml"/>'
            "</Relationships>"
        ),
        "xl/workbook.xml": (
            f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><bookViews><workbookView/></bookViews>'
            f"<sheets>{listed}</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": f"{relationships}{related}</Relationships>",
        "xl/styles.xml": _STYLES,
    }


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MADE)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
