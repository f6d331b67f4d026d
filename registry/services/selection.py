"""Which structures a campaign takes: by commune, operator, class, age, risk, last visit, a drawn area."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from registry.model.inspections import MastLabel
from registry.services.registry import Registry


@dataclass(frozen=True, slots=True)
class Selection:
    """The criteria; all that are given must hold. Empty: every mast that stands.

    ``area`` is a GeoJSON Polygon or MultiPolygon (EPSG:4326). ``not_visited_since``: no finished visit since
    that day. ``built_before``: masts whose age is not known are left out. ``most``: the riskiest so many.
    """

    communes: tuple[str, ...] = ()
    operators: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    built_before: dt.date | None = None
    least_risk: float | None = None
    not_visited_since: dt.date | None = None
    area: Mapping[str, Any] | None = None
    codes: tuple[str, ...] = ()
    structures: tuple[str, ...] = ()
    with_open_defects: bool = False
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chosen structure: its risk, what of the score is missing, and why it was chosen."""

    mast: MastLabel
    score: float
    missing: tuple[str, ...]
    reason: str = ""


def choose(registry: Registry, selection: Selection, *, day: dt.date | None = None) -> list[Candidate]:
    """Return the structures that meet the criteria, the riskiest first."""
    raise NotImplementedError


def draw(candidates: list[Candidate], size: int, seed: str) -> list[Candidate]:
    """Draw ``size`` of them, riskier ones likelier; the same for the same candidates and seed, anywhere."""
    raise NotImplementedError
