"""The words of the gate sheet for its doors, sides and kinds; lazy, so that each reads its own language."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from registry.services.requests.gates.sheet import Door, Kind, Side

DOORS: dict[Door, Any] = {
    Door.SEND: _l("Trước khi gửi hồ sơ"),
    Door.SUBMIT: _l("Trước khi trình lãnh đạo"),
    Door.ISSUE: _l("Trước khi ban hành"),
}
KEPT: Mapping[Door, Any] = DOORS | {Door.SEND: _l("Lúc nộp, tiếp nhận hồ sơ")}
"""What a sheet that was kept is called: the office too takes requests in."""
SENT_AGAIN, KEPT_AGAIN = _l("Trước khi gửi lại hồ sơ"), _l("Lúc gửi lại hồ sơ đã bổ sung")
"""Of a request that was supplemented."""
WILL: Mapping[Door, Any] = {
    Door.SEND: _l(
        "Gửi rồi, cơ quan thấy cùng bảng này; loại hồ sơ có thời hạn thì bắt đầu đếm. Muốn sửa hoặc rút "
        "thì báo cơ quan số hồ sơ, cơ quan mở cho bổ sung hoặc kết thúc hồ sơ."
    ),
    Door.SUBMIT: _l(
        "Trình rồi, không ai sửa được các dòng cho đến khi lãnh đạo trả lại. Lãnh đạo thấy cùng bảng này, "
        "kèm lý do."
    ),
    Door.ISSUE: _l(
        "Ban hành rồi thì hồ sơ khóa lại: vị trí được thống nhất vào sổ, bảng này cùng lý do được niêm phong "
        "với hồ sơ. Chưa đồng ý thì trả lại để sửa."
    ),
}
WILL_GO_ON: Any = _l(
    "Gửi lại rồi, cơ quan thấy cùng bảng này và thời hạn đếm tiếp từ chỗ đã dừng; "
    "muốn sửa nữa thì báo cơ quan."
)
"""Of a request that was supplemented and goes back."""
SIDES: Mapping[Side, Any] = {
    Side.CARRIER: _l("doanh nghiệp"),
    Side.APPRAISER: _l("người thẩm định"),
    Side.BODY: _l("cơ quan được hỏi"),
    Side.LEADER: _l("lãnh đạo"),
}
TITLES: Mapping[Kind, Any] = {
    Kind.UNDECIDED: _l("Dòng chưa quyết định"),
    Kind.UNREAD: _l("Ô chưa đọc được"),
    Kind.NOTICES: _l("Lưu ý khi đọc tệp, chưa trả lời"),
    Kind.RECEIVED: _l("Công văn, danh sách đã nhận trước đây"),
    Kind.PLACES: _l("Vị trí, mã trùng"),
    Kind.OWED: _l("Điều kiện của vị trí đã thống nhất"),
    Kind.OTHERWISE: _l("Ghi khác văn bản đã thống nhất"),
    Kind.BEHALF: _l("Dòng ghi nhà mạng khác"),
    Kind.MAST: _l("Thiếu loại cột hoặc chiều cao"),
    Kind.PAPERS: _l("Giấy tờ còn thiếu"),
    Kind.SUPPLEMENTS: _l("Nội dung đã yêu cầu bổ sung"),
    Kind.UNASKED: _l("Cơ quan chưa được hỏi"),
    Kind.UNSENT: _l("Công văn lấy ý kiến chưa gửi"),
    Kind.UNANSWERED: _l("Cơ quan được hỏi chưa trả lời"),
    Kind.VISITS: _l("Đã giao đi xem, chưa có kết quả"),
    Kind.OBJECTED: _l("Cơ quan được hỏi không thống nhất"),
    Kind.CONDITIONS: _l("Điều kiện kèm theo"),
    Kind.CONTENT: _l("Đề nghị bổ sung, chưa ghi nội dung"),
    Kind.GAPS: _l("Dữ liệu của cơ quan chưa đủ"),
    Kind.DIFFERS: _l("Quyết định khác đề xuất"),
    Kind.NUMBER: _l("Số văn bản, bản đã ký"),
    Kind.EDITS: _l("Câu đã sửa trong văn bản trả lời"),
    Kind.SIGNATURE: _l("Chữ ký số trên bản đã ký"),
}
MENDS: Mapping[Kind, Any] = {
    Kind.PAPERS: _l("Thêm giấy tờ"),
    Kind.SUPPLEMENTS: _l("Xem từng nội dung, trả lời"),
    Kind.MAST: _l("Yêu cầu bổ sung"),
    Kind.UNASKED: _l("Lập công văn lấy ý kiến"),
    Kind.UNSENT: _l("Ghi số, ngày gửi"),
    Kind.UNANSWERED: _l("Ghi trả lời"),
    Kind.GAPS: _l("Ghi đã kiểm tra thủ công"),
    Kind.RECEIVED: _l("Sửa số công văn hoặc danh sách"),
    Kind.BEHALF: _l("Khai nộp thay hoặc sửa ô nhà mạng"),
    Kind.UNDECIDED: _l("Quyết định các dòng"),
    Kind.EDITS: _l("Xem và sửa câu"),
}
