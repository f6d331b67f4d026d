"""The masts that a storm is worked out for, as arrays; filled by ``registry.storm.laid_out``."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.storm.hills import HillWinds

Floats = npt.NDArray[np.float64]
Objects = npt.NDArray[np.object_]


@dataclass(frozen=True)
class StormMasts:
    """n structures that stand, in the order of their codes. Positions EPSG:4326 degrees, winds m/s.

    ``commune`` is the row in ``communes`` (code and name), -1 where none is known. ``networks`` is a bit mask
    over ``operators``. ``built_year`` is nan and ``forms`` "" where not stated; ``robust`` is 1, 0, or -1
    where nobody says. ``design_ms`` (a 3 s gust) is nan where no design is known, ``design_source`` as in
    ``Exposure``; ``design_doubted`` marks a stated design wind that is not used because it is most likely a
    mean. ``least_design_ms`` is the lowest design gust of the wind zones, nan where no table is in force.
    ``hills`` is what the ground's shape adds to the wind at each, None where the office has no terrain.
    """

    structure_ids: Objects
    site_ids: Objects
    codes: Objects
    lon: Floats
    lat: Floats
    commune: npt.NDArray[np.int64]
    communes: tuple[tuple[str, str], ...]
    owners: Objects
    networks: npt.NDArray[np.int64]
    operators: tuple[str, ...]
    forms: Objects
    built_year: Floats
    robust: npt.NDArray[np.int8]
    design_ms: Floats
    design_source: Objects
    design_doubted: npt.NDArray[np.bool_]
    least_design_ms: float
    hills: HillWinds | None = None

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each structure's id."""
        return {identity: row for row, identity in enumerate(self.structure_ids)}

    @cached_property
    def in_commune(self) -> npt.NDArray[np.int64]:
        """How many structures stand in each commune."""
        return np.bincount(self.commune[self.commune >= 0], minlength=len(self.communes))

    @cached_property
    def only_one(self) -> npt.NDArray[np.bool_]:
        """Whether a structure is the only one of its commune."""
        if not len(self.communes):
            return np.zeros(len(self), dtype=bool)
        return np.asarray((self.commune >= 0) & (self.in_commune[self.commune] == 1), dtype=bool)

    @cached_property
    def network_count(self) -> npt.NDArray[np.int64]:
        """How many operators are on each structure."""
        bits = [(self.networks >> bit) & 1 for bit in range(len(self.operators))]
        return np.asarray(sum(bits) if bits else np.zeros(len(self)), dtype=np.int64)

    @cached_property
    def only_of_network(self) -> npt.NDArray[np.int64]:
        """Of how many networks each structure is the only one in its commune."""
        found = np.zeros(len(self), dtype=np.int64)
        placed = np.flatnonzero(self.commune >= 0)
        for bit in range(len(self.operators)):
            on = placed[(self.networks[placed] >> bit & 1) == 1]
            count = np.bincount(self.commune[on], minlength=len(self.communes))
            found[on] += count[self.commune[on]] == 1
        return found

    def operators_on(self, row: int) -> tuple[str, ...]:
        """Return the codes of the operators on a structure."""
        return self.operators_of(int(self.networks[row]))

    def operators_of(self, mask: int) -> tuple[str, ...]:
        """Return the codes of the operators of a bit mask."""
        return tuple(code for bit, code in enumerate(self.operators) if mask >> bit & 1)

    def commune_of(self, row: int) -> tuple[str, str]:
        """Return code and name of a structure's commune, ("", "") where it is not known."""
        at = int(self.commune[row])
        return self.communes[at] if at >= 0 else ("", "")


def empty_text(n: int) -> Any:
    """Return n empty texts."""
    found = np.empty(n, dtype=object)
    found[:] = ""
    return found
