"""Terrain as the checks ask it: how high the ground lies at positions, and how surely."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


class Terrain(Protocol):
    """A model of the ground's height that the office stands by."""

    @property
    def source(self) -> str:
        """Whose it is, as the office stated it."""

    def grounds(self, lon: Floats, lat: Floats, accuracy_m: Floats) -> tuple[Floats, Floats]:
        """Return the ground's elevation above the sea and its error, both in metres, nan where not known.

        Positions in degrees (WGS 84) with their accuracy in metres, which the error takes in.
        """

    def relief(self, cell_m: float) -> "Relief":
        """Return the whole ground at cells of about ``cell_m`` metres, averaged from finer ones."""


@dataclass(frozen=True)
class Relief:
    """The ground's height over an area: ``heights`` in metres, rows from the north, nan where not known.

    ``west``/``north`` are the outer corner in degrees (WGS 84), ``cell_deg`` the cell's width and height,
    ``error_m`` the stated error of a height. ``mark`` tells one file of the office from another.
    """

    west: float
    north: float
    cell_deg: tuple[float, float]
    heights: npt.NDArray[np.float32]
    error_m: float
    source: str
    mark: str

    def at(self, lon: Floats, lat: Floats) -> Floats:
        """Return heights between the middles of the four cells around each position, nan outside."""
        rows, columns = self.heights.shape
        across, down = (lon - self.west) / self.cell_deg[0] - 0.5, (self.north - lat) / self.cell_deg[1] - 0.5
        inside = (across >= 0) & (down >= 0) & (across <= columns - 1) & (down <= rows - 1)
        left = np.clip(across.astype(np.int32), 0, columns - 2)
        top = np.clip(down.astype(np.int32), 0, rows - 2)
        dx, dy = across - left, down - top
        flat, first = self.heights.ravel(), top * columns + left
        upper = flat.take(first) * (1 - dx) + flat.take(first + 1) * dx
        lower = flat.take(first + columns) * (1 - dx) + flat.take(first + columns + 1) * dx
        return np.where(inside, upper * (1 - dy) + lower * dy, np.nan)
