"""The pages of outages and their place in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.people import Role
from registry.services.outages import briefing
from registry.services.outages.carrier_reports import report_of
from registry.services.outages.mailbox.intake import MAIL, REPORT, take_mail
from registry.services.outages.reminders import EVENT, remind_by_itself
from registry.services.outages.settled import WAITS_ON
from web.frame.office import registry
from web.frame.packages import BarPage, DayWork, PagePackage
from web.outages import (
    corrections,
    events,
    finds,
    incidents,
    mailbox,
    power,
    power_areas,
    public,
    reminders,
    report,
)
from web.outages.frame import blueprint

WITH_PAGES = (corrections, events, incidents, mailbox, power, power_areas, public, reminders, report)
"""The modules whose pages stand on the one blueprint."""


def _report_address(report: str) -> str:
    """Return the address of a report; that of all outages where it does not stand any more."""
    try:
        return url_for("outages.show_report", event=report_of(registry(), report).event, report=report)
    except RefusalError:
        return url_for("outages.listed")


def _incident_address(record: str) -> str:
    """Return the address of an incident, which stands below its event."""
    event, _slash, incident = record.partition("/")
    return url_for("outages.incident", event=event, incident=incident)


PACKAGE = PagePackage(
    blueprints=(blueprint,),
    bar=(BarPage("storm", 30, "outages.listed", _l("Mất liên lạc"), events.waiting),),
    waits_on=WAITS_ON,
    documents={
        briefing.INCIDENT: _incident_address,
        EVENT: lambda one: finds.address_of(one) if one else url_for("outages.listed"),
        REPORT: _report_address,
        MAIL: lambda one: url_for("outages.mailbox_file", mail=one),
    },
    often=(take_mail, remind_by_itself),
    day=(DayWork(11, (Role.CARRIER,), _l("Báo cáo mất liên lạc phải gửi"), "outages.listed", events.owed),),
    lists={
        EVENT: lambda: url_for("outages.listed"),
    },
    briefs=(briefing.PART,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)
