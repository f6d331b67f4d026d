"""A mast that its carrier reports as fallen."""

import datetime as dt

from registry.model.outages.outages import EventKind, Incident, IncidentKind
from registry.model.storm.storm_records import OrderRow
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.outages.events import open_event
from registry.services.outages.incidents import add_incident
from registry.services.storm.exposure import storm_masts


def fallen(office: Registry, row: OrderRow) -> str:
    """Report the mast of a letter's row as fallen two hours ago; returns the event."""
    at, masts = now() - dt.timedelta(hours=2), storm_masts(office)
    site = str(masts.site_ids[masts.row_of[row.structure]])
    event = open_event(
        office, name="Đổ cột", kind=EventKind.OTHER, started_at=at, first_due=at, hours=6,
        operators=("VTL",), who="trực",
    )  # fmt: skip
    told = Incident("", event.id, "VTL", IncidentKind.MAST, row.commune_code, site=site, code=row.code,
                    occurred_at=at, detected_at=at)  # fmt: skip
    add_incident(office, told, who="trực")
    return event.id
