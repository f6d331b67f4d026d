"""Map files (tệp bản đồ) as GDAL reads them: features in EPSG:4326, their attributes, everything odd said.

Like workbooks they are read in the limited child process. Only the drivers named here are there in it: GDAL
knows others that fetch what a file names from the network, or open other files of the machine for it.
"""

import hashlib
import os
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import shapely

from registry.columns import fold
from registry.errors import DAMAGED_ZIP, RefusalError
from registry.intake.limits import MAX_ENTRIES, MAX_MAP_BYTES, MAX_MAP_RATIO, MAX_MAP_UNPACKED
from registry.limited import run_child
from registry.messages import Language, Words, render
from registry.model.issues import Issue

DRIVERS = (
    "GeoJSON", "GeoJSONSeq", "ESRIJSON", "TopoJSON", "JSONFG", "GPKG", "ESRI Shapefile", "KML", "LIBKML",
    "GML", "GPX", "FlatGeobuf", "MapInfo File", "DXF", "OpenFileGDB", "DGN", "CSV",
)  # fmt: skip
"""What is read: formats that hold their shapes themselves. All else that GDAL knows is not there."""

NAMES = (
    "fullname", "name", "ten", "tenvung", "tenkhuvuc", "tenkhu", "khuvuc", "vung", "zonename", "tenxa",
    "tenhuyen", "tentinh", "tendvhc", "tentuyen", "ma", "code", "label",
)  # fmt: skip
"""Attributes (folded) that say what a feature is called, where somebody is told of it."""

_MOST_REASONS = 3
_LANGUAGES: tuple[Language, ...] = ("vi", "en")

WALL_S = 60.0
"""100,000 lines of nine points take 6 s alone; a file that takes longer than this was not made to be read."""

_OFFLINE = {
    # the child has no network; where the system does not allow that, these leave GDAL nothing to fetch with
    "GDAL_HTTP_PROXY": "127.0.0.1:9",
    "GDAL_HTTPS_PROXY": "127.0.0.1:9",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_CONNECTTIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".none",
    "GML_SKIP_RESOLVE_ELEMS": "ALL",
    "GML_DOWNLOAD_SCHEMA": "NO",
    "GDAL_DISABLE_READDIR_ON_OPEN": "FALSE",
    "OGR_SQLITE_LOAD_EXTENSIONS": "",
}


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

    @property
    def called(self) -> str:
        """What the file calls it; "" where nothing says so."""
        return str(self.get(NAMES) or "")


@dataclass(slots=True)
class MapFile:
    """What a file holds. ``left_out`` counts features without a usable shape, each said in ``issues``."""

    name: str
    sha256: str
    crs: str
    features: list[Feature] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    left_out: int = 0
    columns: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()


def none_usable(found: MapFile) -> RefusalError:
    """Return the refusal of a file without a usable shape: why each is none, of the first ones."""
    if not found.issues:
        return RefusalError("ZONES-EMPTY", name=found.name)
    said = found.issues[:_MOST_REASONS]
    vi, en = ("; ".join(render(one.code, one.params, lang) for one in said) for lang in _LANGUAGES)
    more = " …" if len(found.issues) > len(said) else ""
    return RefusalError("ZONES-NONE-USABLE", name=found.name, reasons=Words(vi + more, en + more))


Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
AREAS, AREAS_AND_LINES, LINES_AND_POINTS = frozenset({2}), frozenset({1, 2}), frozenset({0, 1})
"""Dimensions of the shapes that a reader wants."""


class Place(NamedTuple):
    """Where the office's things lie: its planes (EPSG codes), and its box, None where not known."""

    planes: tuple[int, ...] = ()
    box: Box | None = None


def read_map_file(
    path: Path,
    *,
    crs: str | None = None,
    lines: bool = False,
    wanted: frozenset[int] | None = None,
    planes: Sequence[int] = (),
    box: Box | None = None,
    layer: str | None = None,
) -> MapFile:
    """Read a layer of a map file, the first if none is named; ``crs`` ("EPSG:n") is the frame of a file
    that names none.

    ``planes`` (EPSG codes) and ``box`` are the office's: a file whose frame has to be asked for is said to be
    in one by which it lies there.
    Areas are wanted, and lines where ``lines`` allows them; or shapes of the dimensions ``wanted``. Raises
    RefusalError for a file that cannot be read (``VECTOR-NOT-READ``), whose frame is not known
    (``VECTOR-NO-CRS``, also ``-SEVERAL``, ``-NONE``), or that is beyond a limit (``FILE-…``,
    ``VECTOR-TOO-MANY``).
    """
    if not path.is_file():
        raise RefusalError("FILE-NOT-FOUND", name=path.name)
    check_size(path)
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    answer = run_child(
        "registry.intake.maps.map_reader:read",
        {
            "path": str(path.resolve()),
            "crs": crs,
            "planes": tuple(planes),
            "box": box,
            "layer": layer,
            "wanted": wanted or (AREAS_AND_LINES if lines else AREAS),
        },
        name=path.name,
        wall_s=WALL_S,
        environment=_environment(),
    )
    shapes = shapely.from_wkb(answer["shapes"])
    features = [
        Feature(number, shape, attributes)
        for number, shape, attributes in zip(answer["numbers"], shapes, answer["attributes"], strict=True)
    ]
    return MapFile(
        path.name, sha256, answer["crs"], features, answer["issues"], answer["left_out"], answer["columns"],
        tuple(answer["layers"]),
    )  # fmt: skip


def check_size(path: Path) -> None:
    """Refuse a file that is too large, or whose packed parts would be (KMZ, zipped shapefiles)."""
    size = path.stat().st_size
    if not size:
        raise RefusalError("FILE-EMPTY", name=path.name)
    if size > MAX_MAP_BYTES:
        raise RefusalError("VECTOR-TOO-BIG", name=path.name, mib=size >> 20, limit=MAX_MAP_BYTES >> 20)
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (OSError, *DAMAGED_ZIP) as error:
        raise RefusalError("FILE-DAMAGED", name=path.name) from error
    if len(entries) > MAX_ENTRIES:
        raise RefusalError("FILE-TOO-MANY-PARTS", name=path.name, parts=len(entries), limit=MAX_ENTRIES)
    unpacked = sum(entry.file_size for entry in entries)
    limit = min(MAX_MAP_UNPACKED, max(size * MAX_MAP_RATIO, 1 << 20))
    if unpacked > limit:
        raise RefusalError("VECTOR-TOO-BIG", name=path.name, mib=unpacked >> 20, limit=limit >> 20)


def _environment() -> dict[str, str]:
    """Return what switches off, before GDAL starts in the child, all drivers but ours, and its network."""
    import pyogrio

    others = [name for name in pyogrio.list_drivers() if name not in DRIVERS]
    kept = {key: os.environ[key] for key in ("PROJ_DATA", "GDAL_DATA") if key in os.environ}
    return {**kept, **_OFFLINE, "GDAL_SKIP": ",".join(others), "OGR_SKIP": ",".join(others)}
