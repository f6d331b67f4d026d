"""The checks: one spot and ten thousand proposals against 200,000 masts and 5,000 zones, with baselines.

The baselines answer the spatial questions only (the zones that hold a point, the nearest mast of the same and
of other networks); the checks answer everything. PostGIS is measured where its binaries are; the spatial
questions of a whole list have a benchmark of their own (bench_spatial).
"""

from collections.abc import Callable
from typing import Any

import geopandas
import numpy as np
import psycopg
import shapely

from registry.checks.context import Context
from registry.checks.engine import run as run_checks
from registry.checks.holding import held_pairs
from registry.checks.proposals import Proposals
from registry.checks.registered import CHECKS
from registry.checks.spacing_neighbours import Carried, mast_trees, neighbours_of_one
from registry.law import law_in_force
from registry.model.areas import Layer
from registry.model.requests.proposals import Proposal
from tests import postgres
from tests.benchmarks import measure
from tests.scale import EPSG, NETWORKS, scale_context, scale_proposals

SPOTS = 300
LIST = 10_000
REACH_M = 450.0  # the largest of the legal distances


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    context = scale_context()
    proposals = scale_proposals(LIST)
    law = law_in_force(context.province, context.as_of)
    run_checks(proposals[:LIST], context, law, CHECKS)  # trees are built on first use, once per data version
    one = measure.each(lambda i: run_checks([proposals[i]], context, law, CHECKS), SPOTS)
    asked = measure.each(lambda i: _spatial(proposals[i], context), SPOTS)
    bare = measure.each(_Bare(context, proposals).ask, SPOTS)
    frames = _Frames(context)
    joined = measure.each(lambda i: frames.ask(proposals[i : i + 1]), 30)
    found = measure.growing(
        lambda n: lambda: run_checks(proposals[:n], context, law, CHECKS), (LIST, LIST // 10, LIST // 100)
    )
    rows = [
        measure.row(
            "one spot, all checks, 200,000 masts and 5,000 zones (p50)",
            one,
            baseline=("geopandas.sjoin per call, spatial questions only", joined),
            limit=("bare STRtree: zones, the nearest mast of each kind", bare),
            goal_s=0.000_5,
        ),
        measure.row(
            f"{LIST:,} proposals, all checks, 200,000 masts and 5,000 zones",
            found[LIST],
            limit=("bare STRtrees of the spatial questions", measure.best(_bare_list(context, proposals))),
            growth=found,
            goal_s=0.6,
            goal_mib=200.0,
            peak_mib=measure.peak_mib(lambda: run_checks(proposals, context, law, CHECKS)),
        ),
    ]
    if postgres.missing() is None:
        theirs = _postgis(context, proposals)
        rows.append(
            measure.row(
                "one spot, the spatial questions (p50)",
                asked,
                baseline=("PostGIS, prepared statement, the same questions", theirs),
                limit=("bare STRtree: zones, the nearest mast of each kind", bare),
                goal_s=0.5 * theirs,
            )
        )
    return rows


def _bare_list(context: Context, proposals: list[Proposal]) -> Callable[[], object]:
    """Return what asks bare indices for the zones that hold all points and the masts within reach."""
    points = Proposals.of(proposals, context).points
    zones = shapely.STRtree(np.concatenate([context.layer(layer).geometries for layer in Layer]))
    masts = shapely.STRtree(context.masts.points)
    return lambda: (
        zones.query(points, predicate="intersects"),
        masts.query(points, predicate="dwithin", distance=REACH_M),
    )


class _Bare:
    """The least that the questions ask of three bare indices, the point transformed before."""

    def __init__(self, context: Context, proposals: list[Proposal]) -> None:
        laid, masts = Proposals.of(proposals[:SPOTS], context), context.masts
        self.points, self.networks = laid.points, laid.operator.tolist()
        self.zones = shapely.STRtree(np.concatenate([context.layer(layer).geometries for layer in Layer]))
        self.masts = [
            [shapely.STRtree(masts.points[chosen == 0]), shapely.STRtree(masts.points[chosen != 0])]
            for chosen in (masts.networks & (1 << bit) for bit in range(len(NETWORKS)))
        ]

    def ask(self, index: int) -> None:
        """Ask for one point."""
        self.zones.query(self.points[index], "intersects")
        for tree in self.masts[self.networks[index]]:
            tree.query_nearest(self.points[index], all_matches=False)


def _spatial(row: Proposal, context: Context) -> None:
    """Find the zones of every layer that hold a point, and the nearest masts of each kind."""
    proposals = Proposals.of([row], context)
    for layer in Layer:
        held_pairs(proposals, context.layer(layer))
    network = 1 << int(proposals.operator[0])
    for carried in (Carried.ANY, Carried.OTHERS):
        trees = mast_trees(context.masts, network, carried)
        neighbours_of_one(proposals, context.masts, trees, REACH_M, whole=False)


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
        return measure.each(
            lambda i: connection.execute(f"EXECUTE spot ('{points[i]}', {networks[i]})").fetchall(), SPOTS
        ).seconds


def _copy(connection: Any, table: str, rows: Any) -> None:
    with connection.cursor().copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
