"""Votes of planes: in which plane is a list written, by what its rows name? One list is written in one plane.

A row speaks for every plane in which its commune holds its metres, ``OWN`` standing for each row's own, so
that a list of two former provinces speaks for it whole. A plane is beaten by one for which ``LEAD`` rows more
speak: that many communes written wrongly, each so that another plane fits, are not to be expected.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from registry.geo.evidence import agrees
from registry.geo.planes import ORDER
from registry.geo.readings import OWN, PositionHints
from registry.geo.vn2000 import Grid, backed_planes

LEAD = 3
_BY_CODE = 3  # a registered position met within 15 m is no chance: it speaks as loud as the lead
_RANK = {epsg: rank for rank, epsg in enumerate((OWN, *ORDER))}
MOST = 1_000  # rows that are heard; more say nothing new


class Vote(NamedTuple):
    """The planes that are not beaten, the likelier first, and how many rows speak for the first."""

    leaders: tuple[int, ...]
    voices: int


def vote(rows: Iterable[tuple[float, float, PositionHints]]) -> Vote | None:
    """Return what northings and eastings speak for by their hints; None where too few speak at all."""
    voices: Counter[int] = Counter()
    heard = 0
    for northing, easting, hints in rows:
        if not hints.may_place:
            continue
        heard += 1
        if heard > MOST:
            break
        voices.update(_spoken(northing, easting, hints))
    most = max(voices.values(), default=0)
    if most < LEAD:
        return None
    leaders = [epsg for epsg, count in voices.items() if count > most - LEAD]
    leaders.sort(key=lambda epsg: (epsg != OWN, -voices[epsg], _RANK[epsg]))
    return Vote(tuple(leaders), voices[leaders[0]])


def _spoken(northing: float, easting: float, hints: PositionHints) -> dict[int, int]:
    own = hints.own
    grid = Grid(northing, easting)
    found = {}
    for epsg in backed_planes(grid, hints, own):
        told = agrees(*grid.at(epsg), hints)
        weight = _BY_CODE if told == "registered" else 1
        found[epsg] = weight
        if epsg == own:
            found[OWN] = weight
    return found
