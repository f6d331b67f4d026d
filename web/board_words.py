"""The words of the pages about field reports, campaigns, visits and defects; lazy, as in ``web.words``."""

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
}

CLOSE_REASONS: dict[str, Any] = {
    "mended": _l("Đã khắc phục"),
    "no_fault": _l("Đã kiểm tra, không có sự cố"),
    "elsewhere": _l("Chuyển cơ quan khác"),
    "twice": _l("Trùng phản ánh khác"),
    "not_found": _l("Không xác định được nơi"),
    "empty": _l("Không phải phản ánh sự cố"),
}
