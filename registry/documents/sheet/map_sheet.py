"""A printed map sheet (tờ bản đồ): masts, zones, borders on the background, true to scale, a PDF of vectors.

Everything is in one metric CRS (easting, northing metres); the top of the sheet is the grid's north. It
says what is on it, how large, whose and of which day it is, so that it can be stapled to a letter.
"""

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import shapely

from registry.documents.sheet.ground import LAND, Ground, lay_ground
from registry.documents.sheet.ground_names import name_ground
from registry.documents.sheet.label_room import POINT_MM, LabelRoom, text_size
from registry.documents.sheet.sheet_layers import (
    Border,
    SheetMasts,
    SheetZone,
    lay_borders,
    lay_masts,
    lay_zones,
    name_borders,
    name_masts,
    name_zones,
)
from registry.documents.sheet.sheet_layout import Area, Layout
from registry.documents.sheet.sheet_legend import LegendRow, lay_legend
from registry.documents.sheet.sheet_type import font
from registry.messages import Language, number

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT = "#15232d", "#4d5b66"
_GRID_EVERY_MM = 28.0
_WORDS: dict[Language, dict[str, str]] = {
    "vi": {"scale": "Tỷ lệ 1:{scale}", "means": "1 cm bằng {ground} ngoài thực địa",
           "north": "Bắc lưới", "true": "bắc thực lệch {angle}° về {side}", "west": "tây", "east": "đông",
           "y": "Y (m)", "x": "X (m)", "legend": "CHÚ GIẢI"},
    "en": {"scale": "Scale 1:{scale}", "means": "1 cm is {ground} on the ground",
           "north": "Grid north", "true": "true north is {angle}° to the {side}",
           "west": "west", "east": "east",
           "y": "E (m)", "x": "N (m)", "legend": "LEGEND"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetContent:
    """What a sheet shows. ``x``, ``y``: its middle in metres; ``scale``: 1 : so many.

    ``codes``: with the masts' codes. ``convergence``: by how many degrees the grid's north lies east of true
    north at the middle. ``foot``: lines of source, day and who printed; ``stamp`` marks
    illustrative data.
    """

    layout: Layout
    x: float
    y: float
    scale: int
    title: str
    subtitle: str = ""
    zones: Sequence[SheetZone] = ()
    borders: Sequence[Border] = ()
    masts: SheetMasts | None = None
    codes: bool = True
    legend: Sequence[LegendRow] = ()
    foot: Sequence[str] = field(default_factory=tuple)
    stamp: str = ""
    convergence: float = 0.0


def ground_of(layout: Layout, x: float, y: float, scale: float) -> tuple[float, float, float, float]:
    """Return west, south, east, north (metres) of the ground on a sheet."""
    wide, high = (side * scale / 2000 for side in (layout.ground.width, layout.ground.height))
    return x - wide, y - high, x + wide, y + high


def draw_sheet(content: SheetContent, lang: Language = "vi", ground: Ground | None = None) -> bytes:
    """Return the sheet as a PDF of one page; ``ground``: the background of its box."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_pdf import FigureCanvasPdf
    from matplotlib.figure import Figure

    of = content.layout
    figure = Figure(figsize=(of.width / 25.4, of.height / 25.4))
    FigureCanvasPdf(figure)
    bounds = ground_of(of, content.x, content.y, content.scale)
    axes = _ground_axes(figure, of, bounds)
    room = LabelRoom(bounds, 1 / (content.scale / 1000 * POINT_MM))
    if ground is not None:
        lay_ground(axes, ground, content.scale)
    _grid(axes, content, lang)
    box = shapely.box(*bounds)
    zones = lay_zones(axes, content.zones, box)
    lay_borders(axes, content.borders, box)
    if content.masts is not None:
        lay_masts(axes, content.masts, room, content.scale)
        if content.codes:
            name_masts(axes, content.masts, room, content.scale)
    name_zones(axes, zones, room)
    name_borders(axes, content.borders, box, room)
    if ground is not None:
        name_ground(axes, _without(ground, content.borders), content.scale, room)
    page = figure.add_axes((0, 0, 1, 1), facecolor="none")
    page.set(xlim=(0, of.width), ylim=(0, of.height))
    page.axis("off")
    _title(page, content)
    below = _scale_and_north(page, content, lang)
    lay_legend(page, content.legend, below, of.columns, _WORDS[lang]["legend"])
    _foot(page, content)
    made = io.BytesIO()
    with rc_context({"pdf.fonttype": 42}):  # letters stay letters: they are found and copied
        figure.savefig(made, format="pdf", metadata={"Title": content.title, "CreationDate": None})
    return made.getvalue()


def _without(ground: Ground, borders: Sequence[Border]) -> Ground:
    """Return a background without the villages that are called as a commune that is named already."""
    called = {one.name.casefold() for one in borders}
    kept = [
        part
        for part in ground.parts
        if part.kind not in ("village", "hamlet")
        or not any(f" {part.name.casefold()}".endswith(f" {name}") for name in called)
    ]
    return replace(ground, parts=kept)


def _ground_axes(figure: "Figure", of: Layout, bounds: tuple[float, float, float, float]) -> "Axes":
    area = of.ground
    axes = figure.add_axes(
        (area.left / of.width, area.bottom / of.height, area.width / of.width, area.height / of.height),
        facecolor=LAND,
    )
    axes.set(
        xlim=(bounds[0], bounds[2]), ylim=(bounds[1], bounds[3]), xticks=(), yticks=(), autoscale_on=False
    )
    for spine in axes.spines.values():
        spine.set(linewidth=0.9, color=INK, zorder=20)
    return axes


def grid_step(scale: float) -> float:
    """Return how far the lines of the grid stand apart: round metres, about 3 to 7 cm of paper."""
    about = _GRID_EVERY_MM * scale / 1000
    power = 10.0 ** math.floor(math.log10(about))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= about)


def _grid(axes: "Axes", content: SheetContent, lang: Language) -> None:
    """Draw the VN-2000 grid with its numbers on all four sides."""
    west, south, east, north = ground_of(content.layout, content.x, content.y, content.scale)
    step, mm = grid_step(content.scale), content.scale / 1000
    kept = 9 * mm  # of each end of a side: no number runs into the corner's
    line: dict[str, Any] = {"color": "#7f97a6", "linewidth": 0.3, "alpha": 0.55, "zorder": 0.95}
    text: dict[str, Any] = {"fontproperties": font(6), "color": SOFT, "clip_on": False}
    for at in range(math.ceil(west / step), math.floor(east / step) + 1):
        x = at * step
        axes.axvline(x, **line)
        if west + kept < x < east - kept:
            for y, side in ((south - 1.2 * mm, "top"), (north + 1.2 * mm, "bottom")):
                axes.text(x, y, _figures(x), ha="center", va=side, **text)
    for at in range(math.ceil(south / step), math.floor(north / step) + 1):
        y = at * step
        axes.axhline(y, **line)
        if south + kept < y < north - kept:
            for x, side in ((west - 1.2 * mm, "right"), (east + 1.2 * mm, "left")):
                axes.text(x, y, _figures(y), ha=side, va="center", rotation=90, **text)
    words = _WORDS[lang]
    axes.text(east, south - 1.2 * mm, words["y"], ha="right", va="top", **text)
    axes.text(west - 1.2 * mm, north, words["x"], ha="right", va="top", rotation=90, **text)


def _figures(metres: float) -> str:
    return f"{metres:,.0f}".replace(",", " ")


def _title(page: "Axes", content: SheetContent) -> None:
    of = content.layout.title
    right = of.right
    if content.stamp:
        stamp = page.text(
            of.right - 1, of.top - 3.2, content.stamp, fontproperties=font(8, bold=True), color="#b3261e",
            ha="right", va="center", bbox={"facecolor": "white", "edgecolor": "#b3261e", "pad": 2.5},
        )  # fmt: skip
        stamp.set_gid("stamp")
        right -= 50
    size = 14.0
    while size > 8 and _wide_mm(content.title, size) > right - of.left:
        size -= 0.5
    page.text(
        of.left, of.top, _plain(content.title), fontproperties=font(size, bold=True), color=INK, va="top"
    )
    if content.subtitle:
        page.text(
            of.left, of.top - 7, _plain(content.subtitle), fontproperties=font(7.5), color=SOFT, va="top"
        )


def _wide_mm(text: str, size: float) -> float:
    return text_size(text, font(size, bold=True))[0] * POINT_MM


def _plain(text: str) -> str:
    return text.replace("$", r"\$")


def _scale_and_north(page: "Axes", content: SheetContent, lang: Language) -> Area:
    """Draw scale, scale bar and north at the legend's top (or left); return what of the legend is left."""
    words, of = _WORDS[lang], content.layout.legend
    wide = of.width if content.layout.columns == 1 else 56.0
    top = of.top
    page.text(of.left, top, words["scale"].format(scale=number(content.scale, 0, lang)),
              fontproperties=font(11, bold=True), color=INK, va="top")  # fmt: skip
    page.text(of.left, top - 5.4, words["means"].format(ground=_distance(content.scale / 100, lang)),
              fontproperties=font(6.5), color=SOFT, va="top")  # fmt: skip
    length = _bar_m(content.scale, wide - 6)
    mm = 1000 / content.scale
    y, high = top - 21.5, 1.4
    for part in range(4):
        page.fill_between(
            [of.left + part * length / 4 * mm, of.left + (part + 1) * length / 4 * mm], y, y + high,
            color=INK if part % 2 == 0 else "white", edgecolor=INK, linewidth=0.6, gid=f"bar-{part}",
        )  # fmt: skip
    for share in (0.0, 0.5, 1.0):
        said = _distance(length * share, lang, bare=share < 1.0 and length < 1000)
        page.text(of.left + length * share * mm, y + high + 0.7, said, fontproperties=font(6.5), color=INK,
                  ha="left" if share == 0 else "center")  # fmt: skip
    north = of.left + wide - 7
    page.annotate(
        "", xy=(north, top), xytext=(north, top - 12),
        arrowprops={"facecolor": INK, "width": 1.8, "headwidth": 7, "headlength": 8, "linewidth": 0},
    )  # fmt: skip
    page.text(
        north, top - 13, words["north"], fontproperties=font(6.5, bold=True), ha="center", va="top", color=INK
    )
    used = 27.0
    if abs(content.convergence) >= 0.005:
        side = words["west" if content.convergence > 0 else "east"]
        said = words["true"].format(angle=number(abs(content.convergence), 2, lang), side=side)
        page.text(of.left, y - 1.6, said, fontproperties=font(6.5), color=SOFT, va="top")
        used = 30.5
    if content.layout.columns == 1:
        return Area(of.left, of.bottom, of.width, of.height - used)
    return Area(of.left + wide + 5, of.bottom, of.width - wide - 5, of.height)


def _bar_m(scale: float, most_mm: float) -> float:
    """Return how long the scale bar is in metres: round, at most so many millimetres of paper."""
    most = most_mm * scale / 1000
    power = 10.0 ** math.floor(math.log10(most))
    return max(factor * power for factor in (1.0, 2.0, 4.0, 5.0) if factor * power <= most)


def _distance(metres: float, lang: Language, *, bare: bool = False) -> str:
    if bare or metres == 0:
        return number(metres, 0, lang)
    if metres < 1000:
        return f"{number(metres, 0 if metres == round(metres) else 1, lang)} m"
    kilometres = metres / 1000
    places = next(
        count for count in (0, 1, 2, 3) if abs(round(kilometres, count) - kilometres) < 1e-9 or count == 3
    )
    return f"{number(kilometres, places, lang)} km"


def _foot(page: "Axes", content: SheetContent) -> None:
    of = content.layout.foot
    page.plot([of.left, of.right], [of.top - 1, of.top - 1], color="#b9c2c8", linewidth=0.4)
    size = 6.5
    while size > 4.5 and any(_wide_mm(line, size) > of.width for line in content.foot):
        size -= 0.25
    for at, line in enumerate(content.foot):
        page.text(
            of.left, of.top - 2.4 - at * 3.1, _plain(line), fontproperties=font(size), color=SOFT, va="top"
        )
