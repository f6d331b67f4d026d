"""The house's papers as a printer and LibreOffice see them."""

from pathlib import Path

import pytest
from docx import Document
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from registry.documents.house_templates import write_template
from registry.documents.kinds import KINDS, Kind


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
