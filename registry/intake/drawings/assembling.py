"""Shapes by layer become a design's content: polygons closed, texts given to what they name.

Everything is measured in metres here, and turned to degrees at the end by whoever reads. What cannot be used
is counted, and said by kind: nothing is left out in silence.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from registry.intake.drawings.entities import Entity, Text
from registry.intake.drawings.labels import (
    bts_facts,
    duct_facts,
    named,
    number,
    plot_facts,
    says_duct,
    spot_name,
)
from registry.intake.drawings.naming import numbered
from registry.messages import Words, issue_of
from registry.model.designs.contents import (
    AerialLine,
    BtsPlace,
    DesignContent,
    Duct,
    Plot,
    Spot,
    Street,
    ThingKind,
)
from registry.model.issues import Issue

LEAST_PLOT_M2 = 10.0
LEAST_LINE_M = 0.5
LOOP_M = 15.0
"""A closed line shorter than this is no duct or street."""
SAME_M = 0.5
"""Two points so near are one symbol: a circle with a hatch and a block."""
TEXT_M = {ThingKind.DUCT: 4.0, ThingKind.AERIAL: 4.0, ThingKind.STREET: 12.0}
SPOT_TEXT_M = 6.0
_CHAINED_M = 0.05
_COPY_SHARE = 0.95
WORDS: dict[ThingKind, Words] = {
    ThingKind.OUTLINE: Words("ranh giới", "outline"),
    ThingKind.PLOT: Words("lô đất", "plots"),
    ThingKind.STREET: Words("tim đường", "streets"),
    ThingKind.DUCT: Words("cống bể, cáp ngầm", "ducts"),
    ThingKind.CHAMBER: Words("bể cáp, hố ga", "chambers"),
    ThingKind.POLE: Words("cột treo cáp", "poles"),
    ThingKind.AERIAL: Words("cáp treo", "cable overhead"),
    ThingKind.BTS: Words("vị trí trạm BTS", "places for stations"),
    ThingKind.CABINET: Words("tủ cáp", "cabinets"),
    ThingKind.ROOM: Words("phòng kỹ thuật", "technical rooms"),
}


class Assembling:
    """Builds a content of entities (metres) by the kinds of their layers."""

    def __init__(
        self, entities: Sequence[Entity], texts: Sequence[Text], kinds: Mapping[str, ThingKind]
    ) -> None:
        self.of: dict[ThingKind, list[Entity]] = {kind: [] for kind in ThingKind}
        for entity in entities:
            self.of[kinds.get(entity.layer, ThingKind.IGNORED)].append(entity)
        self.kinds = kinds
        self.texts = list(texts)
        self.text_points = np.array([(text.x, text.y) for text in texts], dtype=float).reshape(-1, 2)
        self.issues: list[Issue] = []
        self.unused: dict[ThingKind, int] = {}

    def leave(self, kind: ThingKind, count: int = 1) -> None:
        """Count shapes that cannot be what their layer is."""
        if count:
            self.unused[kind] = self.unused.get(kind, 0) + count

    @property
    def left_out(self) -> int:
        """How many shapes were not used."""
        return sum(self.unused.values())

    def said(self) -> list[Issue]:
        """Return the issues, those of shapes that were not used by kind."""
        unused = [
            issue_of("DRAWING-NOT-USED", params={"count": count, "kind": WORDS[kind]})
            for kind, count in self.unused.items()
        ]
        return [*self.issues, *unused]

    def content(self, accuracy_m: float) -> DesignContent:
        """Return what the design holds, in metres."""
        outline = self.outline()
        return DesignContent(
            outline=outline,
            plots=tuple(self.plots(outline)),
            streets=tuple(self.streets()),
            ducts=tuple(self.ducts()),
            chambers=tuple(self.spots(ThingKind.CHAMBER)),
            poles=tuple(self.spots(ThingKind.POLE)),
            aerial_lines=tuple(AerialLine(name, line) for name, line, _, _ in self.lines(ThingKind.AERIAL)),
            bts_places=tuple(self.bts_places()),
            cabinets=tuple(self.spots(ThingKind.CABINET)),
            rooms=tuple(self.spots(ThingKind.ROOM)),
            accuracy_m=accuracy_m,
            shown=frozenset(self.kinds.values()) - {ThingKind.IGNORED},
        )

    def outline(self) -> Any:
        """Return the largest area that the outline's layer closes (all of them, where they lie apart)."""
        own = self.of[ThingKind.OUTLINE]
        areas = self.areas(ThingKind.OUTLINE)
        if not areas:
            if own:
                self.leave(ThingKind.OUTLINE, len(own))
                self.issues.append(issue_of("DRAWING-OUTLINE-OPEN"))
            return None
        whole = shapely.union_all([shape for shape, _ in areas])
        parts = shapely.get_parts(whole)
        largest = max(part.area for part in parts)
        kept = [shapely.Polygon(part.exterior) for part in parts if part.area >= largest / 20]
        alike = [part for part in kept if part.area >= _COPY_SHARE * largest]
        if len(alike) > 1:  # sheets of one design, drawn side by side
            self.issues.append(issue_of("DRAWING-COPIES", params={"count": len(alike)}))
        return shapely.union_all(kept)

    def areas(self, kind: ThingKind) -> list[tuple[Any, Entity | None]]:
        """Return the areas of closed lines and hatches, else those that open lines enclose together."""
        found: list[tuple[Any, Entity | None]] = []
        lines = []
        for entity in self.of[kind]:
            if entity.geometry.geom_type in ("Polygon", "MultiPolygon"):
                whole = _sound(entity.geometry)
                found += [(part, entity) for part in whole]
                self.leave(kind, not whole)
            elif entity.geometry.geom_type in ("LineString", "MultiLineString"):
                lines.append(entity.geometry)
        if lines:
            # lines that nearly meet are taken to meet
            noded = shapely.node(shapely.set_precision(shapely.union_all(lines), _CHAINED_M))
            closed = shapely.get_parts(shapely.polygonize([noded]))
            found += [(area, None) for area in closed if area.area >= LEAST_PLOT_M2]
        return found

    def plots(self, outline: Any) -> list[Plot]:
        """Return the plots, each once: not a line and its hatch, nor the frame of a whole block."""
        areas = [
            (shape, entity) for shape, entity in self.areas(ThingKind.PLOT) if shape.area >= LEAST_PLOT_M2
        ]
        if not areas:
            return []
        shapes = np.array([shape for shape, _ in areas], dtype=object)
        kept = _once(shapes)
        kept = [at for at in kept if outline is None or not _is_outline(shapes[at], outline)]
        shapes = shapes[kept]
        inside: list[list[str]] = [[] for _ in kept]
        if len(self.texts) and len(shapes):
            pairs = shapely.STRtree(shapes).query(shapely.points(self.text_points), predicate="intersects")
            for text, plot in zip(*(pair.tolist() for pair in pairs), strict=True):
                inside[plot].append(self.texts[text].words)
        told = self.tables_in(shapes)
        found: list[Plot] = []
        for at, shape, texts, table in zip(kept, shapes, inside, told, strict=True):
            entity = areas[at][1]
            attributes = {**(entity.attributes if entity is not None else {}), **table}
            layer = entity.layer if entity is not None else ""
            facts = plot_facts(texts, attributes, layer)
            facts["name"] = facts["name"] or numbered(ThingKind.PLOT, len(found) + 1)
            found.append(Plot(geometry=shape, **facts))
        return found

    def tables_in(self, shapes: Any) -> list[dict[str, Any]]:
        """Return the attributes of the blocks of plots' layers that stand within each area."""
        given: list[dict[str, Any]] = [{} for _ in shapes]
        tables = [
            one for one in self.of[ThingKind.PLOT] if one.geometry.geom_type == "Point" and one.attributes
        ]
        if tables and len(shapes):
            spots = np.array([table.geometry for table in tables], dtype=object)
            at, plot = shapely.STRtree(shapes).query(spots, predicate="intersects")
            for one, of in zip(at.tolist(), plot.tolist(), strict=True):
                given[of].update(tables[one].attributes)
        return given

    def lines(self, kind: ThingKind) -> list[tuple[str, Any, Entity, list[str]]]:
        """Return (name, line, entity, texts beside it) of the lines of a kind."""
        found = []
        for entity in self.of[kind]:
            shape = entity.geometry
            if shape.geom_type == "Polygon":
                shape = shape.exterior
                if shape.length < LOOP_M:
                    self.leave(kind)  # a symbol on the layer of lines
                    continue
            parts = [
                shapely.LineString(part.coords)
                for part in shapely.get_parts(shape).tolist()
                if part.geom_type in ("LineString", "LinearRing") and part.length >= LEAST_LINE_M
            ]
            self.leave(kind, not parts)
            found += [(entity, part) for part in parts]
        beside = self.texts_beside(kind, [part for _, part in found])
        return [
            (spot_name([], entity.attributes) or numbered(kind, at), part, entity, texts)
            for at, ((entity, part), texts) in enumerate(zip(found, beside, strict=True), 1)
        ]

    def texts_beside(self, kind: ThingKind, lines: list[Any]) -> list[list[str]]:
        """Return the texts that name each line: on a layer of its kind, or labels that can be of no other."""
        given: list[list[str]] = [[] for _ in lines]
        meant = [
            at
            for at, text in enumerate(self.texts)
            if self.kinds.get(text.layer) is kind or (kind is ThingKind.DUCT and says_duct(text.words))
        ]
        if not meant or not lines:
            return given
        points = shapely.points(self.text_points[meant])
        tree = shapely.STRtree(np.array(lines, dtype=object))
        at, line = tree.query_nearest(points, max_distance=TEXT_M[kind], all_matches=False)
        for one, of in zip(at.tolist(), line.tolist(), strict=True):
            given[of].append(self.texts[meant[one]].words)
        return given

    def streets(self) -> list[Street]:
        """Return the streets by their middle lines."""
        found = []
        for name, line, entity, texts in self.lines(ThingKind.STREET):
            stated = named(entity.attributes)
            width = stated.get("width_m")
            shown = name if named(entity.attributes).get("name") else next(iter(texts), name)
            found.append(Street(shown[:80], line, None if width is None else number(str(width))))
        return found

    def ducts(self) -> list[Duct]:
        """Return the ducts with what their labels state."""
        return [
            Duct(name=name, geometry=line, **duct_facts(texts, entity.attributes, entity.layer))
            for name, line, entity, texts in self.lines(ThingKind.DUCT)
        ]

    def points(self, kind: ThingKind) -> list[tuple[Any, Entity, list[str]]]:
        """Return (point, entity, texts near) of the symbols of a kind, each once."""
        entities = [
            entity
            for entity in self.of[kind]
            if entity.geometry.geom_type not in ("LineString", "MultiLineString")
        ]
        self.leave(kind, len(self.of[kind]) - len(entities))
        # a block with attributes knows most of itself: it is kept before the circle that it is drawn with
        entities.sort(key=lambda entity: (not entity.attributes, not entity.block))
        spots = np.array([*(shapely.centroid(entity.geometry) for entity in entities), None], dtype=object)[
            :-1
        ]
        if not len(spots):
            return []
        first, second = shapely.STRtree(spots).query(spots, predicate="dwithin", distance=SAME_M)
        dropped = {int(two) for one, two in zip(first, second, strict=True) if one < two}
        kept = [at for at in range(len(spots)) if at not in dropped]
        texts = self.texts_near(kind, spots[kept])
        return [(spots[at], entities[at], near) for at, near in zip(kept, texts, strict=True)]

    def texts_near(self, kind: ThingKind, spots: Any) -> list[list[str]]:
        """Return the texts of a kind's own layers that each point is the nearest to."""
        given: list[list[str]] = [[] for _ in spots]
        meant = [at for at, text in enumerate(self.texts) if self.kinds.get(text.layer) is kind]
        if meant and len(spots):
            points = shapely.points(self.text_points[meant])
            at, spot = shapely.STRtree(spots).query_nearest(
                points, max_distance=SPOT_TEXT_M, all_matches=False
            )
            for one, of in zip(at.tolist(), spot.tolist(), strict=True):
                given[of].append(self.texts[meant[one]].words)
        return given

    def spots(self, kind: ThingKind) -> list[Spot]:
        """Return chambers, poles, cabinets or rooms."""
        return [
            Spot(spot_name(texts, entity.attributes)[:80] or numbered(kind, at), point)
            for at, (point, entity, texts) in enumerate(self.points(kind), 1)
        ]

    def bts_places(self) -> list[BtsPlace]:
        """Return the places for stations with what they state."""
        return [
            BtsPlace(
                name=spot_name(texts, entity.attributes)[:80] or numbered(ThingKind.BTS, at),
                geometry=point,
                **bts_facts(texts, entity.attributes, entity.block),
            )
            for at, (point, entity, texts) in enumerate(self.points(ThingKind.BTS), 1)
        ]  # fmt: skip


def _sound(shape: Any) -> list[Any]:
    """Return the valid areas of a polygon: one that crosses itself is repaired."""
    whole = shape if shape.is_valid else shapely.make_valid(shape)
    return [
        part for part in shapely.get_parts(whole).tolist() if part.geom_type == "Polygon" and part.area > 0.0
    ]


def _once(shapes: Any) -> list[int]:
    """Return the places of areas without those that are drawn twice, or are the frame of several others."""
    tree = shapely.STRtree(shapes)
    inner = shapely.point_on_surface(shapes)
    sizes = shapely.area(shapes)
    point, area = tree.query(inner, predicate="intersects")
    dropped: set[int] = set()
    held: dict[int, float] = {}
    for one, other in zip(point.tolist(), area.tolist(), strict=True):
        if one == other:
            continue
        if abs(sizes[one] - sizes[other]) <= 0.02 * max(sizes[one], sizes[other]):
            dropped.add(max(one, other))
        elif sizes[one] < sizes[other]:
            held[other] = held.get(other, 0.0) + sizes[one]
    dropped |= {frame for frame, size in held.items() if size >= 0.5 * sizes[frame]}
    return [at for at in range(len(shapes)) if at not in dropped]


def _is_outline(shape: Any, outline: Any) -> bool:
    return bool(abs(shape.area - outline.area) <= 0.02 * outline.area and shape.intersects(outline))
