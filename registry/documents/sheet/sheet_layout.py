"""Where things stand on a printed map sheet (tờ bản đồ): paper, ground, legend, foot; in millimetres.

Places are counted from the lower left corner of the paper. The left edge is wide enough to be stapled.
"""

from collections.abc import Mapping
from dataclasses import dataclass

PAPERS: Mapping[str, tuple[int, int]] = {"A4": (210, 297), "A3": (297, 420)}
"""Width and height of the papers, upright (ISO 216)."""
SCALES = (500, 1_000, 2_000, 5_000, 10_000, 15_000, 25_000, 50_000, 75_000, 100_000, 150_000, 200_000)
"""The scales (1 : so many) that a person chooses from."""
_ALSO = (250_000, 300_000, 400_000, 500_000, 750_000, 1_000_000)
_LEFT, _EDGE, _TICKS = 15, 9, 5
_TITLE, _FOOT = 12, 14
_BESIDE, _BELOW = {"A4": 58, "A3": 66}, {"A4": 52, "A3": 56}


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on the paper: left, bottom, width, height."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def top(self) -> float:
        """The upper edge."""
        return self.bottom + self.height

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width


@dataclass(frozen=True, slots=True)
class Layout:
    """A sheet: its paper, the frame of the ground, the legend beside or below it, title and foot."""

    width: int
    height: int
    ground: Area
    legend: Area
    title: Area
    foot: Area
    columns: int


def layout(paper: str, *, landscape: bool) -> Layout:
    """Return the layout of a sheet; ``paper`` is one of ``PAPERS``."""
    width, height = PAPERS[paper]
    if landscape:
        width, height = height, width
    left, right = _LEFT, width - _EDGE
    foot = Area(left, _EDGE, right - left, _FOOT)
    title = Area(left, height - _EDGE - _TITLE, right - left, _TITLE)
    inner = title.bottom - _TICKS
    if landscape:
        beside = _BESIDE[paper]
        bottom = foot.top + _TICKS
        ground = Area(left + _TICKS, bottom, right - beside - 3 - 2 * _TICKS - left, inner - bottom)
        legend = Area(right - beside, bottom, beside, inner - bottom)
        return Layout(width, height, ground, legend, title, foot, 1)
    legend = Area(left, foot.top + 1, right - left, _BELOW[paper])
    bottom = legend.top + _TICKS + 1
    ground = Area(left + _TICKS, bottom, right - left - 2 * _TICKS, inner - bottom)
    return Layout(width, height, ground, legend, title, foot, 3 if paper == "A4" else 4)


def fitting(of: Layout, wide_m: float, high_m: float) -> int:
    """Return the largest round scale (1 : so many) at which so much ground lies within the frame."""
    needed = max(wide_m / of.ground.width, high_m / of.ground.height) * 1000
    return next((scale for scale in (*SCALES, *_ALSO) if scale >= needed), _ALSO[-1])


def fitting_scales() -> tuple[int, ...]:
    """Return the scales that ``fitting`` chooses from, the largest first."""
    return (*SCALES, *_ALSO)
