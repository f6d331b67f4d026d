"""The commune of today and the former district of masts, as reports tell their numbers apart."""

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.geo.crs import to_metric
from registry.model.areas import REFORM, AdminUnit

if TYPE_CHECKING:
    import pandas as pd


def units_of(frame: "pd.DataFrame", now: Context, then: Context) -> tuple[Any, Any]:
    """Return the codes of the commune of today and of the former district of each mast ("" where none).

    The district follows from the old-to-new table where all that a commune came from lay in one; else from
    the former commune at the place (their boundaries may be approximate).
    """
    x, y = to_metric(frame["lon"].to_numpy(dtype=float), frame["lat"].to_numpy(dtype=float), now.metric_epsg)
    points = shapely.points(x, y)
    codes = np.array([unit.code for unit in now.units.communes], dtype=object)
    at = _holding(points, now)
    known = set(codes.tolist())
    written = np.array([code if code in known else "" for code in frame["as_written"]], dtype=object)
    commune = np.where(at >= 0, codes[at] if len(codes) else "", written)
    by_table = _districts_by_table(now)
    parents = np.array([unit.parent for unit in then.units.communes], dtype=object)
    inside = _holding(points, then)
    by_place = np.where(inside >= 0, parents[inside] if len(parents) else "", "")
    district = np.array(
        [by_table.get(code, "") or place for code, place in zip(commune, by_place, strict=True)], dtype=object
    )
    return commune, district


def _holding(points: Any, context: Context) -> Any:
    """Return the index of the commune that holds each point, -1 where none does; the first of several."""
    found = np.full(len(points), -1, dtype=int)
    if len(points) and context.units.communes:
        which, unit = context.units.tree.query(points, predicate="intersects")
        for point, one in zip(which[::-1], unit[::-1], strict=True):
            found[point] = one
    return found


def _districts_by_table(now: Context) -> dict[str, str]:
    """Return commune of today -> former district, for communes that came from one district only."""
    codes = {unit.id: unit.code for unit in now.units.communes}
    found: dict[str, set[str]] = {}
    for old in now.units.legacy:
        if old.valid_to == REFORM - dt.timedelta(days=1):
            for present in now.units.current_of.get(old.id, ()):
                found.setdefault(codes[present], set()).add(old.parent)
    return {code: next(iter(parents)) for code, parents in found.items() if len(parents) == 1}


def ended_districts(then: Context) -> tuple[AdminUnit, ...]:
    """Return the districts of the day before the reform to which its communes belonged."""
    wanted = {unit.parent for unit in then.units.communes}
    day = REFORM - dt.timedelta(days=1)
    return tuple(
        unit
        for unit in then.units.districts
        if unit.code in wanted and (unit.valid_to is None or unit.valid_to >= day)
    )
