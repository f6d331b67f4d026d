"""A small extract of OpenStreetMap as a text, around ``GROUND``: what an office may meet in a real one."""

import gzip
from pathlib import Path
from xml.sax.saxutils import quoteattr

import osmium
from shapely import box

from registry.basemap.build import Ground

WEST, SOUTH, EAST, NORTH = 106.10, 21.20, 106.16, 21.26
GROUND = Ground(
    "Tỉnh Thử",
    box(WEST, SOUTH, EAST, NORTH),
    [box(WEST, SOUTH, 106.13, NORTH), box(106.13, SOUTH, EAST, NORTH)],
    9214,
)
Points = list[tuple[float, float]]


class SmallOsm:
    """Collects nodes, ways and relations; the same place is the same node."""

    def __init__(self) -> None:
        self.places: dict[tuple[float, float], int] = {}
        self.tags: dict[int, dict[str, str]] = {}
        self.ways: list[tuple[list[int], dict[str, str]]] = []
        self.relations: list[tuple[list[tuple[str, int, str]], dict[str, str]]] = []

    def node(self, at: tuple[float, float], **tags: str) -> int:
        number = self.places.setdefault(at, len(self.places) + 1)
        if tags:
            self.tags[number] = tags
        return number

    def way(self, points: Points, **tags: str) -> int:
        self.ways.append(
            (
                [self.node(point) for point in points],
                {key.replace("__", ":"): value for key, value in tags.items()},
            )
        )
        return len(self.ways)

    def relation(self, members: list[tuple[int, str]], **tags: str) -> None:
        self.relations.append(([("way", ref, role) for ref, role in members], tags))

    def text(self) -> str:
        lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<osm version="0.6" generator="test">']
        for (lon, lat), number in self.places.items():
            lines.append(
                f'<node id="{number}" lon="{lon}" lat="{lat}">{_tags(self.tags.get(number, {}))}</node>'
            )
        for number, (refs, tags) in enumerate(self.ways, 1):
            body = "".join(f'<nd ref="{ref}"/>' for ref in refs)
            lines.append(f'<way id="{number}">{body}{_tags(tags)}</way>')
        for number, (members, tags) in enumerate(self.relations, 1):
            body = "".join(
                f'<member type="{kind}" ref="{ref}" role="{role}"/>' for kind, ref, role in members
            )
            lines.append(f'<relation id="{number}">{body}{_tags(tags)}</relation>')
        return "\n".join([*lines, "</osm>"])


def ring(west: float, south: float, east: float, north: float) -> Points:
    return [(west, south), (east, south), (east, north), (west, north), (west, south)]


def small_osm() -> SmallOsm:
    """Return the extract: roads of all classes, water, a wood over the edge, houses, places, borders."""
    osm = SmallOsm()
    osm.way(
        [(105.0, 21.23), (105.95, 21.23), (106.12, 21.23), (106.14, 21.23), (106.3, 21.23), (107.5, 21.23)],
        highway="trunk",
        ref="QL.1A;AH1",
        name="Quốc lộ 1A",
    )
    osm.way(
        [(106.12, 21.20), (106.12, 21.23), (106.12, 21.25)],
        highway="secondary",
        name="Hùng Vương Road",
        name__vi="Đường Hùng Vương",
    )
    osm.way(
        [(106.14, 21.23), (106.14, 21.25), (106.15, 21.25)],
        highway="residential",
        name="Đường Hùng Vương",
        oneway="-1",
    )
    osm.way([(106.11, 21.215), (106.13, 21.215)], highway="tertiary", bridge="yes", name="Cầu Thử")
    osm.way([(106.13, 21.215), (106.131, 21.216)], highway="service", access="private")
    osm.way([(106.15, 21.25), (106.155, 21.256)], highway="track")
    osm.way([(106.10, 21.21), (106.16, 21.211)], railway="rail", name="Đường sắt Thử")
    osm.way([(106.0, 21.245), (106.13, 21.244), (106.3, 21.24)], waterway="river", name="Sông Mẫu")
    lake = osm.way(ring(106.14, 21.205, 106.15, 21.212))
    island = osm.way(ring(106.144, 21.207, 106.146, 21.209))
    osm.relation(
        [(lake, "outer"), (island, "inner")],
        type="multipolygon",
        natural="water",
        water="lake",
        name="Hồ Mẫu",
    )
    osm.way(ring(106.155, 21.24, 107.2, 21.25), landuse="forest", name="Rừng xa")
    half = [
        osm.way([(106.05, 21.12), (108.0, 21.12), (108.0, 21.30)]),
        osm.way([(108.0, 21.30), (106.05, 21.30), (106.05, 21.12)]),
    ]
    osm.relation(
        [(ref, "outer") for ref in half],
        type="boundary",
        boundary="administrative",
        admin_level="4",
        name="Tỉnh Thử",
    )
    osm.way(ring(106.121, 21.231, 106.1212, 21.2311), building="yes")
    osm.way(ring(106.122, 21.231, 106.123, 21.232), building="yes", amenity="hospital", name="Bệnh viện Thử")
    osm.way(ring(106.11, 21.23, 106.118, 21.238), landuse="residential")
    osm.way([(106.01, 21.16), (106.02, 21.16)], highway="residential", name="Đường Chung")
    osm.way([(106.02, 21.16), (106.03, 21.16)], highway="residential", name="Đường Chung")
    osm.way([(106.21, 21.33), (106.22, 21.33)], highway="residential", name="Đường Chung")
    osm.way(ring(106.2, 21.2, 106.21, 21.21), aeroway="aerodrome", name="Sân bay Thử")
    osm.way([(106.25, 21.05), (106.25, 21.4)], natural="coastline")  # northward: land in the west
    osm.way(ring(105.2, 10.0, 105.3, 10.1), landuse="forest", name="Rừng miền Nam")
    osm.way([(105.2, 10.0), (105.3, 10.2)], highway="primary", name="Đường miền Nam")
    osm.node((106.125, 21.235), place="town", name="Thị trấn Mẫu", population="12.345 (2024)")
    osm.node((106.15, 21.255), place="village", name="Thôn Trại  Cá")
    osm.node((106.19, 21.25), place="village", name="Thôn Ngoài")
    osm.node((106.10, 10.0), place="city", name="Thành phố miền Nam")
    osm.node((106.126, 21.236), amenity="post_office", name="Bưu điện Mẫu")
    osm.node((106.127, 21.236), amenity="bench")
    return osm


def written(text: str, path: Path) -> Path:
    """Write the text as .osm, .osm.gz or, by osmium, as .osm.pbf."""
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    elif path.suffix == ".osm":
        path.write_text(text, encoding="utf-8")
    else:
        plain = written(text, path.with_name("plain.osm"))
        header = osmium.io.Header()
        header.set("osmosis_replication_timestamp", "2026-11-01T20:21:22Z")
        with osmium.SimpleWriter(str(path), header=header, overwrite=True) as writer:
            for thing in osmium.FileProcessor(str(plain)):
                writer.add(thing)
    return path


def _tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items())
