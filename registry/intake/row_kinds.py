"""Which rows below the header are data: not totals, group lines, notes, repeated headers or examples.

A row is data unless something speaks against it: in doubt it is kept, because a lost row is worse than a row
that has to be looked at.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from registry.columns import fold
from registry.intake.headers import Header
from registry.intake.raw import Cell, RawSheet, cell_text

EXAMPLE_MARK = "Ví dụ"


class RowKind(StrEnum):
    """What a row below the header is."""

    DATA = "data"
    EMPTY = "empty"
    TOTAL = "total"
    SECTION = "section"
    NOTE = "note"
    HEADER = "header"
    EXAMPLE = "example"


_PLENTY = 8
_COUNT = re.compile(r"\d{1,4}(\s+[^\W\d_]+)*")
_TOTALS = frozenset(
    ("cong", "tong", "tongcong", "tongso", "total", "subtotal", "grandtotal", "tongsotram", "congtong")
)
_SUM = frozenset(("cộng", "cong"))
# "Cộng khu vực I", "Tổng huyện Tân Yên": of a part of the table; "Cộng Hòa" is a commune
_PART = re.compile(
    r"(cộng|tổng)(\s+số)?\s*:?\s+"
    r"(khu vực|huyện|thị xã|thành phố|xã|phường|mục|phần|nhóm|trang|[ivx]+|\d+)\b.*"
)
_TOTAL_OF_PLACE = re.compile(r"(cộng|tổng)(\s+số)?\s*:?\s+[^\d]+")
_ROMAN = re.compile(r"[IVXLC]{1,6}\.?|[A-HK]\.?|\*|[-+]")
_CODE_LIKE = re.compile(r"(?=\S*\d)\S{2,30}")
_PLACES = frozenset(("lon", "lat", "position", "northing", "easting"))


def row_kinds(sheet: RawSheet, header: Header) -> list[RowKind]:
    """Return the kind of every row from ``header.data`` on."""
    rows = sheet.rows[header.data :]
    width = sum(1 for text in header.texts if text)
    names = header.names
    places = [i for i, name in enumerate(names) if name.split(":")[0] in _PLACES]
    example = fold(EXAMPLE_MARK)
    merged_rows = {
        top - sheet.first_row
        for (top, left), (_, right) in sheet.merged
        if right - left >= 2 and top - sheet.first_row >= header.data
    }
    heads = tuple(fold(text) for text in header.texts)
    kinds: list[RowKind] = []
    last_full = -1
    few = min(3, max(2, width))
    for index, row in enumerate(rows):
        filled = _filled(row)
        if len(filled) > 3:
            kind = RowKind.DATA
            first = row[filled[0]]
            if type(first) is str:
                folded = fold(first)
                if folded == example:
                    kind = RowKind.EXAMPLE
                elif _is_total(row, filled, places):
                    kind = RowKind.TOTAL
                elif folded and folded in heads and _repeats(row, filled, heads):
                    kind = RowKind.HEADER
        else:
            kind = _short(row, filled, width, places, merged=header.data + index in merged_rows)
        if kind is RowKind.DATA and _counts_rows_above(row, filled, kinds, places):
            kind = RowKind.TOTAL
        kinds.append(kind)
        if kind is RowKind.DATA and len(filled) >= few:
            last_full = index
    # what stands below the last full row in a few text cells is a signature or a note
    for index in range(last_full + 1, len(kinds)):
        if kinds[index] is RowKind.DATA and last_full >= 0 and _is_note(rows[index], width, places):
            kinds[index] = RowKind.NOTE
    # no group follows below the last row of the table: what reads like a heading there is a note
    last = max((index for index, kind in enumerate(kinds) if kind is RowKind.DATA), default=len(kinds))
    for index in range(last + 1, len(kinds)):
        if kinds[index] is RowKind.SECTION:
            kinds[index] = RowKind.NOTE
    return kinds


def _filled(row: Sequence[Cell]) -> list[int]:
    """Return the indexes of filled cells, of a well filled row only the first ones (they decide)."""
    if len(row) - row.count("") > _PLENTY:
        found: list[int] = []
        for i, cell in enumerate(row):
            if cell != "" and (type(cell) is not str or not cell.isspace()):
                found.append(i)
                if len(found) > _PLENTY // 2:
                    return found
    return [i for i, cell in enumerate(row) if cell != "" and (type(cell) is not str or not cell.isspace())]


def _is_total(row: Sequence[Cell], filled: Sequence[int], places: Sequence[int]) -> bool:
    for i in filled[:3]:
        cell = row[i]
        if type(cell) is str and _says_total(cell):
            return not any(_may_be_place(row[p]) for p in places if p < len(row) and p != i)
    return False


def _counts_rows_above(
    row: Sequence[Cell], filled: Sequence[int], above: Sequence[RowKind], places: Sequence[int]
) -> bool:
    """Whether a row is the count of a part of the table that only its place names: "Cộng Yên Thế", 5.

    A mast may be called "Cộng Hòa", so its one number has to be that of the rows above it.
    """
    texts = [row[i] for i in filled if type(row[i]) is str]
    if len(filled) != 2 or len(texts) != 1 or any(i in places for i in filled):
        return False
    if not _TOTAL_OF_PLACE.fullmatch(unicodedata.normalize("NFC", cell_text(texts[0])).strip().lower()):
        return False
    part = next((n for n, kind in enumerate(reversed(above)) if kind is not RowKind.DATA), len(above))
    return any(type(row[i]) is float and row[i] == part > 0 for i in filled)


def _says_total(text: str) -> bool:
    """Whether a cell is the word of a total: "Cống" is a duct, "Tổng công ty" somebody's name."""
    folded = fold(text)
    if folded == "cong":
        plain = unicodedata.normalize("NFC", text).strip(" \t\n.:*-").lower()
        return plain in _SUM
    if folded in _TOTALS or (folded.startswith("tongcong") and not folded.startswith("tongcongty")):
        return True
    if not folded.startswith(("cong", "tong")):
        return False
    return _PART.fullmatch(unicodedata.normalize("NFC", text).strip().lower()) is not None


def _may_be_place(cell: Cell) -> bool:
    """Whether a cell may be a coordinate: a count ("30", "30 vị trí") below coordinates is a total."""
    return _has_figure(cell) and not _COUNT.fullmatch(unicodedata.normalize("NFC", cell_text(cell)).strip())


def _has_figure(cell: Cell) -> bool:
    """Whether a cell of the position's columns may be a coordinate: "Giám đốc" below one is a signature."""
    return any(letter.isdigit() for letter in cell_text(cell))


def _repeats(row: Sequence[Cell], filled: Sequence[int], heads: Sequence[str]) -> bool:
    same = sum(
        1
        for i in filled
        if i < len(heads) and type(row[i]) is str and fold(row[i]) and fold(row[i]) in heads[i]
    )
    return same >= max(2, 0.7 * len(filled))


def _short(
    row: Sequence[Cell], filled: Sequence[int], width: int, places: Sequence[int], *, merged: bool
) -> RowKind:
    """Judge a row with at most three filled cells."""
    if not filled:
        return RowKind.EMPTY
    texts = [cell_text(row[i]).strip() for i in filled]
    if fold(texts[0]) == fold(EXAMPLE_MARK):
        return RowKind.EXAMPLE
    if _is_total(row, filled, places):
        return RowKind.TOTAL
    if width <= 2 or any(i in places and _has_figure(row[i]) for i in filled if not merged):
        return RowKind.DATA
    if any(type(row[i]) is not str for i in filled):
        return RowKind.DATA
    if len(filled) == 1 and (merged or (width > 3 and not _CODE_LIKE.fullmatch(texts[0]))):
        return RowKind.SECTION
    if len(filled) == 2 and _ROMAN.fullmatch(texts[0]) and width > 3 and not _CODE_LIKE.fullmatch(texts[1]):
        return RowKind.SECTION
    return RowKind.DATA


def _is_note(row: Sequence[Cell], width: int, places: Sequence[int]) -> bool:
    filled = [i for i, cell in enumerate(row) if cell != ""]
    if width <= 3 or len(filled) > 3 or any(i in places and _has_figure(row[i]) for i in filled):
        return False
    texts = [cell_text(row[i]).strip() for i in filled]
    return all(type(row[i]) is str for i in filled) and all(
        " " in text and not _CODE_LIKE.fullmatch(text) for text in texts
    )
