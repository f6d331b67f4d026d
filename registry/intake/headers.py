"""Finding the header of a sheet and what each of its columns means.

A header may stand below title rows, take up to three rows with merged cells, carry units, be followed by a
row of units or of column numbers, and be written with or without diacritics.
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from registry.columns import OF_MASTS, ListKind, fold, fold_header, header_index
from registry.intake.header_words import by_words, turned
from registry.intake.raw import Cell, RawSheet, cell_text

_SEARCH_ROWS = 60
_MOST_HEADER_ROWS = 3
_LONGEST = 300  # characters of a header; patterns are never let loose on more
_UNITS = frozenset(
    [
        "m",
        "met",
        "do",
        "mm",
        "cm",
        "km",
        "kw",
        "w",
        "dbm",
        "ms",
        "vnd",
        "dong",
        "nam",
        "ngay",
        "mgs",
        "thapphan",
        "wgs84",
        "vn2000",
        "mps",
        "ft",
        "feet",
    ]
)
_NUMBERING = re.compile(r"[(\[]?\s*(\d{1,3}|[a-zA-Z])\s*[)\]]?(\s*=.*)?")

DMS_PARTS = {
    "degrees": ("do", "degrees", "degree", "deg"),
    "minutes": ("phut", "minutes", "minute", "min"),
    "seconds": ("giay", "seconds", "second", "sec"),
    "direction": ("huong", "direction", "dir", "hemisphere", "bannam", "dongtay"),
}


@dataclass(frozen=True, slots=True)
class Header:
    """A header found: ``first``/``last`` are indexes into the sheet's rows, ``data`` the first row below it.

    Per column (from the sheet's first): the text as written and the dictionary's name, "" for unknown.
    A part of a position spread over columns is named like ``lat:degrees``. ``worded`` is what the words of
    a header without a name tell; the column's values have to fit that.
    """

    first: int
    last: int
    data: int
    texts: tuple[str, ...]
    names: tuple[str, ...]
    worded: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        """How many different columns of the dictionary were recognised."""
        return len({*self.names, *self.worded} - {""})


def find_header(sheet: RawSheet, kind: ListKind) -> Header | None:
    """Return the header that recognises most columns (at least two); None where no rows look like one."""
    best: Header | None = None
    best_score = 0.0
    fills = _merged_texts(sheet)
    limit = min(len(sheet.rows), _SEARCH_ROWS)
    single = [_score_row(sheet.rows[i], kind) for i in range(limit)]
    for start in range(limit):
        # a header of several rows starts where a row is text only
        if not _all_text(sheet.rows[start]):
            continue
        for height in range(1, _MOST_HEADER_ROWS + 1):
            end = start + height
            if end > limit or (height > 1 and not _may_be_header(sheet.rows[end - 1])):
                break
            if height == 1 and not single[start]:
                continue
            header = _read(sheet, kind, start, end, fills)
            score = header.known - 0.3 * (height - 1) - 0.01 * start - _goes_on(sheet, end)
            if header.known >= 2 and score > best_score:
                best, best_score = header, score
    return best


def _goes_on(sheet: RawSheet, end: int) -> int:
    """Return 1 where the last row of a header, before ``end``, has groups and the row below their parts.

    "Thông tin trạm" over "Mã" and "Tên thường gọi" is understood as something, but of no column.
    """
    if end >= len(sheet.rows) or not _may_be_header(sheet.rows[end]):
        return 0
    below = sheet.rows[end]
    for (top, left), (bottom, right) in sheet.merged:
        if top == bottom == end - 1 and right > left:
            parts = {fold(below[at]) for at in range(left, right + 1) if at < len(below) and below[at] != ""}
            if len(parts) > 1:
                return 1
    return 0


def first_row_header(sheet: RawSheet, kind: ListKind) -> Header:
    """Return the sheet's first row as its header, whatever it says: that of a table of a program."""
    header = _read(sheet, kind, 0, 1, {})
    return replace(header, data=1)


def plain_header(sheet: RawSheet, kind: ListKind) -> Header | None:
    """Return the first full row of short texts as a header, for a list that uses none of our words."""
    width = max((len(row) for row in sheet.rows[:_SEARCH_ROWS]), default=0)
    if width < 2:
        return None
    for start in range(min(len(sheet.rows) - 1, _SEARCH_ROWS)):
        filled = [cell for cell in sheet.rows[start] if cell != ""]
        texts = [fold(cell) for cell in filled if type(cell) is str]
        if any(re.match(r"[-+]?\d", str(cell).strip()) for cell in filled):
            continue
        if len(texts) == len(filled) and len(filled) >= max(2, 0.8 * width) and len(set(texts)) == len(texts):
            return _read(sheet, kind, start, start + 1, {})
    return None


def _read(
    sheet: RawSheet, kind: ListKind, start: int, end: int, fills: dict[tuple[int, int], Cell]
) -> Header:
    width = max((len(row) for row in sheet.rows[start:end]), default=0)
    names: list[str] = []
    worded: list[str] = []
    texts: list[str] = []
    levels = [_level(sheet, row, width, fills, spread=row < end - 1) for row in range(start, end)]
    for column in range(width):
        parts: list[str] = []
        for level in levels:
            text = level[column]
            if text and (not parts or fold(text) != fold(parts[-1])):
                parts.append(text)
        texts.append(" ".join(" ".join(parts).split()))
        name = _name(parts, kind, own=bool(levels[-1][column]) or len(levels) == 1)
        names.append(name)
        worded.append("" if name or kind not in OF_MASTS else _worded(parts, kind))
    for axis in ("lon", "lat"):
        # "Kinh độ (độ)" alone states a unit; it is a part only beside a column of minutes or a direction
        if sum(1 for name in names if name.startswith(f"{axis}:")) == 1:
            names = [axis if name == f"{axis}:degrees" else name for name in names]
    data = end
    while data < len(sheet.rows) and data < end + 2 and _numbering_or_units(sheet.rows[data]):
        data += 1
    return Header(start, end - 1, data, tuple(texts), tuple(names), tuple(worded))


def _level(
    sheet: RawSheet, row: int, width: int, fills: dict[tuple[int, int], Cell], *, spread: bool
) -> list[str]:
    """Return one header row as texts, merged cells filled; ``spread`` carries a group's text to its right."""
    cells = sheet.rows[row]
    texts: list[str] = []
    for column in range(width):
        cell = cells[column] if column < len(cells) else ""
        if cell == "":
            cell = fills.get((row, column), "")
        texts.append(cell_text(cell).strip())
    if spread and not sheet.merged:
        below = sheet.rows[row + 1]
        for column in range(1, width):
            if (
                not texts[column]
                and texts[column - 1]
                and column < len(below)
                and below[column] != ""
                and below[column - 1] != ""
            ):
                texts[column] = texts[column - 1]
    return texts


def _merged_texts(sheet: RawSheet) -> dict[tuple[int, int], Cell]:
    """Return the text of a merged range for each of its other cells, near the top of the sheet."""
    found: dict[tuple[int, int], Cell] = {}
    for (top, left), (bottom, right) in sheet.merged:
        row, column = top - sheet.first_row, left - sheet.first_column
        if not 0 <= row < min(len(sheet.rows), _SEARCH_ROWS) or not 0 <= column < len(sheet.rows[row]):
            continue
        text = sheet.rows[row][column]
        if text == "" or (bottom - top + 1) * (right - left + 1) > 400:
            continue
        for r in range(row, min(bottom - sheet.first_row, _SEARCH_ROWS) + 1):
            for c in range(column, right - sheet.first_column + 1):
                found[r, c] = text
    return found


def _name(parts: Sequence[str], kind: ListKind, *, own: bool) -> str:
    if not parts:
        return ""
    candidates = [" ".join(parts), " ".join(parts[-2:]), parts[-1]]
    # a group's text alone names a column only where nothing stands below it
    if not own:
        candidates.append(parts[0])
    whole = candidates[0]
    for text in candidates:
        name = match(text, kind)
        if name and (text == whole or not turned(whole, name, kind)):
            return name
    return ""


def _worded(parts: Sequence[str], kind: ListKind) -> str:
    """Return what the words of a header tell, of all its rows or else of the last one alone."""
    if not parts:
        return ""
    whole = " ".join(parts)
    if name := by_words(whole, kind):
        return name
    name = by_words(parts[-1], kind)
    return "" if turned(whole, name, kind) else name


@lru_cache(maxsize=4096)  # bounded: headers come from outside
def match(text: str, kind: ListKind) -> str:
    """Return the dictionary's name for a header text, a part such as ``lon:minutes``, or ""."""
    if len(text) > _LONGEST:
        return ""
    index = _index(kind)
    full, bare = fold_header(text)
    name = index.get(full)
    if name:
        return name
    name = index.get(bare)
    if name:  # what stands in brackets is a unit or an example, unless it makes another thing of it
        return "" if turned(text, name, kind) else name
    # "Độ cao cột, m" and "Kinh độ E": a unit behind the words that is not in brackets
    words = [fold(word) for word in re.split(r"[\s,;:/_-]+", text) if fold(word)]
    while len(words) > 1 and words[-1] in _UNITS:
        words.pop()
        name = index.get("".join(words))
        if name:
            return name
    return ""


@cache
def _index(kind: ListKind) -> dict[str, str]:
    return {**_parts_index(), **header_index(kind)}


@cache
def _parts_index() -> dict[str, str]:
    found: dict[str, str] = {}
    index = header_index(ListKind.SITES)
    for axis in ("lon", "lat"):
        for alias in [key for key, name in index.items() if name == axis]:
            for part, words in DMS_PARTS.items():
                for word in words:
                    found.setdefault(alias + word, f"{axis}:{part}")
                    found.setdefault(word + alias, f"{axis}:{part}")
    return found


def _score_row(row: Sequence[Cell], kind: ListKind) -> int:
    return sum(1 for cell in row if type(cell) is str and cell and len(cell) < 120 and match(cell, kind))


def _all_text(row: Sequence[Cell]) -> bool:
    filled = [cell for cell in row if cell != ""]
    return bool(filled) and all(type(cell) is str for cell in filled)


def _may_be_header(row: Sequence[Cell]) -> bool:
    """A second header row: texts without a figure of any length (a data row always has some)."""
    filled = [cell for cell in row if cell != ""]
    return bool(filled) and all(
        type(cell) is str and not re.search(r"\d{3}", cell.replace("2000", "")) for cell in filled
    )


def _numbering_or_units(row: Sequence[Cell]) -> bool:
    """Whether a row below the header holds only column numbers ((1), (2), …) or units (m, độ)."""
    filled = [cell_text(cell).strip() for cell in row if cell != ""]
    if len(filled) < 2:
        return False
    if all(fold(text) in _UNITS for text in filled):
        return True
    numbers = [m[1] for text in filled if (m := _NUMBERING.fullmatch(text[:40]))]
    digits = [int(n) for n in numbers if n.isdecimal()]
    return (
        len(numbers) == len(filled)
        and len(digits) >= max(2, len(filled) - 2)
        and all(b - a == 1 for a, b in itertools.pairwise(digits))
    )
