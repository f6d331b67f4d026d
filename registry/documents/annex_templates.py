"""An annex (phụ lục) behind the signature of a letter, on a page of its own (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

from docx.document import Document as Docx

from registry.documents.layout import CENTRE, line, tag


def begin_annex(document: Docx, words: dict[str, str], title: str, name: str = "") -> None:
    """Begin an annex: its ``title``, its ``name`` where it has one (keys of the words), whose annex it is."""
    begun = line(document, words[title], align=CENTRE, size=14, bold=True)
    begun.paragraph_format.page_break_before = True
    if name:
        line(document, words[name], align=CENTRE, bold=True)
    line(document, words["annex_kept"], align=CENTRE, italic=True)
    tag(document, "if marks")
    line(document, "{{ marks }}", align=CENTRE, bold=True)
    tag(document, "endif")
