"""What a document says, to be compared with pages: its text, its day, its tables by their heads."""

import io
import re

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table

_DAY = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})")


class Said:
    """A document as its reader sees it."""

    def __init__(self, content: bytes) -> None:
        document = Document(io.BytesIO(content))
        lines = document.element.body.iter(qn("w:p"))
        self.text = "\n".join("".join(part.text or "" for part in line.iter(qn("w:t"))) for line in lines)
        self._tables = [
            [[cell.text for cell in row.cells] for row in table.rows] for table in _tables(document)
        ]

    @property
    def day(self) -> str:
        """Return the day of the letter's head as pages write it, "" where it is open."""
        found = _DAY.search(self.text.partition("Kính gửi")[0])
        return f"{int(found[1]):02d}/{int(found[2]):02d}/{found[3]}" if found else ""

    def found(self, pattern: str, default: str) -> str:
        """Return what a pattern finds in the text."""
        found = re.search(pattern, self.text)
        return found[1] if found else default

    def cells(self, head: str) -> list[list[str]]:
        """Return the rows of the table with such a head, from it on."""
        for table in self._tables:
            for at, row in enumerate(table):
                if row and row[0] == head:
                    return table[at:]
        raise AssertionError(head)

    def all_rows(self) -> list[list[str]]:
        """Return every row of every table."""
        return [row for table in self._tables for row in table]

    def rows(self, wide: int) -> list[list[str]]:
        """Return every row of so many cells."""
        return [row for row in self.all_rows() if len(row) == wide]

    def tables(self, *heads: str) -> list[list[dict[str, str]]]:
        """Return the lines, by their heads, of all tables that have these heads."""
        return [
            [dict(zip(table[0], row, strict=True)) for row in table[1:]]
            for table in self._tables
            if table and set(heads) <= set(table[0])
        ]

    def table(self, *heads: str) -> list[dict[str, str]]:
        """Return the lines of all these tables in one."""
        return [line for table in self.tables(*heads) for line in table]


def said_in(content: bytes) -> Said:
    """Return what a document says."""
    return Said(content)


def _tables(document: object) -> list[Table]:
    body = document.element.body  # type: ignore[attr-defined]
    return [Table(item, document) for item in body.iter(qn("w:tbl"))]  # type: ignore[arg-type]
