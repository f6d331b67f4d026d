"""What a carrier's form of an outage sends."""

import datetime as dt
from typing import Any

from registry.model.outages.outages import OutageEvent
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now


def local(at: dt.datetime) -> str:
    return f"{at.astimezone(VIETNAM):%Y-%m-%dT%H:%M}"


def form(event: OutageEvent, **own: Any) -> dict[str, Any]:
    return {"due": event.first_due.isoformat(), "kind": "stations", "as_of": local(now()), **own}
