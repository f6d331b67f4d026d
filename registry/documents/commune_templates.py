"""The house's template of a commune's sheet: why it is to be looked at, its figures, what is to be known."""

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH

from registry.documents.layout import CENTRE, in_cell, line, tag, whole_rows
from registry.documents.report_templates import RIGHT

LEFT = WD_ALIGN_PARAGRAPH.LEFT


def commune(document: Docx, words: dict[str, str]) -> None:
    """Lay out the sheet; ``rows`` are two figures each, ``reasons`` and ``notes`` sentences."""
    line(document, words["commune_title"], align=CENTRE, size=14, bold=True)
    line(document, words["commune_about"], align=CENTRE, bold=True)
    line(document, words["commune_period"], align=CENTRE, italic=True)
    tag(document, "if present")
    line(document, words["commune_present"])
    tag(document, "endif")
    tag(document, "if missing")
    line(document, words["commune_missing"])
    tag(document, "endif")
    tag(document, "if reasons")
    line(document, words["commune_reasons"])
    tag(document, "endif")
    _figures(document)
    tag(document, "for note in notes")
    line(document, words["commune_note"], italic=True, size=10)
    tag(document, "endfor")


def _figures(document: Docx) -> None:
    """Add the figures, two a row, so that all of them stand on one page."""
    made = document.add_table(rows=3, cols=4)
    made.style = "Table Grid"
    made.rows[0].cells[0].text = "{%tr for row in rows %}"
    for cell, name in zip(made.rows[1].cells, ("left", "first", "right", "second"), strict=True):
        in_cell(cell, [(f"{{{{ row.{name} }}}}", 9.5, False, False)])
        cell.paragraphs[0].alignment = RIGHT if name in ("first", "second") else LEFT
    made.rows[2].cells[0].text = "{%tr endfor %}"
    whole_rows(made)
