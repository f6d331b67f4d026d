"""Marking a sender's .xlsx by changing only the parts that marks stand in (in the child).

Pictures, charts, pivot tables, conditional formats, validations, tables, widths, calculated results of
formulas and whatever else the package holds come back byte for byte. Macros, active and embedded objects,
add-ins, links to other files (a picture that is fetched when somebody opens the list), discussions, data
queries and signatures (which a change breaks) are left to the other way, which lays out the workbook anew
and says what it could not keep.
"""

import re
import zipfile
from collections.abc import Mapping
from html import escape
from pathlib import Path

from defusedxml.ElementTree import fromstring

from registry.columns import fold
from registry.intake.marked.package_comments import Place, SheetComments, column_number
from registry.intake.marked.package_parts import HEAD, MAIN, OFFICE, Package, UnfamiliarPackageError
from registry.intake.marked.package_sheet import Edit, PackageSheet
from registry.intake.marked.package_styles import Look, Styles
from registry.intake.marks import STATUS_HEADER, SUMMARY_MARK, SUMMARY_TITLE, CellMark, WorkbookMarks
from registry.intake.plain_workbook import ILLEGAL
from registry.intake.sheet_titles import sheet_title
from registry.intake.sheet_xml import sheet_parts

STATUS_WIDTH = 34.0
_LEFT_ALONE = (
    "xl/vbaproject", "xl/activex/", "xl/ctrlprops/", "xl/embeddings/", "xl/externallinks/", "xl/querytables/",
    "xl/connections", "xl/threadedcomments/", "xl/macrosheets/", "xl/dialogsheets/", "xl/webextensions/",
    "xl/model/", "customui/", "_xmlsignatures/",
)  # fmt: skip
_BOOK, _STYLES, _WORDS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SHEET = (
    f'{HEAD}<worksheet xmlns="{MAIN}"><sheetFormatPr defaultRowHeight="15"/>'
    '<cols><col min="1" max="1" width="44" customWidth="1"/><col min="2" max="2" width="60" customWidth="1"/>'
    "</cols><sheetData></sheetData></worksheet>"
)
_FIRST_CELL = re.compile(rb'<c r="A1"([^<>]*)>(.*?)</c>', re.DOTALL)


def mark_package(source: Path, target: Path, marks: WorkbookMarks) -> None:
    """Write ``source`` with ``marks`` to ``target``.

    Raises UnfamiliarPackageError where a part is written in a way that is not known; OSError.
    """
    with zipfile.ZipFile(source) as archive:
        package = Package(archive)
        if any(name.lower().startswith(_LEFT_ALONE) for name in package.names) or package.leads_outside():
            raise UnfamiliarPackageError("parts that are not given back")
        parts = sheet_parts(archive)
        styles = Styles(package.text(_STYLES, "styleSheet"))
        words = _Words(package)
        ours = [name for name, part in parts.items() if words.first_cell(part) == SUMMARY_MARK]
        made: dict[str, PackageSheet] = {}
        drawings: dict[str, str] = {}
        for name, part in parts.items():
            if name in ours:
                continue
            comments = SheetComments(package, part)
            if name not in marks.header_rows and not comments.ours:
                continue
            sheet = made[part] = PackageSheet(package.read(part))
            for place in comments.ours:
                sheet.edit(place, Edit(Look(fill="none"), only=True))
            texts: dict[Place, str] = {}
            if name in marks.header_rows:
                texts = _mark_sheet(sheet, name, marks, words)
            drawings[part] = comments.write(texts)
        made |= _summary(package, parts, ours, marks)
        # every look is numbered while the sheets are written; the list of looks goes last
        streams = {part: sheet.pieces(styles, drawings.get(part, "")) for part, sheet in made.items()}
        package.write(target, streams, last=(_STYLES, styles.text))


def _mark_sheet(sheet: PackageSheet, name: str, marks: WorkbookMarks, words: "_Words") -> dict[Place, str]:
    """Ask for everything that is written into a sheet; returns the comments by their places."""
    header_row = marks.header_rows[name]
    last = max(sheet.last_filled(), sheet.merged.last_column(header_row))
    last = _repair(sheet, name, last, marks)
    if marks.rows:
        _mark_rows(sheet, name, last, marks, words)
    texts: dict[Place, str] = {}
    for (sheet_name, row, letters), mark in marks.cells.items():
        if sheet_name == name:
            place = sheet.merged.anchor((row, column_number(letters)))
            _mark_cell(sheet, place, mark, texts)
    return texts


def _mark_cell(sheet: PackageSheet, place: Place, mark: CellMark, texts: dict[Place, str]) -> None:
    if mark.colour:
        sheet.edit(place, Edit(Look(fill=mark.colour)))
    if text := ILLEGAL.sub("", mark.comment):
        texts[place] = f"{texts[place]}\n———\n{text}" if place in texts else text


def _repair(sheet: PackageSheet, name: str, last: int, marks: WorkbookMarks) -> int:
    """Put values in the place of cells, and those that have no column into new ones; returns the last one."""
    for (sheet_name, row, letters), value in marks.values.items():
        place = (row, column_number(letters))
        if sheet_name == name and sheet.merged.anchor(place) == place:
            general = "any" if value is None or isinstance(value, str) else "text"
            sheet.edit(place, Edit(Look(general=general), put=True, value=value))
            last = max(last, place[1]) if value not in (None, "") else last
    for (sheet_name, header), values in marks.added.items():
        if sheet_name != name:
            continue
        last += 1
        sheet.edit((marks.header_rows[name], last), Edit(Look(bold="plain"), put=True, value=header))
        for row, value in values.items():
            sheet.edit((row, last), Edit(put=True, value=value))
    return last


def _mark_rows(sheet: PackageSheet, name: str, last: int, marks: WorkbookMarks, words: "_Words") -> None:
    header_row = marks.header_rows[name]
    wanted = fold(STATUS_HEADER)
    heads = sheet.row(header_row)
    earlier = [at for at, cell in sorted(heads.items()) if fold(words.text(*cell)) == wanted]
    column = earlier[0] if earlier else last + 1
    if sheet.merged.anchor((header_row, column)) == (header_row, column):
        head = Look(bold="plain", align="head")
        sheet.edit((header_row, column), Edit(head, put=True, value=STATUS_HEADER))
    sheet.widen(column, STATUS_WIDTH)
    if earlier:
        sheet.empty_column(column, header_row)
    for (sheet_name, row), mark in marks.rows.items():
        if sheet_name == name and sheet.merged.anchor((row, column)) == (row, column):
            look = Look(fill=mark.colour, bold=mark.colour, align="status")
            sheet.edit((row, column), Edit(look, put=True, value=mark.text))


def _summary(
    package: Package, parts: Mapping[str, str], ours: list[str], marks: WorkbookMarks
) -> dict[str, PackageSheet]:
    """Make the sheet of the summary, in the place of an earlier one or as the last of the workbook."""
    if len(ours) > 1:
        raise UnfamiliarPackageError("several summaries")
    if ours:
        part = parts[ours[0]]
        if package.relations(part):
            raise UnfamiliarPackageError("a summary that leads elsewhere")
    else:
        part = _new_sheet(package)
    sheet = PackageSheet(_SHEET.encode())
    sheet.edit((1, 1), Edit(Look(bold="plain", size=14), put=True, value=SUMMARY_MARK))
    for number, line in enumerate(marks.summary, 3):
        for column, value in enumerate(line, 1):
            look = Look(align="status" if column > 1 else "top")
            sheet.edit((number, column), Edit(look, put=True, value=value))
    return {part: sheet}


def _new_sheet(package: Package) -> str:
    text = package.text(_BOOK, "workbook")
    listed = list(fromstring(text).iter(f"{{{MAIN}}}sheet"))
    title = sheet_title(SUMMARY_TITLE, [item.get("name") or "" for item in listed])
    number = max([int(item.get("sheetId") or 0) for item in listed], default=0) + 1
    part = package.free_name("xl/worksheets/sheet{}.xml")
    package.put(part, _SHEET)
    package.declare(part, _KIND)
    relation = package.relate(_BOOK, "worksheet", part)
    line = f'<sheet name="{escape(title)}" sheetId="{number}" xmlns:r="{OFFICE}" r:id="{relation}"/>'
    end = text.find("</sheets>")
    if end < 0:
        raise UnfamiliarPackageError("a workbook without sheets")
    package.put(_BOOK, text[:end] + line + text[end:])
    return part


class _Words:
    """The texts of cells; those that the sheets share are looked up once each."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._shared: dict[int, str] = {}
        self._part = b""

    def first_cell(self, part: str) -> str:
        """Return the text of cell A1 of a sheet, which stands near its beginning."""
        found = _FIRST_CELL.search(self._package.begin(part))
        return self.text(found[1], found[2]) if found else ""

    def text(self, attributes: bytes, inside: bytes) -> str:
        """Return the text of a cell by its attributes and what stands inside."""
        kind = re.search(rb' t="(\w+)"', attributes)
        if kind is None or kind[1] not in (b"s", b"inlineStr", b"str"):
            return ""
        if kind[1] == b"inlineStr":
            return _joined(inside)
        value = re.search(rb"<v[^<>]*>([^<]*)</v>", inside)
        if value is None:
            return ""
        if kind[1] == b"str":
            return str(fromstring(b"<v>" + value[1] + b"</v>").text or "")
        return self._shared_text(int(value[1])) if value[1].isdigit() else ""

    def _shared_text(self, number: int) -> str:
        if number not in self._shared:
            self._part = self._part or self._package.read(_WORDS)
            items = re.finditer(rb"<si>(.*?)</si>|<si/>", self._part, re.DOTALL)
            found = next((item for at, item in enumerate(items) if at == number), None)
            self._shared[number] = _joined(found[1] or b"") if found else ""
        return self._shared[number]


def _joined(inside: bytes) -> str:
    """Return the text of a rich text; how it is pronounced is left out."""
    plain = re.sub(rb"<rPh\b.*?</rPh>", b"", inside, flags=re.DOTALL)
    found = re.findall(rb"<t(?: [^<>]*)?>([^<]*)</t>", plain)
    return str(fromstring(b"<t>" + b"".join(found) + b"</t>").text or "")
