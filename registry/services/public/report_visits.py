"""Whether somebody of the office stood at a report's mast since it was sent: what its receipt promised is
kept then.
"""

import datetime as dt
from collections.abc import Iterable

from registry.model.field.field_reports import FieldReport
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.services.public.report_promises import promises
from registry.store.database import Connection
from registry.store.field.visits import ends_at
from registry.store.public import citizen_reports as store


def came(registry: Registry, found: Iterable[FieldReport]) -> dict[str, dt.datetime]:
    """Return report -> when (in Vietnam) the first visit of its mast ended since it was sent.

    A report that was joined to another is of that one's mast. One without a mast is in none.
    """
    with registry.database.read() as connection:
        masts = {one.id: (one, mast) for one in found if (mast := _mast(connection, one))}
        if not masts:
            return {}
        ends = ends_at(connection, {mast for _one, mast in masts.values()})
    first: dict[str, dt.datetime] = {}
    for identity, (one, mast) in masts.items():
        sent = in_vietnam(one.at)
        after = (end for where, at in ends if where == mast and (end := _moment(at)) is not None)
        ended = next((end for end in after if end >= sent), None)
        if ended is not None:
            first[identity] = ended
    return first


def owed(registry: Registry, found: Iterable[FieldReport]) -> dict[str, dt.datetime]:
    """Return report -> the moment that its receipt names, of open ones where nobody came yet."""
    stated = promises(registry)
    named = [(one, moment) for one in found if (moment := stated.owed(one)) is not None]
    there = came(registry, [one for one, _ in named])
    return {one.id: moment for one, moment in named if one.id not in there}


def _mast(connection: Connection, found: FieldReport) -> str:
    lead = store.get_report(connection, found.joined_to) if found.joined_to else None
    return found.structure or (lead.structure if lead else "")


def _moment(at: str) -> dt.datetime | None:
    """Return a phone's moment on Vietnam's clock, None where it is none."""
    try:
        return in_vietnam(at)
    except ValueError:
        return None
