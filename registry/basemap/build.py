"""An extract of OpenStreetMap becomes an office's background: tiles, names and roads in
``HOME/background``."""

import hashlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.basemap.about import OSM_ATTRIBUTION, OSM_LICENCE, About
from registry.basemap.extract import Extract
from registry.basemap.files import ABOUT, NAMES, ROADS, TILES
from registry.basemap.gathering import Gathering, Layer
from registry.basemap.layers import LAYERS
from registry.basemap.making import making, needs
from registry.basemap.name_list import name_list, write_name_list
from registry.basemap.road_graph import road_graph, write_road_graph
from registry.basemap.tiles import Tiles
from registry.basemap.writing import write_pmtiles
from registry.errors import RefusalError
from registry.geo.crs import to_metric, to_wgs84
from registry.model.vietnam_time import now

AROUND_M = 10_000.0
MOST_BYTES = 150_000_000
_PADDING_DEGREES = 0.08  # about 8 km: a line's points beyond the edge, so that it reaches the edge
_READ_BYTES = 1 << 20
_THINNED_M = 100.0
_NAMED = 12
Told = Callable[[str, float | None], None]
"""Is told the step at work (a key of ``STEPS``) and how far it is: a share, a count, or None."""
STEPS = ("nodes", "ways", "areas", "names", "graph", *LAYERS, "joined")


@dataclass(frozen=True, slots=True)
class Ground:
    """Where a background is of: its name, the province's outline and its communes (EPSG:4326 degrees).

    ``epsg`` is the metric CRS in which the ``AROUND_M`` metres around the outline are measured.
    """

    name: str
    outline: Any
    communes: Sequence[Any]
    epsg: int

    def area(self) -> Any:
        """Return the outline with ``AROUND_M`` metres around it."""
        flat = shapely.transform(self.outline, lambda points: _both(to_metric, points, self.epsg))
        wide = shapely.simplify(shapely.buffer(flat, AROUND_M), _THINNED_M)
        return shapely.transform(wide, lambda points: _both(to_wgs84, points, self.epsg))


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: ``about.json``, and how many names and stretches of road."""

    about: About
    names: int
    roads: int


def build_background(
    source: Path, folder: Path, ground: Ground, *, told: Told | None = None, most_bytes: int = MOST_BYTES
) -> Built:
    """Build the background of ``ground`` from an extract and put it into ``folder``.

    The files that stand there stay in use until all new ones are whole. Raises RefusalError: ``BASEMAP-BUSY``
    (another is being built), ``BASEMAP-NOT-OSM``, ``BASEMAP-OSM-CUT-SHORT``, ``BASEMAP-NOTHING-INSIDE``,
    ``BASEMAP-TOO-LARGE``, ``BASEMAP-DISK-FULL``, ``BASEMAP-NOT-READ``.
    """
    tell = told or (lambda _step, _share: None)
    with making(folder) as room:
        needs(folder, 2 * most_bytes)
        area = ground.area()
        gathering = Gathering(area)
        extract = Extract(source, _padded(area.bounds), told=lambda step, count: tell(step, float(count)))
        tell("nodes", None)
        digest = _sha256(source)
        for feature in extract.features():
            gathering.add(feature)
        gathering.settle()
        if not {"roads", "places", "buildings"} & set(gathering.layers):
            raise RefusalError("BASEMAP-NOTHING-INSIDE", file=source.name, place=ground.name)
        tell("names", None)
        names = name_list(gathering.layers, ground.communes)
        write_name_list(names, room / NAMES)
        tell("graph", None)
        stretches = _write_roads(gathering.layers.get("roads", Layer()), room / ROADS)
        about = write_pmtiles(
            gathering.bands(),
            room / TILES,
            about=About(
                name=ground.name,
                attribution=OSM_ATTRIBUTION,
                licence=OSM_LICENCE,
                day=extract.day,
                source_sha256=digest,
                built=now().isoformat(timespec="seconds"),
            ),
            progress=lambda layer, share: tell(layer or "joined", share),
            most_bytes=most_bytes,
        )
        put_in_place(room, folder, about)
    return Built(about, len(names), stretches)


def take_tiles(
    source: Path, folder: Path, *, ground: Ground | None = None, told: Told | None = None
) -> About:
    """Put a finished PMTiles file (layers of Protomaps or Shortbread) into ``folder``; names and roads go.

    ``ground``: where it has to be of. Raises RefusalError: ``BASEMAP-NOTHING-INSIDE``,
    ``BASEMAP-NOT-PMTILES``, ``BASEMAP-NOT-VECTOR``, ``BASEMAP-UNKNOWN-LAYERS``, ``BASEMAP-BUSY``,
    ``BASEMAP-DISK-FULL``, ``BASEMAP-NOT-READ``.
    """
    with making(folder) as room:
        if not source.is_file():
            raise RefusalError("BASEMAP-NOT-READ", file=source.name)
        needs(folder, source.stat().st_size)
        with Tiles(source) as tiles:
            if not tiles.header.vector:
                raise RefusalError("BASEMAP-NOT-VECTOR", file=source.name)
            about = tiles.about()
            if tiles.scheme is None:
                named = ", ".join(sorted(tiles.layers())[:_NAMED]) or "–"
                raise RefusalError("BASEMAP-UNKNOWN-LAYERS", file=source.name, layers=named)
        if ground is not None and not shapely.box(*about.box).intersects(ground.outline):
            raise RefusalError("BASEMAP-NOTHING-INSIDE", file=source.name, place=ground.name)
        if told:
            told("joined", None)
        shutil.copyfile(source, room / TILES)
        about = replace(
            about,
            source_sha256=_sha256(source),
            built=now().isoformat(timespec="seconds"),
            size=(room / TILES).stat().st_size,
        )
        put_in_place(room, folder, about)
    return about


def remove_background(folder: Path) -> bool:
    """Remove tiles, names and roads; terrain and pictures stay. False where there was nothing."""
    with making(folder):
        there = [folder / name for name in (ABOUT, TILES, NAMES, ROADS) if (folder / name).is_file()]
        for path in there:
            path.unlink()
    return bool(there)


def put_in_place(room: Path, folder: Path, about: About) -> None:
    """Move what was made into the folder; what was not made this time goes, so that all are of one origin."""
    (room / ABOUT).write_bytes(about.as_json())
    for name in (NAMES, ROADS, TILES, ABOUT):
        if (room / name).is_file():
            (room / name).replace(folder / name)
        else:
            (folder / name).unlink(missing_ok=True)


def _write_roads(layer: Layer, path: Path) -> int:
    rows = [row for row, kind in enumerate(layer.kinds) if kind.road is not None]
    graph = road_graph(
        [layer.shapes[row] for row in rows],
        [layer.kinds[row].road or 0 for row in rows],
        [layer.kinds[row].properties.get("oneway") for row in rows],
    )
    write_road_graph(graph, path)
    return len(graph["a"])


def _padded(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = bounds
    return (
        west - _PADDING_DEGREES,
        south - _PADDING_DEGREES,
        east + _PADDING_DEGREES,
        north + _PADDING_DEGREES,
    )


def _both(transform: Any, points: Any, epsg: int) -> Any:
    return np.column_stack(transform(points[:, 0], points[:, 1], epsg))


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_READ_BYTES):
            digest.update(part)
    return digest.hexdigest()
