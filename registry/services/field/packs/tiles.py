"""The part of the background that goes into a pack: chosen tile by tile, at most what a poor line carries.

The whole area coarsely, the roads between its masts closer, and round every mast as close as the background
goes; what is near to a mast comes first: all masts have their lanes before any has its surroundings.
"""

import contextlib
import hashlib
import itertools
import math
import os
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from registry.basemap.files import background_files
from registry.basemap.road_search import Net
from registry.basemap.tiles import Place, Tiles
from registry.errors import RefusalError
from registry.services.office.registry import Registry

LARGEST = 20_000_000
"""Bytes of a pack's background at most."""
CLOSE = 14
"""From this zoom on a background shows the lanes of a village."""
_BASE, _NET, _LAST = 10, 13, 15
_AROUND_M = {11: 12_000.0, 12: 6_000.0, 13: 3_000.0, 14: 1_500.0, 15: 700.0}
_WIDER_M = 4_000.0
_MARGIN = 0.05  # degrees round all masts: some 5 km
_ENTRY, _HEAD = 24, 40_000  # bytes that a tile takes in the directories, and what stands before all tiles
_KEPT_DAYS, _MADE, _MOST_MADE = 30, "pack-tiles", 16
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen tiles: their bytes, and round how many of the masts the lanes are among them."""

    tiles: tuple[Place, ...]
    size: int
    masts: int
    close: int


def choose(
    tiles: Tiles, points: Sequence[Point], via: Sequence[Point] = (), *, largest: int = LARGEST
) -> Choice:
    """Choose the tiles for masts at ``points`` (lon, lat) and the way ``via``, at most ``largest`` bytes."""
    low, high = tiles.header.min_zoom, min(tiles.header.max_zoom, _LAST)
    chosen: dict[Place, int] = {}
    size = _HEAD
    for place in itertools.chain.from_iterable(_groups(points, via, low, high)):
        bytes_ = 0 if place in chosen else tiles.size(*place)
        if size + bytes_ + _ENTRY > largest:
            break
        if bytes_:
            chosen[place] = bytes_
            size += bytes_ + _ENTRY
    close = 0
    if high >= CLOSE:
        close = sum(_over(point, CLOSE) in chosen or not tiles.size(*_over(point, CLOSE)) for point in points)
    return Choice(tuple(chosen), size if chosen else 0, len(points), close)


def _groups(points: Sequence[Point], via: Sequence[Point], low: int, high: int) -> Iterator[Iterable[Place]]:
    """Yield tiles in the order of their use: the area, then closer and closer round masts, then wider."""
    if not points:
        return
    lon, lat = zip(*points, strict=True)
    for zoom in range(low, min(_BASE, high) + 1):
        yield _box(zoom, min(lon) - _MARGIN, min(lat) - _MARGIN, max(lon) + _MARGIN, max(lat) + _MARGIN)
    for zoom in range(max(low, _BASE + 1), min(_NET, high) + 1):
        yield _around(points, zoom, _AROUND_M[zoom])
        yield sorted({_over(point, zoom) for point in via})
    for zoom in range(max(low, CLOSE), high + 1):
        yield _around(points, zoom, _AROUND_M[zoom])
    if high >= CLOSE:
        yield sorted({_over(point, CLOSE) for point in via})
    for zoom in range(max(low, _NET), high + 1):
        yield _around(points, zoom, _WIDER_M)


def _around(points: Sequence[Point], zoom: int, metres: float) -> list[Place]:
    """Return the tiles within so many metres of a mast, the nearest to one first."""
    near: dict[Place, float] = {}
    for lon, lat in points:
        north = metres / 110_700.0
        east = north / max(math.cos(math.radians(lat)), 0.01)
        own = _over((lon, lat), zoom)
        for place in _box(zoom, lon - east, lat - north, lon + east, lat + north):
            steps = math.hypot(place[1] - own[1], place[2] - own[2])
            near[place] = min(steps, near.get(place, math.inf))
    return sorted(near, key=lambda place: (near[place], place))


def _box(zoom: int, west: float, south: float, east: float, north: float) -> list[Place]:
    (_, left, top), (_, right, bottom) = _over((west, north), zoom), _over((east, south), zoom)
    return [(zoom, x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]


def _over(point: Point, zoom: int) -> Place:
    """Return the tile in which a place lies (Web Mercator, EPSG:3857)."""
    lon, lat = point
    count = 1 << zoom
    y = (1 - math.asinh(math.tan(math.radians(min(85.0, max(-85.0, lat))))) / math.pi) / 2
    return (
        zoom,
        min(count - 1, max(0, int((lon + 180) / 360 * count))),
        min(count - 1, max(0, int(y * count))),
    )


def pack_tiles(registry: Registry, points: Sequence[Point], net: Net | None = None) -> dict[str, Any] | None:
    """Return what a pack says of its background, None without one; ``key`` names the tiles themselves.

    ``bytes`` is what the phone will load, ``close`` round how many of the ``masts`` it shows lanes, ``zooms``
    the coarsest and the closest; ``attribution``, ``rough`` and ``day`` are the background's own.
    """
    files = background_files(registry.settings)
    if files.tiles is None or not files.tiles.is_file() or not points:
        return None
    stat = files.tiles.stat()
    asked = (str(files.tiles), stat.st_mtime_ns, stat.st_size, tuple(points), net is not None)
    held: dict[Any, Any] = registry.cache.get(_MADE, {})
    if asked not in held:
        try:
            with Tiles(files.tiles) as tiles:
                choice = choose(tiles, points, _via(net)) if tiles.header.vector else None
        except (OSError, RefusalError):  # damaged: the pack goes out as without one
            choice = None
        with registry.lock:  # the oldest goes
            kept = list(registry.cache.get(_MADE, {}).items())[1 - _MOST_MADE :]
            held = registry.cache[_MADE] = {**dict(kept), asked: choice}
    found: Choice | None = held[asked]
    if found is None or not found.tiles:
        return None
    key = hashlib.sha256(orjson.dumps([asked[1], asked[2], sorted(found.tiles)])).hexdigest()[:24]
    if not _noted(registry, key, found):
        return None
    about = files.about
    return {
        "key": key,
        "bytes": found.size,
        "masts": found.masts,
        "close": found.close,
        "zooms": [min(place[0] for place in found.tiles), max(place[0] for place in found.tiles)],
        "attribution": "" if about is None else about.attribution,
        "rough": about is not None and about.rough,
        "day": about.day.isoformat() if about is not None and about.day is not None else None,
    }


def pack_tiles_file(registry: Registry, key: str) -> Path:
    """Return the file of a pack's background, cut when first asked for; ``FIELD-TILES-GONE`` without it."""
    folder = _folder(registry)
    target, note = folder / f"{key}.pmtiles", folder / f"{key}.json"
    if target.is_file():
        return target
    source = background_files(registry.settings).tiles
    if not key.isalnum() or source is None or not note.is_file():
        raise RefusalError("FIELD-TILES-GONE")
    places = [(int(z), int(x), int(y)) for z, x, y in orjson.loads(note.read_bytes())]
    handle, name = tempfile.mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        with Tiles(source) as tiles:
            tiles.cut(places, part)
        part.replace(target)  # whole or not at all
    finally:
        part.unlink(missing_ok=True)
    _tidy(folder)
    return target


def _via(net: Net | None) -> list[Point]:
    """Return the places along the roads of a net."""
    return [] if net is None else [(lon, lat) for edge in net.edges for lon, lat in edge[4].tolist()]


def _noted(registry: Registry, key: str, choice: Choice) -> bool:
    """Keep which tiles a key means: whoever asks for it needs nothing else. False where that failed."""
    folder = _folder(registry)
    note = folder / f"{key}.json"
    try:
        if not note.is_file():
            folder.mkdir(parents=True, exist_ok=True)
            part = note.with_suffix(f".{os.getpid()}.part")
            part.write_bytes(orjson.dumps(choice.tiles))
            part.replace(note)
    except OSError:
        return False
    return True


def _folder(registry: Registry) -> Path:
    return registry.settings.home / "cache" / "pack-tiles"


def _tidy(folder: Path) -> None:
    """Take away what nobody has asked for in a month; it is made again where it is needed."""
    old = time.time() - _KEPT_DAYS * 86400
    for path in folder.iterdir():
        with contextlib.suppress(OSError):  # somebody else's, or gone already
            if path.stat().st_mtime < old:
                path.unlink()
