"""The words of the agreed positions' pages for their codes."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.messages import as_stated
from registry.model.people import Person
from registry.model.requests.desk_records import HistoryEntry
from web.frame.languages import language
from web.frame.wording.filters import number
from web.requests.view import happened

GROUPS: dict[str, Any] = {
    "over": _l("Xem xét thu hồi"),
    "soon": _l("Sắp đến hạn"),
    "to_build": _l("Chờ xây"),
    "completed": _l("Đã hoàn thành"),
    "revoked": _l("Đã thu hồi"),
    "replaced": _l("Đã điều chỉnh"),
}

SORTS: dict[str, Any] = {
    "urgent": _l("Hạn xây dựng"),
    "newest": _l("Ngày văn bản"),
    "code": _l("Mã vị trí"),
    "organisation": _l("Doanh nghiệp"),
}

BUILT: dict[str, Any] = {
    "match": _l("Đúng vị trí đã thống nhất"),
    "note": _l("Lệch so với vị trí đã thống nhất"),
    "review": _l("Lệch nhiều, cần xem xét"),
}


def height_words(height_m: float | None, higher_m: float | None) -> str:
    """Return what a report of completion says of the mast's height, beside what was agreed to."""
    if height_m is None:
        return str(_("báo cáo không nêu chiều cao cột hoàn công"))
    stated = str(_("cột cao %(height)s m", height=as_stated(height_m, language())))
    apart = as_stated(abs(higher_m or 0.0), language())
    if higher_m is None:
        beside = _("chưa biết chiều cao đã thống nhất để so")
    elif higher_m == 0:
        beside = _("đúng chiều cao đã thống nhất")
    elif higher_m > 0:
        beside = _("cao hơn đã thống nhất %(metres)s m, cần xem xét", metres=apart)
    else:
        beside = _("thấp hơn đã thống nhất %(metres)s m", metres=apart)
    return f"{stated}, {beside}"


ASKED: dict[str, Any] = {
    "": _l("Chờ trả lời"),
    "granted": _l("Đã gia hạn"),
    "declined": _l("Không gia hạn"),
}

NEEDLESS = _l("Không còn phải trả lời")  # asked, then built or taken back before anybody answered

_NOTES = "row_notes"  # the table of what is noted of a row, in its history


def history_lines(entries: list[HistoryEntry], person: Person) -> list[dict[str, str]]:
    """Return what happened, newest first; who in the office did it is for the office."""
    lines = []
    for entry in entries:
        text = _ask(entry) if entry.what == _NOTES else _approval(entry)
        if text:
            who = entry.who if person.sees_all else ""
            lines.append({**happened(entry.at, _day(entry)), "who": who, "text": text})
    return lines[::-1]


def _day(entry: HistoryEntry) -> object:
    """Return the day of the letter that agreed, or on which the mast was built; None for anything else."""
    before: dict[str, Any] = entry.before or {}
    after: dict[str, Any] = entry.after or {}
    if entry.what == _NOTES:
        return None
    if entry.before is None:
        return after.get("approved_on")
    built = after.get("state") == "completed" and before.get("state") != "completed"
    return after.get("completed_on") if built else None


def _ask(entry: HistoryEntry) -> str:
    after: dict[str, Any] = entry.after or {}
    own = after.get("details") or {}
    if not own.get("answer"):
        return (
            str(_("Đề nghị gia hạn %(months)s tháng", months=own.get("months", 0))) + f": {after.get('text')}"
        )
    said = str(ASKED[own["answer"]])
    return f"{said}: {own['reason']}" if own.get("reason") else said


def _approval(entry: HistoryEntry) -> str:
    before: dict[str, Any] = entry.before or {}
    after: dict[str, Any] = entry.after or {}
    if entry.before is None:
        return str(_("Văn bản %(number)s thống nhất vị trí", number=after.get("decision") or ""))
    if after.get("state") != before.get("state"):
        word = str(GROUPS.get(str(after.get("state")), after.get("state")))
        if after.get("state") == "completed":
            off = number(float(after.get("built_off_m") or 0.0))
            said = f"{word}: {BUILT.get(str(after.get('built_outcome')), '')} ({off} m)"
            if after.get("built_height_m") is None:
                return said
            return f"{said}; {height_words(after.get('built_height_m'), after.get('built_higher_m'))}"
        why = str(after.get("reason") or "")
        if why and after.get("state") == "replaced":
            why = str(_("hồ sơ %(number)s", number=why))
        return f"{word}: {why}" if why else word
    more = int(after.get("extended_months") or 0) - int(before.get("extended_months") or 0)
    if more:
        return str(_("Gia hạn thêm %(months)s tháng", months=more)) + f": {after.get('extension_ground')}"
    return ""
