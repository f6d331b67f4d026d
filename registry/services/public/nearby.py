"""What lies near a field report: the masts that it may be about, and other reports of the same trouble."""

from typing import NamedTuple

from registry.geo.distances import azimuth_deg, geodesic_m
from registry.model.field.field_reports import FieldReport, ReportState
from registry.services.office.registry import Registry
from registry.services.public.citizen_reports import reports
from registry.store.public import citizen_reports as store

NEAR_M = 1500.0


class Near(NamedTuple):
    """A mast near the place of a report: how far (m) and in which direction (degrees) from the place."""

    structure: str
    code: str
    lon: float
    lat: float
    owner: str
    distance_m: float
    azimuth_deg: float


def nearest(registry: Registry, found: FieldReport, most: int = 6) -> list[Near]:
    """Return the standing masts within ``NEAR_M`` of a report's place, nearest first."""
    if found.lon is None or found.lat is None:
        return []
    return near_place(registry, found.lon, found.lat, most)


def near_place(registry: Registry, lon: float, lat: float, most: int = 6) -> list[Near]:
    """Return the standing masts within ``NEAR_M`` of a place, nearest first."""
    with registry.database.read() as connection:
        rows = store.structures_in(connection, _around(lon, lat))
    if not rows:
        return []
    lons, lats = [row.lon for row in rows], [row.lat for row in rows]
    distances, turns = geodesic_m(lon, lat, lons, lats), azimuth_deg(lon, lat, lons, lats)
    near = [
        Near(row.id, row.code, row.lon, row.lat, row.owner, float(distance), float(turn))
        for row, distance, turn in zip(rows, distances, turns, strict=True)
        if distance <= NEAR_M
    ]
    return sorted(near, key=lambda one: (one.distance_m, one.code))[:most]


def others_near(registry: Registry, found: FieldReport, within_m: float = 200.0) -> list[FieldReport]:
    """Return the other reports of the same mast or within ``within_m`` of this one that are not closed.

    Beside them those that its words name by their numbers, closed or not, and those that name it: the receipt
    asks whoever has more to say to write so.
    """
    chosen = []
    for other in reports(registry):
        if other.id == found.id:
            continue
        if other.number in found.words.upper() or found.number in other.words.upper():
            chosen.append(other)
            continue
        if other.state is ReportState.CLOSED:
            continue
        if found.structure and found.structure == other.structure:
            chosen.append(other)
        elif None not in (found.lon, found.lat, other.lon, other.lat):
            distance = geodesic_m(found.lon, found.lat, other.lon, other.lat)[()]  # type: ignore[arg-type]
            if float(distance) <= within_m:
                chosen.append(other)
    return chosen


def _around(lon: float, lat: float) -> tuple[float, float, float, float]:
    """Return a box of degrees that holds all within ``NEAR_M`` (a degree of latitude is 110.6 km or more)."""
    tall = NEAR_M / 110_000.0
    wide = NEAR_M / 100_000.0  # a degree of longitude is 101 km and more as far north as 24°
    return lon - wide, lat - tall, lon + wide, lat + tall
