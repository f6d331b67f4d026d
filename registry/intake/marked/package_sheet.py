"""One sheet of a sender's workbook, rewritten row by row while it is read (in the child).

The XML is not made into objects: a row is the text between its tags, and only cells that change are looked
at. What stands otherwise than spreadsheet programs write it (a cell without its place, rows out of order, a
formula where a value goes) is ``UnfamiliarPackageError``; nothing is guessed.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from registry.intake.marked.package_comments import Place, column_number
from registry.intake.marked.package_frame import stretched, widened, with_drawing
from registry.intake.marked.package_parts import OFFICE, UnfamiliarPackageError, check_plain
from registry.intake.marked.package_styles import Look, Styles
from registry.intake.plain_workbook import text_element
from registry.intake.raw import letter

_ROW = re.compile(rb"\s*<row\b([^<>]*?)(/?)>")
_NUMBER = re.compile(rb'(?<![\w:])r="(\d{1,7})"')
_SPANS = re.compile(rb' spans="[^"]*"')
_PLACE = re.compile(rb'r="([A-Z]{1,3})\d{1,7}"')
_STYLE = re.compile(rb' s="(\d{1,6})"')
_TYPE = re.compile(rb' t="[^"]*"')
_OF_VALUE = re.compile(rb" (?:cm|vm)=")
_VALUE = re.compile(rb"<v>[^<]|<v [^<>]*>[^<]|<f\b|<t>[^<]|<t [^<>]*>[^<]")
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_PIECE = 500  # rows that are packed at once


class Edit(NamedTuple):
    """A cell's change: its ``look``, and with ``put`` its ``value`` (None empties it); ``only`` if there."""

    look: Look = Look()
    put: bool = False
    value: str | float | None = None
    only: bool = False

    def over(self, other: "Edit") -> "Edit":
        """Return both changes in one; where both say something, this one."""
        value = self.value if self.put else other.value
        return Edit(self.look.over(other.look), self.put or other.put, value, self.only and other.only)


class MergedCells:
    """The merged ranges of a sheet."""

    def __init__(self, tail: bytes) -> None:
        self._ranges = [
            (int(top), column_number(left.decode()), int(bottom), column_number(right.decode()))
            for left, top, right, bottom in _MERGED.findall(tail)
        ]
        self._columns: dict[int, list[tuple[int, int, int]]] = {}

    def anchor(self, place: Place) -> Place:
        """Return the first cell of the range that a place lies in, else the place itself."""
        row, column = place
        if column not in self._columns:
            self._columns[column] = sorted(
                (top, bottom, left) for top, left, bottom, right in self._ranges if left <= column <= right
            )
        found = self._columns[column]
        at = bisect_right(found, (row, 1 << 24, 0)) - 1
        if at >= 0 and found[at][0] <= row <= found[at][1]:
            return found[at][0], found[at][2]
        return place

    def last_column(self, from_row: int) -> int:
        """Return the last column of the ranges that reach a row or one below it."""
        return max((right for _, _, bottom, right in self._ranges if bottom >= from_row), default=0)


class PackageSheet:
    """The XML of a sheet and what is to change in it."""

    def __init__(self, content: bytes) -> None:
        check_plain(content, "worksheet")
        start = re.search(rb"<sheetData\b[^<>]*>", content)
        if start is None:
            raise UnfamiliarPackageError("a sheet without rows")
        self._content = content
        self._start = self._end = start.end()
        if not start[0].endswith(b"/>"):
            self._end = content.rfind(b"</sheetData>")
        self._alone = start[0].endswith(b"/>")
        if self._end < self._start:
            raise UnfamiliarPackageError("rows without an end")
        self._head = content[: self._start]
        self._tail = content[self._end :]
        self.merged = MergedCells(self._tail)
        self.edits: dict[int, dict[int, Edit]] = defaultdict(dict)
        self.emptied: tuple[int, int] | None = None
        self._widths: dict[int, float] = {}

    def edit(self, place: Place, edit: Edit) -> None:
        """Change a cell; what was asked before of the same cell stays where this says nothing."""
        of_row = self.edits[place[0]]
        known = of_row.get(place[1])
        of_row[place[1]] = edit if known is None else edit.over(known)

    def empty_column(self, column: int, below: int) -> None:
        """Empty the cells of a column below a row, but for those that are changed."""
        self.emptied = column, below

    def widen(self, column: int, width: float) -> None:
        """Give a column a width in characters."""
        self._widths[column] = width

    def row(self, number: int) -> dict[int, tuple[bytes, bytes]]:
        """Return the cells of a row by their columns: attributes and what stands inside."""
        for at, _, inside in self._rows():
            if at == number:
                return {column: _opened(cell) for column, cell in _cells(inside)}
            if at > number:
                break
        return {}

    def last_filled(self) -> int:
        """Return the last column that holds a value in any row."""
        last = 0
        for _, _, inside in self._rows():
            end = len(inside)
            while (start := inside.rfind(b"<c ", 0, end)) >= 0:
                column = _column(inside[start + 3 : start + 20])
                if column <= last:
                    break
                if _VALUE.search(inside, start, end):
                    last = column
                    break
                end = start
        return last

    def pieces(self, styles: Styles, comments: str) -> Iterator[bytes]:
        """Yield the sheet with its changes; ``comments`` is the id of a drawing that is new to it."""
        last = max((column for row in self.edits.values() for column in row), default=0)
        yield self._new_head(last)
        if self._alone and self.edits:
            yield b"<sheetData>"
        waiting = sorted(self.edits)
        at = 0
        piece: list[bytes] = []
        for number, attributes, inside in self._rows():
            while at < len(waiting) and waiting[at] < number:
                piece.append(self._made(waiting[at], styles))
                at += 1
            if at < len(waiting) and waiting[at] == number:
                at += 1
            piece.append(self._row(number, attributes, inside, styles))
            if len(piece) >= _PIECE:
                yield b"".join(piece)
                piece.clear()
        piece += [self._made(number, styles) for number in waiting[at:]]
        yield b"".join(piece)
        yield (b"</sheetData>" if self._alone and self.edits else b"") + self._new_tail(comments)

    def _rows(self) -> Iterator[tuple[int, bytes, bytes]]:
        """Yield the number, the attributes and the inside of every row."""
        content, at, before = self._content, self._start, 0
        while found := _ROW.match(content, at, self._end):
            number = _NUMBER.search(found[1])
            if number is None or int(number[1]) <= before:
                raise UnfamiliarPackageError("a row without its number")
            before = int(number[1])
            if found[2]:
                at, inside = found.end(), b""
            else:
                end = content.find(b"</row>", found.end(), self._end)
                if end < 0:
                    raise UnfamiliarPackageError("a row without an end")
                inside, at = content[found.end() : end], end + 6
            yield before, found[1], inside
        if content[at : self._end].strip():
            raise UnfamiliarPackageError("something else between rows")

    def _made(self, number: int, styles: Styles) -> bytes:
        if not any(not edit.only for edit in self.edits[number].values()):
            return b""
        return self._row(number, b' r="%d"' % number, b"", styles)

    def _row(self, number: int, attributes: bytes, inside: bytes, styles: Styles) -> bytes:
        edits = self.edits.get(number, {})
        if self.emptied is not None and number > self.emptied[1] and self.emptied[0] not in edits:
            column = self.emptied[0]
            if b'"%s%d"' % (letter(column - 1).encode(), number) in inside:
                edits = {**edits, column: Edit(put=True, only=True)}
                if self.merged.anchor((number, column)) != (number, column):
                    edits.pop(column)
        if not edits:
            return _row(attributes, inside)
        start = inside.rfind(b"<c ")
        last = _column(inside[start + 3 : start + 20]) if start >= 0 else 0
        if all(column > last for column in edits):
            _check_end(inside)
            cells = [inside]
            rest = sorted(edits.items())
        else:
            cells, rest = [], sorted(edits.items())
            for column, cell in _cells(inside):
                while rest and rest[0][0] < column:
                    cells.append(_new(number, *rest.pop(0), styles))
                if rest and rest[0][0] == column:
                    cells.append(_changed(cell, rest.pop(0)[1], styles))
                else:
                    cells.append(b"<c " + cell)
        cells += [_new(number, column, edit, styles) for column, edit in rest]
        return _row(_SPANS.sub(b"", attributes), b"".join(cells))

    def _new_head(self, last: int) -> bytes:
        head = self._head[: self._head.rfind(b"<sheetData")].decode("utf-8")
        if last:
            head = stretched(head, last)
        opened = self._head[self._head.rfind(b"<sheetData") :].decode("utf-8")
        if self._alone and self.edits:
            opened = ""
        return (widened(head, self._widths) + opened).encode("utf-8")

    def _new_tail(self, comments: str) -> bytes:
        if not comments:
            return self._tail
        line = f'<legacyDrawing xmlns:r="{OFFICE}" r:id="{comments}"/>'.encode()
        return with_drawing(self._tail, line, alone=self._alone)


def _row(attributes: bytes, inside: bytes) -> bytes:
    return b"<row%s>%s</row>" % (attributes, inside) if inside else b"<row%s/>" % attributes


def _cells(inside: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the cells of a row: the column counted from 1, and the text behind "<c "."""
    lead, *cells = inside.split(b"<c ")
    if lead.strip():
        raise UnfamiliarPackageError("a row that begins otherwise")
    before = 0
    for cell in cells:
        column = _column(cell)
        if column <= before:
            raise UnfamiliarPackageError("cells out of order")
        _check_end(cell)
        before = column
        yield column, cell


def _column(cell: bytes) -> int:
    found = _PLACE.match(cell)
    if found is None:
        raise UnfamiliarPackageError("a cell without its place")
    return column_number(found[1].decode())


def _check_end(cells: bytes) -> None:
    if cells and not cells.rstrip().endswith((b"/>", b"</c>")):
        raise UnfamiliarPackageError("more than cells in a row")


def _opened(cell: bytes) -> tuple[bytes, bytes]:
    """Return the attributes of a cell and what stands inside."""
    at = cell.find(b">")
    if cell[at - 1 : at] == b"/":
        if cell[at + 1 :].strip():
            raise UnfamiliarPackageError("more than cells in a row")
        return cell[: at - 1].rstrip(), b""
    return cell[:at], cell[at + 1 :].rstrip().removesuffix(b"</c>")


def _changed(cell: bytes, edit: Edit, styles: Styles) -> bytes:
    attributes, inside = _opened(cell)
    if edit.look != Look():
        style = _STYLE.search(attributes)
        number = styles.number(int(style[1]) if style else 0, edit.look)
        attributes = _STYLE.sub(b"", attributes) + b' s="%d"' % number
    if not edit.put:
        return b"<c %s>%s</c>" % (attributes, inside) if inside else b"<c %s/>" % attributes
    if b"<f" in inside or _OF_VALUE.search(attributes):
        raise UnfamiliarPackageError("a formula where a value goes")
    return _valued(_TYPE.sub(b"", attributes), edit.value)


def _new(row: int, column: int, edit: Edit, styles: Styles) -> bytes:
    if edit.only:
        return b""
    attributes = b'r="%s%d"' % (letter(column - 1).encode(), row)
    number = styles.number(0, edit.look) if edit.look != Look() else 0
    if number:
        attributes += b' s="%d"' % number
    return _valued(attributes, edit.value if edit.put else None)


def _valued(attributes: bytes, value: str | float | None) -> bytes:
    if value is None or value == "":
        return b"<c %s/>" % attributes
    if isinstance(value, str):
        return b'<c %s t="inlineStr"><is>%s</is></c>' % (attributes, text_element(value).encode())
    return b"<c %s><v>%s</v></c>" % (attributes, repr(value).encode())
