"""A million segments of outside cable: first view and pan of the map, a line against all, the import.

The segments lie along random streets over the province, eight vertices each. The map's numbers are the
server's time and the bytes sent for the tiles that a desk of 1280 by 800 asks for, and a browser's time
until they are drawn; the baseline is what Folium and most small web maps do: GeoJSON of the same box, cut
out of a GeoDataFrame held in memory. The import writes one ledger entry a record; a million rows go straight
into their table, since what is measured afterwards reads tables.
"""

import gzip
import hashlib
import os
import sqlite3
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import shapely
import sqlalchemy as sa
from playwright.sync_api import sync_playwright

from registry.demo.initialise import init_registry
from registry.geo.tiles import TILE, box_of, pixels
from registry.model.cables import CableRoute, CableSegment, Mount
from registry.model.people import OPEN_DESK
from registry.services.cables.checking import check_line
from registry.services.cables.import_cables import write_plant
from registry.services.cables.overview import overview
from registry.services.cables.records import PlantList
from registry.services.cables.tiles import cable_tile
from registry.services.office.preview import ImportOutcome
from registry.services.office.registry import Registry, open_registry
from registry.settings import read_settings
from registry.store import batches, ledger
from registry.store.cables.cables import route_id, segment_row
from registry.store.cables.tables import cable_routes, cable_segments
from registry.store.verification import verify
from tests.benchmarks import measure
from tests.chromium import chromium
from tests.e2e.conftest import DESK, FLAGS, served
from web.app import create_app

N = int(os.environ.get("BTS_BENCH_CABLES", "1000000"))
LEDGERED = 100_000
BOX = (105.95, 21.05, 106.95, 21.55)
OWNERS = ("VNPT", "VTL", "VMS", "VNM")
PER_ROUTE = 50
VIEWS = {"first view (zoom 10)": 10, "town (zoom 13)": 13, "street (zoom 15)": 15, "poles (zoom 17)": 17}


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        home = Path(folder) / "home"
        settings = read_settings({"BTS_HOME": str(home)})
        init_registry(settings)
        lines = streets(N)
        rows = []
        rows += _imports(Path(folder), lines)
        with closing(open_registry(settings)) as register:
            _import(register, lines[:LEDGERED])
            _fill(register, lines[LEDGERED:])
            start = time.perf_counter()
            overview(register)
            built = time.perf_counter() - start
            rows.append(
                {"name": f"overview of {N:,} segments built (once, then kept in step)", "seconds": built}
            )
            frame = geopandas.GeoDataFrame(geometry=lines, crs=4326)
            frame.sindex  # noqa: B018 - built before it is asked
            rows += [_view(register, frame, name, zoom) for name, zoom in VIEWS.items()]
            rows += _check(register, frame)
        with served(create_app(settings)) as address:
            rows += _browser(address)
        return rows


def streets(n: int, seed: int = 5) -> Any:
    """Return ``n`` LineStrings of eight vertices, about 45 m long, one after the other along streets."""
    draw = np.random.default_rng(seed)
    routes = -(-n // PER_ROUTE)
    centres = draw.uniform((BOX[0], BOX[1]), (BOX[2], BOX[3]), (60, 2))
    start = centres[draw.integers(0, 60, routes)] + draw.normal(0, 0.05, (routes, 2))
    heading = draw.uniform(0, 2 * np.pi, routes)
    turn = np.cumsum(draw.normal(0, 0.02, (routes, PER_ROUTE * 7 + 1)), axis=1) + heading[:, None]
    step = np.stack([np.cos(turn) * 6.4e-5, np.sin(turn) * 5.8e-5], axis=2)
    path = start[:, None, :] + np.cumsum(step, axis=1)
    at = (np.arange(PER_ROUTE) * 7)[:, None] + np.arange(8)
    return shapely.linestrings(path[:, at].reshape(-1, 8, 2)[:n])


def _imports(folder: Path, lines: Any) -> list[dict[str, Any]]:
    """Import into registers of their own; the limit is SQLite's bare writing of the same rows, which the
    triggers and indexes of the tables take part in, and one SHA-256 of each entry's text."""
    found: dict[int, measure.Took] = {}
    for n in (LEDGERED // 100, LEDGERED // 10, LEDGERED):
        settings = read_settings({"BTS_HOME": str(folder / f"import-{n}")})
        init_registry(settings)
        with closing(open_registry(settings)) as register:
            before = _heads(register)
            found[n], batch = _import(register, lines[:n])
            if n < LEDGERED:
                continue
            peak = measure.process_peak_mib()
            copied, hashed = _bare(folder, settings.home / "registry.sqlite", before)
            with register.database.read() as connection:
                verified = measure.once(lambda: verify(connection))
            with register.database.write() as connection:
                back = measure.once(partial(batches.undo, connection, batch, who="bench"))
    return [
        measure.row(
            f"{LEDGERED:,} segments imported, one ledger entry each", found[LEDGERED],
            limit=("bare writing of the same rows, and the hashes", copied.seconds + hashed.seconds),
            growth=found, goal_s=8.0, peak_mib=peak,
            note=f"{found[LEDGERED].seconds / LEDGERED * 1e6:.0f} µs a record; hashes {hashed.seconds:.2g} s",
        ),
        measure.row(f"the register with these {LEDGERED:,} entries verified", verified),
        measure.row("that import taken back as a unit", back),
    ]  # fmt: skip


def _heads(register: Registry) -> int:
    with register.database.read() as connection:
        return ledger.head(connection).seq


def _bare(folder: Path, full: Path, before: int) -> tuple[measure.Took, measure.Took]:
    """Return how long it takes to write an import's rows with the driver alone, and to hash its entries."""
    settings = read_settings({"BTS_HOME": str(folder / "bare")})
    init_registry(settings)
    with (
        closing(sqlite3.connect(full)) as source,
        closing(sqlite3.connect(settings.home / "registry.sqlite", isolation_level=None)) as target,
    ):
        rows = {
            table: source.execute(f"SELECT * FROM {table}{where}").fetchall()
            for table, where in (
                ("cable_routes", ""), ("cable_segments", ""), ("ledger", f" WHERE seq > {before}"),
            )
        }  # fmt: skip

        def write() -> None:
            target.execute("PRAGMA cache_size=-65536")
            target.execute("BEGIN IMMEDIATE")
            for table, values in rows.items():
                marks = ", ".join("?" * len(values[0]))
                target.executemany(f"INSERT INTO {table} VALUES ({marks})", values)
            target.execute("COMMIT")

        copied = measure.once(write)
        texts = [str(entry).encode() for entry in rows["ledger"]]
    return copied, measure.best(lambda: [hashlib.sha256(text).hexdigest() for text in texts])


def _import(register: Registry, lines: Any) -> tuple[measure.Took, str]:
    """Write segments through the import's own writing: compared, ledgered, indexed, one batch."""
    found = PlantList("bench", "0" * 64)
    for number, segment in enumerate(_segments(lines)):
        found.segments[segment.id] = segment
        found.places[segment.id] = ("", number)
    for segment in found.segments.values():
        found.routes.setdefault(segment.route, CableRoute(segment.route, segment.route[:6], segment.owner))
    made: list[ImportOutcome] = []
    took = measure.once(
        lambda: made.append(write_plant(register, found, options={"owner": ""}, yes=True, who="bench"))
    )
    assert made[0].counts["new"] == len(lines)
    return took, str(made[0].batch)


def _segments(lines: Any, first: int = 0) -> Any:
    for n, line in enumerate(lines, first):
        owner = OWNERS[n // PER_ROUTE % 4]
        yield CableSegment(
            id=f"s{n}", route=route_id(owner, f"T{n // PER_ROUTE}"), code=f"T{n // PER_ROUTE}/{n}",
            owner=owner,
            mount=list(Mount)[n // PER_ROUTE % 3], geometry=line, operators=(owner,), capacity=24,
            spare=None if n % 5 == 0 else n % 7, unit="fibres", length_m=45.0, accuracy_m=2.0,
        )  # fmt: skip


def _fill(register: Registry, lines: Any) -> None:
    with register.database.write() as connection:
        for start in range(0, len(lines), 50_000):
            rows, routes = [], {}
            for segment in _segments(lines[start : start + 50_000], LEDGERED + start):
                west, south, east, north = segment.geometry.bounds
                box = {"west": west, "south": south, "east": east, "north": north, "version": 1}
                rows.append({**segment_row(segment), **box})
                routes[segment.route] = {
                    "id": segment.route, "version": 1, "owner": segment.owner, "code": segment.route[:6],
                    "name": "", "decision": "", "note": "",
                }  # fmt: skip
            known = set(
                connection.execute(
                    sa.select(cable_routes.c.id).where(cable_routes.c.id.in_(list(routes)[:900]))
                ).scalars()
            )
            new = [row for key, row in routes.items() if key not in known]
            if new:
                connection.execute(sa.insert(cable_routes), new)
            connection.execute(sa.insert(cable_segments), rows)


def tiles_of(zoom: int, lon: float = 106.35, lat: float = 21.3) -> list[tuple[int, int, int]]:
    """Return the tiles that a desk's map of 976 by 752 pixels over a place shows."""
    x, y = (float(axis[0]) for axis in pixels(np.array([lon]), np.array([lat]), zoom))
    columns = range(int((x - 488) // TILE), int((x + 488) // TILE) + 1)
    rows = range(int((y - 376) // TILE), int((y + 376) // TILE) + 1)
    native = min(zoom, 16)
    scale = 2 ** (zoom - native)
    return sorted({(native, column // scale, row // scale) for column in columns for row in rows})


def _view(register: Registry, frame: Any, name: str, zoom: int) -> dict[str, Any]:
    register.cache.pop("cable-tiles", None)
    start = time.perf_counter()
    made = [cable_tile(register, *tile)[0] for tile in tiles_of(zoom)]
    seconds = time.perf_counter() - start
    sent = sum(len(gzip.compress(content, 6)) for content in made)
    boxes = np.array([box_of(*tile) for tile in tiles_of(zoom)])
    west, south, east, north = boxes[:, 0].min(), boxes[:, 1].min(), boxes[:, 2].max(), boxes[:, 3].max()
    start = time.perf_counter()
    cut = frame.cx[west:east, south:north]
    if (
        len(cut) > 200_000
    ):  # a million lines as text would need gigabytes: a fifth is measured and counted five times
        content = cut.iloc[:: len(cut) // 100_000].to_json().encode()
        share = len(cut) / len(cut.iloc[:: len(cut) // 100_000])
    else:
        content, share = cut.to_json().encode(), 1.0
    taken = (time.perf_counter() - start) * share
    theirs = len(gzip.compress(content, 6)) * share
    return {
        "name": f"map of {N:,} cable segments, {name}: server, all tiles",
        "seconds": seconds,
        "baseline": "GeoJSON of the box by geopandas .cx" + (" (extrapolated)" if share > 1 else ""),
        "baseline_seconds": taken,
        "note": f"{sent / 1e3:.0f} kB, {len(made)} tiles; GeoJSON {theirs / 1e6:.1f} MB, {len(cut):,} lines",
    }


def _check(register: Registry, frame: Any) -> list[dict[str, Any]]:
    """A new line of 1.5 km against all, by all rules; the baseline only finds what lies along it."""
    line = shapely.line_merge(shapely.union_all(frame.geometry.iloc[500:530].to_list()))
    new = shapely.transform(line, lambda xy: xy + np.array([0.0, 2.7e-5]))
    check_line(register, new, Mount.AERIAL, "VTL", viewer=OPEN_DESK)
    times = []
    for _ in range(9):
        start = time.perf_counter()
        found = check_line(register, new, Mount.AERIAL, "VTL", viewer=OPEN_DESK)
        times.append(time.perf_counter() - start)
    assert any(item.related for item in found if item.rule == "CAB-01")
    metric = frame.to_crs(9214)
    start = time.perf_counter()
    near = geopandas.GeoSeries([new], crs=4326).to_crs(9214).buffer(30).iloc[0]
    metric.iloc[metric.sindex.query(near, predicate="intersects")].intersection(near).length.sum()
    taken = time.perf_counter() - start
    return [
        {
            "name": f"one new cable line of 1.5 km checked against {N:,} segments, all rules (p50)",
            "seconds": sorted(times)[4],
            "baseline": "geopandas sindex over all held in memory, overlap lengths only",
            "baseline_seconds": taken,
        }
    ]


def _browser(address: str) -> list[dict[str, Any]]:
    """Until every tile of the view is drawn, at first and after a pan by half a screen."""
    found = chromium()
    if not found:
        return []
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        for name, zoom in VIEWS.items():
            page = browser.new_page(viewport=DESK)  # type: ignore[arg-type, unused-ignore]  # a plain dict will do
            page.goto(f"{address}/#at=21.3,106.35,{zoom}&hide=state-dismantled")
            page.wait_for_selector("body[data-ready]")
            page.wait_for_function(_DRAWN)
            ready = page.evaluate("performance.now()")
            page.evaluate(_PAN)
            page.wait_for_function(_DRAWN)
            pan = page.evaluate("performance.now() - window.btsBegan")
            rows.append({"name": f"cables in a browser, {name}: open to drawn", "seconds": ready / 1000,
                         "note": f"pan by half a screen {pan:.0f} ms"})  # fmt: skip
            page.close()
        browser.close()
    return rows


_DRAWN = """() => {
  const layer = Object.values(window.btsDesk.map._layers).find((one) => one.kept);
  return layer && Object.keys(layer._tiles).length > 0 && !layer._loading;
}"""
_PAN = """() => {
  window.btsBegan = performance.now();
  window.btsDesk.map.panBy([488, 0], { animate: false });
}"""
