"""Reads an extract of OpenStreetMap (.osm.pbf, .osm, .osm.gz) and hands on what lies in a box and is drawn.

Memory follows what lies in the box, not the file: the first reading keeps the places of the nodes in the box,
others look at relations, at ways, and at the ways of relations; what reaches beyond the box (a lake, a
border) is completed by two more. So an extract of the whole country can be used for one province.
"""

import array
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from registry.basemap.schema import KEYS, POINT_KEYS, Kind, of_area, of_point, of_way
from registry.errors import RefusalError

ENDINGS = (".osm.pbf", ".pbf", ".osm", ".osm.gz", ".osm.bz2")
Box = tuple[float, float, float, float]
Told = Callable[[str, int], None]
"""Is told what is being read ("nodes", "ways", "areas") and how many were looked at."""
_TOLD_EVERY = 250_000
_MOST_MEMBERS = 5_000


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing to draw with its geometry in degrees, as WKB in hexadecimal digits or as a shapely geometry.

    A line whose kind is an area is the area's closed ring.
    """

    kind: Kind
    geometry: Any


@dataclass(slots=True)
class _Relation:
    kinds: tuple[Kind, ...]
    members: tuple[int, ...]


@dataclass(slots=True)
class Extract:
    """One extract and a box (west, south, east, north in degrees); ``day`` is known after reading.

    Raises RefusalError: ``BASEMAP-NOT-OSM`` for a file of another form, ``BASEMAP-OSM-CUT-SHORT`` for one
    that breaks off.
    """

    path: Path
    box: Box
    told: Told = lambda _what, _count: None
    day: dt.date | None = None
    nodes_read: int = 0
    _table: Any = None
    _relations: list[_Relation] = field(default_factory=list)
    _parts: dict[int, str] = field(default_factory=dict)
    _touched: set[int] = field(default_factory=set)
    _whole_ways: dict[int, tuple[Kind, ...]] = field(default_factory=dict)

    def features(self) -> Iterator[Feature]:
        """Read the file and hand on its things one by one: points, ways, then areas made of several ways."""
        try:
            self._read_header()
        except RuntimeError as error:
            raise RefusalError("BASEMAP-NOT-OSM", file=self.path.name) from error
        try:
            yield from self._points()
            yield from self._ways()
            yield from self._areas()
            self._forget()
        except RuntimeError as error:
            raise RefusalError("BASEMAP-OSM-CUT-SHORT", file=self.path.name, reason=str(error)) from error

    def _forget(self) -> None:
        """Let go of what was needed for reading alone: cutting tiles wants the memory."""
        self._table = None
        self._parts.clear()
        self._touched.clear()
        self._whole_ways.clear()

    def _read_header(self) -> None:
        import osmium

        if not self.path.name.lower().endswith(ENDINGS):
            raise RuntimeError("no such form")
        with osmium.io.Reader(str(self.path), osmium.osm.NOTHING) as reader:
            stamp = reader.header().get("osmosis_replication_timestamp")
        self.day = _day(stamp)

    def _objects(self, entity: Any, *handlers: Any) -> Iterator[Any]:
        import osmium

        with osmium.io.Reader(str(self.path), entity) as reader:
            yield from osmium.OsmFileIterator(reader, *handlers)

    def _points(self) -> Iterator[Feature]:
        """Keep the places of all nodes in the box, and hand on those that are drawn themselves."""
        import osmium

        west, south, east, north = self.box
        ids, lons, lats = array.array("q"), array.array("d"), array.array("d")
        read = 0
        for node in self._objects(osmium.osm.NODE):
            read += 1
            if not read % _TOLD_EVERY:
                self.told("nodes", read)
            lon = node.lon
            if not west < lon < east:
                continue
            lat = node.lat
            if not south < lat < north:
                continue
            ids.append(node.id)
            lons.append(lon)
            lats.append(lat)
            if node.tags and any(key in node.tags for key in POINT_KEYS):
                for kind in of_point(dict(node.tags)):
                    yield Feature(kind, shapely.Point(lon, lat))
        self.nodes_read = read
        self._table = _table(ids, lons, lats)

    def _ways(self) -> Iterator[Feature]:
        import osmium

        self._note_relations()
        located = self._located()
        write = osmium.geom.WKBFactory()
        every = osmium.geom.use_nodes.ALL  # UNIQUE passes over lost nodes at a line's beginning in silence
        wanted = osmium.filter.KeyFilter(*KEYS)
        for read, way in enumerate(self._objects(osmium.osm.WAY, located, wanted)):
            if not read % _TOLD_EVERY:
                self.told("ways", read)
            nodes = way.nodes
            here = nodes[0].location.valid() if len(nodes) > 1 else False
            if not here and ("building" in way.tags or not any(node.location.valid() for node in nodes)):
                continue
            kinds = of_way(dict(way.tags), closed=way.is_closed() and len(nodes) > 3)
            if not kinds:
                continue
            try:
                line = write.create_linestring(way, every)
            except (osmium.InvalidLocationError, RuntimeError):
                if any(kind.form in {"area", "centre"} for kind in kinds):
                    self._whole_ways[way.id] = kinds
                else:
                    for run in _runs(nodes):
                        yield from (Feature(kind, run) for kind in kinds)
                continue
            yield from (Feature(kind, line) for kind in kinds)

    def _located(self) -> Any:
        import osmium

        located = osmium.NodeLocationsForWays(self._table)
        located.ignore_errors()
        return located

    def _note_relations(self) -> None:
        import osmium

        wanted = osmium.filter.TagFilter(("type", "multipolygon"), ("type", "boundary"))
        for relation in self._objects(osmium.osm.RELATION, wanted):
            kinds = of_area(dict(relation.tags))
            if not kinds or len(relation.members) > _MOST_MEMBERS:
                continue
            members = tuple(member.ref for member in relation.members if member.type == "w")
            self._relations.append(_Relation(kinds, members))

    def _areas(self) -> Iterator[Feature]:
        """Join the ways of relations, and complete what reaches beyond the box."""
        self._note_members()
        touched = [one for one in self._relations if not self._touched.isdisjoint(one.members)]
        self._relations = []
        lacking = {ref for one in touched for ref in one.members if ref not in self._parts}
        completed = self._completed(lacking | set(self._whole_ways))
        for number, kinds in self._whole_ways.items():
            if number in completed:
                yield from (Feature(kind, completed[number]) for kind in kinds)
        for read, one in enumerate(touched):
            if not read % 1000:
                self.told("areas", read)
            lines = [self._parts.get(ref) or completed.get(ref) for ref in one.members]
            area = _area([line for line in lines if line is not None])
            if area is not None:
                yield from (Feature(kind, area) for kind in one.kinds)

    def _note_members(self) -> None:
        """Keep the lines of the relations' ways that lie in the box, and which of them touch it."""
        import osmium

        members = {ref for one in self._relations for ref in one.members}
        if not members:
            return
        write = osmium.geom.WKBFactory()
        every = osmium.geom.use_nodes.ALL
        wanted = osmium.filter.IdFilter(members)
        for way in self._objects(osmium.osm.WAY, self._located(), wanted):
            if len(way.nodes) < 2 or not any(node.location.valid() for node in way.nodes):
                continue
            self._touched.add(way.id)
            try:
                self._parts[way.id] = write.create_linestring(way, every)
            except (osmium.InvalidLocationError, RuntimeError):
                continue

    def _completed(self, numbers: Iterable[int]) -> dict[int, str]:
        """Return the whole lines of ways, with the nodes outside of the box; those with lost nodes are left
        out."""
        import osmium

        numbers = set(numbers)
        if not numbers:
            return {}
        self.told("areas", 0)
        refs: dict[int, list[int]] = {}
        for way in self._objects(osmium.osm.WAY, osmium.filter.IdFilter(numbers)):
            refs[way.id] = [node.ref for node in way.nodes]
        needed = {ref for nodes in refs.values() for ref in nodes}
        places: dict[int, tuple[float, float]] = {}
        for node in self._objects(osmium.osm.NODE, osmium.filter.IdFilter(needed)):
            places[node.id] = (node.lon, node.lat)
        lines = {}
        for number, nodes in refs.items():
            points = [places[ref] for ref in nodes if ref in places]
            if len(points) == len(nodes) > 1:
                lines[number] = str(shapely.to_wkb(shapely.LineString(points), hex=True))
        return lines


def _table(ids: "array.array[int]", lons: "array.array[float]", lats: "array.array[float]") -> Any:
    """Return osmium's own index of places, filled in the order that it needs: by number."""
    import osmium

    table = osmium.index.create_map("sparse_mem_array")
    numbers = np.frombuffer(ids, dtype=np.int64) if len(ids) else np.zeros(0, dtype=np.int64)
    order = np.argsort(numbers, kind="stable")
    location = osmium.osm.Location
    for row in order.tolist():
        if ids[row] > 0:
            table.set(ids[row], location(lons[row], lats[row]))
    return table


def _runs(nodes: Any) -> Iterator[Any]:
    """The stretches of a line whose nodes are known."""
    run: list[tuple[float, float]] = []
    for node in nodes:
        if node.location.valid():
            run.append((node.lon, node.lat))
            continue
        if len(run) > 1:
            yield shapely.LineString(run)
        run = []
    if len(run) > 1:
        yield shapely.LineString(run)


def _area(lines: list[str]) -> Any | None:
    """Return the area within lines that close, holes left open (even-odd), None where nothing closes."""
    if not lines:
        return None
    area: Any = shapely.build_area(shapely.geometrycollections(shapely.from_wkb(lines)))
    return None if area.is_empty else area


def _day(stamp: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(stamp).date()
    except ValueError:
        return None
