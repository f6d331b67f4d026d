"""Names on the background of a drawn map: places, rivers, numbers and names of roads, where there is room.

What the map is drawn for has taken its room before (``LabelRoom``): no name stands on it, none on another.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import shapely
from shapely.ops import substring

from registry.documents.sheet.ground import PALETTE, PLACES, ROADS, Ground, GroundPart
from registry.documents.sheet.label_room import Box, LabelRoom, along, around, chain_of_boxes, text_size
from registry.documents.sheet.sheet_type import font

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.font_manager import FontProperties

_PLACES = {
    "city": (9.5, "bold"),
    "town": (8.5, "bold"),
    "village": (7.0, "normal"),
    "hamlet": (6.2, "normal"),
}
_LEAST_SCALE = {"hamlet": 40_000.0, "village": 130_000.0, "town": 600_000.0, "city": 9e9}
_NAMED_ROADS = {"minor": 12_000.0, "tertiary": 20_000.0, "secondary": 40_000.0, "primary": 60_000.0,
                "trunk": 60_000.0, "motorway": 90_000.0}  # fmt: skip
_SHIELDS = {"tertiary": 40_000.0, "secondary": 130_000.0, "primary": 300_000.0, "trunk": 9e9, "motorway": 9e9}
_SHIELD_EVERY, _NAME_EVERY = 220.0, 260.0
_MOST_PARTS = 6  # how often one name or number stands on a map
_NAMES_AT = 2.0  # zorder: above the ground, below what was found


def name_ground(axes: "Axes", ground: Ground, scale: float, room: LabelRoom, *, larger: float = 1.0) -> None:
    """Write the names of a background at 1 : ``scale``; ``larger``: times the usual size of letters."""
    _Names(axes, ground, scale, room, larger).write()


class _Names:
    def __init__(self, axes: "Axes", ground: Ground, scale: float, room: LabelRoom, larger: float) -> None:
        self.axes, self.parts, self.scale, self.room, self.larger = axes, ground.parts, scale, room, larger
        left, bottom = room.ground(0, 0)
        right, top = room.ground(room.wide, room.high)
        self.box = shapely.box(left, bottom, right, top)

    def write(self) -> None:
        self._places(PLACES[:2])
        self._shields()
        self._along_lines(self._lines_of(("river",)), PALETTE["inkWater"], 7.0, style="italic")
        self._waters()
        self._places(PLACES[2:])
        for kind in reversed(ROADS):
            if self.scale <= _NAMED_ROADS.get(kind, 0.0):
                self._along_lines(self._lines_of((kind,)), PALETTE["inkSoft"], 6.2)

    def _font(
        self, size: float, weight: str = "normal", style: Literal["normal", "italic"] = "normal"
    ) -> "FontProperties":
        return font(size * self.larger, bold=weight == "bold", style=style)

    def _text(
        self,
        middle: tuple[float, float],
        text: str,
        of: "FontProperties",
        colour: str,
        *,
        angle: float = 0.0,
    ) -> None:
        """Write a name with its middle at a place in points; a light edge keeps it legible on lines."""
        from matplotlib.patheffects import withStroke

        at = self.room.ground(*middle)
        self.axes.text(
            *at, text.replace("$", r"\$"), fontproperties=of, color=colour, ha="center", va="center",
            rotation=angle, rotation_mode="anchor", zorder=_NAMES_AT, clip_on=True, gid="ground",
            path_effects=[withStroke(linewidth=1.8 * self.larger, foreground="white", alpha=0.85)],
        )  # fmt: skip

    def _places(self, kinds: Sequence[str]) -> None:
        for kind in kinds:
            if self.scale > _LEAST_SCALE[kind]:
                continue
            size, weight = _PLACES[kind]
            of = self._font(size, weight)
            seen: set[str] = set()
            for part in self.parts:
                if part.kind != kind or not part.name or part.name in seen:
                    continue
                if not self.box.covers(part.shape):
                    continue
                wide, high = text_size(part.name, of)
                x, y = self.room.at(part.shape.x, part.shape.y)
                for box in (
                    (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2),
                    *around((x, y), (wide, high), 1),
                ):
                    if self.room.free(box):
                        seen.add(part.name)
                        self.room.take(box)
                        middle = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
                        self._text(middle, part.name, of, PALETTE["ink"])
                        break

    def _waters(self) -> None:
        """Name lakes and broad rivers on their surface, where the name fits in."""
        of = self._font(6.8, style="italic")
        named: set[str] = set()
        for part in sorted(
            (part for part in self.parts if part.kind == "water" and part.name),
            key=lambda part: -float(part.shape.area),
        ):
            if part.name in named or part.shape.geom_type not in ("Polygon", "MultiPolygon"):
                continue
            inside = shapely.intersection(shapely.make_valid(part.shape), self.box)
            if inside.is_empty or not inside.area:
                continue
            wide, high = text_size(part.name, of)
            middle = inside.representative_point()
            x, y = self.room.at(middle.x, middle.y)
            box = (x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
            if inside.area * self.room.points**2 < wide * high or not self.room.free(box):
                continue
            named.add(part.name)
            self.room.take(box)
            self._text((x, y), part.name, of, PALETTE["inkWater"])

    def _shields(self) -> None:
        of = self._font(5.8, "bold")
        for kind in ("motorway", "trunk", "primary", "secondary", "tertiary"):
            if self.scale > _SHIELDS[kind]:
                continue
            for ref, lines in self._joined((part for part in self.parts if part.kind == kind), of="ref"):
                self._shields_of(kind, ref, lines, of)

    def _shields_of(self, kind: str, ref: str, lines: Sequence[Any], of: "FontProperties") -> None:
        wide, high = text_size(ref, of)
        placed = 0
        for line in lines:
            length = line.length * self.room.points
            count = max(1, int(length // _SHIELD_EVERY))
            if length < 1.5 * wide:
                continue
            for step in range(count):
                if placed >= _MOST_PARTS:
                    return
                for shift in (0.5, 0.35, 0.65, 0.2, 0.8):
                    at = line.interpolate((step + shift) / count, normalized=True)
                    x, y = self.room.at(at.x, at.y)
                    box = (x - wide / 2 - 2.5, y - high / 2 - 2, x + wide / 2 + 2.5, y + high / 2 + 2)
                    if not self.room.free(box):
                        continue
                    self.room.take((box[0] - 8, box[1] - 4, box[2] + 8, box[3] + 4))
                    self._shield(kind, ref, (x, y), of)
                    placed += 1
                    break

    def _shield(self, kind: str, ref: str, at: tuple[float, float], of: "FontProperties") -> None:
        express = kind == "motorway"
        self.axes.text(
            *self.room.ground(*at), ref.replace("$", r"\$"), fontproperties=of, ha="center", va="center",
            color=PALETTE["shieldMotorwayInk" if express else "shieldInk"],
            zorder=_NAMES_AT, clip_on=True, gid="ground",
            bbox={"boxstyle": "round,pad=0.25,rounding_size=0.25", "linewidth": 0.5,
                  "facecolor": PALETTE["shieldMotorway" if express else "shield"],
                  "edgecolor": PALETTE["shieldMotorway" if express else "shieldLine"]},
        )  # fmt: skip

    def _lines_of(self, kinds: Sequence[str]) -> list[tuple[str, list[Any]]]:
        return self._joined((part for part in self.parts if part.kind in kinds), of="name")

    def _joined(self, parts: Iterable[GroundPart], *, of: str) -> list[tuple[str, list[Any]]]:
        """Return the lines on the map by name (or ``ref``), joined where they meet, the longest first."""
        by_name: dict[str, list[Any]] = defaultdict(list)
        for part in parts:
            text = (part.ref if of == "ref" else part.name).split(";")[0].strip()
            if text and part.shape.geom_type in ("LineString", "MultiLineString"):
                by_name[text].append(part.shape)
        found = []
        for text, shapes in by_name.items():
            joined = shapely.line_merge(shapely.intersection(shapely.union_all(shapes), self.box))
            lines = [line for line in shapely.get_parts(joined) if line.geom_type == "LineString"]
            lines.sort(key=lambda line: -line.length)
            if lines:
                found.append((text, lines))
        found.sort(key=lambda item: -item[1][0].length)
        return found

    def _along_lines(
        self,
        named: Sequence[tuple[str, list[Any]]],
        colour: str,
        size: float,
        style: Literal["normal", "italic"] = "normal",
    ) -> None:
        of = self._font(size, style=style)
        for name, lines in named:
            wide, high = text_size(name, of)
            wide += 2
            placed = 0
            for line in lines:
                for piece in _pieces(line, self.room.points):
                    if placed >= _MOST_PARTS:
                        break
                    found = along(_smooth(piece, self.room.points), wide, self.room, high=high)
                    if found is None:
                        continue
                    x, y, angle = found
                    for box in chain_of_boxes((x, y), wide, high, angle):
                        self.room.take(_wider(box, 2.0))
                    self._text((x, y), name, of, colour, angle=angle)
                    placed += 1


def _wider(box: Box, by: float) -> Box:
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def _smooth(line: Any, points: float) -> Any:
    """Return a line without the corners that a name would not follow."""
    return shapely.simplify(line, 0.8 / points)


def _pieces(line: Any, points: float) -> list[Any]:
    """Return a line in pieces that may bear its name once each."""
    length = line.length * points
    count = max(1, int(length // _NAME_EVERY))
    if count == 1:
        return [line]
    return [substring(line, at / count, (at + 1) / count, normalized=True) for at in range(count)]
