"""What a decision's sentence stands for on the map: communes, roads, circles and zones as one shape.

How the text is read where it leaves room:

* A commune's name is one in force on the first day of the decision, else one of today, else one that ended.
  Kind, district and "(cũ)" choose among several; where they do not, nothing is chosen.
* A stretch "từ xã A đến xã B" takes the road's run through both; from a road, it begins at the crossing.
* "Mỗi bên N m" counts from the road's edge unless the text says from its axis. Without it the zone is the
  road itself, and that is said.
* "Quanh" a named zone counts from its edge; a commune's centre is the middle of its boundary.

All shapes are metric until the last step; every result states an error of at least ``LEAST_ERROR_M``.
"""

import difflib
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from registry.checks.communes import keys_of
from registry.checks.context import Context, Units
from registry.columns import fold
from registry.geo.crs import to_metric, to_wgs84
from registry.geo.lost_shapes import lost
from registry.model.areas import AdminLevel, AdminUnit, full_name
from registry.services.zones.places import Places, Spot
from registry.services.zones.roads import Roads
from registry.services.zones.sentences import Around, Communes, Named, Part, Road, Sentence, Territory
from registry.services.zones.unclear import UnclearError

LEAST_ERROR_M = 1.0
LARGEST_RADIUS_M = 50_000.0
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Extent:
    """A shape (metric) with how far its edge may be off, in metres, and what it was made of, in words."""

    shape: Any
    error_m: float
    of: tuple[str, ...] = ()
    notes: tuple[tuple[str, dict[str, Any]], ...] = ()


@dataclass
class Matcher:
    """Finds what sentences name. ``now`` is today's register, ``then`` that of its first day."""

    now: Context
    then: Context
    places: Places = field(init=False)
    roads: Roads = field(init=False)

    def __post_init__(self) -> None:
        self.roads = Roads(self.now)
        self.places = Places(self.now, self.roads)

    def extent(self, sentence: Sentence) -> Extent:
        """Return the shape of a sentence; ``UnclearError`` says the first thing that is not understood."""
        if not sentence.parts:
            raise UnclearError("ZONE-ROW-NO-EXTENT")
        made = [self._part(part) for part in sentence.parts]
        gone = [self._part(part) for part in sentence.left_out]
        shape = shapely.union_all([item.shape for item in made])
        if gone:
            shape = shapely.difference(shape, shapely.union_all([item.shape for item in gone]))
        shape = _areas(shape)
        if shape.is_empty:
            raise UnclearError("ZONE-ROW-EMPTY")
        every = [*made, *gone]
        error_m = max(LEAST_ERROR_M, *(item.error_m for item in every))
        notes = [note for item in every for note in item.notes]
        if lost(np.array([shape], dtype=object), [error_m])[0]:
            notes.append(("ZONE-ROW-LOST", {"error": error_m}))
        return Extent(
            shape,
            error_m,
            tuple(word for item in made for word in item.of) + tuple(f"− {w}" for i in gone for w in i.of),
            tuple(notes),
        )

    def degrees(self, shape: Any) -> Any:
        """Return a metric shape in EPSG:4326."""
        epsg = self.now.metric_epsg
        return shapely.make_valid(
            shapely.transform(shape, lambda p: np.column_stack(to_wgs84(p[:, 0], p[:, 1], epsg)))
        )

    def _part(self, part: Part) -> Extent:
        match part:
            case Communes():
                return self._communes(part)
            case Road():
                return self._road(part)
            case Around():
                return self._around(part)
            case Territory():
                return self._territory(part)
            case Named():
                return self._named(part)

    def _communes(self, part: Communes) -> Extent:
        found = [self.commune(*name) for name in part.names]
        return Extent(
            shapely.union_all([shape for shape, _ in found]),
            max(unit.boundary_error_m for _, unit in found),
            tuple(_told(unit) for _, unit in found),
        )

    def commune(
        self, kind: str, name: str, district: str = "", former: bool = False
    ) -> tuple[Any, AdminUnit]:
        """Return the boundary (metric) and the unit of a commune's name."""
        for units in (self.then.units, self.now.units):
            matching = _candidates(units, kind, name, district, former=former)
            if kind and matching and all(fold(unit.kind) != _kind(kind) for unit in matching):
                several = ", ".join(_told(unit, units) for unit in matching[:_SHOWN])
                raise UnclearError("ZONE-ROW-COMMUNE-KIND", name=f"{kind} {name}", candidates=several)
            if len(matching) > 1:
                several = ", ".join(_told(unit, units) for unit in matching[:_SHOWN])
                raise UnclearError("ZONE-ROW-COMMUNE-SEVERAL", name=name, candidates=several)
            if matching:
                return self._boundary(units, matching[0])
        raise UnclearError("ZONE-ROW-COMMUNE-UNKNOWN", name=name, near=self._near_commune(name) or "–")

    def _boundary(self, units: Units, unit: AdminUnit) -> tuple[Any, AdminUnit]:
        if unit.boundary is not None and not unit.boundary.is_empty:
            return self._metric(unit.boundary), unit
        by_id = {item.id: item for item in self.now.units.communes}
        now = [by_id[key] for key in units.current_of.get(unit.id, ()) if key in by_id]
        names = ", ".join(full_name(item) for item in now) or "–"
        raise UnclearError("ZONE-ROW-NO-BOUNDARY", name=full_name(unit), candidates=names)

    def _near_commune(self, name: str) -> str | None:
        names = {
            key: full_name(unit)
            for units in (self.now.units, self.then.units)
            for unit in (*units.communes, *units.legacy)
            for key in keys_of(unit.name)
        }
        close = difflib.get_close_matches(fold(name)[:60], list(names), n=1, cutoff=0.75)
        return names[close[0]] if close else None

    def _road(self, part: Road) -> Extent:
        road = self.roads.find(part.name)
        error = road.error_m + road.half_width_m
        if not part.start:
            lines, words = [axis.line for axis in road.axes], road.name
        else:
            line, end_error = self.places.between(road, part.start, part.end, self.commune)
            lines, words = [line], f"{road.name}: {part.start} → {part.end}"
            error = max(error, end_error)
        notes: tuple[tuple[str, dict[str, Any]], ...] = ()
        reach = max(road.half_width_m, 1.0)
        if part.side_m is None:
            notes = (("ZONE-ROW-NO-DEPTH", {"name": road.name, "width": 2 * road.half_width_m}),)
        else:
            if not 0 < part.side_m <= LARGEST_RADIUS_M:
                raise UnclearError("ZONE-ROW-RADIUS", value=part.side_m, largest=LARGEST_RADIUS_M)
            reach = part.side_m if part.from_axis else part.side_m + road.half_width_m
        shape = shapely.buffer(shapely.union_all(lines), reach, cap_style="flat")
        return Extent(shape, error, (words,), notes)

    def _around(self, part: Around) -> Extent:
        if not 0 < part.radius_m <= LARGEST_RADIUS_M:
            raise UnclearError("ZONE-ROW-RADIUS", value=part.radius_m, largest=LARGEST_RADIUS_M)
        spot: Spot = self.places.find(part.place, self.commune)
        return Extent(shapely.buffer(spot.shape, part.radius_m, quad_segs=24), spot.error_m, (spot.name,))

    def _territory(self, part: Territory) -> Extent:
        units = self.now.units
        own = fold(units.territory_name)
        known = {own, own.removeprefix(fold("tỉnh")), own.removeprefix(fold("thành phố"))}
        other = bool(part.name) and fold(part.name) not in known
        no_city = part.city and (other or not own.startswith(fold("thành phố")))
        if part.name and (other or no_city) and (zone := self.places.zone(part.written)) is not None:
            return Extent(zone.shape, zone.error_m, (zone.name,))  # what was a city or a province
        if no_city:
            raise UnclearError("ZONE-ROW-NOT-UNDERSTOOD", value=part.written)
        if units.territory is None or other:
            raise UnclearError("ZONE-ROW-PROVINCE", name=part.name or "–", own=units.territory_name or "–")
        return Extent(units.territory, units.error_m, (units.territory_name,))

    def _named(self, part: Named) -> Extent:
        spot = self.places.zone(part.name)
        if spot is None:
            raise UnclearError("ZONE-ROW-NOT-UNDERSTOOD", value=part.name)
        return Extent(spot.shape, spot.error_m, (spot.name,))

    def _metric(self, shape: Any) -> Any:
        epsg = self.now.metric_epsg
        return shapely.transform(shape, lambda p: np.column_stack(to_metric(p[:, 0], p[:, 1], epsg)))


def _candidates(units: Units, kind: str, name: str, district: str, *, former: bool) -> list[AdminUnit]:
    """Return the communes that a name may mean, those of the kind, spelling and district where one fits."""
    keys = set(keys_of(name))
    ended = [u for u in units.legacy if u.level is AdminLevel.COMMUNE and keys & set(keys_of(u.name))]
    present = [u for u in units.communes if keys & set(keys_of(u.name))]
    wanted = _kind(kind)
    of_kind = [u for u in present if not wanted or fold(u.kind) == wanted]
    if district:
        named = {keys_of(d.name)[-1]: d.code for d in (*units.legacy, *units.districts)
                 if d.level is AdminLevel.DISTRICT and keys_of(d.name)}  # fmt: skip
        code = named.get(keys_of(district)[-1]) if keys_of(district) else None
        pool = [u for u in (*present, *ended) if code is not None and u.parent == code]
    elif former:
        pool = ended
    else:
        pool = of_kind or [u for u in ended if not wanted or fold(u.kind) == wanted] or present or ended
    pool = [u for u in pool if not wanted or fold(u.kind) == wanted] or pool
    spelled = [
        u for u in pool if u.name.casefold() in name.casefold() or name.casefold() in u.name.casefold()
    ]
    return spelled or pool


_KINDS = {"tt": "thitran", "x": "xa", "p": "phuong"}


def _kind(written: str) -> str:
    return _KINDS.get(fold(written), fold(written))


def _told(unit: AdminUnit, units: Units | None = None) -> str:
    """Return a unit's name; the year it ended, and its district where that tells it from another."""
    words = full_name(unit)
    if units is not None:
        district = next((d for d in (*units.districts, *units.legacy)
                         if d.level is AdminLevel.DISTRICT and d.code == unit.parent), None)  # fmt: skip
        if district is not None:
            words += f" ({full_name(district)})"
    return words if unit.valid_to is None else f"{words} (đến {unit.valid_to:%d/%m/%Y})"


def _areas(shape: Any) -> Any:
    sound = shape if shape.is_valid else shapely.make_valid(shape)
    parts = [part for part in shapely.get_parts(sound) if int(shapely.get_dimensions(part)) == 2]
    return shapely.union_all(parts) if parts else shapely.Polygon()
