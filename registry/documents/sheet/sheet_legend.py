"""The legend (chú giải) of a map sheet: what is on it, each with its sign, in columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from registry.documents.mast_signs import Piece, stamp
from registry.documents.sheet.ground import PALETTE, road_colours
from registry.documents.sheet.label_room import POINT_MM, text_size
from registry.documents.sheet.sheet_layers import BORDER_INK, hatched, zone_look
from registry.documents.sheet.sheet_layout import Area
from registry.documents.sheet.sheet_type import font

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, SOFT = "#15232d", "#4d5b66"
_SIGN_MM = 8.0


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A line of the legend: words, and before them a mast's sign, a zone's look (style, grade) or a line.

    A row with nothing before its words is a heading (``heading``) or goes on with what the row before says.
    """

    text: str
    sign: tuple[Piece, ...] = ()
    zone: tuple[Mapping[str, Any], str] | None = None
    line: str = ""
    heading: bool = False


def lay_legend(page: "Axes", rows: Sequence[LegendRow], area: Area, columns: int, title: str) -> None:
    """Draw the legend on axes in millimetres of the page.

    Letters shrink until all fit in; where they would be too small, what goes on with a row is left out.
    """
    size, placed = _fitted(rows, area, columns)
    page.text(area.left, area.top, title, fontproperties=font(size + 1, bold=True), color=INK, va="top")
    step = size * _STEP
    for row, lines, x, y in placed:
        _before(page, row, (x, y - step / 2), step)
        for at, line in enumerate(lines):
            page.text(
                x + (0 if row.heading else _SIGN_MM), y - (at + 0.5) * step, line.replace("$", r"\$"),
                fontproperties=font(size, bold=row.heading), va="center",
                color=INK if row.heading or _has_sign(row) else SOFT,
            )  # fmt: skip


_Placed = tuple[LegendRow, list[str], float, float]
_STEP = 0.62  # millimetres of a line for each point of its letters
_LARGEST, _SMALLEST = 7.0, 4.0
_GAP = 4.0


def _fitted(rows: Sequence[LegendRow], area: Area, columns: int) -> tuple[float, list[_Placed]]:
    shorter = [row for row in rows if row.heading or _has_sign(row)]
    for these in (rows, shorter):
        size = _LARGEST
        while size >= _SMALLEST:
            placed, fits = _placed(these, size, area, columns)
            if fits:
                return size, placed
            size -= 0.25
    return _SMALLEST, [one for one in placed if one[3] - len(one[1]) * _SMALLEST * _STEP >= area.bottom - 1]


def _placed(rows: Sequence[LegendRow], size: float, area: Area, columns: int) -> tuple[list[_Placed], bool]:
    """Return where the rows stand with letters of a size, and whether all lie within the area."""
    wide = (area.width - _GAP * (columns - 1)) / columns
    step = size * _STEP
    x, y = area.left, area.top - step * 1.6
    placed: list[_Placed] = []
    fits = True
    for at, row in enumerate(rows):
        lines = _wrapped(row, size, wide)
        needed = step * (len(lines) + (1.35 if row.heading else 0) + _going_on(rows, at, size, wide))
        if y - needed < area.bottom and x + wide + _GAP < area.right:
            x, y = x + wide + _GAP, area.top - step * 1.6
        elif row.heading and at:
            y -= step * 0.35
        placed.append((row, lines, x, y))
        y -= step * len(lines)
        fits &= y >= area.bottom - 0.1
    return placed, fits


def _going_on(rows: Sequence[LegendRow], at: int, size: float, wide: float) -> int:
    """Return how many lines go on with what a row says: they stay in its column."""
    count = 0
    for row in rows[at + 1 :]:
        if row.heading or _has_sign(row):
            break
        count += len(_wrapped(row, size, wide))
    return count


def _has_sign(row: LegendRow) -> bool:
    return bool(row.sign or row.zone or row.line)


def _wrapped(row: LegendRow, size: float, wide: float) -> list[str]:
    """Return the words of a row in lines that are not wider than the column."""
    room = (wide - (0 if row.heading else _SIGN_MM)) / POINT_MM / size
    lines = [""]
    for word in row.text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, bold=row.heading) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


@lru_cache(maxsize=4096)
def _width(text: str, *, bold: bool) -> float:
    """Return how wide a text is, in its own size: a text of twice the size is twice as wide."""
    return text_size(text, font(20, bold=bold))[0] / 20


def _before(page: "Axes", row: LegendRow, at: tuple[float, float], step: float) -> None:
    from matplotlib.patches import Rectangle

    x, y = at
    if row.sign:
        stamp(page, row.sign, [x + 3], [y], min(3.6, step * 0.85), order=3)
    elif row.zone is not None:
        look = zone_look(*row.zone)
        hatch = look.pop("hatch", None)
        place = ((x + 0.4, y - step * 0.36), 5.6, step * 0.72)
        page.add_patch(Rectangle(*place, **look))
        if hatch is not None:
            page.add_patch(hatched(Rectangle(*place, zorder=1.1), {"hatch": hatch}))
    elif row.line:
        _line(page, row.line, x, y)


def _road(kind: str) -> list[tuple[str, float, Any]]:
    middle, edge = road_colours(kind)
    return [(edge, 3.0, "-"), (middle, 2.2, "-")]


def _line(page: "Axes", kind: str, x: float, y: float) -> None:
    looks: dict[str, list[tuple[str, float, Any]]] = {
        "border": [(BORDER_INK, 0.8, (0, (5, 2.4, 1, 2.4)))],
        "motorway": _road("motorway"),
        "trunk": _road("trunk"),
        "road": _road("secondary"),
        "rail": [(PALETTE["rail"], 1.3, "-"), ("white", 0.7, (0, (4, 4)))],
        "river": [(PALETTE["water"], 3.0, "-")],
    }
    for colour, width, style in looks[kind]:
        page.plot(
            [x + 0.4, x + 6], [y, y], color=colour, linewidth=width, linestyle=style, solid_capstyle="butt"
        )
