"""The policy of disclosure on columns: what ``registry.services.register.disclosure`` is on rows.

Others' values are taken out before a column gets its type, so that nothing of them stays behind in its
categories; a column that nobody's row shows is not there; others' rows stand last, in an order that tells
nothing of what is taken out.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.frames.columns import FrameColumn, FrameKind
from registry.model.people import Person
from registry.services.register.disclosure import OWN_ROWS_ONLY, Audience, may_see

_PLACE = ("lon", "lat")


def own_rows(person: Person, communes: Any = None, **names: Any) -> npt.NDArray[np.bool_]:
    """Return which rows are the person's own: by commune, or by an organisation in any of the columns.

    ``names`` hold one code each, or several joined by commas (as ``shared_with``).
    """
    columns = [np.asarray(values, dtype=object) for values in names.values()]
    found = np.zeros(len(columns[0]), dtype=bool)
    if person.territory and communes is not None:
        found |= np.equal(np.asarray(communes, dtype=object), person.territory)
    if person.organisation:
        for held in columns:
            there = {one for one in set(held) if one and person.organisation in (one, *one.split(","))}
            if there:
                found |= np.isin(held.astype(str), sorted(there))
    return found


def disclosed_columns(
    kind: FrameKind, values: Mapping[str, Any], shapes: Any, person: Person, own: npt.NDArray[np.bool_]
) -> tuple[tuple[FrameColumn, ...], dict[str, Any], Any]:
    """Return the columns, their values and the shapes of a frame as a person may see them."""
    if person.sees_all or not kind.policy:
        return kind.columns, dict(values), shapes
    if kind.policy in OWN_ROWS_ONLY:
        values, shapes, own = {name: held[own] for name, held in values.items()}, shapes[own], own[own]
    columns = tuple(
        item for item in kind.columns if may_see(kind.policy, item.name, person, own=bool(own.any()))
    )
    seen: dict[str, Any] = {}
    for item in columns:
        public = kind.audience(item.name) is Audience.PUBLIC
        seen[item.name] = (
            np.asarray(values[item.name], dtype=object) if public else _own(values[item.name], own)
        )
    if kind.policy not in OWN_ROWS_ONLY and not all(
        may_see(kind.policy, name, person, own=False) for name in _PLACE
    ):
        shapes = _own(shapes, own)
    order = _order(kind, columns, seen, own)
    return columns, {name: held[order] for name, held in seen.items()}, shapes[order]


def _own(values: Any, own: npt.NDArray[np.bool_]) -> Any:
    """Return the values of own rows, None in the place of others'."""
    held = np.array(values, dtype=object)
    held[~own] = None
    return held


def _order(
    kind: FrameKind, columns: tuple[FrameColumn, ...], seen: Mapping[str, Any], own: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Return own rows in their order, then others' by what is shown of them."""
    others = np.flatnonzero(~own)
    shown = [
        np.array([str(one) for one in seen[item.name][others]])
        for item in columns
        if kind.audience(item.name) is Audience.PUBLIC
    ]
    if shown and len(others):
        others = others[np.lexsort(shown[::-1])]
    return np.concatenate([np.flatnonzero(own), others])
