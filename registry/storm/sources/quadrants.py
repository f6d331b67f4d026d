"""Radii of a wind as foreign texts write them: by quadrants, by two halves, or one for all sides."""

from collections.abc import Mapping

from registry.model.storm.storms import WindRadii
from registry.storm.sources.columns import QUADRANTS
from registry.storm.units import KNOT_MS, NAUTICAL_MILE_M

SIDES = {"NORTHEAST": "ne", "SOUTHEAST": "se", "SOUTHWEST": "sw", "NORTHWEST": "nw"}
_HALVES = {
    "NORTH": ("ne", "nw"), "EAST": ("ne", "se"), "SOUTH": ("se", "sw"), "WEST": ("sw", "nw"),
    "NORTHEAST": ("ne",), "SOUTHEAST": ("se",), "SOUTHWEST": ("sw",), "NORTHWEST": ("nw",),
}  # fmt: skip


def radii(knots: float, sides: Mapping[str, float]) -> WindRadii | None:
    """Return the radii of a wind in knots by quadrant in nautical miles; 0 is not stated; None for none."""
    known = {side: sides[side] * NAUTICAL_MILE_M for side in QUADRANTS if sides.get(side)}
    return WindRadii(knots * KNOT_MS, *(known.get(side) for side in QUADRANTS)) if known else None


def of_halves(one: str, wide: float, narrow: float) -> dict[str, float]:
    """Return quadrants (in the unit of the radii) of ``wide`` in the half towards ``one``, ``narrow``
    opposite.

    A half towards a diagonal covers half of the two quadrants beside it: they get the wider radius.
    """
    towards = _HALVES.get(one, QUADRANTS)
    if len(towards) == 1:
        opposite = QUADRANTS[(QUADRANTS.index(towards[0]) + 2) % 4]
        return {side: min(wide, narrow) if side == opposite else max(wide, narrow) for side in QUADRANTS} | {
            towards[0]: wide, opposite: narrow,
        }  # fmt: skip
    return {side: wide if side in towards else narrow for side in QUADRANTS}
