"""Tiles of outside cable for the map: pixels from afar, lines and nodes from near.

The compact form (little-endian): a header "<4sBBHIII" of magic ``BTSL``, format 1, kind (0 lines, 1 pixels),
extent, counts of lines, of their points, of nodes. Lines: uint32 numbers of lines, uint32 numbers of nodes,
uint16 points of each line, int16 x then y of all points, int16 x then y of nodes, uint8 style of each line
(mount + 4 · state + 16 · (spare + 1)), uint8 kind of each node. Pixels (their count stands where that of
lines does): uint16 distance from the one before, from the top left, uint8 bits of mounts. Coordinates are in
1/2048 of the tile.
"""

import struct
import tomllib
from collections import OrderedDict
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.errors import RefusalError
from registry.geo.tiles import TILE, box_of, holds, pixels
from registry.services.cables.overview import BASE, Overview, overview
from registry.services.office.registry import Registry
from registry.settings import DATA
from registry.store.cables.windows import lines_in, points_in

LINES_FROM = BASE + 1
NODES_FROM = 16
DEEPEST = 16  # closer views draw the tiles of this zoom
FEW = 4_000  # so many segments are lines at every zoom
EXTENT = 2048
KEPT = 600
MAGIC = b"BTSL"
_HEADER = struct.Struct("<4sBBHIII")
_MARGIN = 10 / TILE
_LARGEST = 30_000


class Place(NamedTuple):
    """A tile."""

    zoom: int
    x: int
    y: int


@cache
def node_kinds() -> dict[str, dict[str, str]]:
    """Return the kinds of nodes with their English word, group, sign and symbol (``data/codes``)."""
    return tomllib.loads((DATA / "codes" / "cable_nodes.toml").read_text(encoding="utf-8"))


def cable_tile(registry: Registry, zoom: int, x: int, y: int, own: str | None = None) -> tuple[bytes, str]:
    """Return a tile and the version of the data it shows; kept until a segment or node changes.

    ``own`` limits it to one organisation's plant. Raises RefusalError for a tile that is not there.
    """
    if not holds(zoom, x, y, DEEPEST):
        raise RefusalError("WEB-NOT-FOUND")
    seen = overview(registry, own)
    with registry.lock:
        kept: OrderedDict[Any, bytes] = registry.cache.setdefault("cable-tiles", OrderedDict())
        key = (own, zoom, x, y, seen.version)
        if key in kept:
            kept.move_to_end(key)
            return kept[key], seen.version
    at = Place(zoom, x, y)
    made = _lines(registry, at, own) if _near(seen, zoom) else _pixels(seen, at)
    with registry.lock:
        kept[key] = made
        while len(kept) > KEPT:
            kept.popitem(last=False)
    return made, seen.version


def _near(seen: Overview, zoom: int) -> bool:
    return zoom >= LINES_FROM or seen.total <= FEW


def _pixels(seen: Overview, place: Place) -> bytes:
    flat = seen.tile(*place).ravel()
    at = np.flatnonzero(flat)
    header = _HEADER.pack(MAGIC, 1, 1, EXTENT, len(at), 0, 0)
    apart = np.diff(at, prepend=0)  # small numbers compress to half of what places do
    return header + apart.astype("<u2").tobytes() + flat[at].tobytes()


def _lines(registry: Registry, at: Place, own: str | None) -> bytes:
    zoom, x, y = at
    box = box_of(zoom, x, y, _MARGIN)
    with registry.database.read() as connection:
        lines = lines_in(connection, box, own)
        nodes = points_in(connection, box, own) if zoom >= NODES_FROM else None
    shapes = np.asarray(shapely.from_wkb(lines.wkb), dtype=object) if len(lines.wkb) else lines.wkb
    number, style = lines.number, lines.mount | lines.state << 2 | (lines.spare + 1).astype(np.uint8) << 4
    shapes, of = _cut(shapes, zoom, x, y)
    number, style = number[of], style[of]
    xs, ys, counts = _units(shapes, zoom, x, y)
    kinds = list(node_kinds())
    body = [number.astype("<u4")]
    n = 0
    if nodes is not None and len(nodes.number):
        n = len(nodes.number)
        body.append(nodes.number.astype("<u4"))
    body += [counts.astype("<u2"), xs, ys]
    if n and nodes is not None:
        nx, ny = _in_tile(nodes.lon, nodes.lat, zoom, x, y)
        body += [nx, ny]
    body.append(style.astype("u1"))
    if n and nodes is not None:
        body.append(
            np.array([kinds.index(kind) if kind in kinds else 255 for kind in nodes.kind], dtype="u1")
        )
    header = _HEADER.pack(MAGIC, 1, 0, EXTENT, len(number), len(xs), n)
    return header + b"".join(part.tobytes() for part in body)


def _cut(shapes: Any, zoom: int, x: int, y: int) -> tuple[Any, Any]:
    """Cut lines that reach far beyond the tile to what 16 bits hold; returns shapes and their rows."""
    rows = np.arange(len(shapes))
    if not len(shapes):
        return shapes, rows
    west, south, east, north = box_of(zoom, x, y, 12.0)
    bounds = shapely.bounds(shapes)
    far = (bounds[:, 0] < west) | (bounds[:, 1] < south) | (bounds[:, 2] > east) | (bounds[:, 3] > north)
    if not far.any():
        return shapes, rows
    cut = shapes.copy()
    cut[far] = shapely.clip_by_rect(shapes[far], west, south, east, north)
    parts, of = shapely.get_parts(cut, return_index=True)
    keep = shapely.get_num_coordinates(parts) > 1
    return parts[keep], rows[of[keep]]


def _in_tile(lon: Any, lat: Any, zoom: int, x: int, y: int) -> tuple[Any, Any]:
    px, py = pixels(lon, lat, zoom)
    scale = EXTENT / TILE
    return tuple(
        np.clip(np.rint((axis - start * TILE) * scale), -_LARGEST, _LARGEST).astype("<i2")
        for axis, start in ((px, x), (py, y))
    )  # type: ignore[return-value]  # two of them


def _units(shapes: Any, zoom: int, x: int, y: int) -> tuple[Any, Any, Any]:
    """Return points in units of the tile, none that falls on its forerunner, and counts by line."""
    if not len(shapes):
        return np.empty(0, "<i2"), np.empty(0, "<i2"), np.empty(0, "<u2")
    xy, of = shapely.get_coordinates(shapes, return_index=True)
    xs, ys = _in_tile(xy[:, 0], xy[:, 1], zoom, x, y)
    ends = np.ones(len(of), dtype=bool)
    ends[1:-1] = (of[1:-1] != of[:-2]) | (of[1:-1] != of[2:])
    moved = np.ones(len(of), dtype=bool)
    moved[1:] = (xs[1:] != xs[:-1]) | (ys[1:] != ys[:-1])
    keep = ends | moved
    return xs[keep], ys[keep], np.bincount(of[keep], minlength=len(shapes))
