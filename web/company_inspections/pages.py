"""The pages of companies' inspections, their places in the bar, and what they say of the day."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.model.people import Role
from registry.services.company_inspections import briefing
from registry.services.company_inspections.deeds import COMPANY_INSPECTION
from registry.services.company_inspections.near_steps import tell_near_steps
from registry.services.company_inspections.settled import WAITS_ON
from web.company_inspections import (
    asked,
    conclusion,
    finds,
    gathered,
    items,
    listed,
    own,
    papers,
    penalties,
    places,
    proposing,
    sample,
    show,
    steps,
    today,
)
from web.company_inspections.frame import blueprint
from web.frame.guard import current_person
from web.frame.packages import BarPage, PagePackage

WITH_PAGES = (
    listed, own, proposing, show, steps, sample, places, asked, gathered, conclusion, items, penalties,
    papers,
)  # fmt: skip
"""The modules whose pages stand on the blueprint of inspections."""


def _address(inspection: str) -> str:
    """Return where a notice of an inspection leads: a company to its own page."""
    own_page = current_person().is_one_of(Role.CARRIER) and not current_person().sees_all
    page = "company_inspections.own_show" if own_page else "company_inspections.show"
    return url_for(page, identity=inspection)


PACKAGE = PagePackage(
    blueprints=(blueprint,),
    bar=(
        BarPage(
            "field", 15, "company_inspections.listed", _l("Kiểm tra doanh nghiệp"), listed.waiting, kept=True
        ),
        BarPage("field", 16, "company_inspections.own", _l("Cuộc kiểm tra"), own.waiting, kept=True),
    ),
    day=today.DAY,
    lists={COMPANY_INSPECTION: lambda: url_for("company_inspections.listed")},
    briefs=(briefing.PART,),
    waits_on=WAITS_ON,
    documents={COMPANY_INSPECTION: _address},
    daily=(tell_near_steps,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)
