"""Whom to call before rain, flood, landslide or thunderstorms: of each carrier its first masts, on a sheet.

As a storm's calls, but for what is answered: no letter of a warning asks for an answer mast by mast.
"""

from dataclasses import dataclass

from registry.model.storm.hazard_letters import HazardLetter
from registry.services.office.registry import Registry
from registry.services.public.plate_settings import board
from registry.services.storm.calls import MOST
from registry.services.storm.hazards.concerned import Concerned, ConcernedMast
from registry.services.storm.hazards.letters_now import newest_of


@dataclass(frozen=True, slots=True)
class HazardCalls:
    """The calls to one carrier: its ``telephone`` ("" where nobody stated it), its first masts, and how many
    it has in all. ``letter`` is the one that was sent to it last, None where none was."""

    code: str
    name: str
    telephone: str
    masts: tuple[ConcernedMast, ...]
    every: int
    letter: HazardLetter | None = None

    @property
    def turn(self) -> int:
        """When it is called: first who is silent after a letter, then who has none, last who confirmed."""
        return 1 if self.letter is None else 2 if self.letter.acknowledged else 0


def hazard_calls(registry: Registry, found: Concerned, most: int = MOST) -> list[HazardCalls]:
    """Return the calls to each carrier of a warning: the silent first, then by name."""
    phones = board(registry).phones
    letters = newest_of(registry, found.warnings)
    calls = [
        HazardCalls(
            side.code, side.name, phones.get(side.code, "").strip(), side.masts[:most], len(side.masts),
            letters.get(side.code),
        )
        for side in found.sides
    ]  # fmt: skip
    return sorted(calls, key=lambda one: (one.turn, one.name))
