"""Whom to call before rain, flood, landslide or thunderstorms: of each carrier its first masts, on a sheet.

As a storm's calls, but for what is answered: no letter of a warning asks for an answer mast by mast.
"""

from dataclasses import dataclass

from registry.services.office.registry import Registry
from registry.services.public.plate_settings import board
from registry.services.storm.calls import MOST
from registry.services.storm.hazards.concerned import Concerned, ConcernedMast


@dataclass(frozen=True, slots=True)
class HazardCalls:
    """The calls to one carrier: its ``telephone`` ("" where nobody stated it), its first masts, and how many
    it has in all."""

    code: str
    name: str
    telephone: str
    masts: tuple[ConcernedMast, ...]
    every: int


def hazard_calls(registry: Registry, found: Concerned, most: int = MOST) -> list[HazardCalls]:
    """Return the calls to each carrier that a warning concerns, by name."""
    phones = board(registry).phones
    return [
        HazardCalls(
            side.code, side.name, phones.get(side.code, "").strip(), side.masts[:most], len(side.masts)
        )
        for side in found.sides
    ]
