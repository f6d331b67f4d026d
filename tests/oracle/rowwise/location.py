"""LOC: does the point lie in the office's territory, and in the commune that the list states?

Boundaries may be approximate and state by how many metres. LOC-01 fails only beyond the combined error of
boundary and position, and is a review within it, on either side. Inside by a position that is only a proposed
repair, it is a review as well: no row is agreed before the carrier confirms where it is. LOC-02 never fails:
a point inside the commune as drawn bears the list out, which the message claims no further than its border's
error allows; a point outside, or one whose own accuracy reaches over the border, is a review.
"""

import datetime as dt
import math
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.communes import Named, commune_column, drawn, names_of, unit_name
from registry.checks.context import Context, Floats, Units
from registry.checks.engine import POSITION_COLUMNS, Check
from registry.checks.proposals import Proposals, position_unreadable
from registry.geo.crs import to_wgs84
from registry.geo.distances import geodesic_m, line
from registry.law import Rule
from registry.messages import Words
from registry.model.findings import Finding, Outcome, Reservation, Stage
from registry.model.requests.proposals import Proposal

FAR_M = 100_000.0  # beyond this the plane's distances are not the ellipsoid's, and are said in kilometres
STEP_M = 2_000.0  # how closely the territory's edge is sampled for points that are far away
TOUCH_M = 0.01  # on the border is inside; coordinates are not surer than this
TERRITORY_BORDER, COMMUNE_BORDERS = "border:territory", "border:communes"
BLOCK = 512  # far points compared with the edge at a time, to bound memory


def territory(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """LOC-01: inside the office's territory on the day."""
    units = context.units
    name = _in_a_sentence(units.territory_name)
    if units.territory is None:
        return [
            position_unreadable(rule, row)
            if not known
            else Finding(rule.code, Outcome.UNKNOWN, "LOC-01-NO-BOUNDARY", missing="layer:territory")
            for row, known in zip(proposals.rows, proposals.known.tolist(), strict=True)
        ]
    edge = units.territory_edge
    error = np.hypot(proposals.accuracy_m, units.error_m)
    within = shapely.intersects(units.territory, proposals.points)
    # a real border has thousands of corners: only who may be near it, or beyond, is measured
    reach: Any = error + TOUCH_M  # one for every point, which the types of dwithin do not know
    asked = ~within | shapely.dwithin(edge, proposals.points, reach)
    to_edge = np.full(len(proposals), np.inf)
    to_edge[asked] = shapely.distance(edge, proposals.points[asked])
    inside = (within | (to_edge <= TOUCH_M)).tolist()
    near = (to_edge < error).tolist()
    known = proposals.known.tolist()
    repaired = proposals.repaired.tolist()
    outside = [i for i, held in enumerate(inside) if known[i] and (near[i] or not held)]
    metres, lines = _to_edge(proposals, context, outside, to_edge) if outside else ({}, {})
    findings = []
    for index, row in enumerate(proposals.rows):
        if not known[index]:
            findings.append(position_unreadable(rule, row))
        elif inside[index] and not near[index]:
            finding = Finding(rule.code, Outcome.PASS, "LOC-01-INSIDE", {"name": name}, related=name or None)
            # nothing measured at a place that nobody has confirmed makes a plain agreement
            if repaired[index]:
                finding.outcome, finding.code = Outcome.REVIEW, "LOC-01-REPAIRED"
            findings.append(finding)
        else:
            distance = metres[index]
            params: dict[str, Any] = {
                "name": name,
                "distance": distance,
                "km": distance / 1000,
                "error": float(error[index]),
            }
            finding = Finding(
                rule.code,
                Outcome.REVIEW,
                "LOC-01-EDGE-INSIDE" if inside[index] else "LOC-01-EDGE-OUTSIDE",
                params,
                distance,
                float(error[index]) if inside[index] else 0.0,
                "m",
                related=name or None,
                evidence=lines[index],
                flips=True,
            )
            if near[index] and units.error_m > row.position.accuracy_m:  # no survey of the mast settles it
                finding.kind, finding.could_refuse = Reservation.OFFICE, True
                finding.missing = TERRITORY_BORDER
            elif near[index]:
                finding.kind = Reservation.CONDITION
            else:
                finding.outcome, finding.flips = Outcome.FAIL, False
                finding.code = "LOC-01-OUTSIDE" if distance < FAR_M else "LOC-01-FAR"
            findings.append(finding)
    return findings


def _in_a_sentence(name: str) -> str:
    """Return "Tỉnh Bắc Ninh" as it stands inside a sentence: "tỉnh Bắc Ninh"."""
    return ", ".join(part[:1].lower() + part[1:] for part in name.split(", "))


def _to_edge(
    proposals: Proposals, context: Context, rows: list[int], to_edge: Floats
) -> tuple[dict[int, float], dict[int, dict[str, Any]]]:
    """Return, by row, the metres to the territory's edge and the line there (EPSG:4326)."""
    units, epsg = context.units, context.metric_epsg
    points = proposals.points[rows]
    metres = to_edge[rows]
    near = metres < FAR_M
    ends_lon, ends_lat = np.empty(len(rows)), np.empty(len(rows))
    if near.any():
        lines = shapely.get_coordinates(shapely.shortest_line(units.territory_edge, points[near]))[::2]
        ends_lon[near], ends_lat[near] = to_wgs84(lines[:, 0], lines[:, 1], epsg)
    lon, lat = proposals.lon[rows], proposals.lat[rows]
    if not near.all():
        far = ~near
        ends_lon[far], ends_lat[far] = _nearest_sample(lon[far], lat[far], _edge_samples(units, epsg))
        metres[far] = geodesic_m(lon[far], lat[far], ends_lon[far], ends_lat[far])
    evidence = {
        row: line((x1, y1), (x2, y2))
        for row, x1, y1, x2, y2 in zip(
            rows, lon.tolist(), lat.tolist(), ends_lon.tolist(), ends_lat.tolist(), strict=True
        )
    }
    return dict(zip(rows, metres.tolist(), strict=True)), evidence


def _edge_samples(units: Units, epsg: int) -> tuple[Floats, Floats]:
    """Points of the territory's edge every two kilometres (longitude, latitude), kept with the units."""
    if "edge" not in units.worked_out:
        xy = shapely.get_coordinates(shapely.segmentize(units.territory_edge, STEP_M))
        units.worked_out["edge"] = to_wgs84(xy[:, 0], xy[:, 1], epsg)
    samples: tuple[Floats, Floats] = units.worked_out["edge"]
    return samples


def _nearest_sample(lon: Floats, lat: Floats, samples: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    """Return the sample nearest to each point: directions from the Earth's centre, greatest cosine."""
    towards = _directions(*samples)
    best = np.concatenate(
        [
            np.argmax(_directions(lon[start : start + BLOCK], lat[start : start + BLOCK]) @ towards.T, axis=1)
            for start in range(0, len(lon), BLOCK)
        ]
    )
    return samples[0][best], samples[1][best]


def _directions(lon: Floats, lat: Floats) -> Floats:
    along, up = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(up) * np.cos(along), np.cos(up) * np.sin(along), np.sin(up)])


def commune(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """LOC-02: inside the commune that the list states, by its old or new name."""
    units = context.units
    names = names_of(units)
    named = [names.find(row.commune, row.district) if row.commune else None for row in proposals.rows]
    known = proposals.known.tolist()
    places = _measure(proposals, units, named)
    at = commune_column(proposals, context).tolist()
    findings = []
    for index, row in enumerate(proposals.rows):
        stated = named[index]
        here = units.communes[at[index]] if at[index] >= 0 else None
        here_name = unit_name(here) if here else ""
        doubt = _doubt(units, at[index], proposals, index) if here and known[index] else {}
        if not known[index]:
            findings.append(position_unreadable(rule, row))
        elif stated is None:
            code = "LOC-02-NOT-STATED" if here else "LOC-02-NOT-STATED-NOR-FOUND"
            code = "LOC-02-NOT-STATED-NEAR" if doubt else code
            params = {"here": here_name, **doubt}
            findings.append(Finding(rule.code, Outcome.UNKNOWN, code, params, missing="value:commune"))
        elif not units.communes:
            findings.append(
                Finding(
                    rule.code,
                    Outcome.UNKNOWN,
                    "LOC-02-NO-BOUNDARY",
                    {"stated": row.commune},
                    missing="layer:admin_units",
                )
            )
        elif not stated.rows and stated.former is None:
            findings.append(_unknown_name(rule, row, here_name, names.nearest_name(row.commune), doubt))
        else:
            findings.append(_judged(rule, row, units, stated, here=here_name, place=places.get(index)))
    return findings


class _Place(NamedTuple):
    """The stated commune that a point is in or nearest to: inside as drawn or not, and metres to its edge."""

    row: int
    inside: bool
    edge_m: float
    accuracy_m: float
    error_m: float


def _measure(proposals: Proposals, units: Units, named: list[Named | None]) -> dict[int, _Place]:
    """Return, by row with a position, the best of the communes that its name may stand for."""
    pairs = [
        (index, row)
        for index, stated in enumerate(named)
        if stated is not None
        for row in stated.rows
        if units.geometries[row] is not None
    ]
    if not pairs:
        return {}
    rows, communes = (np.array(side, dtype=np.int64) for side in zip(*pairs, strict=True))
    points = proposals.points[rows]
    to_edge = shapely.distance(units.edges[communes], points)
    inside = (shapely.intersects(units.geometries[communes], points) | (to_edge <= TOUCH_M)).tolist()
    metres = to_edge.tolist()
    accuracy = proposals.accuracy_m[rows].tolist()
    best: dict[int, _Place] = {}
    for (index, row), held, edge_m, accuracy_m in zip(pairs, inside, metres, accuracy, strict=True):
        other = best.get(index)
        if other is None or (held and not other.inside) or (held == other.inside and edge_m < other.edge_m):
            best[index] = _Place(row, held, edge_m, accuracy_m, units.communes[row].boundary_error_m)
    return best


def _doubt(units: Units, commune: int, proposals: Proposals, index: int) -> dict[str, float]:
    """Return how near a point is to the border of the commune that holds it, where it may lie beyond it."""
    edge_m = float(shapely.distance(units.edges[commune], proposals.points[index]))
    error_m = math.hypot(float(proposals.accuracy_m[index]), units.communes[commune].boundary_error_m)
    return {"distance": edge_m, "error": error_m} if edge_m < error_m else {}


def _unknown_name(
    rule: Rule, row: Proposal, here: str, alike: str | None, doubt: dict[str, float]
) -> Finding:
    params = {"stated": row.commune, "here": here, "alike": alike or "", **doubt}
    code = "LOC-02-NAME-UNKNOWN" if here else "LOC-02-NAME-UNKNOWN-OUTSIDE"
    code = "LOC-02-NAME-UNKNOWN-NEAR" if doubt else code
    notes = (("LOC-02-DID-YOU-MEAN", {"alike": alike}),) if alike else ()
    return Finding(rule.code, Outcome.REVIEW, code, params, related=here or None, notes=notes)


def _judged(
    rule: Rule, row: Proposal, units: Units, stated: Named, *, here: str, place: _Place | None
) -> Finding:
    if place is None:
        return Finding(
            rule.code,
            Outcome.UNKNOWN,
            "LOC-02-NO-BOUNDARY",
            {"stated": row.commune},
            missing="layer:admin_units",
        )
    name = unit_name(units.communes[place.row])
    combined = math.hypot(place.accuracy_m, place.error_m)
    finding = Finding(
        rule.code,
        Outcome.PASS,
        "LOC-02-INSIDE",
        {"name": name, "stated": row.commune, "distance": place.edge_m, "here": here, "error": combined},
        None if place.inside else place.edge_m,
        None if place.inside else 0.0,
        "" if place.inside else "m",
        related=name,
        evidence=drawn(units, place.row),
        flips=place.edge_m < combined,
    )
    if place.inside and place.edge_m < place.accuracy_m:
        finding.outcome, finding.code = Outcome.REVIEW, "LOC-02-BORDER"
    elif place.inside:
        finding.evidence = None
        if finding.flips:
            finding.code = "LOC-02-INSIDE-APPROXIMATE"
    else:
        finding.outcome = Outcome.REVIEW
        if finding.flips:
            finding.code = "LOC-02-OUTSIDE-NEAR"
        else:
            finding.code = "LOC-02-OUTSIDE" if here else "LOC-02-OUTSIDE-ALL"
    if finding.outcome is Outcome.REVIEW:
        # whose error is the larger settles it: the carrier's, who measures again, or the border's
        of_border = finding.flips and place.error_m > place.accuracy_m
        finding.kind = Reservation.OFFICE if of_border else Reservation.CONDITION
        finding.missing = COMMUNE_BORDERS if of_border else None
    if stated.former is not None:
        former = unit_name(stated.former)
        ended, begun = stated.former.valid_to, units.communes[place.row].valid_from
        assert ended is not None
        on = max(filter(None, (ended + dt.timedelta(days=1), begun)))
        today = Words(f"{name} kể từ {on:%d/%m/%Y}", f"{name} (since {on:%d/%m/%Y})")
        told = {"former": former, "name": today}
        finding.notes = () if former == name else (("LOC-02-FORMER", told),)
    return finding


LOCATION_CHECKS = (
    Check(
        "LOC-01",
        "Trong địa bàn quản lý",
        "Inside the territory",
        Stage.POSITION,
        True,
        territory,
        units=True,
        of_place=True,
        refuses=True,
    ),
    Check(
        "LOC-02",
        "Đúng xã, phường đã ghi",
        "In the commune stated",
        Stage.POSITION,
        False,
        commune,
        units=True,
        marks=("commune", *POSITION_COLUMNS),
        of_place=True,
    ),
)
