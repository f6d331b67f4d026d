"""The pages of design dossiers and of new areas, their places in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.designs import briefing
from registry.services.designs.deeds import AREA, DOSSIER
from registry.services.designs.settled import WAITS_ON
from web.designs import answers, areas, drawings, findings, finds, following, intake, listed, numbers, today
from web.designs.frame import blueprint
from web.frame.packages import BarPage, PagePackage

WITH_PAGES = (answers, drawings, findings, following, intake, listed, numbers)
"""The modules whose pages stand on the one blueprint."""

PACKAGE = PagePackage(
    blueprints=(blueprint, areas.blueprint),
    bar=(
        BarPage("requests", 60, "designs.listed", _l("Khu dân cư, khu đô thị"), listed.waiting, kept=True),
        BarPage("requests", 61, "new_areas.listed", _l("Khu mới cần hạ tầng")),
    ),
    day=today.DAY,
    waits_on=WAITS_ON,
    documents={
        DOSSIER: lambda one: url_for("designs.show", dossier=one),
        AREA: lambda one: url_for("new_areas.show", dossier=one),
    },
    lists={DOSSIER: lambda: url_for("designs.listed")},
    briefs=(briefing.PART,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)
