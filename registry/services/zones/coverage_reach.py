"""What is told of coverage: how far layers, lists, plans, units and the data of each rule reach."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from registry.checks.context import Context
from registry.checks.engine import Check
from registry.law import Rule
from registry.model.areas import Layer

WHOLE = 0.995  # less of a place than this is not all of it: borders of two sources differ by slivers


class CoverState(StrEnum):
    """How far the data behind a rule, a layer or a list reaches; the first are the worst."""

    NONE = "none"  # chưa có
    PARTIAL = "partial"  # có nhưng chưa đủ
    STAND_IN = "stand_in"  # gần đúng, hoặc dùng dữ liệu thay tạm
    COMPLETE = "complete"  # đủ
    ROW = "row"  # chỉ cần số liệu của dòng


@dataclass(frozen=True, slots=True)
class LayerCover:
    """One layer: its zones by decision, where it is complete, how far edges may be off, and what stands in.

    ``share`` is the part of the territory (0 to 1) in which the layer answers: where it is complete, and
    inside its zones; None where the territory's boundary is not known. ``errors_m`` are the least and the
    largest error of approximate zones; ``stand_ins`` counts former wards and townships, off by
    ``stand_in_error_m``.
    """

    layer: Layer
    zones: int
    decisions: tuple[tuple[str, dt.date, int], ...]
    complete_by: tuple[tuple[str, dt.date, bool], ...]  # decision, first day, whole territory
    approximate: int
    errors_m: tuple[float, float] | None
    share: float | None
    stand_ins: int
    stand_in_error_m: float
    state: CoverState


@dataclass(frozen=True, slots=True)
class ListCover:
    """One operator's list: the newest complete one (None: there is none), and a newer incomplete one."""

    operator: str
    name: str
    awaited: bool
    complete_on: dt.date | None
    age_days: int | None
    stale: bool
    incomplete_on: dt.date | None
    state: CoverState


@dataclass(frozen=True, slots=True)
class PlanCover:
    """One operator's plan in force on the day, if any, with its positions."""

    operator: str
    name: str
    decision: str
    valid_from: dt.date | None
    positions: int
    entered: bool  # some version is entered, though none may be in force
    state: CoverState


@dataclass(frozen=True, slots=True)
class UnitsCover:
    """The communes in force: how many have a boundary, and how far it may be off (0: as surveyed)."""

    communes: int
    bounded: int
    error_m: float
    state: CoverState


@dataclass(frozen=True, slots=True)
class RuleCover:
    """One rule on the day: the law that asks it (None: not in force), what it reads and how far that reaches.

    ``elsewhere``: none is known here, but these documents hold in other provinces.

    ``effect`` and ``weight`` are message codes: what absence does to the finding, and to the verdict.
    ``share`` is the part of the territory (0 to 1) where everything that it reads is there (None: it reads
    nothing but the row). ``met``: the lists and plans that it reads are complete, so that the place decides.
    """

    check: Check
    rule: Rule | None
    state: CoverState
    share: float | None
    met: bool
    effect: str
    weight: str
    elsewhere: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """Return the rule's code."""
        return self.check.code


@dataclass(frozen=True, slots=True)
class PlaceCover:
    """One former district: today's communes in it, its share of the territory, its masts, its layers.

    ``masts`` counts those that stand there, ``lacking`` names the awaited networks without any.
    ``layers`` gives the part (0 to 1) of the place in which each layer of the page answers. ``state`` is the
    worst of all that is told here.
    """

    name: str
    communes: tuple[str, ...]
    share: float
    masts: int
    lacking: tuple[str, ...]
    layers: dict[Layer, float]
    state: CoverState
    shape: Any

    @property
    def wanting(self) -> tuple[tuple[Layer, float], ...]:
        """The layers that do not answer everywhere in the place, with the part in which they do."""
        return tuple((layer, part) for layer, part in self.layers.items() if part < WHOLE)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything on the page of coverage, as of one day; ``months`` is how old a list may be."""

    as_of: dt.date
    context: Context
    rules: tuple[RuleCover, ...]
    layers: tuple[LayerCover, ...]
    lists: tuple[ListCover, ...]
    plans: tuple[PlanCover, ...]
    units: UnitsCover
    months: int
    places: tuple[PlaceCover, ...]

    @property
    def silent(self) -> tuple[PlaceCover, ...]:
        """The places of which no list names a mast."""
        return tuple(place for place in self.places if not place.masts)
