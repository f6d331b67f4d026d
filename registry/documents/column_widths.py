"""Widths of a document's tables by what stands in them, where a template cannot know the columns.

A template that repeats columns can give each the same width only. Here each column gets what its longest word
needs, and what is left goes to the columns whose texts would break into most lines.
"""

import io
from typing import Any

TEXT_MM = 165.0
"""What the margins of an official letter leave of an A4 page."""

_SIGN_MM = 1.9  # of Times New Roman 10, a little generous: digits and capitals are wider than the mean
_AROUND_MM = 4.5  # the cell's own margins


def fitted(content: bytes, *, style: str = "Table Grid", width_mm: float = TEXT_MM) -> bytes:
    """Return a .docx with every table of a style as wide as the page, its columns by their content."""
    from docx import Document

    document = Document(io.BytesIO(content))
    for table in document.tables:
        if table.style is not None and table.style.name == style:
            _fit(table, width_mm)
    into = io.BytesIO()
    document.save(into)
    return into.getvalue()


def column_widths(texts: list[list[str]], width_mm: float = TEXT_MM) -> list[float]:
    """Return a width in mm for each column of rows of ``texts``; together ``width_mm``."""
    columns = list(zip(*texts, strict=True))
    least = [_mm(max((len(word) for text in own for word in text.split()), default=1)) for own in columns]
    wished = [max(_mm(max(map(len, own))), low) for own, low in zip(columns, least, strict=True)]
    if sum(least) >= width_mm:
        return [low * width_mm / sum(least) for low in least]
    if sum(wished) <= width_mm:
        return [wish + (width_mm - sum(wished)) / len(wished) for wish in wished]
    spare = (width_mm - sum(least)) / (sum(wished) - sum(least))
    return [low + (wish - low) * spare for low, wish in zip(least, wished, strict=True)]


def _mm(signs: int) -> float:
    return signs * _SIGN_MM + _AROUND_MM


# python-docx types its tables in part only, hence Any
def _fit(table: Any, width_mm: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm

    rows = [list(row.cells) for row in table.rows]
    if not rows or len({len(row) for row in rows}) != 1:
        return  # merged cells: left as the template has them
    widths = column_widths([[cell.text for cell in row] for row in rows], width_mm)
    table.autofit = False
    grid = table._tbl.tblGrid
    for old in list(grid):
        grid.remove(old)
    for width in widths:  # LibreOffice follows the grid, Word the cells
        made = grid.makeelement(qn("w:gridCol"), {qn("w:w"): str(Mm(width).twips)})
        grid.append(made)
    for row in rows:
        for cell, width in zip(row, widths, strict=True):
            cell.width = Mm(width)
