"""Whether a storm's end finds stations off the air: then nobody is told to go back to everyday work."""

from registry.model.storm.storm_records import StormOrder
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.outages.board import board_of
from registry.services.outages.events import events
from registry.services.outages.power import all_areas
from registry.services.storm.orders import POWER


def still_off(registry: Registry, order: StormOrder) -> bool:
    """Whether stations of a letter's recipient are off the air yet, as the events of its storm were told.

    Of any carrier for the power company, also where an area is without grid power. What nobody reported is
    not known, and the letter asks to report it.
    """
    for event in events(registry):
        if event.storm != order.storm:
            continue
        told = (row for row in board_of(registry, event.id).carriers if row.down)
        if any(order.recipient in (POWER, row.operator) for row in told):
            return True
    moment = now()
    return order.recipient == POWER and any(area.holds_at(moment) for area in all_areas(registry))
