"""What the pages of storms share: who may do what, whose letters one sees, and refusals said in place."""

import datetime as dt
from collections.abc import Iterable

from flask import Blueprint, request

from registry.errors import RefusalError
from registry.model.outages.outages import OutageEvent
from registry.model.people import INSIDE, Role
from registry.model.storm.storm_records import OrderState, StormOrder
from registry.services.office.calendar import now as present_moment
from registry.services.outages.events import events
from registry.services.storm.answers import newest_sent
from registry.services.storm.file import StormFile
from registry.services.storm.orders import get_order, list_orders
from registry.services.storm.storms import get_storm
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.people import own_code

blueprint = Blueprint("storms", __name__, url_prefix="/storms")

READ = tuple(sorted(INSIDE))
"""Who sees the whole situation: the office."""

SEE = (*READ, Role.CARRIER)
"""Who reads a letter: the office, and the carrier that it was sent to."""

WRITE = (Role.DUTY_OFFICER, Role.APPRAISER, Role.LEADER)
"""Who records bulletins, drafts letters and ends a watch."""

ANSWER = (*WRITE, Role.CARRIER)
"""Who answers to a letter: its recipient, and the officer for whoever phoned."""


def may_write() -> bool:
    """Whether the person records, drafts and sends."""
    return current_person().is_one_of(*WRITE)


def storm_of(storm: str) -> StormFile:
    """Return a storm; ``STORM-UNKNOWN`` where there is none."""
    return get_storm(registry(), storm)


def order_of(order: str) -> StormOrder:
    """Return a letter that the person may see: the office all, a carrier what was sent to it.

    Any other one is not there (``STORM-ORDER-UNKNOWN``).
    """
    found, own = get_order(registry(), order), own_code(current_person())
    if own is not None and (not own or found.recipient != own or found.state is not OrderState.SENT):
        raise RefusalError("STORM-ORDER-UNKNOWN")
    return found


def own_orders() -> list[StormOrder]:
    """Return the letters that were sent to the carrier that asks, the newest first."""
    own = own_code(current_person())
    return list_orders(registry(), recipient=own, sent_only=True) if own else []


def superseded(orders: Iterable[StormOrder]) -> dict[str, StormOrder]:
    """Return, by the id of a letter that was sent, the last one of its storm that takes its place."""
    sent = [order for order in orders if order.state is OrderState.SENT]
    newest = newest_sent(sent)
    last = {order.id: newest[order.storm, order.recipient] for order in sent}
    return {identity: order for identity, order in last.items() if order.id != identity}


def outages_of(storm: str) -> list[OutageEvent]:
    """Return the outage events that were opened for a storm, the newest first."""
    return [event for event in events(registry()) if event.storm == storm]


def whole_of(name: str, *, needed: bool = False) -> int | None:
    """Return a whole number of the form, None where it is empty (``STORM-FORM-NUMBER``)."""
    value = request.form.get(name, "").strip()
    if not value and not needed:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 6):
        raise RefusalError("STORM-FORM-NUMBER", value=value[:40])
    return int(value)


def now() -> dt.datetime:
    """Return the present moment, aware."""
    return present_moment()
