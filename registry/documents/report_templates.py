"""The house's template of the half-yearly and yearly report: a summary and its tables, as wide as they
are.
"""

from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from registry.documents.layout import CENTRE, in_cell, line, tag, whole_rows

RIGHT = WD_ALIGN_PARAGRAPH.RIGHT


def report(document: Docx, words: dict[str, str]) -> None:
    """Lay out the report; ``tables`` are titles, column words and rows of cells."""
    line(document, words["report_title"], align=CENTRE, size=14, bold=True)
    line(document, words["report_about"], align=CENTRE, bold=True)
    line(document, words["report_period"], align=CENTRE, italic=True)
    line(document, words["report_opening"])
    line(document, words["report_summary"])
    tag(document, "if before")
    line(document, words["report_before"])
    tag(document, "endif")
    tag(document, "for item in tables")
    title = line(document, words["report_table"], bold=True)
    title.paragraph_format.keep_with_next = True
    table_of_item(document)
    tag(document, "endfor")
    tag(document, "for note in notes")
    line(document, words["report_note"], italic=True, size=11)
    tag(document, "endfor")


def table_of_item(document: Docx) -> None:
    """Add the table of ``item``: its column words (``first``, ``rest``), then a row for each of ``rows``."""
    made = document.add_table(rows=4, cols=4)
    made.style = "Table Grid"
    _row_of_cells(made.rows[0].cells, "item.first", "text in item.rest", bold=True)
    made.rows[1].cells[0].text = "{%tr for row in item.rows %}"
    _row_of_cells(made.rows[2].cells, "row.first", "text in row.rest", bold=False)
    made.rows[3].cells[0].text = "{%tr endfor %}"
    whole_rows(made)


def _row_of_cells(cells: Any, first: str, loop: str, *, bold: bool) -> None:
    """Write the cells of a row: the first by itself, then one for each of a list, numbers at the right."""
    name, before, cell, after = cells
    in_cell(name, [(f"{{{{ {first} }}}}", 10, bold, False)], centre=bold)
    before.text = f"{{%tc for {loop} %}}"
    in_cell(cell, [("{{ text }}", 10, bold, False)], centre=bold)
    if not bold:
        cell.paragraphs[0].alignment = RIGHT
    after.text = "{%tc endfor %}"
