"""Check one cable line, proposed or standing, against the register of today: plant beside it, zones, law."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from registry.geo.crs import to_metric
from registry.geo.lines import degrees_of, metric_of
from registry.law import Rule, catalogue, law_in_force
from registry.model.cables import CableRoute, CableSegment, Mount, PlantState
from registry.model.findings import Finding
from registry.model.people import Person
from registry.safety.cable_plant import Beside, LineAsked, Plant
from registry.safety.cable_rules import judge_line
from registry.services.cables.editing import checked_line
from registry.services.cables.masking import masked_lines
from registry.services.office.calendar import today
from registry.services.office.own_law import own_law
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.disclosure import hidden_layers
from registry.settings import DATA
from registry.store.cables.cables import complete_lists, nodes_by_id, segments_by_id
from registry.store.cables.routes import route_codes, segments_of_route
from registry.store.cables.troubles import load_areas
from registry.store.cables.windows import node_ids_near, segment_ids_near
from registry.store.portions import portions

_OURS = ("CAB-", "LIM-CABLE")
REACH_M = 80.0
_DEGREE_M = 100_000.0


def rules_today(registry: Registry) -> Mapping[str, Rule]:
    """Return the rules of today by code: of cables and troubles (``data/limits``), corridors."""
    province, day = registry.settings.province, today()
    own = own_law(registry)
    found = dict(law_in_force(province, day, own=own).rules)
    limits = law_in_force(province, day, rules=catalogue(DATA / "limits"), own=own)
    return found | {code: rule for code, rule in limits.rules.items() if code.startswith(_OURS)}


def check_line(
    registry: Registry,
    shape: Any,
    mount: Mount,
    owner: str,
    *,
    viewer: Person,
    facts: Mapping[str, Any] | None = None,
    proposed: bool = True,
    laid: bool = False,
    leave_out: frozenset[str] = frozenset(),
) -> list[Finding]:
    """Return the findings of a line (LineString, EPSG:4326) as ``viewer`` may see them.

    ``facts`` are what is stated of it: ``accuracy_m``, ``height_m``, ``spare_loop_m``, ``tagged``,
    ``height_signs``, ``plan``. ``laid``: some of it lies already.
    Evidence is GeoJSON in degrees. Raises RefusalError for no usable line.
    """
    line = checked_line(shape) if shape.geom_type == "LineString" else shape
    context = context_for(registry, today())
    epsg = context.metric_epsg
    asked = LineAsked(
        line=metric_of(line, epsg), mount=mount, owner=owner, proposed=proposed, laid=laid,
        leave_out=leave_out,
        **dict(facts or {}),
    )  # fmt: skip
    found = judge_line(asked, plant_near(registry, line, epsg), context, rules_today(registry))
    shown = masked_lines(found, viewer, hidden_layers(viewer))
    return [_drawn(finding, epsg) for finding in shown]


def check_route(
    registry: Registry, route: CableRoute, *, viewer: Person
) -> list[tuple[Mount, list[Finding]]]:
    """Return the findings of a standing route, for each way that parts of it are laid.

    What its segments state differently is taken at its worst: the lowest height, the longest loop, one
    missing mark.
    """
    with registry.database.read() as connection:
        segments = [item for item in segments_of_route(connection, route.id) if item.state != "retired"]
    found = []
    for mount in Mount:
        own = [item for item in segments if item.mount is mount]
        if own:
            shape = shapely.line_merge(shapely.union_all([item.geometry for item in own]))
            found.append(
                (mount, check_line(
                    registry, shape, mount, route.owner, viewer=viewer, facts=_facts(own), proposed=False,
                    laid=any(item.state is not PlantState.PLANNED for item in own),
                    leave_out=frozenset({route.id}),
                ))
            )  # fmt: skip
    return found


def _facts(segments: list[CableSegment]) -> dict[str, Any]:
    heights = [item.height_m for item in segments]
    loops = [item.spare_loop_m for item in segments]
    tags = [item.tagged for item in segments]
    known = [loop for loop in loops if loop is not None]
    return {
        "accuracy_m": max(item.accuracy_m for item in segments),
        "height_m": None if None in heights else min(height for height in heights if height is not None),
        "spare_loop_m": None if not known else max(known),
        "spare_loop_whole": None not in loops,
        "tagged": False if False in tags else None if None in tags else True,
    }


def plant_near(registry: Registry, line: Any, epsg: int) -> Plant:
    """Return the plant within reach of a line in degrees: the database narrows by the line's box."""
    west, south, east, north = line.bounds
    pad = REACH_M / _DEGREE_M
    box = (west - pad, south - pad, east + pad, north + pad)
    here = metric_of(line, epsg)
    with registry.database.read() as connection:
        segments = _beside(connection, box, here, epsg)
        codes = route_codes(connection, {item.segment.route for item in segments})
        nodes = nodes_by_id(connection, node_ids_near(connection, box))
        areas = load_areas(connection, planned_only=True)
        lists = complete_lists(connection)
    signs = [(node.lon, node.lat) for node in nodes if node.kind == "height_sign"]
    xy = np.empty((0, 2))
    if signs:
        degrees = np.array(signs)
        xy = np.column_stack(to_metric(degrees[:, 0], degrees[:, 1], epsg))
    return Plant(
        beside=[replace(item, route_code=codes.get(item.segment.route, "")) for item in segments],
        signs=xy,
        areas=[(area, metric_of(area.geometry, epsg)) for area in areas],
        lists=lists,
    )


def _beside(connection: Any, box: Any, here: Any, epsg: int) -> list[Beside]:
    """Return segments within reach of the line itself: its box may hold many that lie far off a bend."""
    shapely.prepare(here)
    found: list[Beside] = []
    ids = segment_ids_near(connection, box)
    for part in portions(ids, 2000):
        segments = segments_by_id(connection, part)
        metric = metric_of(np.array([item.geometry for item in segments], dtype=object), epsg)
        near = shapely.dwithin(metric, here, REACH_M)
        found += [Beside(segments[at], metric[at]) for at in np.flatnonzero(near).tolist()]
    return found


def _drawn(finding: Finding, epsg: int) -> Finding:
    shape: Any = finding.evidence  # metric until here, GeoJSON from here on
    if shape is None or shape.is_empty:
        return replace(finding, evidence=None)
    drawn = shapely.transform(degrees_of(shape, epsg), lambda xy: np.round(xy, 7))
    return replace(finding, evidence=shapely.geometry.mapping(drawn))
