"""The spatial questions of 10,000 proposals, against PostGIS in its best form, in one run with one world.

Per proposal: the zones that hold the point, the nearest mast that carries its network and the nearest that
does not, among 200,000 masts and 5,000 zones. Our side is what the checks do, with the distance on the
ellipsoid and every mast that could decide; PostGIS answers in the plane, from GiST indices (also partial ones
by network), with lateral joins and parallel workers, and keeps its answers on the server. The faster of its
forms counts. Both must name the same masts and zones.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
import shapely

from registry.checks.context import Context, Ints
from registry.checks.engine import run as run_checks
from registry.checks.holding import held_pairs
from registry.checks.proposals import Proposals
from registry.checks.spacing import SPACING_CHECKS
from registry.checks.spacing_neighbours import Carried, heads, mast_trees, neighbours
from registry.checks.spacing_proposals import OPEN_PROPOSAL_CHECKS
from registry.law import law_in_force
from registry.model.areas import Layer
from registry.model.requests.proposals import Proposal
from tests import postgres
from tests.benchmarks import measure
from tests.scale import scale_context, scale_proposals

LIST = 10_000
ONE = 500
REACH_M = 450.0  # the largest of the legal distances
NEAR_TIE_M = 0.05  # two masts this nearly alike may be ordered differently in the plane and on the ellipsoid


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    context, rows = scale_context(), scale_proposals(LIST)
    law = law_in_force(context.province, context.as_of)
    checks = (*SPACING_CHECKS, *OPEN_PROPOSAL_CHECKS)
    run_checks(rows, context, law, checks)  # trees are built on first use, once per data version
    ours = answers(rows, context)
    sizes = (LIST, LIST // 10, LIST // 100)
    spatial = measure.growing(lambda n: lambda: answers(rows[:n], context), sizes)
    spacing = measure.growing(lambda n: lambda: run_checks(rows[:n], context, law, checks), sizes)
    one = measure.each(lambda i: run_checks([rows[i]], context, law, checks), ONE)
    points = Proposals.of(rows, context).points
    limit = ("bare STRtree: zones around, masts within 450 m", measure.best(lambda: bare(points, context)))
    table: list[dict[str, Any]] = [
        measure.row("one proposal, SPC-01 to SPC-03 (p50)", one),
        measure.row(f"{LIST:,} proposals, SPC-01 to SPC-03", spacing[LIST], limit=limit, growth=spacing),
    ]
    if postgres.missing() is None:
        seconds, form, workers = postgis(context, rows, ours)
        table.append(
            measure.row(
                f"{LIST:,} proposals, the spatial questions",
                spatial[LIST],
                baseline=(f"PostGIS, {form}, {workers} workers launched, same answers", seconds),
                limit=limit,
                growth=spatial,
                goal_s=seconds / 10,
            )
        )
    return table


def bare(points: Any, context: Context) -> None:
    """Ask what lies around each point, of the trees as they stand."""
    for layer in Layer:
        context.layer(layer).tree.query(points, "intersects")
    context.masts.tree.query(points, "dwithin", REACH_M)


@dataclass(frozen=True)
class Answers:
    """Per proposal the rows of the nearest mast of each relation; and all pairs of proposal and zone."""

    same: Ints
    other: Ints
    held: Ints


def answers(rows: list[Proposal], context: Context) -> Answers:
    """Ask the questions as the checks do; zones are numbered through the layers in order."""
    proposals = Proposals.of(rows, context)
    held, first = [], 0
    for layer in Layer:
        zones = context.layer(layer)
        pairs = held_pairs(proposals, zones)
        held.append(np.column_stack([pairs.row, first + pairs.zone])[pairs.inside])
        first += len(zones.zones)
    nearest = {carried: np.full(len(rows), -1) for carried in (Carried.ANY, Carried.OTHERS)}
    for network in np.unique(proposals.operator).tolist():
        asking = np.flatnonzero(proposals.operator == network)
        for carried, found in nearest.items():
            trees = mast_trees(context.masts, 1 << network, carried)
            pairs = neighbours(
                proposals, asking, context.masts, trees, REACH_M, whole=np.zeros(len(rows), bool)
            )
            near = pairs.where(np.lexsort((pairs.distance_m, pairs.row)))
            near = near.where(heads(near.row))
            found[near.row] = near.mast
    return Answers(nearest[Carried.ANY], nearest[Carried.OTHERS], np.concatenate(held))


TABLES = (
    "CREATE TABLE masts (id int, networks int, geom geometry(Point))",
    "CREATE TABLE zones (id int, geom geometry)",
    "CREATE TABLE proposals (id int, network int, geom geometry(Point))",
)
READY = (
    "CREATE INDEX ON masts USING gist (geom)",
    *(f"CREATE INDEX ON masts USING gist (geom) WHERE networks & {1 << bit} > 0" for bit in range(4)),
    *(f"CREATE INDEX ON masts USING gist (geom) WHERE networks & {1 << bit} = 0" for bit in range(4)),
    "CREATE INDEX ON zones USING gist (geom)",
    "ALTER TABLE proposals SET (parallel_workers = 2)",
    "VACUUM ANALYZE masts",
    "VACUUM ANALYZE zones",
    "VACUUM ANALYZE proposals",
    "SET max_parallel_workers_per_gather = 2",
    "SET parallel_setup_cost = 0",
    "SET parallel_tuple_cost = 0",
    "SET min_parallel_table_scan_size = 0",
    "SET random_page_cost = 1.1",
    "SET work_mem = '64MB'",
    "SET jit = off",
)
ONE_INDEX = """
SELECT p.id, same.id AS same, other.id AS other, held.zones FROM proposals p
CROSS JOIN LATERAL (SELECT m.id FROM masts m WHERE m.networks & p.network > 0
                    ORDER BY m.geom <-> p.geom LIMIT 1) same
CROSS JOIN LATERAL (SELECT m.id FROM masts m WHERE m.networks & p.network = 0
                    ORDER BY m.geom <-> p.geom LIMIT 1) other
LEFT JOIN LATERAL (SELECT array_agg(z.id) AS zones FROM zones z
                   WHERE ST_Intersects(z.geom, p.geom)) held ON true
"""
PARTIAL = " UNION ALL ".join(
    f"""
SELECT p.id, same.id AS same, other.id AS other, held.zones FROM proposals p
CROSS JOIN LATERAL (SELECT m.id FROM masts m WHERE m.networks & {1 << bit} > 0
                    ORDER BY m.geom <-> p.geom LIMIT 1) same
CROSS JOIN LATERAL (SELECT m.id FROM masts m WHERE m.networks & {1 << bit} = 0
                    ORDER BY m.geom <-> p.geom LIMIT 1) other
LEFT JOIN LATERAL (SELECT array_agg(z.id) AS zones FROM zones z
                   WHERE ST_Intersects(z.geom, p.geom)) held ON true
WHERE p.network = {1 << bit}
"""
    for bit in range(4)
)
FORMS = {"GiST and lateral joins": ONE_INDEX, "partial GiST by network and lateral joins": PARTIAL}


def postgis(context: Context, rows: list[Proposal], ours: Answers) -> tuple[float, str, int]:
    """Return PostGIS's best seconds, the form that gave them and the workers launched; check its answers."""
    proposals = Proposals.of(rows, context)
    zones = np.concatenate([context.layer(layer).geometries for layer in Layer])
    masts = context.masts
    with (
        postgres.running() as server,
        server.fresh() as url,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        for statement in TABLES:
            connection.execute(statement)
        copy(connection, "masts", [range(len(masts)), masts.networks.tolist(), wkb(masts.points)])
        copy(connection, "zones", [range(len(zones)), wkb(zones)])
        networks = [1 << bit for bit in proposals.operator.tolist()]
        copy(connection, "proposals", [range(len(rows)), networks, wkb(proposals.points)])
        for statement in READY:
            connection.execute(statement)
        measured = []
        for form, query in FORMS.items():
            compare(connection.execute(query).fetchall(), ours, proposals, context)
            kept = f"SELECT count(*), sum(same), sum(other), sum(cardinality(zones)) FROM ({query}) q"
            seconds = measure.best(lambda kept=kept: connection.execute(kept).fetchall(), 5).seconds
            plan = "\n".join(line for (line,) in connection.execute(f"EXPLAIN (ANALYZE) {kept}").fetchall())
            launched = [int(part.split()[0]) for part in plan.split("Workers Launched: ")[1:]]
            measured.append((seconds, form, max(launched, default=0)))
        return min(measured)


def compare(found: list[tuple[Any, ...]], ours: Answers, proposals: Proposals, context: Context) -> None:
    """Fail unless PostGIS named the same masts (or ones as near) and the same zones."""
    assert len(found) == len(proposals)
    held = {(row, zone) for row, _, _, zones in found for zone in zones or ()}
    assert held == set(map(tuple, ours.held.tolist()))
    theirs = np.array([(row, same, other) for row, same, other, _ in found])
    theirs = theirs[np.argsort(theirs[:, 0])]
    for column, own in ((1, ours.same), (2, ours.other)):
        differ = np.flatnonzero(theirs[:, column] != own)
        gap = away(proposals, differ, context, theirs[differ, column]) - away(
            proposals, differ, context, own[differ]
        )
        assert np.all(np.abs(gap) < NEAR_TIE_M)


def away(proposals: Proposals, rows: Ints, context: Context, masts: Ints) -> Any:
    """Return the distances in the plane between proposals and masts."""
    known = context.masts
    return np.hypot(known.x[masts] - proposals.x[rows], known.y[masts] - proposals.y[rows])


def wkb(geometries: Any) -> list[str]:
    """Return geometries as PostGIS reads them."""
    return [str(text) for text in shapely.to_wkb(geometries, hex=True)]


def copy(connection: Any, table: str, columns: list[Any]) -> None:
    """Load columns into a table."""
    with connection.cursor().copy(f"COPY {table} FROM STDIN") as stream:
        for row in zip(*columns, strict=True):
            stream.write_row(row)
