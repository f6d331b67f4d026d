"""The house's template of the after-action report of a storm: sections with sentences and tables."""

from docx.document import Document as Docx

from registry.documents.layout import CENTRE, line, tag
from registry.documents.report_templates import table_of_item


def after_action(document: Docx, words: dict[str, str]) -> None:
    """Lay out the report; ``sections`` have a title, sentences, an officer's words and tables."""
    line(document, words["after_action_title"], align=CENTRE, size=14, bold=True)
    line(document, words["after_action_about"], align=CENTRE, bold=True)
    line(document, words["after_action_as_of"], align=CENTRE, italic=True)
    tag(document, "for section in sections")
    title = line(document, words["after_action_section"], bold=True)
    title.paragraph_format.keep_with_next = True
    tag(document, "for said in section.said")
    line(document, words["after_action_said"])
    tag(document, "endfor")
    tag(document, "for said in section.text")
    line(document, words["after_action_text"])
    tag(document, "endfor")
    tag(document, "for item in section.tables")
    name = line(document, words["after_action_table"], italic=True)
    name.paragraph_format.keep_with_next = True
    table_of_item(document)
    tag(document, "if item.note")
    line(document, words["after_action_note"], italic=True, size=11)
    tag(document, "endif")
    tag(document, "endfor")
    tag(document, "endfor")
