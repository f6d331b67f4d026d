"""The roads of the register by name, with their axes, and where two of them cross. Everything metric."""

import difflib
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.geo.axes import Axis, axes_of
from registry.geo.crs import point_to_wgs84
from registry.geo.formats import format_decimal
from registry.model.areas import Layer
from registry.services.zones.sentences import plain
from registry.services.zones.unclear import UnclearError

ONE_CROSSING_M = 150.0
_BRACKETS = re.compile(r"\(.*?\)")
_CODE = re.compile(r"\b(ql|dt|tl|dh|ct)[ .]*(\d+[a-z]?)\b")
_SAME = (
    (r"\bquoc lo\b", "ql"), (r"\b(?:duong tinh|tinh lo|tl)\b", "dt"), (r"\b(?:duong huyen|huyen lo)\b", "dh"),
    (r"\bduong cao toc\b", "cao toc"),
)  # fmt: skip
_WORD = re.compile(r"^(?:duong|pho|dai lo|tuyen)\s+")
_LAYERS = ((re.compile(r"^duong sat\b"), Layer.RAILWAY), (re.compile(r"^de\b"), Layer.DYKE))


@dataclass(frozen=True)
class FoundRoad:
    """A road: its name in the register, its axes (metric), and how far they may be off, in metres."""

    name: str
    axes: list[Axis]
    error_m: float

    @property
    def half_width_m(self) -> float:
        """Half the mean width of the widest piece, in metres; 0 where the register holds a mere line."""
        return max(axis.half_width_m for axis in self.axes)

    @cached_property
    def lines(self) -> Any:
        """All axes as one geometry."""
        return shapely.union_all([axis.line for axis in self.axes])


class Roads:
    """The road layer of a context (railways and dykes too), found by name and worked out once."""

    def __init__(self, context: Context) -> None:
        self.epsg = context.metric_epsg
        self._context = context
        self._found: dict[tuple[Layer, tuple[int, ...]], FoundRoad] = {}

    def find(self, name: str) -> FoundRoad:
        """Return the road of a name; one that is not known, or could be several, is unclear."""
        layer = next((item for pattern, item in _LAYERS if pattern.match(plain(name))), Layer.ROAD)
        zones = self._context.layer(layer)
        if not zones.zones:
            raise UnclearError("ZONE-ROW-NO-ROADS", name=name)
        rows = self._rows(layer, name)
        if not rows:
            near = self._near(layer, name)
            raise UnclearError("ZONE-ROW-ROAD-UNKNOWN", name=name, near=near or "–")
        key = (layer, tuple(rows))
        if key not in self._found:
            axes = axes_of([zones.geometries[row] for row in rows])
            if not axes:
                raise UnclearError("ZONE-ROW-ROAD-UNKNOWN", name=name, near="–")
            errors = max(zones.zones[row].error_m for row in rows)
            self._found[key] = FoundRoad(_short(zones.zones[rows[0]].name), axes, errors)
        return self._found[key]

    def crossing(self, one: FoundRoad, other: FoundRoad) -> tuple[Any, float]:
        """Return the point (metric) where two roads cross and its error in metres."""
        reach = one.half_width_m + other.half_width_m + one.error_m + other.error_m
        met = shapely.intersection(one.lines, other.lines)
        points = [shapely.centroid(part) for part in shapely.get_parts(met).tolist() if not part.is_empty]
        if not points:
            apart = float(shapely.distance(one.lines, other.lines))
            if apart > reach:
                raise UnclearError("ZONE-ROW-NO-CROSSING", one=one.name, other=other.name, apart=apart)
            points = [
                shapely.Point(shapely.get_coordinates(shapely.shortest_line(one.lines, other.lines))[0])
            ]
        groups = _grouped(points)
        if len(groups) > 1:
            # each in brackets: a pair has a semicolon of its own
            told = ", ".join(f"({self.told(group)})" for group in groups[:6])
            raise UnclearError("ZONE-ROW-CROSSING-SEVERAL", one=one.name, other=other.name, candidates=told)
        return groups[0], max(one.error_m, other.error_m) + max(one.half_width_m, other.half_width_m)

    def told(self, point: Any) -> str:
        """Return a metric point in decimal degrees, as a reader can look it up."""
        return format_decimal(*point_to_wgs84(point.x, point.y, self.epsg), "vi", 5)

    def _rows(self, layer: Layer, name: str) -> list[int]:
        index = self._index(layer)
        for key in _keys(name):
            if key in index:
                return index[key]
        return []

    def _index(self, layer: Layer) -> dict[str, list[int]]:
        kept: dict[Layer, dict[str, list[int]]] = self.__dict__.setdefault("indices", {})
        if layer not in kept:
            found: dict[str, list[int]] = defaultdict(list)
            for row, zone in enumerate(self._context.layer(layer).zones):
                for key in dict.fromkeys([*_keys(zone.name), *_codes(zone.name)]):
                    found[key].append(row)
            kept[layer] = dict(found)
        return kept[layer]

    def _near(self, layer: Layer, name: str) -> str:
        names = {
            _keys(zone.name)[-1]: _short(zone.name) for zone in self._context.layer(layer).zones if zone.name
        }
        wanted = (_keys(name) or [""])[-1][:80]
        close = difflib.get_close_matches(wanted, list(names), n=3, cutoff=0.7)
        close += [key for key in names if key not in close and len(wanted) > 5 and wanted in key]
        return ", ".join(names[key] for key in close[:3])


def _keys(name: str) -> list[str]:
    """Return the folded forms of a road's name, the fullest first: "quốc lộ 1A" is "QL.1A"."""
    folded = " ".join(re.sub(r"[.\-–:]", " ", plain(_BRACKETS.sub(" ", name))).split())
    for pattern, short in _SAME:
        folded = re.sub(pattern, short, folded)
    folded = re.sub(r"^duong (?=ql|dt|dh|ct|cao toc)", "", folded)
    bare = _WORD.sub("", folded)
    return list(dict.fromkeys(form.replace(" ", "") for form in (folded, bare) if form))


def _codes(name: str) -> list[str]:
    """Return the code that a name carries besides words: "Cao tốc CT.01 Hà Nội - …" is also "ct01"."""
    match = _CODE.search(plain(_BRACKETS.sub(" ", name)))
    if not match:
        return []
    code = match[1].replace("tl", "dt") + match[2]
    return [code, f"caotoc{code}"] if match[1] == "ct" else [code]


def _short(name: str) -> str:
    return " ".join(_BRACKETS.sub(" ", name).split()) or name


def _grouped(points: list[Any]) -> list[Any]:
    """Join points that are one crossing."""
    groups: list[list[Any]] = []
    for point in points:
        near = next((g for g in groups if shapely.distance(g[0], point) <= ONE_CROSSING_M), None)
        if near is None:
            groups.append([point])
        else:
            near.append(point)
    return [shapely.Point(np.mean([[p.x, p.y] for p in group], axis=0)) for group in groups]
