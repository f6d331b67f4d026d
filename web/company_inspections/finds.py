"""What inspections of companies let be found: inspections for the office, a company's own for itself."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.company_inspections.company_side import own_inspections
from registry.services.company_inspections.held import list_inspections
from registry.services.office.found.index import Thing
from web.company_inspections import words
from web.frame.find.kinds import Finds, Opens
from web.frame.guard import current_person
from web.frame.office import registry


def inspections() -> list[Thing]:
    """Return the inspections of every company."""
    return [
        Thing(
            one.inspection.name or one.inspection.code,
            url_for("company_inspections.show", identity=one.inspection.id),
            f"{one.inspection.code} · {one.company_name} · {words.STANDS[one.inspection.stage]}",
            f"{one.inspection.code} {one.company_name} {one.inspection.decision_number}"
            f" {one.inspection.conclusion_number}",
        )
        for one in list_inspections(registry(), person=current_person())
    ]


def own() -> list[Thing]:
    """Return the inspections of the person's company that it was told of."""
    return [
        Thing(
            one.name or one.code,
            url_for("company_inspections.own_show", identity=one.id),
            f"{one.code} · {words.STANDS[one.stage]}",
            f"{one.code} {one.decision_number} {one.conclusion_number}",
        )
        for one in own_inspections(registry(), person=current_person())
    ]


FINDS = (
    Finds("company_inspection", "company_inspections.show", inspections),
    Finds("company_inspection", "company_inspections.own_show", own),
)
OPENS = (
    Opens("company_inspections.listed", words=_l("đoàn kiểm tra, quyết định kiểm tra, kết luận, xử phạt")),
    Opens("company_inspections.own", words=_l("đoàn kiểm tra, giải trình, kết luận")),
    Opens("company_inspections.new", _l("Đề xuất kiểm tra doanh nghiệp"), _l("lập đoàn kiểm tra"), deed=True),
)
