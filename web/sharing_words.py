"""The words of the sharing requests' pages for their codes."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.desk_records import HistoryEntry
from registry.model.people import Person
from web.requests_view import happened

LISTS: dict[str, Any] = {
    "to_answer": _l("Chờ tôi trả lời"),
    "overdue": _l("Quá hạn trả lời"),
    "awaited": _l("Đang chờ trả lời"),
    "answered": _l("Đã trả lời"),
    "all": _l("Tất cả"),
}

ANSWERS: dict[str, Any] = {
    "agree": _l("Đồng ý"),
    "conditions": _l("Đồng ý có điều kiện"),
    "refuse": _l("Không đồng ý"),
}


def history_lines(entries: list[HistoryEntry], person: Person, reason: str) -> list[dict[str, str]]:
    """Return what happened, newest first; ``reason`` is the reason of the reply as the person may read it."""
    lines = []
    for entry in entries:
        before: dict[str, Any] = entry.before or {}
        after: dict[str, Any] = entry.after or {}
        if entry.before is None:
            text, on = str(_("Gửi đề nghị dùng chung")), after.get("sent_on")
        elif after.get("answer") and after.get("answer") != before.get("answer"):
            text = str(ANSWERS.get(str(after["answer"]), after["answer"])) + (f": {reason}" if reason else "")
            on = after.get("replied_on")
        elif after.get("survey") and not before.get("survey"):
            text, on = str(_("Cần khảo sát kỹ thuật: thời hạn 15 ngày")), None
        else:
            continue
        who = entry.who if person.sees_all else ""
        lines.append({**happened(entry.at, on), "who": who, "text": text})
    return lines[::-1]
