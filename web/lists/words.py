"""The words of the pages of lists of masts; lazy, as in ``web.frame.wording.words``."""

from typing import Any

from flask_babel import lazy_gettext as _l

KINDS: dict[str, Any] = {
    "first": _l("Danh sách đầy đủ, nộp lần đầu"),
    "quarterly": _l("Danh sách đầy đủ của quý"),
    "corrections": _l("Đính chính, bổ sung một số cột"),
}
STATES: dict[str, Any] = {
    "draft": _l("Đang soạn"),
    "sent": _l("Đã gửi, chờ xem"),
    "asked": _l("Cơ quan đang hỏi"),
    "returned": _l("Đã trả lại để sửa"),
    "accepted": _l("Đã nhận cả danh sách"),
    "partly": _l("Đã nhận một phần"),
    "withdrawn": _l("Đã rút"),
}
STATE_LOOKS: dict[str, str] = {
    "draft": "", "sent": "submitted", "asked": "consulting", "returned": "supplement",
    "accepted": "issued", "partly": "issued", "withdrawn": "withdrawn",
}  # fmt: skip
"""The classes of ``lists.css`` in which a state is written."""
FATES: dict[str, Any] = {
    "new": _l("Cột mới"),
    "changed": _l("Có thay đổi"),
    "unchanged": _l("Không thay đổi"),
    "refused": _l("Không ghi được"),
    "anothers": _l("Của doanh nghiệp khác"),
    "left": _l("Cơ quan để lại"),
}
TAKEN_FATES: dict[str, Any] = {
    "new": _l("Đã ghi cột mới"),
    "changed": _l("Đã ghi thay đổi"),
    "unchanged": _l("Không thay đổi"),
    "refused": _l("Không ghi được"),
    "anothers": _l("Của doanh nghiệp khác, không ghi"),
    "left": _l("Cơ quan để lại, chưa ghi"),
}
"""What became of a row of a list that was taken."""
FATE_LOOKS: dict[str, str] = {
    "new": "issued", "changed": "consulting", "unchanged": "", "refused": "refused", "anothers": "withdrawn",
    "left": "supplement",
}  # fmt: skip
FLAGS: dict[str, Any] = {
    "doubtful": _l("Có thể trùng cột khác"),
    "shared": _l("Cột do doanh nghiệp khác đứng tên"),
    "noted": _l("Có ô cần xem"),
    "left": _l("Để lại"),
    "marked": _l("Có đề nghị sửa"),
    "repaired": _l("Đã sửa trên trang"),
}
REASONS: dict[str, Any] = {
    "near": _l("hai danh sách ghi hai cột rất gần nhau"),
    "shared_with": _l("danh sách ghi dùng chung với doanh nghiệp kia"),
    "sharing_code": _l("danh sách ghi là cột đi thuê"),
}
RENAMED = _l(
    "danh sách này không ghi mã đó nữa, có thể là cột ấy đổi mã; đúng vậy thì nói ở ghi chú của danh sách"
)
NEAR_OWN = _l("hai mã của cùng một doanh nghiệp ở rất gần nhau")
"""Of two masts of one operator: its list has a new code at the place of a mast it left out, or both."""
