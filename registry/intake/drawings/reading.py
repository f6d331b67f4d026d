"""Reading a drawing: by its form, with the plane and the kinds of layers that the officer states."""

import hashlib
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.collector import paused_collector
from registry.errors import RefusalError
from registry.geo.lines import degrees_of, metric_of
from registry.geo.planes import MERIDIANS, plane_near
from registry.intake.drawings.assembling import Assembling
from registry.intake.drawings.entities import Drawn, Entity, Text
from registry.intake.drawings.layer_words import kind_of
from registry.intake.drawings.lists import read_places
from registry.intake.drawings.map_layers import read_layers
from registry.intake.drawings.metres import DEGREES, Metres, metres_of
from registry.intake.maps.map_file import Place
from registry.limited import run_child
from registry.messages import issue_of
from registry.model.designs.contents import FIELDS, DesignContent, ThingKind
from registry.model.designs.drawings import Drawing, DrawingLayer, ProposedBy
from registry.model.issues import Issue

MAX_DXF_BYTES = 64 * 1024 * 1024
WALL_S = 120.0
"""60,000 closed lines (11 MB) take 15 s on a busy machine; what takes longer was not made to be read."""
ACCURACY_M = 1.0
"""How far the lines of a design are taken to be off, where nothing else is known."""
_MAPS = frozenset({".zip", ".kml", ".kmz", ".geojson", ".json", ".gpkg", ".shp", ".gml", ".fgb"})
_LISTS = frozenset({".xlsx", ".xls", ".ods", ".csv"})
_DWG = b"AC10"
_ANYWHERE = Place()
_SAMPLES, _SAMPLE_LONG = 5, 60
_MOST_LEFT_OUT = 8


def read(
    source: Path | bytes,
    name: str,
    plane: int | None = None,
    layers: Mapping[str, ThingKind] | None = None,
    *,
    place: Place = _ANYWHERE,
) -> Drawing:
    """Read a drawing, map file or list of places.

    ``plane`` is the EPSG code that the officer states (4326 for degrees), None: not stated yet, and then a
    file in metres comes back with its layers and the planes that fit, without content. ``layers`` are the
    kinds that the officer states by layer; of others the name proposes. ``place`` is
    where the office's things lie.

    Raises RefusalError: ``DRAWING-DWG``, ``DRAWING-NOT-DXF``, ``DRAWING-FORM``, ``DRAWING-LOCAL`` (nowhere in
    Vietnam), ``DRAWING-PLANE-UNKNOWN``, ``DRAWING-EMPTY``, limits (``DRAWING-TOO-…``,
    ``DRAWING-BLOCKS``), and those of the child, of map files and of lists.
    """
    if isinstance(source, bytes):
        with tempfile.TemporaryDirectory(prefix="bts-drawing-") as folder:
            path = Path(folder, f"drawing{Path(name).suffix.lower()[:12]}")
            path.write_bytes(source)
            return read(path, name, plane, layers, place=place)
    if not source.is_file():
        raise RefusalError("FILE-NOT-FOUND", name=name)
    size = source.stat().st_size
    if not size:
        raise RefusalError("FILE-EMPTY", name=name)
    with source.open("rb") as file:
        beginning = file.read(6)
    suffix = Path(name).suffix.lower()
    if suffix == ".dwg" or beginning[:4] == _DWG:
        raise RefusalError("DRAWING-DWG", name=name)
    if suffix == ".dxf":
        if size > MAX_DXF_BYTES:
            raise RefusalError("DRAWING-TOO-BIG", name=name, mib=size >> 20, limit=MAX_DXF_BYTES >> 20)
        return _dxf(source, name, plane, layers, place)
    if suffix in _MAPS:
        return _map(source, name, plane, layers, place)
    if suffix in _LISTS:
        return _list(source, name)
    raise RefusalError("DRAWING-FORM", name=name, extension=suffix or "–")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@paused_collector()
def _dxf(
    path: Path,
    name: str,
    plane: int | None,
    stated: Mapping[str, ThingKind] | None,
    place: Place,
) -> Drawing:
    drawn = _drawn(path, name)
    if not drawn.entities:
        raise RefusalError("DRAWING-EMPTY", name=name)
    kinds = _kinds(drawn, stated)
    issues = [*_said(drawn)]
    shapes = np.array([entity.geometry for entity in drawn.entities], dtype=object)
    used = np.array(
        [kinds[entity.layer][0] is not ThingKind.IGNORED for entity in drawn.entities], dtype=bool
    )
    metres = metres_of(
        name, shapely.get_coordinates(shapes[used] if used.any() else shapes), drawn.unit, plane, place
    )
    issues += metres.issues
    made = Drawing(
        name, _digest(path), "dxf", plane=metres.plane, likely=metres.likely, unit_m=metres.unit_m,
        swapped=metres.swapped, left_out=sum(drawn.left_out.values()),
    )  # fmt: skip
    moved, texts = _moved(drawn, shapes, metres)
    shown = _layers(replace(drawn, entities=moved, texts=texts), kinds, metric=metres.plane != DEGREES)
    if metres.plane is None:
        issues.append(issue_of("DRAWING-PLANE-ASKED"))
        return replace(made, layers=shown, issues=tuple(issues))
    content, further, left_out = _content(moved, texts, kinds, metres.plane)
    return replace(
        made, layers=shown, content=content, issues=(*issues, *further), left_out=made.left_out + left_out
    )


def _drawn(path: Path, name: str) -> Drawn:
    try:
        answer = run_child(
            "registry.intake.drawings.child:read", {"path": str(path.resolve())}, name=name, wall_s=WALL_S
        )
    except RefusalError as refusal:
        if refusal.code != "FILE-UNREADABLE":
            raise
        raise RefusalError("DRAWING-NOT-DXF", name=name) from refusal
    entities = [
        Entity(layer, shape, attributes, block)
        for layer, shape, attributes, block in zip(
            answer["layers"], shapely.from_wkb(answer["shapes"]), answer["attributes"], answer["blocks"],
            strict=True,
        )
    ]  # fmt: skip
    texts = [Text(*text) for text in answer["texts"]]
    return Drawn(
        entities, texts, answer["counts"], answer["left_out"], answer["xrefs"], answer["unit"],
        frozenset(answer["hidden"]),
    )  # fmt: skip


def _kinds(drawn: Drawn, stated: Mapping[str, ThingKind] | None) -> dict[str, tuple[ThingKind, ProposedBy]]:
    names = dict.fromkeys([*drawn.counts, *(entity.layer for entity in drawn.entities)])
    return {layer: kind_of(layer, stated, hidden=layer in drawn.hidden) for layer in names}


def _said(drawn: Drawn) -> list[Issue]:
    """Return what is said of things that were not used: by what the drawing calls them."""
    found = []
    if drawn.left_out:
        most = sorted(drawn.left_out.items(), key=lambda pair: -pair[1])[:_MOST_LEFT_OUT]
        kinds = ", ".join(f"{kind} ({count})" for kind, count in most)
        found.append(
            issue_of("DRAWING-LEFT-OUT", params={"count": sum(drawn.left_out.values()), "kinds": kinds})
        )
    if drawn.xrefs:
        found.append(issue_of("DRAWING-XREF", params={"names": ", ".join(drawn.xrefs[:_MOST_LEFT_OUT])}))
    return found


def _moved(drawn: Drawn, shapes: Any, metres: Metres) -> tuple[list[Entity], list[Text]]:
    """Return entities and texts in metres of the plane (or degrees)."""
    turned = shapely.transform(shapes, metres.moved)
    entities = [replace(entity, geometry=shape) for entity, shape in zip(drawn.entities, turned, strict=True)]
    if not drawn.texts:
        return entities, []
    spots = metres.moved(np.array([(text.x, text.y) for text in drawn.texts], dtype=float))
    texts = [replace(text, x=float(x), y=float(y)) for text, (x, y) in zip(drawn.texts, spots, strict=True)]
    return entities, texts


def _layers(
    drawn: Drawn, kinds: Mapping[str, tuple[ThingKind, ProposedBy]], *, metric: bool
) -> tuple[DrawingLayer, ...]:
    lengths: dict[str, float] = {}
    for entity, length in zip(
        drawn.entities,
        shapely.length(np.array([one.geometry for one in drawn.entities], dtype=object)),
        strict=True,
    ):
        lengths[entity.layer] = lengths.get(entity.layer, 0.0) + (float(length) if metric else 0.0)
    samples: dict[str, dict[str, None]] = {}
    for text in drawn.texts:
        own = samples.setdefault(text.layer, {})
        if len(own) < _SAMPLES:
            own[text.words[:_SAMPLE_LONG]] = None
    return tuple(
        DrawingLayer(
            layer, kind, by, dict(drawn.counts.get(layer, {})), lengths.get(layer, 0.0),
            tuple(samples.get(layer, {})), layer in drawn.hidden,
        )
        for layer, (kind, by) in sorted(kinds.items())
    )  # fmt: skip


def _content(
    entities: Sequence[Entity],
    texts: Sequence[Text],
    kinds: Mapping[str, tuple[ThingKind, ProposedBy]],
    plane: int,
) -> tuple[DesignContent, list[Issue], int]:
    """Return the content in degrees of entities in metres of ``plane`` (4326: in degrees)."""
    if not entities:
        return DesignContent(), [], 0
    epsg = plane
    if plane == DEGREES:
        shapes = np.array([entity.geometry for entity in entities], dtype=object)
        west, _, east, _ = shapely.total_bounds(shapes)
        epsg = plane_near((west + east) / 2)
        entities = [
            replace(entity, geometry=shape)
            for entity, shape in zip(entities, metric_of(shapes, epsg), strict=True)
        ]
        if texts:
            spots = metric_of(shapely.points([(text.x, text.y) for text in texts]), epsg)
            texts = [replace(text, x=spot.x, y=spot.y) for text, spot in zip(texts, spots, strict=True)]
    assembling = Assembling(entities, texts, {layer: kind for layer, (kind, _) in kinds.items()})
    content = _in_degrees(assembling.content(ACCURACY_M), epsg)
    return content, assembling.said(), assembling.left_out


def _in_degrees(content: DesignContent, epsg: int) -> DesignContent:
    """Return a content whose shapes are metres in degrees; all are turned at once."""
    names = [name for kind, name in FIELDS.items() if kind is not ThingKind.OUTLINE]
    things = [(name, thing) for name in names for thing in getattr(content, name)]
    shapes = np.array([*(thing.geometry for _, thing in things), content.outline], dtype=object)
    turned = degrees_of(shapes, epsg)
    found: dict[str, list[Any]] = {name: [] for name in names}
    for (name, thing), shape in zip(things, turned[:-1], strict=True):
        found[name].append(replace(thing, geometry=shape))
    moved: dict[str, Any] = {name: tuple(values) for name, values in found.items()}
    return replace(content, outline=turned[-1], **moved)


def _map(
    path: Path,
    name: str,
    plane: int | None,
    stated: Mapping[str, ThingKind] | None,
    place: Place,
) -> Drawing:
    made = Drawing(name, _digest(path), path.suffix.lower().lstrip("."))
    try:
        found = read_layers(path, name, plane, place)
    except RefusalError as refusal:
        if not refusal.code.startswith("VECTOR-NO-CRS") or plane is not None:
            raise
        return replace(made, likely=_said_likely(refusal, place), issues=(issue_of("DRAWING-PLANE-ASKED"),))
    if not found.entities:
        raise RefusalError("DRAWING-EMPTY", name=name)
    drawn = Drawn(found.entities)
    for entity in found.entities:
        own = drawn.counts.setdefault(entity.layer, {})
        kind = entity.geometry.geom_type.upper()
        own[kind] = own.get(kind, 0) + 1
    kinds = _kinds(drawn, stated)
    content, further, left_out = _content(found.entities, (), kinds, DEGREES)
    return replace(
        made,
        layers=_layers(drawn, kinds, metric=False),
        plane=int(found.crs.partition(":")[2]) if found.crs.startswith("EPSG:") else DEGREES,
        content=content,
        issues=(*found.issues, *further),
        left_out=found.left_out + left_out,
    )


def _said_likely(refusal: RefusalError, place: Place) -> tuple[int, ...]:
    """Return the planes by which a map file lies in the office's place, as its reader names them."""
    named = [int(one) for one in re.findall(r"EPSG:(\d+)", str(refusal.params.get("likely", "")))]
    return tuple(epsg for epsg in named if epsg in MERIDIANS or epsg == DEGREES) or place.planes


def _list(path: Path, name: str) -> Drawing:
    content, issues, left_out, counts = read_places(path, name)
    layers = tuple(
        DrawingLayer(kind, ThingKind(kind), ProposedBy.CONFIRMED, {"ROW": count})
        for kind, count in counts.items()
    )
    return Drawing(
        name, _digest(path), path.suffix.lower().lstrip("."), layers, DEGREES, content=content,
        issues=tuple(issues), left_out=left_out,
    )  # fmt: skip
