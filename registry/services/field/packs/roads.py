"""The roads between the masts of a pack: a phone measures and orders its ways over them by itself.

What lies on the phone is a net of a few hundred runs of road with their lines (made simple to what a screen
can show), so that the order of the day can change in the field, from wherever the inspector stands.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.basemap.files import background_files
from registry.basemap.road_search import DETOUR, Net, net_between
from registry.basemap.roads import Roads, read_roads
from registry.errors import RefusalError
from registry.services.office.registry import Registry

MOST_MASTS = 200
"""Masts beyond which the straight line has to do: more than anybody visits on one round."""
_TOLERANCE = 8e-5  # degrees: some 8 m
_HELD, _MADE, _MOST_MADE = "pack-roads-graph", "pack-roads", 8
Spot = tuple[str, float, float]


def roads_between(registry: Registry, spots: Sequence[Spot]) -> Net | None:
    """Return the net between masts (structure, lon, lat); None where the background has no roads to tell."""
    path = background_files(registry.settings).roads
    if path is None or not 0 < len(spots) <= MOST_MASTS:
        return None
    stat = path.stat()
    stamp = (str(path), stat.st_mtime_ns, stat.st_size)
    key = (stamp, tuple(spots))
    made: dict[Any, Net | None] = registry.cache.get(_MADE, {})
    if key not in made:
        roads = _graph(registry, path, stamp)
        found = None if roads is None else net_between(roads, [spot[1:] for spot in spots])
        with registry.lock:  # the oldest goes
            kept = list(registry.cache.get(_MADE, {}).items())[1 - _MOST_MADE :]
            made = registry.cache[_MADE] = {**dict(kept), key: found}
    return made[key]


def _graph(registry: Registry, path: Path, stamp: tuple[str, int, int]) -> Roads | None:
    """Return the roads, read once; None for a file that is damaged: a pack goes out without them."""
    held = registry.cache.get(_HELD)
    if held is None or held[0] != stamp:
        try:
            held = (stamp, read_roads(path))
        except RefusalError:
            held = (stamp, None)
        registry.cache[_HELD] = held
    roads: Roads | None = held[1]
    return roads


def as_json(net: Net, spots: Sequence[Spot]) -> dict[str, Any]:
    """Return a net ready for JSON.

    ``edges`` are [from, to, metres, way, line], ``places`` {structure: [node, metres to road]}, ``detour``
    what the straight line is multiplied by where no road leads, ``km`` how much road there is.
    """
    places: Mapping[str, list[float]] = {
        spot[0]: [place[0], round(place[1], 1)]
        for spot, place in zip(spots, net.places, strict=True)
        if place is not None
    }
    return {
        "detour": DETOUR,
        "nodes": net.nodes,
        "edges": [
            [start, end, round(metres, 1), way, encoded(_simple(line))]
            for start, end, metres, way, line in net.edges
        ],
        "places": places,
        "km": round(net.length_m / 1000, 1),
    }


def encoded(line: Any) -> str:
    """Return rows of lon, lat as text: differences of 1e-5 degrees, latitude first, five bits a sign."""
    whole = np.round(np.asarray(line)[:, ::-1] * 1e5).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=[[0, 0]]).ravel()
    return "".join(map(_signs, ((steps << 1) ^ (steps >> 63)).tolist()))


def _signs(value: int) -> str:
    found = ""
    while value >= 32:
        found += chr((32 | (value & 31)) + 63)
        value >>= 5
    return found + chr(value + 63)


def _simple(line: Any) -> Any:
    if len(line) < 2:
        return line
    return shapely.get_coordinates(shapely.simplify(shapely.LineString(line), _TOLERANCE))
