"""LOC-01: does the point lie in the office's territory? (LOC-02: ``registry.checks.stated_communes``.)

Boundaries may be approximate and state by how many metres. LOC-01 fails only beyond the combined error of
boundary and position, and is a review within it, on either side. Inside by a position that is only a proposed
repair, it is a review as well: no row is agreed before the carrier confirms where it is.
"""

import math
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.answers import Answers, Lines, sorted_out, where
from registry.checks.context import Bools, Context, Floats, Ints, Units
from registry.checks.engine import POSITION_COLUMNS, Check
from registry.checks.proposals import Proposals
from registry.checks.stated_communes import commune
from registry.geo.crs import to_wgs84
from registry.geo.distances import geodesic_m
from registry.law import Rule
from registry.model.finding_columns import FIRST, Column, FindingColumns
from registry.model.findings import Finding, Outcome, Reservation, Stage

FAR_M = 100_000.0  # beyond this the plane's distances are not the ellipsoid's, and are said in kilometres
STEP_M = 2_000.0  # how closely the territory's edge is sampled for points that are far away
TOUCH_M = 0.01  # on the border is inside; coordinates are not surer than this
TERRITORY_BORDER = "border:territory"
BLOCK = 512  # far points compared with the edge at a time, to bound memory


def territory(proposals: Proposals, context: Context, rule: Rule) -> FindingColumns:
    """LOC-01: inside the office's territory on the day."""
    units, known = context.units, proposals.known
    answers = Answers.to(proposals, context, rule)
    if not known.all():
        answers.unreadable(where(~known))
    if units.territory is None:
        open_ = Finding(rule.code, Outcome.UNKNOWN, "LOC-01-NO-BOUNDARY", missing="layer:territory")
        answers.put(where(known), open_)
        return answers.found
    name = _in_a_sentence(units.territory_name)
    edge = units.territory_edge
    if len(proposals) == 1 and _well_inside(proposals, units):
        answers.found.put(FIRST, _inside(rule, name, repaired=bool(proposals.repaired[0])))
        return answers.found
    error = np.hypot(proposals.accuracy_m, units.error_m)
    within = shapely.intersects(units.territory, proposals.points)
    # a real border has thousands of corners: only who may be near it, or beyond, is measured
    reach: Any = error + TOUCH_M  # one for every point, which the types of dwithin do not know
    asked = ~within | shapely.dwithin(edge, proposals.points, reach)
    to_edge = np.full(len(proposals), np.inf)
    to_edge[asked] = shapely.distance(edge, proposals.points[asked])
    inside = within | (to_edge <= TOUCH_M)
    near = to_edge < error
    sure = known & inside & ~near
    answers.put(where(sure & ~proposals.repaired), _inside(rule, name, repaired=False))
    answers.put(where(sure & proposals.repaired), _inside(rule, name, repaired=True))
    rows = where(known & ~sure)
    if len(rows):
        _at_the_edge(answers, _Edge(rows, inside[rows], near[rows], error[rows]), to_edge[rows])
    return answers.found


def _well_inside(proposals: Proposals, units: Units) -> bool:
    """Whether the one point is within the territory and farther from its edge than either may be off."""
    point, error_m = proposals.points[0], math.hypot(proposals.accuracy_m[0], units.error_m)
    return bool(
        shapely.intersects(units.territory, point)
        and not shapely.dwithin(units.territory_edge, point, error_m + TOUCH_M)
    )


def _inside(rule: Rule, name: str, *, repaired: bool) -> Finding:
    """Answer for a point that is surely inside; nothing at a place that nobody has confirmed is agreed."""
    finding = Finding(rule.code, Outcome.PASS, "LOC-01-INSIDE", {"name": name}, related=name or None)
    if repaired:
        finding.outcome, finding.code = Outcome.REVIEW, "LOC-01-REPAIRED"
    return finding


class _Edge(NamedTuple):
    """m rows outside the territory or near its edge, and by how many metres their distance may be off."""

    rows: Ints
    inside: Bools
    near: Bools
    error_m: Floats


def _at_the_edge(answers: Answers, at: _Edge, to_edge: Floats) -> None:
    proposals, context, rule = answers.proposals, answers.context, answers.rule
    units = context.units
    name = _in_a_sentence(units.territory_name)
    metres, ends = _to_edge(proposals, context, at.rows, to_edge)
    # a border that is off by more than the position is no matter for a survey of the mast
    of_border = at.near & (units.error_m > proposals.accuracy_m[at.rows])
    for (near, inside, office, far), those in sorted_out(at.near, at.inside, of_border, metres >= FAR_M):
        rows, away, error = at.rows[those], metres[those], at.error_m[those]
        if near:
            code = "LOC-01-EDGE-INSIDE" if inside else "LOC-01-EDGE-OUTSIDE"
        else:
            code = "LOC-01-FAR" if far else "LOC-01-OUTSIDE"
        finding = Finding(
            rule.code, Outcome.REVIEW if near else Outcome.FAIL, code,
            {"name": name, "distance": 0.0, "km": 0.0, "error": 0.0},
            limit=0.0, unit="m", related=name or None, flips=bool(near),
        )  # fmt: skip
        if office:
            finding.kind, finding.could_refuse, finding.missing = Reservation.OFFICE, True, TERRITORY_BORDER
        elif near:
            finding.kind = Reservation.CONDITION
        params: dict[str, Column] = {"distance": away, "km": away / 1000, "error": error}
        limits: dict[str, Column] = {"limit": error} if inside else {}
        lines = Lines(proposals.lon[rows], proposals.lat[rows], partial(_some, ends, those))
        answers.put(rows, finding, params=params, measured=away, evidence=lines.column(), **limits)


def _some(ends: tuple[Floats, Floats], those: Ints) -> tuple[Floats, Floats]:
    return ends[0][those], ends[1][those]


def _in_a_sentence(name: str) -> str:
    """Return "Tỉnh Bắc Ninh" as it stands inside a sentence: "tỉnh Bắc Ninh"."""
    return ", ".join(part[:1].lower() + part[1:] for part in name.split(", "))


def _to_edge(
    proposals: Proposals, context: Context, rows: Ints, to_edge: Floats
) -> tuple[Floats, tuple[Floats, Floats]]:
    """Return the metres from rows to the territory's edge, and where it is nearest (EPSG:4326)."""
    units, epsg = context.units, context.metric_epsg
    points = proposals.points[rows]
    metres = to_edge
    near = metres < FAR_M
    ends_lon, ends_lat = np.empty(len(rows)), np.empty(len(rows))
    if near.any():
        lines = shapely.get_coordinates(shapely.shortest_line(units.territory_edge, points[near]))[::2]
        ends_lon[near], ends_lat[near] = to_wgs84(lines[:, 0], lines[:, 1], epsg)
    if not near.all():
        far = ~near
        lon, lat = proposals.lon[rows], proposals.lat[rows]
        ends_lon[far], ends_lat[far] = _nearest_sample(lon[far], lat[far], _edge_samples(units, epsg))
        metres[far] = geodesic_m(lon[far], lat[far], ends_lon[far], ends_lat[far])
    return metres, (ends_lon, ends_lat)


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
