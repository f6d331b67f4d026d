"""Positions that the illustrative requests ask for: those of the carriers' own plans, judged first.

A request of the illustrative office is to hold rows that can be agreed to, rows with conditions and rows that
cannot, whatever the day on which the registry is made. So the planned positions are judged first, and each
request takes what it needs from them.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from registry.appraisal import verdict
from registry.demo.corridor_list import corridor_proposals
from registry.demo.plans import DemoPosition, demo_plans
from registry.demo.proposals import DemoProposal, demo_proposals
from registry.demo.terrain import elevation_m
from registry.model.findings import Outcome, Verdict
from registry.model.positions import Confidence, Position
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass, MastForm, Support
from registry.services.appraise.appraise_list import appraise_proposals
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.requests.consulted.consultations import body_of

APART_M = 1_200.0  # between two positions of the illustrative requests, and from those of the sample lists
TOO_NEAR = frozenset({"SPC-01", "SPC-02"})
_PREFIXES = {"VTL": 0, "VNPT": 1, "VMS": 2, "VNM": 3}
_FIRST_NUMBER = 8100  # codes that no illustrative mast has: their numbers stay lower


@dataclass(frozen=True, slots=True)
class Candidate:
    """A planned position as its carrier would propose it, and what its list would be told today.

    ``reasons`` are the rules that it fails, ``asks`` those that name a body to be asked.
    """

    proposal: DemoProposal
    verdict: Verdict
    commune: str
    reasons: frozenset[str]
    asks: frozenset[str] = frozenset()


@dataclass
class Positions:
    """What may still be proposed; a position is taken once, and two never stand near one another."""

    left: dict[str, list[Candidate]]
    taken: list[tuple[float, float]] = field(default_factory=list)

    @classmethod
    def of(cls, registry: Registry, day: dt.date) -> "Positions":
        """Judge the positions of every plan in force on ``day``."""
        samples = [*demo_proposals(day), *corridor_proposals(day)]
        plans = {plan.operator: plan for plan in demo_plans(day)}
        left = {
            operator: _judged(registry, operator, plan.positions, day) for operator, plan in plans.items()
        }
        return cls(left, [(item.x, item.y) for item in samples])

    def take(self, operator: str, wanted: Verdict, *, communes: Iterable[str] = ()) -> DemoProposal | None:
        """Return the next position with a verdict, one in ``communes`` before any other; None: none is left.

        A refused one is one that stands too near another mast, as most that are refused do.
        """
        near_home = frozenset(communes)
        found = [
            item
            for item in self.left[operator]
            if item.verdict is wanted
            and (wanted is not Verdict.REFUSE or item.reasons <= TOO_NEAR)
            and all(np.hypot(item.proposal.x - x, item.proposal.y - y) > APART_M for x, y in self.taken)
        ]
        if not found:
            return None
        chosen = next((item for item in found if item.commune in near_home), found[0])
        self.left[operator].remove(chosen)
        self.taken.append((chosen.proposal.x, chosen.proposal.y))
        return chosen.proposal


def _judged(
    registry: Registry, operator: str, positions: tuple[DemoPosition, ...], day: dt.date
) -> list[Candidate]:
    context = context_for(registry, day)
    asked = [_asked(operator, number, item) for number, item in enumerate(positions)]
    judged, _law = appraise_proposals([_proposal(operator, item) for item in asked], context)
    found = []
    for item, row in zip(asked, judged, strict=True):
        reasons = {one.rule for one in row.findings if one.outcome is Outcome.FAIL}
        asks = {one.rule for one in row.findings if body_of(one) is not None}
        found.append(
            Candidate(item, verdict(row.findings), item.place.present, frozenset(reasons), frozenset(asks))
        )
    return found


def _asked(operator: str, number: int, planned: DemoPosition) -> DemoProposal:
    """Return what a carrier asks for at a planned position: a little lower than the plan allows."""
    roof = planned.mast_class == "A2a"
    height = (planned.max_height_m or 42.0) - 3.0
    return DemoProposal(
        code=f"BGG{_PREFIXES[operator]}{_FIRST_NUMBER + 7 * number}",
        plan_code=planned.code,
        kind=ProposalKind.NEW,
        place=planned.place,
        x=planned.x,
        y=planned.y,
        lon=planned.lon,
        lat=planned.lat,
        mast_class=planned.mast_class,
        form="roof_pole" if roof else "guyed",
        support="roof" if roof else "ground",
        mast_height_m=15.0 if roof else min(height, 42.0),
        rod_m=1.5 if roof else 2.0,
        building_height_m=14.4 if roof else None,
        ground_elevation_m=float(elevation_m(planned.lon, planned.lat)),
        land_type="private" if roof else "public",
        operator=operator,
    )


def _proposal(operator: str, item: DemoProposal) -> Proposal:
    return Proposal(
        sheet="",
        row=0,
        site_code=item.code,
        operator=operator,
        kind=item.kind,
        position=Position(item.lon, item.lat, accuracy_m=10.0, confidence=Confidence.STATED),
        commune=item.place.present,
        mast_class=MastClass(item.mast_class),
        form=MastForm(item.form),
        support=Support(item.support),
        mast_height_m=item.mast_height_m,
        rod_m=item.rod_m,
        building_height_m=item.building_height_m,
        ground_elevation_m=item.ground_elevation_m,
        land_type=item.land_type,
        designed_operators=2,
        guy_radius_m=18.0 if item.form == "guyed" else None,
        plan_code=item.plan_code,
        sharing_sent="x",
        sharing_replied="x",
    )
