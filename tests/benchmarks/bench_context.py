"""The context of the checks: built anew, kept in step after one mast's change; one spot over HTTP with it.

At 200,000 masts and 5,000 zones, and at 10 and 100 times less of both. A change is an entry of the ledger,
which is not timed; what is timed is the next spot that somebody asks about, context and all checks. It is of
a mast where it stands (its height), of one that moves, and of one that is closed: then every mast behind it
has another row. The limit is one copy of the columns that every mast has, at the memory's bandwidth.
"""

import statistics
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import sqlalchemy as sa

from registry.model.areas import Layer, LayerCoverage
from registry.model.ledger import Change
from registry.services.appraise.spot import check_spot
from registry.services.office.calendar import today
from registry.services.office.registry import Registry, open_registry
from registry.services.register.context import context_for
from registry.store import batches, ledger, tables
from registry.store.changes import create
from registry.store.zones.zones import coverage_row, zone_row
from tests.benchmarks import measure
from tests.benchmarks.bench_map import filled_registry
from tests.e2e.conftest import served
from tests.scale import DAY, PROVINCE, scale_zones
from web.app import create_app

MASTS, ZONES = 200_000, 5_000
SIZES = (MASTS, MASTS // 10, MASTS // 100)
CHANGES, SPOTS = 7, 300
CENTRE = (106.4, 21.3)
HEIGHT, MOVE, CLOSE = "its height", "its place", "it is closed"


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    built: dict[int, measure.Took] = {}
    after: dict[str, dict[int, measure.Took]] = {HEIGHT: {}, MOVE: {}, CLOSE: {}}
    http: dict[int, float] = {}
    copied = measure.Took(0.0, 0.0)
    for n in reversed(SIZES):
        with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
            settings = filled_registry(Path(folder) / "home", n)
            opened = open_registry(settings)
            try:
                _add_zones(opened, ZONES * n // MASTS)
                built[n] = measure.once(lambda opened=opened: context_for(opened, today()))
                for what, found in after.items():
                    found[n] = _after(opened, what)
                copied = measure.best(lambda opened=opened: _copied(opened))
            finally:
                opened.close()
            with served(create_app(settings)) as address:
                http[n] = _spots(address)
    held = f"{MASTS:,} masts, {ZONES:,} zones"
    return [
        measure.row(f"context built from the register: {held}", built[MASTS], growth=built),
        *(
            measure.row(
                f"the next spot after one mast's change ({what}): {held}",
                found[MASTS],
                baseline=("the context built anew", built[MASTS]),
                limit=("one copy of the columns", copied),
                growth=found,
                goal_s=0.05,
            )
            for what, found in after.items()
        ),
        measure.row(f"one spot over HTTP (p50): {held}", http[MASTS], growth=http, goal_s=0.004),
    ]


def _after(opened: Registry, what: str) -> measure.Took:
    """Return how long the next spot takes after a change, the median of some."""
    change, taken, worked = _CHANGES[what], [], []
    _spot(opened)
    for number in range(CHANGES):
        change(opened, number)
        start, busy = time.perf_counter(), time.process_time()
        _spot(opened)
        taken.append(time.perf_counter() - start)
        worked.append(time.process_time() - busy)
    return measure.Took(statistics.median(taken), statistics.median(worked))


def _spot(opened: Registry) -> None:
    check_spot(opened, *CENTRE, mast_class="A2b", height_m=42.0, operator="VTL")


def _changed(opened: Registry, table: sa.Table, key: str, **values: Any) -> None:
    with opened.database.write() as connection:
        found = connection.execute(sa.select(table).where(table.c.id == key)).mappings().one()
        row = {name: value for name, value in found.items() if name != "fid"}
        batch = batches.open_batch(connection, kind="correction", who="bench")
        ledger.record(
            connection, [Change(table.name, key, row, {**row, **values})], who="bench", batch=batch.id
        )


_CHANGES: dict[str, Callable[[Registry, int], None]] = {
    HEIGHT: lambda opened, n: _changed(opened, tables.structures, f"t{n}", mast_height_m=30.0 + n),
    MOVE: lambda opened, n: _changed(opened, tables.sites, f"s{100 + n}", lon=CENTRE[0] + n / 1_000),
    CLOSE: lambda opened, n: _changed(opened, tables.structures, f"t{200 + n}", state="dismantled"),
}


def _copied(opened: Registry) -> object:
    masts = context_for(opened, today()).masts
    return [value.copy() for value in vars(masts).values() if isinstance(value, np.ndarray)]


def _add_zones(opened: Registry, n: int) -> None:
    """Write ``n`` zones over every layer, each layer complete, through the ledger."""
    found = [zone for zone_set in scale_zones(n, box=PROVINCE).values() for zone in zone_set.zones]
    changes = [create(tables.zones, zone_row(zone)) for zone in found]
    changes += [
        create(
            tables.layer_coverages, coverage_row(LayerCoverage(layer, "QĐ thử", DAY.replace(year=2020), None))
        )
        for layer in Layer
    ]
    with opened.database.write() as connection:
        batch = batches.open_batch(connection, kind="zones", who="bench", summary={"zones": n})
        ledger.record(connection, changes, who="bench", batch=batch.id)


def _spots(address: str) -> float:
    draw = np.random.default_rng(5)
    west, south, east, north = PROVINCE
    taken = []
    for index in range(SPOTS + 30):
        lon, lat = draw.uniform(west, east), draw.uniform(south, north)
        spot = f"lon={lon:.6f}&lat={lat:.6f}&mast_class=A2b&height_m=42&operator=VTL"
        start = time.perf_counter()
        with urllib.request.urlopen(f"{address}/api/check?{spot}", timeout=60) as answer:
            answer.read()
        if index >= 30:  # the first ones find the context and its trees not built
            taken.append(time.perf_counter() - start)
    return statistics.median(taken)
