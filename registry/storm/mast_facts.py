"""What is known of a storm's masts beyond wind and place: strength, power, and what they serve, as arrays."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import numpy.typing as npt

from registry.storm.masts import Objects, empty_text

Floats = npt.NDArray[np.float64]
Signs = npt.NDArray[np.int8]

UNKNOWN = -1
"""Of a yes-or-no fact: nobody says."""


@dataclass(frozen=True)
class MastFacts:
    """Facts of n masts, rows as in ``StormMasts``; numbers are nan, words "", signs -1 where not known.

    ``height_m`` is the top over the ground; ``load_percent`` the load over the design; ``defects`` the
    gravest that stands (none, minor, serious, urgent); ``inspected_months`` since the last structural
    inspection; ``fall_circle`` what lies in it (none, road, houses). ``feeder`` names the power line.
    ``places`` counts the critical places served, ``place_names`` says them, by row.
    """

    height_m: Floats
    load_percent: Floats
    age_years: Floats
    defects: Objects
    inspected_months: Floats
    disused_building: Objects
    owner_inactive: Objects
    fall_circle: Objects
    hub: Signs
    generator: Signs
    battery_hours: Floats
    flood_prone: Signs
    feeder: Objects
    places: npt.NDArray[np.float64]
    place_names: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def on_feeder(self) -> npt.NDArray[np.int64]:
        """How many masts hang on each mast's power feeder; 0 where its feeder is not known."""
        counts = Counter(self.feeder.tolist())
        counts[""] = 0
        return np.fromiter((counts[name] for name in self.feeder), dtype=np.int64, count=len(self.feeder))

    @classmethod
    def unknown(cls, n: int) -> "MastFacts":
        """Return the facts of n masts of which nothing is known."""

        def numbers() -> Floats:
            return np.full(n, np.nan)

        def signs() -> Signs:
            return np.full(n, UNKNOWN, dtype=np.int8)

        return cls(
            numbers(), numbers(), numbers(), empty_text(n), numbers(), empty_text(n), empty_text(n),
            empty_text(n), signs(), signs(), numbers(), signs(), empty_text(n), numbers(),
        )  # fmt: skip
