"""Tops: the height of everything above ground, as far as a row states it."""

from dataclasses import dataclass

from registry.model.requests import Proposal
from registry.model.sites import MastClass, Support

_ON_ROOFS = (MastClass.A1A, MastClass.A2A)


@dataclass(frozen=True, slots=True)
class Top:
    """``at_least_m``: what the stated parts add up to, in metres above ground (None: no height at all).

    ``missing`` names the fields without which that is only a lower bound; ``rod_stated`` is False where the
    lightning rod (kim thu sét) is in neither the sum nor a stated top.
    """

    at_least_m: float | None
    missing: tuple[str, ...]
    rod_stated: bool


def top_of(row: Proposal) -> Top:
    """Add up what the row states: its top as such, else mast, rod and, on a roof, the building.

    A mast of a roof class stands on a roof even where the row does not say so, and so does one whose row
    gives a building height.
    """
    on_roof = row.support is Support.ROOF or (
        row.support is None and (row.mast_class in _ON_ROOFS or row.building_height_m is not None)
    )
    missing = []
    if row.mast_height_m is None:
        missing.append("mast_height_m")
    if on_roof and row.building_height_m is None:
        missing.append("building_height_m")
    stated = [row.mast_height_m, row.rod_m, row.building_height_m if on_roof else None]
    parts = [part for part in stated if part is not None]
    if row.top_agl_m is not None:  # one below the mast itself is an error, and no way round a limit
        building_m = (row.building_height_m or 0.0) if row.support is Support.ROOF else 0.0
        return Top(max(row.top_agl_m, (row.mast_height_m or 0.0) + building_m), (), True)
    return Top(sum(parts) if parts else None, tuple(missing), row.rod_m is not None)
