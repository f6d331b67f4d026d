"""The lines of a text that was copied out of a PDF, where a paragraph is broken at the edge of its page."""

import re

_BEGINS = re.compile(
    r"\s{0,8}(?:[-+*•–—●]|\d{1,2}[.)]|[IVX]{1,4}[.)]|(?:Số|Nguồn|Nơi nhận)\s{0,2}:"
    r"|(?:Tin|Bản tin|Cấp độ)\s)"
)
"""What begins a line of its own wherever it stands: an item, a numbered part, the bulletin's number."""
_COLUMNS = re.compile(r"[\t|]|\s{3}")
_NUMBERED = re.compile(r"\s{0,8}(?:\d{1,2}|[IVX]{1,4})[.)]")
_ENDS = '.:;!?…)"”'
_WIDE = 70
"""From so many characters a line without an end is taken to be broken at the edge of its page."""


def unwrapped(text: str) -> tuple[str, list[int]]:
    """Return a text with the lines of a broken paragraph joined, and in which line (from 1) each one began.

    "… Vân Sơn, Biển Động,\\nSa Lý, Tân Sơn." is one list: what stands below the edge belongs to it. Rows of
    tables, items and headings stay apart.
    """
    lines: list[str] = []
    began: list[int] = []
    last = ""
    for number, line in enumerate(text.split("\n"), 1):
        if lines and _goes_on(last, line):
            lines[-1] = f"{lines[-1].rstrip()} {line.lstrip()}"
        else:
            lines.append(line)
            began.append(number)
        last = line
    return "\n".join(lines), began


def _goes_on(line: str, below: str) -> bool:
    """Whether the line below goes on with the sentence of a line."""
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
    return len(upper) >= _WIDE and not heading
