"""A rule as it stood over a span of days, and its numbers."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.errors import WrongCallError


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of a rule; ``verified`` False makes a would-be fail a review, ``value`` None is not known."""

    value: float | None
    unit: str
    verified: bool
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as it stood from ``valid_from`` to ``valid_to`` (both inclusive; None: open).

    ``territory`` holds GSO province codes, empty for the whole country. ``gap`` marks a period whose
    law is not in the catalogue: the check answers ``review`` with ``note``, never a number.
    """

    code: str
    document: str
    article: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    territory: tuple[str, ...] = ()
    thresholds: Mapping[str, Threshold] = field(default_factory=dict)
    verified: bool = True
    gap: bool = False
    note_vi: str = ""
    note_en: str = ""
    document_title: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def threshold(self, name: str) -> Threshold:
        """Return a named threshold; asking for one the catalogue lacks is a wrong call."""
        try:
            return self.thresholds[name]
        except KeyError as error:
            raise WrongCallError(f"rule {self.code} ({self.document}) has no threshold {name}") from error

    def in_force(self, territory: str, as_of: dt.date) -> bool:
        """Whether the rule applies in the province ``territory`` on the day ``as_of``."""
        return self.at(territory) and self.on(as_of)

    def at(self, territory: str) -> bool:
        """Whether the rule is one of the province ``territory`` or of the whole country, on whatever day."""
        return not self.territory or territory in self.territory

    def on(self, as_of: dt.date) -> bool:
        """Whether the day ``as_of`` is one of the rule's, wherever it applies."""
        return (self.valid_from is None or self.valid_from <= as_of) and (
            self.valid_to is None or as_of <= self.valid_to
        )
