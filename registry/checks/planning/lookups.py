"""The plans as PLN-01 looks them up: by code, by position, by commune and address; built once per plans."""

import math
import re
from collections import defaultdict
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.answers import objects
from registry.checks.communes import CommuneNames, keys_of
from registry.checks.context import Floats, Ints, Plans
from registry.columns import fold, fold_each
from registry.model.plans import PlannedPosition
from registry.model.requests.proposals import Proposal

_UNIT_PART = re.compile(
    r"^(xã|phường|thị trấn|tt\.?|huyện|quận|thị xã|tx\.?|thành phố|tp\.?|tỉnh)\s", re.IGNORECASE
)
_PLACE_WORDS = frozenset(
    {"thon", "xom", "khu", "tdp", "to", "dan", "pho", "ban", "lang", "cum", "duong", "so"}
)
_WORD = re.compile(r"\w+")


class Index(NamedTuple):
    """The plans as this check looks them up, built once.

    ``by_code`` knows codes as they are written too, besides folded. ``labels``, ``operators`` and the rest
    are columns over ``Plans.positions``: what a position is called (and that folded), whose it is, degrees.
    """

    by_code: dict[tuple[str, str], int]
    by_address: dict[tuple[str, tuple[str, ...]], list[int]]
    trees: dict[str, tuple[Ints, shapely.STRtree]]
    addressed: frozenset[str]  # operators of ``by_address``
    labels: npt.NDArray[Any]
    folded: npt.NDArray[Any]
    operators: npt.NDArray[Any]
    lon: Floats
    lat: Floats
    accuracy_m: Floats

    def coded(self, operator: str, code: str) -> int:
        """Return the planned position of an operator's code, as it is written or else folded; -1: none."""
        found = self.by_code.get((operator, code), -1)
        return self.by_code.get((operator, fold(code)), -1) if found < 0 else found


def address_row(row: Proposal, index: Index, plans: Plans, names: CommuneNames) -> int:
    """Return the planned position of the row's commune and address, -1 where there is none."""
    if not (row.address and row.commune):
        return -1
    key = (row.operator, address_key(row.address))
    for planned in index.by_address.get(key, ()) if key[1] else ():
        if _same_commune(names, plans.positions[planned], row):
            return planned
    return -1


def address_key(address: str) -> tuple[str, ...]:
    """Return the words that tell an address apart: no kinds of place, no commune, district or province."""
    parts = [part for part in address.split(",") if not _UNIT_PART.match(part.strip() + " ")]
    words = (fold(word) for part in parts for word in _WORD.findall(part))
    return tuple(word for word in words if word and word not in _PLACE_WORDS)


def _same_commune(names: CommuneNames, planned: PlannedPosition, row: Proposal) -> bool:
    written = planned.commune_as_written
    if written and set(keys_of(written)) & set(keys_of(row.commune)):
        return True
    here = set(names.find(row.commune, row.district).rows)
    there = set(names.find(written).rows) if written else set()
    return bool(here & there) or any(
        names.units.communes[unit].code == planned.commune_code for unit in here if planned.commune_code
    )


def index_of(plans: Plans) -> Index:
    """Return the plans as they are looked up, built once."""
    if "lookups" not in plans.worked_out:
        plans.worked_out["lookups"] = _built(plans)
    index: Index = plans.worked_out["lookups"]
    return index


def _built(plans: Plans) -> Index:
    by_address: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    rows: dict[str, list[int]] = defaultdict(list)
    for row, position in enumerate(plans.positions):
        if position.operator not in plans.versions:
            continue
        if position.address:
            by_address[position.operator, address_key(position.address)].append(row)
        if not math.isnan(plans.x[row]):
            rows[position.operator].append(row)
    trees = {
        operator: (
            np.array(those),
            shapely.STRtree(np.asarray(shapely.points(plans.x[those], plans.y[those]))),
        )
        for operator, those in rows.items()
    }
    folded = {(operator, fold(code)): row for (operator, code), row in plans.by_code.items()}
    written = {(operator, code): folded[operator, fold(code)] for operator, code in plans.by_code}
    labels = [position.code or position.address or position.id for position in plans.positions]
    return Index(
        written | folded,
        dict(by_address),
        trees,
        frozenset(operator for operator, _ in by_address),
        objects(labels),
        objects(fold_each(labels)),
        objects([position.operator for position in plans.positions]),
        np.array([position.lon for position in plans.positions], dtype=float),
        np.array([position.lat for position in plans.positions], dtype=float),
        np.array([position.accuracy_m for position in plans.positions], dtype=float),
    )
