"""Which notices of obligations and of the province's cases still wait: until they are met, or due otherwise.

The bar of every page asks, so that masts are those of the run made last, as in ``overdue_duties``.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence

from registry.model.duties import ReportState
from registry.model.notices import Notice, NoticeKind
from registry.services.obligations.compliance import kept_run
from registry.services.obligations.near_deadlines import once_of_duties
from registry.services.obligations.obligations import duties_of
from registry.services.office.notices import once_id
from registry.services.office.registry import Registry
from registry.services.office.settled import Waiting, WaitsOn
from registry.services.public.cases import due_cases
from registry.store.obligations.handed_reports import reports_of


def _near(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
    run = kept_run(registry)
    if run is None:  # nothing is known of what is owed: nothing is said to be met
        return {one.id for one in told}
    owed: dict[dt.date, set[str]] = defaultdict(set)
    for duty in duties_of(registry, run=run):
        if duty.open:
            owed[duty.due_on].add(once_of_duties(duty.organisation, duty.code, duty.due_on))
    return {
        one.id
        for one in told
        if any(once_id(once, one.recipient) == one.id for once in owed.get(one.told["day"], ()))
    }


def _reports(*states: ReportState) -> Waiting:
    """Return of which notices the report of an obligation that came last is in one of some states."""

    def waiting(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
        with registry.database.read() as connection:
            last = {one.duty: one.state for one in reversed(reports_of(connection))}
        return {one.id for one in told if last.get(one.record) in states}

    return waiting


def _cases(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
    due = {(one.id, one.due_on) for one in due_cases(registry)}
    return {one.id for one in told if (one.record, one.told["day"]) in due}


WAITS_ON: WaitsOn = {
    NoticeKind.NEAR_DUTY: _near,
    NoticeKind.NEAR_CASE: _cases,
    NoticeKind.REPORT: _reports(ReportState.HANDED_IN),
    NoticeKind.REPORT_RETURNED: _reports(ReportState.RETURNED),
}
