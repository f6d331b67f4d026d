"""Words of the outage pages for the codes of the register, and how they write moments and spans of time."""

import datetime as dt
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.vietnam_time import VIETNAM, written

KINDS: dict[str, Any] = {
    "storm": _l("Bão, áp thấp nhiệt đới"),
    "flood": _l("Mưa lũ, ngập"),
    "grid": _l("Sự cố lưới điện"),
    "other": _l("Sự kiện khác"),
}

CAUSES: dict[str, Any] = {
    "grid": _l("Mất điện lưới"),
    "generator": _l("Hết nhiên liệu, hỏng máy nổ"),
    "fibre": _l("Đứt cáp, mất truyền dẫn"),
    "flood": _l("Ngập"),
    "collapse": _l("Gãy, đổ cột"),
    "equipment": _l("Hỏng thiết bị"),
    "other": _l("Khác, chưa rõ"),
}
NOT_STATED = _l("Chỉ có số lượng, chưa nêu nguyên nhân")

STATES: dict[str, Any] = {
    "down": _l("Mất liên lạc"),
    "restored": _l("Đã khôi phục"),
    "power": _l("Còn liên lạc, mất điện lưới"),
    "count": _l("Số lượng theo xã, phường"),
    "void": _l("Rút lại"),
}

SOURCES: dict[str, Any] = {
    "form": _l("Biểu mẫu"),
    "workbook": _l("Tệp bảng tính"),
    "phone": _l("Điện thoại"),
    "message": _l("Tin nhắn"),
    "letter": _l("Văn bản, thư điện tử"),
    "other": _l("Nguồn khác"),
}

COUNTDOWNS: dict[str, tuple[Any, str]] = {
    "over": (_l("Quá giờ ắc quy, chưa báo"), "✕"),
    "running": (_l("Đang chạy ắc quy"), "!"),
    "no_hours": (_l("Không rõ số giờ ắc quy"), "?"),
    "no_start": (_l("Không rõ mất điện từ lúc nào"), "?"),
    "generator": (_l("Có máy nổ"), "✓"),
    "counted": (_l("Chưa rõ còn chạy hay đã tắt"), "?"),
}

POWER_SOURCES: dict[str, Any] = {
    "notice": _l("Thông báo của Điện lực"),
    "phone": _l("Điện lực báo qua điện thoại"),
    "carrier": _l("Doanh nghiệp báo"),
    "commune": _l("UBND cấp xã, người dân báo"),
    "other": _l("Nguồn khác"),
}

REMINDER_WAYS: dict[str, Any] = {
    "notice": _l("Thông báo trong hệ thống"),
    "phone": _l("Gọi điện thoại"),
    "message": _l("Zalo, SMS"),
    "paper": _l("Văn bản, thư"),
}

MAIL_STATES: dict[str, tuple[Any, str]] = {
    "taken": (_l("Đã nhận thành báo cáo"), "✓"),
    "look": (_l("Đã nhận, còn dòng chưa rõ"), "!"),
    "waits": (_l("Chờ cán bộ"), "?"),
    "refused": (_l("Không nhận được"), "✕"),
    "aside": (_l("Đã bỏ qua"), "–"),
}

INCIDENT_FIELDS: dict[str, Any] = {
    "occurred_at": _l("Xảy ra"),
    "detected_at": _l("Phát hiện, được báo"),
    "notified_at": _l("Báo cơ quan quản lý"),
    "resolved_at": _l("Xử lý xong"),
    "damage": _l("Mức thiệt hại"),
    "place": _l("Nơi xảy ra"),
    "resolution": _l("Đã làm gì"),
    "description": _l("Mô tả"),
    "quantity": _l("Số lượng"),
    "code": _l("Mã trạm"),
    "commune": _l("Xã, phường"),
    "withdrawn": _l("Báo nhầm, đã rút"),
}

# (word, sign): never a colour alone
REPORTED: dict[str, tuple[Any, str]] = {
    "in_time": (_l("Đã báo cáo"), "✓"),
    "late": (_l("Báo cáo muộn"), "!"),
    "missing": (_l("Chưa báo cáo"), "✕"),
    "awaited": (_l("Chưa đến hạn"), "…"),
}

SERVICE: dict[str, tuple[Any, str]] = {
    "none": (_l("Không còn trạm hoạt động"), "✕"),
    "no_answer": (_l("Chưa thấy trạm hoạt động, còn chờ báo cáo"), "?"),
    "part": (_l("Mất một phần"), "!"),
    "so_far": (_l("Chưa thấy trạm mất, còn chờ báo cáo"), "?"),
    "unclear": (_l("Chưa rõ, còn dòng báo cáo chưa hiểu"), "?"),
    "full": (_l("Không có trạm mất liên lạc"), "✓"),
    "unknown": (_l("Chưa ai báo cáo"), "–"),
}

INCIDENTS: dict[str, Any] = {
    "mast": _l("Gãy, đổ cột ăng ten"),
    "pole": _l("Gãy, đổ cột treo cáp"),
    "cable": _l("Đứt cáp, mất truyền dẫn"),
    "equipment": _l("Hỏng thiết bị"),
}

# what the law asks to be done within the time
DUTIES: dict[str, Any] = {
    "mast": _l("thu dọn hiện trường và có phương án thông tin dự phòng"),
    "pole": _l("thay thế hoặc gia cố cột"),
    "cable": _l("khôi phục cáp, truyền dẫn"),
    "equipment": _l("khôi phục dịch vụ"),
}

CLOCKS: dict[str, Any] = {
    "occurrence": _l("kể từ khi xảy ra"),
    "detection": _l("kể từ khi phát hiện hoặc nhận được thông báo"),
}

STANDINGS: dict[str, tuple[Any, str]] = {
    "overdue": (_l("Quá hạn"), "✕"),
    "running": (_l("Còn hạn"), "…"),
    "no_start": (_l("Chưa rõ thời điểm bắt đầu tính"), "?"),
    "no_limit": (_l("Không có thời hạn đang hiệu lực"), "–"),
    "met": (_l("Xong trong hạn"), "✓"),
    "late": (_l("Xong, quá hạn"), "!"),
    "withdrawn": (_l("Báo nhầm, đã rút"), "–"),
}

DAMAGE: dict[str, Any] = {
    "total": _l("Trên 70%"),
    "very_heavy": _l("Từ 50% đến 70%"),
    "heavy": _l("Từ 30% đến 50%"),
    "partial": _l("Dưới 30%"),
}
NOT_CLASSED = _l("Chưa phân loại")

# which indicator of TTLT 43/2015 a kind of incident counts for
INDICATORS: dict[str, Any] = {
    "mast": _l("Cột ăng ten"),
    "pole": _l("Cột treo cáp"),
    "cable": _l("Tuyến cáp"),
    "equipment": _l("Thiết bị"),
}


def unchanged(*, first: bool) -> str:
    """Say what a report without rows states; a carrier's first one has nothing before it to be like."""
    return str(_("không có trạm nào mất liên lạc") if first else _("không thay đổi"))


def moment(at: dt.datetime | str | None) -> str:
    """Write a moment (as the ledger stamps it, too) on Vietnam's clock: 21:30 07/09/2026; "–" for none."""
    if not at:
        return "–"
    return written(dt.datetime.fromisoformat(at) if isinstance(at, str) else at)


def local(at: dt.datetime | None) -> dt.datetime | None:
    """Return a moment on Vietnam's clock, as tables and workbooks hold it."""
    return None if at is None else at.astimezone(VIETNAM)


def short(at: dt.datetime) -> str:
    """Write a moment without its year: 21:30 07/09."""
    return f"{at.astimezone(VIETNAM):%H:%M %d/%m}"


def field(at: dt.datetime | None) -> str:
    """Write a moment as a field of day and time holds it."""
    return "" if at is None else f"{at.astimezone(VIETNAM):%Y-%m-%dT%H:%M}"


def span(length: dt.timedelta) -> str:
    """Write a span of time: "2 giờ 10 phút", "24 giờ", from two days on "3 ngày 4 giờ"."""
    minutes = int(abs(length).total_seconds()) // 60
    if minutes < 60:
        return str(_("%(minutes)s phút", minutes=minutes))
    hours = minutes // 60
    if hours < 48 and not minutes % 60:
        return str(_("%(hours)s giờ", hours=hours))
    if hours < 48:
        return str(_("%(hours)s giờ %(minutes)s phút", hours=hours, minutes=minutes % 60))
    return str(_("%(days)s ngày %(hours)s giờ", days=hours // 24, hours=hours % 24))
