"""Which masts serve which critical place, and which places are left without any network.

Derived, never stored: of each network the masts that an officer states, else the nearest mast in service
within a distance that is dated data (``data/storm/critical_places.toml``), no law and no measured coverage.
"""

import datetime as dt
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from registry.errors import RefusalError
from registry.geo.crs import to_metric
from registry.geo.distances import geodesic_m
from registry.messages import Words
from registry.model.critical_places import CriticalPlace
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.settings import DATA
from registry.store import ledger
from registry.store.critical.places import load_places
from registry.store.critical.stations import StationOnMast, load_on_masts

OWN_FILE = "critical-places.toml"
"""Of an office with a distance of its own, in BTS_HOME."""

StationKey = tuple[str, str]
"""A station site as outages name it: operator and site id."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a serving mast may stand (metres), since when that is said, and why."""

    metres: float
    valid_from: dt.date
    reason: Words


@dataclass(frozen=True, slots=True)
class ServingMast:
    """A mast that serves a place for one network: how far off (metres), and whether an officer said so."""

    structure: str
    site: str
    fid: int
    code: str
    operator: str
    lon: float
    lat: float
    distance_m: float
    stated: bool

    @property
    def station(self) -> StationKey:
        """Its station site, as outages name it."""
        return self.operator, self.site


class PlaceService(StrEnum):
    """What is known of service at a critical place."""

    NONE = "none"  # every network that serves it is reported as off the air here
    NO_ANSWER = "no_answer"  # none is known to be on the air, but some carriers have not reported
    PART = "part"  # some networks are off the air
    ON = "on"  # no network is reported as off the air
    UNKNOWN = "unknown"  # no mast is known to serve it, or no carrier has reported


@dataclass(frozen=True)
class Served:
    """Critical places with the masts that serve each. Without ``places`` nothing is known of any."""

    places: tuple[CriticalPlace, ...]
    serving: Mapping[
        str, Mapping[str, tuple[ServingMast, ...]]
    ]  # place id -> operator -> masts, nearest first
    reach: Reach

    @property
    def known(self) -> bool:
        """Whether any place was entered: where not, "chưa nhập" is said, never 0."""
        return bool(self.places)

    @cached_property
    def by_id(self) -> Mapping[str, CriticalPlace]:
        """The places by id."""
        return {place.id: place for place in self.places}

    @cached_property
    def by_structure(self) -> Mapping[str, tuple[CriticalPlace, ...]]:
        """The places that each structure serves, for whichever network."""
        found: dict[str, dict[str, CriticalPlace]] = defaultdict(dict)
        for place in self.places:
            for mast in self._masts(place.id):
                found[mast.structure][place.id] = place
        return {structure: tuple(held.values()) for structure, held in found.items()}

    def masts_of(self, place: str) -> Mapping[str, tuple[ServingMast, ...]]:
        """Return the masts that serve a place, by network; empty where none is known to."""
        return self.serving.get(place, {})

    def of_network(self, operator: str) -> Mapping[str, tuple[CriticalPlace, ...]]:
        """Return the places that each structure serves for one network."""
        found: dict[str, list[CriticalPlace]] = defaultdict(list)
        for place in self.places:
            for mast in self.masts_of(place.id).get(operator, ()):
                found[mast.structure].append(place)
        return {structure: tuple(held) for structure, held in found.items()}

    def service_at(
        self,
        place: str,
        dark: Collection[StationKey],
        heard: Collection[str] | None = None,
        unclear: Collection[StationKey] = (),
    ) -> PlaceService:
        """Return what is known of service at a place, ``dark`` being the station sites off the air.

        ``heard`` are the carriers that have reported (None: all of them): of the others nothing is known, nor
        of the station sites that are ``unclear`` (of a commune of which only a number was reported).
        """
        networks = self.masts_of(place)
        off = {code for code, masts in networks.items() if all(mast.station in dark for mast in masts)}
        silent = {
            code for code, masts in networks.items()
            if (heard is not None and code not in heard)
            or (code not in off and all(mast.station in dark or mast.station in unclear for mast in masts))
        }  # fmt: skip
        off -= silent
        if len(silent) == len(networks):
            return PlaceService.UNKNOWN
        if not off:
            return PlaceService.ON
        if len(off) + len(silent) < len(networks):
            return PlaceService.PART
        return PlaceService.NO_ANSWER if silent else PlaceService.NONE

    def without_any_network(
        self,
        dark: Collection[StationKey],
        heard: Collection[str] | None = None,
        unclear: Collection[StationKey] = (),
    ) -> tuple[CriticalPlace, ...]:
        """Return the places that no network serves any more; see ``service_at``."""
        return tuple(
            place
            for place in self.places
            if self.service_at(place.id, dark, heard, unclear) is PlaceService.NONE
        )

    def stations_of(self, structures: Iterable[str]) -> frozenset[StationKey]:
        """Return the station sites that structures carry, as far as they serve a place."""
        wanted = frozenset(structures)
        return frozenset(
            mast.station
            for place in self.places
            for mast in self._masts(place.id)
            if mast.structure in wanted
        )

    def _masts(self, place: str) -> Iterable[ServingMast]:
        return (mast for masts in self.masts_of(place).values() for mast in masts)


def served(registry: Registry) -> Served:
    """Return which masts serve which place today; worked out once per state of the register."""
    day, reach = today(), reach_of(registry)
    with registry.database.read() as connection:
        key = (ledger.head(connection), day, reach)
        held = registry.cache.get("critical-served")
        if held is not None and held[0] == key:
            kept: Served = held[1]
            return kept
        places = load_places(connection)
        stations = load_on_masts(connection, day) if places else []
    found = _served(places, stations, reach, registry.settings.metric_epsg)
    registry.cache["critical-served"] = (key, found)
    return found


def reach_of(registry: Registry) -> Reach:
    """Return the distance in force; refused (``CRITICAL-REACH``) where the office's own file is wrong."""
    own = registry.settings.home / OWN_FILE
    path = own if own.exists() else DATA / "storm" / "critical_places.toml"
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        metres = float(table["reach_m"])
        since = dt.date.fromisoformat(str(table["valid_from"]))
        reason = Words(str(table["reason_vi"]), str(table.get("reason_en", table["reason_vi"])))
    except (ValueError, KeyError, TypeError) as error:
        raise RefusalError("CRITICAL-REACH", name=OWN_FILE) from error
    if not 0 < metres <= 50_000:
        raise RefusalError("CRITICAL-REACH", name=OWN_FILE)
    return Reach(metres, since, reason)


def _served(places: list[CriticalPlace], stations: list[StationOnMast], reach: Reach, epsg: int) -> Served:
    serving: dict[str, dict[str, tuple[ServingMast, ...]]] = {place.id: {} for place in places}
    on: dict[str, list[StationOnMast]] = defaultdict(list)
    of_network: dict[str, list[StationOnMast]] = defaultdict(list)
    for row in stations:
        on[row.structure].append(row)
        of_network[row.operator].append(row)
    for place in places:
        for structure in place.stated_masts:
            for row in on.get(structure, ()):
                held = serving[place.id].get(row.operator, ())
                serving[place.id][row.operator] = (*held, _mast(place, row, stated=True))
    placed = [place for place in places if place.placed]
    if placed:
        spots = _points([(place.lon or 0.0, place.lat or 0.0) for place in placed], epsg)
        for operator, rows in sorted(of_network.items()):
            tree = shapely.STRtree(_points([(row.lon, row.lat) for row in rows], epsg))
            pairs = tree.query_nearest(spots, max_distance=reach.metres, all_matches=False)
            for at, row in pairs.T.tolist():
                found = serving[placed[at].id]
                if operator not in found:
                    found[operator] = (_mast(placed[at], rows[row], stated=False),)
    return Served(
        tuple(places),
        {
            place: {
                code: tuple(sorted(masts, key=lambda mast: (mast.distance_m, mast.code)))
                for code, masts in sorted(held.items())
            }
            for place, held in serving.items()
        },
        reach,
    )


def _points(spots: list[tuple[float, float]], epsg: int) -> Any:
    lonlat = np.array(spots, dtype=float).reshape(-1, 2)
    return shapely.points(*to_metric(lonlat[:, 0], lonlat[:, 1], epsg))


def _mast(place: CriticalPlace, row: StationOnMast, *, stated: bool) -> ServingMast:
    metres = (
        round(float(geodesic_m(place.lon, place.lat, row.lon, row.lat)))
        if place.lon is not None and place.lat is not None
        else 0.0
    )
    return ServingMast(
        row.structure, row.site, row.fid, row.code, row.operator, row.lon, row.lat, metres, stated
    )
