"""What states, stages, kinds and answers of design dossiers are called on pages."""

from typing import Any

from flask_babel import lazy_gettext as _l

STAGES: dict[str, Any] = {
    "plan_500": _l("Quy hoạch chi tiết 1/500"),
    "basic_design": _l("Thiết kế cơ sở"),
    "construction": _l("Thiết kế bản vẽ thi công"),
}
AREA_KINDS: dict[str, Any] = {
    "residential": _l("Khu dân cư"),
    "urban": _l("Khu đô thị"),
    "industrial": _l("Khu, cụm công nghiệp"),
}
APPLICANTS: dict[str, Any] = {
    "developer": _l("Chủ đầu tư"),
    "body": _l("Cơ quan, UBND cấp xã"),
}
STATES: dict[str, Any] = {
    "received": _l("Đang xem xét"),
    "submitted": _l("Trình lãnh đạo"),
    "returned": _l("Chờ chỉnh sửa"),
    "answered": _l("Theo dõi điều kiện"),
    "accepted": _l("Đã kết thúc"),
    "withdrawn": _l("Đã rút"),
}
STATE_STYLES = {
    "submitted": "submitted", "returned": "supplement", "answered": "issued", "accepted": "issued",
    "withdrawn": "withdrawn",
}  # fmt: skip
GROUPS: dict[str, Any] = {
    "all": _l("Tất cả"),
    "desk": _l("Đang xem xét"),
    "leader": _l("Chờ ban hành"),
    "returned": _l("Chờ chỉnh sửa"),
    "followed": _l("Theo dõi điều kiện"),
    "done": _l("Đã kết thúc"),
}
ANSWERS: dict[str, Any] = {
    "agree": _l("Thống nhất"),
    "conditions": _l("Thống nhất có điều kiện"),
    "complete": _l("Đề nghị chỉnh sửa, bổ sung"),
}
PAPER_STATES: dict[str, Any] = {
    "unstated": _l("chưa xem"),
    "in": _l("có"),
    "lacking": _l("thiếu"),
}
CONDITION_STATES: dict[str, Any] = {
    "proposed": _l("Dự thảo"),
    "open": _l("Chưa xong"),
    "met": _l("Đã thực hiện"),
    "not_met": _l("Không thực hiện"),
}
THINGS: dict[str, Any] = {
    "outline": _l("Ranh giới dự án"),
    "plot": _l("Lô đất"),
    "street": _l("Tim đường"),
    "duct": _l("Cống bể, cáp ngầm"),
    "chamber": _l("Bể cáp, hố ga"),
    "pole": _l("Cột treo cáp"),
    "aerial": _l("Cáp treo"),
    "bts": _l("Vị trí trạm BTS"),
    "cabinet": _l("Tủ cáp"),
    "room": _l("Phòng kỹ thuật viễn thông"),
    "ignored": _l("Không dùng"),
}
PROPOSED_BY: dict[str, Any] = {
    "name": _l("theo tên lớp"),
    "confirmed": _l("đã xác nhận trước đây"),
    "nobody": _l("chưa rõ"),
}
ENTITIES: dict[str, Any] = {
    "LWPOLYLINE": _l("đường"),
    "POLYLINE": _l("đường"),
    "LINE": _l("đoạn thẳng"),
    "ARC": _l("cung tròn"),
    "CIRCLE": _l("vòng tròn"),
    "SPLINE": _l("đường cong"),
    "HATCH": _l("mảng tô"),
    "INSERT": _l("ký hiệu"),
    "TEXT": _l("chữ"),
    "MTEXT": _l("chữ"),
    "POINT": _l("điểm"),
}
"""What lies on a layer of a drawing; what has no word here is called as the file does."""
UNDERGROUND: dict[str, Any] = {
    "": _l("hồ sơ chưa nói"),
    "yes": _l("có"),
    "no": _l("không"),
}
