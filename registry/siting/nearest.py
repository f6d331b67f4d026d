"""The nearest place where every rule about the place passes, found from the geometry.

The places that pass are the plane less discs around masts and other proposals and less forbidden areas. The
nearest one to the row's own place lies where ``registry.siting.curves`` says: those points are taken in order
of distance, tested against all discs and areas, and the first that stands is judged by the full rule set.

The discs are circles of the plane whose radii are stretched by its scale at the row's place; over a few
kilometres the scale changes by millionths, which ``MARGIN_M`` more than covers. The same margin lets a place
still pass when its degrees are written with six decimals.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

import numpy as np

from registry.appraisal import verdict
from registry.checks.context import Bools, Context, Floats
from registry.checks.proposals import Proposals
from registry.checks.spacing_neighbours import distances_m
from registry.geo.crs import GEOD, to_wgs84
from registry.geo.distances import azimuth_deg
from registry.law import Law
from registry.model.findings import Finding, Verdict
from registry.model.positions import DEFAULT_ACCURACY_M
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.siting.avoided import avoided_zones, kept_out
from registry.siting.curves import Circles, candidates, segments_of
from registry.siting.discs import discs_around
from registry.siting.grounds import Asked, Ground, ground_of
from registry.siting.judging import judge, passes, placed
from registry.siting.protected import STANDING, protected_zones

RADIUS_M = 1_000.0
NEAR_M = 400.0  # looked through first: most rows find their place there, with a sixth of the ground to lay
MARGIN_M = 0.2
_MARGINS = (MARGIN_M, MARGIN_M / 2)  # places are laid out with the first and must be free with the second
DECIMALS = 6  # of a degree: 0.11 m, as the page writes a place
BLOCK = 256  # candidates tested at once
TRIES = 40  # places judged by the full rule set before the search gives up


class Search(StrEnum):
    """How a search ended."""

    FOUND = "found"
    HERE = "here"  # nothing about the place has to change
    NONE = "none"  # no such place within the radius: what is forbidden covers it
    UNPROVEN = "unproven"  # none was found, but that there is none is not shown
    NO_POSITION = "no_position"
    STANDS = "stands"  # the mast that is shared or upgraded stands already: another place is another proposal
    NO_KIND = "no_kind"  # what is asked for is not known, so neither is what a place has to keep


@dataclass(frozen=True, slots=True)
class Move:
    """A place that passes: EPSG:4326, metres and direction (degrees from north) from the row's own place.

    ``findings`` are those of the full rule set there. Not ``strict``: outside the commune that the list
    states, or in a zone that leaves the height open. Not ``clear``: a fall or a guy reaches what is
    protected, or a body must consent that must already.
    """

    lon: float
    lat: float
    distance_m: float
    azimuth_deg: float
    findings: list[Finding]
    verdict: Verdict
    strict: bool
    clear: bool = True


def nearest_place(
    row: Proposal,
    around: Sequence[Proposal],
    context: Context,
    law: Law,
    *,
    radius_m: float = RADIUS_M,
    before: Sequence[Finding] | None = None,
) -> tuple[Search, Move | None]:
    """Return how the search ended and the nearest place within ``radius_m`` that passes, if there is one.

    ``around`` are the other rows of its list; ``before`` the row's findings, where they are known. Where no
    place passes every rule, one is taken outside the commune stated, or where a zone leaves the height open,
    a fall circle reaches a corridor, or a body is asked that is asked already.

    NONE is proof: no point of the circle is outside what is forbidden, which is laid out as the rules judge
    it (with ``MARGIN_M`` and the usual accuracy of a place). Where places that the geometry leaves open were
    turned down by the rules, or an aerodrome's vicinity was kept out of as a whole, it is UNPROVEN.
    """
    if not row.position.known:
        return Search.NO_POSITION, None
    if row.kind is ProposalKind.UNKNOWN:
        return Search.NO_KIND, None
    if row.kind in STANDING:
        return Search.STANDS, None
    old = judge(row, around, context, law) if before is None else before
    looked = _Looked(row, around, context, law, radius_m=radius_m, old=old)
    for clear in (True, False):
        for strict in (True, False):
            move = looked.found(strict=strict, clear=clear)
            if move is None:
                continue
            return (Search.HERE if move.distance_m == 0 else Search.FOUND), move
    return (Search.NONE if looked.proven else Search.UNPROVEN), None


class _Looked:
    """One search: the discs are laid once, the areas for each degree of strictness."""

    def __init__(
        self,
        row: Proposal,
        around: Sequence[Proposal],
        context: Context,
        law: Law,
        *,
        radius_m: float,
        old: Sequence[Finding],
    ) -> None:
        self.row, self.around, self.context, self.law = row, around, context, law
        self.radius_m, self.old = radius_m, old
        self.proven = True
        self._kept: dict[tuple[float, bool], list[list[Any]]] = {}
        proposals = Proposals.of([row], context)
        self.at = (float(proposals.x[0]), float(proposals.y[0]))
        self.scale = _scale(self.at, context.metric_epsg)
        self.discs = discs_around(
            row, around, context, law, accuracy_m=DEFAULT_ACCURACY_M, reach_m=radius_m * self.scale
        )

    def found(self, *, strict: bool, clear: bool) -> Move | None:
        tries = 0
        for point in self._places(strict=strict, clear=clear):
            move = self._judged(point, strict=strict, clear=clear)
            if move is not None:
                return move
            tries += 1
            if tries >= TRIES:
                break
        self.proven = not tries and not self.avoided
        return None

    def asked(self, radius_m: float, *, strict: bool, clear: bool) -> Asked:
        """Return the question for a circle of ``radius_m`` metres in the plane."""
        codes = {finding.rule: finding.code for finding in self.old}
        return Asked(self.row, self.at, radius_m, DEFAULT_ACCURACY_M, strict, clear, codes)

    @cached_property
    def avoided(self) -> list[tuple[Any, float]]:
        """The avoided zones of the whole circle: they hang on neither degree of strictness."""
        asked = self.asked(self.radius_m * self.scale, strict=True, clear=True)
        return avoided_zones(asked, self.context, self.law, self.old)

    def _places(self, *, strict: bool, clear: bool) -> Iterator[Any]:
        """Yield the points of the plane at which the nearest place can lie, nearest first.

        The ground is laid near by first, and wholly where nothing stands there. What a smaller circle shows
        of it is the same but for its own edge, so it is believed to a metre short of that.
        """
        reach, looked = self.radius_m * self.scale, 0.0
        if self.radius_m > NEAR_M:
            near = NEAR_M * self.scale
            looked = near - 1.0
            yield from self._free_places(self.asked(near, strict=strict, clear=clear), 0.0, looked)
        yield from self._free_places(self.asked(reach, strict=strict, clear=clear), looked, np.inf)

    def _kept_out(self, asked: Asked) -> list[list[Any]]:
        """Return, by margin, what is kept out of besides the ground: the same however strict the search."""
        key = (asked.radius_m, asked.clear)
        if key not in self._kept:
            away = [*self.avoided, *protected_zones(asked, self.context, self.law)]
            self._kept[key] = [kept_out(away, asked, margin) for margin in _MARGINS]
        return self._kept[key]

    def _free_places(self, asked: Asked, least_m: float, below_m: float) -> Iterator[Any]:
        """Yield the points that the geometry leaves open from ``least_m`` away to less than ``below_m``."""
        outer, inner = (
            ground_of(asked, self.context, self.law, margin, also)
            for margin, also in zip(_MARGINS, self._kept_out(asked), strict=True)
        )
        segments = segments_of(outer.lines, self.at, asked.radius_m)
        circles = self._circles(outer).near(self.at, asked.radius_m)
        points = candidates(circles, segments, self.at, asked.radius_m)
        metres = np.hypot(points[:, 0] - self.at[0], points[:, 1] - self.at[1])
        points = points[(metres >= least_m) & (metres < below_m)]
        for start in range(0, len(points), BLOCK):
            block = points[start : start + BLOCK]
            yield from block[self._free(block, inner)]

    def _radius(self, margin_m: float) -> Floats:
        radius = self.discs.radius_m
        return np.asarray(np.where(radius > 0, radius * self.scale + margin_m, 0.0), dtype=float)

    def _circles(self, ground: Ground) -> Circles:
        """Return the circles of the discs, once for each radius that may hold somewhere in reach."""
        columns = [not ground.sure.is_empty, True, not ground.outside.is_empty]
        radius = self._radius(MARGIN_M)[:, columns]
        rows = np.repeat(np.arange(len(radius)), radius.shape[1])
        every = np.column_stack([rows, radius.ravel()])
        every = np.unique(every[every[:, 1] > 0], axis=0)
        index = every[:, 0].astype(np.int64)
        return Circles(self.discs.x[index], self.discs.y[index], np.asarray(every[:, 1], dtype=float))

    def _free(self, points: Floats, ground: Ground) -> Bools:
        free = ground.free(points)
        left = np.flatnonzero(free)
        if len(left) and len(self.discs):
            radius = self._radius(MARGIN_M / 2)[:, ground.urban_column(points[left])].T
            dx = points[left, 0][:, None] - self.discs.x
            dy = points[left, 1][:, None] - self.discs.y
            free[left] = (dx * dx + dy * dy >= radius * radius).all(axis=1)
        return free

    def _judged(self, point: Any, *, strict: bool, clear: bool) -> Move | None:
        lon, lat, metres = self._written(point)
        if metres > self.radius_m:
            return None
        findings = judge(placed(self.row, lon, lat), self.around, self.context, self.law)
        if not passes(self.old, findings, strict=strict, clear=clear):
            return None
        own = self.row.position
        azimuth = float(azimuth_deg(own.lon or 0.0, own.lat or 0.0, lon, lat)) if metres else 0.0
        return Move(lon, lat, metres, azimuth, findings, verdict(findings), strict, clear)

    def _written(self, point: Any) -> tuple[float, float, float]:
        """Return a place as it is written, and its distance; the row's own place as the list has it."""
        own = self.row.position
        assert own.lon is not None
        assert own.lat is not None
        if tuple(point) == self.at:
            return own.lon, own.lat, 0.0
        lons, lats = to_wgs84(point[:1], point[1:2], self.context.metric_epsg)
        lon, lat = round(float(lons[0]), DECIMALS), round(float(lats[0]), DECIMALS)
        ends = (np.array([own.lon]), np.array([own.lat]), np.array([lon]), np.array([lat]))
        return lon, lat, float(distances_m(*ends)[0])


def _scale(at: tuple[float, float], epsg: int) -> float:
    """Return how many metres of the plane are a metre of the ellipsoid at a place."""
    lons, lats = to_wgs84(np.array([at[0] - 500.0, at[0] + 500.0]), np.array([at[1], at[1]]), epsg)
    return 1_000.0 / float(GEOD.inv(lons[0], lats[0], lons[1], lats[1])[2])
