"""The words of the pages about field reports, campaigns, visits and defects; lazy, as in
``web.frame.wording.words``."""

from typing import Any

from flask_babel import lazy_gettext as _l

REPORT_KINDS: dict[str, Any] = {
    "fallen": _l("Cột đổ hoặc gãy"),
    "leaning": _l("Cột nghiêng"),
    "guy": _l("Dây co chùng, đứt hoặc bật móng"),
    "low_cable": _l("Cáp võng thấp hoặc đứt"),
    "pole": _l("Cột treo cáp gãy, nghiêng"),
    "parts": _l("Rỉ sét, vật sắp rơi"),
    "electric": _l("Chập điện, cháy, rò điện"),
    "fence": _l("Hàng rào hỏng, có người trèo"),
    "permit": _l("Cột chưa rõ có giấy phép"),
    "other": _l("Việc khác"),
}

# a word and its sign
REPORT_STATES: dict[str, tuple[Any, str]] = {
    "new": (_l("Chưa xử lý"), "●"),
    "visit": (_l("Đã giao kiểm tra"), "→"),
    "closed": (_l("Đã đóng"), "✓"),
}

REPORT_SOURCES: dict[str, Any] = {
    "plate": _l("quét biển trên cột"),
    "gps": _l("vị trí của điện thoại"),
    "map": _l("chạm trên bản đồ"),
    "words": _l("mô tả bằng lời"),
    "sent": _l("tọa độ do hệ thống tỉnh gửi"),
}

CLOSE_REASONS: dict[str, Any] = {
    "mended": _l("Đã khắc phục"),
    "no_fault": _l("Đã kiểm tra, không có sự cố"),
    "elsewhere": _l("Chuyển cơ quan khác"),
    "twice": _l("Trùng phản ánh khác"),
    "not_found": _l("Không xác định được nơi"),
    "empty": _l("Không phải phản ánh sự cố"),
    "looked_up": _l("Đã tra hồ sơ, đã trả lời"),
    "withdrawn": _l("Người phản ánh rút lại"),
}

# a word, its sign, and the class of its colour
SEVERITIES: dict[str, tuple[Any, str]] = {
    "urgent": (_l("Nguy hiểm"), "▲"),
    "serious": (_l("Nặng"), "◆"),
    "minor": (_l("Nhẹ"), "●"),
    "": (_l("Chưa xếp mức"), "?"),
}

DEFECT_STATES: dict[str, Any] = {
    "open": _l("Chờ khắc phục"),
    "answered": _l("Đã báo cáo khắc phục"),
    "reinspected": _l("Phúc tra chưa đạt"),
    "closed": _l("Đã khắc phục"),
    "withdrawn": _l("Không phải tồn tại"),
    "replaced": _l("Đã ghi lại"),
}

STEPS: dict[str, Any] = {
    "answer": _l("Đơn vị báo cáo khắc phục"),
    "reinspection": _l("Phúc tra"),
    "deadline": _l("Đổi hạn khắc phục"),
    "severity": _l("Đổi mức độ"),
    "organisation": _l("Đơn vị khắc phục"),
    "letter": _l("Đã gửi công văn"),
    "closed": _l("Đã kết thúc"),
    "reopened": _l("Mở lại"),
    "withdrawn": _l("Bỏ: không phải tồn tại"),
    "same": _l("Lượt kiểm tra khác cũng thấy"),
}

DEFECT_LISTS: dict[str, Any] = {
    "overdue": _l("Quá hạn"),
    "open": _l("Chờ khắc phục"),
    "answered": _l("Chờ phúc tra"),
    "standing": _l("Chưa kết thúc"),
    "closed": _l("Đã kết thúc"),
    "all": _l("Tất cả"),
    "none": _l("Không phải tồn tại"),
}

CAMPAIGN_KINDS: dict[str, Any] = {
    "season": _l("Kiểm tra trước mùa mưa bão"),
    "specialised": _l("Kiểm tra chuyên ngành"),
    "reinspection": _l("Phúc tra"),
    "self": _l("Doanh nghiệp tự kiểm tra"),
    "spot_check": _l("Kiểm tra đối chứng"),
}

ABSENCES: dict[str, Any] = {
    "gone": _l("không còn cột tại đây"),
    "unreachable": _l("không vào được tới cột"),
}
"""Why a visit did not inspect its mast."""

# a word and its sign
PROGRESS: dict[str, tuple[Any, str]] = {
    "open": (_l("Chưa đi"), "○"),
    "begun": (_l("Đang kiểm tra"), "◐"),
    "cable_only": (_l("Chỉ có phiếu cáp"), "◔"),
    "visited": (_l("Đã kiểm tra"), "●"),
    "left_out": (_l("Bỏ khỏi đợt"), "–"),
}

# a word and its sign, by the outcome that has the same colour
JUDGED: dict[str, tuple[Any, str, str]] = {
    "within": (_l("Trong ngưỡng"), "✓", "pass"),
    "beyond": (_l("Ngoài ngưỡng"), "✕", "fail"),
    "not_judged": (_l("Chưa đánh giá"), "?", "unknown"),
}

# of an answer that is no number
JUDGED_ANSWERS: dict[str, tuple[Any, str, str]] = {
    "within": (_l("Tốt"), "✓", "pass"),
    "beyond": (_l("Có vấn đề"), "✕", "fail"),
    "not_judged": (_l("Chưa đánh giá"), "?", "unknown"),
}

# fields of what a phone sends
ITEM_KINDS: dict[str, Any] = {
    "start": _l("Bắt đầu lượt kiểm tra"),
    "reading": _l("Kết quả một mục"),
    "photo": _l("Ảnh"),
    "position": _l("Vị trí chân cột"),
    "defect": _l("Tồn tại"),
    "note": _l("Ghi chú"),
    "finish": _l("Kết thúc lượt kiểm tra"),
}

ITEM_FIELDS: dict[str, Any] = {
    "kind": _l("Loại mục"),
    "structure": _l("Mã cột"),
    "campaign": _l("Đợt kiểm tra"),
    "inspection": _l("Lượt kiểm tra"),
    "checklist": _l("Phiếu"),
    "checklist_version": _l("Bản của phiếu"),
    "entry": _l("Mục kiểm tra"),
    "value": _l("Giá trị"),
    "raw": _l("Như đã gõ"),
    "unit": _l("Đơn vị đo"),
    "instrument": _l("Thiết bị đo"),
    "calibrated_on": _l("Ngày hiệu chuẩn"),
    "component": _l("Bộ phận"),
    "defect": _l("Hư hỏng"),
    "severity": _l("Mức độ"),
    "note": _l("Ghi chú"),
    "photos": _l("Ảnh"),
    "position": _l("Vị trí"),
    "recorded_at": _l("Giờ điện thoại"),
    "replaces": _l("Ghi lại mục"),
    "by": _l("Người ghi"),
    "id": _l("Mã của mục"),
    "seq": _l("Thứ tự"),
}

DOUBT_WORDS: dict[str, Any] = {
    "accepted": _l("Đã rõ, chấp nhận"),
    "asked": _l("Đã hỏi lại người ghi, chờ trả lời"),
    "again": _l("Kiểm tra lại"),
}

VISIT_LISTS: dict[str, Any] = {
    "recent": _l("Về gần đây"),
    "new": _l("Mới về"),
    "aside": _l("Để riêng"),
    "compare": _l("Hai lượt ghi khác nhau"),
    "positions": _l("Đề xuất sửa tọa độ"),
    "flags": _l("Cần xem kỹ"),
    "reviewed": _l("Đã xem"),
}
