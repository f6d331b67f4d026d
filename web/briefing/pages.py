"""The pages of briefings and of the year's programme, and their places in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.briefing import conclusions as said
from web.briefing import conclusions, copies, weekly
from web.briefing.frame import briefings
from web.frame.packages import BarPage, PagePackage

WITH_PAGES = (conclusions, copies, weekly)
"""The modules whose pages stand on the blueprints."""

PACKAGE = PagePackage(
    blueprints=(briefings,),
    bar=(BarPage("today", 20, "briefings.show", _l("Giao ban")),),
    documents={said.CONCLUSION: lambda _one: url_for("briefings.show") + "#conclusions"},
    lists={said.CONCLUSION: lambda: url_for("briefings.show") + "#conclusions"},
    briefs=(said.PART,),
)
