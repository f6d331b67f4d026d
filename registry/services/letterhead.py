"""What a letter says of the office: names, place, who signs; settings of the office (``letter.…``)."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from registry.messages import Language, Words

DEMO = Words("DỮ LIỆU MINH HỌA - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ", "ILLUSTRATIVE DATA - WITHOUT LEGAL EFFECT")
DRAFT = Words("DỰ THẢO", "DRAFT")

_DEFAULTS: dict[str, Words] = {
    "parent": Words("UBND TỈNH BẮC NINH", "PEOPLE'S COMMITTEE OF BẮC NINH PROVINCE"),
    "office": Words("SỞ KHOA HỌC VÀ CÔNG NGHỆ", "DEPARTMENT OF SCIENCE AND TECHNOLOGY"),
    "office_name": Words("Sở Khoa học và Công nghệ", "the Department of Science and Technology"),
    "symbol": Words("/SKHCN-BCVT", "/SKHCN-BCVT"),
    "place": Words("Bắc Ninh", "Bắc Ninh"),
    "signer_title": Words("GIÁM ĐỐC", "DIRECTOR"),
    "signer": Words("", ""),
    "archive": Words("Lưu: VT, BCVT.", "File."),
}


def letterhead(settings: Mapping[str, Any], lang: Language) -> dict[str, str]:
    """Return the words of the letterhead: the office's own (setting ``letter.office``), else the defaults."""
    return {
        name: str(settings.get(f"letter.{name}") or (words.vi if lang == "vi" else words.en))
        for name, words in _DEFAULTS.items()
    }


def dated(day: dt.date | None, lang: Language) -> str:
    """Write the day of a letter; blank places for one that has no day yet. Days below 10 and months below
    3 take a leading zero in Vietnamese letters (NĐ 30/2020, Phụ lục I)."""
    if lang == "en":
        return f"{day.day} {day:%B} {day.year}" if day else "… … …"
    if day is None:
        return "ngày … tháng … năm …"
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"
