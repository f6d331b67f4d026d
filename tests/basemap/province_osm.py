"""A province-like extract of OpenStreetMap of any size, over the real borders; everything in it is invented.

``python -m tests.basemap.province_osm FILE.osm.pbf [FACTOR] [ELSEWHERE]``: at factor 1 about 300,000 houses
and 60,000 roads in 1,500 villages; ELSEWHERE are nodes of houses and lanes far from the province, as an
extract of the whole country has them (80 million make a file of about 1 GB).
"""

import math
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import shapely
from osmium.osm.mutable import Node, Relation, Way

from registry.services.register.units.border_file import FOLDER, read_border_file

TIMESTAMP = "2026-11-01T20:21:22Z"
LANES = 7  # each way in a village
LANE_DEGREES = 0.0009
HOUSES = 200
_FAR_FROM = 100_000_000
_REPEATED = 5
_FIRST = (
    "Đồng", "Trại", "Xuân", "Tân", "Phúc", "Yên", "Đông", "Bảo", "Hòa", "Lạc", "Thượng", "Nội", "Mỹ", "Kim",
)  # fmt: skip
_SECOND = ["Mẫu", "Cá", "Lạc", "Thịnh", "Long", "Lộc", "Sơn", "Đài", "An", "Khê", "Lai", "Hạ", "Xá", "Điền"]
_STREETS = ("Hùng Vương", "Lê Lợi", "Nguyễn Trãi", "Trần Phú", "Lý Thái Tổ", "Hoàng Hoa Thám", "Quang Trung")
_RANKS = ((20, "trunk", "QL."), (10, "primary", "ĐT.2"), (5, "secondary", "ĐH."), (1, "tertiary", ""))
Tags = dict[str, str]
_SIGNED: dict[str, Any] = {"version": 1, "timestamp": TIMESTAMP}


class Extract:
    """Writes nodes as they come, ways and relations after them, as a sorted file has them."""

    def __init__(self, path: Path) -> None:
        header = osmium.io.Header()
        header.set("osmosis_replication_timestamp", TIMESTAMP)
        self._writer = osmium.SimpleWriter(str(path), header=header, overwrite=True)
        self._nodes = 0
        self._ways: list[tuple[Sequence[int], Tags]] = []
        self._relations: list[tuple[list[tuple[str, int, str]], Tags]] = []
        self._far = range(0)

    def node(self, lon: float, lat: float, tags: Tags | None = None) -> int:
        self._nodes += 1
        self._writer.add_node(Node(id=self._nodes, location=(lon, lat), tags=tags or {}, **_SIGNED))
        return self._nodes

    def line(self, points: Any, tags: Tags) -> int:
        return self.way([self.node(*point) for point in points], tags)

    def ring(self, points: Any, tags: Tags) -> int:
        refs = [self.node(*point) for point in points]
        return self.way([*refs, refs[0]], tags)

    def way(self, refs: Sequence[int], tags: Tags) -> int:
        self._ways.append((refs, tags))
        return len(self._ways)

    def relation(self, members: list[tuple[str, int, str]], tags: Tags) -> None:
        self._relations.append((members, tags))

    def elsewhere(self, nodes: int, rng: Any) -> None:
        """Houses and lanes in the south of the country, five nodes each, at places that pack badly."""
        self._nodes = _FAR_FROM
        self._far = range(self._nodes + 1, self._nodes + 1 + nodes // 5 * 5, 5)
        for _ in self._far:
            lon, lat = 105.5 + rng.random() * 2.5, 9.5 + rng.random() * 9
            around = rng.random(10).tolist()
            for i in range(5):
                self.node(lon + around[i] * 0.002, lat + around[i + 5] * 0.002)

    def close(self) -> None:
        for number, (refs, tags) in enumerate(self._ways, 1):
            self._writer.add_way(Way(id=number, nodes=refs, tags=tags, **_SIGNED))
        house, lane = {"building": "yes"}, {"highway": "residential", "name": "Đường xa"}
        for number, first in enumerate(self._far, _FAR_FROM):
            refs = [*range(first, first + 5)]
            far = Way(
                id=number,
                nodes=[*refs, first] if number % 3 else refs,
                tags=house if number % 3 else lane,
                **_SIGNED,
            )
            self._writer.add_way(far)
        for number, (members, tags) in enumerate(self._relations, 1):
            self._writer.add_relation(Relation(id=number, members=members, tags=tags, **_SIGNED))
        self._writer.close()


@cache
def province() -> Any:
    """Return the outline of Bắc Ninh in degrees."""
    return shapely.union_all(list(read_border_file(FOLDER / "24.json").shapes().values()))


def write_province(path: Path, factor: float = 1.0, *, seed: int = 3) -> None:
    """Write the extract; the same for the same arguments."""
    rng = np.random.default_rng(seed)
    out = Extract(path)
    centres = _centres(factor)
    inside = set(centres)
    crossings = {key: out.node(*place) for key, place in centres.items()}
    for key, place in centres.items():
        _village(out, key, place, crossings[key], rng)
        for step in ((1, 0), (0, 1)):
            other = (key[0] + step[0], key[1] + step[1])
            if other in inside:
                row = key[1] if step[0] else key[0]
                ends, refs = (place, centres[other]), (crossings[key], crossings[other])
                _between(out, row, step, ends, refs, rng=rng)
    _rivers(out, rng)
    _forests(out, rng)
    _lines(out)
    _borders(out)
    out.close()


def _centres(factor: float) -> dict[tuple[int, int], tuple[float, float]]:
    step = math.sqrt(province().area / (1500 * factor))
    west, south, east, north = province().bounds
    keys = [
        (i, j) for i in range(int((east - west) / step) + 1) for j in range(int((north - south) / step) + 1)
    ]
    shift = np.random.default_rng(1).uniform(-0.2, 0.2, (len(keys), 2)) * step
    places = np.array([(west + i * step, south + j * step) for i, j in keys]) + shift
    kept = shapely.contains_xy(province(), *places.T)
    return {key: (x, y) for key, (x, y), keep in zip(keys, places.tolist(), kept, strict=True) if keep}


def _name(key: tuple[int, int]) -> str:
    return f"{_FIRST[key[0] % len(_FIRST)]} {_SECOND[(key[1] + key[0] // 3) % len(_SECOND)]}"


def _village(
    out: Extract, key: tuple[int, int], centre: tuple[float, float], crossing: int, rng: Any
) -> None:
    lon, lat = centre
    town = key[0] % 9 == 4 and key[1] % 9 == 4
    kind, title = ("town", "Thị trấn ") if town else ("village", "Thôn ")
    people = {"population": str(int(rng.integers(8000, 40000)))} if town else {}
    out.node(lon, lat + 1e-5, {"place": kind, "name": title + _name(key), **people})
    half = LANES // 2
    jitter = rng.normal(0, 0.00008, (LANES, LANES, 2))
    grid = [
        [
            crossing if i == j == half else out.node(
                lon + (i - half) * LANE_DEGREES + jitter[i, j, 0], lat + (j - half) * LANE_DEGREES +
                jitter[i, j, 1]
            )
            for j in range(LANES)
        ]
        for i in range(LANES)
    ]  # fmt: skip
    for i in range(LANES):
        for refs in (grid[i], [grid[j][i] for j in range(LANES)]):
            for first in (0, half):
                main = i == half and town
                tags = {"highway": "secondary" if main else "residential" if i % 2 else "service"}
                if i % 2:
                    tags["name"] = f"Đường {_STREETS[(i + key[0]) % 7]}" if town else f"Ngõ {i * 7 + first}"
                out.way(refs[first : first + half + 1], tags)
    _houses(out, centre, rng)
    wide = LANE_DEGREES * (half + 0.5)
    out.ring(_blob(lon, lat, wide * 1.3, rng), {"landuse": "residential"})
    for east, north in ((-1, -1), (1, -1), (-1, 1), (1, 1)):
        field = {"landuse": "farmland", "crop": "rice"} if rng.random() < 0.8 else {"landuse": "orchard"}
        out.ring(_blob(lon + east * 0.006, lat + north * 0.006, 0.004, rng), field)
        out.ring(
            _blob(lon + east * 0.003, lat + north * 0.0033, 0.0005, rng),
            {"natural": "water", "water": "pond"},
        )
    for tags in (
        {"amenity": "school", "name": f"Trường tiểu học {_name(key)}"},
        {"amenity": "place_of_worship", "religion": "buddhist", "name": f"Chùa {_name(key)}"},
        {"amenity": "marketplace", "name": f"Chợ {_name(key)}"},
    ):
        out.node(*(np.array(centre) + rng.normal(0, 0.002, 2)).tolist(), tags)


def _blob(lon: float, lat: float, radius: float, rng: Any, points: int = 12) -> Any:
    turns = np.linspace(0, 2 * math.pi, points, endpoint=False)
    away = radius * rng.uniform(0.7, 1.1, points)
    return np.column_stack([lon + away * np.cos(turns), lat + away * np.sin(turns)]).tolist()


def _houses(out: Extract, centre: tuple[float, float], rng: Any) -> None:
    reach = LANE_DEGREES * (LANES // 2 + 0.4)
    middles = np.array(centre) + rng.uniform(-reach, reach, (HOUSES, 2))
    turns = rng.uniform(0, math.pi / 2, HOUSES)
    sizes = rng.uniform(0.00003, 0.00011, (HOUSES, 2))
    for (lon, lat), turn, (long, wide) in zip(middles.tolist(), turns.tolist(), sizes.tolist(), strict=True):
        cos, sin = math.cos(turn), math.sin(turn)
        corners = ((-long, -wide), (long, -wide), (long, wide), (-long, wide))
        out.ring(
            [(lon + x * cos - y * sin, lat + x * sin + y * cos) for x, y in corners], {"building": "yes"}
        )


def _between(
    out: Extract, row: int, step: tuple[int, int], ends: Any, refs: tuple[int, int], *, rng: Any
) -> None:
    """A road from village to village, a canal beside it, and tracks into the fields."""
    kind, ref = next((kind, ref) for every, kind, ref in _RANKS if not row % every)
    first, last = np.array(ends[0]), np.array(ends[1])
    bends = [first + (last - first) * share + rng.normal(0, 0.0004, 2) for share in np.linspace(0.1, 0.9, 9)]
    middle = [out.node(*bend.tolist()) for bend in bends]
    tags = {"highway": kind, "name": f"Đường {_name((row, row))}", **({"ref": f"{ref}{row}"} if ref else {})}
    out.way([refs[0], *middle, refs[1]], tags)
    out.line([(bend + 0.0006).tolist() for bend in bends], {"waterway": "canal" if row % 3 else "stream"})
    for number in (2, 4, 6, 8):
        away = bends[number] + np.array([step[1], step[0]]) * 0.005
        out.way(
            [
                middle[number],
                *(
                    out.node(*(bends[number] + (away - bends[number]) * share).tolist())
                    for share in (0.4, 1.0)
                ),
            ],
            {"highway": "track"},
        )


def _rivers(out: Extract, rng: Any) -> None:
    """Rivers across the province with banks as a relation, an island in each."""
    west, south, east, north = province().bounds
    for number, name in enumerate(("Sông Mẫu", "Sông Thử", "Sông Ví Dụ")):
        lons = np.linspace(west - 0.05, east + 0.05, 300)
        lats = south + (north - south) * (0.25 + 0.2 * number) + np.cumsum(rng.normal(0, 0.0012, 300))
        lats += 0.02 * np.sin(lons * 40)
        out.line(np.column_stack([lons, lats]).tolist(), {"waterway": "river", "name": name})
        north_bank = np.column_stack([lons, lats + 0.0009])
        south_bank = np.column_stack([lons, lats - 0.0009])[::-1]
        refs = [out.node(*point) for point in [*north_bank.tolist(), *south_bank.tolist()]]
        halves = [out.way(refs[:300], {}), out.way([*refs[299:], refs[0]], {})]
        island = out.ring(_blob(lons[150], lats[150], 0.0004, rng), {})
        members = [("w", halves[0], "outer"), ("w", halves[1], "outer"), ("w", island, "inner")]
        out.relation(members, {"type": "multipolygon", "natural": "water", "water": "river", "name": name})


def _forests(out: Extract, rng: Any) -> None:
    _west, south, east, north = province().bounds
    for lon in np.arange(east - 0.4, east, 0.04):
        for lat in np.arange(south + 0.1, north, 0.04):
            outer = out.ring(_blob(lon, lat, 0.018, rng, 80), {})
            hole = out.ring(_blob(lon, lat, 0.004, rng, 20), {})
            members = [("w", outer, "outer"), ("w", hole, "inner")]
            out.relation(members, {"type": "multipolygon", "landuse": "forest"})


def _lines(out: Extract) -> None:
    west, south, east, north = province().bounds
    for share, tags in (
        (0.45, {"railway": "rail", "name": "Đường sắt Hà Nội – Mẫu"}),
        (0.5, {"highway": "motorway", "ref": "CT.01", "name": "Cao tốc Mẫu", "oneway": "yes"}),
        (0.501, {"highway": "motorway", "ref": "CT.01", "name": "Cao tốc Mẫu", "oneway": "yes"}),
    ):
        lons = np.linspace(west - 0.3, east + 0.3, 400)
        lats = south + (north - south) * share + 0.05 * np.sin(lons * 12)
        out.line(np.column_stack([lons, lats]).tolist(), tags)


def _borders(out: Extract) -> None:
    ways = []
    for part in shapely.get_parts(province()):
        ways.append(("w", out.ring(shapely.get_coordinates(part.exterior)[:-1].tolist(), {}), "outer"))
    tags = {"type": "boundary", "boundary": "administrative", "admin_level": "4", "name": "Tỉnh Bắc Ninh"}
    out.relation(ways, tags)


def add_elsewhere(path: Path, millions: int) -> None:
    """Append houses and lanes far away to an .osm.pbf: blocks of five million nodes, repeated.

    The blocks of such a file stand by themselves, so that a copy costs no time; that numbers come again is
    nothing to a reader who passes over what lies elsewhere.
    """
    once = path.with_name("elsewhere.osm.pbf")
    far = Extract(once)
    far.elsewhere(min(millions, _REPEATED) * 1_000_000, np.random.default_rng(5))
    far.close()
    whole = once.read_bytes()
    data = whole[_first_block(whole) :]
    with path.open("ab") as file:
        for _ in range(math.ceil(millions / _REPEATED)):
            file.write(data)
    once.unlink()


def _first_block(whole: bytes) -> int:
    """Where the header block ends: 4 bytes of length, name and size as a protocol buffer, content."""
    head = int.from_bytes(whole[:4], "big")
    about = whole[4 : 4 + head]
    at = about.rindex(b"\x18") + 1  # field 3: the size
    size = sum((byte & 0x7F) << 7 * step for step, byte in enumerate(about[at:]))
    return 4 + head + size


if __name__ == "__main__":
    target = Path(sys.argv[1])
    write_province(target, float(sys.argv[2]) if len(sys.argv) > 2 else 1.0)
    if len(sys.argv) > 3:
        add_elsewhere(target, int(sys.argv[3]))
