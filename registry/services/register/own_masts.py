"""Whether a mast of one's own stands already where a new one was agreed to, or under its code.

What a list calls a new mast may be the one that stands: its form was written otherwise, or not at all. Such
a row becomes a mast of its own only by an officer's word.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from registry.columns import fold
from registry.geo.distances import geodesic_m
from registry.model.requests.desk import NoteKind
from registry.services.register.mast_leads import owner_of
from registry.store.database import Connection
from registry.store.register.standing_masts import MastThere, masts_there, sites_named

ONE_SPOT_M = 3.0
"""Nearer than this, two masts of one owner are one: a choice of this program, less than a mast's own foot."""
_ASKED = "MATTER-STANDS"  # how the keys begin of what is asked about such a row (place_matters)


@dataclass(frozen=True, slots=True)
class OwnMast:
    """A mast of the same owner that stands there, how far off in metres."""

    mast: MastThere
    distance_m: float


def own_mast(
    connection: Connection, *, operator: str, code: str, lon: float, lat: float, owner: str = ""
) -> OwnMast | None:
    """Return the nearest standing mast of the same owner at a spot (EPSG:4326), or under the code; or None.

    It is the same owner's where the operator is on it, or the register names the operator or ``owner``.
    """
    named = sites_named(connection, operator, code)
    found = [
        OwnMast(mast, round(float(geodesic_m(lon, lat, mast.lon, mast.lat)), 2))
        for mast in masts_there(connection, lon, lat, ONE_SPOT_M, also=named)
        if _own(mast, operator, owner)
    ]
    here = [item for item in found if item.distance_m <= ONE_SPOT_M or item.mast.site in named]
    return min(here, key=lambda item: (item.distance_m, item.mast.code), default=None)


def meant(notes: Iterable[tuple[str, Mapping[str, Any], bool]]) -> bool:
    """Whether one of a row's notes (kind, details, withdrawn) is an officer's word that it is a new mast."""
    return any(
        kind == NoteKind.MATTER and not withdrawn and str(key).startswith(_ASKED)
        for kind, details, withdrawn in notes
        for key in details.get("keys", ())
    )


def _own(mast: MastThere, operator: str, owner: str) -> bool:
    if operator and (operator in mast.networks or owner_of(mast.owner) == operator):
        return True
    return bool(fold(owner)) and fold(owner) == fold(mast.owner)
