"""What of a bulletin foresees nothing: what it tells of the past, and what a correction takes back."""

import datetime as dt
import re
from collections.abc import Iterator

from registry.model.vietnam_time import VIETNAM
from registry.storm.clock import SPOKEN, nearest, spoken_clock
from registry.storm.warnings.hours import UNTIL_DAY, day_near
from registry.storm.warnings.mark import blanked

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

_PLACES_SAID = "".join(
    rf"(?<!{word} )"
    for word in ("xã", "phường", "thị trấn", "huyện", "nơi", "điểm", "khu vực", "vùng", "địa bàn", "trên")
)
"""What is said of places before it takes nothing back: "các xã đã nêu trong bản tin số 5"."""
_SAID_AHEAD = re.compile(
    r"\b(?:(?:từ|trong)\s(?:chiều|tối|đêm|ngày|hôm)?\s?(?:nay|mai)|(?:chiều|tối|đêm) nay|ngày mai"
    r"|(?:sáng|trưa|chiều|tối|đêm) mai)\b",
    re.IGNORECASE,
)
_FALLEN = re.compile(r"\b(?:đã|qua)\b", re.IGNORECASE)

RETRACTED = re.compile(
    r"(?:,\s)?\(?(?:chứ\s)?(?:không phải|thay (?:vì|cho)|ghi (?:nhầm|sai)"
    rf"|{_PLACES_SAID}đã (?:ghi|nêu|đưa)(?!\snhận)(?=[^.;,:\n()]{{0,60}}\d))\b"
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


def past_parts(text: str, issued: dt.datetime | None = None) -> Iterator[tuple[int, int]]:
    """Yield from where to where a text tells what has fallen, under "1. Diễn biến mưa đã qua", "1. Tình hình
    mưa": to the next numbered heading, or the first line that speaks of what comes, also by its days."""
    at, begin = 0, -1
    for line in text.splitlines(keepends=True):
        numbered = _NUMBERED.match(line)
        ahead = _AHEAD.search(line) or _tells_of_days_to_come(line, issued)
        if numbered or ahead:
            if begin >= 0:
                yield begin, at
            said = line[numbered.end() :].strip() if numbered else ""
            past = bool(said) and _SO_FAR.match(said) and _OF_PAST.search(said) and not ahead
            begin = at if past else -1
        at += len(line)
    if begin >= 0:
        yield begin, at


def _tells_of_days_to_come(line: str, issued: dt.datetime | None) -> bool:
    """Whether a line speaks of days after its bulletin: "Từ đêm nay đến hết ngày 04/12 có mưa 50-90mm"."""
    if _FALLEN.search(line):
        return False
    if _SAID_AHEAD.search(line):
        return True
    if issued is None:
        return False
    near = issued.astimezone(VIETNAM).replace(tzinfo=None)
    moments = (nearest(spoken_clock(match, near.year), near).moment for match in SPOKEN.finditer(line))
    if any(moment is not None and moment > near for moment in moments):
        return True
    days = (day_near(match[1], match[2], match[3], issued) for match in UNTIL_DAY.finditer(line))
    return any(day is not None and day > near.date() for day in days)


def without_past_parts(text: str, issued: dt.datetime | None) -> str:
    """Return a text with spaces for what has fallen, every letter and line in its place."""
    return blanked(text, past_parts(text, issued))
