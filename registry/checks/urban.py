"""Is the point in an urban area (đô thị)? One answer per proposal, shared by the rules that ask.

In this order: what the officer or the list states for the row, though it settles nothing where the layer
surely says otherwise (urban limits are about half of those outside); the layer ``urban_area`` (inside a
polygon is known; outside one only where the layer's coverage is stated); else the former wards and
townships, which stand in for the layer and are never more than approximate.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from registry.checks.context import Context
from registry.checks.holding import NONE_HELD, Held, holding
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


_URBAN = Urban(True, False, False, UrbanBasis.STATED)
_NOT_URBAN = Urban(False, False, False, UrbanBasis.STATED)
_OUTSIDE = Urban(False, False, False, UrbanBasis.LAYER)
_UNKNOWN = Urban(None, False, False, UrbanBasis.NONE)


def urban_of(proposals: Proposals, context: Context) -> list[Urban]:
    """Return one answer per proposal, in order; worked out once per list of proposals."""
    if proposals.urban_answers is None:
        proposals.urban_answers = _urban_of(proposals, context)
    answers: list[Urban] = proposals.urban_answers
    return answers


def _urban_of(proposals: Proposals, context: Context) -> list[Urban]:
    layer = context.layer(Layer.URBAN_AREA)
    held = holding(proposals, layer)
    known = proposals.known.tolist()
    answers: list[Urban] = []
    ask: list[int] = []
    covered = (layer.coverage.holds(proposals.x, proposals.y) & proposals.known).tolist()
    for index, row in enumerate(proposals.rows):
        zones = held.get(index, NONE_HELD)
        if row.urban is not None:
            answers.append(_stated(row.urban, zones, layer_is_complete=covered[index]))
            continue
        inside = [item for item in zones if item.inside]
        sure = next((item for item in inside if not item.near), None)
        if sure is not None:
            answers.append(Urban(True, False, False, UrbanBasis.LAYER, sure.zone))
        elif inside:
            answers.append(Urban(True, True, True, UrbanBasis.LAYER, inside[0].zone))
        elif zones and covered[index]:
            answers.append(Urban(False, True, True, UrbanBasis.LAYER, zones[0].zone))
        elif covered[index]:
            answers.append(_OUTSIDE)
        else:
            answers.append(_UNKNOWN)
            if known[index]:
                ask.append(index)
    if ask and len(context.units.former_urban):
        _stand_in(answers, ask, proposals, context)
    return answers


def _stated(urban: bool, zones: Sequence[Held], *, layer_is_complete: bool) -> Urban:
    """Take the row's word, as disputed where the layer surely says the opposite."""
    sure = next((item for item in zones if item.inside and not item.near), None)
    if not urban and sure is not None:
        return Urban(False, True, False, UrbanBasis.DISPUTED, sure.zone)
    if urban and not zones and layer_is_complete:
        return Urban(True, True, False, UrbanBasis.DISPUTED)
    return _URBAN if urban else _NOT_URBAN


def _stand_in(answers: list[Urban], ask: list[int], proposals: Proposals, context: Context) -> None:
    """Answer by the former wards and townships, for the rows that the layer leaves open."""
    units = context.units
    rows = np.array(ask, dtype=np.int64)
    points = proposals.points[rows]
    tree = units.former_urban_tree
    inside = set(tree.query(points, predicate="intersects")[0].tolist())
    error = np.hypot(proposals.accuracy_m[rows], units.former_urban_error_m)
    near_edge = set(
        units.former_urban_edge_tree.query(points, predicate="dwithin", distance=error)[0].tolist()
    )
    for position, index in enumerate(ask):
        answers[index] = Urban(position in inside, True, position in near_edge, UrbanBasis.FORMER_UNITS)
