"""AIR-02: near an aerodrome the top above sea level counts, not the height of the mast.

Zones of the layer ``aerodrome_vicinity`` carry ``elevation_m`` (of the aerodrome), ``limit_m`` (how far above
it consent begins; else the rule's own number), ``class`` and ``verified`` (yes where a document states class
and polygon). A zone that is not verified, as that of Kép, never asks for more than a review.

Without the layer, an aerodrome's vicinity may reach as far from its reference point as half the diagonal of
the largest military rectangle, and reaches at least half the short side of the smallest one, whichever way
the runway lies. Nearer than that a point is surely inside, farther than the former from every known
aerodrome it is surely outside; in between nothing is known. Which rectangles hold for civil aerodromes has
not been read, so all are taken alike.

An aerodrome whose surfaces are not published (Gia Bình) has a provisional reach, from the day on which the
rule names one (``provisional``): within it a row is a review, whatever the layer says, until the office has a
zone of that name.

Where a row states no elevation of its ground, the office's terrain gives one with its error; a top that the
error could take over the limit is a review, and the ground is measured. A stated elevation holds, unless the
terrain, with all its error, says that the top exceeds a limit that it seems to keep.
"""

import math
from typing import Any, NamedTuple

import numpy as np

from registry.checks.airspace.tops import top_of
from registry.checks.consents import body_of
from registry.checks.context import Context, ZoneSet
from registry.checks.engine import POSITION_COLUMNS, Check
from registry.checks.holding import NONE_HELD, Held, called, holding
from registry.checks.proposals import Proposals
from registry.columns import fold
from registry.law import Rule
from registry.model.areas import Layer, Zone
from registry.model.findings import Finding, Note, Outcome, Stage
from registry.model.requests.proposals import Proposal
from registry.provinces import aerodromes_known
from tests.oracle.rowwise.aerodrome_points import aerodromes, distances_m
from tests.oracle.rowwise.airspace import days_note, height_missing, rod_note, unstated_rod_m

_WORST_FIRST = (Outcome.CONSENT, Outcome.REVIEW, Outcome.UNKNOWN, Outcome.PASS)
LAYER = "layer:aerodrome_vicinity"


def near_aerodrome(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """AIR-02: top above sea level in metres against the aerodrome's elevation plus its limit."""
    layer = context.layer(Layer.AERODROME_VICINITY)
    held = holding(proposals, layer)
    covered = layer.coverage.holds(proposals.x, proposals.y).tolist()
    known = proposals.known.tolist()
    open_rows = [i for i in range(len(proposals)) if known[i] and not covered[i] and i not in held]
    by_point = dict(
        zip(open_rows, _without_layer(proposals, open_rows, layer, rule, context.province), strict=True)
    )
    provisional = _provisional(proposals, layer, rule)
    modelled = _modelled(proposals, [index for index in held if known[index]], context)
    answers = []
    for index, row in enumerate(proposals.rows):
        if not known[index]:
            answers.append(
                Finding(rule.code, Outcome.UNKNOWN, "AIR-02-NO-POSITION", missing="value:position")
            )
            continue
        if index in by_point:
            found = [by_point[index]]
        else:
            found = [
                _in_zone(row, layer, item, rule, modelled.get(index)) for item in held.get(index, NONE_HELD)
            ]
        found += [provisional[index]] if index in provisional else []
        outside = Finding(rule.code, Outcome.PASS, "AIR-02-OUTSIDE")
        answers.append(min(found, key=lambda item: _WORST_FIRST.index(item.outcome), default=outside))
    return answers


def _provisional(proposals: Proposals, layer: ZoneSet, rule: Rule) -> dict[int, Finding]:
    """Return a review for each row within the provisional reach of an aerodrome without known surfaces."""
    if "asked_vi" not in rule.options:
        return {}
    named = {fold(zone.name) for zone in layer.zones}
    body = body_of(rule, "asked")
    radius, above = (rule.threshold(name).value for name in ("horizontal_m", "horizontal_above_m"))
    rows = np.flatnonzero(proposals.known)
    found: dict[int, Finding] = {}
    for place in aerodromes():
        if not place.provisional_m or any(fold(place.name) in name for name in named):
            continue
        metres = distances_m(proposals.lon[rows], proposals.lat[rows], [place])[0]
        for row, away in zip(rows.tolist(), metres.tolist(), strict=True):
            if away <= place.provisional_m:
                params = {"aerodrome": place.name, "distance": away / 1000, "radius": (radius or 0.0) / 1000,
                          "above": above, **body}  # fmt: skip
                found[row] = Finding(
                    rule.code, Outcome.REVIEW, "AIR-02-PROVISIONAL", params, related=place.name,
                    verified=False, missing=LAYER,
                )  # fmt: skip
    return found


class Modelled(NamedTuple):
    """The ground's elevation at a row by the office's terrain, its error (metres) and whose terrain it is."""

    elevation_m: float
    error_m: float
    source: str


def _modelled(proposals: Proposals, rows: list[int], context: Context) -> dict[int, Modelled]:
    """Return what the office's terrain says of the ground at rows, where it says anything."""
    if context.terrain is None or not rows:
        return {}
    chosen = np.array(rows, dtype=np.int64)
    found = context.terrain.grounds(
        proposals.lon[chosen], proposals.lat[chosen], proposals.accuracy_m[chosen]
    )
    source = context.terrain.source
    return {
        row: Modelled(elevation, error, source)
        for row, elevation, error in zip(rows, *(item.tolist() for item in found), strict=True)
        if math.isfinite(elevation)
    }


def _in_zone(row: Proposal, layer: ZoneSet, held: Held, rule: Rule, modelled: Modelled | None) -> Finding:
    zone = layer.zones[held.zone]
    top, ground = top_of(row), row.ground_elevation_m
    limit_m = _limit_above_sea_m(zone, rule)
    params: dict[str, Any] = {"related": called(zone), **body_of(rule)}
    finding = Finding(
        rule.code,
        Outcome.REVIEW,
        "AIR-02-NO-LIMIT",
        params,
        limit=limit_m,
        unit="m",
        related=zone.name,
        evidence=layer.geojson[held.zone],
        notes=rod_note(top),
    )
    if limit_m is None:
        finding.missing = LAYER
        return finding
    error_m = 0.0
    if ground is None:
        if modelled is None:
            finding.outcome, finding.code = Outcome.UNKNOWN, "AIR-02-NO-ELEVATION"
            finding.missing = "value:ground_elevation_m"
            return finding
        ground, error_m = modelled.elevation_m, modelled.error_m
        finding.notes += (_terrain_note("AIR-02-TERRAIN", modelled),)
    if top.at_least_m is None or (top.missing and ground + error_m + top.at_least_m < limit_m):
        return height_missing(top, rule, limit_m)
    finding.measured = ground + top.at_least_m
    params |= {"measured": finding.measured, "limit": limit_m}
    if error_m and abs(finding.measured - limit_m) <= error_m:
        # the list states no elevation, and which side of the limit the top is the model cannot tell
        finding.code, finding.flips, finding.missing = "AIR-02-TERRAIN-NEAR", True, "value:ground_elevation_m"
        params["error"] = error_m
        return finding
    if finding.measured < limit_m:
        lowest = limit_m - top.at_least_m
        if not error_m and modelled is not None and modelled.elevation_m - modelled.error_m >= lowest:
            # stated below what the model says with all its error, and it hides a consent: somebody measures
            finding.code, finding.flips = "AIR-02-TERRAIN-DIFFERS", True
            params |= {"stated": ground, "terrain": modelled.elevation_m, "error": modelled.error_m}
            params["source"] = modelled.source
            return finding
        if finding.measured + error_m + unstated_rod_m(top, rule) >= limit_m:
            finding.code, finding.flips = "AIR-02-ROD", True
            return finding
        finding.outcome, finding.code = Outcome.PASS, "AIR-02-BELOW"
        if not _verified(zone):
            finding.verified = False
            finding.notes += (("AIR-02-CLASS-UNVERIFIED", {}),)
        elif "below" in rule.options:
            finding.notes += (("AIR-02-PROVINCE", {"article": str(rule.options["below"])}),)
        return finding
    finding.code, finding.verified, finding.flips = "AIR-02-CONSENT", _verified(zone), held.near
    notes = [] if finding.verified else ["AIR-02-CLASS-UNVERIFIED"]
    notes += ["AIR-02-EDGE"] if held.near else []
    finding.outcome = Outcome.REVIEW if notes else Outcome.CONSENT
    finding.notes += (*((code, {}) for code in notes), *days_note(rule))
    return finding


def _terrain_note(code: str, modelled: Modelled) -> Note:
    return code, {"ground": modelled.elevation_m, "error": modelled.error_m, "source": modelled.source}


def _limit_above_sea_m(zone: Zone, rule: Rule) -> float | None:
    elevation = _number(zone, "elevation_m")
    above = _number(zone, "limit_m")
    area_2a = rule.thresholds.get("area_2a_above_m")
    if area_2a is not None and fold(str((zone.attributes or {}).get("area", ""))) in ("2a", "vung2a"):
        above = area_2a.value if above is None else above
    if above is None:
        above = rule.threshold("above_aerodrome_m").value
    return None if elevation is None or above is None else elevation + above


def _number(zone: Zone, name: str) -> float | None:
    try:
        value = float((zone.attributes or {}).get(name, math.nan))
    except (TypeError, ValueError):
        return None
    return value if math.isfinite(value) else None


def _verified(zone: Zone) -> bool:
    return str((zone.attributes or {}).get("verified", "")).strip().lower() in (
        "true",
        "1",
        "1.0",
        "yes",
        "có",
    )


def _without_layer(
    proposals: Proposals, rows: list[int], layer: ZoneSet, rule: Rule, province: str
) -> list[Finding]:
    """Judge by the reference points alone; distances on the ellipsoid, in kilometres in the messages."""
    if not rows:
        return []
    side, width, short = (
        (rule.threshold(name).value or 0.0) / 2
        for name in ("longest_side_km", "longest_width_km", "shortest_width_km")
    )
    reach_km = math.hypot(side, width)
    known = [place for place in aerodromes() if not place.provisional_m]
    km = distances_m(proposals.lon[rows], proposals.lat[rows], known) / 1000
    answers = []
    for nearest, distance in zip(km.argmin(axis=0).tolist(), km.min(axis=0).tolist(), strict=True):
        params = {"aerodrome": known[nearest].name, "distance": distance, "reach": reach_km, **body_of(rule)}
        if distance > reach_km and aerodromes_known(province):
            answers.append(Finding(rule.code, Outcome.PASS, "AIR-02-FAR", params))
            continue
        inside = distance <= short and not layer.zones
        unknown = "AIR-02-NO-LAYER-FAR" if distance > reach_km else "AIR-02-NO-LAYER"
        answers.append(
            Finding(
                rule.code,
                Outcome.REVIEW if inside else Outcome.UNKNOWN,
                "AIR-02-SURELY-INSIDE" if inside else unknown,
                params,
                related=known[nearest].name,
                missing=LAYER,
            )
        )
    return answers


AERODROME_CHECKS = (
    Check(
        "AIR-02",
        "Vùng phụ cận sân bay",
        "Near an aerodrome",
        Stage.POSITION,
        False,
        near_aerodrome,
        layers=(Layer.AERODROME_VICINITY,),
        marks=("ground_elevation_m", "top_agl_m", "mast_height_m", *POSITION_COLUMNS),
    ),
)
