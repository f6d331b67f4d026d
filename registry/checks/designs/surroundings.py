"""What a design is held against: the context of the checks, the law of positions, the plant around."""

from collections.abc import Sequence
from dataclasses import dataclass

from registry.checks.context import Context
from registry.law import Law
from registry.model.cables import CableNode, CableSegment, UndergroundArea

REACH_M = 1_000.0
"""So far around a design plant is looked for; whoever gathers it takes at least that."""


@dataclass(frozen=True)
class Surroundings:
    """Everything around a design on the day of ``context``.

    ``law`` is the law of positions (``data/law``), by which places for stations are judged. ``segments`` and
    ``nodes`` are outside plant within ``REACH_M`` of the design, EPSG:4326, without what is retired; none:
    the register knows no plant there, which does not say that there is none.
    """

    context: Context
    law: Law
    segments: Sequence[CableSegment] = ()
    nodes: Sequence[CableNode] = ()
    underground: Sequence[UndergroundArea] = ()
