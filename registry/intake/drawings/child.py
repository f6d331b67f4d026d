"""The child's part of reading a DXF: entities flattened, within limits, everything left out counted.

Blocks as small as a symbol are points with their attributes; larger ones are taken apart. Blocks within
blocks are followed to a depth, and the whole of what they unfold to is counted: a file of a few kilobytes can
unfold to billions of lines. Drawings that a drawing refers to are never opened.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely
from ezdxf import bbox, filemanagement, path, recover
from ezdxf.lldxf.const import DXFError
from ezdxf.math import Vec3
from ezdxf.tools.text import plain_text

from registry.errors import RefusalError
from registry.intake.drawings.old_letters import repaired
from registry.intake.limits import MAX_POINTS

MOST_ENTITIES = 200_000
DEEPEST_BLOCK = 6
SYMBOL_M = 12.0
"""A block that measures no more is a symbol: a chamber, a cabinet, a station."""
_SAG = 0.05  # metres that a flattened curve may lie off
_MOST_TEXT = 400
_QUIET = frozenset(
    {"DIMENSION", "LEADER", "MULTILEADER", "VIEWPORT", "ATTDEF", "OLE2FRAME", "IMAGE", "WIPEOUT"}
)
_CURVES = frozenset({"ARC", "CIRCLE", "ELLIPSE", "SPLINE", "POLYLINE", "LWPOLYLINE"})


class _Reader:
    """Reads a model space into plain values; ``unit_m`` is for sizes of symbols only."""

    def __init__(self, name: str, doc: Any) -> None:
        self.name, self.doc = name, doc
        self.unit = int(doc.header.get("$INSUNITS", 0) or 0)
        self.scale = {4: 0.001, 5: 0.01}.get(self.unit, 1.0)
        self.entities: list[tuple[str, Any, dict[str, Any], str]] = []
        self.texts: list[tuple[str, float, float, str]] = []
        self.counts: dict[str, dict[str, int]] = {}
        self.left_out: dict[str, int] = {}
        self.xrefs: dict[str, None] = {}
        self.points = self.seen = 0
        self.sizes: dict[str, float] = {}
        self.fonts = {style.dxf.name.lower(): str(style.dxf.get("font", "")) for style in doc.styles}
        self.layers: dict[str, str] = {}

    def read(self) -> None:
        for entity in self.doc.modelspace():
            self.take(entity, "", 0)

    def take(self, entity: Any, outer: str, depth: int) -> None:
        self.seen += 1
        if self.seen > MOST_ENTITIES:
            raise RefusalError("DRAWING-TOO-MANY", name=self.name, limit=MOST_ENTITIES)
        kind = entity.dxftype()
        own = str(entity.dxf.get("layer", "0"))
        layer = self.layer(outer if outer and own == "0" else own)
        if kind in ("TEXT", "MTEXT", "ATTRIB"):
            self.write(entity, layer)
        elif kind == "INSERT":
            self.insert(entity, layer, depth)
            return
        else:
            try:
                shape = self.shape(entity, kind)
            except (DXFError, ValueError, TypeError, ZeroDivisionError, AttributeError, KeyError, IndexError):
                shape = None  # an entity that is not whole
            if shape is None:
                self.left_out[kind] = self.left_out.get(kind, 0) + (kind not in _QUIET)
                return
            self.put(layer, shape, {}, "")
        found = self.counts.setdefault(layer, {})
        found[kind] = found.get(kind, 0) + 1

    def layer(self, name: str) -> str:
        if name not in self.layers:
            self.layers[name] = repaired(name)[:120]
        return self.layers[name]

    def put(self, layer: str, shape: Any, attributes: dict[str, Any], block: str) -> None:
        self.points += int(shapely.get_num_coordinates(shape))
        if self.points > MAX_POINTS:
            raise RefusalError("DRAWING-TOO-MANY", name=self.name, limit=MAX_POINTS)
        if np.isfinite(shapely.bounds(shape)).all():
            self.entities.append((layer, shape, attributes, block))

    def write(self, entity: Any, layer: str) -> None:
        at = entity.dxf.get("insert", None)
        if entity.dxftype() == "MTEXT":
            words = entity.plain_text(fast=True)
        else:
            words = plain_text(str(entity.dxf.get("text", "")))
            if entity.dxf.get("halign", 0) or entity.dxf.get("valign", 0):
                at = entity.dxf.get("align_point", at)
        if at is None:
            return
        x, y, _ = Vec3(at)
        shown = self.words(words, str(entity.dxf.get("style", "")))
        if shown and np.isfinite([x, y]).all():
            self.texts.append((layer, x, y, shown))

    def words(self, text: str, style: str) -> str:
        return " ".join(repaired(text, self.fonts.get(style.lower(), "")).split())[:_MOST_TEXT]

    def insert(self, entity: Any, layer: str, depth: int) -> None:
        block = entity.block()
        name = str(entity.dxf.get("name", ""))
        if block is None:
            self.left_out["INSERT"] = self.left_out.get("INSERT", 0) + 1
            return
        if block.block is not None and block.block.is_xref:
            self.xrefs[name[:80]] = None
            return
        found = self.counts.setdefault(layer, {})
        found["INSERT"] = found.get("INSERT", 0) + 1
        attributes = {
            repaired(str(one.dxf.get("tag", ""))): self.words(
                str(one.dxf.get("text", "")), one.dxf.get("style", "")
            )
            for one in entity.attribs
        }
        scale = max(abs(float(entity.dxf.get("xscale", 1.0))), abs(float(entity.dxf.get("yscale", 1.0))))
        copies = int(entity.dxf.get("row_count", 1)) * int(entity.dxf.get("column_count", 1))
        if copies > 1 and copies + self.seen > MOST_ENTITIES:
            raise RefusalError("DRAWING-TOO-MANY", name=self.name, limit=MOST_ENTITIES)
        if attributes or self.size(name, block) * scale * self.scale <= SYMBOL_M:
            for one in entity.multi_insert() if copies > 1 else (entity,):
                x, y, _ = one.ocs().to_wcs(Vec3(one.dxf.insert))
                self.put(layer, shapely.Point(x, y), attributes, repaired(name)[:120])
            return
        if depth >= DEEPEST_BLOCK:
            raise RefusalError("DRAWING-BLOCKS", name=self.name, deepest=DEEPEST_BLOCK)
        for one in entity.multi_insert() if copies > 1 else (entity,):
            for part in self.parts(one):
                self.take(part, layer, depth + 1)

    def parts(self, entity: Any) -> Iterator[Any]:
        yield from entity.virtual_entities()

    def size(self, name: str, block: Any) -> float:
        """Return the longer side of a block as it is defined; what it refers to is not followed."""
        if name not in self.sizes:
            flat = [one for one in block if one.dxftype() not in ("INSERT", "ATTDEF", "TEXT", "MTEXT")]
            nested = any(one.dxftype() == "INSERT" for one in block)
            extents = bbox.extents(flat[:2000], fast=True) if flat else None
            known = extents is not None and extents.has_data
            self.sizes[name] = max(extents.size.x, extents.size.y) if known and extents else 0.0
            if nested and not known:
                self.sizes[name] = float("inf")
        return self.sizes[name]

    def shape(self, entity: Any, kind: str) -> Any:
        if kind == "LINE":
            start, end = entity.dxf.start, entity.dxf.end
            return shapely.LineString([(start.x, start.y), (end.x, end.y)])
        if kind == "POINT":
            at = entity.dxf.location
            return shapely.Point(at.x, at.y)
        if kind == "LWPOLYLINE" and not entity.has_arc and entity.dxf.extrusion.z > 0.0:
            return _line([(x, y) for x, y in entity.get_points("xy")], closed=entity.closed)
        if kind in _CURVES:
            drawn = path.make_path(entity)
            spots = [(one.x, one.y) for one in drawn.flattening(_SAG / self.scale, segments=8)]
            return _line(spots, closed=drawn.is_closed)
        if kind == "HATCH":
            rings = [
                shapely.Polygon(ring)
                for one in path.from_hatch(entity)
                if len(ring := [(at.x, at.y) for at in one.flattening(_SAG / self.scale, segments=8)]) >= 4
            ]
            return max(rings, key=lambda ring: ring.area) if rings else None
        return None


def _line(spots: list[tuple[float, float]], *, closed: bool) -> Any:
    """Return a polygon of a closed line, else the line; None where there is nothing to see."""
    kept = [spot for at, spot in enumerate(spots) if at == 0 or spot != spots[at - 1]]
    if closed and kept and kept[0] != kept[-1]:
        kept.append(kept[0])
    if len(kept) < 2:
        return None
    if len(kept) >= 4 and kept[0] == kept[-1]:
        return shapely.Polygon(kept)
    return shapely.LineString(kept)


def read(request: dict[str, Any]) -> dict[str, Any]:
    """Read the DXF at ``path``; answers plain values in units of the drawing. Runs in the child."""
    reader = _Reader(request["name"], _document(request["path"], request["name"]))
    reader.read()
    shapes = [shape for _, shape, _, _ in reader.entities]
    return {
        "unit": reader.unit,
        "layers": [layer for layer, _, _, _ in reader.entities],
        "shapes": list(shapely.to_wkb(shapely.force_2d(np.array(shapes, dtype=object)))) if shapes else [],
        "attributes": [attributes for _, _, attributes, _ in reader.entities],
        "blocks": [block for _, _, _, block in reader.entities],
        "texts": reader.texts,
        "counts": reader.counts,
        "left_out": {kind: count for kind, count in reader.left_out.items() if count},
        "xrefs": list(reader.xrefs),
        "hidden": sorted(
            reader.layer(str(one.dxf.name)) for one in reader.doc.layers if one.is_off() or one.is_frozen()
        ),
    }


def _document(where: str, name: str) -> Any:
    try:
        return filemanagement.readfile(where)
    except (OSError, UnicodeDecodeError) as error:
        raise RefusalError("DRAWING-NOT-DXF", name=name) from error
    except (DXFError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        pass
    try:
        document, _ = recover.readfile(where)
    except (OSError, DXFError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise RefusalError("DRAWING-NOT-DXF", name=name) from error
    return document
