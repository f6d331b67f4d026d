"""Signs of masts on paper: colour says the operator, shape the class, filling the state, as on the screen.

The same signs as ``web/static/js/map/mast_signs.js`` draws. A sign is a few flat pieces around (0, 0), in
units of its radius, y to the north.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.affinity import scale as stretched

if TYPE_CHECKING:
    from matplotlib.axes import Axes

PAPER, GONE, NOBODY = "#ffffff", "#5c666e", "#5c666e"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sign: filled with a colour, or (``width`` in points) drawn as a line of it."""

    shape: Any
    colour: str
    width: float = 0.0


def _regular(corners: int, r: float) -> Any:
    angles = np.arange(corners) * 2 * math.pi / corners
    return shapely.Polygon(np.column_stack((r * np.sin(angles), r * np.cos(angles))))


_A, _B = 0.34, 0.98
OUTLINES: dict[str, Any] = {
    "": shapely.union(shapely.box(-_A, -_B, _A, _B), shapely.box(-_B, -_A, _B, _A)),
    "A1a": shapely.Point(0, 0).buffer(0.62),
    "A1b": _regular(4, 1.02),
    "A2a": shapely.box(-0.78, -0.78, 0.78, 0.78),
    "A2b": shapely.Polygon([(0, 1.02), (0.98, -0.74), (-0.98, -0.74)]),
    "A2c": _regular(5, 1.0),
}
"""The outline of each class ("": not known)."""
DISC = shapely.Point(0, 0).buffer(0.78)
"""What stands for an operator where no class is meant (the legend)."""


@lru_cache(maxsize=512)
def sign(mast_class: str, colours: tuple[str, ...], state: str) -> tuple[Piece, ...]:
    """Return the pieces of a sign, from below to above; ``colours`` of the operators on the mast."""
    return _pieces(OUTLINES.get(mast_class, OUTLINES[""]), colours or (NOBODY,), state)


@lru_cache(maxsize=64)
def operator_sign(colour: str) -> tuple[Piece, ...]:
    """Return the sign by which the legend names an operator's colour."""
    return _pieces(DISC, (colour,), "in_service")


def _pieces(outline: Any, colours: Sequence[str], state: str) -> tuple[Piece, ...]:
    if state == "dismantled":
        cross = shapely.MultiLineString([[(-0.62, -0.62), (0.62, 0.62)], [(0.62, -0.62), (-0.62, 0.62)]])
        return Piece(cross, PAPER, 2.6), Piece(cross, GONE, 1.2)
    found = [Piece(outline.exterior, PAPER, 1.6), Piece(outline, PAPER)]
    hollow = state in ("approved", "under_construction")
    if state != "approved":
        for strip, colour in _strips(colours, bottom=-2, top=-0.1 if state == "under_construction" else 2):
            found.append(Piece(shapely.intersection(outline, strip), colour))
    if state == "suspended":
        found.append(Piece(shapely.intersection(outline, shapely.box(-2, -0.3, 2, 0.12)), PAPER))
    if hollow or state == "suspended":
        for strip, colour in _strips(colours, bottom=-2, top=2):
            found.append(Piece(shapely.intersection(outline.exterior, strip), colour, 0.9))
    return tuple(piece for piece in found if not piece.shape.is_empty)


def _strips(colours: Sequence[str], *, bottom: float, top: float) -> list[tuple[Any, str]]:
    """Return a strip for each of the operators, side by side, the outer ones without an end."""
    wide = 2 / len(colours)
    edges = [-3.0, *(-1 + wide * at for at in range(1, len(colours))), 3.0]
    return [(shapely.box(edges[at], bottom, edges[at + 1], top), colour) for at, colour in enumerate(colours)]


def stamp(axes: "Axes", pieces: Sequence[Piece], xs: Any, ys: Any, r: float, *, order: float) -> None:
    """Draw a sign of ``r`` points at every place, in the axes' own units."""
    from matplotlib.collections import PathCollection
    from matplotlib.transforms import Affine2D

    places = np.column_stack((xs, ys))
    for step, piece in enumerate(pieces):
        made = PathCollection(
            [_path(stretched(piece.shape, r, r, origin=(0, 0)))],
            sizes=None,
            offsets=places,
            offset_transform=axes.transData,
            facecolors="none" if piece.width else piece.colour,
            edgecolors=piece.colour if piece.width else "none",
            linewidths=piece.width,
            capstyle="round",
            joinstyle="round",
            zorder=order + step * 1e-3,
        )
        made.set_transform(Affine2D().scale(axes.figure.dpi / 72))
        axes.add_collection(made, autolim=False)


def _path(shape: Any) -> Any:
    from matplotlib.path import Path

    parts = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            parts += [
                Path(shapely.get_coordinates(ring), closed=True) for ring in (part.exterior, *part.interiors)
            ]
        elif part.geom_type in ("LineString", "LinearRing"):
            parts.append(Path(shapely.get_coordinates(part)))
    return Path.make_compound_path(*parts)
