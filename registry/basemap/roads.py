"""The roads of the background as a graph, and what of it lies nearest to a place.

Coordinates are degrees (EPSG:4326); lengths near a place are measured on a plane through the middle of the
graph, which a province's size bends by less than a thousandth.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.basemap.road_runs import Edges, Floats, Runs, Whole, runs_of
from registry.errors import RefusalError

FARTHEST_M = 2_000.0
"""Metres from a place to a road beyond which the place counts as not reached by any."""
MOTORWAY = 0


@dataclass(frozen=True, slots=True)
class Snap:
    """A place on the graph: the edge it lies at, how far along (0 to 1), and metres from the place to it."""

    edge: int
    along: float
    off_m: float


@dataclass(slots=True)
class Roads:
    """A graph of roads; ``kind`` and ``oneway`` as ``roads.npz`` has them (docs/map.md)."""

    lon: Floats
    lat: Floats
    a: Whole
    b: Whole
    metres: Floats
    kind: Whole
    oneway: Whole
    _made: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def plane(self) -> tuple[float, float]:
        """Metres of one degree of longitude and of latitude in the middle of the graph."""
        middle = np.radians(float(np.mean(self.lat))) if len(self.lat) else 0.0
        return 111_320.0 * float(np.cos(middle)), 110_700.0

    def flat(self, lon: Any, lat: Any) -> Floats:
        """Return places on the plane, rows of x and y in metres."""
        east, north = self.plane
        return np.column_stack((np.asarray(lon, dtype=float) * east, np.asarray(lat, dtype=float) * north))

    def snap(self, points: Sequence[tuple[float, float]]) -> list[Snap | None]:
        """Return where each place (lon, lat) meets the nearest road; None beyond ``FARTHEST_M``.

        Nobody gets on or off at the middle of a motorway: motorways are passed over.
        """
        if not points or not len(self.a):
            return [None] * len(points)
        lines, tree, rows = self._tree()
        lon, lat = np.array(points, dtype=float).T
        flat = self.flat(lon, lat)
        places: Any = shapely.points(flat)
        found: list[Snap | None] = [None] * len(points)
        which, near = tree.query_nearest(places, max_distance=FARTHEST_M, all_matches=False)
        along: Any = shapely.line_locate_point(lines[near], places[which], normalized=True)
        off: Any = shapely.distance(lines[near], places[which])
        for place, line, part, metres in zip(which.tolist(), near, along.tolist(), off.tolist(), strict=True):
            found[place] = Snap(int(rows[line]), part if np.isfinite(part) else 0.0, metres)
        return found

    def _tree(self) -> tuple[Any, Any, Whole]:
        if "tree" not in self._made:
            rows = np.flatnonzero(self.kind != MOTORWAY)
            ends = self.flat(self.lon, self.lat)
            lines: Any = shapely.linestrings(np.stack((ends[self.a[rows]], ends[self.b[rows]]), axis=1))
            self._made["tree"] = (lines, shapely.STRtree(lines), rows)
        made: tuple[Any, Any, Whole] = self._made["tree"]
        return made

    def marks(self, run: int) -> Floats:
        """Return how many metres of a run lie before each of its nodes."""
        runs = self.runs()
        if "steps" not in self._made:
            order = np.lexsort((runs.before, runs.run))
            self._made["steps"] = (
                runs.before[order],
                np.searchsorted(runs.run[order], np.arange(len(runs.a))),
            )
        before, first = self._made["steps"]
        start = int(first[run])
        count = int(runs.starts[run + 1] - runs.starts[run]) - 1
        return np.append(before[start : start + count], runs.metres[run])

    def runs(self) -> Runs:
        """Return the runs between junctions, made once."""
        if "runs" not in self._made:
            self._made["runs"] = runs_of(len(self.lon), Edges(self.a, self.b, self.metres, self.oneway))
        made: Runs = self._made["runs"]
        return made


def read_roads(path: Path) -> Roads:
    """Read a ``roads.npz``; ``BASEMAP-ROADS`` where it is none."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as held:
            lon, lat, metres = (np.asarray(held[name], dtype=float) for name in ("lon", "lat", "metres"))
            a, b, kind, oneway = (
                np.asarray(held[name], dtype=np.int64) for name in ("a", "b", "kind", "oneway")
            )
    except (OSError, ValueError, KeyError, zipfile.BadZipFile, EOFError) as error:
        raise RefusalError("BASEMAP-ROADS", name=path.name) from error
    sizes = {len(values) for values in (a, b, metres, kind, oneway)}
    numbers = np.concatenate((a, b))
    sound = (
        len(sizes) == 1
        and len(lon) == len(lat)
        and (not len(numbers) or (numbers.min() >= 0 and numbers.max() < len(lon)))
        and bool(np.isfinite(lon).all() and np.isfinite(lat).all() and (metres >= 0).all())
    )
    if not sound:
        raise RefusalError("BASEMAP-ROADS", name=path.name)
    return Roads(lon, lat, a, b, metres, kind, oneway)
