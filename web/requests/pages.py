"""The pages of requests, of what is agreed, asked and shared, of the office's letters and working days."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.requests import briefing, told
from registry.services.requests.settled import WAITS_ON
from web.frame.packages import BarPage, PagePackage
from web.requests import (
    approval_letters,
    approvals,
    consultations,
    figures,
    finds,
    letter_edits,
    letters,
    papers_print,
    queue,
    refusals,
    sharing,
    signatures,
    today,
    working_days,
)

WITH_PAGES = (approval_letters, queue, refusals, signatures)
"""Modules that stand on the blueprint of requests or of agreed positions besides the figures."""

PACKAGE = PagePackage(
    blueprints=(
        figures.blueprint, papers_print.blueprint, approvals.blueprint, sharing.blueprint,
        working_days.blueprint, consultations.blueprint, letters.blueprint, letter_edits.blueprint,
    ),
    bar=(
        BarPage(
            "requests", 10, "requests.start", _l("Hồ sơ đề nghị"), queue.waiting,
            parts=("papers", "letter_edits"), kept=True,
        ),
        BarPage("requests", 20, "approvals.listed", _l("Vị trí đã thống nhất"), approvals.waiting, kept=True),
        BarPage("requests", 30, "sharing.listed", _l("Đề nghị dùng chung"), sharing.waiting, kept=True),
        BarPage("requests", 40, "requests.figures_page", _l("Theo dõi")),
        BarPage("requests", 50, "office_calendar.show", _l("Lịch làm việc")),
        BarPage(
            "consultations", 10, "consultations.listed", _l("Lấy ý kiến"), consultations.waiting, kept=True
        ),
        BarPage("settings", 10, "letters.settings", _l("Văn bản của cơ quan")),
    ),
    day=today.DAY,
    waits_on=WAITS_ON,
    documents={
        told.REQUEST: lambda one: url_for("requests.show", address=one),
        told.PAPERS: lambda one: url_for("papers.show", address=one),
        told.CONSULTATION: lambda one: url_for("consultations.show", consultation=one),
        told.APPROVAL: lambda one: url_for("approvals.show", approval=one),
        told.CONDITIONS: lambda one: url_for("requests.conditions", address=one),
        told.SHARING: lambda one: url_for("sharing.show", sharing=one),
    },
    lists={
        told.REQUEST: lambda: url_for("requests.start"),
        told.PAPERS: lambda: url_for("requests.start"),
        told.APPROVAL: lambda: url_for("approvals.listed"),
    },
    briefs=(briefing.PART,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)  # fmt: skip
