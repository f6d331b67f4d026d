"""What was asked of owners about a row, and what they answered: one line each, as they stand beside it."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.people import Person
from registry.model.requests.desk_records import SharingRequest
from registry.model.requests.sharing_grounds import WITHDRAWN
from registry.model.site_codes import plain_code
from registry.services.appraise.appraise_list import Appraisal
from registry.services.requests.opened import FileRow
from registry.services.requests.sharing import sharing_of
from registry.services.requests.sharing_drafts import row_hosts
from registry.services.requests.sharing_list import as_read_by
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import organisation_names

ANSWERS: dict[str, Any] = {
    "agree": _l("Đồng ý"),
    "conditions": _l("Đồng ý có điều kiện"),
    "refuse": _l("Không đồng ý"),
}

STATES: dict[str, Any] = {
    **ANSWERS,
    "withdrawn": _l("Bên đề nghị đã rút"),
}


GROUNDS: dict[str, Any] = {
    "load": _l("Cột không còn khả năng chịu tải"),
    "height": _l("Không còn chỗ lắp ở độ cao cần"),
    "safety": _l("Không bảo đảm an toàn, hoặc gây can nhiễu"),
    "leaving": _l("Cột sắp tháo dỡ, di dời"),
    "none": _l("Không có cột này, hoặc không phải chủ cột"),
    "other": _l("Lý do khác"),
}


def sharing_beside(row: FileRow, person: Person) -> list[dict[str, str]]:
    """Return the lines of a row, each with its address and answer; to a carrier only those of its own."""
    names = organisation_names()
    seen = [
        item if person.sees_all else as_read_by(registry(), item, person.organisation, lang=language())
        for item in row.sharing
        if person.sees_all or person.organisation in (item.asker, item.owner)
    ]
    return [
        {
            "text": _line(item, names),
            "url": url_for("sharing.show", sharing=item.id),
            "answer": item.answer or ("overdue" if item.overdue else "awaited"),
        }
        for item in seen
    ]


def asked_already(operator: str, masts: Sequence[str]) -> list[dict[str, str] | None]:
    """Return for each mast (its code) the line of what an operator asked of its owner last; None: nothing."""
    person, names = current_person(), organisation_names()
    last = {
        plain_code(item.mast): item
        for item in sharing_of(registry())
        if item.asker == operator and item.answer != WITHDRAWN
    }

    def said(item: SharingRequest) -> dict[str, str]:
        seen = item if person.sees_all else as_read_by(registry(), item, person.organisation, lang=language())
        return {"text": _line(seen, names), "url": url_for("sharing.show", sharing=item.id)}

    return [said(last[plain]) if (plain := plain_code(mast)) in last else None for mast in masts]


def asked_hosts(appraisal: Appraisal) -> dict[str, dict[str, str]]:
    """Return by row (its index) that shares a mast what its operator asked of the mast's owner last."""
    by_operator: dict[str, dict[int, str]] = {}
    for at, mast in row_hosts(appraisal, range(len(appraisal.rows))).items():
        by_operator.setdefault(appraisal.rows[at].proposal.operator, {})[at] = mast
    return {
        str(at): line
        for operator, masts in by_operator.items()
        for at, line in zip(masts, asked_already(operator, list(masts.values())), strict=True)
        if line is not None
    }


def _line(item: SharingRequest, names: dict[str, str]) -> str:
    owner, sent = names.get(item.owner, item.owner), f"{item.sent_on:%d/%m/%Y}"
    values = {"owner": owner, "mast": item.mast, "sent": sent}
    if item.answer:
        on = f"{item.replied_on:%d/%m/%Y}" if item.replied_on else "–"
        said = f"{ANSWERS.get(item.answer, item.answer)}"
        ground = f" ({GROUNDS[item.ground]})" if item.ground in GROUNDS and item.ground != "other" else ""
        why = f": {item.reason}" if item.reason else ""
        text = _("%(owner)s, cột %(mast)s, gửi %(sent)s, trả lời %(on)s", **values, on=on)
        return f"{text}: {said}{ground}{why}"
    if item.due_on is None:
        return str(_("%(owner)s, cột %(mast)s, gửi %(sent)s: chưa trả lời", **values))
    due = f"{item.due_on:%d/%m/%Y}"
    if item.overdue:
        return str(
            _("%(owner)s, cột %(mast)s, gửi %(sent)s: quá hạn trả lời (hạn %(due)s)", **values, due=due)
        )
    return str(_("%(owner)s, cột %(mast)s, gửi %(sent)s: chờ trả lời đến %(due)s", **values, due=due))
