"""Where the words about one position of a bulletin end: at the end of its row, or where impacts begin.

A bulletin's table of forecasts is followed by warnings of wind, waves and rain at places. What these say of
gusts is said of those places, not of the centre: the last row of a table must not take it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

_SIGNS = "|\t"
_HEADING = re.compile(r"thời điểm dự báo|thời gian dự báo", re.IGNORECASE)
_BULLET = r"[ \t]{0,8}(?:[-+*•–—#>]{1,4}|\(?(?:\d{1,2}|[a-zđ]|[IVX]{1,4})[.)]|\*\*)?[ \t*]{0,4}"
_PARTS = (
    r"(?:tin |dự báo )?cảnh báo", r"dự báo (?:về )?(?:tác động|gió mạnh|ảnh hưởng|mưa)",
    r"(?:nhận định )?tác động",
    r"do ảnh hưởng", r"ảnh hưởng (?:của|do)", r"chịu ảnh hưởng", r"gió mạnh ?(?:,|:|trên)",
    r"sóng (?:lớn|biển|cao)", r"nước (?:biển )?dâng", r"(?:dự báo )?mưa (?:lớn|to|rất)",
    r"(?:bản )?tin (?:tiếp theo|phát)", r"(?:ở|tại) (?:các )?trạm", r"ghi chú",
)  # fmt: skip
"""How the parts of a bulletin begin that speak of places and not of the centre."""
_SECTION = re.compile(rf"(?:^|(?<=\n)|(?<=[.;]\s)){_BULLET}(?:{'|'.join(_PARTS)})", re.IGNORECASE)


def ends_of(text: str, moments: Sequence[tuple[int, int]]) -> list[int]:
    """Return where the words about each moment end; ``moments`` are the spans at which the text names one.

    That is before the next moment at the latest; in a table (cells parted by a bar or a tab, or one cell a
    line) at the end of the row, else where a part of the bulletin about places begins.
    """
    limits = [*(start for start, _end in moments[1:]), len(text)]
    cells = _cells_of_rows(text, moments)
    lines = _lines_of_rows(text, moments)
    found = []
    for (start, end), limit in zip(moments, limits, strict=True):
        section = _SECTION.search(text, end, limit)
        part = section.start() if section else limit
        found.append(min(part, _row_end(text, start, end, cells), _block_end(text, start, end, lines)))
    return found


def _line_of(text: str, at: int) -> tuple[int, int]:
    """Return the span of the line at a place, without its break."""
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    return start, len(text) if end < 0 else end


def _sign_of(line: str) -> str:
    """Return the sign that parts the cells of a line, "" where it is no row of a table."""
    return next((sign for sign in _SIGNS if line.strip().count(sign) >= 2), "")


def _cells_of_rows(text: str, moments: Sequence[tuple[int, int]]) -> dict[str, int]:
    """Return how many signs a whole row has, by sign: the most that a line with a moment has."""
    found: dict[str, int] = {}
    for start, _end in moments:
        first, last = _line_of(text, start)
        line = text[first:last]
        if sign := _sign_of(line):
            found[sign] = max(found.get(sign, 0), line.count(sign))
    return found


def _row_end(text: str, start: int, end: int, cells: dict[str, int]) -> int:
    """Return the end of a row whose cells are parted by a sign; the text's where the moment is in none.

    A cell may hold a break: lines are added while signs are missing.
    """
    first, last = _line_of(text, start)
    sign = _sign_of(text[first:last])
    if not sign:
        return len(text)
    count = text.count(sign, first, last)
    while count < cells[sign] and last < len(text):
        _start, further = _line_of(text, last + 1)
        if not text[last:further].strip():
            break
        count, last = count + text.count(sign, last, further), further
    return max(last, end)


def _is_alone(text: str, start: int, end: int) -> bool:
    """Whether a moment is all that stands in its line: the first cell of a row told one cell a line."""
    first, last = _line_of(text, start)
    return not text[first:start].strip(" \t-+*•|") and not text[end:last].strip(" \t.:,;|)")


def _lines_of_rows(text: str, moments: Sequence[tuple[int, int]]) -> int:
    """Return how many lines a row has where cells stand one a line; 0 where nothing tells.

    The rows before the last tell it; a row that is the only one has as many as the head of the table.
    """
    alone = [_is_alone(text, start, end) for start, end in moments]
    gaps = Counter(
        _filled(text, one[0], other[0])
        for (one, other), both in zip(pairwise(moments), pairwise(alone), strict=True)
        if all(both)
    )
    if gaps:
        return min(gaps, key=lambda lines: (-gaps[lines], lines))
    last = next((start for (start, _end), own in zip(moments, alone, strict=True) if own), None)
    head = None if last is None else next(iter([*_HEADING.finditer(text, 0, last)][-1:]), None)
    return 0 if head is None or last is None else _filled(text, head.start(), last)


def _filled(text: str, start: int, end: int) -> int:
    """Return how many lines with anything in them begin between two places."""
    return sum(bool(line.strip()) for line in text[start:end].split("\n"))


def _block_end(text: str, start: int, end: int, lines: int) -> int:
    """Return the end of a row told one cell a line; the text's where the moment does not begin one."""
    if not lines or not _is_alone(text, start, end):
        return len(text)
    at, left = start, lines
    while at < len(text):
        _first, last = _line_of(text, at)
        left -= bool(text[at:last].strip())
        if not left:
            return max(last, end)
        at = last + 1
    return len(text)
