"""What lies on a map sheet: zones with their hatch, communes' borders, masts with their signs; their names.

Everything is in metres of the sheet's CRS. Styles of zones are those of ``data/codes/layers.toml``.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import shapely

from registry.documents.mast_signs import sign, stamp
from registry.documents.sheet.ground import lines_of, surfaces_path
from registry.documents.sheet.label_room import LabelRoom, around, text_size
from registry.documents.sheet.sheet_type import font

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NAMED = 5_000
"""With more masts than that on a sheet none bears its code."""
NAMED_TO = 100_000
"""At smaller scales (1 : so many) none does."""
BORDER_INK = "#7d8a93"
_PIXEL = 0.75  # points
_RGBA = re.compile(r"rgba\((\d+), *(\d+), *(\d+), *([\d.]+)\)")
Grade = str
"""How a zone is drawn: ``forbids`` (hatched), ``roof`` (no mast on the ground) or ``open``."""


@dataclass(frozen=True, slots=True)
class SheetZone:
    """A zone: its metric shape, its layer's style, its grade and its name."""

    shape: Any
    style: Mapping[str, Any]
    grade: Grade
    name: str


@dataclass(frozen=True, slots=True)
class Border:
    """A commune: its metric outline and its name."""

    shape: Any
    name: str


@dataclass(frozen=True, slots=True)
class SheetMasts:
    """Masts by row: places in metres, class, colours of their operators, state, code."""

    xs: npt.NDArray[np.float64]
    ys: npt.NDArray[np.float64]
    classes: Sequence[str]
    colours: Sequence[tuple[str, ...]]
    states: Sequence[str]
    codes: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)


def colour_of(text: str) -> tuple[float, float, float, float]:
    """Return a colour of the layers' table as shares of one (red, green, blue, how much it covers)."""
    from matplotlib.colors import to_rgba

    found = _RGBA.fullmatch(text)
    if found is None:
        red, green, blue, alpha = to_rgba(text)
        return float(red), float(green), float(blue), float(alpha)
    red, green, blue = (int(found[part]) / 255 for part in (1, 2, 3))
    return red, green, blue, float(found[4])


def zone_look(style: Mapping[str, Any], grade: Grade) -> dict[str, Any]:
    """Return how matplotlib fills and edges a zone, or its swatch."""
    hatched = grade == "forbids" and "hatch" in style
    fill = style["forbid"] if hatched else style.get("roof") if grade == "roof" else None
    look: dict[str, Any] = {
        "facecolor": colour_of(fill or style["fill"]),
        "edgecolor": colour_of(style["forbid_line"] if hatched else style["line"]),
        "linewidth": float(style["width"]) * _PIXEL,
    }
    if "dash" in style and not hatched:
        look["linestyle"] = (0, tuple(part * _PIXEL / max(look["linewidth"], 0.5) for part in style["dash"]))
    if hatched:
        look["hatch"] = colour_of(style["hatch"])
    return look


def hatched(patch: Any, look: Mapping[str, Any]) -> Any:
    """Turn a patch into the hatch alone: in a PDF it would be as faint as the fill of the same patch."""
    red, green, blue, share = look["hatch"]
    opaque = tuple(1 - share * (1 - part) for part in (red, green, blue))
    patch.set(facecolor="none", linewidth=0, hatch="////", hatchcolor=opaque)
    patch.set_hatch_linewidth(0.5)
    return patch


def lay_zones(axes: "Axes", zones: Sequence[SheetZone], box: Any) -> list[SheetZone]:
    """Draw what of the zones lies in a box; return those parts."""
    from matplotlib.collections import LineCollection
    from matplotlib.patches import PathPatch

    found = []
    for zone in zones:
        inside = shapely.intersection(shapely.make_valid(zone.shape), box)
        if inside.is_empty:
            continue
        found.append(SheetZone(inside, zone.style, zone.grade, zone.name))
        look = zone_look(zone.style, zone.grade)
        path = surfaces_path([inside])
        if path is not None:
            axes.add_artist(PathPatch(path, facecolor=look["facecolor"], linewidth=0, zorder=1.2))
            if "hatch" in look:
                axes.add_artist(hatched(PathPatch(path, zorder=1.25), look))
        edges = lines_of(zone.shape)
        axes.add_collection(
            LineCollection(edges, colors=[look["edgecolor"]], linewidths=look["linewidth"],
                           linestyles=look.get("linestyle", "-"), zorder=1.3), autolim=False,
        )  # fmt: skip
    return found


def lay_borders(axes: "Axes", borders: Sequence[Border], box: Any) -> None:
    """Draw the edges of the communes that lie in a box, each edge once."""
    from matplotlib.collections import LineCollection

    edges = [shapely.boundary(one.shape) for one in borders if one.shape.intersects(box)]
    if not edges:
        return
    once = shapely.intersection(shapely.union_all(edges), box)
    lines = lines_of(shapely.line_merge(once) if once.geom_type == "MultiLineString" else once)
    for colour, width, style, order in (
        ("white", 2.0, "-", 1.0),
        (BORDER_INK, 0.8, (0, (5, 2.4, 1, 2.4)), 1.4),
    ):
        axes.add_collection(
            LineCollection(lines, colors=colour, linewidths=width, linestyles=style, zorder=order,
                           alpha=0.7 if colour == "white" else 1.0), autolim=False,
        )  # fmt: skip


def radius(scale: float) -> float:
    """Return how large a mast's sign is in points at 1 : ``scale``."""
    return float(np.interp(np.log(scale), np.log([5_000, 50_000, 200_000]), [4.6, 3.2, 2.0]))


def lay_masts(axes: "Axes", masts: SheetMasts, room: LabelRoom, scale: float) -> None:
    """Draw the masts' signs and take their room."""
    r = radius(scale)
    alike: dict[tuple[str, tuple[str, ...], str], list[int]] = defaultdict(list)
    for row, look in enumerate(zip(masts.classes, masts.colours, masts.states, strict=True)):
        alike[look].append(row)
    for order, (look, rows) in enumerate(
        sorted(alike.items(), key=lambda item: (item[0][2] != "dismantled", -len(item[1])))
    ):
        stamp(axes, sign(*look), masts.xs[rows], masts.ys[rows], r, order=5 + order * 1e-2)
    for x, y in zip(masts.xs.tolist(), masts.ys.tolist(), strict=True):
        left, bottom = room.at(x, y)
        room.take((left - r, bottom - r, left + r, bottom + r))


def are_named(masts: int, scale: float) -> bool:
    """Whether so many masts bear their codes on a sheet of 1 : ``scale``."""
    return masts <= MOST_NAMED and scale <= NAMED_TO


def name_masts(axes: "Axes", masts: SheetMasts, room: LabelRoom, scale: float) -> None:
    """Write the masts' codes where there is room, if ``are_named``."""
    if not are_named(len(masts), scale):
        return
    r = radius(scale)
    of = font(5.6 if scale > 10_000 else 6.5)
    for row in np.argsort(-masts.ys).tolist():
        at = room.at(float(masts.xs[row]), float(masts.ys[row]))
        _beside(axes, room, at, masts.codes[row], of, off=r + 1.2)


def _beside(
    axes: "Axes", room: LabelRoom, at: tuple[float, float], text: str, of: Any, *, off: float
) -> None:
    wide, high = text_size(text, of)
    for box in around(at, (wide, high), off):
        if room.free(box):
            room.take(box)
            axes.text(
                *room.ground((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), text.replace("$", r"\$"),
                fontproperties=of, color="#15232d", ha="center", va="center", zorder=8, clip_on=True,
                bbox={"facecolor": "white", "alpha": 0.6, "edgecolor": "none", "pad": 0.2},
            )  # fmt: skip
            return


def _write(axes: "Axes", at: tuple[float, float], text: str, of: Any, colour: Any) -> None:
    """Write a name on a light edge; the letters above it can be found and copied in the PDF."""
    from matplotlib.patheffects import Stroke

    words = text.replace("$", r"\$")
    look: dict[str, Any] = {"fontproperties": of, "ha": "center", "va": "center", "clip_on": True}
    edge = [Stroke(linewidth=1.5, foreground="white", alpha=0.85)]
    axes.text(*at, words, color="white", zorder=7.9, path_effects=edge, **look)
    axes.text(*at, words, color=colour, zorder=8, **look)


def name_zones(axes: "Axes", zones: Sequence[SheetZone], room: LabelRoom) -> None:
    """Write the zones' names within them, the largest first, where there is room."""
    of = font(6, style="italic")
    for zone in sorted(zones, key=lambda one: -float(one.shape.area)):
        if zone.name and zone.shape.area:
            colour = _darker(zone_look(zone.style, zone.grade)["edgecolor"])
            _within(axes, room, shapely.point_on_surface(zone.shape), zone.name, (of, colour))


def _darker(colour: Any) -> tuple[float, ...]:
    """Return a colour in which small letters can be read on paper."""
    red, green, blue = colour[:3]
    share = min(1.0, 0.42 / max(0.299 * red + 0.587 * green + 0.114 * blue, 0.01))
    return red * share, green * share, blue * share


def name_borders(axes: "Axes", borders: Sequence[Border], box: Any, room: LabelRoom) -> None:
    """Write the communes' names where what of them is on the sheet is widest."""
    of = font(7, bold=True)
    for one in borders:
        inside = shapely.intersection(one.shape, box)
        if not inside.is_empty and inside.area > 0.02 * box.area / max(1, len(borders)):
            _within(axes, room, shapely.point_on_surface(inside), one.name, (of, "#66737d"))


def _within(axes: "Axes", room: LabelRoom, middle: Any, text: str, look: tuple[Any, Any]) -> None:
    """Write a name in a face and a colour at a point in metres, or a little above or below it."""
    of, colour = look
    wide, high = text_size(text, of)
    x, y = room.at(middle.x, middle.y)
    for dy in (0, high * 1.6, -high * 1.6, high * 3.2, -high * 3.2):
        box = (x - wide / 2 - 1, y + dy - high / 2 - 1, x + wide / 2 + 1, y + dy + high / 2 + 1)
        if room.free(box):
            room.take(box)
            _write(axes, room.ground(x, y + dy), text, of, colour)
            return
