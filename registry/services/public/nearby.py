"""What lies near a field report: the masts that it may be about, and other reports of the same trouble."""

import re
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
    """Return the other reports of the same mast or within ``within_m`` of this one that are not closed; one
    that is joined to another is told by that one.

    Beside them those that ``tell_of_each_other``, whatever became of them.
    """
    every = reports(registry)
    family = [found, *(one for one in every if one.joined_to == found.id)]
    told = {found.joined_to, *(one.id for one in family)}
    others = [one for one in every if one.id not in told]
    return [
        other
        for other in others
        if any(tell_of_each_other(one, other) for one in family)
        or (
            other.state is not ReportState.CLOSED
            and not other.joined_to
            and _of_one_place(found, other, within_m)
        )
    ]


def tell_of_each_other(one: FieldReport, other: FieldReport) -> bool:
    """Whether one of two reports names the other by its number: the receipt asks whoever has more to say, or
    to take back, to write so."""
    return other.number in _numbers_in(one.words) or one.number in _numbers_in(other.words)


# letters that are typed for digits are read as them: "PA-2026-0O13"; ASCII, for "ı" is "i" in no case else
_NUMBER = re.compile(r"\bPA\W{0,3}([\doil]{4})\W{0,3}([\doil]{4,9})(?!\d)", re.IGNORECASE | re.ASCII)
_DIGITS = str.maketrans("OoIiLl", "001111")
_MEANT = re.compile(r"\bPA[-./ ]{0,3}\d[\doil./ -]{2,14}", re.IGNORECASE | re.ASCII)


def is_number(text: str) -> bool:
    """Whether a text is the number of a report and nothing else."""
    return _NUMBER.fullmatch(text) is not None


def _numbers_in(words: str) -> set[str]:
    """Return the numbers of reports in words, however they are typed: "PA-2026-0014", "pa 2026 0014"."""
    read = (tuple(int(part.translate(_DIGITS)) for part in parts) for parts in _NUMBER.findall(words))
    return {store.number_of(ordinal, year) for year, ordinal in read}


def meant_number(words: str) -> str:
    """Return what in words was meant for the number of a receipt, as it was typed; "" for nothing."""
    found = _MEANT.search(words)
    return found[0].strip("./ -") if found else ""


def named_in(registry: Registry, words: str) -> str:
    """Return the number of a report that words name, "" where they name none that there is."""
    with registry.database.read() as connection:
        return min(store.ways_of(connection, _numbers_in(words)), default="")


def _of_one_place(found: FieldReport, other: FieldReport, within_m: float) -> bool:
    if found.structure and found.structure == other.structure:
        return True
    if found.lon is None or found.lat is None or other.lon is None or other.lat is None:
        return False
    return float(geodesic_m(found.lon, found.lat, [other.lon], [other.lat])[0]) <= within_m


def _around(lon: float, lat: float) -> tuple[float, float, float, float]:
    """Return a box of degrees that holds all within ``NEAR_M`` (a degree of latitude is 110.6 km or more)."""
    tall = NEAR_M / 110_000.0
    wide = NEAR_M / 100_000.0  # a degree of longitude is 101 km and more as far north as 24°
    return lon - wide, lat - tall, lon + wide, lat + tall
