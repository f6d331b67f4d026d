"""The words of imports: kinds of batches, their counts, what was said at the import."""

from typing import Any

from flask_babel import lazy_gettext as _l

from registry.model.ledger import ImportBatch
from registry.services.register.units.take_borders import WHOLE
from web.frame.people import operator_names
from web.frame.wording.filters import number, unit
from web.frame.wording.words import LAYERS

KINDS: dict[str, Any] = {
    "sites": _l("Danh sách cột"),
    "plan": _l("Kế hoạch của doanh nghiệp"),
    "zones": _l("Vùng và quy hoạch"),
    "admin_units": _l("Địa giới hành chính"),
    "cables": _l("Mạng cáp ngoại vi"),
    "cable-edit": _l("Sửa mạng cáp"),
    "cable-underground": _l("Khu vực ngầm hóa"),
    "zone-draft": _l("Dự thảo quy hoạch"),
    "merge": _l("Gộp hai cột thành một"),
    "apart": _l("Giữ hai cột riêng"),
    "position": _l("Sửa tọa độ theo kiểm tra"),
    "approved": _l("Vị trí đã thống nhất"),
    "phantoms": _l("Gỡ cột ghi trùng"),
    "answers": _l("Trả lời rà soát"),
    "accounts": _l("Tài khoản"),
    "undo": _l("Rút một lô"),
    "init": _l("Khởi tạo sổ"),
    "demo": _l("Dữ liệu minh họa"),
}
"""The kinds of batches, imports first."""

COUNTED: dict[str, Any] = {
    "new": _l("mới"),
    "changed": _l("thay đổi"),
    "unchanged": _l("giữ nguyên"),
    "vanished": _l("không còn trong danh sách"),
    "not_imported": _l("không nhập được"),
    "questions": _l("câu hỏi cột trùng"),
    "coverages": _l("phạm vi đầy đủ"),
    "records": _l("bản ghi"),
    "units": _l("đơn vị hành chính"),
}

SAID: dict[str, Any] = {
    "operator": _l("Doanh nghiệp"),
    "owner": _l("Chủ sở hữu"),
    "layer": _l("Lớp"),
    "layers": _l("Lớp"),
    "level": _l("Cấp"),
    "decision": _l("Quyết định"),
    "valid_from": _l("Hiệu lực từ"),
    "valid_to": _l("Hiệu lực đến"),
    "list_date": _l("Ngày của danh sách"),
    "complete": _l("Danh sách đầy đủ"),
    "reason": _l("Lý do"),
}
"""What was said at an import, as pages show it; the rest of a batch's options is for the program."""

LEVELS: dict[str, Any] = {
    "commune": _l("Xã, phường"),
    "district": _l("Huyện (đến 30/6/2025)"),
    "province": _l("Tỉnh"),
}

WHOLE_PROVINCE: dict[str, Any] = {WHOLE: _l("Mọi cấp, theo ranh giới các xã")}
"""What may be chosen beside a level: units of every level by the borders of all communes."""


def kind_word(kind: str) -> str:
    """Return the word of a batch's kind; that of a kind without one is the kind."""
    return str(KINDS.get(kind, kind))


def counted(summary: dict[str, Any]) -> str:
    """Return a batch's counts in words; what is none is left out."""
    parts = [
        f"{number(value, 0)} {unit(COUNTED[name], value)}"
        for name, value in summary.items()
        if name in COUNTED and isinstance(value, int) and not isinstance(value, bool) and value
    ]
    return ", ".join(parts)


def told(batch: ImportBatch) -> list[tuple[str, str]]:
    """Return what was said at an import: (what, in words)."""
    found = []
    for name, label in SAID.items():
        value = (batch.options or {}).get(name)
        if value:
            found.append((str(label), _value(name, value)))
    return found


def _value(name: str, value: Any) -> str:
    if value is True:
        return str(_l("có"))
    text = str(value)
    if name in {"valid_from", "valid_to", "list_date"} and len(text) == 10:
        return f"{text[8:]}/{text[5:7]}/{text[:4]}"
    if name in {"operator", "owner"}:
        return operator_names().get(text, text)
    if name in {"layer", "layers"}:
        return ", ".join(str(LAYERS.get(part.removeprefix("coverage:"), part)) for part in text.split(", "))
    return str((LEVELS | WHOLE_PROVINCE).get(text, text)) if name == "level" else text
