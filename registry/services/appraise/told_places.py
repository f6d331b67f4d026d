"""The place that an outsider is told: one that passes, not the nearest, nor straight away from a mast.

The nearest place that passes lies on the edge of a circle around another's mast, in the direction away from
it, so that naming it would place the mast. What is told is some wind's direction and a multiple of STEP_M:
both drawn by the register's secret for the row's place, so that asking again teaches nothing, and judged by
the full rule set as exactly that place.
"""

from registry.appraisal import verdict
from registry.geo.distances import destination
from registry.model.requests.proposals import Proposal
from registry.services.appraise.appraise_list import Appraisal, AppraisedRow
from registry.services.register.mask_secret import drawn
from registry.siting.judging import judge, passes, placed
from registry.siting.nearest import RADIUS_M, Move

STEP_M = 50.0
LEAST_M, MOST_M = 20.0, 80.0
WIND_DEG = 45.0
TRIES = 9


def told_place(
    item: AppraisedRow, nearest: Move, around: list[Proposal], appraisal: Appraisal
) -> Move | None:
    """Return a place within RADIUS_M that passes as the nearest does; None where a few tries find none."""
    own, context = item.proposal.position, appraisal.context
    assert own.lon is not None
    assert own.lat is not None
    secret, here = context.mask_secret, f"{own.lon:.4f} {own.lat:.4f}"
    wind = round(nearest.azimuth_deg / WIND_DEG)
    winds = sorted((wind - 1, wind, wind + 1), key=lambda one: drawn(secret, "wind", here, one % 8))
    first = nearest.distance_m + LEAST_M + drawn(secret, "further", here) * (MOST_M - LEAST_M)
    steps = -int(-first // STEP_M)
    for go in range(TRIES):
        metres = (steps + go // len(winds)) * STEP_M
        azimuth = winds[go % len(winds)] % 8 * WIND_DEG
        if metres > RADIUS_M:
            break
        lon, lat = destination(own.lon, own.lat, azimuth, metres)
        findings = judge(placed(item.proposal, lon, lat), around, context, appraisal.law)
        if passes(item.findings, findings, strict=nearest.strict, clear=nearest.clear):
            return Move(lon, lat, metres, azimuth, findings, verdict(findings), nearest.strict, nearest.clear)
    return None
