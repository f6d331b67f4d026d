"""PLN: the operator's plan, and the planning zones that hold a point: classes, heights, urban siting.

A zone speaks by its own decision, which the finding names. Inside a zone is known. Near its edge (nearer than
the errors of edge and position together) or in a zone that is only approximate, a would-be fail is a review.
"""

import math
from collections.abc import Sequence

from registry.checks.context import Context, ZoneSet
from registry.checks.engine import POSITION_COLUMNS, Check, na_for
from registry.checks.holding import NONE_HELD, Held, called, holding
from registry.checks.planning.zones import NONE_ALLOWED
from registry.checks.proposals import Proposals, position_unreadable
from registry.checks.urban import Urban, UrbanBasis, urban_of
from registry.law import Rule
from registry.model.areas import Layer, Zone
from registry.model.findings import Finding, Outcome, Reservation, Stage
from registry.model.requests.proposals import ASKED_KINDS, Proposal, ProposalKind
from registry.model.sites import MastClass, Support
from tests.oracle.rowwise.planned_positions import planned_position

PUBLIC = "public"  # code of data/codes/choices.toml, land_types
MISSING_ZONES = "layer:planning"
ZONE_BORDERS, ZONE_HEIGHTS = "border:planning", "zone:height"
_EVERY_CLASS = frozenset(item.value for item in MastClass)


def allowed_class(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """PLN-02: the mast's class is allowed in every planning zone that holds the point."""
    zones = context.layer(Layer.PLANNING)
    held = holding(proposals, zones)
    covered = zones.coverage.holds(proposals.x, proposals.y).tolist()
    known = proposals.known.tolist()
    blocking = bool(zones.zones)  # a registered zoning decision makes the rule one that blocks
    findings = []
    for i, row in enumerate(proposals.rows):
        here = held.get(i, NONE_HELD)
        if row.kind is ProposalKind.SHARE:
            finding = Finding(rule.code, Outcome.NA, "PLN-NO-NEW-MAST")
        elif not known[i]:
            finding = position_unreadable(rule, row)
        elif not any(item.inside for item in here) and not _forbidding(row, zones, here):
            finding = _outside(rule, ("PLN-02-OUTSIDE", "PLN-02-NO-ZONE-KNOWN"), covered=covered[i])
        else:
            finding = _judge_class(rule, row, zones, here)
        finding.blocking = blocking
        findings.append(finding)
    return findings


def _forbids(zone: Zone, row: Proposal) -> bool:
    """Whether the zone's decision lists classes and the row's is not among them."""
    if zone.allowed_classes is None or zone.allowed_classes >= _EVERY_CLASS:
        return False
    return row.mast_class not in zone.allowed_classes


def _forbidding(row: Proposal, zones: ZoneSet, here: Sequence[Held]) -> list[Held]:
    return [item for item in here if _forbids(zones.zones[item.zone], row)]


def _judge_class(rule: Rule, row: Proposal, zones: ZoneSet, here: Sequence[Held]) -> Finding:
    inside = [item for item in here if item.inside]
    against = sorted(_forbidding(row, zones, here), key=lambda item: (item.near, not item.inside))
    if against:
        item = against[0]
        if row.mast_class is None:
            finding = _of_zone(rule, zones, item, Outcome.UNKNOWN, "PLN-02-NO-CLASS")
            finding.missing = "value:mast_class"
            return finding
        finding = _of_zone(rule, zones, item, Outcome.FAIL, "PLN-02-FORBIDDEN")
        finding.params["mast_class"] = row.mast_class.value
        codes = ("PLN-02-NEAR-EDGE", "PLN-02-APPROXIMATE")
        return _soften_by_edge(finding, zones, item, codes, accuracy_m=row.position.accuracy_m)
    speaking = [item for item in inside if zones.zones[item.zone].allowed_classes is not None]
    if not speaking:
        return _of_zone(rule, zones, inside[0], Outcome.NA, "PLN-02-NOT-SAID")
    if row.mast_class is None:  # every class is allowed, so the class need not be known
        finding = _of_zone(rule, zones, speaking[0], Outcome.PASS, "PLN-02-EVERY-CLASS")
    else:
        finding = _of_zone(rule, zones, speaking[0], Outcome.PASS, "PLN-02-ALLOWED")
        finding.params["mast_class"] = row.mast_class.value
    finding.evidence = None
    return finding


def zone_height(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """PLN-03: the mast, without its rod, is no higher than the zones that hold the point allow."""
    zones = context.layer(Layer.PLANNING)
    held = holding(proposals, zones)
    covered = zones.coverage.holds(proposals.x, proposals.y).tolist()
    known = proposals.known.tolist()
    findings = []
    for i, row in enumerate(proposals.rows):
        here = held.get(i, NONE_HELD)
        if row.kind is ProposalKind.SHARE:
            findings.append(Finding(rule.code, Outcome.NA, "PLN-NO-NEW-MAST"))
            continue
        if not known[i]:
            findings.append(position_unreadable(rule, row))
            continue
        lower = [item for item in here if not item.inside and _too_high(row, zones.zones[item.zone])]
        if not any(item.inside for item in here) and not lower:
            findings.append(_outside(rule, ("PLN-03-OUTSIDE", "PLN-03-NO-ZONE-KNOWN"), covered=covered[i]))
        else:
            findings.append(_judge_height(rule, row, zones, here))
    return findings


def _limit(zone: Zone) -> float | None:
    """Return the zone's limit where it is a number; None where it states none, or that there is none."""
    return None if zone.max_height_m is None or math.isinf(zone.max_height_m) else zone.max_height_m


def _too_high(row: Proposal, zone: Zone) -> bool:
    limit = _limit(zone)
    return limit is not None and row.mast_height_m is not None and row.mast_height_m > limit


def _judge_height(rule: Rule, row: Proposal, zones: ZoneSet, here: Sequence[Held]) -> Finding:
    against = [item for item in here if _too_high(row, zones.zones[item.zone])]
    if against:
        item = min(against, key=lambda item: (item.near, zones.errors_m[item.zone] > 0))
        finding = _of_height(_of_zone(rule, zones, item, Outcome.FAIL, "PLN-03-TOO-HIGH"), row, zones, item)
        codes = ("PLN-03-NEAR-EDGE", "PLN-03-APPROXIMATE")
        return _soften_by_edge(finding, zones, item, codes, accuracy_m=row.position.accuracy_m)
    inside = [item for item in here if item.inside]
    numbered = [item for item in inside if _limit(zones.zones[item.zone]) is not None]
    silent = [item for item in inside if zones.zones[item.zone].max_height_m is None]
    if numbered and row.mast_height_m is None:
        finding = _of_zone(rule, zones, numbered[0], Outcome.UNKNOWN, "PLN-03-NO-HEIGHT")
        finding.limit, finding.unit = _limit(zones.zones[numbered[0].zone]), "m"
        finding.params["limit"] = finding.limit
        finding.missing = "value:mast_height_m"
        return finding
    if silent:
        finding = _of_zone(rule, zones, silent[0], Outcome.UNKNOWN, "PLN-03-NOT-SAID")
        finding.missing = ZONE_HEIGHTS
        return finding
    if numbered:
        lowest = min(numbered, key=lambda item: _limit(zones.zones[item.zone]) or 0.0)
        finding = _of_height(_of_zone(rule, zones, lowest, Outcome.PASS, "PLN-03-WITHIN"), row, zones, lowest)
        finding.evidence = None
        return finding
    return _of_zone(rule, zones, inside[0], Outcome.NA, "PLN-03-NO-LIMIT")


def _of_height(finding: Finding, row: Proposal, zones: ZoneSet, item: Held) -> Finding:
    finding.measured, finding.limit, finding.unit = row.mast_height_m, _limit(zones.zones[item.zone]), "m"
    finding.params |= {"measured": finding.measured, "limit": finding.limit}
    return finding


def _of_zone(rule: Rule, zones: ZoneSet, item: Held, outcome: Outcome, code: str) -> Finding:
    """Answer by a zone: its decision is the source, its polygon the evidence."""
    zone = zones.zones[item.zone]
    classes = zone.allowed_classes
    allowed = "–" if classes is None else ", ".join(sorted(classes)) or NONE_ALLOWED
    return Finding(
        rule.code,
        outcome,
        code,
        {"zone": called(zone), "allowed": allowed},
        source=zone.decision,
        article=zone.article,
        related=zone.name,
        evidence=zones.geojson[item.zone],
    )


def _soften_by_edge(
    finding: Finding, zones: ZoneSet, item: Held, codes: tuple[str, str], *, accuracy_m: float
) -> Finding:
    """Make a fail a review where the zone's edge or the zone itself is not certain.

    Whose error is the larger has to settle it: the carrier's (``accuracy_m``), or that of the zone as drawn.
    """
    error_m = zones.zones[item.zone].error_m
    if not item.near and error_m == 0:
        return finding
    if error_m > accuracy_m:
        finding.kind, finding.could_refuse, finding.missing = Reservation.OFFICE, True, ZONE_BORDERS
    else:
        finding.kind = Reservation.CONDITION  # measured again, the position is in or out
    shape = zones.geometries[item.zone]
    itself = shape.area > 0 and error_m * shape.length > 2 * shape.area
    if itself:
        finding.outcome, finding.flips = Outcome.REVIEW, item.near
        finding.notes = (("PLN-ZONE-LOST", {"zone": finding.params["zone"], "error": error_m}),)
    elif item.near:
        finding.outcome, finding.flips = Outcome.REVIEW, True
        finding.notes = ((codes[0], {"zone": finding.params["zone"]}),)
    else:
        finding.outcome = Outcome.REVIEW
        finding.notes = ((codes[1], {"zone": finding.params["zone"], "error": error_m}),)
    return finding


def _outside(rule: Rule, codes: tuple[str, str], *, covered: bool) -> Finding:
    """Answer where no zone holds the point: known only where the layer is stated to be complete."""
    if covered:
        return Finding(rule.code, Outcome.NA, codes[0])
    return Finding(rule.code, Outcome.NA, codes[1], missing=MISSING_ZONES)


def urban_siting(proposals: Proposals, context: Context, rule: Rule) -> list[Finding]:
    """PLN-04: a new mast in an urban area stands on an existing building's roof, or on public land."""
    urban_zones = context.layer(Layer.URBAN_AREA)
    findings = []
    for row, urban in zip(proposals.rows, urban_of(proposals, context), strict=True):
        if row.kind not in (ProposalKind.NEW, ProposalKind.REPLACE, ProposalKind.RELOCATE):
            findings.append(Finding(rule.code, Outcome.NA, "PLN-04-NOT-NEW"))
            continue
        finding = _judge_siting(rule, row, urban)
        if urban.zone is not None and finding.outcome is not Outcome.NA:
            finding.related = urban_zones.zones[urban.zone].name
            finding.evidence = urban_zones.geojson[urban.zone]
        findings.append(finding)
    return findings


def _judge_siting(rule: Rule, row: Proposal, urban: Urban) -> Finding:
    if urban.urban is None:
        if not row.position.known:
            return position_unreadable(rule, row)
        stands_anywhere = row.support is Support.ROOF or row.land_type == PUBLIC  # in towns, too
        return Finding(
            rule.code, Outcome.UNKNOWN, "PLN-04-URBAN-UNKNOWN", missing="layer:urban_area",
            kind=Reservation.OFFICE,
            could_refuse=not stands_anywhere and row.kind is not ProposalKind.REPLACE,
        )  # fmt: skip
    disputed = urban.basis is UrbanBasis.DISPUTED
    if urban.urban is False and not urban.near and not disputed:
        stands_in = urban.basis is UrbanBasis.FORMER_UNITS
        return Finding(
            rule.code,
            Outcome.NA,
            "PLN-04-NOT-URBAN-APPROXIMATE" if stands_in else "PLN-04-NOT-URBAN",
            missing="layer:urban_area" if stands_in else None,
            kind=Reservation.OFFICE if stands_in else None,  # far from any town that the former units know
        )
    if row.support is Support.ROOF:
        return Finding(rule.code, Outcome.PASS, "PLN-04-ROOF")
    if row.support is None:
        return Finding(rule.code, Outcome.UNKNOWN, "PLN-04-NO-SUPPORT", missing="value:support")
    if not row.land_type:
        return Finding(rule.code, Outcome.UNKNOWN, "PLN-04-NO-LAND", missing="value:land_type")
    if row.land_type == PUBLIC:
        return Finding(rule.code, Outcome.PASS, "PLN-04-PUBLIC")
    if row.kind is ProposalKind.REPLACE:
        return Finding(rule.code, Outcome.REVIEW, "PLN-04-REPLACES")
    finding = Finding(rule.code, Outcome.FAIL, "PLN-04-PRIVATE-GROUND")
    if urban.approximate:
        finding.outcome, finding.flips = Outcome.REVIEW, True
        likely = "PLN-04-LIKELY-URBAN" if urban.urban else "PLN-04-LIKELY-NOT-URBAN"
        finding.code = "PLN-04-GROUND-NEAR-URBAN"
        finding.notes = ((likely, {}),)
        finding.kind = Reservation.CONDITION
        if urban.basis is UrbanBasis.FORMER_UNITS:
            finding.missing = "layer:urban_area"
            finding.kind, finding.could_refuse = Reservation.OFFICE, True
    return finding


PLANNING_CHECKS = (
    Check(
        "PLN-01",
        "Có trong kế hoạch của doanh nghiệp",
        "In the operator's plan",
        Stage.POSITION,
        False,
        planned_position,
        plans=True,
        unasked=na_for("PLN-01-SHARE", ProposalKind.SHARE),
        marks=("plan_code", "site_code", *POSITION_COLUMNS),
    ),
    Check(
        "PLN-02",
        "Loại cột theo vùng quy hoạch",
        "Class allowed in the zone",
        Stage.POSITION,
        False,
        allowed_class,
        layers=(Layer.PLANNING,),
        unasked=na_for("PLN-NO-NEW-MAST", ProposalKind.SHARE),
        marks=("mast_class", *POSITION_COLUMNS),
        of_place=True,
        refuses=True,
    ),
    Check(
        "PLN-03",
        "Chiều cao theo vùng quy hoạch",
        "Height within the zone",
        Stage.POSITION,
        False,
        zone_height,
        layers=(Layer.PLANNING,),
        unasked=na_for("PLN-NO-NEW-MAST", ProposalKind.SHARE),
        marks=("mast_height_m", "top_agl_m", *POSITION_COLUMNS),
        of_place=True,
        refuses=True,
    ),
    Check(
        "PLN-04",
        "Vị trí đặt trong đô thị",
        "Siting in urban areas",
        Stage.POSITION,
        False,
        urban_siting,
        layers=(Layer.URBAN_AREA,),
        by_kind=True,
        unasked=na_for("PLN-04-NOT-NEW", *(kind for kind in ASKED_KINDS if kind is not ProposalKind.NEW)),
        marks=("support", "land_type", *POSITION_COLUMNS),
        of_place=True,
        refuses=True,
    ),
)
