"""What every question about a design gets: the design in metres, the rules, and how to answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.designs.network import Network
from registry.checks.designs.office_numbers import OFFICE_NUMBERS
from registry.checks.designs.surroundings import Surroundings
from registry.geo.lines import degrees_of, metric_of
from registry.law import Rule
from registry.messages import Words
from registry.model.designs.contents import DesignContent
from registry.model.designs.design_findings import DesignFinding
from registry.model.designs.dossiers import DesignDossier
from registry.model.findings import Finding, Note, Outcome, Reservation, Stage

NAMED = 40
"""Of more things than these only the first are named."""


class Number(NamedTuple):
    """A number that something is measured against; ``value`` None where nobody has stated it."""

    value: float | None
    verified: bool
    unit: str


@dataclass(frozen=True)
class Asked:
    """A design that is judged. Geometries of the arrays are metres of the context's plane."""

    content: DesignContent
    dossier: DesignDossier
    around: Surroundings
    rules: Mapping[str, Rule]
    numbers: Mapping[str, float]

    @property
    def epsg(self) -> int:
        """The metric plane."""
        return self.around.context.metric_epsg

    def metric(self, things: Iterable[Any]) -> Any:
        """Return the metric geometries (n,) of things of the design."""
        shapes = np.array([*(thing.geometry for thing in things), None], dtype=object)[:-1]
        return metric_of(shapes, self.epsg) if len(shapes) else shapes

    @cached_property
    def outline(self) -> Any:
        """The outline, metric; None where none is drawn."""
        if self.content.outline is not None:
            return metric_of(self.content.outline, self.epsg)
        return None

    @cached_property
    def ducts(self) -> Any:
        """The ducts, metric (n,)."""
        return self.metric(self.content.ducts)

    @cached_property
    def plots(self) -> Any:
        """The plots, metric (n,)."""
        return self.metric(self.content.plots)

    @cached_property
    def chambers(self) -> Any:
        """The chambers, metric (n,)."""
        return self.metric(self.content.chambers)

    @cached_property
    def places(self) -> Any:
        """The places for stations, metric (n,)."""
        return self.metric(self.content.bts_places)

    @cached_property
    def network(self) -> Network:
        """The ducts as they hang together."""
        return Network.of(self.ducts, self.slack_m)

    @property
    def slack_m(self) -> float:
        """How far apart two things may be drawn that are meant to touch."""
        return max(1.0, 2.0 * self.content.accuracy_m)

    def number(self, code: str, name: str) -> Number:
        """Return a number of a rule: its own, that of the part of the law it names, else the office's."""
        rule = self.rules[code]
        own = rule.thresholds.get(name)
        part = self.around.law.get(str(rule.options.get("number_of", "")))
        for rules, item in ((rule, own), (part, part.thresholds.get(name) if part else None)):
            if item is not None and item.value is not None and rules is not None:
                return Number(item.value, item.verified and rules.verified, item.unit)
        unit = own.unit if own is not None else ""
        stated = self.numbers.get(f"{code}.{name}")
        return Number(None if stated is None else float(stated), False, unit)

    def say(
        self,
        code: str,
        outcome: Outcome,
        message: str,
        params: dict[str, Any] | None = None,
        *,
        measured: float | None = None,
        limit: Number | None = None,
        unit: str = "",
        place: Any = None,
        objects: Iterable[str] = (),
        kind: Reservation | None = None,
        missing: str | None = None,
        notes: tuple[Note, ...] = (),
        verified: bool = True,
        stage: Stage = Stage.POSITION,
    ) -> DesignFinding:
        """Return a finding under a rule; ``place`` is metric. A *fail* needs a verified rule and number.

        Of a rule that starts with projects approved from its first day on, a *fail* of a project whose day of
        approval nobody stated becomes a review.
        """
        rule = self.rules[code]
        certain = verified and rule.verified and (limit is None or limit.value is None or limit.verified)
        if outcome is Outcome.FAIL and not certain:
            outcome, notes = Outcome.REVIEW, (*notes, ("DSG-NOT-VERIFIED", {}))
        if outcome is Outcome.FAIL and rule.options.get("from_approval") and self.dossier.approved_on is None:
            outcome, notes = Outcome.REVIEW, (*notes, ("DSG-NO-APPROVAL-DAY", {"day": rule.valid_from}))
        if kind is None and outcome in (Outcome.REVIEW, Outcome.UNKNOWN):
            kind = Reservation.CONDITION
        names = tuple(objects)
        finding = Finding(
            rule=code, outcome=outcome, code=message, params=params or {}, measured=measured,
            limit=None if limit is None else limit.value, unit=unit or (limit.unit if limit else ""),
            source=rule.document, article=rule.article, related=names[0] if len(names) == 1 else None,
            verified=certain, stage=stage, notes=notes, missing=missing, kind=kind,
        )  # fmt: skip
        return DesignFinding(finding, self.drawn(place), names[:NAMED], len(names))

    def unset(self, code: str, name: str) -> DesignFinding:
        """Return what is answered where the office has not stated the number that it would measure by."""
        what = OFFICE_NUMBERS[f"{code}.{name}"]
        return self.say(
            code, Outcome.UNKNOWN, "DSG-NUMBER-UNSET", {"what": what}, kind=Reservation.OFFICE,
            missing=f"number:{code}.{name}",
        )  # fmt: skip

    def not_shown(self, code: str, what: Words) -> DesignFinding:
        """Return what is answered where the design shows nothing of a kind."""
        return self.say(
            code,
            Outcome.UNKNOWN,
            "DSG-NOT-SHOWN",
            {"what": what},
            missing="design",
            kind=Reservation.CONDITION,
        )

    def drawn(self, shape: Any) -> Any:
        """Return a metric geometry in degrees, to a centimetre; None of nothing."""
        if shape is None or shape.is_empty:
            return None
        return shapely.transform(degrees_of(shape, self.epsg), lambda xy: np.round(xy, 7))

    def before_duty(self, code: str) -> DesignFinding | None:
        """Return the answer for a project approved before a rule's first day; None where it binds."""
        rule = self.rules[code]
        approved, first = self.dossier.approved_on, rule.valid_from
        if not rule.options.get("from_approval") or approved is None or first is None or approved >= first:
            return None
        return self.say(code, Outcome.NA, "DSG-BEFORE-DUTY", {"day": first, "approved": approved})
