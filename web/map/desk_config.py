"""What the map's scripts need to know: addresses, codes with their colours and words, the box to show."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from registry.checks.context import Context
from registry.services.cables.tiles import node_kinds
from registry.services.register.map_masts import CLASSES, STATES
from registry.services.register.place_names import office_box
from registry.settings import Settings
from web.frame import words
from web.frame.languages import language
from web.frame.packages import map_layers

# the shape of each class on the map (web/static/js/map/mast_signs.js draws them)
SHAPES: dict[str, str] = {
    "": "plus",
    "A1a": "dot",
    "A1b": "diamond",
    "A2a": "square",
    "A2b": "triangle",
    "A2c": "pentagon",
}


def desk_config(context: Context, settings: Settings) -> dict[str, Any]:
    """Return the configuration as plain JSON values, in the language of the request."""
    west, south, east, north = office_box(context)
    return {
        "lang": language(),
        "urls": {
            "masts": url_for("map.masts"),
            "zones": url_for("map.zones", layer="LAYER"),
            "borders": url_for("map.borders"),
            "site": url_for("map.site"),
            "spot": url_for("map.spot"),
            "list": url_for("map.listed"),
            "search": url_for("search.search"),
            **{name: address for layer in map_layers() for name, address in layer.urls().items()},
        },
        "box": [[south, west], [north, east]],
        "cableKinds": list(node_kinds()),
        "background": bool(settings.tile_url or settings.pmtiles),
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
            "noHits": _("Không tìm thấy. Thử mã vị trí, tên xã cũ hoặc mới, hay dán tọa độ."),
            "was": _("trước đây"),
            "position": _("Tọa độ"),
            "site": _("Vị trí"),
            "commune": _("Xã, phường"),
            "operator": _("Doanh nghiệp"),
            "onlyThis": _("chỉ hiện doanh nghiệp này"),
            "hits": _("kết quả"),
            "copied": _("Đã chép"),
            "zoomIn": _("Phóng to"),
            "zoomOut": _("Thu nhỏ"),
        },
    }
