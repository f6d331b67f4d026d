"""Fall circles (vòng cột đổ): how far a mast may reach if it falls, and how far out its guys are anchored.

The circle is about the base, with mast and rod as its radius; a building under it does not fall. Where a text
speaks of the mast's height alone, that is ``alone_m``. In which direction anchors
stand is not in a list, so they are a circle too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from registry.checks.airspace.tops import fall_of
from registry.checks.context import Floats
from registry.checks.proposals import Proposals
from registry.geo.crs import to_wgs84
from registry.model.requests.proposals import Proposal

TALLEST_M = 200.0
"""No BTS mast in the country is nearly as high: as far as one whose height is missing may reach."""
CHORDS = 32


@dataclass(frozen=True, slots=True)
class Falls:
    """n rows, metres. ``alone_m``: the mast without its rod, nan where not stated.

    ``high_m``: mast and rod as far as they are stated (0 where nothing is). ``most_m``: as high as it may be,
    ``high_m`` where all is stated, else ``TALLEST_M``. ``guys_m``: radius of the anchors, 0 where not stated.
    ``missing``: the field without which ``high_m`` is only a lower bound, None where nothing is missing.
    """

    alone_m: Floats
    high_m: Floats
    most_m: Floats
    guys_m: Floats
    missing: npt.NDArray[np.object_]


def falls_of(proposals: Proposals) -> Falls:
    """Return the falls of a list of proposals; worked out once per list."""
    return _falls_of(proposals.rows)


def _falls_of(rows: Sequence[Proposal]) -> Falls:
    tops = [fall_of(row) for row in rows]
    nan = float("nan")
    high = np.array([top.at_least_m or 0.0 for top in tops], dtype=float)
    missing = np.array([top.missing[0] if top.missing else None for top in tops], dtype=object)
    lacking = np.array([item is not None for item in missing], dtype=bool)
    return Falls(
        alone_m=np.array(
            [nan if row.mast_height_m is None else row.mast_height_m for row in rows], dtype=float
        ),
        high_m=high,
        most_m=np.where(lacking, np.maximum(high, TALLEST_M), high),
        guys_m=np.array([row.guy_radius_m or 0.0 for row in rows], dtype=float),
        missing=missing,
    )


@cache
def _directions() -> tuple[Floats, Floats]:
    angle = np.linspace(0.0, 2 * np.pi, CHORDS, endpoint=False)
    return np.cos(angle), np.sin(angle)


def circles(x: Floats, y: Floats, radii_m: Floats, epsg: int) -> list[dict[str, Any]]:
    """Return circles about n metric points as GeoJSON Polygons (EPSG:4326), to draw."""
    east, north = _directions()
    lon, lat = to_wgs84(
        (x[:, None] + radii_m[:, None] * east).ravel(), (y[:, None] + radii_m[:, None] * north).ravel(), epsg
    )
    rings = np.round(np.column_stack([lon, lat]), 6).reshape(len(x), CHORDS, 2).tolist()
    return [{"type": "Polygon", "coordinates": [[*ring, ring[0]]]} for ring in rings]
