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

from registry.messages import Language, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Tone = Literal["fail", "doubt", "plain", "zone", "border"]
COLOURS: dict[Tone, str] = {
    "fail": "#b3261e", "doubt": "#a05a00", "plain": "#5f6b76", "zone": "#0059b3", "border": "#8a8f94",
}  # fmt: skip
WIDTH_MM, HEIGHT_MM, DPI = 150, 118, 150
LEAST_M, MOST_M = 200.0, 1500.0
SMALL = 1.5  # by which the letters of a small map are larger
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


def draw(content: MapContent, lang: Language = "vi") -> bytes:
    """Return the map as a PNG of 150 x 118 mm, a small one of 100 x 79; equal content, equal picture."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    words = _WORDS[lang]
    inch = 25.4 * (SMALL if content.small else 1)
    figure = Figure(figsize=(WIDTH_MM / inch, HEIGHT_MM / inch), dpi=DPI * (SMALL if content.small else 1))
    FigureCanvasAgg(figure)
    left, bottom, wide, high = _SMALL_FRAME if content.small else _FRAME
    axes = figure.add_axes((left, bottom, wide, high))
    half_wide = content.half_m * (WIDTH_MM * wide) / (HEIGHT_MM * high)
    box = shapely.box(
        content.x - half_wide, content.y - content.half_m, content.x + half_wide, content.y + content.half_m
    )
    axes.set_xlim(content.x - half_wide, content.x + half_wide)
    axes.set_ylim(content.y - content.half_m, content.y + content.half_m)
    step = _round_step(content.half_m / 2.5)
    _grid(axes, box.bounds, step, words)
    used = [shape.tone for shape in content.shapes if _shape(axes, shape, box)]
    marks = [mark for mark in content.marks if box.covers(shapely.Point(mark.x, mark.y))]
    for mark in marks:
        axes.plot(mark.x, mark.y, "^", color=mark.colour, ms=8, mec="white", mew=0.8, zorder=6)
        _label(axes, mark.x, mark.y, mark.name, mark.colour, below=True)
    for spot in content.spots or (Mark(content.x, content.y, content.name, HERE),):
        axes.plot(spot.x, spot.y, "o", color=spot.colour, ms=7, mec="white", mew=1.2, zorder=7)
        axes.plot(spot.x, spot.y, "+", color=spot.colour, ms=18, mew=1.2, zorder=7)
        _label(axes, spot.x, spot.y, spot.name, spot.colour)
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
    made = io.BytesIO()
    figure.savefig(made, format="png", metadata={"Software": None}, pil_kwargs={"compress_level": 1})
    return made.getvalue()


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


def _shape(axes: "Axes", shape: Shape, box: Any) -> bool:
    """Draw what of a shape lies in the map; whether there was any."""
    colour = COLOURS[shape.tone]
    wide = {"fail": 2.2, "doubt": 1.8}.get(shape.tone, 1.0)
    style = {"plain": (0, (4, 3)), "border": (0, (6, 2, 1, 2))}.get(shape.tone, "-")
    if not box.intersects(shape.geometry):
        return False
    inside = shapely.intersection(shapely.make_valid(shape.geometry), box)
    if inside.is_empty:
        return False
    for part in shapely.get_parts(inside):
        if part.geom_type == "Polygon":
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
        at = inside.representative_point() if inside.area else inside.interpolate(0.5, normalized=True)
        _label(axes, at.x, at.y, shape.name, colour)
    return True


def _label(axes: "Axes", x: float, y: float, text: str, colour: str, *, below: bool = False) -> None:
    west, east = axes.get_xlim()
    left = x > west + 0.7 * (east - west)  # so that the frame does not cut it
    axes.annotate(
        text.replace("$", r"\$"), (x, y), xytext=(-7 if left else 7, -11 if below else 6),
        textcoords="offset points", ha="right" if left else "left",
        fontsize=8, color=colour,
        zorder=8, annotation_clip=True, clip_on=True,
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
