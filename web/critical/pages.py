"""The pages of critical places, their place in the bar and their layer of the map."""

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.critical.served import served
from web.critical import files, finds, places
from web.critical.frame import blueprint, may_see
from web.frame.office import registry
from web.frame.packages import BarPage, MapLayer, PagePackage

WITH_PAGES = (files, places)
"""The modules whose pages stand on the one blueprint."""


def _shown() -> dict[str, Any]:
    count = sum(place.placed for place in served(registry()).places) if may_see() else 0
    return {"critical_places": count}


PACKAGE = PagePackage(
    blueprints=(blueprint,),
    bar=(BarPage("storm", 35, "critical.listed", _l("Nơi trọng yếu")),),
    layers=(MapLayer(urls=lambda: {"critical": url_for("critical.drawn")}, shown=_shown),),
    finds=finds.FINDS,
    opens=finds.OPENS,
)
