"""The room that names have on a drawn map: what is taken already, and where a name still fits.

Places are counted in points of the paper (1/72 inch) from the lower left corner of the ground that is shown.
What was asked for first stays; a name that fits nowhere is left out rather than laid over another.
"""

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""
POINT_MM = 25.4 / 72


class LabelRoom:
    """What of a map is taken, in steps of one point.

    ``west``, ``south``: the corner in metres; ``points``: how many points of paper a metre of ground is.
    """

    def __init__(self, bounds: tuple[float, float, float, float], points: float) -> None:
        self.west, self.south, east, north = bounds
        self.points = points
        self.wide = max(1, math.ceil((east - self.west) * points))
        self.high = max(1, math.ceil((north - self.south) * points))
        self._taken = np.zeros((self.high, self.wide), dtype=bool)

    def at(self, x: float, y: float) -> tuple[float, float]:
        """Return the place in points of a place in metres."""
        return (x - self.west) * self.points, (y - self.south) * self.points

    def ground(self, left: float, bottom: float) -> tuple[float, float]:
        """Return the place in metres of a place in points."""
        return self.west + left / self.points, self.south + bottom / self.points

    def take(self, box: Box) -> None:
        """Take the room of a box."""
        rows, columns = self._cells(box)
        self._taken[rows, columns] = True

    def holds(self, box: Box) -> bool:
        """Whether a box lies wholly on the map."""
        left, bottom, right, top = box
        return left >= 0 and bottom >= 0 and right <= self.wide and top <= self.high

    def free(self, box: Box) -> bool:
        """Whether a box lies wholly on the map and nothing in it."""
        if not self.holds(box):
            return False
        rows, columns = self._cells(box)
        return not self._taken[rows, columns].any()

    def take_lines(self, shape: Any, reach: float = 2.0) -> None:
        """Take what lies within ``reach`` points of the lines, edges and points of a metric geometry."""
        edges = shape.boundary if shape.geom_type.endswith("Polygon") else shape
        for part in shapely.get_parts(edges):
            if part.is_empty:
                continue
            if part.length == 0:  # a point, or a line from a place to itself, which GEOS cannot cut up
                places = shapely.get_coordinates(part)
            else:
                dense = shapely.segmentize(part, 1.5 / self.points)
                places = shapely.get_coordinates(dense)
            if len(places) == 0:
                continue
            columns = (places[:, 0] - self.west) * self.points
            rows = (places[:, 1] - self.south) * self.points
            seen = (columns > -reach) & (columns < self.wide + reach)
            seen &= (rows > -reach) & (rows < self.high + reach)
            for column, row in zip(columns[seen], rows[seen], strict=True):
                self.take((column - reach, row - reach, column + reach, row + reach))

    def _cells(self, box: Box) -> tuple[slice, slice]:
        left, bottom, right, top = box
        rows = slice(max(0, math.floor(bottom)), max(0, math.ceil(top)))
        return rows, slice(max(0, math.floor(left)), max(0, math.ceil(right)))


def text_size(text: str, font: "FontProperties") -> tuple[float, float]:
    """Return how wide and high a line of text is in points, with whatever back end it will be drawn."""
    from matplotlib.textpath import text_to_path

    width, height, _descent = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width), float(height)


def around(at: tuple[float, float], size: tuple[float, float], off: float) -> list[Box]:
    """Return the boxes of a name beside a sign at ``at``: right, left, above, below, then the corners.

    Those are above to the right, above to the left, below to the right, below to the left.
    """
    (x, y), (wide, high) = at, size
    return [
        (x + dx * (off + wide / 2) - wide / 2, y + dy * (off + high / 2) - high / 2,
         x + dx * (off + wide / 2) + wide / 2, y + dy * (off + high / 2) + high / 2)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1))
    ]  # fmt: skip


def along(
    line: Any, wide: float, room: LabelRoom, *, high: float, bend: float = 0.965
) -> tuple[float, float, float] | None:
    """Return where a name ``wide`` points long fits along a metric line: its middle in points, its angle.

    The angle is in degrees, so that the name is read from the left. None where the line is too short or too
    bent, or something lies there.
    """
    length = line.length * room.points
    if length < wide * 1.1:
        return None
    starts = np.arange(0.0, length - wide + 0.01, max(wide / 2, 6.0))
    middle = (length - wide) / 2
    for start in sorted(starts.tolist(), key=lambda value: abs(value - middle))[:40]:
        (x1, y1), (x2, y2) = (
            room.at(*line.interpolate(at / room.points).coords[0]) for at in (start, start + wide)
        )
        chord = math.hypot(x2 - x1, y2 - y1)
        if chord < bend * wide:
            continue
        angle = math.degrees(math.atan2(y2 - y1, x2 - x1))
        angle = angle - 180 if angle > 90 else angle + 180 if angle <= -90 else angle
        x, y = (x1 + x2) / 2, (y1 + y2) / 2
        boxes = chain_of_boxes((x, y), wide, high, angle)
        if all(room.free(box) for box in boxes):
            return x, y, angle
    return None


def chain_of_boxes(middle: tuple[float, float], wide: float, high: float, angle: float) -> list[Box]:
    """Return upright boxes that together cover a name that stands at an angle (degrees)."""
    count = max(1, math.ceil(wide / max(high, 1.0)))
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    half = high * 0.6
    found = []
    for step in range(count):
        off = wide * ((step + 0.5) / count - 0.5)
        x, y = middle[0] + off * cosine, middle[1] + off * sine
        found.append((x - half, y - half, x + half, y + half))
    return found
