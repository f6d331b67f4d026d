"""The pages of outside cable, their place in the bar and their layer of the map."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.cables import briefing
from registry.services.cables.tiles import node_kinds
from web.cables import check, draw, files, finds, routes, troubles, underground
from web.cables.frame import MOUNTS, blueprint, kind_word, may_see_cables, tiles_url
from web.frame.packages import BarPage, MapLayer, PagePackage

WITH_PAGES = (check, draw, files, routes, troubles, underground)
"""The modules whose pages stand on the one blueprint."""

PACKAGE = PagePackage(
    blueprints=(blueprint,),
    bar=(BarPage("data", 20, "cables.listed", _l("Cáp ngoại vi")),),
    layers=(
        MapLayer(
            urls=lambda: {"cables": tiles_url(), "cable": url_for("cables.part")},
            shown=lambda: {
                "cable_kinds": [(code, kind_word(code)) for code in node_kinds()] if may_see_cables() else [],
                "mounts": MOUNTS,
            },
        ),
    ),
    documents={
        briefing.TROUBLE: lambda one: url_for("cables.trouble", trouble=one),
        briefing.AREA: lambda one: url_for("cables.underground_area", area=one),
    },
    lists={
        briefing.TROUBLE: lambda: url_for("cables.troubles"),
        briefing.AREA: lambda: url_for("cables.underground"),
    },
    briefs=(briefing.PART,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)
