"""Two people edited the same record: both versions of it, in words, and the second one's form kept whole."""

from typing import Any

from flask import request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import remedy, render
from web.frame.languages import language
from web.requests.view import moment
from web.requests.words import ANSWERS, DECISIONS, STATES

_KEPT_OUT = frozenset({"csrf_token", "version"})


def versions(error: RefusalError) -> dict[str, Any]:
    """Return both versions of a form's record: lines of (what, standing, offered), and the form itself.

    ``fields`` are the form's own values with the version that stands, so that whoever came second can write
    theirs knowingly; files are not kept by a browser and are named in ``files``.
    """
    standing, offered = error.params["standing"], error.params["offered"]
    lines = [
        (_named(name), _words(name, standing.get(name)), _words(name, value))
        for name, value in offered.items()
    ]
    lines += [
        (_named(name), "", text) for name, text in request.form.items() if name == "reason" and text.strip()
    ]
    fields = [(name, value) for name, value in request.form.items(multi=True) if name not in _KEPT_OUT]
    return {
        "lines": lines,
        "fields": [*fields, ("version", str(standing.get("version") or 0))],
        "files": [file.filename for file in request.files.values() if file.filename],
        "action": request.path,
    }


def same(error: RefusalError) -> bool:
    """Whether what stands is what was offered: a form that was sent twice changes nothing."""
    standing, offered = error.params["standing"], error.params["offered"]
    return bool(offered) and all(
        (standing.get(name) or "") == (value or "") for name, value in offered.items()
    )


def json_versions(error: RefusalError) -> dict[str, Any]:
    """Return both versions of a row's record, as the scripts show them side by side."""
    lang = language()
    standing, offered = error.params["standing"], error.params["offered"]
    return {
        "error": {
            "code": error.code,
            "message": render(error.code, error.params, lang),
            "remedy": remedy(error.code, error.params, lang),
        },
        "standing": {
            "code": standing.get("decision") or "",
            "reason": standing.get("reason") or "",
            "conditions": standing.get("conditions") or [],
            "text": standing.get("text") or "",
            "who": standing.get("who") or str(error.params.get("by", "")),
            "at": moment(str(standing.get("at") or "")) or str(error.params.get("at", "")),
            "version": int(standing.get("version") or 0),
        },
        "lines": [
            [_named(name), _words(name, standing.get(name)), _words(name, value)]
            for name, value in offered.items()
        ],
    }


def _named(name: str) -> str:
    names = {
        "state": _("Trạng thái"),
        "officer": _("Người xử lý"),
        "judged_on": _("Theo quy định của ngày"),
        "transition": _("Điều khoản chuyển tiếp"),
        "letter_number": _("Số công văn"),
        "letter_date": _("Ngày công văn"),
        "note": _("Ghi chú"),
        "number": _("Số văn bản"),
        "issued_number": _("Số văn bản"),
        "issued_on": _("Ngày ban hành"),
        "file_name": _("Danh sách"),
        "outcome": _("Kết quả"),
        "answer": _("Nội dung"),
        "answer_number": _("Số công văn"),
        "answered_on": _("Ngày trả lời"),
        "decision": _("Quyết định"),
        "reason": _("Lý do"),
        "conditions": _("Điều kiện"),
        "text": _("Nội dung"),
        "withdrawn": _("Thu hồi"),
        "file_sha256": _("Mã băm của tệp"),
    }
    return str(names.get(name, name))


def _words(name: str, value: Any) -> str:
    if name == "state":
        return str(STATES.get(str(value), value or ""))
    if name == "decision":
        return str(DECISIONS.get(str(value), value or ""))
    if name == "outcome":
        return str(ANSWERS.get(str(value), value or ""))
    if name == "judged_on":
        return str(_("ngày nộp hồ sơ") if value else _("ngày quyết định"))
    if isinstance(value, list):
        return "; ".join(map(str, value))
    if hasattr(value, "strftime"):
        return str(value.strftime("%d/%m/%Y"))
    return "" if value is None else str(value)
