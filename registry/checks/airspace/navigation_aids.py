"""Radio stations by aids of navigation (đài dẫn đường, giám sát): asked about at any height.

NĐ 222/2026 Điều 82(4) names stations as a category without a height, and its Phụ lục IV measures how near
they are to the aids: 3,000 m about all but a few kinds. An aid is a zone of the layer ``navigation_aid`` (a
point, or what is drawn of it), with ``radius_m`` where its own decision states one; 0 where what is drawn is
the area itself. Without the layer, aids stand by aerodromes: as far from a reference point as the office has
set, and the radius more, is a look and no demand.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.checks.airspace.aerodrome_points import aerodromes, nearest
from registry.checks.answers import firsts, objects, where
from registry.checks.context import Bools, Context, Floats, Ints, ZoneSet
from registry.checks.corridors.distances import pairs_within, within_by
from registry.checks.corridors.widths import attributes_of, number_of
from registry.checks.holding import columns_of, covered_rows
from registry.checks.proposals import Proposals
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer

LAYER = f"layer:{Layer.NAVIGATION_AID.value}"


class AidClaims(NamedTuple):
    """The aids that ask something of m rows: their names, metres to them, the radii, and how surely.

    ``drawn``: by an aid of the layer; else only by an aerodrome about which aids stand.
    """

    rows: Ints
    names: npt.NDArray[Any]
    metres: Floats
    radius_m: Floats
    sure: Bools
    flips: Bools
    drawn: Bools

    def some(self, places: Ints) -> "AidClaims":
        """Return some of them."""
        columns: Any = self
        return AidClaims(*(column[places] for column in columns))


def aid_claims(proposals: Proposals, context: Context, rule: Rule) -> AidClaims | None:
    """Return, by row, the aid that asks most surely of it, the nearest of those; None where no rule asks."""
    radius = rule.thresholds.get("aid_radius_m")
    if radius is None or radius.value is None or not len(proposals):
        return None
    zones = context.layer(Layer.NAVIGATION_AID)
    radii = _radii(zones, radius.value)
    widest = float(radii.max(initial=0.0)) + zones.largest_error_m
    pairs = pairs_within(proposals, zones, widest + proposals.accuracy_m)
    asked = np.zeros(len(proposals), dtype=bool)
    found = []
    if pairs is not None:
        reach = radii[pairs.zone]
        beside = np.where(reach > 0, np.abs(pairs.metres - reach) < pairs.error_m, pairs.metres > 0)
        deep, _ = within_by(proposals, zones, pairs, reach)  # inside what is drawn the way to its edge counts
        beside = np.where(pairs.inside, ~deep, beside)
        sure = ~beside & (pairs.metres <= reach) & radius.verified & rule.verified
        near = where(pairs.metres <= reach + pairs.error_m)
        order = near[np.lexsort((pairs.metres[near], ~sure[near], pairs.point[near]))]
        best = order[firsts(pairs.point[order])]
        rows = pairs.point[best]
        asked[rows] = True
        names = columns_of(zones).called[pairs.zone[best]]
        drawn = np.ones(len(best), dtype=bool)
        found.append(AidClaims(rows, names, pairs.metres[best], reach[best], sure[best], beside[best], drawn))
    rows = where(proposals.known & ~asked & ~covered_rows(proposals, zones))
    if len(rows):
        found.append(_by_aerodromes(proposals, rows, rule))
    if len(found) < 2:
        return found[0] if found else None
    columns: Any = zip(*found, strict=True)
    whole = AidClaims(*map(np.concatenate, columns))
    return whole.some(np.argsort(whole.rows))


def _radii(zones: ZoneSet, radius_m: float) -> Floats:
    """Return how far about each aid is asked, read once for a rule's radius and kept with the zones."""
    key = f"aid radii {radius_m}"
    if key not in zones.worked_out:
        stated = [number_of(attributes_of(zone), "radiusm", "bankinhm", "bankinh") for zone in zones.zones]
        zones.worked_out[key] = np.array([radius_m if own is None else own for own in stated], dtype=float)
    radii: Floats = zones.worked_out[key]
    return radii


def _by_aerodromes(proposals: Proposals, rows: Ints, rule: Rule) -> AidClaims:
    """Judge rows of which the layer says nothing by the reference points of aerodromes."""
    seat, radius = rule.threshold("aid_seat_m").value or 0.0, rule.threshold("aid_radius_m").value or 0.0
    known = aerodromes()
    place, metres = nearest(proposals, rows, known)
    near = metres <= radius + seat
    rows, place, metres = rows[near], place[near], metres[near]
    names = objects([Words(item.name, item.name) for item in known])[place]
    no = np.zeros(len(rows), dtype=bool)
    return AidClaims(rows, names, metres, np.full(len(rows), radius + seat), no, no, no)
