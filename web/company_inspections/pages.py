"""The pages of companies' inspections, their places in the bar, and what they say of the day."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.company_inspections import briefing
from registry.services.company_inspections.deeds import COMPANY_INSPECTION
from web.company_inspections import listed, proposing, show, today
from web.company_inspections.frame import blueprint
from web.frame.packages import BarPage, PagePackage

WITH_PAGES = (listed, proposing, show)
"""The modules whose pages stand on the blueprint of inspections."""

PACKAGE = PagePackage(
    blueprints=(blueprint,),
    bar=(BarPage("field", 15, "company_inspections.listed", _l("Kiểm tra doanh nghiệp"), listed.waiting),),
    day=today.DAY,
    documents={COMPANY_INSPECTION: lambda one: url_for("company_inspections.show", identity=one)},
    lists={COMPANY_INSPECTION: lambda: url_for("company_inspections.listed")},
    briefs=(briefing.PART,),
)
