"""Words of spacing: the finding that a judgement becomes, with its number, limit, related mast and line."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.checks.context import Context
from registry.checks.mast_lists import ListGaps
from registry.checks.networks import OperatorWords
from registry.checks.spacing_judgement import NEAR, Decided
from registry.checks.urban import Urban, UrbanBasis
from registry.geo.distances import line
from registry.law import Rule
from registry.model.findings import Finding, Note, Outcome, Reservation

URBAN_LAYER = "layer:urban_area"
COARSE_MASTS, NAMELESS_MASTS = "register:coarse_masts", "register:networks"
COMES_NEAR = 2.0
"""A mast that is placed too coarsely could refuse a row where the register has it nearer than so many times
the limit. Farther off, that it is near after all is so unlikely that it is said once for the list."""


class Relation(StrEnum):
    """Which masts the rule is about."""

    OTHER = "OTHER"  # masts of other networks
    SAME = "SAME"  # masts of the same network


_QUARTER = 3  # months


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a proposal stands (EPSG:4326), whether urban, and for which networks (mask; 0: not known)."""

    lon: float
    lat: float
    urban: Urban
    networks: int


@dataclass(frozen=True, slots=True)
class Words:
    """Makes the findings of one spacing rule; message codes are ``SPC-<relation>-<what>``."""

    context: Context
    rule: Rule
    relation: Relation
    limits_verified: tuple[bool, bool]  # urban, outside
    list_age_article: str
    operators: OperatorWords

    def share(self) -> Finding:
        """Nothing new stands there, so there is no distance to keep."""
        return Finding(self.rule.code, Outcome.NA, "SPC-SHARE")

    def upgrade(self) -> Finding:
        """Existing works stay until they are upgraded; what an upgrade must meet is for a person to weigh."""
        article = str(self.rule.options.get("upgrade_article", "Điều 31"))
        return Finding(self.rule.code, Outcome.REVIEW, "SPC-UPGRADE", article=article)

    def _stale(self, names: str) -> tuple[str, dict[str, Any]]:
        """Say whose lists are older than the text allows: a quarter, another time, or the office's own."""
        months, article = int(self.rule.options["list_max_age_months"]), self.list_age_article
        if not article:
            return "SPC-LISTS-OLD", {"names": names, "months": months}
        if months != _QUARTER:
            return "SPC-LISTS-OLDER", {"names": names, "months": months, "article": article}
        return "SPC-LISTS-STALE", {"names": names, "article": article}

    def no_position(self) -> Finding:
        """Nothing can be measured."""
        return Finding(self.rule.code, Outcome.UNKNOWN, "SPC-NO-POSITION", missing="value:position")

    def no_lists(self, gaps: ListGaps) -> Finding:
        """The register is empty, which proves nothing."""
        return Finding(self.rule.code, Outcome.UNKNOWN, "SPC-NO-LISTS", missing=gaps.names)

    def small_exempt(self, small_m: float) -> Finding:
        """Small masts are exempt from the distance."""
        return Finding(self.rule.code, Outcome.NA, "SPC-SMALL-EXEMPT", {"small": small_m})

    def small_contradiction(self, spot: Spot, hit: Decided, limit_m: float) -> Finding:
        """One article exempts small masts, another asks them to keep the distance where they do not share."""
        finding = self._measured(Outcome.REVIEW, "SPC-SMALL-URBAN", spot, hit, limit_m)
        finding.notes = tuple(self._urban_notes(spot.urban))
        finding.article = str(self.rule.options.get("small_article", "Điều 15(5)a, 15(6)a"))
        return finding

    def near(self, spot: Spot, hit: Decided, limit_m: float) -> Finding:
        """Nearer than the limit, or so near it that the positions cannot tell."""
        outcome, what = (Outcome.FAIL, "NEAR") if hit.level == NEAR else (Outcome.REVIEW, "REVIEW")
        finding = self._measured(outcome, f"SPC-{self.relation.value}-{what}", spot, hit, limit_m)
        notes = self._urban_notes(spot.urban) + self._reason_notes(hit)
        finding.notes = tuple(notes + self._any_operator(spot))
        self._whose(finding, hit)
        return finding

    def height_not_known(self, spot: Spot, hit: Decided, limit_m: float, small_m: float) -> Finding:
        """Too near for any mast but a small one, and how high this one will be is not stated."""
        code = f"SPC-{self.relation.value}-NO-HEIGHT"
        finding = self._measured(Outcome.UNKNOWN, code, spot, hit, limit_m)
        finding.params["small"] = small_m
        finding.notes = tuple(self._urban_notes(spot.urban) + self._any_operator(spot))
        finding.missing = "value:mast_height_m"
        return finding

    def coarse(self, spot: Spot, hit: Decided, limit_m: float, gaps: ListGaps) -> Finding:
        """No mast is known to be near, but one may be: the register places it no better than the limit.

        No distance is told, since none is known; what has to be measured is that mast, not the proposal.
        """
        code = f"SPC-{self.relation.value}-COARSE"
        finding = self._measured(Outcome.REVIEW, code, spot, hit, limit_m)
        assert hit.mast is not None
        finding.params = {
            "related": finding.related,
            "operators": finding.params["operators"],
            "error": float(self.context.masts.accuracy_m[hit.mast]),
            "limit": limit_m,
        }
        comes_near = hit.distance_m is not None and hit.distance_m < COMES_NEAR * limit_m
        finding.kind, finding.could_refuse = Reservation.OFFICE, comes_near or gaps.hide_masts
        finding.measured = finding.evidence = None
        finding.flips = True
        finding.missing = ";".join(filter(None, (COARSE_MASTS, gaps.names)))
        return finding

    def far(self, spot: Spot, nearest: Decided, limit_m: float, gaps: ListGaps) -> Finding:
        """Far enough from every mast known; a pass only where every awaited list is complete and fresh."""
        outcome, what = (Outcome.REVIEW, "LISTS") if gaps else (Outcome.PASS, "FAR")
        code = f"SPC-{self.relation.value}-{what}{'' if nearest.mast is not None else '-NONE'}"
        finding = self._measured(outcome, code, spot, nearest, limit_m)
        notes = self._urban_notes(spot.urban) + self._any_operator(spot)
        if gaps.missing:
            notes.append(("SPC-LISTS-MISSING", {"names": self.operators.named(gaps.missing)}))
        if gaps.stale:
            stale = self.operators.named(gaps.stale)
            notes.append(self._stale(stale))
        finding.notes = tuple(notes)
        finding.flips = False
        finding.missing = gaps.names if gaps else None
        if gaps:
            finding.kind, finding.could_refuse = Reservation.OFFICE, gaps.hide_masts
        return finding

    def beyond(self) -> Finding:
        """Outside the territory the register holds no masts, which proves nothing."""
        return Finding(self.rule.code, Outcome.UNKNOWN, "SPC-BEYOND")

    def limits_disagree(self, spot: Spot, worst: Decided, likely_m: float) -> Finding:
        """Whether the point is urban decides, and that is not certain; ``likely_m`` is the likelier limit."""
        doubt = "" if spot.urban.urban is not None else "-NOT-KNOWN"
        code = f"SPC-{self.relation.value}-LIMITS{doubt}"
        finding = self._measured(Outcome.REVIEW, code, spot, worst, likely_m)
        finding.notes = tuple(self._urban_notes(spot.urban) + self._reason_notes(worst))
        by_layer = spot.urban.basis in (UrbanBasis.LAYER, UrbanBasis.DISPUTED)
        self._whose(finding, worst)
        if not by_layer:
            finding.missing = URBAN_LAYER
            if worst.level == NEAR:  # under one of the limits the row is refused
                finding.kind, finding.could_refuse = Reservation.OFFICE, True
        return finding

    def operator_not_known(self, spot: Spot, hit: Decided, limit_m: float) -> Finding:
        """Whether the mast is of the same network cannot be said."""
        finding = self._measured(Outcome.UNKNOWN, "SPC-SAME-OPERATOR", spot, hit, limit_m)
        finding.missing = "value:operator"
        return finding

    def _whose(self, finding: Finding, hit: Decided) -> None:
        """Say whose it is that a mast too near is not simply a fail.

        A mast of which the register names no network is the office's to clear up; all else (a position to
        measure, a mast to build or to take down, one mast or two, a height) the carriers settle.
        """
        nameless = hit.level != NEAR and "SPC-NETWORKS-NOT-KNOWN" in hit.reasons
        if nameless:
            finding.kind, finding.could_refuse = Reservation.OFFICE, True
            finding.missing = NAMELESS_MASTS
        elif finding.outcome is Outcome.REVIEW:
            finding.kind = Reservation.CONDITION

    def _measured(self, outcome: Outcome, code: str, spot: Spot, hit: Decided, limit_m: float) -> Finding:
        finding = Finding(
            self.rule.code,
            outcome,
            code,
            {"limit": limit_m},
            limit=limit_m,
            unit="m",
            verified=self.limits_verified[0 if spot.urban.urban else 1],
            flips=hit.doubt or spot.urban.near,
        )
        if hit.mast is None:
            return finding
        masts = self.context.masts
        finding.measured = hit.distance_m
        finding.related = str(masts.codes[hit.mast])
        finding.related_operator, names = self.operators.of(int(masts.networks[hit.mast]))
        finding.params |= {"measured": hit.distance_m, "related": finding.related, "operators": names}
        finding.evidence = line((spot.lon, spot.lat), (masts.lon[hit.mast], masts.lat[hit.mast]))
        return finding

    def _urban_notes(self, urban: Urban) -> list[Note]:
        if urban.urban is None:
            return [("SPC-URBAN-NOT-KNOWN", {})]
        where = "IN" if urban.urban else "OUT"
        basis = (
            "EDGE" if urban.near and urban.basis is UrbanBasis.LAYER else urban.basis.name.replace("_", "-")
        )
        return [(f"SPC-URBAN-{basis}-{where}", {})]

    def _reason_notes(self, hit: Decided) -> list[Note]:
        return [
            (reason, {"accuracy": hit.accuracy_m} if reason == "SPC-MEASURE-AGAIN" else {})
            for reason in hit.reasons
        ]

    def _any_operator(self, spot: Spot) -> list[Note]:
        return [] if spot.networks else [("SPC-OPERATOR-ANY", {})]
