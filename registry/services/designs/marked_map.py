"""The marked map (sơ đồ) of a design for the annex of its answer: ducts, places, and what was found where."""

import shapely

from registry.checks.context import Context
from registry.checks.on_day.contexts import to_metric_shapes
from registry.documents.maps import ASPECT, HERE, MapContent, Mark, Shape, Tone
from registry.geo.lines import metric_of
from registry.messages import Language
from registry.model.designs.contents import DesignContent
from registry.model.findings import Outcome
from registry.services.appraise.drawn_maps import drawn
from registry.services.designs.contents import content_at
from registry.services.designs.opened import OpenedDossier
from registry.services.designs.surroundings import bounds_of
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.background.paper_ground import paper_ground
from registry.services.register.context import context_for
from registry.services.requests.letters.annex_maps import grid_name

LEAST_M = 150.0
_NAMED_PLACES = 25
_TONES: dict[Outcome, Tone] = {
    Outcome.FAIL: "fail",
    Outcome.CONSENT: "doubt",
    Outcome.REVIEW: "doubt",
    Outcome.UNKNOWN: "doubt",
}


def marked_map(registry: Registry, opened: OpenedDossier, lang: Language = "vi") -> bytes:
    """Return the map of the version in hand as PNG, b"" where nothing of it lies anywhere.

    It goes to a developer: masts and plant around that the register knows are not on it.
    """
    content = content_at(registry, opened.file)
    box = None if content is None else bounds_of(content)
    if content is None or box is None:
        return b""
    context = context_for(registry, today())
    west, south, east, north = metric_of(shapely.box(*box), context.metric_epsg).bounds
    half = max((north - south) / 2, (east - west) / 2 / ASPECT, LEAST_M) * 1.12
    sheet = MapContent(
        x=(west + east) / 2,
        y=(south + north) / 2,
        half_m=half,
        name=opened.dossier.area_name,
        grid=grid_name(context.metric_epsg, lang),
        shapes=[*_design(content, context), *_found(opened, context)],
        spots=_places(content, context),
    )
    below = paper_ground(registry.settings)
    return drawn(registry.settings.home, sheet, lang, epsg=context.metric_epsg, background=below)


def _design(content: DesignContent, context: Context) -> list[Shape]:
    shapes = []
    if content.outline is not None:
        shapes.append(Shape(metric_of(content.outline, context.metric_epsg), "zone"))
    if content.ducts:
        lines = shapely.union_all([duct.geometry for duct in content.ducts])
        shapes.append(Shape(metric_of(lines, context.metric_epsg), "plain"))
    return shapes


def _found(opened: OpenedDossier, context: Context) -> list[Shape]:
    """Return where what stands in the way lies, numbered as in the list of findings."""
    shapes = []
    for at, one in enumerate(opened.said, 1):
        tone, place = _TONES.get(one.outcome), one.judged.finding.evidence
        if tone is None or not place:
            continue
        shape = to_metric_shapes([shapely.geometry.shape(place)], context.metric_epsg)[0]
        shapes.append(Shape(shape, tone, str(at)))
    return shapes


def _places(content: DesignContent, context: Context) -> list[Mark]:
    marks = []
    for place in content.bts_places[:_NAMED_PLACES]:
        point = metric_of(shapely.centroid(place.geometry), context.metric_epsg)
        marks.append(Mark(float(point.x), float(point.y), place.name, HERE))
    return marks
