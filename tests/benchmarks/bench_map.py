"""The map page in a real browser, with 5,000 and with 200,000 masts, against what Folium makes of the points.

Every page is opened in a fresh context of the same headless Chromium and read from loopback with an empty
cache. "Ready" is told the same way for all: the masts are on the map (our page says so by ``data-ready``, a
Folium page by its load event, since its script draws while it loads) and two frames have been shown since.
Bytes are those of all answers as they are sent, compressed, without scripts, styles and fonts; Folium's pages
are sent compressed too.
"""

import gzip
import json
import logging
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import folium
import geopandas
import numpy as np
import sqlalchemy as sa
from flask import Flask, Response, send_from_directory
from folium.plugins import FastMarkerCluster
from playwright.sync_api import Browser, Page, sync_playwright

from registry.demo.initialise import init_registry
from registry.services.office.registry import open_registry
from registry.settings import Settings, read_settings
from registry.store import tables
from tests.chromium import MISSING, chromium
from tests.e2e.conftest import DESK, FLAGS, served
from tests.scale import DAY, NETWORKS, PROVINCE, Points, scale_masts
from web.app import create_app

SIZES = (5_000, 200_000)
ZONES = 5_000
TIMES = 3
PATIENCE_MS = 30_000  # a page that takes longer is not measured
SPOTS = 300
ROOT = Path(__file__).resolve().parents[2]
ASSETS = ("/static/", "/node/")
# set before any script of the page: promises the moment, in milliseconds of the page, when two frames have
# shown the masts (null where that takes too long)
READY = """
window.btsShown = new Promise((tell) => {
  setTimeout(() => tell(null), PATIENCE);
  const drawn = () => (window.btsDesk ? document.body.dataset.ready : window.btsLoaded);
  window.addEventListener("load", () => { window.btsLoaded = true; });
  const look = () => {
    if (!drawn()) requestAnimationFrame(look);
    else requestAnimationFrame(() => requestAnimationFrame(() => tell(performance.now())));
  };
  requestAnimationFrame(look);
});
""".replace("PATIENCE", str(PATIENCE_MS))
# how many masts stand on the map
OURS_ON_MAP = """() => Object.values(window.btsDesk.map._layers).find((one) => one.drawn)
  .drawn.reduce((sum, one) => sum + (one.mast >= 0 ? 1 : one.n), 0)"""
THEIRS_ON_MAP = """() => {
  const map = Object.values(window).find((one) => one instanceof L.Map);
  const layers = Object.values(map._layers);
  const group = L.MarkerClusterGroup && layers.find((one) => one instanceof L.MarkerClusterGroup);
  return group ? group.getLayers().length : layers.filter((one) => one instanceof L.CircleMarker).length;
}"""


@dataclass(frozen=True)
class Shown:
    """One page: seconds until it was ready, bytes sent without assets, masts on it."""

    seconds: float
    sent: int
    masts: int


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    rows: list[dict[str, Any]] = []
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a browser asks for more files than threads
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
        for n in SIZES:
            home = Path(folder) / str(n)
            settings = filled_registry(home, n)
            masts = scale_masts(n, box=PROVINCE)
            where = Points(masts.lon, masts.lat)
            with served(create_app(settings)) as address:
                first = _visit(browser, f"{address}/", OURS_ON_MAP)  # the server builds its data once
                ours = _median(browser, f"{address}/", OURS_ON_MAP, n)
            if first is None or ours is None:
                raise RuntimeError(f"the map of {n} masts is not ready in {PATIENCE_MS / 1000:.0f} s")
            for name, build in (("GeoJson", _geojson), ("FastMarkerCluster", _cluster)):
                theirs = _folium(browser, build(where), n)
                rows.append(
                    {
                        "name": f"map of {n:,} masts until ready",
                        "seconds": ours.seconds,
                        "baseline": f"Folium's {name}",
                        "baseline_seconds": theirs.seconds if theirs else None,
                        "note": f"{_mb(ours.sent)} sent; Folium's "
                        + (_mb(theirs.sent) if theirs else f"not ready in {PATIENCE_MS / 1000:.0f} s")
                        + f"; first visit after a start {first.seconds:.2f} s",
                    }
                )
        browser.close()
    return rows


def filled_registry(home: Path, n: int) -> Settings:
    """Make a register with the ``n`` masts of ``scale_masts`` and return its settings.

    The rows go straight into their tables: what is measured reads tables, and the ledger of so many imports
    would take minutes to write.
    """
    settings = read_settings({"BTS_HOME": str(home)})
    init_registry(settings)
    masts = scale_masts(n, box=PROVINCE)
    columns = (masts.codes, masts.lon, masts.lat, masts.mast_classes, masts.owners, masts.networks)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    opened = open_registry(settings)
    try:
        with opened.database.write() as connection:
            connection.execute(sa.insert(tables.sites), [_site(i, row) for i, row in enumerate(rows)])
            connection.execute(
                sa.insert(tables.structures), [_structure(i, row) for i, row in enumerate(rows)]
            )
            connection.execute(sa.insert(tables.site_aliases), [_alias(i, row) for i, row in enumerate(rows)])
            connection.execute(sa.insert(tables.stations), list(_stations(rows)))
    finally:
        opened.close()
    return settings


def _site(index: int, row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "fid": index + 1, "id": f"s{index}", "version": 1, "code": row[0], "lon": row[1], "lat": row[2],
        "accuracy_m": 10.0, "address": f"Thôn {index % 40}",
    }  # fmt: skip


def _structure(index: int, row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "id": f"t{index}", "version": 1, "site_id": f"s{index}", "mast_class": row[3], "mast_height_m": 42.0,
        "owner": row[4], "state": "in_service", "built_year_only": False, "built_on": DAY.replace(year=2016),
    }  # fmt: skip


def _alias(index: int, row: tuple[Any, ...]) -> dict[str, Any]:
    return {
        "id": f"a{index}", "version": 1, "site_id": f"s{index}", "operator": row[4], "code": row[0],
        "former": False,
    }  # fmt: skip


def _stations(rows: Iterable[tuple[Any, ...]]) -> Iterable[dict[str, Any]]:
    for index, row in enumerate(rows):
        for bit, operator in enumerate(NETWORKS):
            if row[5] >> bit & 1:
                yield {
                    "id": f"u{index}-{bit}",
                    "version": 1,
                    "structure_id": f"t{index}",
                    "operator": operator,
                }


def _median(browser: Browser, url: str, on_map: str, n: int) -> Shown | None:
    """Open a page some times; the median by time, or None as soon as it takes too long."""
    visits: list[Shown] = []
    for _ in range(TIMES):
        shown = _visit(browser, url, on_map)
        if shown is None:
            return None
        if shown.masts != n:
            raise RuntimeError(f"{shown.masts} masts on the map instead of {n}")
        visits.append(shown)
    return sorted(visits, key=lambda one: one.seconds)[TIMES // 2]


def _visit(browser: Browser, url: str, on_map: str) -> Shown | None:
    """Open a page in a fresh context; None where it is not ready in time."""
    context = browser.new_context(viewport={"width": DESK["width"], "height": DESK["height"]}, locale="vi-VN")
    try:
        page = context.new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.add_init_script(READY)
        sent = _counted(page)
        page.goto(url, wait_until="commit")
        shown = page.evaluate("window.btsShown")
        if shown is None:
            return None
        page.wait_for_load_state("networkidle")
        return Shown(shown / 1000, sum(sent), page.evaluate(on_map))
    finally:
        context.close()


def _counted(page: Page) -> list[int]:
    """Return a list that grows by the bytes of every answer that is no asset, as they are sent."""
    sent: list[int] = []
    data: set[str] = set()
    session = page.context.new_cdp_session(page)
    session.on(
        "Network.responseReceived",
        lambda event: (
            data.add(event["requestId"])
            if not any(part in event["response"]["url"] for part in ASSETS)
            else None
        ),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: sent.append(event["encodedDataLength"]) if event["requestId"] in data else None,
    )
    session.send("Network.enable")
    return sent


def _folium(browser: Browser, made: folium.Map, n: int) -> Shown | None:
    """Measure a Folium page; None where it is not ready in time."""
    page = gzip.compress(_local(made).encode("utf-8"), 6, mtime=0)
    app = Flask(__name__, static_folder=str(ROOT / "web" / "static"))
    app.extensions["bts-registry"] = None
    app.add_url_rule(
        "/node/<path:name>", "node", lambda name: send_from_directory(ROOT / "node_modules", name)
    )
    app.add_url_rule(
        "/", "page", lambda: Response(page, mimetype="text/html", headers={"Content-Encoding": "gzip"})
    )
    with served(app) as address:
        return _median(browser, f"{address}/", THEIRS_ON_MAP, n)


def _map(where: Points) -> folium.Map:
    west, south, east, north = PROVINCE
    made = folium.Map(
        ((south + north) / 2, (west + east) / 2), zoom_start=10, tiles=None, prefer_canvas=True, maxZoom=19
    )
    made.fit_bounds([(south, west), (north, east)])
    return made


def _geojson(where: Points) -> folium.Map:
    made = _map(where)
    frame = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(where.lon, where.lat), crs=4326)
    marker = folium.CircleMarker(radius=4, weight=1, fill=True)
    folium.GeoJson(json.loads(frame.geometry.to_json()), marker=marker).add_to(made)
    return made


def _cluster(where: Points) -> folium.Map:
    made = _map(where)
    plain = (
        "function (row) { return L.marker([row[0], row[1]]); }"  # Folium's own makes a dearer icon for each
    )
    FastMarkerCluster(np.column_stack([where.lat, where.lon]).round(6).tolist(), callback=plain).add_to(made)
    return made


def _local(made: folium.Map) -> str:
    """Render a Folium map with the files of this clone, and only with those that it needs to draw."""
    cluster = "/node/leaflet.markercluster/dist"
    files = {
        "leaflet": "/static/vendor/leaflet/leaflet.js",
        "leaflet_css": "/static/vendor/leaflet/leaflet.css",
        "markerclusterjs": f"{cluster}/leaflet.markercluster.js",
        "markerclustercss": f"{cluster}/MarkerCluster.css",
        "markerclusterdefaultcss": f"{cluster}/MarkerCluster.Default.css",
    }
    for element in (made, *made._children.values()):
        for attribute in ("default_js", "default_css"):
            named = getattr(element, attribute, [])
            if named:
                setattr(element, attribute, [(name, files[name]) for name, _ in named if name in files])
    return str(made.get_root().render())


def _mb(sent: int) -> str:
    return f"{sent / 1e6:.2f} MB"


def _chromium() -> str:
    found = chromium()
    if not found:
        raise RuntimeError(MISSING)
    return found
