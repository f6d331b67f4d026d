"""One drawn map (sơ đồ vị trí) of a position or of several: VN-2000 grid, scale bar, north, what was found,
what is near.

Everything is in one metric CRS (easting, northing metres); north of the sheet is the grid's north.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import shapely

from registry.documents.sheet.ground import Ground, lay_ground
from registry.documents.sheet.ground_names import name_ground
from registry.documents.sheet.label_room import LabelRoom, around, text_size
from registry.messages import Language, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Tone = Literal["fail", "doubt", "plain", "zone", "border"]
COLOURS: dict[Tone, str] = {
    "fail": "#b3261e", "doubt": "#a05a00", "plain": "#5f6b76", "zone": "#0059b3", "border": "#8a8f94",
}  # fmt: skip
_LARGER = 1.2  # letters print a map of 150 mm 120 mm wide
_MAY_BE_LEFT_OUT = frozenset({COLOURS["zone"], COLOURS["border"]})
WIDTH_MM, HEIGHT_MM, DPI = 150, 118, 150
LEAST_M, MOST_M = 200.0, 1500.0
SMALL = 1.5  # by which the letters of a small map are larger
_ABOVE, _BELOW = (4, 5, 2, 6, 7, 3, 0, 1), (6, 7, 3, 4, 5, 2, 0, 1)  # of ``label_room.around``
_FRAME, _SMALL_FRAME = (0.115, 0.2, 0.87, 0.775), (0.01, 0.17, 0.98, 0.82)


@dataclass(frozen=True, slots=True)
class Shape:
    """A metric geometry (shapely) to draw, with its name ("" none)."""

    geometry: Any
    tone: Tone
    name: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A mast near the position, in metres of the map's CRS."""

    x: float
    y: float
    name: str
    colour: str


@dataclass(frozen=True, slots=True)
class MapContent:
    """What a map shows: its middle, half the ground's height (metres), shapes, masts, the grid's name.

    The position asked for lies in the middle under ``name``, unless there are several: those are ``spots``.
    ``small``: drawn to be printed at half its width, with letters large enough for that and without the
    grid's numbers, which nobody reads there.
    """

    x: float
    y: float
    half_m: float
    name: str
    grid: str
    shapes: Sequence[Shape] = ()
    marks: Sequence[Mark] = ()
    stamp: str = ""
    spots: Sequence[Mark] = ()
    small: bool = False


HERE = "#111111"
"""The colour of the positions that are asked for."""
ASPECT = (WIDTH_MM * 0.87) / (HEIGHT_MM * 0.775)
"""How much wider than high the ground on a map is."""

_WORDS: dict[Language, dict[str, str]] = {
    "vi": {"here": "Vị trí đề nghị", "mast": "Cột hiện có", "fail": "Không đạt", "doubt": "Cần xem xét",
           "plain": "Đạt", "zone": "Vùng", "border": "Ranh giới xã, phường", "north": "B", "y": "Y (m)",
           "x": "X (m)", "grid": "lưới ô vuông {step} m"},
    "en": {"here": "Position asked for", "mast": "Standing mast", "fail": "Fails", "doubt": "To be weighed",
           "plain": "Passes", "zone": "Zone", "border": "Commune boundary", "north": "N", "y": "E (m)",
           "x": "N (m)", "grid": "grid of {step} m"},
}  # fmt: skip


def bounds_of(content: MapContent) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the ground on a map, in metres of its CRS."""
    wide = content.half_m * _aspect(small=content.small)
    return content.x - wide, content.y - content.half_m, content.x + wide, content.y + content.half_m


def scale_of(content: MapContent) -> float:
    """Return how many metres of ground a metre of the paper shows, as the map is printed."""
    high = (_SMALL_FRAME if content.small else _FRAME)[3]
    return 2 * content.half_m / (HEIGHT_MM / (SMALL if content.small else 1) * high / 1000)


def draw(content: MapContent, lang: Language = "vi", ground: Ground | None = None) -> bytes:
    """Return the map as a PNG of 150 x 118 mm, a small one of 100 x 79; equal content, equal picture.

    ``ground``: the background of ``bounds_of`` the content, laid below all of it.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    words = _WORDS[lang]
    inch = 25.4 * (SMALL if content.small else 1)
    figure = Figure(figsize=(WIDTH_MM / inch, HEIGHT_MM / inch), dpi=DPI * (SMALL if content.small else 1))
    FigureCanvasAgg(figure)
    left, bottom, wide, high = _SMALL_FRAME if content.small else _FRAME
    axes = figure.add_axes((left, bottom, wide, high))
    bounds = bounds_of(content)
    half_wide = (bounds[2] - bounds[0]) / 2
    box = shapely.box(*bounds)
    axes.set_xlim(bounds[0], bounds[2])
    axes.set_ylim(bounds[1], bounds[3])
    if ground is not None:
        lay_ground(axes, ground, scale_of(content))
    step = _round_step(content.half_m / 2.5)
    _grid(axes, box.bounds, step, words)
    names: list[Mark] = []
    used = [
        shape.tone for shape in content.shapes if _shape(axes, shape, box, names, tint_all=ground is None)
    ]
    marks = [mark for mark in content.marks if box.covers(shapely.Point(mark.x, mark.y))]
    for mark in marks:
        axes.plot(mark.x, mark.y, "^", color=mark.colour, ms=8, mec="white", mew=0.8, zorder=6)
    for spot in _spots(content):
        axes.plot(spot.x, spot.y, "o", color=spot.colour, ms=7, mec="white", mew=1.2, zorder=7)
        axes.plot(spot.x, spot.y, "+", color=spot.colour, ms=18, mew=1.2, zorder=7)
    _scale_bar(axes, content, half_wide, lang)
    _north(axes, words["north"])
    _legend(figure, words, used, with_masts=bool(marks), small=content.small)
    if content.small:
        axes.set(xticklabels=(), yticklabels=(), xlabel="", ylabel="")
    else:
        caption = f"{content.grid}; {words['grid'].format(step=number(step, 0, lang))}"
        figure.text(left, 0.012, caption, fontsize=7, color="#333333")
    if content.stamp:
        figure.text(
            0.55, 0.93, content.stamp, fontsize=6 if content.small else 8, color="#b3261e", ha="center",
            fontweight="bold", zorder=9,
            bbox={"facecolor": "white", "edgecolor": "#b3261e", "pad": 2.5},
        )  # fmt: skip
    room = _room(figure, axes, content, marks)
    for named, order in ((_spots(content), _ABOVE), (marks, _BELOW), (names, _ABOVE)):
        for mark in named:
            _label(axes, room, mark, order)
    if ground is not None:
        _source(axes, ground.said)
        room.take(_box_of(axes.texts[-1], figure, axes))
        for shape in content.shapes:
            if shape.tone != "border":
                room.take_lines(shape.geometry)
        name_ground(axes, ground, scale_of(content), room, larger=_LARGER)
    made = io.BytesIO()
    figure.savefig(made, format="png", metadata={"Software": None}, pil_kwargs={"compress_level": 1})
    return made.getvalue()


def _aspect(*, small: bool) -> float:
    _left, _bottom, wide, high = _SMALL_FRAME if small else _FRAME
    return (WIDTH_MM * wide) / (HEIGHT_MM * high)


def _room(figure: "Figure", axes: "Axes", content: MapContent, marks: Sequence[Mark]) -> LabelRoom:
    """Return the room that names have: none over a sign, the scale bar, north or the stamp."""
    frame = axes.get_position()
    points = figure.get_figwidth() * 72 * frame.width / (axes.get_xlim()[1] - axes.get_xlim()[0])
    room = LabelRoom(bounds_of(content), points)
    room.take((0, 0, room.wide * 0.45, room.high * 0.12))
    room.take((room.wide * 0.92, room.high * 0.8, room.wide, room.high))
    for text in (*figure.texts, *axes.texts):
        room.take(_box_of(text, figure, axes))
    for mark in (*marks, *_spots(content)):
        x, y = room.at(mark.x, mark.y)
        room.take((x - 6, y - 6, x + 6, y + 6))
    return room


def _box_of(text: Any, figure: "Figure", axes: "Axes") -> tuple[float, float, float, float]:
    """Return the box of a text with its frame, in points from the lower left corner of the ground."""
    renderer = figure.canvas.get_renderer()  # type: ignore[attr-defined]
    frame, box, point = axes.get_window_extent(renderer), text.get_window_extent(renderer), 72 / figure.dpi
    return (
        (box.x0 - frame.x0) * point - 2, (box.y0 - frame.y0) * point - 2,
        (box.x1 - frame.x0) * point + 2, (box.y1 - frame.y0) * point + 2,
    )  # fmt: skip


def _source(axes: "Axes", said: str) -> None:
    """Say whose background it is, within the frame: nobody cuts it off."""
    axes.text(
        0.995, 0.008, said.replace("$", r"\$"), transform=axes.transAxes, fontsize=6, color="#333333",
        ha="right", va="bottom", zorder=9,
        bbox={"facecolor": "white", "alpha": 0.85, "edgecolor": "none", "pad": 1},
    )  # fmt: skip


def window_m(reach_m: float) -> float:
    """Return half the height of a map that shows what lies ``reach_m`` metres away."""
    return min(max(reach_m * 1.3, LEAST_M), MOST_M)


def _round_step(about: float) -> float:
    """Return 1, 2 or 5 times a power of ten, the largest that is at most ``about``."""
    power = 10.0 ** math.floor(math.log10(about))
    return max(factor * power for factor in (1.0, 2.0, 5.0) if factor * power <= about)


def _grid(axes: "Axes", bounds: tuple[float, ...], step: float, words: dict[str, str]) -> None:
    west, south, east, north = bounds
    axes.set_xticks([i * step for i in range(math.ceil(west / step), math.floor(east / step) + 1)])
    axes.set_yticks([i * step for i in range(math.ceil(south / step), math.floor(north / step) + 1)])
    axes.set_xticklabels(_figures(axes.get_xticks().tolist(), step, (west, east)))
    axes.set_yticklabels(_figures(axes.get_yticks().tolist(), step, (south, north)), rotation=90, va="center")
    axes.tick_params(labelsize=7, direction="in")
    axes.grid(visible=True, color="#c9d3da", linewidth=0.6, zorder=0)
    axes.set_xlabel(words["y"], fontsize=7, labelpad=1)
    axes.set_ylabel(words["x"], fontsize=7, labelpad=1)


def _figures(ticks: Sequence[float], step: float, ends: tuple[float, float]) -> list[str]:
    """Write every second line of the grid and none near a corner, so that no figures run into each other."""
    margin = (ends[1] - ends[0]) * 0.06
    return [
        ""
        if round(tick / step) % 2 or not ends[0] + margin < tick < ends[1] - margin
        else f"{tick:,.0f}".replace(",", " ")
        for tick in ticks
    ]


def _shape(axes: "Axes", shape: Shape, box: Any, names: list[Mark], *, tint_all: bool) -> bool:
    """Draw what of a shape lies in the map, add its name to ``names``; whether there was any.

    ``tint_all``: also tint one that holds the whole map, which would only dim a background.
    """
    colour = COLOURS[shape.tone]
    wide = {"fail": 2.2, "doubt": 1.8}.get(shape.tone, 1.0)
    style = {"plain": (0, (4, 3)), "border": (0, (6, 2, 1, 2))}.get(shape.tone, "-")
    if not box.intersects(shape.geometry):
        return False
    inside = shapely.intersection(shapely.make_valid(shape.geometry), box)
    if inside.is_empty:
        return False
    for part in shapely.get_parts(inside):
        if part.geom_type == "Polygon" and (tint_all or part.area < 0.98 * box.area):
            axes.fill(*part.exterior.xy, color=colour, alpha=0.08, linewidth=0, zorder=1)
        whole = part.geom_type == "Polygon"
        lines = part.boundary.difference(box.exterior) if whole else part  # the frame is no edge of a zone
        for line in shapely.get_parts(lines):
            if line.geom_type in ("LineString", "LinearRing"):
                axes.plot(*line.xy, color=colour, linewidth=wide, linestyle=style, zorder=3)
            elif line.geom_type == "Point":
                axes.plot(line.x, line.y, "x", color=colour, ms=7, mew=wide, zorder=5)
    if shape.name and inside.area > 0.98 * box.area:  # it holds the whole map: named in the corner
        named = sum(1 for text in axes.texts if text.get_gid() == "whole")
        axes.text(
            0.015, 0.87 - 0.05 * named, shape.name.replace("$", r"\$"), transform=axes.transAxes, fontsize=8,
            color=colour, zorder=8, gid="whole",
        )  # fmt: skip
    elif shape.name:
        line = inside.geom_type in ("LineString", "MultiLineString")
        at = inside.interpolate(0.5, normalized=True) if line else inside.representative_point()
        names.append(Mark(at.x, at.y, shape.name, colour))
    return True


def _spots(content: MapContent) -> Sequence[Mark]:
    return content.spots or (Mark(content.x, content.y, content.name, HERE),)


def _label(axes: "Axes", room: LabelRoom, mark: Mark, order: Sequence[int]) -> None:
    """Write a name beside its sign where nothing is; without room an area has none, a mast its place."""
    from matplotlib.font_manager import FontProperties

    if not mark.name:
        return
    font = FontProperties(size=8)
    size = text_size(mark.name, font)
    places = around(room.at(mark.x, mark.y), (size[0] + 3, size[1] + 3), 8)
    box = next((places[at] for at in order if room.free(places[at])), None)
    if box is None:
        if mark.colour in _MAY_BE_LEFT_OUT:
            return
        box = next((places[at] for at in order if room.holds(places[at])), places[order[0]])
    room.take(box)
    axes.text(
        *room.ground((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), mark.name.replace("$", r"\$"),
        fontproperties=font, color=mark.colour, ha="center", va="center", zorder=8, clip_on=True,
        bbox={"facecolor": "white", "alpha": 0.8, "edgecolor": "none", "pad": 1},
    )  # fmt: skip


def _scale_bar(axes: "Axes", content: MapContent, half_wide: float, lang: Language) -> None:
    length = _round_step(half_wide / 2)
    west = content.x - half_wide * 0.95
    south = content.y - content.half_m * 0.92
    high = content.half_m * 0.022
    for part in range(4):
        axes.fill_between(
            [west + part * length / 4, west + (part + 1) * length / 4], south, south + high,
            color="#111111" if part % 2 == 0 else "white", edgecolor="#111111", linewidth=0.8, zorder=9,
        )  # fmt: skip
    for share in (0.0, 0.5, 1.0):
        text = number(length * share, 0, lang) + (" m" if share == 1.0 else "")
        axes.text(west + share * length, south + high * 1.6, text, fontsize=7, ha="center", zorder=9)


def _north(axes: "Axes", letter: str) -> None:
    axes.annotate(
        "", xy=(0.955, 0.95), xytext=(0.955, 0.83), xycoords="axes fraction", zorder=9,
        arrowprops={"facecolor": "#111111", "width": 2.2, "headwidth": 9, "headlength": 10, "linewidth": 0},
    )  # fmt: skip
    axes.text(0.955, 0.955, letter, transform=axes.transAxes, ha="center", fontsize=10, fontweight="bold")


def _legend(
    figure: "Figure", words: dict[str, str], used: Sequence[Tone], *, with_masts: bool, small: bool
) -> None:
    from matplotlib.lines import Line2D

    entries = [Line2D([], [], marker="o", color="#111111", linestyle="", label=words["here"])]
    if with_masts:
        entries.append(Line2D([], [], marker="^", color="#5f6b76", linestyle="", label=words["mast"]))
    entries += [
        Line2D([], [], color=COLOURS[tone], linewidth=2, label=words[tone],
               linestyle=(0, (4, 3)) if tone == "plain" else "-")
        for tone in COLOURS if tone in used
    ]  # fmt: skip
    figure.legend(
        handles=entries, loc="lower left", bbox_to_anchor=(0.0 if small else 0.105, 0.03),
        ncols=3 if small else 4, fontsize=7, frameon=False, columnspacing=1.2, handlelength=1.8,
    )  # fmt: skip
