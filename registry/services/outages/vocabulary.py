"""Words of outages in letters and workbooks; the pages have theirs in ``web.frame.wording.outage_words``."""

import datetime as dt

from registry.messages import Language, Words, number, say
from registry.model.vietnam_time import written

CAUSES: dict[str, Words] = {
    "grid": Words("Mất điện lưới", "No grid power"),
    "generator": Words("Hết nhiên liệu, hỏng máy nổ", "Generator out"),
    "fibre": Words("Đứt cáp, mất truyền dẫn", "Cable cut, no transmission"),
    "flood": Words("Ngập", "Flooded"),
    "collapse": Words("Gãy, đổ cột", "Mast fallen"),
    "equipment": Words("Hỏng thiết bị", "Equipment broken"),
    "other": Words("Khác, chưa rõ", "Other, not known"),
}
NOT_STATED = Words("chưa nêu nguyên nhân", "cause not stated")
DOUBT = Words("cần kiểm tra: nhiều hơn số trạm trong sổ", "to be checked: more than in the register")
STATES: dict[str, Words] = {
    "down": Words("Mất liên lạc", "Off the air"),
    "restored": Words("Đã khôi phục", "Restored"),
    "count": Words("Số lượng theo xã, phường", "Count of a commune"),
}
REPORTED: dict[str, Words] = {
    "in_time": Words("Đã báo cáo", "Reported"),
    "late": Words("Báo cáo muộn", "Reported late"),
    "missing": Words("Chưa báo cáo", "Not reported"),
    "awaited": Words("Chưa đến hạn", "Not due yet"),
}
SERVICE: dict[str, Words] = {
    "none": Words("Không còn trạm hoạt động", "No station on the air"),
    "no_answer": Words("Chưa thấy trạm hoạt động, còn chờ báo cáo", "None known on the air, reports missing"),
    "part": Words("Mất một phần", "Partly off"),
    "so_far": Words("Chưa thấy trạm mất, còn chờ báo cáo", "None known off the air, reports missing"),
    "unclear": Words("Chưa rõ, còn dòng báo cáo chưa hiểu", "Not known, rows of reports are not understood"),
    "full": Words("Không có trạm mất liên lạc", "Nothing off the air"),
    "unknown": Words("Chưa ai báo cáo", "Nobody has reported"),
}
INCIDENTS: dict[str, Words] = {
    "mast": Words("Gãy, đổ cột ăng ten", "Mast fallen"),
    "pole": Words("Gãy, đổ cột treo cáp", "Cable pole fallen"),
    "cable": Words("Đứt cáp, mất truyền dẫn", "Cable cut"),
    "equipment": Words("Hỏng thiết bị", "Equipment broken"),
}
INDICATORS: dict[str, Words] = {
    "mast": Words("Cột ăng ten", "Masts"),
    "pole": Words("Cột treo cáp", "Cable poles"),
    "cable": Words("Tuyến cáp", "Cables"),
    "equipment": Words("Thiết bị", "Equipment"),
}
STANDINGS: dict[str, Words] = {
    "overdue": Words("Quá hạn", "Overdue"),
    "running": Words("Còn hạn", "In time"),
    "no_start": Words("Chưa rõ thời điểm bắt đầu tính", "Start not known"),
    "no_limit": Words("Không có thời hạn đang hiệu lực", "No time limit in force"),
    "met": Words("Xong trong hạn", "Done in time"),
    "late": Words("Xong, quá hạn", "Done late"),
    "withdrawn": Words("Báo nhầm, đã rút", "Reported by mistake"),
}
DAMAGE: dict[str, Words] = {
    "total": Words("Trên 70%", "Over 70%"),
    "very_heavy": Words("Từ 50% đến 70%", "50% to 70%"),
    "heavy": Words("Từ 30% đến 50%", "30% to 50%"),
    "partial": Words("Dưới 30%", "Under 30%"),
}
NOT_KNOWN = Words("chưa rõ", "not known")
NOT_CLASSED = Words("Chưa phân loại", "Not classed")


def shown(at: dt.datetime | None) -> str:
    """Write a moment on Vietnam's clock, "" for none."""
    return "" if at is None else written(at)


def said_number(value: int | None, lang: Language, *, least: bool = False) -> str:
    """Write a number; what nobody has stated is not known and never 0. ``least``: some have stated it."""
    if value is None:
        return say(NOT_KNOWN, lang)
    return f"{'≥ ' if least else ''}{number(value, 0, lang)}"
