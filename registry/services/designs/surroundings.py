"""What a design is held against on a day: the register around it, the law in force, the office's numbers."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import shapely

from registry.checks.designs import REACH_M, Surroundings, judge
from registry.law import law_in_force
from registry.model.cables import PlantState
from registry.model.designs.contents import FIELDS, DesignContent
from registry.model.designs.dossiers import DesignDossier
from registry.model.findings import Finding
from registry.services.office.registry import Registry
from registry.services.office.time_limits import limits_on
from registry.services.register.context import context_for
from registry.store.cables.cables import nodes_by_id, segments_by_id
from registry.store.cables.troubles import load_areas
from registry.store.cables.windows import node_ids_near, segment_ids_near

_DEGREE_M = 100_000.0  # a degree of longitude here is longer


def judge_content(
    registry: Registry, content: DesignContent, dossier: DesignDossier, day: dt.date
) -> list[tuple[Finding, Sequence[str]]]:
    """Return the findings of a design as judged on a day, each with the objects that it is about.

    Where it is to be shown stands in the finding as its evidence.
    """
    around = surroundings_of(registry, content, day)
    law = limits_on(registry, day)
    found = judge(content, dossier, around, law.rules, around.context.office_numbers)
    result: list[tuple[Finding, Sequence[str]]] = []
    for one in found:
        finding = one.finding.copied()
        if one.place is not None and finding.evidence is None:
            finding.evidence = shapely.geometry.mapping(one.place)
        result.append((finding, one.objects))
    return result


def surroundings_of(registry: Registry, content: DesignContent, day: dt.date) -> Surroundings:
    """Return what lies around a design on a day."""
    context = context_for(registry, day)
    law = law_in_force(context.province, day, office=context.office_numbers, own=context.own_law)
    box = bounds_of(content)
    if box is None:
        return Surroundings(context, law)
    pad = REACH_M / _DEGREE_M
    window = (box[0] - pad, box[1] - pad, box[2] + pad, box[3] + pad)
    with registry.database.read() as connection:
        segments = segments_by_id(connection, segment_ids_near(connection, window))
        nodes = nodes_by_id(connection, node_ids_near(connection, window))
        areas = load_areas(connection, planned_only=True)
    return Surroundings(
        context,
        law,
        [one for one in segments if one.state is not PlantState.RETIRED],
        [one for one in nodes if one.state is not PlantState.RETIRED],
        [one for one in areas if one.geometry.intersects(shapely.box(*window))],
    )


def bounds_of(content: DesignContent) -> tuple[float, float, float, float] | None:
    """Return west, south, east, north of everything that a design holds; None for nothing."""
    shapes: list[Any] = [] if content.outline is None else [content.outline]
    for name in FIELDS.values():
        if name != "outline":
            shapes += [thing.geometry for thing in getattr(content, name)]
    if not shapes:
        return None
    west, south, east, north = (float(value) for value in shapely.total_bounds(shapes))
    return west, south, east, north
