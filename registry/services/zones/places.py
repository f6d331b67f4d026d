"""Places that sentences name: masts, coordinates, communes' centres, zones, crossings; stretches between.

Everything metric. A place states how far it may be off; what could be several places is never chosen.
"""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.context import Context
from registry.columns import fold
from registry.geo.axes import stretch
from registry.geo.coordinates import read_text
from registry.geo.crs import to_metric
from registry.model.areas import AdminUnit, full_name
from registry.model.positions import Confidence
from registry.services.register.position_hints import office_hints
from registry.services.zones.roads import FoundRoad, Roads
from registry.services.zones.sentences import commune_place, crossing, plain
from registry.services.zones.unclear import UnclearError

FindCommune = Callable[..., tuple[Any, AdminUnit]]
_MAST = re.compile(
    r"^(?:chan\s+)?(?:(?:vi tri\s+)?(?:cot|tram)|vi tri)(?:\s+(?:ang ten|anten|bts|thu phat song))*"
    r"(?:\s+ma)?\s*:?\s+"
)
_AT = re.compile(r"^(?:diem\s+)?(?:co\s+)?toa do\s*:?\s*(?:tai\s+)?")
_KM_POST = re.compile(r"^(?:ly trinh\s+)?km\.?\s*\d")
_MARGIN_DEG = 0.05
_OFF_ROAD_M = 200.0


class Spot(NamedTuple):
    """A place: its shape (metric; a point or an area), its error in metres and its name."""

    shape: Any
    error_m: float
    name: str


class Places:
    """The places of a context by what sentences call them."""

    def __init__(self, context: Context, roads: Roads) -> None:
        self.context, self.roads = context, roads

    def find(self, text: str, commune: FindCommune) -> Spot:
        """Return the place of a text; ``commune`` finds a commune by its name."""
        folded = plain(text)
        if _KM_POST.match(folded):
            raise UnclearError("ZONE-ROW-KM-POST", value=text)
        for look in (self._coordinates, self._mast, self._crossing):
            spot = look(text)
            if spot is not None:
                return spot
        named = commune_place(text)
        if named is not None:
            if len(named[0].names) != 1:
                raise UnclearError("ZONE-ROW-PLACE-UNKNOWN", value=text)
            shape, unit = commune(*named[0].names[0])
            if not named[1]:
                return Spot(shape, unit.boundary_error_m, full_name(unit))
            # somewhere in the middle: as far off as a disc of the commune's area is wide
            error = unit.boundary_error_m + float(np.sqrt(shape.area / np.pi))
            return Spot(shapely.centroid(shape), error, f"trung tâm {full_name(unit)}")
        spot = self.zone(text)
        if spot is None:
            raise UnclearError("ZONE-ROW-PLACE-UNKNOWN", value=text)
        return spot

    def zone(self, text: str) -> Spot | None:
        """Return the zone of the register that bears a name; several of one name are unclear."""
        wanted = fold(text)
        if len(wanted) < 4:
            return None
        exact: list[Spot] = []
        part: list[Spot] = []
        for zones in self.context.zones.values():
            for row, zone in enumerate(zones.zones):
                name = fold(zone.name)
                if not name or wanted not in name:
                    continue
                spot = Spot(zones.geometries[row], zone.error_m, zone.name)
                (exact if name == wanted else part).append(spot)
        found = exact or part
        if len(found) > 1:
            told = "; ".join(dict.fromkeys(spot.name for spot in found[:8]))
            raise UnclearError("ZONE-ROW-PLACE-SEVERAL", value=text, candidates=told)
        if part and not exact:  # a part of a name is a hint, never an answer
            raise UnclearError("ZONE-ROW-PLACE-NEAR", value=text, near=part[0].name)
        return found[0] if found else None

    def between(
        self, road: FoundRoad, start: str, end: str, commune: FindCommune
    ) -> tuple[shapely.LineString, float]:
        """Return the stretch of a road from one place to another and the error of its ends in metres."""
        for axis in road.axes:
            first, second = (self._along(axis.line, road, text, commune) for text in (start, end))
            if first is not None and second is not None:
                low, high = min(first[0], second[0]), max(first[1], second[1])
                if first[0] == first[1] and second[0] == second[1]:
                    low, high = sorted((first[0], second[0]))
                if high - low < 1.0:
                    raise UnclearError("ZONE-ROW-NO-STRETCH", name=road.name, start=start, end=end)
                return stretch(axis.line, low, high), max(first[2], second[2])
        missing = next(
            (text for text in (start, end)
             if all(self._along(axis.line, road, text, commune) is None for axis in road.axes)), None,
        )  # fmt: skip
        if missing is not None:
            raise UnclearError("ZONE-ROW-END-OFF-ROAD", name=road.name, value=missing)
        raise UnclearError("ZONE-ROW-ROAD-BROKEN", name=road.name, start=start, end=end)

    def _along(
        self, line: shapely.LineString, road: FoundRoad, text: str, commune: FindCommune
    ) -> tuple[float, float, float] | None:
        """Return where a place lies along a line: from, to (metres from its beginning) and the error."""
        roads = crossing(text)
        if roads is not None and len(roads) == 1:
            point, error = self.roads.crossing(road, self.roads.find(roads[0]))
            spot = Spot(point, error, text)
        else:
            spot = self.find(text, commune)
        if spot.shape.geom_type == "Point":
            off = float(shapely.distance(line, spot.shape))
            if off > _OFF_ROAD_M + spot.error_m + road.error_m:
                return None
            at = float(shapely.line_locate_point(line, spot.shape))
            return at, at, max(spot.error_m, off)
        inside = shapely.intersection(line, spot.shape)
        if inside.is_empty:
            return None
        along = shapely.line_locate_point(line, shapely.points(shapely.get_coordinates(inside)))
        return float(along.min()), float(along.max()), spot.error_m

    def _coordinates(self, text: str) -> Spot | None:
        match = _AT.match(plain(text))
        body = text[match.end() :] if match else text
        if not match and (
            sum(letter.isdigit() for letter in body) < 8 or re.search(r"[a-zA-Z]{3}", plain(body))
        ):
            return None
        position = read_text(body, office_hints(self.context, _MARGIN_DEG)).position
        if position.lon is None or position.lat is None or position.confidence is Confidence.PROPOSED:
            raise UnclearError("ZONE-ROW-COORDINATES", value=body)
        x, y = to_metric(np.array([position.lon]), np.array([position.lat]), self.context.metric_epsg)
        return Spot(shapely.Point(x[0], y[0]), position.accuracy_m, body)

    def _mast(self, text: str) -> Spot | None:
        masts = self.context.masts
        match = _MAST.match(plain(text))
        code = (text[match.end() :] if match else text).strip()
        row = masts.aliases.get(code, masts.aliases.get(code.upper()))
        if row is None:
            if match and re.fullmatch(r"\S*\d\S*", code):
                raise UnclearError("ZONE-ROW-MAST-UNKNOWN", value=code)
            return None
        point = shapely.Point(float(masts.x[row]), float(masts.y[row]))
        return Spot(point, float(masts.accuracy_m[row]), str(masts.codes[row]))

    def _crossing(self, text: str) -> Spot | None:
        roads = crossing(text)
        if roads is None:
            return None
        if len(roads) != 2:
            raise UnclearError("ZONE-ROW-PLACE-UNKNOWN", value=text)
        point, error = self.roads.crossing(*(self.roads.find(name) for name in roads))
        return Spot(point, error, text)
