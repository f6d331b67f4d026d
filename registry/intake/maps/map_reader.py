"""The child's part of reading a map file: features made sound, in EPSG:4326, or left out with the reason.

A file whose frame is not known is refused: a number without its frame is no place. A shape that crosses
itself is repaired only where that hardly changes its area, and said either way.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from registry.errors import RefusalError
from registry.geo.crs import of_file, transformer
from registry.geo.planes import CENTRAL_MERIDIANS, plane_near
from registry.geo.shape_words import fault_words, kind_words
from registry.intake.limits import MAX_FEATURES, MAX_POINTS
from registry.intake.maps.map_file import DRIVERS, Box, Feature, Place
from registry.messages import issue_of
from registry.model.issues import Issue

REPAIR_SHARE = 0.01  # a repair may change this much of the area
SLIVER_M2 = 1.0
NARROW_ROUNDNESS = 0.002  # 4πA/P²: 1 for a circle; a strip of 1 by 6,000
# Frames that files without one were seen in, after the office's own planes: the national ones, UTM and the
# plane of maps in the browser; and the degrees, of which VN-2000's lie 200 m beside those of WGS 84.
_LIKELY = (3405, 5897, 5898, 32648, 3857)
_DEGREES = (4326, 4756)
_MOST_LIKELY = 4  # named where nobody says whose planes come first
_NEAR_DEG = 0.3  # 30 km: what lies farther from the office's place is not of it
_COUNTRY = (102.0, 8.0, 110.0, 23.6)
"""The mainland's box, where nobody says which place the office has."""


_ANYWHERE = Place()


@dataclass(slots=True)
class _Found:
    """What is made out of a file, feature by feature; as ``registry.intake.maps.map_file.MapFile``."""

    name: str
    numbers: list[int] = field(default_factory=list)
    shapes: list[Any] = field(default_factory=list)
    attributes: list[dict[str, Any]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    left_out: int = 0
    labels: Sequence[Any] = ()
    rows: Sequence[dict[str, Any]] = ()

    def label(self, number: int) -> Any:
        """Return what a feature is called where somebody is told of it: its number, or its own label."""
        return self.labels[number - 1] if len(self.labels) else number

    def say(self, code: str, number: int, **params: Any) -> None:
        """Say something of a feature, under its number and, where it has one, its name."""
        stated = {key: _plain(raw) for key, raw in self.rows[number - 1].items()} if self.rows else {}
        stated = {key: value for key, value in stated.items() if value is not None}
        self.issues.append(
            issue_of(
                code, row=number, value=Feature(number, None, stated).called,
                params={"number": self.label(number), **params},
            )
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HeldShapes:
    """Shapes with their attributes by row, the system that they come with, and what each row is called."""

    name: str
    shapes: Any
    crs: str | None
    rows: list[dict[str, Any]]
    labels: Sequence[Any]


def read(request: dict[str, Any]) -> dict[str, Any]:
    """Read a layer of the file at ``path``: see ``registry.intake.maps.map_file.read_map_file``."""
    path, name, wanted = Path(request["path"]), request["name"], request["wanted"]
    given = _crs_of(request["crs"]) if request["crs"] else None
    layers, meta, shapes, columns = _layer(path, name, request.get("layer"))
    found = _Found(name)
    if len(layers) > 1 and not request.get("layer"):
        found.issues.append(
            issue_of("VECTOR-LAYERS", params={"layer": str(layers[0][0]), "count": len(layers)})
        )
    if shapes is None:
        raise RefusalError("VECTOR-NO-SHAPES", name=name)
    if not len(shapes):
        raise RefusalError("ZONES-EMPTY", name=name)
    geometries = shapely.force_2d(shapely.from_wkb(shapes, on_invalid="ignore"))
    if (points := int(shapely.get_num_coordinates(geometries).sum())) > MAX_POINTS:
        raise RefusalError("VECTOR-TOO-MANY", name=name, count=points, limit=MAX_POINTS)
    fields = tuple(str(one) for one in meta["fields"])
    rows = [dict(zip(fields, row, strict=True)) for row in zip(*columns, strict=True)] if columns else []
    place = Place(tuple(request.get("planes", ())), request.get("box"))
    frame = _frame(meta["crs"], geometries, given, found, place)
    names = [str(one[0]) for one in layers]
    return _answer(found, geometries, frame, rows, wanted) | {"columns": fields, "layers": names}


def read_shapes(held: HeldShapes, given: str | None, wanted: frozenset[int]) -> dict[str, Any]:
    """Read shapes that somebody holds already, as the features of a file are; ``given`` is the system that a
    person states."""
    found = _Found(held.name, labels=held.labels)
    flat = shapely.force_2d(held.shapes)
    frame = _frame(held.crs, flat, _crs_of(given) if given else None, found)
    return _answer(found, flat, frame, held.rows, wanted)


def _answer(
    found: _Found, geometries: Any, frame: CRS, rows: list[dict[str, Any]], wanted: frozenset[int]
) -> dict[str, Any]:
    found.rows = rows
    for index, geometry in enumerate(geometries):
        shape = _usable(geometry, index + 1, found, wanted)
        if shape is not None:
            stated = {key: _plain(raw) for key, raw in rows[index].items()} if rows else {}
            found.numbers.append(index + 1)
            found.shapes.append(shape)
            found.attributes.append({key: value for key, value in stated.items() if value is not None})
    _to_degrees(found, frame, strips=1 in wanted)
    return {
        "crs": frame.to_string() if frame.to_epsg() is None else f"EPSG:{frame.to_epsg()}",
        "numbers": found.numbers,
        "shapes": list(shapely.to_wkb(found.shapes)) if found.shapes else [],
        "attributes": found.attributes,
        "issues": found.issues,
        "left_out": found.left_out,
    }


def _layer(path: Path, name: str, asked: str | None = None) -> tuple[Any, dict[str, Any], Any, Any]:
    refused = RefusalError("VECTOR-NOT-READ", name=name)
    try:
        layers = pyogrio.list_layers(path)
        first = asked or (layers[0][0] if len(layers) else None)
        if pyogrio.read_info(path, layer=first)["driver"] not in DRIVERS:
            raise refused
        meta, _, shapes, columns = pyogrio.raw.read(path, layer=first, max_features=MAX_FEATURES + 1)
    except (DataSourceError, DataLayerError, GeometryError, FieldError, ValueError, IndexError) as error:
        raise refused from error
    if shapes is not None and len(shapes) > MAX_FEATURES:
        raise RefusalError("VECTOR-TOO-MANY", name=name, count=len(shapes), limit=MAX_FEATURES)
    return layers, meta, shapes, columns


def _crs_of(text: str) -> CRS:
    try:
        return CRS.from_user_input(text)
    except CRSError as error:
        raise RefusalError("VECTOR-CRS-UNKNOWN", crs=text) from error


def _frame(
    named: str | None, geometries: Any, given: CRS | None, found: _Found, place: Place = _ANYWHERE
) -> CRS:
    """Return the frame of a file: what it names, unless its numbers cannot be in it or nobody knows how its
    datum lies; else what was given."""
    bounds = shapely.total_bounds(geometries)
    frame = _crs_of(named) if named else None
    if frame is not None and frame.is_geographic and _beyond_degrees(bounds):
        frame = None  # GeoJSON that says nothing is taken for degrees, whatever its numbers are
    elif frame is not None and of_file(frame) is None:
        frame = None
    if frame is None and given is None:
        raise _asked(found.name, bounds, place)
    if frame is None or given is None:
        chosen = frame or given
        assert chosen is not None
        if of_file(chosen) is None or (chosen.is_geographic and _beyond_degrees(bounds)):
            raise _asked(found.name, bounds, place)
        return chosen
    if not frame.equals(given, ignore_axis_order=True):
        found.issues.append(issue_of("VECTOR-CRS-KEPT", params={"named": frame.name, "given": given.name}))
    return frame


def _beyond_degrees(bounds: Any) -> bool:
    return bool(np.isfinite(bounds).all() and (np.abs(bounds) > [180.001, 90.001, 180.001, 90.001]).any())


def _asked(name: str, bounds: Any, place: Place) -> RefusalError:
    """Ask for the frame, with every one by which the shapes would lie where the office's things lie."""
    likely = _likely(bounds, place)
    if not likely:
        return RefusalError("VECTOR-NO-CRS-NONE", name=name)
    code = "VECTOR-NO-CRS" if len(likely) == 1 else "VECTOR-NO-CRS-SEVERAL"
    return RefusalError(code, name=name, likely=", ".join(likely))


def _likely(bounds: Any, place: Place) -> list[str]:
    """Name the frames in which the middle of the numbers lies in the office's place, else those near it.

    Without planes of an office, every plane of the country may be meant: some of those that fit are named.
    """
    if not np.isfinite(bounds).all():
        return []
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    off: dict[int, float] = {}
    for epsg in (*_DEGREES, *(place.planes or CENTRAL_MERIDIANS), *_LIKELY):
        if (epsg in _DEGREES) == _beyond_degrees(bounds):
            continue  # metres are no degrees
        at = (x, y) if epsg == 4326 else transformer(epsg, 4326).transform(x, y)
        if place.box is not None or epsg in _DEGREES or _used_at(epsg, *at):
            off[epsg] = _degrees_off(*at, place.box or _COUNTRY)
    inside = [epsg for epsg, degrees in off.items() if degrees == 0.0]
    found = inside or [epsg for epsg, degrees in off.items() if degrees <= _NEAR_DEG]
    return [f"EPSG:{epsg}" for epsg in (found if place.planes else found[:_MOST_LIKELY])]


def _used_at(epsg: int, lon: float, lat: float) -> bool:
    """Whether a place lies in a frame's own area: what tells planes apart where no box does."""
    area = CRS.from_epsg(epsg).area_of_use
    assert area is not None
    return bool(area.west <= lon <= area.east and area.south <= lat <= area.north)


def _degrees_off(lon: float, lat: float, box: Box) -> float:
    """Return how far a place lies outside a box, 0 inside; not finite where a plane does not reach it."""
    west, south, east, north = box
    off = max(west - lon, lon - east, south - lat, lat - north, 0.0)
    return float(off) if math.isfinite(lon) and math.isfinite(lat) else math.inf


def _usable(geometry: Any, number: int, found: _Found, wanted: frozenset[int]) -> Any:
    """Return the parts of a shape that are wanted, or None with the reason as an issue."""

    def refuse(code: str, **params: Any) -> None:
        found.left_out += 1
        found.say(code, number, **params)

    if geometry is None or geometry.is_empty or not np.isfinite(shapely.total_bounds(geometry)).all():
        refuse("FEATURE-NO-SHAPE")
        return None
    if int(shapely.get_dimensions(geometry)) not in wanted:
        refuse("FEATURE-NOT-AN-AREA" if 2 in wanted else "FEATURE-NOT-A-LINE", kind=kind_words(geometry))
        return None
    if geometry.geom_type == "GeometryCollection":
        geometry = _parts(geometry, wanted)  # a collection has no edge to measure to
    if geometry.is_valid:
        return geometry
    reason = fault_words(geometry)
    repaired = _parts(shapely.make_valid(geometry), wanted)
    size = abs(geometry.area)
    change = abs(repaired.area - size) / size if size else math.inf
    if repaired.is_empty or change > REPAIR_SHARE:
        refuse("FEATURE-INVALID", reason=reason)
        return None
    found.say("FEATURE-REPAIRED", number, reason=reason, percent=100 * change)
    return repaired


def _parts(geometry: Any, wanted: frozenset[int]) -> Any:
    kept = [part for part in shapely.get_parts(geometry) if int(shapely.get_dimensions(part)) in wanted]
    return shapely.union_all(kept) if kept else shapely.Polygon()


def _to_degrees(found: _Found, frame: CRS, *, strips: bool) -> None:
    """Turn shapes into degrees; what is tiny is named, and what is narrow where no strips are wanted."""
    if not found.shapes:
        return
    change = of_file(frame)
    assert change is not None  # else the frame was refused

    def degrees(xy: Any) -> Any:
        return np.column_stack(change.transform(xy[:, 0], xy[:, 1]))

    shapes = np.array(found.shapes, dtype=object)
    if frame.to_epsg() != 4326:
        shapes = shapely.transform(shapes, degrees)
    west, _, east, _ = shapely.total_bounds(shapes)
    plane = Transformer.from_crs(4326, plane_near((west + east) / 2), always_xy=True)
    metric = shapely.transform(shapes, lambda xy: np.column_stack(plane.transform(xy[:, 0], xy[:, 1])))
    area, around = shapely.area(metric), shapely.length(metric)
    for number, size, length in zip(found.numbers, area, around, strict=True):
        narrow = not strips and size > 0 and 4 * math.pi * size / length**2 < NARROW_ROUNDNESS
        if 0 < size < SLIVER_M2 or narrow:
            code = "FEATURE-SLIVER" if size < SLIVER_M2 else "FEATURE-NARROW"
            found.say(code, number, area=float(size))
    # rounding of the change of frame
    found.shapes = [one if one.is_valid else shapely.make_valid(one) for one in shapes]


def _plain(value: Any) -> Any:
    """Return an attribute as JSON knows it; None where it is not stated."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, bytes):
        return None
    return value if value is None or isinstance(value, bool | int | float) else str(value)
