"""Zones, planned positions, cables and administrative units of a day as frames."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.errors import RefusalError
from registry.frames.disclosed_columns import own_rows
from registry.frames.stamps import Day, asked, shown_frame
from registry.model.areas import Layer, Zone
from registry.model.people import Person
from registry.model.plans import PlannedPosition, PlanVersion
from registry.services.office.registry import Registry
from registry.services.register.disclosure import hidden_layers
from registry.store.register.frame_columns import joined, segment_columns, unit_columns
from registry.store.register.plans import load_positions, load_versions
from registry.store.zones.zones import load_zones

if TYPE_CHECKING:
    import geopandas as gpd


def zones(
    layer: str | None = None,
    day: Day = None,
    *,
    viewer: Person | None = None,
    register: Registry | None = None,
) -> "gpd.GeoDataFrame":
    """Return the zones of a layer (None: of every layer) that are in force on a day (default today).

    Areas and lines in EPSG:4326. ``max_height_m`` is missing where the decision states none, and where it
    states that there is no limit (``height_unlimited``). Zones of a layer that ``viewer`` may not see are
    left out; refused where that layer is asked for (``EXPORT-LAYER-HIDDEN``), or where there is none of that
    name (``EXPORT-LAYER``). The rest as ``sites``.
    """
    wanted = None if layer is None else _layer(layer)
    with asked("zones", day, viewer, register) as ask:
        hidden = hidden_layers(ask.person)
        if wanted in hidden:
            raise RefusalError("EXPORT-LAYER-HIDDEN", layer=str(wanted))
        found = [
            zone
            for zone in load_zones(ask.connection, as_of=ask.day, layer=wanted)
            if zone.layer not in hidden
        ]
        values = zone_values(found)
        shapes = np.array([zone.geometry for zone in found], dtype=object)
        return shown_frame(ask, values, shapes, _all(found))


def plan(
    operator: str | None = None,
    day: Day = None,
    *,
    viewer: Person | None = None,
    register: Registry | None = None,
) -> "gpd.GeoDataFrame":
    """Return the positions of the plans in force on a day (default today), of one operator or of all.

    Of two versions of an operator that are in force the later one counts, as for the checks. The rest as
    ``sites``; a position that the plan gives no place has no geometry.
    """
    with asked("plan", day, viewer, register) as ask:
        of_operator = {item.operator: item for item in load_versions(ask.connection, as_of=ask.day)}
        versions = {
            item.id: item for item in of_operator.values() if operator is None or item.operator == operator
        }
        found = load_positions(ask.connection, versions)
        found.sort(key=lambda item: (item.operator, item.code, item.id))
        values, shapes = plan_values(found, versions)
        own = own_rows(ask.person, operator=values["operator"])
        return shown_frame(ask, values, shapes, own)


def cables(
    day: Day = None, *, viewer: Person | None = None, register: Registry | None = None
) -> "gpd.GeoDataFrame":
    """Return the segments of outside cable that are not retired on a day (default today), as lines.

    Others' segments are left out: even how many there are is nobody else's. The rest as ``sites``.
    """
    with asked("cables", day, viewer, register) as ask:
        found = segment_columns(ask.connection, ask.day)
        found |= {
            "cable_route": found["route_code"], "cable_route_name": found["route_name"],
            "cable_code": found["code"],
        }  # fmt: skip
        own = own_rows(ask.person, owner=found["owner"], operators=found["operators"])
        return shown_frame(ask, found, found["geometry"], own)


def admin_units(
    day: Day = None, *, viewer: Person | None = None, register: Registry | None = None
) -> "gpd.GeoDataFrame":
    """Return the administrative units that are valid on a day (default today), with their boundaries.

    Everybody may see them. ``boundary_error_m`` says how far a boundary may be off (0: as surveyed); a unit
    whose boundary is not known has no geometry.
    """
    with asked("admin_units", day, viewer, register) as ask:
        found = unit_columns(ask.connection, ask.day)
        own = _all(found["id"])
        return shown_frame(ask, found, found["geometry"], own)


def zone_values(found: Sequence[Zone]) -> dict[str, Any]:
    """Return the columns of zones, by their names in the frame."""
    heights = [zone.max_height_m for zone in found]
    return {
        "zone_id": [zone.id for zone in found],
        "layer": [zone.layer.value for zone in found],
        **{
            name: [getattr(zone, name) for zone in found]
            for name in ("name", "decision", "article", "valid_from", "valid_to", "error_m")
        },
        "allowed_classes": [
            None if zone.allowed_classes is None else joined(sorted(zone.allowed_classes)) for zone in found
        ],
        "max_height_m": [None if height == np.inf else height for height in heights],
        "height_unlimited": [None if height is None else height == np.inf for height in heights],
        "attributes": [
            json.dumps(zone.attributes, ensure_ascii=False, sort_keys=True) if zone.attributes else None
            for zone in found
        ],
    }


def plan_values(
    found: Sequence[PlannedPosition], versions: Mapping[str, PlanVersion]
) -> tuple[dict[str, Any], Any]:
    """Return the columns of planned positions and their points, None where the plan gives no place."""
    values: dict[str, Any] = {
        "plan_code": [item.code for item in found],
        "operator": [item.operator for item in found],
        **{
            name: [getattr(versions[item.plan_version], name) for item in found]
            for name in ("decision", "valid_from", "valid_to")
        },
        "commune": [item.commune_as_written for item in found],
        **{
            name: [getattr(item, name) for item in found]
            for name in ("address", "mast_class", "max_height_m")
        },
    }
    lon, lat = (np.array([getattr(item, axis) for item in found], dtype=float) for axis in ("lon", "lat"))
    shapes: Any = np.asarray(shapely.points(lon, lat), dtype=object)
    shapes[~(np.isfinite(lon) & np.isfinite(lat))] = None
    return values, shapes


def _layer(name: str) -> Layer:
    try:
        return Layer(name)
    except ValueError as error:
        raise RefusalError(
            "EXPORT-LAYER", layer=name, known=", ".join(item.value for item in Layer)
        ) from error


def _all(rows: Any) -> Any:
    return np.ones(len(rows), dtype=bool)
