"""DSG-01: places for stations enough, by the masts around and those that the design has.

What counts is how much of the area lies within the office's stated radius of a station, standing, approved or
designed. That is a way of counting places, no prediction of a signal.
"""

from typing import Any

import numpy as np
import shapely

from registry.checks.designs.asked import Asked, Number
from registry.messages import Words
from registry.model.designs.contents import SERVED
from registry.model.designs.design_findings import DesignFinding
from registry.model.findings import Outcome

CODE = "DSG-01"


def coverage(asked: Asked) -> list[DesignFinding]:
    """Measure the share of the area, and name the plots, that no station is near enough to."""
    if CODE not in asked.rules:
        return []
    if asked.outline is None:
        return [asked.not_shown(CODE, Words("ranh giới khu", "the outline of the area"))]
    radius = asked.number(CODE, "radius_m")
    if radius.value is None:
        return [asked.unset(CODE, "radius_m")]
    reach = radius.value
    masts = _masts(asked, reach)
    stations = np.concatenate([masts, asked.places]) if len(asked.places) else masts
    params: dict[str, Any] = {"radius": reach, "places": len(asked.places), "masts": len(masts)}
    left = asked.outline
    if len(stations):
        near = shapely.union_all(shapely.buffer(stations, reach + asked.slack_m, quad_segs=32))
        left = shapely.difference(asked.outline, near)
    if left.is_empty:
        return [asked.say(CODE, Outcome.PASS, "DSG-COVER-WHOLE", params, measured=100.0, unit="%")]
    share = 100.0 * left.area / asked.outline.area
    bare = _bare(asked, left)
    return [
        asked.say(
            CODE, Outcome.REVIEW, "DSG-COVER-GAPS",
            params | {"percent": share, "hectares": left.area / 10_000.0, "plots": len(bare)},
            measured=100.0 - share, limit=Number(100.0, False, "%"), place=left, objects=bare,
        )
    ]  # fmt: skip


def _masts(asked: Asked, reach: float) -> Any:
    """Return the points of the masts of the register within reach of the area."""
    masts = asked.around.context.masts
    west, south, east, north = shapely.bounds(asked.outline)
    box = (
        (masts.x > west - reach) & (masts.x < east + reach)
        & (masts.y > south - reach) & (masts.y < north + reach)
    )  # fmt: skip
    points = np.asarray(shapely.points(masts.x[box], masts.y[box]), dtype=object).reshape(-1)
    return points[shapely.dwithin(points, asked.outline, reach)] if len(points) else points


def _bare(asked: Asked, left: Any) -> list[str]:
    """Return the names of the plots with people in them whose middle no station is near enough to."""
    if not len(asked.plots):
        return []
    shapely.prepare(left)
    outside = shapely.intersects(left, shapely.point_on_surface(asked.plots))
    return [
        plot.name
        for plot, is_out in zip(asked.content.plots, outside.tolist(), strict=True)
        if is_out and plot.kind in SERVED
    ]
