"""A chosen area (vùng chọn): places put together as people think of them, of which masts are then asked.

A part is drawn by hand (a polygon), a circle, or an administrative unit of any day: a commune of today, a
former district. Parts are put together in their order; one that is taken away leaves a hole in what stands
before it.
It is plain data: the desk carries it in its address, the forms of campaigns and zones in a field
(``registry.geo.area_texts``).
"""

from dataclasses import dataclass
from enum import StrEnum


class PartKind(StrEnum):
    """What a part of an area is; the value is its sign in the text form."""

    POLYGON = "p"
    CIRCLE = "c"
    UNIT = "u"


@dataclass(frozen=True, slots=True)
class AreaPart:
    """One part. ``points``: (longitude, latitude), EPSG:4326: a polygon's corners, or a circle's middle
    alone.

    ``radius_m`` is a circle's; ``unit`` the id of an administrative unit; ``taken`` where it is taken away.
    """

    kind: PartKind
    points: tuple[tuple[float, float], ...] = ()
    radius_m: int = 0
    unit: str = ""
    taken: bool = False


@dataclass(frozen=True, slots=True)
class ChosenArea:
    """The parts of an area in the order in which they are put together."""

    parts: tuple[AreaPart, ...] = ()
