"""From claims to findings: what each zone claims of each row, the weightiest one said, the others noted.

A row without a claim passes where its layers are stated to be complete as far as it reaches, else nothing is
known. The base of a shared mast stands already, so ``share`` is ``na``. A mast that is upgraded stands too:
whatever a zone claims of it is a review, because only a change of its height or foundation would ask again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.consents import asks_consent
from registry.checks.context import Context, Coverage, Floats, ZoneSet
from registry.checks.proposals import Proposals, position_unreadable
from registry.columns import fold
from registry.geo.crs import to_wgs84
from registry.law import Rule
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.findings import Finding, Note, Outcome
from registry.model.requests.proposals import ProposalKind
from tests.oracle.rowwise.fall_circle import circles

INFORM_M = 100.0  # a zone that is clear is named as far as this beyond what matters
NOTED = 2


class State(IntEnum):
    """What a zone claims, the lightest first."""

    CLEAR = 0
    UNKNOWN = 1  # its fall circle may reach, the height is not stated
    NEAR = 2  # outside it, but so near that what surrounds it may be touched
    FALL = 3  # only the fall circle reaches
    GUYS = 4  # an anchor may stand within
    MAY = 5  # the base may stand within
    SURE = 6  # the base stands within
    SHORT = 7  # a legal distance is not kept: less of it needs somebody's agreement


_OUTCOMES = {
    State.CLEAR: Outcome.PASS,
    State.UNKNOWN: Outcome.UNKNOWN,
    State.NEAR: Outcome.REVIEW,
    State.FALL: Outcome.REVIEW,
    State.GUYS: Outcome.REVIEW,
    State.MAY: Outcome.REVIEW,
    State.SURE: Outcome.CONSENT,
    State.SHORT: Outcome.CONSENT,
}


class Claim(NamedTuple):
    """What one zone claims of one row. ``radius_m``: of the circle to draw, 0 for none.

    Where a lower mast would not reach the zone, ``params`` hold ``clear``: the height in metres of everything
    above ground that stays clear of it.
    """

    row: int
    state: State
    metres: float
    source: int  # which of the rule's layers
    zone: int
    code: str
    limit_m: float | None
    flips: bool = False
    verified: bool = True
    radius_m: float = 0.0
    inside: bool = False
    params: dict[str, Any] | None = None
    notes: tuple[Note, ...] = ()
    missing: str | None = None


class Kind(NamedTuple):
    """A layer and what its zones are; ``told_by``: a name with this in it (folded) says so itself."""

    layer: Layer
    vi: str
    en: str
    told_by: str

    def named(self, name: str) -> Words:
        """Return what a zone is called in a sentence: "đường bộ QL.31", "Đê tả sông Thương"."""
        if name and self.told_by in fold(name):
            return Words(name, name)
        return Words(f"{self.vi} {name}".strip(), f"{self.en} {name}".strip())


@dataclass(frozen=True, slots=True)
class Source:
    """A layer that a rule asks, with its zones, and how far each row has to see (metres)."""

    kind: Kind
    zones: ZoneSet
    reach_m: Floats


class Question(NamedTuple):
    """What is asked: the rows, by which rule, and what the rule is about ("đường bộ")."""

    proposals: Proposals
    context: Context
    rule: Rule
    what: Words


def findings_of(question: Question, sources: Sequence[Source], claims: list[Claim]) -> list[Finding]:
    """Return one finding a row, in order, from the claims of all zones (in any order).

    Rows about which there is nothing else to say share one finding.
    """
    proposals, context, rule, what = question
    claims.sort(key=lambda item: (item.row, -item.state, item.metres))
    by_row: dict[int, list[Claim]] = {}
    for claim in claims:
        by_row.setdefault(claim.row, []).append(claim)
    open_layers = _uncovered(proposals, sources)
    far = Finding(rule.code, Outcome.PASS, "COR-FAR", {"what": what})
    lacking = {
        missing: Finding(rule.code, Outcome.UNKNOWN, "COR-NO-LAYER", {"what": what}, missing=missing)
        for missing in set(open_layers)
        if missing
    }
    share = Finding(rule.code, Outcome.NA, "COR-SHARE")
    known = proposals.known.tolist()
    findings: list[Finding] = []
    drawn: list[tuple[int, Claim]] = []
    for index, row in enumerate(proposals.rows):
        own = by_row.get(index)
        if row.kind is ProposalKind.SHARE:
            findings.append(share)
        elif not known[index]:
            findings.append(position_unreadable(rule, row))
        elif own is not None and (own[0].state > State.CLEAR or not open_layers[index]):
            findings.append(_said(rule, sources, own, upgraded=row.kind is ProposalKind.UPGRADE))
            drawn.append((index, own[0]))
        else:
            findings.append(lacking[open_layers[index]] if open_layers[index] else far)
    _draw(findings, drawn, proposals, context, sources)
    return findings


def _approximate(source: Source, number: int) -> tuple[str, dict[str, Any]]:
    zone, shape = source.zones.zones[number], source.zones.geometries[number]
    if shape.area > 0 and zone.error_m * shape.length > 2 * shape.area:
        return "COR-ZONE-LOST", {"related": source.kind.named(zone.name), "error": zone.error_m}
    return "COR-APPROXIMATE", {"error": zone.error_m}


def _said(rule: Rule, sources: Sequence[Source], own: list[Claim], *, upgraded: bool) -> Finding:
    claim = own[0]
    zone = sources[claim.source].zones.zones[claim.zone]
    params = {
        "related": sources[claim.source].kind.named(zone.name),
        "measured": claim.metres,
        **({} if claim.limit_m is None else {"limit": claim.limit_m}),
        **(claim.params or {}),
    }
    clear = [other.params["clear"] for other in own if other.params and "clear" in other.params]
    if clear:
        params["clear"] = min(clear)
    finding = Finding(
        rule.code,
        _OUTCOMES[claim.state],
        claim.code,
        params,
        measured=claim.metres,
        limit=claim.limit_m,
        unit="m",
        related=zone.name,
        flips=claim.flips,
        verified=claim.verified,
        notes=claim.notes,
        missing=claim.missing,
    )
    if claim.state >= State.SURE and zone.error_m > 0:
        finding.outcome = Outcome.REVIEW
        finding.notes += (_approximate(sources[claim.source], claim.zone),)
    elif claim.state is State.MAY:
        drawn = _approximate(sources[claim.source], claim.zone)
        finding.notes += (drawn,) if drawn[0] == "COR-ZONE-LOST" else ()
    if claim.state >= State.SURE and not (claim.verified and rule.verified):
        finding.outcome = Outcome.REVIEW  # what nobody has read is asked about, never demanded
        finding.notes += (("COR-NOT-READ", {}),) if asks_consent(rule) else ()
    if claim.state is State.FALL and "says_fall" in rule.options:
        finding.notes += ((f"COR-SAYS-{rule.options['says_fall']}", {}),)
    if claim.state >= State.GUYS and "says" in rule.options:
        finding.notes += ((f"COR-SAYS-{rule.options['says']}", {}),)
    others = [other for other in own[1:] if other.state > State.CLEAR]
    for other in others[:NOTED]:
        source = sources[other.source]
        name = source.kind.named(source.zones.zones[other.zone].name)
        finding.notes += (("COR-ALSO", {"related": name, "measured": other.metres}),)
    if upgraded and finding.outcome is not Outcome.PASS:
        finding.notes = ((finding.code, finding.params), *finding.notes)
        finding.outcome, finding.code, finding.missing = Outcome.REVIEW, "COR-UPGRADE", None
    return finding


def _uncovered(proposals: Proposals, sources: Sequence[Source]) -> list[str]:
    """Return, by row, the layers (``layer:road``, joined) not known to be complete as far as it reaches."""
    found = [""] * len(proposals)
    for source in sources:
        seen = _sees(source.zones.coverage, proposals, source.reach_m)
        for index in np.flatnonzero(~seen).tolist():
            found[index] += f";layer:{source.kind.layer.value}"
    return [text.removeprefix(";") for text in found]


def _sees(coverage: Coverage, proposals: Proposals, reach_m: Any) -> Any:
    held = coverage.holds(proposals.x, proposals.y)
    if coverage.everywhere or coverage.area is None or not held.any():
        return held
    edge = shapely.boundary(coverage.area)
    return held & ~shapely.dwithin(edge, proposals.points, np.nan_to_num(reach_m))


def _draw(
    findings: list[Finding],
    drawn: list[tuple[int, Claim]],
    proposals: Proposals,
    context: Context,
    sources: Sequence[Source],
) -> None:
    """Give each finding its evidence: the zone that the base is inside, a circle, or the line to the zone."""
    round_ones = [(index, claim) for index, claim in drawn if claim.radius_m > 0]
    lines = [(index, claim) for index, claim in drawn if not claim.radius_m and not claim.inside]
    for index, claim in drawn:
        if claim.inside and not claim.radius_m:
            findings[index].evidence = sources[claim.source].zones.geojson[claim.zone]
    if round_ones:
        rows = [index for index, _ in round_ones]
        radii = np.array([claim.radius_m for _, claim in round_ones])
        shapes = circles(proposals.x[rows], proposals.y[rows], radii, context.metric_epsg)
        for index, shape in zip(rows, shapes, strict=True):
            findings[index].evidence = shape
    if lines:
        rows = [index for index, _ in lines]
        ends = np.array(
            [sources[claim.source].zones.geometries[claim.zone] for _, claim in lines], dtype=object
        )
        xy = shapely.get_coordinates(shapely.shortest_line(proposals.points[rows], ends))
        lon, lat = to_wgs84(xy[:, 0], xy[:, 1], context.metric_epsg)
        ways = np.round(np.column_stack([lon, lat]), 7).reshape(-1, 2, 2).tolist()
        for index, way in zip(rows, ways, strict=True):
            findings[index].evidence = {"type": "LineString", "coordinates": way}
