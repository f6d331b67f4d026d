"""The layers that a reader may see as one GeoPackage, for programs that draw maps: what exports show.

Only what has a place for the reader is in it: others' masts, whose place a carrier may not know, are not.
"""

import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

import shapely

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.areas import LAYERS, AdminLevel, Layer
from registry.model.people import INSIDE, Person, Role
from registry.services.office.registry import Registry
from registry.services.register.disclosed_zones import may_see_layer
from registry.services.register.disclosure import disclosed_rows
from registry.services.register.exports.export import add_layer
from registry.services.register.exports.exported_layers import layer_rows
from registry.store.database import Connection
from registry.store.office.operators import is_demo

MASTS, PLAN, CABLES, COMMUNES = "masts", "plan", "cables", "communes"
_LINES, _POINTS = ("LineString", "MultiLineString"), ("Point", "MultiPoint")


class PackedLayer(NamedTuple):
    """A layer of the package: its table, its words, the zone layer that it is (None: none), and its shape
    ("Point", "Line", "Polygon"); ``rows`` how many."""

    table: str
    title: Words
    zone: Layer | None
    shape: str
    rows: int


_TITLES = {
    MASTS: Words("Cột ăng ten", "Masts"),
    PLAN: Words("Vị trí trong kế hoạch", "Planned positions"),
    CABLES: Words("Cáp ngoại vi", "Outside cable"),
    COMMUNES: Words("Xã, phường", "Communes"),
}


def layers_for(person: Person) -> list[tuple[str, Words, Layer | None]]:
    """Return the layers that there may be for a person, the uppermost first: name, words, zone layer."""
    names = [MASTS, PLAN]
    if person.is_one_of(*INSIDE, Role.CARRIER):  # as the pages of cables
        names.append(CABLES)
    zones: list[tuple[str, Words, Layer | None]] = [
        (layer.value, Words(facts.label["vi"], facts.label["en"]), layer)
        for layer, facts in LAYERS.items()
        if may_see_layer(person, layer)
    ]
    own: list[tuple[str, Words, Layer | None]] = [(name, _TITLES[name], None) for name in names]
    return [*own, *zones, (COMMUNES, _TITLES[COMMUNES], None)]


def write_map_package(registry: Registry, path: Path, person: Person, day: dt.date) -> list[PackedLayer]:
    """Write the layers of a day into a GeoPackage; returns those that have a row (``EXPORT-NO-MASTS``)."""
    found: list[PackedLayer] = []
    with registry.database.read() as connection:
        illustrative = is_demo(connection)
        for name, title, zone in layers_for(person):
            rows = _rows(connection, name, person, day)
            if not rows:
                continue
            kinds = {row["geometry"].geom_type for row in rows}
            shape = "Point" if kinds <= set(_POINTS) else "Line" if kinds <= set(_LINES) else "Polygon"
            found.append(PackedLayer(name, title, zone, shape, len(rows)))
            add_layer(rows, path, name, illustrative=illustrative)
    if not found:
        raise RefusalError("EXPORT-NO-MASTS")
    return found


def _rows(connection: Connection, name: str, person: Person, day: dt.date) -> list[dict[str, Any]]:
    layer = {MASTS: "sites", COMMUNES: "units"}.get(name, name)
    rows = disclosed_rows(layer, layer_rows(connection, layer, whose=person.organisation), person)
    if name == COMMUNES:
        rows = [row for row in rows if row["level"] == AdminLevel.COMMUNE and _in_force(row, day)]
    elif name not in (MASTS, CABLES):
        rows = [row for row in rows if _in_force(row, day)]
    return [row for row in rows if row.get("geometry") is not None and not shapely.is_empty(row["geometry"])]


def _in_force(row: dict[str, Any], day: dt.date) -> bool:
    first, last = row.get("valid_from"), row.get("valid_to")
    return (first is None or first <= day) and (last is None or day <= last)
