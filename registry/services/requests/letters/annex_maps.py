"""The drawn map of a row, or of several, for the annex of a letter: what was found, and what is near.

A letter goes to a carrier, so its map holds only masts of the carrier's own network and the evidence of
masked findings; the note for the office holds everything.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import shapely

from registry.checks.context import Context
from registry.checks.on_day.contexts import to_metric_shapes
from registry.documents.maps import ASPECT, HERE, MapContent, Mark, Shape, Tone, window_m
from registry.geo.crs import to_metric
from registry.geo.planes import CENTRAL_MERIDIANS, UTM_VN2000
from registry.messages import Language, Words, say
from registry.model.areas import full_name
from registry.model.findings import Finding, Outcome, Stage
from registry.model.requests.proposals import Proposal
from registry.services.appraise.drawn_maps import drawn
from registry.services.register.background.paper_ground import PaperGround, paper_ground
from registry.services.register.disclosure import restricted_layers
from registry.services.requests.frozen_evidence import Frozen
from registry.settings import Settings

_TONES: dict[Outcome, Tone] = {
    Outcome.FAIL: "fail",
    Outcome.REVIEW: "doubt",
    Outcome.CONSENT: "doubt",
    Outcome.UNKNOWN: "doubt",
    Outcome.PASS: "plain",
}
_MOST_MARKS = 25
Standing = tuple[str, float, float, Sequence[str]]
"""A mast: code, place in metres of the map's plane, codes of its networks."""

SAME_M = 1.0  # an approved mast this near a row is the row itself, entered when its letter was issued


def grid_name(epsg: int, lang: Language = "vi") -> str:
    """Return the name of a VN-2000 plane as a map's frame states it: its meridian and its EPSG code."""
    meridian = CENTRAL_MERIDIANS[epsg]
    minutes = round(meridian % 1 * 60)
    zone = 6 if epsg in UTM_VN2000 else 3
    if lang == "vi":
        return f"VN-2000, kinh tuyến trục {int(meridian)}°{minutes:02d}', múi chiếu {zone}° (EPSG:{epsg})"
    return f"VN-2000, central meridian {int(meridian)}°{minutes:02d}', {zone}° zone (EPSG:{epsg})"


def row_map(
    context: Context,
    proposal: Proposal,
    findings: Iterable[Finding],
    *,
    viewer: str | None,
    name: str,
    stamp: Words | None = None,
    lang: Language = "vi",
    settings: Settings,
    frozen: Frozen | None = None,
    small: bool = False,
) -> bytes:
    """Return the map of a row as PNG, b"" where its position is not known; what is drawn is kept in the home.

    ``findings`` are drawn as they are given: mask them first for a carrier. ``viewer`` is the operator who
    may see only its own masts ("": none), None for the office; ``small`` maps stand beside a text. Masts and
    zones are those of ``frozen``, where the request was issued, else those of the register now.
    """
    position = proposal.position
    if position.lon is None or position.lat is None:
        return b""
    epsg = context.metric_epsg
    xs, ys = to_metric(np.array([position.lon]), np.array([position.lat]), epsg)
    x, y = float(xs[0]), float(ys[0])
    shapes, reach = _evidence(findings, x, y, epsg)
    half = window_m(reach)
    area = shapely.box(x - 1.5 * half, y - half, x + 1.5 * half, y + half)
    content = MapContent(
        x=x,
        y=y,
        half_m=half,
        name=name,
        grid=grid_name(epsg, lang),
        shapes=[*_borders(context, area), *_zones(context, area, frozen), *shapes],
        marks=_nearest(_masts(context, area, frozen, viewer), x, y),
        stamp="" if stamp is None else say(stamp, lang),
        small=small,
    )
    below = _background(settings, frozen)
    return drawn(settings.home, content, lang, epsg=epsg, background=below)


LEAST_GROUP_M = 300.0
_MOST_NAMED = 12  # communes whose names still stand apart on a small map


def group_map(
    context: Context,
    rows: Sequence[tuple[str, Proposal, Sequence[Finding]]],
    *,
    stamp: Words | None = None,
    lang: Language = "vi",
    settings: Settings,
    frozen: Frozen | None = None,
) -> bytes:
    """Return one map of several rows as PNG (name, proposal, what is drawn of its findings), b"" for none.

    It goes to a body outside, so no masts are on it and no zones of restricted layers.
    """
    placed = [row for row in rows if row[1].position.lon is not None and row[1].position.lat is not None]
    if not placed:
        return b""
    epsg = context.metric_epsg
    xs, ys = to_metric(
        np.array([row.position.lon for _name, row, _found in placed], dtype=float),
        np.array([row.position.lat for _name, row, _found in placed], dtype=float),
        epsg,
    )
    x, y = (float(xs.min() + xs.max()) / 2, float(ys.min() + ys.max()) / 2)
    half = max(float(np.ptp(ys)) / 2, float(np.ptp(xs)) / 2 / ASPECT, LEAST_GROUP_M) * 1.2
    area = shapely.box(x - 1.5 * half, y - half, x + 1.5 * half, y + half)
    points = shapely.points(xs, ys)
    shapes = [
        shape
        for (_name, _row, found), at_x, at_y in zip(placed, xs, ys, strict=True)
        for shape in _evidence(found, float(at_x), float(at_y), epsg)[0]
    ]
    content = MapContent(
        x=x,
        y=y,
        half_m=half,
        name="",
        grid=grid_name(epsg, lang),
        shapes=[*_named_borders(context, area, points), *_zones(context, area, frozen), *shapes],
        stamp="" if stamp is None else say(stamp, lang),
        spots=[
            Mark(float(at_x), float(at_y), name, HERE)
            for (name, _row, _found), at_x, at_y in zip(placed, xs, ys, strict=True)
        ],
    )
    below = _background(settings, frozen)
    return drawn(settings.home, content, lang, epsg=epsg, background=below)


def _background(settings: Settings, frozen: Frozen | None) -> PaperGround | None:
    """Return what a map is drawn on: an issued letter's only while it is the one that it was issued with."""
    found = paper_ground(settings)
    if found is not None and frozen is not None and frozen.background != found.key:
        return None
    return found


def _evidence(findings: Iterable[Finding], x: float, y: float, epsg: int) -> tuple[list[Shape], float]:
    """Return the evidence to draw, and how far from the position that reaches which does not pass."""
    here = shapely.Point(x, y)
    shapes: list[Shape] = []
    reach = 0.0
    for finding in findings:
        if finding.stage is not Stage.POSITION or finding.outcome not in _TONES:
            continue
        tone = _TONES[finding.outcome]
        if finding.limit and finding.unit == "m" and finding.rule.startswith("SPC") and tone != "plain":
            shapes.append(Shape(here.buffer(finding.limit).exterior, tone, f"{finding.limit:.0f} m"))
            reach = max(reach, finding.limit)
        if not finding.evidence:
            continue
        geometry = to_metric_shapes([shapely.geometry.shape(finding.evidence)], epsg)[0]
        shapes.append(Shape(geometry, tone))
        if tone != "plain" and geometry.geom_type in ("LineString", "Point"):
            reach = max(reach, float(shapely.hausdorff_distance(here, geometry)))
    return sorted(shapes, key=lambda shape: shape.tone != "plain"), reach


def _borders(context: Context, area: Any) -> list[Shape]:
    units = context.units
    return [
        Shape(edge, "border")
        for row in units.tree.query(area, predicate="intersects")
        if (edge := shapely.boundary(units.geometries[row])).intersects(area)
    ]


def _named_borders(context: Context, area: Any, points: Any) -> list[Shape]:
    """Return the borders of a place, those of communes that hold a point with their names."""
    units = context.units
    _at, holding = units.tree.query(points, predicate="intersects")
    named = {int(row) for row in holding} if len(set(holding.tolist())) <= _MOST_NAMED else set()
    return [
        Shape(units.geometries[row], "border", full_name(units.communes[row]))
        if row in named
        else Shape(edge, "border")
        for row in units.tree.query(area, predicate="intersects")
        if (edge := shapely.boundary(units.geometries[row])).intersects(area)
    ]


def _zones(context: Context, area: Any, frozen: Frozen | None) -> list[Shape]:
    """Return the zones to draw; an annex goes to a carrier, so those of restricted layers are not on it."""
    if frozen is not None:
        kept = [
            zone for zone in frozen.zones if zone["layer"] not in {one.value for one in restricted_layers()}
        ]
        found = to_metric_shapes(
            [shapely.geometry.shape(zone["geometry"]) for zone in kept], context.metric_epsg
        )
        return [
            Shape(shape, "zone", str(zone["name"]))
            for zone, shape in zip(kept, found, strict=True)
            if shape.intersects(area)
        ]
    return [
        Shape(zones.geometries[row], "zone", zones.zones[row].name)
        for layer, zones in context.zones.items()
        if layer not in restricted_layers()
        for row in zones.tree.query(area, predicate="intersects")
    ]


def _masts(context: Context, area: Any, frozen: Frozen | None, viewer: str | None) -> Iterator[Mark]:
    """Yield the masts of a place that ``viewer`` may see, but what the letter itself entered as agreed."""
    colours = {item.code: item.colour for item in context.operators}
    for code, x, y, networks in _frozen(context, frozen) if frozen else _standing(context, area):
        if (viewer is None or viewer in networks) and area.covers(shapely.Point(x, y)):
            colour = next((colours[one] for one in networks if one in colours), "#444444")
            yield Mark(x, y, code, colour)


def _frozen(context: Context, frozen: Frozen) -> Iterator[Standing]:
    lon, lat = (np.array([mast[axis] for mast in frozen.masts], dtype=float) for axis in ("lon", "lat"))
    xs, ys = to_metric(lon, lat, context.metric_epsg)
    for mast, x, y in zip(frozen.masts, xs.tolist(), ys.tolist(), strict=True):
        yield str(mast["code"]), x, y, mast["networks"]


def _standing(context: Context, area: Any) -> Iterator[Standing]:
    masts, centre = context.masts, shapely.centroid(area)
    for row in masts.tree.query(area, predicate="intersects"):
        if masts.approved_only[row] and shapely.distance(masts.points[row], centre) < SAME_M:
            continue
        networks = int(masts.networks[row])
        codes = [item.code for index, item in enumerate(context.operators) if networks >> index & 1]
        yield str(masts.codes[row]), float(masts.x[row]), float(masts.y[row]), codes


def _nearest(marks: Iterable[Mark], x: float, y: float) -> list[Mark]:
    return sorted(marks, key=lambda mark: (mark.x - x) ** 2 + (mark.y - y) ** 2)[:_MOST_MARKS]
