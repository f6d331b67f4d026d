"""The pages of outages and their place in the bar."""

from flask_babel import lazy_gettext as _l

from registry.model.people import Role
from web.frame.packages import BarPage, DayWork, PagePackage
from web.outages import corrections, events, incidents, public, report
from web.outages.frame import blueprint

WITH_PAGES = (corrections, events, incidents, public, report)
"""The modules whose pages stand on the one blueprint."""

PACKAGE = PagePackage(
    blueprints=(blueprint,),
    bar=(BarPage("storm", 30, "outages.listed", _l("Mất liên lạc"), events.waiting),),
    day=(DayWork(11, (Role.CARRIER,), _l("Báo cáo mất liên lạc còn nợ"), "outages.listed", events.owed),),
)
