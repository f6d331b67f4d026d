"""Amounts of rain in the rows of a table whose heading alone says that they are millimetres."""

import re
from collections.abc import Iterable, Sequence

_HEADING = re.compile(r"mưa[^\n]{0,80}\(\s?mm[^)\n]{0,20}\)", re.IGNORECASE)
_CELL = re.compile(r"[\t|]")
FALLEN = re.compile(r"\b(?:qua|đã|đo được|thực đo)\b", re.IGNORECASE)
"""What a heading says of rain that was measured: it is no forecast."""
_IN_PLACES = re.compile(r"có nơi|cục bộ|lớn nhất", re.IGNORECASE)
_TOTAL = re.compile(r"\btổng\b", re.IGNORECASE)
_COMMON = re.compile(
    r"\s{0,3}(?:từ\s|khoảng\s|phổ biến\s){0,2}\s?(\d{1,4})\s?(?:-|–|—|đến)\s?(\d{1,4})\b", re.IGNORECASE
)
_OVER = re.compile(r"(?:trên|hơn|>|≥|có nơi|cục bộ|^)[^\d]{0,12}(\d{2,4})\b", re.IGNORECASE)
_OF_A_DAY = re.compile(r"\b(?:ngày|đêm|sáng|chiều|tối)\b|\d{1,2}\s?/\s?\d{1,2}", re.IGNORECASE)
"""A row of one day or part of it: what falls in all of them is no row's."""
_SPAN = re.compile(
    rf"(?:từ\s)?{(_MOMENT := r'(?:(?:ngày|đêm|sáng|trưa|chiều|tối)[ ]?){0,3}[0-9]{1,2}/[0-9]{1,2}')}"
    rf"\s?(?:-|–|—|đến|tới)\s?(?:hết\s)?{_MOMENT}",
    re.IGNORECASE,
)
"""From when to when a row tells of: "Từ chiều 02/12 - ngày 04/12"."""
_ROWS = 60

Row = tuple[str, float, float, float]
"""What a row is of, the least and the most, and above what it rains in places (0: it does not say so)."""


def rain_of_table(text: str, provinces: Sequence[str], *, ours: bool) -> tuple[float, ...]:
    """Return the rain of our province as ``Hazard.rain_mm`` has it, of all rows together; () for none.

    Of a table with a row of ours that row alone; all rows only where the bulletin is of our province's
    station (``ours``). A table of several days without their total says no one amount, and none is read.
    """
    rows = list(_rows(text.splitlines()))
    if len({row[0] for row in rows}) < len(rows):  # one place in several spans: their total is not said
        return ()
    names = [name.casefold() for name in provinces]
    if not ours:  # in the table of our own station "thành phố Bắc Ninh" is a part of the province
        rows = [row for row in rows if any(name in row[0].casefold() for name in names)]
    if not rows:
        return ()
    least, most = min(row[1] for row in rows), max(row[2] for row in rows)
    over = max(row[3] for row in rows)
    return (least, most, over) if over > most else (least, most)


def _rows(lines: list[str]) -> Iterable[Row]:
    for at, line in enumerate(lines):
        if not _HEADING.search(line) or FALLEN.search(line):
            continue
        heads = _CELL.split(line)
        column, places = _columns(heads)
        if column is None:
            continue
        for below in lines[at + 1 : at + 1 + _ROWS]:
            cells = _CELL.split(below) if len(heads) > 1 else below.split(":", 1)
            if len(cells) < 2:
                break
            row = _row(cells, column, places)
            if row is not None:
                yield row
        return


def _columns(heads: list[str]) -> tuple[int | None, int | None]:
    """Return the column of the common amount (the last one of a list with colons), and that of what it rains
    above in places; None for no one such column."""
    if len(heads) == 1:
        return -1, None
    stated = [at for at, head in enumerate(heads) if re.search(r"\(\s?mm", head, re.IGNORECASE)]
    places = [at for at in stated if _IN_PLACES.search(heads[at])]
    common = [at for at in stated if at not in places]
    total = [at for at in common if _TOTAL.search(heads[at])]
    if len(common) > 1 and len(total) == 1:
        common = total
    return (common[0] if len(common) == 1 else None), (places[0] if places else None)


def _row(cells: list[str], column: int, places: int | None) -> Row | None:
    if column >= len(cells):
        return None
    amount = _COMMON.match(cells[column])
    if amount is None:
        return None
    rest = cells[column][amount.end() :]
    over = _OVER.search(rest) if rest.strip() else None
    if over is None and places is not None and places < len(cells):
        over = _OVER.search(cells[places].strip())
    label = _SPAN.sub(" ", " ".join(cells[:column] if column > 0 else cells[:1]))
    least, most = float(amount[1]), float(amount[2])
    if _OF_A_DAY.search(label) or least > most:
        return None
    return " ".join(label.split()), least, most, float(over[1]) if over else 0.0
