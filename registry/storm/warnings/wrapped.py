"""The lines of a text that was copied out of a PDF, where a paragraph is broken at the edge of its page."""

import itertools
import re
from collections.abc import Iterable

_BEGINS = re.compile(
    r"\s{0,8}(?:[-+*•–—●]|\d{1,2}[.)]|[IVX]{1,4}[.)]|(?:Số|Nguồn|Nơi nhận)\s{0,2}:"
    r"|(?:Tin|Bản tin|Cấp độ)\s)"
)
"""What begins a line of its own wherever it stands: an item, a numbered part, the bulletin's number."""
_OPENS = re.compile(
    r"(?:Các|Những|Một số|Xã|Phường|Huyện|Thị xã|Thành phố|Khu vực|Vùng|Nguy cơ|Đề nghị|Yêu cầu|Cấp"
    r"|Cảnh báo|Dự báo|Sông|Mực nước|Lũ|Mưa|Gió|Nhiệt độ|Trong|Từ|Đến|Ngày|Đêm|Sáng|Chiều|Tối|Ngoài|Riêng"
    r"|Hiện|Hồi|Lúc|Vào|Theo|Căn cứ|Do|Tại|Trên|Ở|Khả năng|Lưu ý|Ghi chú|Thời)\b"
)
"""What begins a sentence of its own below a long line that ends without a stop: no name goes on with it."""
_COLUMNS = re.compile(r"[\t|]|\s{3}")
_NUMBERED = re.compile(r"\s{0,8}(?:\d{1,2}|[IVX]{1,4})[.)]")
_ENDS = '.:;!?…)"”'
_WIDE = 70
"""From so many characters a line without an end is taken to be broken at the edge of its page."""
_FULL = 0.75
"""How much of the longest line a broken one fills with the next word, letters being of no one width."""


def unwrapped(text: str) -> tuple[str, list[int]]:
    """Return a text with the lines of a broken paragraph joined, and in which line (from 1) each one began.

    "… Vân Sơn, Biển Động,\\nSa Lý, Tân Sơn." is one list: what stands below the edge belongs to it. Rows of
    tables, items and headings stay apart.
    """
    lines: list[str] = []
    began: list[int] = []
    last, every = "", text.split("\n")
    edge = _edge(every)
    for number, line in enumerate(every, 1):
        if lines and _goes_on(last, line, edge):
            lines[-1] = f"{lines[-1].rstrip()} {line.lstrip()}"
        else:
            lines.append(line)
            began.append(number)
        last = line
    return "\n".join(lines), began


def joined_in_place(text: str) -> str:
    """Return a text with a space for each break inside a paragraph: every letter keeps its place."""
    every = text.split("\n")
    edge = _edge(every)
    said = every[0]
    for last, line in itertools.pairwise(every):
        said += (" " if _goes_on(last, line, edge) else "\n") + line
    return said


def _edge(lines: Iterable[str]) -> int:
    """Return the length of the longest line that is no row of a table: what a page's width is at least."""
    plain = (line.strip() for line in lines)
    return max((len(line) for line in plain if not _COLUMNS.search(line)), default=0)


def _goes_on(line: str, below: str, edge: int) -> bool:
    """Whether the line below goes on with the sentence of a line; ``edge`` is what ``_edge`` says of all."""
    upper, lower = line.strip(), below.strip()
    if not upper or not lower or _COLUMNS.search(upper) or _COLUMNS.search(lower) or _BEGINS.match(below):
        return False
    if upper.endswith(","):
        return True
    if upper[-1] in _ENDS or upper == upper.upper():
        return False
    if lower[0].islower() or (upper[-1] in "-–—" and lower[0].isdigit()):
        return True
    heading = _NUMBERED.match(upper) and not re.search(r"[,;:]|\.(?!\d)", upper[4:])
    if heading or len(upper) < _WIDE or _OPENS.match(lower):
        return False
    return len(upper) + 1 + len(lower.split()[0]) >= _FULL * edge
