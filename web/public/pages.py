"""The pages that the public meets (reports of citizens, plates) and the office's side of them."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.public import briefing
from web.frame.packages import BarPage, PagePackage, Waits
from web.public import (
    citizen_reports,
    citizen_reports_desk,
    citizen_reports_joining,
    citizen_reports_together,
    finds,
    plates,
    provincial,
    today,
)

PACKAGE = PagePackage(
    blueprints=(
        plates.blueprint,
        citizen_reports.blueprint,
        citizen_reports_desk.blueprint,
        citizen_reports_together.blueprint,
        citizen_reports_joining.blueprint,
        provincial.blueprint,
    ),
    bar=(
        BarPage(
            "field",
            70,
            "field_reports_desk.listed",
            _l("Phản ánh"),
            citizen_reports_desk.waiting,
            parts=("provincial_reports",),
            kept=True,
        ),
        BarPage("field", 80, "plates.chosen", _l("Biển cột")),
    ),
    waits=(
        Waits(
            lambda: url_for("field_reports_desk.listed"),
            citizen_reports_desk.waiting,
            _l("phản ánh chưa xử lý"),
            late=True,
        ),
    ),
    limit=plates.limit,
    day=today.DAY,
    documents={
        briefing.CITIZEN_REPORT: lambda one: url_for("field_reports_desk.show", identity=one),
    },
    lists={
        briefing.CITIZEN_REPORT: lambda: url_for("field_reports_desk.listed"),
    },
    briefs=(briefing.PART,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)
