"""Which notices of inspections of companies still wait: of what is due, or lies with a decider."""

from collections.abc import Collection, Sequence

from registry.model.company_inspections.steps import Stage
from registry.model.notices import Notice, NoticeKind
from registry.services.company_inspections.held import lines_of
from registry.services.company_inspections.near_steps import company_days
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.office.settled import Waiting, WaitsOn, while_record
from registry.store.company_inspections.tables import company_inspections


def _near(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
    due = {
        (line.inspection.id, line.due.due_on)
        for line in lines_of(registry, today())
        if line.inspection.open and line.due is not None
    }
    owed = {
        (one.record, title.vi, by)
        for one in told
        if one.organisation
        for title, by, _key in company_days(registry, one.record)
    }
    return {
        one.id
        for one in told
        if ((one.record, one.params["title_vi"], one.told["day"]) in owed if one.organisation else
            (one.record, one.told["day"]) in due)
    }  # fmt: skip


def _while_at(stage: Stage) -> Waiting:
    return while_record(company_inspections, lambda row, _one: row.get("stage") == stage.value)


WAITS_ON: WaitsOn = {
    NoticeKind.INSPECTION_PROPOSED: _while_at(Stage.PROPOSED),
    NoticeKind.INSPECTION_SUBMITTED: _while_at(Stage.SUBMITTED),
    NoticeKind.INSPECTION_NEAR: _near,
}
