"""The words of the pages for the codes of the register; lazy, so that each request reads its language."""

from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from registry.model.areas import LAYERS as KNOWN_LAYERS
from registry.model.areas import LayerFacts
from web.frame.languages import language

# (word, sign): a colour is in css/tokens.css under the same name
OUTCOMES: dict[str, tuple[Any, str]] = {
    "fail": (_l("Không đạt"), "✕"),
    "unknown": (_l("Chưa đủ căn cứ"), "?"),
    "review": (_l("Cần xem xét"), "!"),
    "consent": (_l("Cần văn bản đồng ý"), "§"),
    "pass": (_l("Đạt"), "✓"),
    "na": (_l("Không áp dụng"), "–"),
}

VERDICTS: dict[str, Any] = {
    "agree": _l("Thống nhất"),
    "agree_with_conditions": _l("Thống nhất có điều kiện"),
    "refuse": _l("Chưa thống nhất"),
    "cannot_assess": _l("Chưa đủ căn cứ"),
}

DECISIONS: dict[str, Any] = {
    "agree": _l("Thống nhất"),
    "agree_with_conditions": _l("Thống nhất có điều kiện"),
    "refuse": _l("Chưa thống nhất"),
    "supplement": _l("Đề nghị bổ sung"),
}

STAGES: dict[str, Any] = {
    "position": _l("Vị trí"),
    "construction": _l("Xây dựng"),
    "operation": _l("Vận hành"),
}

KINDS: dict[str, Any] = {
    "new": _l("Cột mới"),
    "share": _l("Dùng chung"),
    "replace": _l("Thay thế"),
    "relocate": _l("Di dời"),
    "upgrade": _l("Nâng cấp"),
}

# what each class of mast is, in the fewest words that keep them apart
CLASSES: dict[str, Any] = {
    "A1a": _l("A1a: cột nhỏ trên mái"),
    "A1b": _l("A1b: cột ngụy trang"),
    "A2a": _l("A2a: cột lớn trên mái"),
    "A2b": _l("A2b: cột dưới đất"),
    "A2c": _l("A2c: cột lớn khác"),
    "": _l("Chưa rõ loại"),
}

STATES: dict[str, Any] = {
    "in_service": _l("Đang hoạt động"),
    "under_construction": _l("Đang xây dựng"),
    "approved": _l("Đã duyệt, chưa xây"),
    "suspended": _l("Tạm ngừng"),
    "dismantled": _l("Đã tháo dỡ"),
}

FORMS: dict[str, Any] = {
    "guyed": _l("Dây co"),
    "lattice": _l("Tự đứng"),
    "monopole": _l("Đơn thân"),
    "roof_pole": _l("Cột trên mái"),
    "disguised": _l("Ngụy trang"),
}

SUPPORTS: dict[str, Any] = {"ground": _l("Dưới đất"), "roof": _l("Trên mái công trình")}

# why it is asked whether two listed masts are one
REASONS: dict[str, Any] = {
    "near": _l("Đứng gần nhau"),
    "shared_with": _l("Danh sách ghi dùng chung"),
    "sharing_code": _l("Mã dùng chung cơ sở hạ tầng"),
}


def _called(facts: LayerFacts) -> Any:
    return LazyString(lambda: facts.label[language()])


LAYERS: dict[str, Any] = {layer.value: _called(facts) for layer, facts in KNOWN_LAYERS.items()}

ROLES: dict[str, Any] = {
    "administrator": _l("Quản trị hệ thống"),
    "appraiser": _l("Chuyên viên thẩm định"),
    "leader": _l("Lãnh đạo"),
    "inspector": _l("Người kiểm tra"),
    "duty_officer": _l("Cán bộ trực"),
    "carrier": _l("Doanh nghiệp"),
    "consulted": _l("Cơ quan được lấy ý kiến"),
    "viewer": _l("Người xem"),
}

QUESTIONS: dict[str, Any] = {
    "permit": _l("Giấy phép xây dựng"),
    "plan": _l("Quy hoạch, kế hoạch"),
    "as_built": _l("Vị trí hoàn công"),
    "sharing": _l("Dùng chung được"),
    "emf": _l("Kiểm định bức xạ (trạm)"),
    "structure": _l("Kiểm định kết cấu (cột)"),
}

SCOPES: dict[str, Any] = {
    "register:read": _l("đọc sổ đăng ký: cột, trạm, lớp bản đồ"),
    "appraise": _l("thẩm định vị trí và danh sách"),
    "requests:read": _l("đọc hồ sơ và thời hạn của mình"),
    "requests:write": _l("nộp hồ sơ"),
    "obligations:read": _l("đọc nghĩa vụ và hạn thực hiện"),
    "lists:read": _l("đọc danh sách cột đã nộp"),
    "lists:write": _l("nộp danh sách cột"),
    "outages:read": _l("đọc đợt mất liên lạc và báo cáo của mình"),
    "outages:write": _l("báo cáo trạm mất liên lạc"),
    "citizen-reports:read": _l("đọc kết quả phản ánh của hệ thống tỉnh"),
    "citizen-reports:write": _l("chuyển phản ánh từ hệ thống tỉnh vào sổ"),
    "notices": _l("đọc thông báo và đánh dấu đã mở"),
}


def label(words: dict[str, Any], code: str | None) -> str:
    """Return the word for a code; the code itself where there is none, "" where nothing is stated."""
    return "" if not code else str(words.get(code, code))
