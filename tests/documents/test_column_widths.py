"""Columns as wide as what stands in them, together as wide as the page."""

import io

from docx import Document
from hypothesis import given
from hypothesis import strategies as st

from registry.documents.column_widths import TEXT_MM, column_widths, fitted

CELL = st.text(alphabet="ab 0", max_size=60)


@given(st.integers(1, 9).flatmap(lambda n: st.lists(st.lists(CELL, min_size=n, max_size=n), min_size=1)))
def test_columns_fill_the_page(rows: list[list[str]]) -> None:
    widths = column_widths(rows)
    assert abs(sum(widths) - TEXT_MM) < 1e-6
    assert min(widths) > 0


def test_a_name_gets_more_than_a_number_and_a_long_text_what_is_left() -> None:
    rows = [["Xã, phường", "VNPT", "Ghi chú"], ["Phường Bắc Giang", "29", "một câu dài " * 20]]
    name, number, note = column_widths(rows)
    assert number < name < note


def test_a_document_keeps_its_text_and_its_merged_tables() -> None:
    document = Document()
    made = document.add_table(rows=2, cols=3)
    made.style = "Table Grid"
    for cell, text in zip(made.rows[1].cells, ("Phường Bắc Giang và xã", "1", "2"), strict=True):
        cell.text = text
    plain = document.add_table(rows=1, cols=2)
    into = io.BytesIO()
    document.save(into)
    found = Document(io.BytesIO(fitted(into.getvalue())))
    assert [cell.text for cell in found.tables[0].rows[1].cells] == ["Phường Bắc Giang và xã", "1", "2"]
    wide = [column.width for column in found.tables[0].columns]
    assert wide[0] > wide[1] == wide[2]
    assert [c.width for c in found.tables[1].columns] == [c.width for c in plain.columns]
