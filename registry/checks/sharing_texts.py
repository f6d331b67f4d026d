"""What the cells of a list say of sharing requests and replies: whether one was sent, what was answered."""

import datetime as dt
import re

_DATE = re.compile(r"(?<!\d)(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
NOT_SENT = re.compile(r"\s*(không|khong|chưa|chua|none|n/a|no\b|-+\s*$)", re.IGNORECASE)
NO_REPLY = re.compile(  # "chưa đồng ý" is a reply, "chưa trả lời" none
    r"\s*((không|khong)( có| co)?|(chưa|chua)\b(?! (đồng|dong|thống|thong|chấp|chap)\b).*"
    r"|none|no|n/a|-*)[\s.;]*$",
    re.IGNORECASE,
)
AGREED = re.compile(
    r"(?<!không )(?<!khong )(?<!chưa )(đồng ý|dong y|thống nhất|thong nhat|chấp thuận|chap thuan|\bagree)",
    re.IGNORECASE,
)
NO_MAST = re.compile(  # "không có cột dùng chung được"; no room left ("không còn chỗ") is another matter
    r"(không|khong|ko|chưa|chua)\s+(có|co|thấy|thay)\b[^.;,]{0,20}"
    r"\b(cột|cot|trạm|tram|hạ tầng|ha tang|csht|công trình|cong trinh)\b"
    r"|\bno (shareable |suitable )?(mast|tower|site|infrastructure)",
    re.IGNORECASE,
)
"""A claim that there is no mast to share."""


def date_in(text: str) -> dt.date | None:
    """Return the first day that ``text`` names as dd/mm/yyyy (also with points or hyphens), or None."""
    for day, month, year in _DATE.findall(text):
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None
