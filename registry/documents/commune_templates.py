"""The house's template of a commune's sheet: why it is to be looked at, its figures, what is to be known."""

from docx.document import Document as Docx

from registry.documents.layout import CENTRE, line, tag
from registry.documents.report_templates import table_of_item


def commune(document: Docx, words: dict[str, str]) -> None:
    """Lay out the sheet; ``tables`` are groups of figures, ``reasons`` and ``notes`` sentences."""
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
    line(document, words["commune_reasons"], bold=True)
    tag(document, "for reason in reasons")
    line(document, words["commune_reason"])
    tag(document, "endfor")
    tag(document, "endif")
    tag(document, "for item in tables")
    table_of_item(document)
    line(document, "", size=6)
    tag(document, "endfor")
    tag(document, "for note in notes")
    line(document, words["commune_note"], italic=True, size=11)
    tag(document, "endfor")
