"""The words of obligations, letters that are followed and the compliance run for their codes."""

from typing import Any

from flask_babel import lazy_gettext as _l

STATES: dict[str, Any] = {
    "overdue": _l("Quá hạn"),
    "soon": _l("Sắp đến hạn"),
    "unverified": _l("Chưa kiểm chứng"),
    "later": _l("Chưa đến hạn"),
    "done": _l("Đã xong"),
}

CODES: dict[str, Any] = {
    "DUT-PLAN": _l("Kế hoạch hằng năm"),
    "DUT-SUBMIT": _l("Trình phê duyệt kế hoạch"),
    "DUT-LIST": _l("Danh sách hằng quý"),
    "DUT-YEAR": _l("Báo cáo năm"),
    "DUT-HALF": _l("Báo cáo 6 tháng"),
    "DUT-EMF": _l("Kiểm định an toàn bức xạ"),
    "DUT-STRUCTURE": _l("Kiểm định kết cấu"),
    "DUT-SEASON": _l("Bảo dưỡng trước mùa mưa bão"),
    "DUT-SHARE": _l("Trả lời đề nghị dùng chung"),
    "DUT-BUILD": _l("Xây dựng vị trí đã thống nhất"),
    "DUT-CONDITION": _l("Đáp ứng điều kiện"),
    "DUT-ANSWER": _l("Trả lời công văn"),
    "DUT-DEFECT": _l("Khắc phục tồn tại"),
}

REPORT_STATES: dict[str, Any] = {
    "handed_in": _l("Đã nộp, cơ quan chưa xem"),
    "taken": _l("Cơ quan đã nhận"),
    "returned": _l("Cơ quan trả lại"),
}

_REPORT = _l("Nộp báo cáo ngay dưới đây; nộp rồi là việc này xong, trừ khi cơ quan trả lại.")
_CHECKED = _l(
    "Kiểm định xong thì ghi kết quả, ngày vào danh sách quý gửi cơ quan; nhập danh sách là việc này xong."
)
# what a carrier does about what it owes, where no page of the product takes it
OWN_NEXT: dict[str, Any] = {
    "DUT-LIST": _l(
        "Nộp danh sách quý (bảng tính) ngay dưới đây; nộp rồi là việc này xong, trừ khi cơ quan trả lại."
    ),
    "DUT-YEAR": _REPORT,
    "DUT-HALF": _REPORT,
    "DUT-EMF": _CHECKED,
    "DUT-STRUCTURE": _CHECKED,
    "DUT-SEASON": _REPORT,
}

LETTER_KINDS: dict[str, Any] = {
    "reminder": _l("Đôn đốc"),
    "compliance": _l("Rà soát công trình"),
    "changes": _l("Đối chiếu danh sách"),
}

LETTER_STATES: dict[str, Any] = {
    "draft": _l("Dự thảo"),
    "sent": _l("Đã gửi, chờ trả lời"),
    "late": _l("Quá hạn trả lời"),
    "answered": _l("Đã trả lời"),
    "discarded": _l("Đã bỏ"),
}

GROUPS: dict[str, Any] = {
    "violation": _l("Vi phạm theo quy định đã kiểm chứng"),
    "ask": _l("Cần giải trình, xem xét"),
    "not_known": _l("Chưa đủ căn cứ"),
    "fine": _l("Đạt hoặc không áp dụng"),
}
SIGNS: dict[str, str] = {"violation": "✕", "ask": "!", "not_known": "?", "fine": "✓"}

SORTS: dict[str, Any] = {
    "code": _l("Mã vị trí"),
    "operator": _l("Doanh nghiệp"),
    "commune": _l("Xã, phường"),
    "built": _l("Ngày xây dựng"),
    "outcome": _l("Kết quả"),
    "measured": _l("Ngày hết hạn, khoảng cách"),
}

FACTS: dict[str, Any] = {
    "urban": _l("Thuộc đô thị khi xây dựng"),
    "permit_area": _l("Thuộc khu vực UBND tỉnh yêu cầu xin phép"),
    "in_plan": _l("Theo quy hoạch thụ động và dự án đã duyệt"),
    "report_only": _l("Chỉ phải lập báo cáo kinh tế - kỹ thuật"),
    "detailed_plan": _l("Đã có quy hoạch chi tiết điểm dân cư nông thôn"),
    "notice": _l("Đã thông báo khởi công"),
}
FACT_VALUES: dict[str, Any] = {"yes": _l("Có"), "no": _l("Không")}

STATES_OF_MAST: dict[str, Any] = {
    "in_service": _l("đang hoạt động"),
    "suspended": _l("tạm ngừng"),
    "under_construction": _l("đang xây dựng"),
}
