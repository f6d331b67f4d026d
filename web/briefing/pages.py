"""The pages of briefings and of the year's programme, and their places in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.briefing import conclusions as said
from registry.services.briefing.programme import briefing as year
from web.briefing import conclusions, copies, programme, programme_import, task, today, weekly
from web.briefing import frame as blueprints
from web.frame.packages import BarPage, PagePackage

WITH_PAGES = (conclusions, copies, programme, programme_import, task, weekly)
"""The modules whose pages stand on the two blueprints."""

PACKAGE = PagePackage(
    blueprints=(blueprints.briefings, blueprints.programme),
    bar=(
        BarPage("today", 20, "briefings.show", _l("Giao ban")),
        BarPage("today", 30, "programme.listed", _l("Chương trình công tác")),
    ),
    day=today.DAY,
    documents={
        said.CONCLUSION: lambda _one: url_for("briefings.show") + "#conclusions",
        year.TASK: lambda one: url_for("programme.show", identity=one),
    },
    lists={
        said.CONCLUSION: lambda: url_for("briefings.show") + "#conclusions",
        year.TASK: lambda: url_for("programme.listed"),
    },
    briefs=(said.PART, year.PART),
)
