"""Only marked parts of a workbook are written: as openpyxl would mark it, and as Excel insists on it."""

import io
import itertools
import re
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from PIL import Image as Picture

from registry.intake import CellMark, RowMark, WorkbookMarks
from registry.intake.marked import marking
from registry.intake.marked.package_marking import mark_package
from registry.intake.marked.package_parts import UnfamiliarPackageError
from registry.intake.marks import STATUS_HEADER, SUMMARY_MARK, SUMMARY_TITLE

RED, BLUE = "#7a0019", "#0b5d4a"
TEXTS = ["x", "=1+1", " hai  dấu ", "dòng\nmới", "<&>", "Đã cấp\r"]
ORDER = (
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)
FEATURES = (
    "comments", "earlier", "merged", "frozen", "filter", "validated", "conditional", "table", "protected",
    "hidden", "picture", "wide", "formula", "title",
)  # fmt: skip


def zoo(path: Path, features: frozenset[str], *, rows: int = 5) -> Path:
    """A workbook that has these features, with its list in B3 and below."""
    book = openpyxl.Workbook()
    sheet: Any = book.worksheets[0]
    sheet.title = "D&S <1>"
    for number in range(3, 4 + rows):
        for column in range(2, 6):
            cell = sheet.cell(number, column)
            cell.value = f"Cột {column}" if number == 3 else (f"chữ {number}", 3.5, number, "số")[column - 2]
            if (number + column) % 3 == 0:
                cell.font = Font(name="Arial", size=9, italic=True)
                cell.number_format = "@" if column % 2 else "0.00"
            if (number + column) % 4 == 0:
                cell.fill = PatternFill("solid", fgColor="FFFFFF00")
                cell.alignment = Alignment(horizontal="right", indent=1)
    sheet["H5"].fill = PatternFill("solid", fgColor="FF00FFFF")  # formatted, empty, behind the list
    other = book.create_sheet("Khác")
    other["A1"], other["B2"] = "của người gửi", 7
    if "comments" in features:
        sheet["C4"].comment = Comment("của người gửi", "Người gửi")
        other["B2"].comment = Comment("khác", "Người gửi")
    if "earlier" in features:
        sheet["F3"] = STATUS_HEADER
        for number in range(4, 4 + rows):
            sheet.cell(number, 6).value = "cũ"
        sheet["D5"].comment = Comment("cũ", "Thẩm định BTS")
        sheet["D5"].fill = PatternFill("solid", fgColor="FF123456")
        other["A1"].comment = Comment("cũ", "Thẩm định BTS")
        other["A1"].fill = PatternFill("solid", fgColor="FF123456")
        book.create_sheet("Tổng hợp")["A1"] = SUMMARY_MARK
    if "merged" in features:
        sheet.merge_cells("C6:D7")
        sheet.merge_cells("B1:G1")
    if "frozen" in features:
        sheet.freeze_panes = "C4"
    if "filter" in features:
        sheet.auto_filter.ref = "B3:E6"
    if "validated" in features:
        valid = DataValidation("list", formula1='"a,b"')
        valid.add("B4:B9")
        sheet.add_data_validation(valid)
    if "conditional" in features:
        sheet.conditional_formatting.add(
            "D4:D9", CellIsRule("lessThan", ["5"], fill=PatternFill(bgColor="FFFF0000"))
        )
    if "table" in features:
        sheet.add_table(Table(displayName="Bang", name="Bang", ref="B3:E6"))
    if "protected" in features:
        sheet.protection.sheet = True
    if "hidden" in features:
        other.sheet_state = "veryHidden"
        sheet.row_dimensions[5].hidden = True
        sheet.column_dimensions["C"].hidden = True
    if "picture" in features:
        into = io.BytesIO()
        Picture.new("RGB", (3, 3), "red").save(into, "PNG")
        sheet.add_image(Image(into), "J2")
    if "wide" in features:
        sheet.column_dimensions.group("E", "K", hidden=False)
        sheet.column_dimensions["E"].width = 22
    if "formula" in features:
        sheet["D4"] = "=1+1"
    if "title" in features:
        sheet["B1"] = "Danh sách"
        sheet["B1"].font = Font(bold=True, color="FF0000FF")
    book.save(path)
    return path


def marks(cells: dict[tuple[int, str], tuple[str, str]], **more: Any) -> WorkbookMarks:
    name = "D&S <1>"
    return WorkbookMarks(
        rows={(name, row): RowMark(f"✕ dòng {row}\n=1", RED if row % 2 else BLUE) for row in range(4, 9)},
        cells={(name, *place): CellMark(*said) for place, said in cells.items()},
        header_rows={name: 3, "không có": 1},
        summary=(("Số dòng", 5), (), ("=1+1", "b", 2.5)),
        **more,
    )


def told(path: Path) -> dict[str, Any]:
    """Everything that both ways have to agree on."""
    book = openpyxl.load_workbook(path)
    found: dict[str, Any] = {"sheets": [(sheet.title, sheet.sheet_state) for sheet in book.worksheets]}
    for sheet in book.worksheets:
        cells = {}
        for row in sheet.iter_rows():
            for cell in row:
                colour = cell.font.color.rgb if cell.font.b and cell.font.color is not None else None
                colour = colour if isinstance(colour, str) else None  # of the theme: its own
                looks = (
                    cell.number_format, cell.fill.fill_type, cell.fill.fgColor.rgb, cell.font.b, colour,
                    cell.alignment.wrap_text or None, cell.alignment.vertical, cell.alignment.horizontal,
                )  # fmt: skip
                said = (cell.comment.text, cell.comment.author) if cell.comment else None
                plain = looks == ("General", None, "00000000", False, None, None, None, None)
                if cell.value is not None or said or not plain:
                    cells[cell.coordinate] = (cell.value, cell.data_type, looks, said)
        found[sheet.title] = {
            "cells": cells,
            "merged": sorted(map(str, sheet.merged_cells.ranges)),
            "frozen": sheet.freeze_panes,
            "filter": sheet.auto_filter.ref,
            "valid": [str(item.sqref) for item in sheet.data_validations.dataValidation],
            "conditional": [str(item.sqref) for item in sheet.conditional_formatting],
            "tables": [(table.name, table.ref) for table in sheet.tables.values()],
            "protected": sheet.protection.sheet,
            "hidden": [number for number, item in sheet.row_dimensions.items() if item.hidden],
            "pictures": len(sheet._images),
        }
    return found


def sound(path: Path) -> None:
    """What Excel insists on: the order of elements, counts, types and relations of all parts."""
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert len(set(names)) == len(names)
        trees = {
            name: ElementTree.fromstring(archive.read(name))
            for name in names
            if name.endswith((".xml", ".rels", ".vml"))
        }
    types = trees["[Content_Types].xml"]
    parts = {str(item.get("PartName")).lstrip("/") for item in types if item.tag.endswith("Override")}
    extensions = {item.get("Extension") for item in types if item.tag.endswith("Default")}
    assert parts <= set(names)
    for name in names:
        assert name in parts or name.rpartition(".")[2] in extensions
    for name, tree in trees.items():
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            ids = [item.get("Id") for item in tree]
            assert len(set(ids)) == len(ids)
            for item in tree:
                target = str(item.get("Target"))
                whole = Path("/", target) if target.startswith("/") else Path("/", folder, target)
                assert str(whole.resolve()).lstrip("/") in names
        if name.startswith("xl/worksheets/sheet"):
            order = [ORDER.index(item.tag.partition("}")[2]) for item in tree]
            assert order == sorted(order)
            rows = [item for item in tree.iter() if item.tag.endswith("}row")]
            numbers = [int(row.get("r") or 0) for row in rows]
            assert numbers == sorted(set(numbers))
            for row in rows:
                places = [cell.get("r") or "" for cell in row]
                columns = [openpyxl.utils.cell.coordinate_from_string(place)[0] for place in places]
                indexes = [openpyxl.utils.column_index_from_string(column) for column in columns]
                assert indexes == sorted(set(indexes))
            columns_ = [
                (int(c.get("min") or 0), int(c.get("max") or 0))
                for c in tree.iter()
                if c.tag.endswith("}col")
            ]
            assert all(low <= high for low, high in columns_)
            assert all(one[1] < two[0] for one, two in itertools.pairwise(columns_))
    styles = trees["xl/styles.xml"]
    lists = {item.tag.partition("}")[2]: item for item in styles}
    for name in ("fonts", "fills", "cellXfs"):
        assert lists[name].get("count") == str(len(lists[name]))
    for form in lists["cellXfs"]:
        assert int(form.get("fontId") or 0) < len(lists["fonts"])
        assert int(form.get("fillId") or 0) < len(lists["fills"])


PLACES = st.tuples(st.integers(3, 10), st.sampled_from(["B", "C", "D", "E", "F", "H", "XFD"]))
VALUES = st.sampled_from([None, 2.5, *TEXTS])
SAID = st.tuples(st.sampled_from(["", "✕ Không đạt", *TEXTS]), st.sampled_from(["", RED, BLUE]))


@settings(
    max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate)
)  # one example is half a second
@given(
    st.frozensets(st.sampled_from(FEATURES)),
    st.dictionaries(PLACES, SAID, max_size=6),
    st.dictionaries(PLACES.filter(lambda place: place[1] not in ("F", "XFD")), VALUES, max_size=3),
    st.booleans(),
)
def test_both_ways_of_marking_say_the_same(
    features: frozenset[str],
    cells: dict[tuple[int, str], tuple[str, str]],
    values: dict[tuple[int, str], Any],
    added: bool,
) -> None:
    name = "D&S <1>"
    wanted = marks(
        cells,
        values={(name, *place): value for place, value in values.items() if place != (4, "D")},
        added={(name, "Mới"): {4: "=2", 6: 7.5}} if added else {},
    )
    with TemporaryDirectory() as folder:
        source = zoo(Path(folder, "a.xlsx"), features)
        ours, other = Path(folder, "ours.xlsx"), Path(folder, "other.xlsx")
        mark_package(source, ours, wanted)
        marking._laid_out(source, ".xlsx", other, wanted, "a.xlsx")
        sound(ours)
        one, two = told(ours), told(other)
        notes = two[SUMMARY_TITLE]["cells"].pop("A6", None)  # what the other way could not keep
        assert notes is None or "picture" in features or "formula" in features
        assert one.pop("sheets") == two.pop("sheets")
        assert one == two
        again = Path(folder, "again.xlsx")
        mark_package(ours, again, wanted)
        sound(again)
        assert told(again)[name]["cells"]["B4"] == one[name]["cells"]["B4"]


def test_what_is_not_marked_comes_back_byte_for_byte(tmp_path: Path) -> None:
    source = zoo(tmp_path / "a.xlsx", frozenset(FEATURES) - {"earlier"})
    mark_package(source, tmp_path / "out.xlsx", marks({(4, "D"): ("✕", RED)}))
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(tmp_path / "out.xlsx") as after:
        changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
        new = set(after.namelist()) - set(before.namelist())
        sheet = "xl/worksheets/sheet1.xml"
        old_row, new_row = (
            re.search(rb'<row r="9".*?</row>|<row r="9"[^>]*/>|$', archive.read(sheet), re.DOTALL)
            for archive in (before, after)
        )
    assert changed == {
        "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/comments/comment1.xml",
        "xl/drawings/commentsDrawing1.vml", "xl/styles.xml", "xl/workbook.xml", sheet,
    }  # fmt: skip
    assert new == {"xl/worksheets/sheet3.xml"}
    assert old_row is not None
    assert new_row is not None
    assert old_row[0] == new_row[0]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b"<!-- x --><sheetData>"),
        ("xl/worksheets/sheet1.xml", b'<c r="B5"', b"<c"),
        ("xl/worksheets/sheet1.xml", b'<row r="5"', b'<row r="2"'),
        ("xl/worksheets/sheet1.xml", b"</row>", b"<x>1</x></row>"),
        ("xl/styles.xml", b"<cellXfs", b"<other"),
        ("xl/workbook.xml", b"<sheets>", b"<!DOCTYPE x><sheets>"),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", b""),
        (
            "xl/_rels/workbook.xml.rels",
            b"</Relationships>",
            b'<Relationship Id="x" Type="x/image" Target="http://x" TargetMode="External"/></Relationships>',
        ),
    ],
)
def test_what_is_written_otherwise_is_left_to_the_other_way(
    tmp_path: Path, part: str, old: bytes, new: bytes
) -> None:
    source = zoo(tmp_path / "a.xlsx", frozenset())
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(source, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises((UnfamiliarPackageError, ElementTree.ParseError)):
        mark_package(source, tmp_path / "out.xlsx", marks({(5, "B"): ("✕", RED)}))


def test_a_formula_is_not_overwritten_in_place(tmp_path: Path) -> None:
    source = zoo(tmp_path / "a.xlsx", frozenset({"formula"}))
    with pytest.raises(UnfamiliarPackageError):
        mark_package(source, tmp_path / "out.xlsx", marks({}, values={("D&S <1>", 4, "D"): 2.0}))
