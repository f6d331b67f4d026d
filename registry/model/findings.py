"""Findings (kết quả kiểm tra) of a check, and the verdict (đề xuất) that follows from them."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """What a check found (design: section 5)."""

    PASS = "pass"  # noqa: S105 - an outcome, not a password
    FAIL = "fail"
    CONSENT = "consent"
    REVIEW = "review"
    UNKNOWN = "unknown"
    NA = "na"


class Stage(StrEnum):
    """When in a mast's life the rule asks."""

    POSITION = "position"
    CONSTRUCTION = "construction"
    OPERATION = "operation"


class Verdict(StrEnum):
    """The recommendation; the officer decides."""

    AGREE = "agree"
    AGREE_WITH_CONDITIONS = "agree_with_conditions"
    REFUSE = "refuse"
    CANNOT_ASSESS = "cannot_assess"


class Reservation(StrEnum):
    """Whose a reservation is; the three are never mixed (design: section 5)."""

    LEGAL = "legal"
    """The law stands in the way: a fail."""
    CONDITION = "condition"
    """The carrier, a body or a measurement can settle it: consent, a paper, a plan, a survey."""
    OFFICE = "office"
    """The office's own gap: no layer, an approximate border, an unverified number, a list out of date.

    It is said once for a list. A row hears of it only where what is missing could refuse that row there.
    """


Note = tuple[str, dict[str, Any]]
"""A further sentence: its message code and parameters."""


@dataclass(slots=True)
class Finding:
    """The answer of one check for one proposal.

    ``measured`` and ``limit`` are in ``unit``; ``related`` is the code of the other mast, zone or unit;
    ``evidence`` is a GeoJSON geometry (EPSG:4326) to draw; ``flips``: a better measurement could turn
    the outcome. ``code`` and ``params`` are rendered by ``registry.messages``. ``related_operator`` lets
    the masked form drop the rest. ``notes`` are further (code, params) sentences. ``blocking`` None means
    "as the check says". ``missing`` names what was lacking, so that it can be said once for a list:
    ``layer:planning``, ``list:VNPT``, ``plan:VTL``, ``law:tỉnh Lạng Sơn`` (a place whose texts are not in the
    catalogue) or ``value:support`` (a field of the proposal), several
    of them separated by ``;``. See ``registry.appraisal.common_gaps``.
    """

    rule: str
    outcome: Outcome
    code: str
    params: dict[str, Any] = field(default_factory=dict)
    measured: float | None = None
    limit: float | None = None
    unit: str = ""
    source: str = ""
    article: str = ""
    related: str | None = None
    related_operator: str | None = None
    evidence: dict[str, Any] | None = None
    flips: bool = False
    verified: bool = True
    stage: Stage = Stage.POSITION
    blocking: bool | None = None
    notes: tuple[Note, ...] = ()
    missing: str | None = None
    kind: Reservation | None = None
    could_refuse: bool = False

    def copied(self) -> "Finding":
        """Return a finding of its own that says the same, to be changed by who gets it."""
        return Finding(
            self.rule, self.outcome, self.code, self.params, self.measured, self.limit, self.unit,
            self.source, self.article, self.related, self.related_operator, self.evidence, self.flips,
            self.verified, self.stage, self.blocking, self.notes, self.missing, self.kind, self.could_refuse,
        )  # fmt: skip

    @property
    def reservation(self) -> Reservation | None:
        """Return which kind of reservation this is; None for what stands in nobody's way.

        That is a pass, what does not apply, and every later stage, which is announced and not weighed. A rule
        that does not apply as far as the office knows (``na`` with a ``kind``) is a gap like any other. A
        finding that nobody classified, as those kept before there were kinds, is a condition.
        """
        if self.stage is not Stage.POSITION:
            return None
        match self.outcome:
            case Outcome.FAIL:
                return Reservation.LEGAL
            case Outcome.CONSENT:
                return Reservation.CONDITION
            case Outcome.REVIEW | Outcome.UNKNOWN:
                return self.kind or Reservation.CONDITION
            case Outcome.NA:
                return Reservation.OFFICE if self.kind is Reservation.OFFICE else None
            case _:
                return None

    @property
    def lowers(self) -> bool:
        """Whether the row cannot be assessed before this is answered (no fail: that refuses)."""
        blocked = self.outcome is Outcome.UNKNOWN and self.blocking is True
        gap = self.reservation is Reservation.OFFICE and self.could_refuse
        return self.stage is Stage.POSITION and (blocked or gap)
