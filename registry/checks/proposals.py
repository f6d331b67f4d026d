"""Proposals as arrays, in the order of the list, for checks that are vectorised."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.context import Bools, Context, Floats, Ints
from registry.geo.crs import to_metric
from registry.law import Rule
from registry.model.findings import Finding, Outcome
from registry.model.positions import Confidence
from registry.model.requests.proposals import Proposal, ProposalKind

KINDS = tuple(ProposalKind)
_PLACE = {kind: place for place, kind in enumerate(KINDS)}
FAR_M = 1e9  # where the metric CRS has no image of a point on the far side of the Earth


@dataclass
class Proposals:
    """n proposals; ``x``/``y`` metric, ``lon``/``lat`` EPSG:4326, nan where the position is not known.

    Nothing of it is changed once it is made, but for answers that several checks share and that are kept
    here for as long as the list is judged.
    """

    rows: Sequence[Proposal]
    lon: Floats
    lat: Floats
    x: Floats
    y: Floats
    accuracy_m: Floats
    known: Bools
    repaired: Bools
    firm: Bools
    operator: Ints  # index in Context.operators, -1 not known
    worked_out: dict[int, Any] = field(default_factory=dict)  # zones by layer: registry.checks.holding
    held: dict[int, Any] = field(default_factory=dict)  # the same in columns
    urban_answers: Any | None = None  # registry.checks.urban
    masks: Ints | None = None  # registry.checks.networks
    aside: Any | None = None  # registry.checks.set_aside
    falls: Any | None = None  # registry.checks.fall_circle

    def __len__(self) -> int:
        return len(self.rows)

    def told(self, name: str) -> list[Any]:
        """Return what the rows say in one field, in order; not to be changed by who gets it."""
        if name not in self._told:
            self._told[name] = [getattr(row, name) for row in self.rows]
        return self._told[name]

    def numbers(self, name: str) -> Floats:
        """Return what the rows say in a field of numbers, nan where one says nothing."""
        return np.array(self.told(name), dtype=float)  # None is nan

    @cached_property
    def _told(self) -> dict[str, list[Any]]:
        return {}

    @cached_property
    def kinds(self) -> npt.NDArray[np.int8]:
        """Places of the rows' kinds in ``KINDS``."""
        return np.array([_PLACE[kind] for kind in self.told("kind")], dtype=np.int8)

    def of_kind(self, *kinds: ProposalKind) -> Bools:
        """Whether each row is of one of ``kinds``."""
        if len(kinds) == 1:
            return np.asarray(self.kinds == _PLACE[kinds[0]], dtype=bool)
        meant = np.zeros(len(KINDS), dtype=bool)
        meant[[_PLACE[kind] for kind in kinds]] = True
        return meant[self.kinds]

    @cached_property
    def known_rows(self) -> Ints:
        """Indices of the proposals whose position is known."""
        return np.flatnonzero(self.known)

    @cached_property
    def unread_kinds(self) -> Ints:
        """Indices of the proposals of which it was not understood what is asked for."""
        return np.flatnonzero([row.kind is ProposalKind.UNKNOWN for row in self.rows])

    @cached_property
    def points(self) -> npt.NDArray[np.object_]:
        """The metric points, in order; None where the position is not known, which meets nothing."""
        points = np.asarray(shapely.points(self.x, self.y), dtype=object)
        points[~self.known] = None
        return points

    def boxes(self, error_m: float) -> npt.NDArray[np.object_]:
        """Return metric boxes that reach as far as each position and something off by ``error_m`` may err.

        None where the position is not known. Made once for each ``error_m``; layers mostly share one.
        """
        if error_m not in self._boxes:
            reach = np.hypot(self.accuracy_m, error_m)
            x, y = self.x, self.y
            boxes = np.asarray(shapely.box(x - reach, y - reach, x + reach, y + reach), dtype=object)
            boxes[~self.known] = None
            self._boxes[error_m] = boxes
        return self._boxes[error_m]

    @cached_property
    def _boxes(self) -> dict[float, npt.NDArray[np.object_]]:
        return {}

    @classmethod
    def of(cls, rows: Sequence[Proposal], context: Context) -> "Proposals":
        """Lay proposals out as arrays and transform their positions to the metric CRS once."""
        nan, positions, operators = float("nan"), [r.position for r in rows], [r.operator for r in rows]
        lon = np.array([place.lon for place in positions], dtype=float)  # None is nan
        lat = np.array([place.lat for place in positions], dtype=float)
        bits = {code: context.operator_index(code) for code in set(operators)}
        known = np.isfinite(lon) & np.isfinite(lat)
        x, y = np.full(len(rows), nan), np.full(len(rows), nan)
        if known.any():
            x[known], y[known] = to_metric(lon[known], lat[known], context.metric_epsg)
            x[np.isinf(x)], y[np.isinf(y)] = FAR_M, FAR_M
        return cls(
            rows=rows,
            lon=lon,
            lat=lat,
            x=x,
            y=y,
            accuracy_m=np.array([place.accuracy_m for place in positions], dtype=float),
            known=known,
            repaired=np.array([place.confidence is Confidence.PROPOSED for place in positions], dtype=bool),
            firm=np.array([place.firm for place in positions], dtype=bool),
            operator=np.array([bits[code] for code in operators], dtype=np.int64),
        )


def position_unreadable(rule: Rule, row: Proposal) -> Finding:
    """Answer for a row without a position, quoting what stands in its cells."""
    raw = " · ".join(row.position.raw) or "–"
    return Finding(rule.code, Outcome.UNKNOWN, "POSITION-UNREADABLE", {"raw": raw}, missing="value:position")
