"""How much of the field waits, counted for the bar and the desk's queue without reading it."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar

from registry.model.field.defects import UNREMEDIED_DEFECTS
from registry.model.people import Person
from registry.services.office.calendar import now, today
from registry.services.office.registry import Registry
from registry.store import ledger
from registry.store.field.defects import Filter, count_defects
from registry.store.field.visits import count_unreviewed

Made = TypeVar("Made")


def overdue_defects(registry: Registry, *, person: Person, day: dt.date | None = None) -> int:
    """Return how many defects are overdue on ``day`` (default today); a carrier's own only."""
    on = day or today()
    at = now() if on == today() else None
    asked = Filter(states=UNREMEDIED_DEFECTS, due_before=on, over_at=at, bound_to=person.bound_to)
    with registry.database.read() as connection:
        return count_defects(connection, asked)


def new_visits(registry: Registry) -> int:
    """Return how many visits the office has not looked at."""
    with registry.database.read() as connection:
        return count_unreviewed(connection)


def kept_while_unchanged(registry: Registry, name: str, make: Callable[[], Made]) -> Made:
    """Return what ``make`` returned, made again only when something was written to the register since.

    For what is dear to work out and shown on every look at a board: the ledger's head names the data.
    """
    key = f"field-board-{name}"
    with registry.database.read() as connection:
        version = ledger.head(connection).hash
    held: Any = registry.cache.get(key)
    if held is None or held[0] != version:
        held = registry.cache[key] = (version, make())
    found: Made = held[1]
    return found
