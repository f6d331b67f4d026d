"""The house's template of the appraisal note: a page of summary, a table of all rows, then the exceptions."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Docx
from docx.shared import Mm, Pt

from registry.documents.layout import CENTRE, in_cell, line, table, tag, whole_rows, widths
from registry.documents.note_template_words import CHOICES, NOTE_WORDS, VERDICTS
from registry.messages import Language

_COUNTS_MM = (28, 13, *(14,) * (len(VERDICTS) + len(CHOICES)))
_ROWS_MM = {"row": 9, "code": 22, "where": 31, "kind": 14, "mast": 17, "verdict": 21, "decision": 18,
            "deciding": 36}  # fmt: skip
_SMALL = 10
TEXT_MM, MAP_MM = 97, 71
"""Widths of what is said of a row and of the cell with its map beside."""


def note(document: Docx, shared: dict[str, str], lang: Language) -> None:
    """Lay out the note; ``shared`` are the words that it has in common with letters."""
    words = {**shared, **NOTE_WORDS[lang]}
    line(document, words["title"], align=CENTRE, size=14, bold=True)
    line(document, words["opening"], size=12)
    line(document, words["counts"], size=12, bold=True)
    _counts(document, words)
    for name in ("differing", "set_aside", "lacking", "bodies"):
        tag(document, f"if {name}")
        line(document, words[name], size=12, bold=True)
        tag(document, f"for text in {name}")
        _close(line(document, "- {{ text }}", size=12))
        tag(document, "endfor")
        tag(document, "endif")
    tag(document, "if papers")
    line(document, words["papers"], size=12)
    tag(document, "endif")
    _signed(document, words)
    tag(document, "if rows")
    line(document, words["rows"], align=CENTRE, bold=True).paragraph_format.page_break_before = True
    made = table(document, [words[f"row_{name}"] for name in _ROWS_MM])
    _each(made, "row in rows", [f"row.{name}" for name in _ROWS_MM])
    widths(made, list(_ROWS_MM.values()))
    tag(document, "endif")
    tag(document, "if exceptions")
    for name, size in (("exceptions", 13), ("plain", 11)):
        head = line(document, words[name], align=CENTRE, size=size, bold=size > 11, italic=size == 11)
        head.paragraph_format.keep_with_next = True
    _exceptions(document, words)
    tag(document, "endif")


def _counts(document: Docx, words: dict[str, str]) -> None:
    made = document.add_table(rows=1, cols=len(_COUNTS_MM))
    made.style = "Table Grid"
    top = made.rows[0].cells
    first, last = 2 + len(VERDICTS), len(_COUNTS_MM) - 1
    in_cell(top[2].merge(top[first - 1]), [(words["by_verdict"], _SMALL, True, False)])
    in_cell(top[first].merge(top[last]), [(words["by_decision"], _SMALL, True, False)])
    heads = ["kind", "total", *VERDICTS, *(f"chosen_{name}" for name in CHOICES)]
    for cell, name in zip(made.add_row().cells, heads, strict=True):
        in_cell(cell, [(words[f"count_{name}"], _SMALL, True, False)])
    fields = ["kind", "total", *VERDICTS, *(f"chosen_{name}" for name in CHOICES)]
    _each(made, "count in kinds", [f"count.{name}" for name in fields], centre=True)
    widths(made, _COUNTS_MM)


def _exceptions(document: Docx, words: dict[str, str]) -> None:
    made = document.add_table(rows=1, cols=2)
    made.style = "Table Grid"
    made.rows[0].cells[0].text = "{%tr for row in exceptions %}"
    left, right = made.add_row().cells
    in_cell(
        left,
        [
            (words["exception"], 11, True, False),
            (words["exception_place"], _SMALL, False, False),
            (words["exception_says"], 11, False, True),
            ("{%p for part in row.parts %}", _SMALL, False, False),
            ("{{ part.label }}:", 11, True, False),
            ("{%p for text in part.texts %}", _SMALL, False, False),
            ("- {{ text }}", 11, False, False),
            ("{%p endfor %}", _SMALL, False, False),
            ("{%p endfor %}", _SMALL, False, False),
        ],
        centre=False,
    )
    in_cell(right, [("{{ row.map }}", 11, False, False)])
    made.add_row().cells[0].text = "{%tr endfor %}"
    whole_rows(made)
    widths(made, (TEXT_MM, MAP_MM))


def _signed(document: Docx, words: dict[str, str]) -> None:
    """Add the leader's own lines beside the appraiser's name."""
    for paragraph in (*document.paragraphs[-1:], document.add_paragraph()):
        paragraph.paragraph_format.keep_with_next = True
    made = document.add_table(rows=1, cols=2)
    whole_rows(made)
    left, right = made.rows[0].cells
    in_cell(left, [(words["leader"], 12, True, False), *[("", 12, False, False)] * 4])
    in_cell(
        right,
        [
            (words["officer"], 12, True, False),
            *[("", 12, False, False)] * 3,
            ("{{ officer }}", 12, True, False),
        ],
    )
    widths(made, (84, 84))


def _each(made: Any, loop: str, fields: Sequence[str], *, centre: bool = False) -> None:
    made.add_row().cells[0].text = f"{{%tr for {loop} %}}"
    for cell, field in zip(made.add_row().cells, fields, strict=True):
        in_cell(cell, [(f"{{{{ {field} }}}}", _SMALL, False, False)], centre=centre)
    made.add_row().cells[0].text = "{%tr endfor %}"
    whole_rows(made)


def _close(paragraph: Any) -> None:
    paragraph.paragraph_format.space_before = Pt(1)
    paragraph.paragraph_format.first_line_indent = Mm(5)
