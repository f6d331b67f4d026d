"""Findings about a design: the existing finding, with where it is and which things it is about."""

from dataclasses import dataclass
from typing import Any

from registry.model.findings import Finding, Outcome


@dataclass(frozen=True, slots=True)
class DesignFinding:
    """What one question of the family DSG found.

    ``finding`` has the rule, outcome, message code with parameters, measured value, limit, unit, source and
    article, as findings everywhere have. ``place`` is a geometry to show (EPSG:4326), None where it is about
    a paper; ``objects`` are the names of the plots, ducts or places it is about, in the design's order. Of
    very many only the first are named; ``count`` says how many there are.
    """

    finding: Finding
    place: Any = None
    objects: tuple[str, ...] = ()
    count: int = 0

    @property
    def rule(self) -> str:
        """The code of the question: DSG-01."""
        return self.finding.rule

    @property
    def outcome(self) -> Outcome:
        """What was found."""
        return self.finding.outcome
