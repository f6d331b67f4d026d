"""What the house's own templates are laid out with: a page, letterhead, lines, tags, tables, signature.

The form is that of official letters in NĐ 30/2020/NĐ-CP (Phụ lục I): A4, margins 20/20/30/15 mm, Times New
Roman 13, the issuing office at the left of the state's name and motto, pages numbered in the middle of the
top margin from the second on. A letter's parts in order: ``heading``, ``addressee``, ``grounds``, the body
(``line``, ``items``, ``list_table``), ``signature``, then ``landscape`` and ``annex`` for what is enclosed.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

CENTRE, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT


def page() -> Docx:
    """Return an empty A4 document with the margins and the letters of an official letter."""
    document = Document()
    about = document.core_properties._element
    for child in list(about):  # of the library's own document: its author, made in 2013
        about.remove(child)
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    _number_pages(section)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(0)
    return document


def _number_pages(section: Section) -> None:
    """Number pages in Arabic figures in the middle of the top margin, but not the first."""
    section.different_first_page_header_footer = True
    section.header_distance = Mm(10)
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = CENTRE
    field = paragraph._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): "PAGE"})
    field.append(put(paragraph, "2").runs[0]._r)
    paragraph._p.append(field)


def landscape(document: Docx) -> None:
    """Begin a section of pages that lie across, for wide tables; numbered on, the first too."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.different_first_page_header_footer = False
    ends = document.paragraphs[-1]  # the paragraph that carries the break takes no line of the page before
    ends.paragraph_format.line_spacing = Pt(1)
    ends.paragraph_format.space_before = Pt(0)


def put(
    paragraph: Paragraph, text: str, *, size: float = 13, bold: bool = False, italic: bool = False
) -> Paragraph:
    """Add text to a paragraph and return it."""
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def line(
    document: Docx, text: str, *, align: int = JUSTIFY, size: float = 13, bold: bool = False,
    italic: bool = False, indent: bool = True, keep: bool = False,
) -> Paragraph:  # fmt: skip
    """Add a paragraph of text; ``keep``: on the page of what follows."""
    paragraph = put(document.add_paragraph(), text, size=size, bold=bold, italic=italic)
    paragraph.alignment = align  # type: ignore[assignment]  # the stubs name the enum's member type
    paragraph.paragraph_format.space_before = Pt(4)
    if indent and align != CENTRE:
        paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.keep_with_next = keep or None
    return paragraph


def items(document: Docx, loop: str, text: str = "- {{ text }}", *, of: str = "text") -> None:
    """Add a line for each of ``loop`` (the name of a list), the last closed by a full stop."""
    tag(document, f"for {of} in {loop}")
    line(document, f"{text}{{% if loop.last %}}.{{% else %}};{{% endif %}}")
    tag(document, "endfor")


def tag(document: Docx, text: str) -> None:
    """Add a paragraph that holds a tag alone; it is gone from the letter."""
    document.add_paragraph(f"{{%p {text} %}}")


def in_cell(cell: _Cell, lines: Sequence[tuple[str, float, bool, bool]], *, centre: bool = True) -> None:
    """Write lines of (text, size, bold, italic) into a cell."""
    for index, (text, size, bold, italic) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        put(paragraph, text, size=size, bold=bold, italic=italic)
        paragraph.alignment = CENTRE if centre else LEFT


def heading(document: Docx, words: dict[str, str], *, letter: bool) -> None:
    """Add the letterhead; ``letter``: with the subject below the number."""
    top = document.add_table(rows=1, cols=2)
    top.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = top.rows[0].cells
    widths(top, (73, 95))  # the state's name stands in one line (NĐ 30/2020, Phụ lục I)
    subject = words["subject"] if letter else ""
    in_cell(
        left,
        [
            ("{{ letterhead.parent }}", 12, False, False),
            ("{{ letterhead.office }}", 12, True, False),
            ("_________", 9, False, False),
            (words["number"], 13, False, False),
            *([(subject, 12, False, False)] if subject else []),
        ],
    )
    in_cell(
        right,
        [
            (words["state"], 12, True, False),
            (words["motto"], 13, True, False),
            ("____________________", 9, False, False),
            ("{{ letterhead.place }}, {{ dated }}", 13, False, True),
        ],
    )
    tag(document, "if marks")
    line(document, "{{ marks }}", align=CENTRE, bold=True)
    tag(document, "endif")


def addressee(document: Docx, words: dict[str, str]) -> None:
    """Add to whom the letter goes; several (``recipients``) stand below one another."""
    line(document, words["to"], align=CENTRE, size=14).paragraph_format.space_after = Pt(6)


def grounds(document: Docx, words: dict[str, str]) -> None:
    """Add the grounds (``grounds``: documents in full, by rank) a line each, closed by a semicolon."""
    tag(document, "for text in grounds")
    line(document, words["ground"], italic=True)
    tag(document, "endfor")


def signature(document: Docx, words: dict[str, str], *, letter: bool = True) -> None:
    """Add the recipients of copies at the left of the signer's lines; the note's appraiser signs alone.

    What stands last above keeps to it, so that no signature stands on a page of its own.
    """
    for paragraph in (*document.paragraphs[-2:], document.add_paragraph()):
        paragraph.paragraph_format.keep_with_next = True
    signed = document.add_table(rows=1, cols=2)
    whole_rows(signed)
    left, right = signed.rows[0].cells
    widths(signed, (85, 83))
    if letter:
        in_cell(
            left,
            [
                (words["copies"], 12, True, True),
                ("{%p for text in copies %}", 11, False, False),
                ("- {{ text }}", 11, False, False),
                ("{%p endfor %}", 11, False, False),
            ],
            centre=False,
        )
        signer, name = "{{ letterhead.signer_title }}", "{{ letterhead.signer }}"
    else:
        signer, name = words["officer"], "{{ officer }}"
    in_cell(right, [(signer, 13, True, False), *[("", 13, False, False)] * 4, (name, 13, True, False)])


def annex(document: Docx, *, number: str, title: str, of: str, breaks: bool = True) -> None:
    """Add the head of an annex: "Phụ lục I", its title in capitals, and to which letter it belongs.

    ``number`` and ``of`` are templates' texts, as is ``title``; ``breaks``: it begins a page.
    """
    first = line(document, number, align=CENTRE, size=14, bold=True, keep=True)
    first.paragraph_format.page_break_before = breaks
    line(document, title, align=CENTRE, bold=True, keep=True)
    line(document, of, align=CENTRE, italic=True, keep=True)
    tag(document, "if marks")
    line(document, "{{ marks }}", align=CENTRE, bold=True, keep=True)
    tag(document, "endif")


COLUMN_MM = {"row": 10, "code": 27, "where": 38, "position": 52, "mast": 38, "reasons": 90, "verdict": 45,
              "decision": 45, "wgs84": 38, "vn2000": 36, "reason": 60, "body": 40, "people": 85,
             "opinion": 75, "conclusion": 60, "asked": 50, "approved": 40, "build_by": 28,
             "asked_for": 90}  # fmt: skip


def rows_table(document: Docx, words: dict[str, str], rows: str, columns: Sequence[str]) -> None:
    """Add a table with a line for each of ``rows`` (the name of a list among the values)."""
    list_table(document, words, rows, {name: COLUMN_MM[name] for name in columns})


def list_table(
    document: Docx,
    words: dict[str, str],
    rows: str,
    columns: Mapping[str, int],
    *,
    heading: str = "column_",
    item: str = "row",
) -> None:
    """Add a table with a line for each of ``rows`` (the name of a list among the values).

    ``columns``: millimetres by the names of a line's values; ``heading``: what stands before such a name
    where the words of its heading are looked up; ``item``: what the template calls a line.
    """
    made = table(document, [words[f"{heading}{name}"] for name in columns])
    fill_rows(made, f"{item} in {rows}", [f"{item}.{name}" for name in columns])
    widths(made, list(columns.values()))


# python-docx types its tables in part only, hence Any
def table(document: Docx, header: Sequence[str], *, size: float = 11) -> Any:
    """Add a table with a heading that is repeated on every page."""
    made = document.add_table(rows=1, cols=len(header))
    made.style = "Table Grid"
    for cell, text in zip(made.rows[0].cells, header, strict=True):
        in_cell(cell, [(text, size, True, False)])
    properties = made.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))
    return made


def fill_rows(table: Any, loop: str, fields: Sequence[str], *, size: float = 11) -> None:
    """Add the line of a table that is repeated for each of a list."""
    table.add_row().cells[0].text = f"{{%tr for {loop} %}}"
    for cell, field in zip(table.add_row().cells, fields, strict=True):
        in_cell(cell, [(f"{{{{ {field} }}}}", size, False, False)], centre=False)
    table.add_row().cells[0].text = "{%tr endfor %}"
    whole_rows(table)


def widths(table: Any, millimetres: Sequence[int]) -> None:
    """Set the widths of columns: in the grid, which LibreOffice follows, and in the cells, as Word does."""
    table.autofit = False
    for column, width in zip(table.columns, millimetres, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, millimetres, strict=True):
            cell.width = Mm(width)


def whole_rows(table: Any) -> None:
    """Keep each row of a table on one page."""
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:cantSplit"), {}))
