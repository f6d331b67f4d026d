"""Approximate boundaries from points: who is nearest, where nobody has surveyed yet.

Two partitions of the plane. Voronoi cells give each place the ground nearer to it than to any other; power
cells (Laguerre; F. Aurenhammer, SIAM J. Comput. 16, 1987) weigh the nearness by the size: a point
has the least ``distance² − weight`` to its place. Everything is in metres of one plane. The cells
are stand-ins: whoever keeps them states how far they may be off.
"""

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]

_SHARE = 0.8  # of the square of a distance; of 0.6 to 1 none drew Bắc Ninh's communes better by 1 %


def voronoi_cells(x: Floats, y: Floats, margin_m: float = 30_000.0) -> list[shapely.Polygon | None]:
    """Return the Voronoi cell of each point (metres), inside their box grown by ``margin_m``.

    Of several points at one place only the first has a cell, the others None: nothing tells them apart.
    """
    points = np.asarray(shapely.points(x, y), dtype=object)
    first: dict[tuple[float, float], int] = {}
    for row, at in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        first.setdefault(at, row)
    rows = np.array(list(first.values()), dtype=np.int64)
    frame = shapely.box(x.min() - margin_m, y.min() - margin_m, x.max() + margin_m, y.max() + margin_m)
    drawn = shapely.voronoi_polygons(shapely.multipoints(points[rows]), extend_to=frame)
    parts = shapely.get_parts(drawn)
    cells: list[shapely.Polygon | None] = [None] * len(points)
    holds, held = shapely.STRtree(parts).query(points[rows], predicate="within")
    for at, part in zip(holds.tolist(), held.tolist(), strict=True):
        cells[int(rows[at])] = shapely.intersection(parts[part], frame)
    return cells


def power_cells(x: Floats, y: Floats, weights_m2: Floats, within: shapely.Geometry) -> list[shapely.Geometry]:
    """Return the power cell of each point (metres) inside ``within``; the weight is a squared radius.

    A circle of area A has the weight A/π. A cell is empty where heavier neighbours take all its ground.
    """
    west, south, east, north = shapely.bounds(within)
    frame = np.array([[west, south], [east, south], [east, north], [west, north]], dtype=float)
    cells = []
    for row in range(len(x)):
        away = (x - x[row]) ** 2 + (y - y[row]) ** 2
        ring = frame
        for other in np.argsort(away)[1:]:
            normal = np.array([x[other] - x[row], y[other] - y[row]])
            # on the edge: |p-a|² - wa = |p-b|² - wb, which is a straight line across the way from a to b
            reach = (
                x[other] ** 2
                + y[other] ** 2
                - x[row] ** 2
                - y[row] ** 2
                + weights_m2[row]
                - weights_m2[other]
            ) / 2
            ring = _keep_below(ring, normal, reach)
            if len(ring) < 3:
                break
        cell = shapely.Polygon(ring) if len(ring) >= 3 else shapely.Polygon()
        cells.append(_only_areas(shapely.intersection(cell, within)))
    return cells


def own_ground(x: Floats, y: Floats, weights_m2: Floats) -> Floats:
    """Return the weights, lessened as far as each point of ``power_cells`` needs to lie in its own cell.

    A place keeps its point where no other's weight is greater by the square of their distance or more; so
    each weight is at most any other's and ``_SHARE`` of that square. Sizes that fit their points stay as they
    are.
    """
    between = _SHARE * ((x[:, None] - x) ** 2 + (y[:, None] - y) ** 2)
    weights = weights_m2
    while True:
        lessened = (weights[None, :] + between).min(axis=1)
        if np.allclose(lessened, weights):
            return np.asarray(lessened, dtype=float)
        weights = lessened


def _keep_below(ring: Floats, normal: Floats, reach: float) -> Floats:
    """Cut a convex ring by the half-plane ``normal · p <= reach`` (Sutherland and Hodgman)."""
    side = ring @ normal - reach
    if (side <= 0).all():
        return ring
    kept = []
    for here in range(len(ring)):
        there = (here + 1) % len(ring)
        if side[here] <= 0:
            kept.append(ring[here])
        if (side[here] <= 0) != (side[there] <= 0):
            share = side[here] / (side[here] - side[there])
            kept.append(ring[here] + share * (ring[there] - ring[here]))
    return np.array(kept, dtype=float).reshape(-1, 2)


def _only_areas(geometry: shapely.Geometry) -> shapely.Geometry:
    """Drop the points and lines that an intersection may leave."""
    areas = [part for part in shapely.get_parts(geometry) if shapely.get_dimensions(part) == 2]
    return shapely.union_all(areas) if areas else shapely.Polygon()
