"""The background (nền bản đồ) below a drawn map: water, woods, houses, roads and railways, then their names.

It is laid in a quiet style under everything that a map is drawn for. Shapes are metric, in the map's own CRS;
widths are millimetres of the paper, by the scale.
``registry.services.register.background.paper_ground`` reads the shapes from the office's tiles.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.documents.sheet.label_room import POINT_MM

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path


@dataclass(frozen=True, slots=True)
class GroundPart:
    """One thing of the background: its kind (of ``FILLS``, ``LINES``, ``PLACES``), metric shape and names."""

    kind: str
    shape: Any
    name: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Ground:
    """The background of one map, and what has to be said below it (source, day, that it is rough)."""

    parts: Sequence[GroundPart]
    said: str


PALETTE: Mapping[str, str] = {
    "farmland": "#f5f5eb", "built": "#f0ece7", "industry": "#edeaf0", "site": "#f3ebe7", "green": "#e9f0e0",
    "forest": "#e3ecdb", "water": "#cfe2ec", "waterLine": "#b5d3e2", "building": "#e4dfd8",
    "buildingLine": "#d6d0c7", "path": "#d3ccc1", "minor": "#ffffff", "minorCase": "#dcd6cd",
    "medium": "#ffffff", "mediumCase": "#cfc8bd", "primary": "#fffaf0", "primaryCase": "#c6bba6",
    "trunk": "#fcedca", "trunkCase": "#cbb27a", "motorway": "#f6d79b", "motorwayCase": "#c39b4d",
    "rail": "#a3a7ab", "region": "#b7a6b6", "ink": "#3f4a52", "inkSoft": "#5f6a71", "inkWater": "#3f7692",
    "shieldMotorway": "#3f7a55", "shieldMotorwayInk": "#ffffff", "shield": "#ffffff", "shieldLine": "#a08c5b",
    "shieldInk": "#5a4d2a",
}  # fmt: skip
"""The screen's colours by day (``js/map/ground/background_palettes.js``); a test holds them equal."""
LAND = "#ffffff"  # a printer makes dots of the screen's ground
FILLS = ("farmland", "built", "industry", "site", "green", "forest", "water", "building")
"""What is filled, from below to above."""
STOPS = (5_000.0, 25_000.0, 100_000.0, 250_000.0)
"""Scales (1 : so many) between which the widths of ``LINES`` are found."""
LINES: Mapping[str, tuple[float, float, float, float]] = {
    "stream": (0.35, 0.2, 0.1, 0.0),
    "river": (0.9, 0.6, 0.4, 0.3),
    "border": (0.3, 0.3, 0.25, 0.25),
    "path": (0.3, 0.15, 0.0, 0.0),
    "minor": (0.95, 0.45, 0.12, 0.0),
    "tertiary": (1.2, 0.65, 0.3, 0.0),
    "secondary": (1.5, 0.85, 0.45, 0.22),
    "primary": (1.8, 1.05, 0.6, 0.35),
    "trunk": (1.9, 1.15, 0.7, 0.45),
    "motorway": (2.1, 1.3, 0.8, 0.55),
    "rail": (0.5, 0.45, 0.35, 0.3),
}
"""What is a line, from below to above, and how wide it is on the paper (millimetres) at each of the stops."""
ROADS = ("path", "minor", "tertiary", "secondary", "primary", "trunk", "motorway")
PLACES = ("city", "town", "village", "hamlet")
_BARE = frozenset({"stream", "river", "border", "path", "rail"})
# below the grid and all that is found (zorder 1 and more); a river's line hides in its water, all edges of
# roads lie below all their middles, so that crossings are open
_ORDER: Mapping[str, float] = {
    kind: 0.01 * at
    for at, kind in enumerate(
        ("farmland", "built", "industry", "site", "green", "forest", "stream", "river", "water", "border",
         "path", "building", "minor", "tertiary", "secondary", "primary", "trunk", "motorway")
    )
} | {"rail": 0.8}  # fmt: skip
_MIDDLES = 0.4
_HOUSES_TO = 30_000


def width_mm(kind: str, scale: float) -> float:
    """Return how wide a line of a kind is drawn at 1 : ``scale``, 0 for not at all."""
    widths = LINES[kind]
    return float(np.interp(math.log(scale), [math.log(stop) for stop in STOPS], widths))


def road_colours(kind: str) -> tuple[str, str]:
    """Return the colour of a road and that of its edges."""
    named = "medium" if kind in ("secondary", "tertiary") else kind
    return PALETTE[named], PALETTE[f"{named}Case"]


def lay_ground(axes: "Axes", ground: Ground, scale: float) -> None:
    """Draw the fills and lines of a background on axes in metres, at 1 : ``scale``."""
    from matplotlib.collections import LineCollection
    from matplotlib.patches import PathPatch

    axes.set_facecolor(LAND)
    points = 1 / POINT_MM
    for kind in FILLS:
        shapes = [part.shape for part in ground.parts if part.kind == kind]
        if kind == "building" and scale > _HOUSES_TO:
            continue
        path = surfaces_path(shapes)
        if path is not None:
            edge = 0.25 if kind == "building" else 0
            axes.add_artist(
                PathPatch(path, facecolor=PALETTE[kind], edgecolor=PALETTE["buildingLine"], linewidth=edge,
                          zorder=_ORDER[kind])
            )  # fmt: skip
    lines: dict[str, list[Any]] = {kind: [] for kind in LINES}
    for part in ground.parts:
        if part.kind in lines:
            lines[part.kind].extend(lines_of(part.shape))
    for kind, found in lines.items():
        wide = width_mm(kind, scale)
        if not found or wide < 0.05:
            continue
        if kind not in _BARE:
            axes.add_collection(
                LineCollection(
                    found, colors=road_colours(kind)[1], linewidths=(wide + 0.25) * points,
                    zorder=_ORDER[kind],
                    capstyle="round", joinstyle="round",
                ), autolim=False,
            )  # fmt: skip
        _ridden(axes, kind, found, wide * points)


def _ridden(axes: "Axes", kind: str, lines: Sequence[Any], wide: float) -> None:
    """Draw the lines of a kind, roads without their edges; railways are barred, paths and borders dashed."""
    from matplotlib.collections import LineCollection

    named = {"rail": "rail", "path": "path", "river": "waterLine", "stream": "waterLine", "border": "region"}
    colour = PALETTE[named[kind]] if kind in _BARE else road_colours(kind)[0]
    style: Any = {"path": (0, (3, 2)), "border": (0, (6, 2, 1.5, 2))}.get(kind, "-")
    if kind not in _BARE and wide < 0.6:  # too narrow for two edges and a middle: one grey line
        colour = road_colours(kind)[1]
    cap = "butt" if kind in ("path", "border", "rail") else "round"
    axes.add_collection(
        LineCollection(
            lines, colors=colour, linewidths=wide, linestyles=style,
            zorder=_ORDER[kind] + (0 if kind in _BARE else _MIDDLES), capstyle=cap, joinstyle="round",
        ), autolim=False,
    )  # fmt: skip
    if kind == "rail":
        axes.add_collection(
            LineCollection(
                lines, colors="white", linewidths=wide * 0.55, zorder=_ORDER[kind] + 0.001,
                linestyles=(0, (6 / max(wide, 0.5), 6 / max(wide, 0.5))), capstyle="butt",
            ), autolim=False,
        )  # fmt: skip


def lines_of(shape: Any) -> list[Any]:
    """Return the coordinates of every line of a metric geometry, edges of surfaces too."""
    edges = shape.boundary if shape.geom_type.endswith("Polygon") else shape
    return [
        shapely.get_coordinates(part)
        for part in shapely.get_parts(edges)
        if part.geom_type in ("LineString", "LinearRing")
    ]


def surfaces_path(shapes: Sequence[Any]) -> "Path | None":
    """Return one path of many surfaces: holes run the other way round than edges, so that they stay open."""
    from matplotlib.path import Path

    corners: list[Any] = []
    codes: list[Any] = []
    for shape in shapes:
        for part in shapely.get_parts(shape):
            if part.geom_type != "Polygon" or part.is_empty:
                continue
            turned = shapely.orient_polygons(part)
            for ring in (turned.exterior, *turned.interiors):
                places = shapely.get_coordinates(ring)
                corners.append(places)
                code = np.full(len(places), Path.LINETO, dtype=Path.code_type)
                code[0], code[-1] = Path.MOVETO, Path.CLOSEPOLY
                codes.append(code)
    return Path(np.concatenate(corners), np.concatenate(codes)) if corners else None
