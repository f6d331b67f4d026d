"""Protected ground: the zones of the corridor rules, grown by what the row must keep away from them.

To be clear of it, neither the base nor its fall circle or guys may reach what is protected. Else only the
base keeps out, and a zone that asks for consent where the row stands now may go on asking; a legal distance
holds either way.
"""

from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context, Floats, ZoneSet
from registry.checks.corridors.fall_circle import falls_of
from registry.checks.corridors.protected import ASKED, keep_away_m
from registry.checks.corridors.railways import keep_away_m as railway_m
from registry.checks.corridors.widths import Widths, widths_of
from registry.checks.proposals import Proposals
from registry.law import Law, Rule
from registry.model.areas import Layer
from registry.model.requests.proposals import ProposalKind
from registry.siting.grounds import Asked

NEAR_M = 1.0  # more than any margin
STANDING = (ProposalKind.SHARE, ProposalKind.UPGRADE)  # their base is not chosen any more


def protected_zones(asked: Asked, context: Context, law: Law) -> list[tuple[Any, float]]:
    """Return the shapes (metric) to keep away from, each with how far in metres, errors included."""
    found: list[tuple[Any, float]] = []
    if asked.row.kind in STANDING:
        return found
    falls = falls_of(Proposals.of([asked.row], context))
    guys = float(falls.guys_m[0])
    for code, layers in ASKED.items():
        rule = law.get(code)
        if rule is None or rule.gap:
            continue
        open_height = asked.codes.get(code) == "COR-NO-HEIGHT" or not asked.clear
        height = float((falls.high_m if open_height else falls.most_m)[0])
        for layer in layers:
            zones = context.layer(layer)
            if zones.zones:
                found += _of_layer(asked, zones, layer, rule, (height, guys))
    return found


def _of_layer(
    asked: Asked, zones: ZoneSet, layer: Layer, rule: Rule, reach: tuple[float, float]
) -> list[tuple[Any, float]]:
    widths = widths_of(zones, layer, rule)
    least, kept = _kept_m(layer, widths, rule, *reach)
    if not asked.clear:
        kept = least
    widest = float(kept.max()) + asked.accuracy_m + zones.largest_error_m
    near = zones.tree.query(asked.box(widest + NEAR_M), predicate="intersects")
    at, found = shapely.Point(asked.at), []
    for index in np.sort(near).tolist():
        shape = zones.geometries[index]
        error = float(np.hypot(asked.accuracy_m, zones.errors_m[index]))
        stays = not asked.clear and layer is not Layer.RAILWAY
        if not (stays and shapely.dwithin(shape, at, least[index] + error)):
            found.append((shape, float(kept[index]) + error))
    return found


def _kept_m(layer: Layer, widths: Widths, rule: Rule, height: float, guys: float) -> tuple[Floats, Floats]:
    if layer is not Layer.RAILWAY:
        return keep_away_m(widths, rule, height, guys)
    legal = railway_m(widths, rule, height, 0.0)
    return legal, railway_m(widths, rule, height, guys)
