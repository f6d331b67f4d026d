"""The layers of map files (zipped shapefiles, KML, GeoJSON), read as map files are.

A zip with several shapefiles, a KML with folders and a GeoPackage have layers; a GeoJSON is one layer, unless
its features state theirs in a column ``layer`` or ``lop``.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from registry.columns import fold
from registry.errors import DAMAGED_ZIP, RefusalError
from registry.intake.drawings.entities import Entity
from registry.intake.drawings.old_letters import sayable
from registry.intake.limits import MAX_MAP_UNPACKED
from registry.intake.maps.map_file import MapFile, Place, check_size, read_map_file
from registry.model.issues import Issue

ANY = frozenset({0, 1, 2})
MOST_LAYERS = 60
_LAYER = frozenset({"layer", "lop", "loailop"})
_PARTS = frozenset({".shp", ".shx", ".dbf", ".prj", ".cpg"})


class Layered(NamedTuple):
    """The shapes of a map file (EPSG:4326) by layer."""

    entities: list[Entity]
    issues: list[Issue]
    left_out: int
    crs: str


def read_layers(path: Path, name: str, plane: int | None, place: Place) -> Layered:
    """Return the shapes of every layer; raises as ``read_map_file`` (``VECTOR-NO-CRS``: no plane)."""
    check_size(path)
    crs = None if plane is None else f"EPSG:{plane}"
    found = Layered([], [], 0, "")
    with _files(path, name) as parts:
        for part, shown in parts:
            read = read_map_file(part, crs=crs, wanted=ANY, planes=place.planes, box=place.box)
            found = _with(found, read, shown)
            for layer in read.layers[1:MOST_LAYERS]:
                more = read_map_file(
                    part, crs=crs, wanted=ANY, planes=place.planes, box=place.box, layer=layer
                )
                found = _with(found, more, layer)
    return found


def _with(found: Layered, read: MapFile, shown: str) -> Layered:
    own = read.layers[0] if len(read.layers) > 1 and shown == "" else shown
    for feature in read.features:
        layer = next(
            (str(value) for key, value in feature.attributes.items() if fold(key) in _LAYER), own or read.name
        )
        found.entities.append(Entity(sayable(layer)[:120], feature.geometry, feature.attributes))
    issues = [issue for issue in read.issues if issue.code != "VECTOR-LAYERS"]  # all of them are read
    return Layered(found.entities, found.issues + issues, found.left_out + read.left_out, read.crs)


@contextmanager
def _files(path: Path, name: str) -> Iterator[list[tuple[Path, str]]]:
    """Yield the map files to read, with the layer's name where the file's own name is it."""
    if path.suffix.lower() != ".zip":
        yield [(path, "")]
        return
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="bts-drawing-") as folder:
            shapes = [one for one in archive.namelist() if one.lower().endswith(".shp")]
            if not shapes:
                yield [(path, "")]
                return
            if len(shapes) > MOST_LAYERS:
                raise RefusalError("DRAWING-LAYERS", name=name, count=len(shapes), limit=MOST_LAYERS)
            yield [
                (_unpacked(archive, one, Path(folder), at), PurePosixPath(one).stem)
                for at, one in enumerate(shapes)
            ]
    except DAMAGED_ZIP as error:
        raise RefusalError("FILE-DAMAGED", name=name) from error


def _unpacked(archive: zipfile.ZipFile, shape: str, folder: Path, at: int) -> Path:
    """Unpack the files of one shapefile under a name of ours; the archive's size was looked at before."""
    stem = shape[:-4].lower()
    own = [
        entry
        for entry in archive.infolist()
        if entry.filename[:-4].lower() == stem and PurePosixPath(entry.filename).suffix.lower() in _PARTS
    ]
    if sum(entry.file_size for entry in own) > MAX_MAP_UNPACKED:
        raise RefusalError("VECTOR-TOO-BIG", name=shape, mib=0, limit=MAX_MAP_UNPACKED >> 20)
    target = folder / f"{at}"
    target.mkdir()
    for entry in own:
        suffix = PurePosixPath(entry.filename).suffix.lower()
        (target / f"shape{suffix}").write_bytes(archive.read(entry))
    return target / "shape.shp"
