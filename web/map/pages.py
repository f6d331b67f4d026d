"""The pages of the map desk, of pairs that may be one mast, and what serves them; their places in the bar."""

from importlib import import_module

from flask_babel import lazy_gettext as _l

from web.frame.packages import BarPage, PagePackage
from web.map import (
    api_check,
    chosen,
    days,
    desk,
    finds,
    found_lines,
    map_sheet,
    mast_table,
    same_mast,
    saved_views,
    style,
    tiles,
)


def _warm() -> None:
    import_module("web.map.desk_elements")  # half a second, of Folium, that the first map need not wait for


PACKAGE = PagePackage(
    blueprints=(
        desk.blueprint,
        chosen.blueprint,
        days.blueprint,
        found_lines.blueprint,
        map_sheet.blueprint,
        mast_table.blueprint,
        saved_views.blueprint,
        tiles.blueprint,
        api_check.blueprint,
        same_mast.blueprint,
        style.blueprint,
    ),
    bar=(
        BarPage("map", 10, "map.desk", _l("Bản đồ")),
        BarPage("data", 40, "same_mast.listed", _l("Cùng một cột?"), same_mast.waiting, kept=True),
    ),
    warm=_warm,
    finds=finds.FINDS,
    opens=finds.OPENS,
)
