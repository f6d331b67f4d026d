"""Cells that a person repairs beside the file: what one said, and what is to be read in its place.

A repair holds for the row in which it was made; in a corrected file that comes instead, for the row of the
same code, as long as the cell still says what was repaired: else the file's own word counts.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.intake.headers import Header
from registry.intake.raw import RawSheet, cell_text, letter


@dataclass(frozen=True, slots=True)
class Repair:
    """One cell: its sheet, its row as Excel shows it, the column's letter and header, the row's code.

    ``was`` is the cell's text as the file has it, ``text`` what is read instead ("": nothing).
    """

    sheet: str
    row: int
    letter: str
    header: str
    code: str
    was: str
    text: str


def repair(sheet: RawSheet, header: Header, repairs: Iterable[Repair]) -> None:
    """Put what was repaired in the place of the sheet's cells."""
    own = [item for item in repairs if item.sheet == sheet.name]
    if not own:
        return
    letters = [letter(sheet.first_column + i) for i in range(len(header.texts))]
    code = header.names.index("site_code") if "site_code" in header.names else None
    numbers = {sheet.row_number(at): at for at in range(header.data, len(sheet.rows))}
    by_code: dict[str, list[int]] = {}
    if code is not None:
        for at in numbers.values():
            by_code.setdefault(_text(sheet, at, code), []).append(at)
    found = []
    for item in own:
        column = _column(item, letters, header.texts)
        if column is None:
            continue
        same = by_code.get(item.code, []) if item.code else []
        places = [numbers[item.row]] if item.row in numbers else []
        if code is not None and places and _text(sheet, places[0], code) != item.code:
            places = []
        for at in places or (same if len(same) == 1 else []):
            if _text(sheet, at, column) == item.was:
                found.append((at, column, item.text))
    for at, column, text in found:  # after all were looked for: a code may be among what is repaired
        row = sheet.rows[at]
        row.extend([""] * (column + 1 - len(row)))
        row[column] = text
        place = (sheet.first_row + at, sheet.first_column + column)
        sheet.errors.pop(place, None)
        if place in sheet.uncached:
            sheet.uncached.remove(place)


def _column(item: Repair, letters: list[str], headers: tuple[str, ...] | list[str]) -> int | None:
    """Return the index of a repair's column: at its letter, else the only one with its header."""
    if item.letter in letters and headers[letters.index(item.letter)] == item.header:
        return letters.index(item.letter)
    same = [i for i, text in enumerate(headers) if text and text == item.header]
    return same[0] if len(same) == 1 else None


def _text(sheet: RawSheet, at: int, column: int) -> str:
    row = sheet.rows[at]
    return cell_text(row[column]) if column < len(row) else ""
