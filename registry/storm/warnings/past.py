"""What of a bulletin foresees nothing: what it tells of the past, and what a correction takes back."""

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

RETRACTED = re.compile(
    r"(?:,\s)?\(?(?:chứ\s)?(?:không phải|thay (?:vì|cho)|đã (?:ghi|nêu|đưa)(?!\snhận)|ghi (?:nhầm|sai))\b"
    r"(?![^;\n]{0,40}\d[.,]\d{1,2}\s?m\b)(?:[^.;,\n()]|[.,](?=\d)){0,80}\)?"
    r"|\d{1,4}\s?(?:mm)?\s?[-–]\s?\d{1,4}\s?mm\s(?=(?:nay\s)?(?:được\s)?(?:sửa|đính chính|chỉnh|đọc)\b)"
    r"|\b(?:tại|của|đính chính|thay(?: thế)?(?: cho)?)\s(?:bản\s)?tin\s[^.;,\n]{0,40}?phát lúc"
    r"\s\d{1,2}\s?(?:giờ|h|g|:)\s?(?:\d{2})?[^.;,\n]{0,20}\d{1,2}/\d{1,2}(?:/\d{4})?",
    re.IGNORECASE,
)
"""What a correction says was wrong, and the hour of the bulletin that it corrects: "đã ghi 150-250mm, nay là
50-150mm", "đến 19h ngày 04/12 (không phải 19h ngày 03/12)"."""


def without_retracted(text: str) -> str:
    """Return a text with spaces for what a correction takes back; of water ``water`` takes it out itself."""
    return RETRACTED.sub(lambda match: " " * len(match[0]), text)


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
