"""The policy of disclosure on the columns of a layer of the lake: as on frames and exports.

Others' values are taken out before a column is written, so that nothing of them stays in the file's
statistics; a column that nobody of these eyes may see of any row is not there; others' rows stand in an order
that tells nothing of what is taken out.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from registry.lake.columns import LakeColumn, LayerFacts
from registry.lake.layout import LakeLayer
from registry.lake.tables import objects
from registry.model.people import Person
from registry.services.register.disclosure import OWN_ROWS_ONLY, Audience, policy

Bools = npt.NDArray[np.bool_]
_PLACE = ("lon", "lat")
_OWN_ROWS = {LakeLayer.PROPOSALS.value, *OWN_ROWS_ONLY}
"""Layers of which others get no row at all."""


class Rows(NamedTuple):
    """The rows of a layer: values by column, shapes (shapely in EPSG:4326, None: no place), and which rows
    are the viewer's own."""

    values: Mapping[str, Any]
    shapes: Any
    own: Bools


class Shown(NamedTuple):
    """The rows of a layer as somebody may see them, and the columns that are left."""

    columns: tuple[LakeColumn, ...]
    values: dict[str, Any]
    shapes: Any


def audience(facts: LayerFacts, column: LakeColumn) -> Audience:
    """Return who sees a column of another's row; where nobody says, the office only."""
    if column.seen:
        return Audience(column.seen)
    if not facts.policy:
        return Audience.PUBLIC
    return policy()[facts.policy].get(column.policy, Audience.STAFF)


def shown_rows(facts: LayerFacts, rows: Rows, person: Person) -> Shown:
    """Return the rows of a layer as a person may see them."""
    if person.sees_all:
        return Shown(facts.columns, dict(rows.values), rows.shapes)
    values, shapes, own = rows
    if facts.layer.value in _OWN_ROWS:
        values = {name: _held(values[name])[own] for name in values}
        shapes, own = shapes[own], own[own]
    somebody = bool(person.organisation or person.territory)
    seen: dict[str, Any] = {}
    columns = []
    for item in facts.columns:
        who = audience(facts, item)
        if who is Audience.STAFF or (who is Audience.OWN and not somebody):
            continue
        columns.append(item)
        held = _held(values[item.name])
        seen[item.name] = held if who is Audience.PUBLIC else _own(held, own)
    if facts.policy and shapes is not None:
        places = {policy()[facts.policy].get(name, Audience.STAFF) for name in _PLACE}
        if places != {Audience.PUBLIC}:
            shapes = _own(shapes, own)
    order = _order(facts, columns, seen, own)
    shown = {name: held[order] for name, held in seen.items()}
    return Shown(tuple(columns), shown, None if shapes is None else shapes[order])


def _held(values: Any) -> npt.NDArray[Any]:
    """Return values as objects: days and numbers as Python's own, nan and NaT as None."""
    if not isinstance(values, np.ndarray):
        return objects(values)
    if values.dtype == object:
        return values
    found = values.astype(object)
    if values.dtype.kind == "f":
        found[np.isnan(values)] = None
    return found


def _own(values: Any, own: Bools) -> Any:
    held = np.array(values, dtype=object) if isinstance(values, np.ndarray) else objects(values)
    held[~own] = None
    return held


def _order(
    facts: LayerFacts, columns: list[LakeColumn], seen: Mapping[str, Any], own: Bools
) -> npt.NDArray[np.int64]:
    """Return own rows in their order, then others' by what is shown of them."""
    others = np.flatnonzero(~own)
    shown = [
        np.array([str(one) for one in seen[item.name][others]])
        for item in columns
        if audience(facts, item) is Audience.PUBLIC
    ]
    if facts.policy and shown and len(others):
        others = others[np.lexsort(shown[::-1])]
    return np.concatenate([np.flatnonzero(own), others])
