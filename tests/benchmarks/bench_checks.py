"""The checks: one spot and ten thousand proposals against 200,000 masts and 5,000 zones, with baselines.

The baselines answer the spatial questions only (the zones that hold a point, the nearest mast of the same and
of other networks); the checks answer everything. PostGIS is measured where its binaries are; the spatial
questions of a whole list have a benchmark of their own (bench_spatial).
"""

import gc
import statistics
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import geopandas
import numpy as np
import psycopg
import shapely

from registry.checks.context import Context
from registry.checks.engine import run as run_checks
from registry.checks.holding import holding
from registry.checks.proposals import Proposals
from registry.checks.registered import CHECKS
from registry.checks.spacing_neighbours import Carried, mast_trees, neighbours
from registry.law import law_in_force
from registry.model.areas import Layer
from registry.model.requests import Proposal
from tests import postgres
from tests.scale import EPSG, scale_context, scale_proposals

SPOTS = 300
LIST = 10_000
REACH_M = 450.0  # the largest of the legal distances


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    context = scale_context()
    proposals = scale_proposals(LIST)
    law = law_in_force(context.province, context.as_of)
    run_checks(proposals[:LIST], context, law, CHECKS)  # trees are built on first use, once per data version
    one = _median(lambda i: run_checks([proposals[i]], context, law, CHECKS))
    whole = _best(lambda: run_checks(proposals, context, law, CHECKS))
    tenth = _best(lambda: run_checks(proposals[: LIST // 10], context, law, CHECKS))
    asked = _median(lambda i: _spatial([proposals[i]], context))
    frames = _Frames(context)
    joined = _median(lambda i: frames.ask(proposals[i : i + 1]), times=30)
    rows = [
        {
            "name": "one spot, all checks, 200,000 masts and 5,000 zones (p50)",
            "seconds": one,
            "baseline": "geopandas.sjoin per call, spatial questions only",
            "baseline_seconds": joined,
        },
        {
            "name": f"{LIST:,} proposals, all checks, 200,000 masts and 5,000 zones",
            "seconds": whole,
            "baseline": "ten times 1,000 proposals",
            "baseline_seconds": 10 * tenth,
            "peak_mib": _peak(lambda: run_checks(proposals, context, law, CHECKS)),
        },
    ]
    if postgres.missing() is None:
        rows.append(
            {
                "name": "one spot, the spatial questions (p50)",
                "seconds": asked,
                "baseline": "PostGIS, prepared statement, the same questions",
                "baseline_seconds": _postgis(context, proposals),
            }
        )
    return rows


def _spatial(rows: list[Proposal], context: Context) -> None:
    """Find the zones of every layer that hold the points, and the nearest masts of each kind."""
    proposals = Proposals.of(rows, context)
    for layer in Layer:
        holding(proposals, context.layer(layer))
    for network in range(len(context.operators)):
        asking = np.flatnonzero(proposals.operator == network)
        if len(asking):
            for carried in (Carried.ANY, Carried.OTHERS):
                trees = mast_trees(context.masts, 1 << network, carried)
                neighbours(proposals, asking, context.masts, trees, REACH_M, whole=np.empty(0, np.int64))


def _median(call: Callable[[int], object], times: int = SPOTS) -> float:
    taken = []
    for index in range(times):
        start = time.perf_counter()
        call(index)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def _best(call: Callable[[], object], times: int = 3) -> float:
    taken = []
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return min(taken)


def _peak(call: Callable[[], object]) -> float:
    """Return the peak of memory that a call allocates, in MiB."""
    tracemalloc.start()
    call()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


class _Frames:
    """The same spatial questions asked of GeoDataFrames, one sjoin a call."""

    def __init__(self, context: Context) -> None:
        masts = context.masts
        self.masts = geopandas.GeoDataFrame(
            {"code": masts.codes, "networks": masts.networks},
            geometry=geopandas.points_from_xy(masts.x, masts.y),
            crs=EPSG,
        )
        shapes = np.concatenate([zone_set.geometries for zone_set in context.zones.values()])
        self.zones = geopandas.GeoDataFrame({"zone": range(len(shapes))}, geometry=shapes, crs=EPSG)

    def ask(self, proposals: list[Proposal]) -> tuple[Any, Any]:
        """Return the zones that hold the points, and the masts within reach with their distances."""
        points = geopandas.GeoDataFrame(
            geometry=geopandas.points_from_xy(
                [p.position.lon for p in proposals], [p.position.lat for p in proposals]
            ),
            crs=4326,
        ).to_crs(EPSG)
        zones = geopandas.sjoin(points, self.zones, predicate="intersects")
        near = geopandas.sjoin(points, self.masts, predicate="dwithin", distance=REACH_M)
        return zones, near


_ONE_SPOT = """
PREPARE spot (geometry, bigint) AS
SELECT (SELECT array_agg(id) FROM zones WHERE ST_Intersects(geom, $1)),
       (SELECT ST_Distance(geom, $1) FROM masts WHERE networks & $2 > 0 ORDER BY geom <-> $1 LIMIT 1),
       (SELECT ST_Distance(geom, $1) FROM masts WHERE networks & $2 = 0 ORDER BY geom <-> $1 LIMIT 1)
"""
_TABLES = (
    "CREATE TABLE masts (id int, networks bigint, geom geometry(Point))",
    "CREATE TABLE zones (id int, geom geometry)",
)
_INDICES = (
    "CREATE INDEX ON masts USING gist (geom)",
    "CREATE INDEX ON zones USING gist (geom)",
    "ANALYZE masts",
    "ANALYZE zones",
    "SET jit = off",
)


def _postgis(context: Context, proposals: list[Proposal]) -> float:
    """Return PostGIS's seconds for the spatial questions of one spot (p50), asked by a prepared statement."""
    laid = Proposals.of(proposals[:SPOTS], context)
    points = shapely.to_wkb(laid.points, hex=True).tolist()
    networks = [1 << max(index, 0) for index in laid.operator.tolist()]
    shapes = np.concatenate([context.layer(layer).geometries for layer in Layer])
    masts = shapely.to_wkb(context.masts.points, hex=True).tolist()
    with (
        postgres.running() as server,
        server.fresh() as url,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        for statement in _TABLES:
            connection.execute(statement)
        _copy(
            connection, "masts", zip(range(len(masts)), context.masts.networks.tolist(), masts, strict=True)
        )
        _copy(connection, "zones", enumerate(shapely.to_wkb(shapes, hex=True).tolist()))
        for statement in _INDICES:
            connection.execute(statement)
        connection.execute(_ONE_SPOT)
        return _median(
            lambda i: connection.execute(f"EXECUTE spot ('{points[i]}', {networks[i]})").fetchall()
        )


def _copy(connection: Any, table: str, rows: Any) -> None:
    with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
