"""The part of a bulletin that tells what has fallen: a numbered heading and what stands below it."""

import re
from collections.abc import Iterator

_NUMBERED = re.compile(r"\s{0,6}(?:\d{1,2}|[IVX]{1,4})[.)](?!\d)")
_SO_FAR = re.compile(
    r"[^\n]{0,12}\b(?:hiện trạng|thực trạng|tình hình|diễn biến|lượng mưa|mưa)\b[^\n]{0,80}$", re.IGNORECASE
)
_OF_PAST = re.compile(r"\b(?:hiện trạng|thực trạng|tình hình|đã qua|vừa qua|thời gian qua)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:dự báo|nhận định|cảnh báo|(?:giờ|ngày)\s{1,3}(?:tới|tiếp)|sắp tới|tiếp theo|khả năng)\b",
    re.IGNORECASE,
)
"""What a line says that tells of what comes, whatever it stands below."""


def past_parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where a text tells what has fallen, under "1. Diễn biến mưa đã qua", "1. Tình hình
    mưa": to the next numbered heading, or the first line that speaks of what comes."""
    at, begin = 0, -1
    for line in text.splitlines(keepends=True):
        numbered = _NUMBERED.match(line)
        if numbered or _AHEAD.search(line):
            if begin >= 0:
                yield begin, at
            said = line[numbered.end() :].strip() if numbered else ""
            past = bool(said) and _SO_FAR.match(said) and _OF_PAST.search(said) and not _AHEAD.search(line)
            begin = at if past else -1
        at += len(line)
    if begin >= 0:
        yield begin, at


def without_past_parts(text: str) -> str:
    """Return a text with spaces for what has fallen, every letter and line in its place."""
    said, at = "", 0
    for begin, end in past_parts(text):
        said += text[at:begin] + re.sub(r"[^\n]", " ", text[begin:end])
        at = end
    return said + text[at:]
