"""What a place is called: the commune in force that holds it, and names that ended."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import shapely

from registry.checks.communes import names_of
from registry.checks.context import Context
from registry.columns import fold
from registry.geo.crs import to_metric
from registry.model.areas import AdminUnit, full_name

# Vietnam's mainland and near sea, for an office that has no boundary yet
_COUNTRY = (102.0, 8.0, 110.0, 23.6)
_KINDS = (
    ("xã",), ("xa",), ("phường",), ("phuong",), ("thị", "trấn"), ("thi", "tran"), ("tt",), ("x",), ("p",),
)  # fmt: skip
_LONGEST_NAME = 4

# An archipelago further off than this (some 55 km) is left out of what a map opens on, where with it the rest
# would take less than this share of the map's width or height: Trường Sa, Hoàng Sa; not Phú Quốc, Côn Đảo.
_FAR_OFF_DEG = 0.5
_LEAST_SHARE = 0.4


class PlaceName(NamedTuple):
    """The commune in force (with its kind) and the former name in brackets, each "" where not known."""

    present: str
    former: str

    def __str__(self) -> str:
        return (
            f"{self.present} ({self.former})" if self.former and self.present else self.present or self.former
        )


def commune_at(context: Context, lon: float, lat: float) -> AdminUnit | None:
    """Return the commune in force whose boundary holds a point of EPSG:4326, None where none does."""
    units = context.units
    if not units.communes:
        return None
    x, y = to_metric(np.array([lon]), np.array([lat]), context.metric_epsg)
    found = units.tree.query(shapely.points(x[0], y[0]), predicate="intersects")
    return units.communes[int(found[0])] if len(found) else None


def place_name(context: Context, lon: float, lat: float, as_written: str = "") -> PlaceName:
    """Name a place: its commune today, and the name as a list wrote it where that is another."""
    unit = commune_at(context, lon, lat)
    present = full_name(unit) if unit else ""
    same = unit is not None and fold(unit.name) in fold(as_written)
    return PlaceName(present, "" if same else as_written.strip())


def commune_is_named(context: Context, text: str) -> bool:
    """Whether a place as somebody wrote it names a commune, of today or a former one: "thôn Hạ, xã Tân Yên".

    Without its kind ("thôn Hạ, Tân Yên") a name counts only as the last part, and only one in force: hamlets
    and streets bear the names of communes too.
    """
    names = names_of(context.units)
    words = re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())
    for at in range(len(words)):
        kind = next((one for one in _KINDS if tuple(words[at : at + len(one)]) == one), None)
        if kind is None or (kind == ("xa",) and not text.isascii()):  # "cách xa" is no commune
            continue
        first = at + len(kind)
        for last in range(min(first + _LONGEST_NAME, len(words)), first, -1):
            found = names.find(" ".join(words[at:last]))
            if found.rows or found.former is not None:
                return True
    meant = names.find(re.split(r"[,;]", text)[-1].strip())
    return bool(meant.rows) and meant.former is None


def metres_outside(context: Context, lon: float, lat: float) -> float | None:
    """Return how far a point of EPSG:4326 lies from the office's territory: 0 within it, None where no border
    is known."""
    if context.units.territory is None:
        return None
    x, y = to_metric(np.array([lon]), np.array([lat]), context.metric_epsg)
    return float(shapely.distance(context.units.territory, shapely.points(x[0], y[0])))


def office_box(context: Context) -> tuple[float, float, float, float]:
    """Return west, south, east, north of the communes in force; the country's where no boundary is known."""
    known = [unit.boundary for unit in context.units.communes if unit.boundary is not None]
    return _around(shapely.bounds(np.array(known, dtype=object))) if known else _COUNTRY


def opening_box(context: Context) -> tuple[float, float, float, float]:
    """Return west, south, east, north of what a map opens on, see :func:`readable_box`."""
    known = [unit.boundary for unit in context.units.communes if unit.boundary is not None]
    return readable_box(known) if known else _COUNTRY


def readable_box(communes: Sequence[Any]) -> tuple[float, float, float, float]:
    """Return the box of communes, without an archipelago beside which the rest could not be read."""
    boxes = shapely.bounds(np.array(communes, dtype=object))
    whole, main = _around(boxes), _around(boxes[_main_body(boxes)])
    shares = (_span(main, axis) / max(_span(whole, axis), 1e-9) for axis in (0, 1))
    return main if min(shares) < _LEAST_SHARE else whole


def _main_body(boxes: Any) -> Any:
    """Return which boxes hang together, over gaps that are not far, with the most others."""
    low, high = boxes[:, :2], boxes[:, 2:]
    gaps = np.maximum(low[:, None] - high[None], low[None] - high[:, None]).max(axis=2)
    of, near = np.arange(len(boxes)), gaps <= _FAR_OFF_DEG
    while (least := np.where(near, of, len(boxes)).min(axis=1)).tolist() != of.tolist():
        of = least
    return of == np.bincount(of).argmax()


def _around(boxes: Any) -> tuple[float, float, float, float]:
    low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
    return float(low[0]), float(low[1]), float(high[0]), float(high[1])


def _span(box: tuple[float, float, float, float], axis: int) -> float:
    return box[axis + 2] - box[axis]
