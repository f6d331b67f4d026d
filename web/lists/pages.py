"""The pages of lists of masts, and their place in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.lists import briefing
from registry.services.lists.settled import WAITS_ON
from registry.services.lists.told import MAST_LIST
from web.frame.packages import BarPage, PagePackage
from web.lists import finds, mast_lists, office, today

WITH_PAGES = (office,)
"""Modules whose pages stand on the blueprint of lists of masts."""

PACKAGE = PagePackage(
    blueprints=(mast_lists.blueprint,),
    bar=(BarPage("data", 33, "mast_lists.listed", _l("Danh sách cột nộp"), mast_lists.waiting, kept=True),),
    waits_on=WAITS_ON,
    documents={MAST_LIST: lambda one: url_for("mast_lists.show", identity=one)},
    lists={
        MAST_LIST: lambda: url_for("mast_lists.listed"),
    },
    day=today.DAY,
    briefs=(briefing.PART,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)
