"""A page of 1,000 masts by OGC API Features, against pygeoapi's own provider of GeoJSON over the same rows.

Ours is a whole request: guard, policy, parameters, rows, JSON. The baseline is pygeoapi's function alone,
without a server, over a file of what ours answers for all rows. The limit is the rows' bytes put together.
"""

import json
import tempfile
from pathlib import Path
from typing import Any

from pygeoapi.api import itemtypes

from registry.demo.initialise import init_registry
from registry.services.office.registry import open_registry
from registry.settings import read_settings
from tests.benchmarks.bench_open_data import _fill
from tests.benchmarks.measure import Row, best, row
from web.app import create_app
from web.ogc.service import Asked, Service

SIZES = (2_000, 20_000)
PAGE = 1_000
TIMES = 7
ADDRESS = f"/ogc/collections/masts/items?limit={PAGE}"


def run() -> list[Row]:
    """Measure and return the rows of the table."""
    return [_of(count) for count in SIZES]


def _of(count: int) -> Row:
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        home = Path(folder) / "home"
        settings = read_settings({"BTS_HOME": str(home)})
        init_registry(settings)
        registry = open_registry(settings)
        _fill(registry, count)
        registry.close()
        app = create_app(settings)
        client = app.test_client()
        every: list[Any] = []
        for offset in range(0, count, 10_000):
            every += client.get(f"{ADDRESS[:-4]}10000&offset={offset}").get_json(force=True)["features"]
        file = Path(folder) / "masts.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": every}), encoding="utf-8")
        ours = best(lambda: client.get(ADDRESS).get_data(), TIMES)
        theirs = best(lambda: _theirs(file), TIMES)
        encoded = [json.dumps(one).encode() for one in every[:PAGE]]
        together = best(lambda: b",".join(encoded), TIMES)
        assert len(json.loads(_theirs(file))["features"]) == PAGE
        with app.app_context():
            app.extensions["bts-registry"].close()
    return row(
        f"{PAGE:,} of {len(every):,} masts by OGC API Features",
        ours,
        baseline=("pygeoapi's GeoJSON provider", theirs),
        limit=("the rows' bytes put together", together),
    )


def _theirs(file: Path) -> str:
    provider = {"type": "feature", "name": "GeoJSON", "data": str(file), "id_field": "id"}
    resource = {
        "type": "collection", "title": "masts", "description": "", "keywords": [],
        "extents": {"spatial": {"bbox": [-180, -90, 180, 90]}}, "providers": [provider],
    }  # fmt: skip
    limits = {"default_items": 10, "max_items": 10_000}
    server = {"url": "http://localhost", "limits": limits, "languages": ["en-US"]}
    api = Service({"server": server, "resources": {"masts": resource}})
    _headers, status, text = itemtypes.get_collection_items(
        api, Asked({"limit": str(PAGE), "offset": "0"}), "masts"
    )
    assert status == 200
    return str(text)
