"""Deeds on inspections of companies."""

from registry.services.company_inspections import drafting, team
from registry.services.company_inspections.drafting import InspectionPlan
from tests.services.office.second_persons.second import F, Second, record

OF = ("company_inspections", "company inspection")

DEEDS: dict[str, Second] = {
    "company_inspections.drafting.save": record(*OF, drafting.save, InspectionPlan("VTL", "kiểm tra"), **F),
    "company_inspections.team.state_conflict": record(*OF, team.state_conflict, "An", conflict="x", **F),
    "company_inspections.team.replace_member": record(
        *OF, team.replace_member, "An", by=None, reason="nghỉ", **F
    ),
}
