"""The inspections of every company, those whose step is late first."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request
from flask_babel import gettext as _

from registry.model.company_inspections.inspection import CompanyInspection
from registry.model.company_inspections.steps import NEXT_CLOCK, Due
from registry.model.people import Role
from registry.services.company_inspections import deeds
from registry.services.company_inspections.held import list_inspections
from registry.services.office.calendar import today
from web.company_inspections import words
from web.company_inspections.frame import READERS, blueprint
from web.frame import parameters
from web.frame.guard import current_person, guarded
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import registry


@dataclass(frozen=True, slots=True)
class Line:
    """An inspection in the list, with what comes next and when."""

    found: CompanyInspection
    company: str
    next: str
    due: Due | None
    late: bool


@blueprint.get("")
@guarded(*READERS)
def listed() -> str | Response:
    """List the inspections of every company; or send the list as a workbook."""
    lines = [
        Line(one.inspection, one.company_name, _next(one.inspection), one.due, one.late)
        for one in list_inspections(registry(), person=current_person())
    ]
    return list_page(lines, page="company_inspections.show")


def list_page(lines: list[Line], *, page: str, is_company: bool = False) -> str | Response:
    """Show inspections by group; searched, sorted, as a workbook."""
    parameters.known_only(request.args, ("show", *NAMES))
    groups = [("", _("Đang tiến hành")), ("ended", _("Đã kết thúc")), ("all", _("Tất cả"))]
    show = request.args.get("show", "")
    of_group = {
        "": [one for one in lines if one.found.open],
        "ended": [one for one in lines if not one.found.open],
        "all": lines,
    }
    found = listing(of_group.get(show, of_group[""]), _columns(is_company), kept=("show",))
    if wants_book():
        return found.book(_("Cuộc kiểm tra doanh nghiệp"))
    return render_template(
        "company_inspections/list.html",
        listed=found,
        total=len(lines),
        groups=groups,
        counts={code: len(of_group[code]) for code, _word in groups},
        show=show if show in of_group else "",
        page=page,
        is_company=is_company,
        may_write=deeds.may_write(current_person()),
        stands=words.STANDS,
        state_class=words.STATE_CLASS,
        refusal=None,
        today=today(),
    )


def waiting() -> int:
    """Return how many inspections are late at their step."""
    person = current_person()
    if not person.is_one_of(Role.APPRAISER, Role.LEADER, Role.INSPECTOR):
        return 0
    return sum(one.late for one in list_inspections(registry(), person=person))


def _next(found: CompanyInspection) -> str:
    if found.stage not in NEXT_CLOCK:
        return str(_("trình đề xuất")) if found.open else ""
    return str(words.awaited(found))


def _columns(is_company: bool) -> list[Column]:
    company = [] if is_company else [Column("company", _("Doanh nghiệp"), lambda row: row.company)]
    more: list[Column] = [
        Column("code", _("Cuộc kiểm tra"), lambda row: row.found.code),
        *company,
        Column("stage", _("Đang ở bước"), lambda row: str(words.STANDS[row.found.stage])),
        Column("next", _("Bước tiếp theo, hạn"), lambda row: row.due.due_on if row.due else None),
        Column("head", _("Trưởng đoàn"), lambda row: row.found.head.name if row.found.head else ""),
        Column("name", _("Tên cuộc kiểm tra"), lambda row: row.found.name, heading=False, sorts=True),
        Column("what", _("Bước tiếp theo"), lambda row: row.next, heading=False),
        Column("matters", _("Nội dung"), _matters, heading=False),
        Column("decision", _("Số quyết định"), lambda row: row.found.decision_number, heading=False),
        Column("decided", _("Ngày quyết định"), lambda row: row.found.decided_on, heading=False),
        Column("concluded", _("Ngày kết luận"), lambda row: row.found.concluded_on, heading=False),
    ]
    return more


def _matters(row: Any) -> str:
    return "; ".join(str(words.MATTERS[one]) for one in row.found.matters)
