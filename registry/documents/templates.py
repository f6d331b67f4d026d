"""The house's own templates, in the form of official letters of NĐ 30/2020/NĐ-CP (Phụ lục I).

They are written into the office's folder on first use; the office may replace a file there with its own.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from docx import Document
from docx.document import Document as Docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from registry.documents.template_words import WORDS
from registry.messages import Language

Kind = Literal["reply", "note"]
_CENTRE, _JUSTIFY, _LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
_NAMES = {"reply": "cong-van-tra-loi", "note": "phieu-tham-dinh"}


def template(folder: Path, kind: Kind, lang: Language) -> Path:
    """Return the template of a kind and language in ``folder``; written there where there is none yet."""
    path = folder / f"{_NAMES[kind]}-{lang}.docx"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.part")
        write_template(temporary, kind, lang)
        temporary.replace(path)
    return path


def write_template(path: Path, kind: Kind, lang: Language) -> None:
    """Write the house's own template of a kind (reply letter, appraisal note) in a language."""
    words = WORDS[lang]
    document = _page()
    _heading(document, words, letter=kind == "reply")
    if kind == "reply":
        _reply(document, words)
    else:
        _note(document, words)
    _signature(document, words, kind)
    _annex(document, words)
    with path.open("wb") as stream:
        document.save(stream)


def _page() -> Docx:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(13)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "Times New Roman")
    style.paragraph_format.space_after = Pt(0)
    return document


def _put(
    paragraph: Paragraph, text: str, *, size: float = 13, bold: bool = False, italic: bool = False
) -> Paragraph:
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic
    return paragraph


def _line(
    document: Docx, text: str, *, align: int = _JUSTIFY, size: float = 13, bold: bool = False,
    italic: bool = False, indent: bool = True,
) -> Paragraph:  # fmt: skip
    paragraph = _put(document.add_paragraph(), text, size=size, bold=bold, italic=italic)
    paragraph.alignment = align  # type: ignore[assignment]  # the stubs name the enum's member type
    paragraph.paragraph_format.space_before = Pt(4)
    if indent and align != _CENTRE:
        paragraph.paragraph_format.first_line_indent = Mm(10)
    return paragraph


def _tag(document: Docx, text: str) -> None:
    """Add a paragraph that holds a tag alone; it is gone from the letter."""
    document.add_paragraph(f"{{%p {text} %}}")


def _in_cell(cell: _Cell, lines: Sequence[tuple[str, float, bool, bool]], *, centre: bool = True) -> None:
    """Write lines of (text, size, bold, italic) into a cell."""
    for index, (text, size, bold, italic) in enumerate(lines):
        paragraph = cell.paragraphs[0] if index == 0 else cell.add_paragraph()
        _put(paragraph, text, size=size, bold=bold, italic=italic)
        paragraph.alignment = _CENTRE if centre else _LEFT


def _heading(document: Docx, words: dict[str, str], *, letter: bool) -> None:
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = table.rows[0].cells
    left.width, right.width = Mm(70), Mm(98)
    subject = words["subject"] if letter else ""
    _in_cell(
        left,
        [
            ("{{ letterhead.parent }}", 12, False, False),
            ("{{ letterhead.office }}", 12, True, False),
            ("_________", 9, False, False),
            (words["number"], 13, False, False),
            *([(subject, 12, False, False)] if subject else []),
        ],
    )
    _in_cell(
        right,
        [
            (words["state"], 12, True, False),
            (words["motto"], 13, True, False),
            ("____________________", 9, False, False),
            ("{{ letterhead.place }}, {{ dated }}", 13, False, True),
        ],
    )
    _tag(document, "if marks")
    _line(document, "{{ marks }}", align=_CENTRE, bold=True)
    _tag(document, "endif")


def _reply(document: Docx, words: dict[str, str]) -> None:
    _line(document, words["to"], align=_CENTRE, size=14)
    _line(document, words["opening"])
    for part in ("agreed", "refused", "supplement"):
        _tag(document, f"if {part}")
        _line(document, words[part], bold=True)
        if part == "agreed":
            columns = ("row", "code", "where", "position", "mast")
            _rows_table(document, words, part, columns)
            _tag(document, "if conditional")
            _line(document, words["conditional"], italic=True)
            _tag(document, "for item in conditional")
            _line(document, words["condition"])
            _tag(document, "endfor")
            _tag(document, "endif")
        else:
            _rows_table(document, words, part, ("row", "code", "where", "reasons"))
        _tag(document, "endif")
    _tag(document, "if next_stages")
    _line(document, words["next_stages"], bold=True)
    _tag(document, "for text in next_stages")
    _line(document, "- {{ text }}")
    _tag(document, "endfor")
    _tag(document, "endif")
    _tag(document, "for text in remarks")
    _line(document, "{{ text }}")
    _tag(document, "endfor")
    _line(document, words["closing"])


def _note(document: Docx, words: dict[str, str]) -> None:
    _line(document, words["note_title"], align=_CENTRE, size=14, bold=True)
    _line(document, words["note_opening"])
    _line(document, words["note_law"])
    _line(document, words["note_summary"], bold=True)
    _rows_table(document, words, "rows", ("row", "code", "where", "verdict", "decision"))
    _tag(document, "for row in rows")
    _line(document, words["note_row"], bold=True)
    _line(document, words["note_place"])
    table = _table(document, [words[name] for name in ("rule", "outcome", "sentence", "basis")])
    _fill_rows(
        table, "finding in row.findings", [f"finding.{n}" for n in ("rule", "outcome", "sentence", "basis")]
    )
    _widths(table, (18, 25, 85, 37))
    _tag(document, "for text in row.notes")
    _line(document, "- {{ text }}")
    _tag(document, "endfor")
    _line(document, words["note_decision"])
    _tag(document, "endfor")


_COLUMN_MM = {"row": 10, "code": 27, "where": 38, "position": 52, "mast": 38, "reasons": 90, "verdict": 45,
              "decision": 45}  # fmt: skip


def _rows_table(document: Docx, words: dict[str, str], rows: str, columns: Sequence[str]) -> None:
    table = _table(document, [words[f"column_{name}"] for name in columns])
    _fill_rows(table, f"row in {rows}", [f"row.{name}" for name in columns])
    _widths(table, [_COLUMN_MM[name] for name in columns])


def _table(document: Docx, header: Sequence[str]):  # type: ignore[no-untyped-def]  # python-docx names no public type
    table = document.add_table(rows=1, cols=len(header))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        _in_cell(cell, [(text, 11, True, False)])
    properties = table.rows[0]._tr.get_or_add_trPr()
    properties.append(properties.makeelement(qn("w:tblHeader"), {}))
    return table


def _fill_rows(table, loop: str, fields: Sequence[str]) -> None:  # type: ignore[no-untyped-def]  # as above
    table.add_row().cells[0].text = f"{{%tr for {loop} %}}"
    for cell, field in zip(table.add_row().cells, fields, strict=True):
        _in_cell(cell, [(f"{{{{ {field} }}}}", 11, False, False)], centre=False)
    table.add_row().cells[0].text = "{%tr endfor %}"


def _widths(table, millimetres: Sequence[int]) -> None:  # type: ignore[no-untyped-def]  # as above
    table.autofit = False
    for row in table.rows:
        for cell, width in zip(row.cells, millimetres, strict=True):
            cell.width = Mm(width)


def _signature(document: Docx, words: dict[str, str], kind: Kind) -> None:
    document.add_paragraph()
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    left.width, right.width = Mm(85), Mm(83)
    if kind == "reply":
        _in_cell(
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
    _in_cell(right, [(signer, 13, True, False), *[("", 13, False, False)] * 4, (name, 13, True, False)])


def _annex(document: Docx, words: dict[str, str]) -> None:
    _tag(document, "if annex")
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    _line(document, words["annex_title"], align=_CENTRE, size=14, bold=True)
    _line(document, words["annex_of"], align=_CENTRE, italic=True)
    _line(document, "{{ annex.crs }}", align=_CENTRE, size=11)
    columns = ("row", "code", "wgs84", "vn2000", "decision")
    table = _table(document, [words[f"column_{name}"] for name in columns])
    _fill_rows(table, "row in annex.rows", [f"row.{name}" for name in columns])
    _widths(table, (10, 27, 48, 45, 35))
    _tag(document, "for row in annex.rows")
    _tag(document, "if row.map")
    caption = _line(document, words["map_title"], align=_CENTRE, size=12, bold=True)
    caption.paragraph_format.keep_with_next = True
    _line(document, "{{ row.map }}", align=_CENTRE)
    _tag(document, "endif")
    _tag(document, "endfor")
    _tag(document, "if marks")
    _line(document, "{{ marks }}", align=_CENTRE, bold=True)
    _tag(document, "endif")
    _tag(document, "endif")
