"""The nearest place that passes for rows that are refused, against 200,000 masts; the baseline tries a grid.

The grid has one place every 20 m within 200 m, far coarser and narrower than the answer it is compared with;
each of its places is judged by the full rule set, all of them in one call.
"""

import statistics
import time
from typing import Any

import numpy as np

from registry.appraisal import verdict
from registry.checks.context import Context
from registry.checks.engine import run as run_checks
from registry.checks.registered import CHECKS
from registry.geo.distances import destination
from registry.law import Law, law_in_force
from registry.model.findings import Verdict
from registry.model.requests.proposals import Proposal
from registry.siting.judging import judge, placed
from registry.siting.nearest import nearest_place
from tests.scale import scale_context, scale_proposals

ROWS = 200
GRIDS = 10
STEP_M, REACH_M = 20.0, 200.0


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    context = scale_context()
    law = law_in_force(context.province, context.as_of)
    refused = [
        row for row in scale_proposals(2_000) if verdict(judge(row, [], context, law)) is Verdict.REFUSE
    ][:ROWS]
    nearest_place(refused[0], [], context, law)  # trees are built on first use
    seconds = [_timed(row, context, law) for row in refused]
    tried = [_grid(row, context, law) for row in refused[:GRIDS]]
    return [
        {
            "name": f"nearest place that passes within 1 km, 200,000 masts, {len(refused)} rows ({part})",
            "seconds": float(np.percentile(seconds, percent)),
            "baseline": f"a grid of {STEP_M:.0f} m within {REACH_M:.0f} m, judged in one call (p50)",
            "baseline_seconds": statistics.median(tried),
        }
        for part, percent in (("p50", 50), ("p95", 95))
    ]


def _timed(row: Proposal, context: Context, law: Law) -> float:
    start = time.perf_counter()
    nearest_place(row, [], context, law)
    return time.perf_counter() - start


def _grid(row: Proposal, context: Context, law: Law) -> float:
    """Judge the grid in one call, without SPC-03: its places are not each other's neighbours."""
    start = time.perf_counter()
    lon, lat = row.position.lon or 0.0, row.position.lat or 0.0
    steps = np.arange(-REACH_M, REACH_M + 1, STEP_M)
    places = [
        destination(lon, lat, float(np.degrees(np.arctan2(dx, dy))), float(np.hypot(dx, dy)))
        for dx in steps
        for dy in steps
        if np.hypot(dx, dy) <= REACH_M
    ]
    checks = [check for check in CHECKS if check.code != "SPC-03"]
    run_checks([placed(row, *place) for place in places], context, law, checks)
    return time.perf_counter() - start
