"""Which notices of outages still wait: of a report that is owed, until it has come or the event is over."""

from collections.abc import Collection, Sequence

from registry.model.notices import Notice, NoticeKind
from registry.model.vietnam_time import written
from registry.services.office.registry import Registry
from registry.services.office.settled import WaitsOn
from registry.services.outages.carrier_reports import reports_of
from registry.services.outages.events import events
from registry.storm.outage_cycles import answers_a_cycle


def _owed(registry: Registry, told: Sequence[Notice]) -> Collection[str]:
    open_ = {event.id for event in events(registry) if event.open} & {one.record for one in told}
    came = {
        (event, report.operator, written(report.due))
        for event in open_
        for report in reports_of(registry, event)
        if answers_a_cycle(report)
    }
    return {
        one.id
        for one in told
        if one.record in open_ and (one.record, one.organisation, one.params["due"]) not in came
    }


WAITS_ON: WaitsOn = {NoticeKind.OUTAGE_OWED: _owed}
