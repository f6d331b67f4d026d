"""A critical place entered by hand, changed, closed with a reason, opened again.

Every deed is one batch of the ledger; nothing is deleted. Whoever comes second is refused
(``CHANGED-MEANWHILE``).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from registry.columns import fold
from registry.errors import RefusalError
from registry.model.critical_places import CriticalPlace, PlaceKind
from registry.model.vietnam_time import one_moment
from registry.services.critical.named_masts import mast_codes
from registry.services.critical.places import get_place
from registry.services.office.calendar import today
from registry.services.office.deeds import KIND as DESK
from registry.services.office.deeds import Actor, Deed, deed
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.place_names import commune_at
from registry.store.changes import new_id
from registry.store.critical.places import load_places
from registry.store.critical.tables import critical_places
from registry.store.records import row_of
from registry.typed_text import line_within, within

KIND = f"{DESK}critical"
UNKNOWN = "CRITICAL-UNKNOWN"
LONGEST_NAME, LONGEST_LINE, LONGEST_NOTE = 200, 300, 2000
TYPED_ACCURACY_M = 10.0
"""Of a place that was typed or pressed on a map."""


@dataclass(frozen=True, slots=True)
class PlaceTyped:
    """A critical place as a person types it. ``lon``/``lat`` EPSG:4326; ``masts`` are codes, by commas."""

    name: str
    kind: str
    lon: float
    lat: float
    address: str = ""
    speaker: str = ""
    telephone: str = ""
    masts: str = ""
    source: str = ""
    source_day: dt.date | None = None
    note: str = ""


@one_moment()
def add_place(registry: Registry, typed: PlaceTyped, *, who: Actor) -> str:
    """Enter a place and return its id.

    Refused without a name (``CRITICAL-NO-NAME``) or kind (``REQUEST-VALUE``), outside the province
    (``CRITICAL-OUTSIDE``), with a mast that is not known (``CRITICAL-MAST-UNKNOWN``), or where a place of
    that name is there in the commune (``CRITICAL-THERE``).
    """
    identity = new_id()
    with deed(registry, KIND, who) as made:
        columns = _columns(registry, made, typed)
        place = CriticalPlace(identity, columns["name"], PlaceKind(columns["kind"]))
        made.create(critical_places, {**row_of(critical_places, place), **columns})
    return identity


@one_moment()
def change_place(registry: Registry, place: str, typed: PlaceTyped, *, seen: int, who: Actor) -> None:
    """Set what a person typed of a place that was seen in version ``seen``; refused as ``add_place`` is."""
    before = get_place(registry, place)
    with deed(registry, KIND, who) as made:
        columns = _columns(registry, made, typed, place)
        if (before.lon, before.lat) == (typed.lon, typed.lat):
            columns["accuracy_m"] = before.accuracy_m
        made.amend(critical_places, place, seen, UNKNOWN, **columns)


@one_moment()
def close_place(registry: Registry, place: str, reason: str, *, seen: int, who: Actor) -> None:
    """Close a place with a reason (``CRITICAL-CLOSE-REASON``): from today nothing is said of it."""
    why = within(reason, LONGEST_LINE)
    if not why:
        raise RefusalError("CRITICAL-CLOSE-REASON")
    with deed(registry, KIND, who) as made:
        made.amend(critical_places, place, seen, UNKNOWN, closed_on=today(), closed_why=why)


@one_moment()
def open_again(registry: Registry, place: str, *, seen: int, who: Actor) -> None:
    """Take the closing of a place back."""
    with deed(registry, KIND, who) as made:
        made.amend(critical_places, place, seen, UNKNOWN, closed_on=None, closed_why="")


def mast_text(registry: Registry, place: CriticalPlace) -> str:
    """Return the codes of the masts that are stated to serve a place, as a form shows them."""
    with registry.database.read() as connection:
        return mast_codes(connection).text_of(place.stated_masts)


def _columns(registry: Registry, made: Deed, typed: PlaceTyped, own: str = "") -> dict[str, Any]:
    name = line_within(typed.name, LONGEST_NAME)
    if not name:
        raise RefusalError("CRITICAL-NO-NAME")
    if typed.kind not in set(PlaceKind):
        raise RefusalError("REQUEST-VALUE", value=typed.kind[:40])
    unit = commune_at(context_for(registry, today()), typed.lon, typed.lat)
    if unit is None:
        raise RefusalError("CRITICAL-OUTSIDE")
    for other in load_places(made.connection):
        if other.id != own and other.commune_code == unit.code and fold(other.name) == fold(name):
            raise RefusalError("CRITICAL-THERE", name=other.name)
    structures, unknown = mast_codes(made.connection).named(within(typed.masts, LONGEST_LINE))
    if unknown:
        raise RefusalError("CRITICAL-MAST-UNKNOWN", codes=", ".join(unknown)[:80])
    return {
        "name": name,
        "kind": typed.kind,
        "lon": round(typed.lon, 7),
        "lat": round(typed.lat, 7),
        "accuracy_m": TYPED_ACCURACY_M,
        "commune_code": unit.code,
        "address": line_within(typed.address, LONGEST_LINE),
        "speaker": line_within(typed.speaker, LONGEST_LINE),
        "telephone": line_within(typed.telephone, 60),
        "stated_masts": list(structures),
        "source": line_within(typed.source, LONGEST_LINE),
        "source_day": typed.source_day,
        "note": within(typed.note, LONGEST_NOTE),
        "unread": {},
    }
