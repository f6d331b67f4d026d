"""Whether somebody of the office stood at a report's mast since it was sent: what its receipt promised is
kept then.
"""

import datetime as dt
from collections.abc import Iterable, Mapping

from registry.model.field.field_reports import FieldReport
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.services.public.report_promises import promises
from registry.store.database import Connection
from registry.store.field.visits import ends_at
from registry.store.public import citizen_reports as store


def came(
    registry: Registry, found: Iterable[FieldReport], since: dt.datetime | None = None
) -> dict[str, dt.datetime]:
    """Return report -> when (in Vietnam) the first visit of its mast ended since it was sent, or ``since``.

    A report that was joined to another is of that one's mast. One without a mast is in none.
    """
    with registry.database.read() as connection:
        masts = {one.id: (one, mast) for one in found if (mast := mast_in(connection, one))}
        if not masts:
            return {}
        ends = ends_at(connection, {mast for _one, mast in masts.values()})
    first: dict[str, dt.datetime] = {}
    for identity, (one, mast) in masts.items():
        sent = max(filter(None, (in_vietnam(one.at), since)))
        after = (end for where, at in ends if where == mast and (end := _moment(at)) is not None)
        ended = next((end for end in after if end >= sent), None)
        if ended is not None:
            first[identity] = ended
    return first


def owed(registry: Registry, found: Iterable[FieldReport]) -> dict[str, dt.datetime]:
    """Return report -> the moment that its receipt names, of open ones where nobody came yet.

    Of one that others were joined to, the first moment of all their receipts: it is the one that is dealt
    with.
    """
    stated = promises(registry)
    asked = {one.id: one for one in found}
    with registry.database.read() as connection:
        joined = store.joined_to_any(connection, asked)
    every = asked | {one.id: one for one in joined}
    named = {one.id: moment for one in every.values() if (moment := stated.owed(one)) is not None}
    there = came(registry, [every[identity] for identity in named])
    first = {identity: moment for identity, moment in named.items() if identity not in there}
    for one in joined:
        if one.id in first:
            first[one.joined_to] = min(first[one.id], first.get(one.joined_to, first[one.id]))
    return {identity: moment for identity, moment in first.items() if identity in asked}


def owed_by_line(
    owed: Mapping[str, dt.datetime], below: Mapping[str, Iterable[FieldReport]]
) -> dict[str, tuple[str, dt.datetime]]:
    """Return report -> (whose receipt, the moment that it names), the first of all that stand below it, as
    lists count them: what stands below another one goes with that."""
    head = {one.id: lead for lead, ones in below.items() for one in ones}
    found: dict[str, tuple[str, dt.datetime]] = {}
    for identity, moment in sorted(owed.items(), key=lambda one: one[1]):
        found.setdefault(head.get(identity, identity), (identity, moment))
    return found


def mast_of(registry: Registry, found: FieldReport) -> str:
    """Return the mast that a report is about, "" where none is known; of a joined one its lead's."""
    with registry.database.read() as connection:
        return mast_in(connection, found)


def masts_of(registry: Registry, found: Iterable[FieldReport]) -> dict[str, str]:
    """Return report -> the mast that it is about, "" where none is known; of a joined one its lead's."""
    with registry.database.read() as connection:
        ways = store.ways_of(connection, [one.number for one in found])
    return {one.id: mast for one, _target, mast in ways.values()}


def target_of(registry: Registry, found: FieldReport) -> str:
    """Return the target of a campaign that somebody is sent to because of a report, of a joined one its
    lead's; "" where nobody was."""
    with registry.database.read() as connection:
        way = store.ways_of(connection, [found.number]).get(found.number)
    return way[1] if way else ""


def mast_in(connection: Connection, found: FieldReport) -> str:
    """Return the same within a transaction."""
    lead = store.get_report(connection, found.joined_to) if found.joined_to else None
    return (lead.structure if lead else "") or found.structure


def _moment(at: str) -> dt.datetime | None:
    """Return a phone's moment on Vietnam's clock, None where it is none."""
    try:
        return in_vietnam(at)
    except ValueError:
        return None
