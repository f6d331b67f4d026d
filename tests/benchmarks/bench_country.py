"""The country judged against itself: each of 200,000 masts proposed again, against all the others.

Each row takes its own mast down and puts one in its place, so that it is judged against the others only; all
checks of all zones are asked. The limit is what no program of this kind can be without: one search of a bare
index for the masts within the largest distance of each, and one for the zones that hold it. A world with less
masts and zones lies in as much less land, so that a mast has as many neighbours.
"""

import math
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.checks.engine import run as run_checks
from registry.checks.registered import CHECKS
from registry.law import law_in_force
from tests.benchmarks import measure
from tests.scale import NORTH, Box, country_proposals, scale_context

MASTS, ZONES = 200_000, 5_000
SIZES = (MASTS, MASTS // 10, MASTS // 100)
REACH_M = 450.0  # the largest of the legal distances


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    found: dict[int, measure.Took] = {}
    for n in reversed(SIZES):  # the largest last: its world may be let go before the peak is read
        context = scale_context(n, ZONES * n // MASTS, box=_land(n / MASTS))
        rows = country_proposals(context.masts, box=_land(n / MASTS))
        law = law_in_force(context.province, context.as_of)
        run_checks(rows[:1_000], context, law, CHECKS)  # trees are built on first use, once per data version

        def judge(rows: Any = rows, context: Any = context, law: Any = law) -> object:
            return run_checks(rows, context, law, CHECKS)

        found[n] = measure.best(judge, 1 if n == MASTS else 3)
    peak = measure.process_peak_mib()
    return [
        measure.row(
            f"{MASTS:,} masts proposed at once, all checks",
            found[MASTS],
            limit=("bare STRtree: masts within 450 m and zones around", measure.best(lambda: _bare(context))),
            growth=found,
            goal_s=10.0,
            goal_mib=1_536.0,
            peak_mib=peak,
            note="the peak is the process's, with the world and the 200,000 proposals in it",
        )
    ]


def _land(share: float) -> Box:
    """Return the south-western part of the country with a share of its land."""
    west, south, east, north = NORTH
    side = math.sqrt(share)
    return west, south, west + (east - west) * side, south + (north - south) * side


def _bare(context: Context) -> int:
    points = context.masts.points
    near = shapely.STRtree(points).query(points, "dwithin", REACH_M)
    zones = np.concatenate([zones.geometries for zones in context.zones.values()])
    return int(near.shape[1] + shapely.STRtree(zones).query(points, "intersects").shape[1])
