"""Warnings of rain, flood and landslide in force, and the masts that stand on the ground that they name.

Nothing that is not on record counts as safe: where no low ground is drawn, a flood names no mast, and
``HazardExposure`` says that this is not known.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.errors import RefusalError
from registry.model.storm.hazards import GroundKind, Hazard, HazardGround, HazardKind, RoadCut
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.outages.stations import station_book
from registry.services.storm.exposure import storm_masts
from registry.store.database import Connection
from registry.store.storm import hazards as store
from registry.store.storm.masts import load_power
from registry.storm.masts import StormMasts

Mask = npt.NDArray[np.bool_]
_GROUND_OF = {
    HazardKind.FLOOD: GroundKind.LOW,
    HazardKind.RAIN: GroundKind.LOW,
    HazardKind.FLASH_FLOOD: GroundKind.SLOPE,
    HazardKind.LANDSLIDE: GroundKind.SLOPE,
}


@dataclass(frozen=True, slots=True)
class HazardMasts:
    """What one warning means for the masts: ids of structures in the order of their codes.

    ``on_ground`` stand on ground on record that it floods or makes slide, or are said to be flood-prone and
    stand in its area; ``in_area`` in the communes or the
    drawn area that it names, or of the whole province (those on ground among them). ``ground_known``: any
    such ground is on record; where none is, an empty ``on_ground`` says nothing. ``placed``: it has an area.
    """

    hazard: Hazard
    on_ground: tuple[str, ...]
    in_area: tuple[str, ...]
    ground_known: bool
    placed: bool


@dataclass(frozen=True, slots=True)
class HazardExposure:
    """Every warning in force at a moment with its masts; ``stations`` counts station sites on ground, by
    carrier."""

    at: dt.datetime
    hazards: tuple[HazardMasts, ...]
    by_structure: Mapping[str, tuple[Hazard, ...]]  # on ground only
    stations: Mapping[str, int]


def hazards_in_force(registry: Registry, at: dt.datetime | None = None) -> tuple[Hazard, ...]:
    """Return the warnings in force at a moment (aware; by default now), the newest first.

    Empty: no warning is on record for that moment, which does not say that there is none.
    """
    with registry.database.read() as connection:
        return tuple(store.load_hazards(connection, at=at or now()))


def all_hazards(registry: Registry) -> tuple[Hazard, ...]:
    """Return every warning on record, past and withdrawn ones too, the newest first."""
    with registry.database.read() as connection:
        return tuple(store.load_hazards(connection))


def get_hazard(registry: Registry, hazard: str) -> Hazard:
    """Return a warning by its id; ``HAZARD-UNKNOWN`` where there is none."""
    found = next((one for one in all_hazards(registry) if one.id == hazard), None)
    if found is None:
        raise RefusalError("HAZARD-UNKNOWN")
    return found


def hazard_grounds(registry: Registry) -> tuple[HazardGround, ...]:
    """Return the ground that floods or slides, as far as it is on record; empty: not known."""
    with registry.database.read() as connection:
        return tuple(store.load_grounds(connection))


def roads_cut(registry: Registry, at: dt.datetime | None = None) -> tuple[RoadCut, ...]:
    """Return the roads that are cut at a moment (by default now), the newest first; empty: none is known."""
    moment = at or now()
    with registry.database.read() as connection:
        return tuple(road for road in store.load_road_cuts(connection) if road.cut_at(moment))


def all_roads_cut(registry: Registry) -> tuple[RoadCut, ...]:
    """Return the roads that are or were cut, the newest first."""
    with registry.database.read() as connection:
        return tuple(store.load_road_cuts(connection))


def flood_prone(registry: Registry) -> Mapping[str, tuple[HazardGround, ...]]:
    """Return the low ground on record that each mast stands on, by structure id.

    A mast that is left out stands on none that is on record; with no ground on record nothing is known.
    """
    masts = storm_masts(registry)
    return _of_ground(masts, [one for one in hazard_grounds(registry) if one.kind is GroundKind.LOW])


def masts_on_ground(registry: Registry) -> Mapping[str, tuple[HazardGround, ...]]:
    """Return all the ground on record that each mast stands on, low and steep, by structure id."""
    return _of_ground(storm_masts(registry), hazard_grounds(registry))


def hazard_exposure(registry: Registry, at: dt.datetime | None = None) -> HazardExposure:
    """Return the warnings in force at a moment with the masts and stations on the ground that they name."""
    moment = at or now()
    masts = storm_masts(registry)
    with registry.database.read() as connection:
        standing = store.load_hazards(connection, at=moment)
        grounds, prone = store.load_grounds(connection), _prone(connection)
    found = tuple(_masts_of(one, masts, grounds, prone) for one in standing)
    by_structure: dict[str, tuple[Hazard, ...]] = {}
    for item in found:
        for identity in item.on_ground:
            by_structure[identity] = (*by_structure.get(identity, ()), item.hazard)
    return HazardExposure(moment, found, by_structure, _stations(registry, masts, by_structure))


def exposure_of_hazard(registry: Registry, hazard: Hazard) -> HazardMasts:
    """Return what one warning means for the masts, whether in force or not."""
    with registry.database.read() as connection:
        grounds, prone = store.load_grounds(connection), _prone(connection)
    return _masts_of(hazard, storm_masts(registry), grounds, prone)


def ground_under(registry: Registry, hazard: Hazard) -> Mapping[str, tuple[HazardGround, ...]]:
    """Return the ground on record that a warning makes flood or slide, by the structure that stands on it."""
    return _of_ground(storm_masts(registry), _affected(hazard, hazard_grounds(registry)))


def _affected(hazard: Hazard, grounds: Iterable[HazardGround]) -> list[HazardGround]:
    own = [one for one in grounds if one.kind is _GROUND_OF.get(hazard.kind)]
    return [one for one in own if hazard.kind is not HazardKind.FLOOD or one.floods(hazard.level)]


def ground_asked(hazard: Hazard) -> GroundKind | None:
    """Return the ground that suffers more than other from what is warned of; None where none does."""
    return _GROUND_OF.get(hazard.kind)


def asks_of_ground(hazard: Hazard) -> bool:
    """Whether a warning is of a kind that some ground suffers from more than other."""
    return ground_asked(hazard) is not None


def _prone(connection: Connection) -> frozenset[str]:
    """Return the structures that lists say are flood-prone, of whatever river."""
    return frozenset(key for key, power in load_power(connection).items() if power.flood_prone)


def _masts_of(
    hazard: Hazard, masts: StormMasts, grounds: Iterable[HazardGround], prone: frozenset[str]
) -> HazardMasts:
    kind = _GROUND_OF.get(hazard.kind)
    own = [one for one in grounds if one.kind is kind]
    area = _in_area(hazard, masts)
    ground = _inside(masts, [one.geometry for one in _affected(hazard, own)])
    placed = area is not None
    said = prone if kind is GroundKind.LOW else frozenset()
    if area is not None:
        ground |= np.isin(masts.structure_ids, list(said))
        ground &= area
    return HazardMasts(
        hazard,
        tuple(masts.structure_ids[ground]),
        () if area is None else tuple(masts.structure_ids[area]),
        bool(own or (said and placed)),  # a list of masts tells nothing of a place that is not named
        placed,
    )


def _in_area(hazard: Hazard, masts: StormMasts) -> Mask | None:
    """Return which masts stand in the communes or the shape that a warning names; None: it names none.

    What names no place at all is of the whole province, but a flood, which is of the ground along its river.
    """
    if not hazard.communes and hazard.geometry is None:
        whole = hazard.kind is not HazardKind.FLOOD and not hazard.unplaced
        return np.ones(len(masts), dtype=bool) if whole else None
    wanted = frozenset(hazard.communes)
    rows = [row for row, (code, _name) in enumerate(masts.communes) if code in wanted]
    found: Mask = np.isin(masts.commune, rows)
    return found | _inside(masts, [hazard.geometry]) if hazard.geometry is not None else found


def _inside(masts: StormMasts, shapes: Iterable[Any]) -> Mask:
    found: Mask = np.zeros(len(masts), dtype=bool)
    for shape in shapes:
        if shape is not None:
            shapely.prepare(shape)
            found |= shapely.intersects_xy(shape, masts.lon, masts.lat)
    return found


def _of_ground(masts: StormMasts, grounds: Iterable[HazardGround]) -> Mapping[str, tuple[HazardGround, ...]]:
    found: dict[str, tuple[HazardGround, ...]] = {}
    for ground in grounds:
        for identity in masts.structure_ids[_inside(masts, [ground.geometry])]:
            found[identity] = (*found.get(identity, ()), ground)
    return found


def _stations(registry: Registry, masts: StormMasts, structures: Mapping[str, Any]) -> Mapping[str, int]:
    sites = {str(masts.site_ids[masts.row_of[identity]]) for identity in structures}
    counted: dict[str, int] = {}
    if sites:
        for operator, site in station_book(registry).sites:
            if site in sites:
                counted[operator] = counted.get(operator, 0) + 1
    return counted
