"""Is the point in an urban area (đô thị)? One answer per proposal, shared by the rules that ask.

In this order: what the officer or the list states for the row, though it settles nothing where the layer
surely says otherwise (urban limits are about half of those outside); the layer ``urban_area`` (inside a
polygon is known; outside one only where the layer's coverage is stated); else the former wards and
townships, which stand in for the layer and are never more than approximate.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from registry.checks.context import Bools, Context, Ints
from registry.checks.holding import held_pairs
from registry.checks.proposals import Proposals
from registry.model.areas import Layer


class UrbanBasis(StrEnum):
    """What the answer rests on."""

    STATED = "stated"
    DISPUTED = "disputed"  # stated, and the layer surely says otherwise
    LAYER = "layer"
    FORMER_UNITS = "former_units"
    NONE = "none"


class Urban(NamedTuple):
    """The answer for one proposal.

    ``urban`` is the answer, or the likelier one where ``approximate``; None: not known at all.
    ``near``: the edge lies within the combined error, so that the answer could turn.
    ``approximate`` holds where ``near``, where row and layer disagree, and wherever former units stand in.
    ``zone`` is the row of the holding zone in the layer ``urban_area``, or None.
    """

    urban: bool | None
    approximate: bool
    near: bool
    basis: UrbanBasis
    zone: int | None = None


_BASES = tuple(UrbanBasis)
_STATED, _DISPUTED, _LAYER, _FORMER, _NONE = range(len(_BASES))
Codes = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Urbans:
    """The answers of n proposals in columns; element i is the ``Urban`` of proposal i.

    ``urban``: 1 yes, 0 no, -1 not known. ``basis``: place in ``UrbanBasis``. ``zone``: -1 for None.
    """

    urban: Codes
    approximate: Bools
    near: Bools
    basis: Codes
    zone: Ints

    def __len__(self) -> int:
        return len(self.urban)

    def __getitem__(self, row: int) -> Urban:
        urban, zone = int(self.urban[row]), int(self.zone[row])
        return Urban(
            None if urban < 0 else urban == 1,
            bool(self.approximate[row]),
            bool(self.near[row]),
            _BASES[self.basis[row]],
            None if zone < 0 else zone,
        )

    def __iter__(self) -> Iterator[Urban]:
        return (self[row] for row in range(len(self)))

    def put(self, rows: Ints | Bools, urban: int, *, approximate: bool, near: bool, basis: int) -> None:
        """Answer ``rows`` alike."""
        self.urban[rows] = urban
        self.approximate[rows] = approximate
        self.near[rows] = near
        self.basis[rows] = basis

    def possible(self, urban: bool) -> Bools:
        """Return which rows may be urban (or may not be): both of those whose answer is not certain."""
        return np.asarray((self.urban == urban) | (self.urban < 0) | self.approximate, dtype=bool)


def urban_of(proposals: Proposals, context: Context) -> Urbans:
    """Return one answer per proposal, in order; worked out once per list of proposals."""
    if proposals.urban_answers is None:
        proposals.urban_answers = _urban_of(proposals, context)
    answers: Urbans = proposals.urban_answers
    return answers


def _urban_of(proposals: Proposals, context: Context) -> Urbans:
    layer, size = context.layer(Layer.URBAN_AREA), len(proposals)
    stated = np.array([-1 if told is None else int(told) for told in proposals.told("urban")], dtype=np.int8)
    covered = layer.coverage.holds(proposals.x, proposals.y) & proposals.known
    answers = Urbans(
        np.full(size, -1, np.int8), np.zeros(size, bool), np.zeros(size, bool), np.full(size, _NONE, np.int8),
        np.full(size, -1, np.int64),
    )  # fmt: skip
    answers.put(covered, 0, approximate=False, near=False, basis=_LAYER)
    touched, inside, sure = np.zeros(size, bool), np.zeros(size, bool), np.zeros(size, bool)
    held = held_pairs(proposals, layer)
    if len(held):
        surely = held.inside & ~held.near
        touched[held.row], inside[held.row[held.inside]], sure[held.row[surely]] = True, True, True
        first = np.full(size, -1, np.int64)  # the last written stays, so each first pair is written last
        for chosen in (slice(None), held.inside, surely):
            first[held.row[chosen][::-1]] = held.zone[chosen][::-1]
        answers.put(touched & covered, 0, approximate=True, near=True, basis=_LAYER)
        answers.put(inside, 1, approximate=True, near=True, basis=_LAYER)
        answers.put(sure, 1, approximate=False, near=False, basis=_LAYER)
        answers.zone[inside | touched & covered] = first[inside | touched & covered]
    told = stated >= 0
    if told.any():
        answers.put(told, 0, approximate=False, near=False, basis=_STATED)
        answers.urban[told] = stated[told]
        answers.zone[told & ~((stated == 0) & sure)] = -1
        # the row's word is taken, as disputed where the layer surely says the opposite
        otherwise = ((stated == 0) & sure) | ((stated == 1) & ~touched & covered)
        answers.approximate[otherwise], answers.basis[otherwise] = True, _DISPUTED
    if len(context.units.former_urban):
        ask = np.flatnonzero((answers.basis == _NONE) & proposals.known)
        if len(ask):
            _stand_in(answers, ask, proposals, context)
    return answers


def _stand_in(answers: Urbans, rows: Ints, proposals: Proposals, context: Context) -> None:
    """Answer by the former wards and townships, for the rows that the layer leaves open."""
    units = context.units
    points = proposals.points[rows]
    error = np.hypot(proposals.accuracy_m[rows], units.former_urban_error_m)
    edge = units.former_urban_edge_tree.query(points, predicate="dwithin", distance=error)[0]
    answers.put(rows, 0, approximate=True, near=False, basis=_FORMER)
    answers.urban[rows[units.former_urban_tree.query(points, predicate="intersects")[0]]] = 1
    answers.near[rows[edge]] = True
