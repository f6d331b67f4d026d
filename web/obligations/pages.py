"""The pages of obligations, compliance, changes of lists and letters followed; their places in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.obligations import briefing
from registry.services.obligations import followed_letters as letters
from registry.services.obligations.handed_reports import DUTY
from registry.services.obligations.near_deadlines import DUTIES, tell_near
from registry.services.obligations.settled import WAITS_ON
from web.frame.packages import BarPage, PagePackage
from web.obligations import (
    compliance,
    finds,
    followed_letters,
    handed_reports,
    list_changes,
    obligations,
    today,
)

WITH_PAGES = (handed_reports,)
"""Modules whose pages stand on the blueprint of obligations."""

PACKAGE = PagePackage(
    blueprints=(
        obligations.blueprint, followed_letters.blueprint, compliance.blueprint, list_changes.blueprint,
    ),
    bar=(
        BarPage("obligations", 10, "obligations.listed", _l("Việc phải làm"), obligations.waiting),
        BarPage("obligations", 20, "compliance.summary", _l("Rà soát công trình")),
        BarPage("obligations", 30, "list_changes.show", _l("Biến động danh sách")),
        BarPage("obligations", 40, "duty_letters.listed", _l("Công văn theo dõi")),
    ),
    day=today.DAY,
    before_day=today.before_day,
    waits_on=WAITS_ON,
    documents={
        briefing.COMPLIANCE: lambda _one: url_for("compliance.summary"),
        DUTY: lambda one: url_for("obligations.show", key=one),
        DUTIES: lambda _one: url_for("obligations.listed"),
        letters.LETTER: lambda one: url_for("duty_letters.show", letter=one),
    },
    daily=(tell_near,),
    lists={
        DUTIES: lambda: url_for("obligations.listed"),
        letters.LETTER: lambda: url_for("duty_letters.listed"),
        briefing.COMPLIANCE: lambda: url_for("compliance.summary"),
    },
    briefs=(briefing.PART,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)  # fmt: skip
