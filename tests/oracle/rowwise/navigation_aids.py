"""Radio stations by aids of navigation (đài dẫn đường, giám sát): asked about at any height.

NĐ 222/2026 Điều 82(4) names stations as a category without a height, and its Phụ lục IV measures how near
they are to the aids: 3,000 m about all but a few kinds. An aid is a zone of the layer ``navigation_aid`` (a
point, or what is drawn of it), with ``radius_m`` where its own decision states one; 0 where what is drawn is
the area itself. Without the layer, aids stand by aerodromes: as far from a reference point as the office has
set, and the radius more, is a look and no demand.
"""

from typing import NamedTuple

import numpy as np

from registry.checks.context import Context, Floats
from registry.checks.corridors.distances import pairs_within
from registry.checks.corridors.widths import attributes_of, number_of
from registry.checks.holding import called
from registry.checks.proposals import Proposals
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer
from tests.oracle.rowwise.aerodrome_points import aerodromes, distances_m

LAYER = f"layer:{Layer.NAVIGATION_AID.value}"


class AidClaim(NamedTuple):
    """An aid that asks something of a row: its name, metres to it, the radius, and how surely."""

    code: str
    name: Words
    metres: float
    radius_m: float
    sure: bool
    flips: bool = False
    verified: bool = True
    missing: str | None = None


def aid_claims(proposals: Proposals, context: Context, rule: Rule) -> dict[int, AidClaim]:
    """Return, by row, the aid that asks most surely of it, the nearest of those; none where no rule asks."""
    radius = rule.thresholds.get("aid_radius_m")
    if radius is None or radius.value is None or not len(proposals):
        return {}
    zones = context.layer(Layer.NAVIGATION_AID)
    stated = [number_of(attributes_of(zone), "radiusm", "bankinhm", "bankinh") for zone in zones.zones]
    radii: Floats = np.array([radius.value if own is None else own for own in stated], dtype=float)
    found: dict[int, AidClaim] = {}
    widest = float(radii.max(initial=0.0)) + zones.largest_error_m
    pairs = pairs_within(proposals, zones, widest + proposals.accuracy_m)
    if pairs is not None:
        for point, zone, metres, error, inside in zip(
            pairs.point.tolist(), pairs.zone.tolist(), pairs.metres.tolist(), pairs.error_m.tolist(),
            pairs.inside.tolist(), strict=True,
        ):  # fmt: skip
            reach = float(radii[zone])
            beside = abs(metres - reach) < error if reach else metres > 0
            if inside:
                edge = zones.edges[zone].distance(proposals.points[point])
                beside = error > reach and edge <= error - reach
            if metres > reach + error:
                continue
            sure = not beside and metres <= reach and radius.verified and rule.verified
            name = called(zones.zones[zone])
            code = "AIR-01-AID-EDGE" if beside else "AIR-01-AID"
            claim = AidClaim(code, name, metres, reach, sure, beside, radius.verified)
            held = found.get(point)
            if held is None or (not held.sure, held.metres) > (not claim.sure, claim.metres):
                found[point] = claim
    return found | _by_aerodromes(proposals, context, rule, found)


def _by_aerodromes(
    proposals: Proposals, context: Context, rule: Rule, found: dict[int, AidClaim]
) -> dict[int, AidClaim]:
    """Judge rows of which the layer says nothing by the reference points of aerodromes."""
    covered = context.layer(Layer.NAVIGATION_AID).coverage.holds(proposals.x, proposals.y)
    rows = np.flatnonzero(proposals.known & ~covered)
    rows = rows[[row not in found for row in rows.tolist()]] if found else rows
    if not len(rows):
        return {}
    seat, radius = rule.threshold("aid_seat_m").value or 0.0, rule.threshold("aid_radius_m").value or 0.0
    known = aerodromes()
    metres = distances_m(proposals.lon[rows], proposals.lat[rows], known)
    return {
        int(row): AidClaim(
            "AIR-01-AID-MAY",
            Words(known[at].name, known[at].name),
            away,
            radius + seat,
            sure=False,
            verified=False,
            missing=LAYER,
        )
        for row, at, away in zip(
            rows.tolist(), metres.argmin(axis=0).tolist(), metres.min(axis=0).tolist(), strict=True
        )
        if away <= radius + seat
    }
