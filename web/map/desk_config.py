"""What the map's scripts need to know: addresses, codes with their colours and words, the box to show."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from registry.checks.context import Context
from registry.services.cables.tiles import node_kinds
from registry.services.register.map_masts import CLASSES, STATES
from registry.services.register.place_names import office_box, opening_box
from web.frame.languages import language
from web.frame.packages import map_layers
from web.frame.wording import words
from web.map.chosen import area_config
from web.map.desk_map import corners
from web.map.layers import borders_address
from web.map.mast_shapes import SHAPES
from web.map.mast_table import table_config
from web.map.shown_plane import shown_plane


def desk_config(context: Context) -> dict[str, Any]:
    """Return the configuration as plain JSON values, in the language of the request."""
    whole = office_box(context)
    return {
        "lang": language(),
        "urls": {
            "masts": url_for("map.masts"),
            "zones": url_for("map.zones", layer="LAYER"),
            "borders": borders_address(),
            "site": url_for("map.site"),
            "spot": url_for("map.spot"),
            "print": url_for("map_sheet.form"),
            "search": url_for("search.search"),
            "found": url_for("found_lines.line"),
            "views": url_for("views.listed"),
            "days": url_for("map_days.changes"),
            "mastDays": url_for("map_days.masts"),
            **{name: address for layer in map_layers() for name, address in layer.urls().items()},
        },
        "box": corners(opening_box(context)),
        "whole": corners(whole),
        "plane": shown_plane(whole, context.metric_epsg, language()),
        "area": area_config(),
        "table": table_config(),
        "cableKinds": list(node_kinds()),
        "operators": [
            {"code": operator.code, "name": operator.name, "colour": operator.colour}
            for operator in context.operators
        ],
        "classes": [
            {"code": code, "label": str(words.CLASSES[code]), "shape": SHAPES[code]} for code in CLASSES
        ],
        "states": [{"code": code, "label": str(words.STATES[code])} for code in STATES],
        "texts": {
            "masts": _("cột"),
            "failed": _("Không tải được dữ liệu. Kiểm tra kết nối tới máy chủ rồi thử lại."),
            "noHits": _(
                "Không tìm thấy. Thử mã vị trí, tên xã cũ hoặc mới, huyện cũ, đường, thôn, hay dán tọa độ."
            ),
            "was": _("trước đây"),
            "groups": {
                "position": _("Tọa độ"),
                "site": _("Vị trí đặt cột"),
                "commune": _("Xã, phường"),
                "former": _("Huyện, xã trước sáp nhập"),
                "operator": _("Doanh nghiệp"),
                "street": _("Đường, phố"),
                "place": _("Thôn, làng, khu dân cư"),
                "water": _("Sông, hồ, kênh"),
                "poi": _("Địa điểm khác"),
            },
            "onlyThis": _("chỉ hiện doanh nghiệp này"),
            "hits": _("kết quả"),
            "copied": _("Đã chép"),
            "unsure": _("không rõ ngày dựng hoặc ngày tháo dỡ"),
            "sheetIsToday": _("Bản đồ đang ở ngày {day}; hồ sơ dưới đây là của hôm nay."),
            "dayBetween": _("Ghi một ngày từ {first} đến {last}, dạng dd/mm/yyyy."),
            "notCopied": _("Trình duyệt không cho chép"),
            "atPointer": _("Tại con trỏ"),
            "atCentre": _("Giữa bản đồ"),
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
        },
    }
