"""What is drawn of a claim: the zone that it is about, a circle about the base, or the line to the zone."""

from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import shapely

from registry.checks.answers import Answers, objects
from registry.checks.context import Floats, Ints, ZoneSet
from registry.checks.corridors.fall_circle import circles
from registry.checks.holding import outlines_of
from registry.columns import fold
from registry.geo.crs import to_wgs84
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.finding_columns import Each

CIRCLE, ZONE, LINE = range(3)


class Kind(NamedTuple):
    """A layer and what its zones are; ``told_by``: a name with this in it (folded) says so itself."""

    layer: Layer
    vi: str
    en: str
    told_by: str

    def named(self, name: str) -> Words:
        """Return what a zone is called in a sentence: "đường bộ QL.31", "Đê tả sông Thương"."""
        if name and self.told_by in fold(name):
            return Words(name, name)
        return Words(f"{self.vi} {name}".strip(), f"{self.en} {name}".strip())


@dataclass(frozen=True, slots=True)
class Source:
    """A layer that a rule asks, with its zones, and how far each row has to see (metres)."""

    kind: Kind
    zones: ZoneSet
    reach_m: Floats

    @property
    def layer(self) -> str:
        """The layer as findings name what is missing."""
        return f"layer:{self.kind.layer.value}"

    @property
    def named(self) -> npt.NDArray[Any]:
        """What the zones are called in a sentence; kept with them."""
        kept = self.zones.worked_out
        if "named" not in kept:
            kept["named"] = objects([self.kind.named(zone.name) for zone in self.zones.zones])
        named: npt.NDArray[Any] = kept["named"]
        return named


class Weightiest(NamedTuple):
    """The claims that rows are answered by, m of them: their places among all claims, and what they say.

    ``clear``: the height that stays clear of all that is claimed of the row, nan where none is said.
    """

    at: Ints
    row: Ints
    zone: Ints
    metres: Floats
    limit_m: Floats
    radius_m: Floats
    clear: Floats

    def some(self, places: Ints) -> "Weightiest":
        """Return some of them."""
        columns: Any = self
        return Weightiest(*(column[places] for column in columns))


def drawn(answers: Answers, source: Source, claims: Weightiest, shape: int) -> Each:
    """Return the evidence of claims of one shape: ``ZONE`` where the base is inside, or the others."""
    if shape == ZONE:
        return outlines_of(source.zones, claims.zone)
    proposals, epsg, rows = answers.proposals, answers.context.metric_epsg, claims.row

    @cache
    def made() -> list[dict[str, Any]]:
        if shape == CIRCLE:
            return circles(proposals.x[rows], proposals.y[rows], claims.radius_m, epsg)
        lines = shapely.shortest_line(proposals.points[rows], source.zones.geometries[claims.zone])
        xy = shapely.get_coordinates(lines)
        lon, lat = to_wgs84(xy[:, 0], xy[:, 1], epsg)
        ways = np.round(np.column_stack([lon, lat]), 7).reshape(-1, 2, 2).tolist()
        return [{"type": "LineString", "coordinates": way} for way in ways]

    return Each(lambda k: made()[k])
