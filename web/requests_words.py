"""The words of the desk's pages for its codes; lazy, so that each request reads its own language."""

from typing import Any

from flask_babel import lazy_gettext as _l

KINDS: dict[str, Any] = {
    "position": _l("Chấp thuận vị trí"),
    "annual_plan": _l("Kế hoạch hằng năm"),
    "sharing": _l("Chấp thuận dùng chung"),
    "commencement": _l("Thông báo khởi công"),
    "amendment": _l("Điều chỉnh"),
}

STATES: dict[str, Any] = {
    "received": _l("Đã tiếp nhận"),
    "supplement": _l("Chờ bổ sung"),
    "appraising": _l("Đang thẩm định"),
    "consulting": _l("Đang lấy ý kiến"),
    "draft": _l("Dự thảo văn bản"),
    "submitted": _l("Đã trình lãnh đạo"),
    "issued": _l("Đã ban hành"),
    "withdrawn": _l("Đã rút"),
}

DECISIONS: dict[str, Any] = {
    "agree": _l("Thống nhất"),
    "agree_with_conditions": _l("Thống nhất có điều kiện"),
    "refuse": _l("Chưa thống nhất"),
    "supplement": _l("Đề nghị bổ sung"),
}

NOTES: dict[str, Any] = {
    "note": _l("Ghi chú"),
    "visit": _l("Kết quả kiểm tra thực địa"),
    "photo": _l("Ảnh"),
    "consulted": _l("Ý kiến của cơ quan được hỏi"),
    "manual_check": _l("Đã kiểm tra thủ công"),
    "takeover": _l("Nhận định của người thẩm định"),
    "urban": _l("Xác định khu vực đô thị"),
}

LISTS: dict[str, Any] = {
    "due": _l("Đến hạn hôm nay"),
    "overdue": _l("Quá hạn"),
    "waiting": _l("Chờ bên khác"),
    "leader": _l("Chờ lãnh đạo"),
    "mine": _l("Của tôi"),
    "all": _l("Tất cả đang xử lý"),
    "closed": _l("Đã kết thúc"),
}

SORTS: dict[str, Any] = {
    "due": _l("Hạn trả lời"),
    "received": _l("Ngày tiếp nhận"),
    "organisation": _l("Doanh nghiệp"),
}

OUTCOMES: tuple[str, ...] = ("pass", "fail", "review", "consent", "na")
"""The outcomes that an officer may put in the place of a finding."""

DEEDS: dict[str, Any] = {
    "requests": _l("Hồ sơ"),
    "request_states": _l("Chuyển trạng thái"),
    "request_lists": _l("Nhận danh sách"),
    "request_rows": _l("Sửa nội dung dòng"),
    "row_notes": _l("Ghi nhận xét"),
    "row_decisions": _l("Quyết định"),
    "consultations": _l("Lấy ý kiến"),
    "attachments": _l("Kèm tệp"),
    "sharing_requests": _l("Đề nghị dùng chung"),
}


def decide_words(_: Any) -> dict[str, str]:
    """Return the texts that the scripts of a request's page need besides those of any list."""
    return {
        "decision": _("Quyết định"),
        "undecided": _("chưa quyết định"),
        "reason": _("Lý do"),
        "reasonNeeded": _("bắt buộc khi khác đề xuất"),
        "conditions": _("Điều kiện (mỗi dòng một điều kiện)"),
        "save": _("Lưu quyết định"),
        "saveNext": _("Lưu và sang dòng chưa quyết định"),
        "saved": _("Đã lưu"),
        "asRecommended": _("theo đề xuất"),
        "differs": _("khác đề xuất"),
        "notes": _("Ghi chú, căn cứ"),
        "noNotes": _("Chưa có ghi chú nào cho dòng này."),
        "addNote": _("Thêm ghi chú"),
        "noteKind": _("Loại"),
        "noteText": _("Nội dung"),
        "noteFile": _("Ảnh hoặc tệp kèm theo"),
        "withdraw": _("Thu hồi"),
        "withdrawn": _("đã thu hồi"),
        "byHand": _("Đã kiểm tra thủ công"),
        "takeOver": _("Nhận định khác"),
        "outcome": _("Kết quả"),
        "evidence": _("Căn cứ: văn bản, bản đồ, kết quả kiểm tra"),
        "keep": _("Lưu"),
        "cancel": _("Thôi"),
        "wholeList": _("cả danh sách"),
        "forWhole": _("Cho mọi dòng mà quy định này còn để ngỏ"),
        "conflict": _("Có người đã sửa trước"),
        "theirs": _("Bản đang lưu"),
        "yours": _("Bản bạn vừa nhập"),
        "keepTheirs": _("Giữ bản đang lưu"),
        "keepYours": _("Ghi bản của tôi"),
        "decidedBy": _("Người quyết định"),
        "keys": _("Phím 1–4 chọn quyết định, mũi tên chuyển dòng"),
    }


FIGURES: dict[str, Any] = {
    "received": _l("Đã tiếp nhận"),
    "open": _l("Đang xử lý"),
    "overdue": _l("Quá hạn"),
    "issued": _l("Đã ban hành"),
    "withdrawn": _l("Đã rút"),
    "rows": _l("Số dòng"),
    "waiting": _l("Chờ quyết định"),
    **DECISIONS,
}

ANSWERS: dict[str, Any] = {
    "agree": _l("Thống nhất"),
    "conditions": _l("Thống nhất có điều kiện"),
    "object": _l("Không thống nhất"),
    "no_answer": _l("Không trả lời"),
}
