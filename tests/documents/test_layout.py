"""The house's papers as a printer and LibreOffice see them."""

import io
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from registry.documents.filling import HOUSE, fill
from registry.documents.house_templates import write_template
from registry.documents.kinds import KINDS, Kind
from registry.documents.layout import annex, landscape, line, page, tag


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_states_its_columns_in_the_grid_as_in_its_cells(tmp_path: Path, kind: Kind) -> None:
    path = tmp_path / "mẫu.docx"
    write_template(path, kind, "vi")
    tables = Document(str(path)).tables
    for table in tables:
        cells = [cell.width for cell in table.rows[0].cells]
        if None not in cells:
            assert [column.width for column in table.columns] == cells
    # "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in 12 pt bold is 87 mm wide and stands in one line (NĐ 30/2020)
    assert tables[0].columns[1].width >= Mm(87 + 4)
    signed = [table for table in tables if any("signer" in row.cells[-1].text for row in table.rows)]
    listed = [row for table in tables for row in table.rows if "{%tr" in row.cells[0].text]
    for row in listed:  # no line of a list is torn across two pages
        beside = row._tr.getparent().xpath("w:tr")
        assert all(line.trPr is not None and line.trPr.xpath("w:cantSplit") for line in beside)
    for table in signed:  # and no signature stands alone on a page, or in two halves
        assert all(row._tr.trPr is not None and row._tr.trPr.xpath("w:cantSplit") for row in table.rows)
        above = [Paragraph(item, None) for item in table._tbl.xpath("preceding-sibling::w:p")][-2:]
        assert [paragraph.paragraph_format.keep_with_next for paragraph in above] == [True, True]
    assert bool(signed) == (kind not in ("note", "minutes", "inspection"))


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_numbered_in_the_top_margin_from_the_second_on(tmp_path: Path, kind: Kind) -> None:
    """NĐ 30/2020/NĐ-CP, Phụ lục I: A4, margins of 20-25, 30-35 and 15-20 mm, no number on the first page."""
    path = tmp_path / "mẫu.docx"
    write_template(path, kind, "vi")
    first = Document(str(path)).sections[0]
    assert first.page_width is not None
    assert first.page_height is not None
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    for size, least, most in (
        (first.top_margin, 20, 25), (first.bottom_margin, 20, 25), (first.left_margin, 30, 35),
        (first.right_margin, 15, 20),
    ):  # fmt: skip
        assert size is not None
        assert least <= round(size.mm, 1) <= most
    assert first.different_first_page_header_footer
    assert [field.get(qn("w:instr")) for field in first.header._element.iter(qn("w:fldSimple"))] == ["PAGE"]
    assert not first.first_page_header.paragraphs[0].text


def test_a_letter_bears_nobody_as_its_author_and_no_day_of_its_making() -> None:
    about = page().core_properties
    assert (about.author, about.comments, about.created, about.modified) == ("", "", None, None)


def test_a_letter_without_annexes_has_no_page_for_them(tmp_path: Path) -> None:
    folder = tmp_path / HOUSE
    folder.mkdir()
    document = page()
    line(document, "Trên đây là ý kiến")
    landscape(document)
    tag(document, "if rows")
    annex(document, number="Phụ lục I", title="DANH SÁCH", of="(Kèm theo …)")
    tag(document, "endif")
    document.save(str(folder / "mẫu.docx"))
    for rows, across in ([1], [False, True]), ([], [False]):
        made = Document(io.BytesIO(fill(folder / "mẫu.docx", {"rows": rows, "marks": ""})))
        found = [(section.page_width or 0) > (section.page_height or 0) for section in made.sections]
        assert found == across
        assert any("PHỤ LỤC" in one.text.upper() for one in made.paragraphs) == bool(rows)
