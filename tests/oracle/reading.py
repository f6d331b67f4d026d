"""The law of positions read a second time: mast by mast, corner by corner, without any of the checks' code.

Written from the texts and from how the design reads them (findings, verdicts, how spacing is read).
Distances are geodesics of ``pyproj.Geod`` on WGS 84; polygons are walked corner by corner in degrees, their
edges measured in a plane tangent at the point. It knows no index, no array and no helper of the checks, so
that what both readings agree on hangs on neither's machinery.

What it answers about one row is an outcome a rule, and how near (in metres) the nearest number was to turning
it: two planes differ by millimetres, so a comparison leaves out rows that stand on a knife's edge.
"""

import datetime as dt
import math
from collections.abc import Iterable

from tests.oracle.known import (
    BORDER_M,
    CONSENT,
    FAIL,
    NA,
    ND_222,
    PASS,
    REVIEW,
    UNKNOWN,
    Answer,
    Register,
    Row,
    Spot,
    edge_of,
    holds,
)

AID_M = 3_000.0  # NĐ 222/2026, Phụ lục IV
ALL_CLASSES = frozenset({"A1a", "A1b", "A2a", "A2b", "A2c"})


def location(row: Row, register: Register, spot: Spot) -> Answer:
    """LOC-01: inside; within the error of border and position a review, beyond it a fail."""
    error = math.hypot(row.accuracy_m, register.territory.error_m)
    of_border = register.territory.error_m > row.accuracy_m  # the larger error is whose it is to mend
    answer = Answer(REVIEW, min(abs(spot.border_m - error), spot.border_m), of_border, of_border)
    if spot.border_m >= error:
        answer.gap = answer.could = False
        outside = REVIEW if row.repaired else FAIL
        answer.outcome = (REVIEW if row.repaired else PASS) if spot.inside else outside
    return answer


def airspace(row: Row, register: Register, spot: Spot) -> Answer:
    """AIR-01: by the height; since 1/7/2026 at any height by an aid of navigation (NĐ 222/2026 82(4))."""
    answer = above_ground(row, register.day)
    if register.day < ND_222:
        return answer
    assert row.lon is not None
    assert row.lat is not None
    if not spot.inside and spot.border_m > register.territory.error_m - BORDER_M:
        answer.edge_m = 0.0  # the office's layer of aids ends there, and what it takes instead is no law
    for aid in register.aids:
        away = 0.0 if holds(aid, row.lon, row.lat) else edge_of(aid, row.lon, row.lat)
        error = math.hypot(row.accuracy_m, aid.error_m)
        answer.edge_m = min(answer.edge_m, abs(away - AID_M), abs(abs(away - AID_M) - error))
        if abs(away - AID_M) < error and answer.outcome != CONSENT:
            answer.outcome = REVIEW
        elif away <= AID_M:
            answer.outcome = CONSENT
    return answer


def above_ground(row: Row, day: dt.date) -> Answer:
    """The top above ground, rod included: consent from 45 m, from 1/7/2026 from 100 m."""
    limit = 100.0 if day >= ND_222 else 45.0
    roof = row.support == "roof" or (
        not row.support and (row.mast_class in {"A1a", "A2a"} or row.building_m is not None)
    )
    stated = [row.height_m, row.rod_m, row.building_m if roof else None]
    parts = [part for part in stated if part is not None]
    top, whole = (sum(parts), True) if parts else (None, False)
    whole = whole and row.height_m is not None and not (roof and row.building_m is None)
    if row.top_m is not None:
        top, whole = max(row.top_m, top or 0.0), True
    if top is None or (not whole and top < limit):
        return Answer(UNKNOWN)
    if top >= limit:
        return Answer(CONSENT)
    if day < ND_222:
        return Answer(REVIEW if top >= 44.0 else PASS)
    rod = 3.0 if row.top_m is None and row.rod_m is None else 0.0  # that high one may be which nobody states
    return Answer(REVIEW if top + rod >= limit else PASS)


def zone_class(row: Row, register: Register, spot: Spot) -> Answer:
    """PLN-02: a zone that holds the point, or may, allows the class; a silent one says nothing."""
    if row.kind == "share":
        return Answer(NA)
    assert row.lon is not None
    assert row.lat is not None
    answer, inside, against = Answer(NA), [], []
    for zone in register.zones:
        if zone.far_from(row.lon, row.lat):
            continue
        held, away = holds(zone, row.lon, row.lat), edge_of(zone, row.lon, row.lat)
        error = math.hypot(row.accuracy_m, zone.error_m)
        near = error > 0 and away < error
        answer.edge_m = min(answer.edge_m, away, abs(away - error))
        if held:
            inside.append(zone)
        limited = zone.classes is not None and not zone.classes >= ALL_CLASSES
        if (held or near) and limited and row.mast_class not in (zone.classes or ()):
            against.append((near, not held, zone))
    error = register.territory.error_m
    if not inside and not against and not spot.inside and spot.border_m > error - BORDER_M:
        if abs(spot.border_m - error) < BORDER_M:
            answer.edge_m = 0.0  # the layer ends with a border that is only approximate
        answer.gap = answer.could = True  # a zone that nobody drew may hold it
    if against:
        near, _, zone = min(against, key=lambda item: item[:2])
        answer.gap = answer.could = (near or zone.error_m > 0) and zone.error_m > row.accuracy_m
        answer.gap = answer.could = answer.could and bool(row.mast_class)
        surely = any(not near and zone.error_m == 0 for near, _, zone in against)
        answer.outcome = UNKNOWN if not row.mast_class else FAIL if surely and not row.repaired else REVIEW
    elif any(zone.classes is not None for zone in inside):
        answer.outcome = PASS
    return answer


def verdict(answers: Iterable[tuple[Answer, bool]]) -> str:
    """Return what is recommended by the answers of the position's stage, each with whether its rule blocks.

    Any fail refuses; an unknown of a blocking rule, or a gap of the office that could refuse this row here,
    leaves it open; a condition is named; what else the office lacks is said once for the list.
    """
    found = list(answers)
    if any(answer.whose == "legal" for answer, _ in found):
        return "refuse"
    if any(
        (answer.outcome == UNKNOWN and blocks) or (answer.gap and answer.could) for answer, blocks in found
    ):
        return "cannot_assess"
    return "agree_with_conditions" if any(a.whose == "condition" for a, _ in found) else "agree"
