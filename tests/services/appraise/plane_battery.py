"""Positions written in every plane that a list may be in, and what reading and judging them may never do.

The writing is PROJ's, from EPSG codes alone; nothing of the reader is used to make or to weigh a row.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import shapely
from pyproj import Geod, Transformer
from pyproj.transformer import TransformerGroup

from registry.checks.context import Context
from registry.model.areas import full_name
from registry.services.appraise.appraise_list import AppraisedRow, appraise_list
from registry.services.office.registry import Registry
from tests.services.offices import write_list

GEOD = Geod(ellps="WGS84")
PLANES = (3405, 3406, *range(5896, 5900), *range(9205, 9219), 32648, 32649)
HEADER = ("Mã trạm", "Doanh nghiệp", "Xã, phường", "X (VN-2000)", "Y (VN-2000)", "Hình thức", "Loại cột")
RIGHT_M = 15.0
SAID = ("COORD-WRONG-MERIDIAN", "COORD-MERIDIAN-UNSURE", "COORD-MERIDIAN-PROPOSED", "COORD-OUTSIDE",
        "COORD-NO-MERIDIAN", "COORD-RANGE")  # fmt: skip


@dataclass(frozen=True)
class Spot:
    """A true position (EPSG:4326) and the commune, old or new, that holds it."""

    lon: float
    lat: float
    commune: str
    code: str = ""


@cache
def writer(epsg: int) -> Transformer:
    """What makes metres of a plane from degrees; VN-2000 by the national parameters."""
    if epsg >= 32600:
        return Transformer.from_crs(4326, epsg, always_xy=True)
    return next(
        item
        for item in TransformerGroup(4326, epsg, always_xy=True).transformers
        if "VN-2000 to WGS 84 (2)" in item.description
    )


def metres(spot: Spot, epsg: int) -> tuple[float, float]:
    """Northing and easting of a spot in a plane, to the millimetre."""
    east, north = writer(epsg).transform(spot.lon, spot.lat)
    return round(north, 3), round(east, 3)


def spots(context: Context, every: int, *, deep_m: float = 0.0) -> Iterator[Spot]:
    """One spot in each of every so many communes: a point inside that its border does not reach."""
    units = context.units
    for row, unit in enumerate(units.communes[::every]):
        shape = unit.boundary
        if shape is None:
            continue
        inner = shapely.buffer(shape, -deep_m / 100_000.0) if deep_m else shape
        point = (inner if not inner.is_empty else shape).representative_point()
        turn = 0.3 * math.sin(row)  # not always the very middle
        moved = shapely.Point(point.x + turn * 0.005, point.y + turn * 0.004)
        at = moved if shapely.contains(inner, moved) else point
        yield Spot(round(at.x, 6), round(at.y, 6), full_name(unit), unit.code)


def appraised(
    office: Registry, folder: Path, rows: Sequence[tuple[Spot, int, str]], header: Sequence[str] = HEADER
) -> tuple[list[AppraisedRow], dict[int, set[str]]]:
    """Judge rows of (spot, plane that it is written in, commune as written); issues by row from 0."""
    cells: list[tuple[Any, ...]] = []
    for number, (spot, epsg, commune) in enumerate(rows):
        north, east = metres(spot, epsg)
        cells.append((f"NEW{number:05d}", "VTL", commune, north, east, "cột mới", "A2b"))
    path = write_list(folder / "ds.xlsx", cells, header)
    found = appraise_list(office, path, operator="VTL")
    codes: dict[int, set[str]] = {}
    for issue in found.issues:
        codes.setdefault(issue.row - 2, set()).add(issue.code)
    return found.rows, codes


def off_m(row: AppraisedRow, spot: Spot) -> float:
    """Metres between where a row was read and where it truly is; inf where it was not read."""
    position = row.proposal.position
    if position.lon is None or position.lat is None:
        return math.inf
    return float(GEOD.inv(spot.lon, spot.lat, position.lon, position.lat)[2])


def outcome(row: AppraisedRow, rule: str) -> str:
    return next(finding.outcome.value for finding in row.findings if finding.rule == rule)


def spread(spot: Spot, context: Context, epsg: int) -> list[int]:
    """The planes, worked out anew, in which the metres of a spot fall into the spot's own commune."""
    north, east = metres(spot, epsg)
    unit = next(unit for unit in context.units.communes if unit.code == spot.code)
    away = []
    for plane in PLANES:
        lon, lat = writer(plane).transform(east, north, direction="INVERSE")
        if not (math.isfinite(lon) and math.isfinite(lat)):
            continue
        wide = unit.boundary_error_m / 100_000.0
        if shapely.distance(unit.boundary, shapely.Point(lon, lat)) <= wide:
            away.append(plane)
    return away
