"""Lines of the illustrative province: its roads, railways and rivers, as its zones and its background draw.

Those of ``data/demo/areas.toml`` bound zones; ``data/demo/background`` joins what lies beyond them, and has
the rivers. All are metric (EPSG:9214) until they are asked for in degrees.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
import shapely.ops

from registry.demo.places import METRIC_EPSG, metric_line, parameters
from registry.geo.crs import to_wgs84
from registry.settings import DATA

MEET_M = 600.0  # a road that ends nearer than this to another is taken to end on it
DYKE_M = 120.0  # how far a dyke's line leaves out the bends of the river
Points = list[list[float]]


@dataclass(frozen=True, slots=True)
class Way:
    """A road or railway: its metric line, how people number and name it, and its class.

    ``kind`` is expressway, national, provincial or planned (not yet open) of a road, "railway" of a railway.
    """

    ref: str
    name: str
    kind: str
    line: Any


@dataclass(frozen=True, slots=True)
class River:
    """A river, stream or canal (``kind``): its metric axis, downstream, and half its width in metres."""

    name: str
    kind: str
    half_width_m: float
    line: Any


@cache
def background_parameters(name: str) -> dict[str, Any]:
    """Return the parameters of ``data/demo/background/<name>.toml``; they are shared, never changed."""
    return tomllib.loads((DATA / "demo" / "background" / f"{name}.toml").read_text(encoding="utf-8"))


def curve(points: Points, *, straight: bool = False, closed: bool = False) -> Any:
    """Return a metric LineString through [longitude, latitude] points.

    Its corners are rounded unless ``straight``; ``closed`` joins the last point to the first, for the ring
    of an area.
    """
    line = metric_line([*points, points[0]] if closed else points)
    if not straight:
        for _ in range(3):  # Chaikin's corner cutting keeps the ends
            cut = np.empty((2 * len(line) - 2, 2))
            cut[0::2] = 0.75 * line[:-1] + 0.25 * line[1:]
            cut[1::2] = 0.25 * line[:-1] + 0.75 * line[1:]
            line = np.vstack([cut, cut[:1]] if closed else [line[:1], cut, line[-1:]])
    return shapely.LineString(line)


@cache
def ways() -> tuple[Way, ...]:
    """Return the roads and railways of the background, each on the line of its zone where there is one."""
    known = parameters("areas")
    found = []
    for key in ("road", "railway"):
        zones = {item["name"]: item["line"] for item in known[key]}
        for item in background_parameters("roads")[key]:
            middle = curve(zones[item["area"]] if "area" in item else item["line"])
            parts = [
                *([curve([*item["before"], zones[item["area"]][0]])] if "before" in item else []),
                middle,
                *([curve([zones[item["area"]][-1], *item["after"]])] if "after" in item else []),
            ]
            line = shapely.LineString(np.vstack([shapely.get_coordinates(part) for part in parts]))
            found.append(Way(item.get("ref", ""), item["name"], item.get("class", "railway"), line))
    return tuple(replace(way, line=_meeting(way, found)) for way in found)


def _meeting(way: Way, every: list[Way]) -> Any:
    """Return a way's line with its ends led on to the way that they nearly reach."""
    points = shapely.get_coordinates(way.line)
    others = shapely.union_all(
        [
            other.line
            for other in every
            if other is not way and (other.kind == "railway") is (way.kind == "railway")
        ]
    )
    for at in (0, -1):
        end = shapely.Point(points[at])
        if 0 < others.distance(end) < MEET_M:
            reached = shapely.get_coordinates(shapely.shortest_line(end, others))[1]
            reached += (reached - points[at]) / np.hypot(
                *(reached - points[at])
            )  # a metre over, so that they cross
            points = np.vstack([reached, points] if at == 0 else [points, reached])
    return shapely.LineString(points)


@cache
def rivers() -> tuple[River, ...]:
    """Return the rivers, the large ones along the borders of communes that follow them."""
    return tuple(
        River(
            item["name"],
            item["kind"],
            item["half_width_m"],
            curve(item["line"], straight=len(item["line"]) > 20),
        )
        for item in background_parameters("waters")["river"]
    )


def river_reach(name: str, start: list[float], end: list[float], *, smooth_m: float = DYKE_M) -> Any:
    """Return a river's metric axis between the places of it that are nearest to two points.

    It leaves out bends of less than ``smooth_m``, as a dyke does not follow each bend of the bank.
    """
    axis = next(river.line for river in rivers() if river.name == name)
    from_m, to_m = (float(axis.project(shapely.Point(point))) for point in metric_line([start, end]))
    return shapely.ops.substring(axis, from_m, to_m).simplify(smooth_m)


def in_degrees(shape: Any) -> Any:
    """Return a metric shape in EPSG:4326 with six decimals."""

    def degrees(points: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        lon, lat = to_wgs84(points[:, 0], points[:, 1], METRIC_EPSG)
        return np.column_stack([np.round(lon, 6), np.round(lat, 6)]).astype(np.float64)

    return shapely.transform(shape, degrees)
