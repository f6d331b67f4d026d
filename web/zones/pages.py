"""The pages of zones, plans and coverage, and their places in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.zones import briefing
from web.frame.packages import BarPage, PagePackage
from web.zones import coverage_statements, drafts, draw, files, finds, register, today
from web.zones.frame import blueprint, waiting_drafts

WITH_PAGES = (drafts, draw, files, register)
"""The modules whose pages stand on the blueprint of zones."""

PACKAGE = PagePackage(
    blueprints=(coverage_statements.blueprint, blueprint),
    bar=(
        BarPage("data", 10, "zones.listed", _l("Vùng và quy hoạch"), waiting=waiting_drafts, kept=True),
        BarPage("data", 30, "coverage.show", _l("Phạm vi dữ liệu")),
    ),
    day=today.DAY,
    documents={
        briefing.DRAFT: lambda one: url_for("zones.draft", draft=one),
    },
    lists={
        briefing.DRAFT: lambda: url_for("zones.drafts"),
    },
    briefs=(briefing.PART,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)
