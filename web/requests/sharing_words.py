"""The words of the sharing requests' pages for their codes."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.people import Person
from registry.model.requests.desk_records import HistoryEntry, SharingRequest
from registry.model.requests.proposals import Proposal
from registry.services.requests.reading import reply_limits
from web.frame.office import registry
from web.requests.sharing_beside import ANSWERS, GROUNDS, STATES
from web.requests.view import happened

__all__ = ["ANSWERS", "GROUNDS", "STATES"]

LISTS: dict[str, Any] = {
    "to_answer": _l("Chờ tôi trả lời"),
    "overdue": _l("Quá hạn trả lời"),
    "awaited": _l("Đang chờ trả lời"),
    "answered": _l("Đã trả lời"),
    "all": _l("Tất cả"),
}


def wanted(row: Proposal, names: dict[str, str]) -> str:
    """Return what a row would put on the mast, as the asker's letter begins to say it."""
    where = row.site_code or (f"dòng {row.row}" if row.row else "")
    height = f"{row.mast_height_m:.1f}".removesuffix(".0").replace(".", ",") if row.mast_height_m else ""
    parts = [
        f"Lắp đặt thiết bị của {names.get(row.operator, row.operator)}"
        if row.operator
        else "Lắp đặt thiết bị",
        f"ở độ cao đến {height} m" if height else "",
        f"phục vụ vị trí {where}" if where else "",
    ]
    return ", ".join(filter(None, parts))


def asked(item: SharingRequest, names: dict[str, str], *, by_carrier: bool) -> str:
    """Return what is said when a sharing request went out: what comes next, and until when."""
    owner, due = names.get(item.owner, item.owner), item.due_on
    if due is None and by_carrier:
        return str(
            _(
                "Đã gửi đề nghị dùng chung cột %(mast)s. "
                "Văn bản có hiệu lực ngày gửi không nêu thời hạn trả lời; "
                "trả lời của %(owner)s sẽ hiện ở trang này.",
                mast=item.mast, owner=owner,
            )
        )  # fmt: skip
    if due is None:
        return str(
            _(
                "Đã ghi đề nghị dùng chung cột %(mast)s. "
                "Văn bản có hiệu lực ngày gửi không nêu thời hạn trả lời.",
                mast=item.mast,
            )
        )
    on = f"{due:%d/%m/%Y}"
    if by_carrier:
        return str(
            _(
                "Đã gửi đề nghị dùng chung cột %(mast)s. Hạn trả lời của %(owner)s: hết ngày %(due)s; "
                "trả lời sẽ hiện ở trang này.",
                mast=item.mast, owner=owner, due=on,
            )
        )  # fmt: skip
    return str(
        _(
            "Đã ghi đề nghị dùng chung cột %(mast)s. Hạn trả lời của %(owner)s: hết ngày %(due)s.",
            mast=item.mast, owner=owner, due=on,
        )
    )  # fmt: skip


def replied(item: SharingRequest, names: dict[str, str], *, by_carrier: bool) -> str:
    """Return what is said when a reply went out or was recorded."""
    answer = ANSWERS.get(item.answer, item.answer)
    if not by_carrier:
        owner = names.get(item.owner, item.owner)
        return str(_("Đã ghi trả lời của %(owner)s: %(answer)s.", owner=owner, answer=answer))
    return str(
        _(
            "Đã gửi trả lời cho %(asker)s: %(answer)s. Bên đề nghị và cơ quan đọc được ở trang này; "
            "trả lời đã gửi không sửa được.",
            asker=names.get(item.asker, item.asker), answer=answer,
        )
    )  # fmt: skip


def withdrawn() -> str:
    """Return what is said when a sharing request was taken back."""
    return str(_("Đã rút đề nghị. Chủ cột không phải trả lời nữa; đề nghị không được tính khi xét dòng."))


def time_to_reply(sent_on: dt.date) -> dict[str, str]:
    """Return how long an owner has to reply to what is sent on a day, "" where the text in force is silent.

    ``usual``, and where he has to survey the mast first and has other days for it, ``survey``.
    """
    limits = reply_limits(registry(), sent_on)
    usual, survey = (_days(limits[survey]) for survey in (False, True))
    return {"usual": usual, "survey": "" if survey == usual else survey}


def _days(limit: tuple[int, bool] | None) -> str:
    if limit is None:
        return ""
    days, working = limit
    return str(_("%(days)s ngày làm việc", days=days) if working else _("%(days)s ngày", days=days))


def surveyed(item: SharingRequest) -> str:
    """Return what is said when the owner has to survey the mast first."""
    if item.due_on is None:
        return str(_("Đã ghi: phải khảo sát kỹ thuật trước khi trả lời."))
    on = f"{item.due_on:%d/%m/%Y}"
    return str(_("Đã ghi: phải khảo sát kỹ thuật. Hạn trả lời mới: hết ngày %(due)s.", due=on))


def received(item: SharingRequest) -> str:
    """Return what is said when the day on which the owner received it was recorded."""
    if item.due_on is None or item.answer:
        return str(_("Đã ghi ngày chủ cột nhận được đề nghị."))
    on = f"{item.due_on:%d/%m/%Y}"
    return str(_("Đã ghi ngày chủ cột nhận được đề nghị. Hạn trả lời: hết ngày %(due)s.", due=on))


def history_lines(entries: list[HistoryEntry], person: Person, reason: str) -> list[dict[str, str]]:
    """Return what happened, newest first; ``reason`` is the reason of the reply as the person may read it."""
    lines = []
    for entry in entries:
        before: dict[str, Any] = entry.before or {}
        after: dict[str, Any] = entry.after or {}
        if entry.before is None:
            text, on = str(_("Gửi đề nghị dùng chung")), after.get("sent_on")
        elif after.get("answer") and after.get("answer") != before.get("answer"):
            text = str(STATES.get(str(after["answer"]), after["answer"])) + (f": {reason}" if reason else "")
            on = after.get("replied_on")
        elif after.get("survey") and not before.get("survey"):
            text, on = str(_("Cần khảo sát kỹ thuật: hạn trả lời tính lại")), None
        elif after.get("received_on") and after.get("received_on") != before.get("received_on"):
            text, on = str(_("Chủ cột nhận được đề nghị")), after["received_on"]
        else:
            continue
        who = entry.who if person.sees_all else ""
        lines.append({**happened(entry.at, on), "who": who, "text": text})
    return lines[::-1]
