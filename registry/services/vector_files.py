"""Vector files as GDAL reads them: features in EPSG:4326 with their attributes, and everything odd said.

A file whose frame is not known is refused: a number without its frame is no place. A shape that crosses
itself is repaired only where that hardly changes its area, and said either way.
"""

import datetime as dt
import hashlib
import math
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from registry.columns import fold
from registry.errors import RefusalError
from registry.messages import issue_of
from registry.model.issues import Issue

REPAIR_SHARE = 0.01  # a repair may change this much of the area
SLIVER_M2 = 1.0
SLIVER_ROUNDNESS = 0.002  # 4πA/P²: 1 for a circle; a strip of 1 by 6,000
_PLANE = 9214
# Frames that files without one were seen in: VN-2000 and UTM first, then what other countries use.
_LIKELY = (9214, 9209, 3405, 5897, 5898, 32648, 2154, 3857)
_VIRTUAL = re.compile(rb"<OGRVRT|gdal_streamed_alg", re.IGNORECASE)  # GDAL opens other files for these


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its number in the file (from 1), shape in EPSG:4326 and attributes that are stated."""

    number: int
    geometry: Any
    attributes: dict[str, Any]

    def get(self, names: Iterable[str]) -> Any:
        """Return what is stated under the first of ``names`` (folded) that the feature has; else None."""
        stated = {fold(key): value for key, value in reversed(self.attributes.items())}
        return next((stated[name] for name in names if name in stated), None)


@dataclass(slots=True)
class VectorFile:
    """What a file holds. ``left_out`` counts features without a usable shape, each said in ``issues``."""

    name: str
    sha256: str
    crs: str
    features: list[Feature] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    left_out: int = 0
    columns: tuple[str, ...] = ()


AREAS, AREAS_AND_LINES, LINES_AND_POINTS = frozenset({2}), frozenset({1, 2}), frozenset({0, 1})
"""Dimensions of the shapes that a reader wants."""


def read_vectors(
    path: Path, *, crs: str | None = None, lines: bool = False, wanted: frozenset[int] | None = None
) -> VectorFile:
    """Read the first layer of a vector file; ``crs`` ("EPSG:n") is the frame of a file that names none.

    Areas are wanted, and lines where ``lines`` allows them; or shapes of the dimensions ``wanted``. Raises
    RefusalError for a file that cannot be read, or whose frame is not known.
    """
    kinds = wanted or (AREAS_AND_LINES if lines else AREAS)
    if not path.is_file():
        raise RefusalError("FILE-NOT-FOUND", name=path.name)
    with path.open("rb") as file:
        if _VIRTUAL.search(file.read()):
            raise RefusalError("VECTOR-NOT-READ", name=path.name)
        file.seek(0)
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    given = _crs_of(crs) if crs else None
    try:
        if zipfile.is_zipfile(path) and _holds_virtual(path):
            raise RefusalError("VECTOR-NOT-READ", name=path.name)
        layers = pyogrio.list_layers(path)
        meta, _, shapes, columns = pyogrio.raw.read(path, layer=layers[0][0] if len(layers) else None)
    except (DataSourceError, DataLayerError, ValueError, IndexError, zipfile.BadZipFile) as error:
        raise RefusalError("VECTOR-NOT-READ", name=path.name) from error
    found = VectorFile(path.name, sha256, "", columns=tuple(meta["fields"]))
    if len(layers) > 1:
        found.issues.append(
            issue_of("VECTOR-LAYERS", params={"layer": str(layers[0][0]), "count": len(layers)})
        )
    if shapes is None:
        raise RefusalError("VECTOR-NO-SHAPES", name=path.name)
    if not len(shapes):
        raise RefusalError("ZONES-EMPTY", name=path.name)
    geometries = shapely.force_2d(shapely.from_wkb(shapes, on_invalid="ignore"))
    frame = _frame(meta["crs"], geometries, given, found)
    found.crs = frame.to_string() if frame.to_epsg() is None else f"EPSG:{frame.to_epsg()}"
    rows = (
        [dict(zip(found.columns, row, strict=True)) for row in zip(*columns, strict=True)] if columns else []
    )
    for index, geometry in enumerate(geometries):
        shape = _usable(geometry, index + 1, found, kinds)
        if shape is not None:
            attributes = (
                {k: v for k, raw in rows[index].items() if (v := _plain(raw)) is not None} if rows else {}
            )
            found.features.append(Feature(index + 1, shape, attributes))
    _to_degrees(found, frame)
    return found


def _holds_virtual(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            with archive.open(name) as member:
                if _VIRTUAL.search(member.read(1 << 20)):
                    return True
    return False


def _crs_of(text: str) -> CRS:
    try:
        return CRS.from_user_input(text)
    except CRSError as error:
        raise RefusalError("VECTOR-CRS-UNKNOWN", crs=text) from error


def _frame(named: str | None, geometries: Any, given: CRS | None, found: VectorFile) -> CRS:
    """Return the frame of a file: what it names, unless its numbers cannot be in it; else what was given."""
    bounds = shapely.total_bounds(geometries)
    frame = _crs_of(named) if named else None
    if frame is not None and frame.is_geographic and _beyond_degrees(bounds):
        frame = None  # GeoJSON that says nothing is taken for degrees, whatever its numbers are
    if frame is None and given is None:
        raise RefusalError("VECTOR-NO-CRS", name=found.name, likely=_likely(bounds) or "EPSG:n")
    if frame is None or given is None:
        chosen = frame or given
        assert chosen is not None
        if chosen.is_geographic and _beyond_degrees(bounds):
            raise RefusalError("VECTOR-NO-CRS", name=found.name, likely=_likely(bounds) or "EPSG:n")
        return chosen
    if not frame.equals(given, ignore_axis_order=True):
        found.issues.append(issue_of("VECTOR-CRS-KEPT", params={"named": frame.name, "given": given.name}))
    return frame


def _beyond_degrees(bounds: Any) -> bool:
    return bool(np.isfinite(bounds).all() and (np.abs(bounds) > [180.001, 90.001, 180.001, 90.001]).any())


def _likely(bounds: Any) -> str:
    """Name the first frame in whose own area the middle of the numbers would lie."""
    if not np.isfinite(bounds).all():
        return ""
    x, y = (bounds[0] + bounds[2]) / 2, (bounds[1] + bounds[3]) / 2
    for epsg in _LIKELY:
        frame = CRS.from_epsg(epsg)
        lon, lat = Transformer.from_crs(frame, 4326, always_xy=True).transform(x, y)
        area = frame.area_of_use
        assert area is not None
        if area.west <= lon <= area.east and area.south <= lat <= area.north:
            return f"EPSG:{epsg}"
    return ""


def _usable(geometry: Any, number: int, found: VectorFile, wanted: frozenset[int]) -> Any:
    """Return the parts of a shape that are wanted, or None with the reason as an issue."""

    def refuse(code: str, **params: Any) -> None:
        found.left_out += 1
        found.issues.append(issue_of(code, row=number, params={"number": number, **params}))

    if geometry is None or geometry.is_empty or not np.isfinite(shapely.total_bounds(geometry)).all():
        refuse("FEATURE-NO-SHAPE")
        return None
    if int(shapely.get_dimensions(geometry)) not in wanted:
        refuse("FEATURE-NOT-AN-AREA" if 2 in wanted else "FEATURE-NOT-A-LINE", kind=geometry.geom_type)
        return None
    if geometry.geom_type == "GeometryCollection":
        geometry = _parts(geometry, wanted)  # a collection has no edge to measure to
    if geometry.is_valid:
        return geometry
    reason = str(shapely.is_valid_reason(geometry))
    repaired = _parts(shapely.make_valid(geometry), wanted)
    size = abs(geometry.area)
    change = abs(repaired.area - size) / size if size else math.inf
    if repaired.is_empty or change > REPAIR_SHARE:
        refuse("FEATURE-INVALID", reason=reason)
        return None
    found.issues.append(
        issue_of(
            "FEATURE-REPAIRED",
            row=number,
            params={"number": number, "reason": reason, "percent": 100 * change},
        )
    )
    return repaired


def _parts(geometry: Any, wanted: frozenset[int]) -> Any:
    kept = [part for part in shapely.get_parts(geometry) if int(shapely.get_dimensions(part)) in wanted]
    return shapely.union_all(kept) if kept else shapely.Polygon()


def _to_degrees(found: VectorFile, frame: CRS) -> None:
    if not found.features:
        return
    change = Transformer.from_crs(frame, 4326, always_xy=True)

    def degrees(xy: Any) -> Any:
        return np.column_stack(change.transform(xy[:, 0], xy[:, 1]))

    shapes = np.array([item.geometry for item in found.features], dtype=object)
    if frame.to_epsg() != 4326:
        shapes = shapely.transform(shapes, degrees)
    plane = Transformer.from_crs(4326, _PLANE, always_xy=True)
    metric = shapely.transform(shapes, lambda xy: np.column_stack(plane.transform(xy[:, 0], xy[:, 1])))
    area, around = shapely.area(metric), shapely.length(metric)
    kept = []
    for item, shape, size, length in zip(found.features, shapes, area, around, strict=True):
        sound = shape if shape.is_valid else shapely.make_valid(shape)  # rounding of the change of frame
        if size > 0 and (size < SLIVER_M2 or 4 * math.pi * size / length**2 < SLIVER_ROUNDNESS):
            found.issues.append(
                issue_of(
                    "FEATURE-SLIVER", row=item.number, params={"number": item.number, "area": float(size)}
                )
            )
        kept.append(Feature(item.number, sound, item.attributes))
    found.features = kept


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
