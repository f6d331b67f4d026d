"""Undergrounding plans (kế hoạch ngầm hóa): areas with decision and day, and aerial lines still in them."""

import datetime as dt
from pathlib import Path
from typing import Any, NamedTuple

import shapely

from registry.errors import RefusalError
from registry.geo.lines import metric_of
from registry.intake.maps.map_file import read_map_file
from registry.model.cables import CableSegment, Mount, PlantState, UndergroundArea, UndergroundState
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import deed
from registry.services.office.registry import Registry
from registry.store.cables import troubles
from registry.store.cables.cables import segments_by_id
from registry.store.cables.tables import underground_areas
from registry.store.cables.troubles import load_areas
from registry.store.cables.windows import segment_ids_near
from registry.store.changes import new_id
from registry.typed_text import within

KIND = "cable-underground"


class AerialLeft(NamedTuple):
    """An aerial segment inside an area, with how much of it lies inside."""

    segment: CableSegment
    inside_m: float


@one_moment()
def add_area(
    registry: Registry,
    shape: Any,
    *,
    name: str,
    decision: str,
    due_on: dt.date | None,
    who: str,
    note: str = "",
) -> str:
    """Record an area (polygon, EPSG:4326) to be laid underground by a day; returns its id."""
    if not name.strip():
        raise RefusalError("UNDERGROUND-NO-NAME")
    if shape is None or shapely.get_dimensions(shape) != 2 or not shape.is_valid:
        raise RefusalError("UNDERGROUND-NO-AREA")
    identity = new_id()
    row = {
        "id": identity, "name": within(name, 200), "decision": within(decision, 300), "due_on": due_on,
        "state": UndergroundState.PLANNED.value, "note": within(note, 1000), "geometry": shape,
    }  # fmt: skip
    with deed(registry, KIND, who) as made:
        made.create(underground_areas, row)
    return identity


def area_from_file(path: Path, crs: str | None = None) -> Any:
    """Return the union of a vector file's areas in EPSG:4326."""
    found = read_map_file(path, crs=crs)
    if not found.features:
        raise RefusalError("UNDERGROUND-NO-AREA")
    return shapely.union_all([item.geometry for item in found.features])


@one_moment()
def set_state(registry: Registry, area: str, state: UndergroundState, *, seen: int, who: str) -> None:
    """Record that an area is done, cancelled or planned again."""
    with deed(registry, KIND, who) as made:
        made.amend(underground_areas, area, seen, "UNDERGROUND-UNKNOWN", state=state.value)


def all_areas(registry: Registry) -> list[UndergroundArea]:
    """Return the areas, the earliest day first."""
    with registry.database.read() as connection:
        return load_areas(connection)


def get_area(registry: Registry, area: str) -> UndergroundArea:
    """Return one area; ``UNDERGROUND-UNKNOWN`` where there is none."""
    with registry.database.read() as connection:
        return troubles.get_area(connection, area)


def aerial_in(registry: Registry, area: UndergroundArea, own: str | None = None) -> list[AerialLeft]:
    """Return the aerial segments that still stand in an area, by owner and code; all, or of one."""
    with registry.database.read() as connection:
        segments = segments_by_id(connection, segment_ids_near(connection, area.geometry.bounds))
    shapely.prepare(area.geometry)
    found = []
    for item in segments:
        if item.mount is not Mount.AERIAL or item.state is PlantState.RETIRED:
            continue
        if own is not None and own != item.owner and own not in item.operators:
            continue
        if not area.geometry.intersects(item.geometry):
            continue
        inside = metric_of(item.geometry.intersection(area.geometry), registry.settings.metric_epsg)
        if inside.length > 0:
            found.append(AerialLeft(item, float(inside.length)))
    return sorted(found, key=lambda left: (left.segment.owner, left.segment.code, left.segment.id))
