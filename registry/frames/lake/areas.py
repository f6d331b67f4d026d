"""Zones, where layers are complete, units, plans, operators and cables as layers: of all days, as decided."""

import json
from typing import Any

import numpy as np
import shapely

from registry.frames.areas import zone_values
from registry.frames.disclosed_columns import own_rows
from registry.frames.lake.masking import Rows
from registry.frames.lake.snapshot import Snapshot
from registry.lake.tables import objects
from registry.model.plans import PlannedPosition
from registry.services.register.disclosure import hidden_layers
from registry.store.register.frame_columns import segment_columns


def zones(seen: Snapshot) -> Rows:
    """Return the zones of the layers that may be seen, of all days."""
    hidden = hidden_layers(seen.person)
    found = [zone for zone in seen.loaded.zones if zone.layer not in hidden]
    values = zone_values(found)
    values["zone_layer"] = values.pop("layer")
    values["allowed_classes"] = objects(
        None if zone.allowed_classes is None else sorted(zone.allowed_classes) for zone in found
    )
    values["attributes"] = objects(_json(zone.attributes) for zone in found)
    return _everybodys(values, objects(zone.geometry for zone in found))


def coverages(seen: Snapshot) -> Rows:
    """Return where layers that may be seen are complete, of all days."""
    hidden = hidden_layers(seen.person)
    found = [item for item in seen.loaded.coverages if item.layer not in hidden]
    values = {
        "zone_layer": [item.layer.value for item in found],
        **{name: [getattr(item, name) for item in found] for name in ("decision", "valid_from", "valid_to")},
    }
    return _everybodys(values, objects(item.geometry for item in found))


def units(seen: Snapshot) -> Rows:
    """Return the administrative units of all days."""
    found = seen.loaded.units.units
    values = {
        "unit_id": [unit.id for unit in found],
        "level": [unit.level.value for unit in found],
        "predecessors": objects(list(unit.predecessors) for unit in found),
        **{
            name: [getattr(unit, name) for unit in found]
            for name in (
                "code", "kind", "name", "parent", "valid_from", "valid_to", "boundary_error_m", "source",
            )
        },
    }  # fmt: skip
    return _everybodys(values, objects(unit.boundary for unit in found))


def plans(seen: Snapshot) -> Rows:
    """Return the positions of every version of a plan; a version without any has one row."""
    versions = {item.id: item for item in seen.loaded.versions}
    held = {item.plan_version for item in seen.loaded.positions}
    found: list[tuple[str, PlannedPosition | None]] = [
        (item.plan_version, item) for item in seen.loaded.positions
    ]
    found += [(version, None) for version in versions if version not in held]
    stated = {
        "position_id": "id", "plan_code": "code", "lon": "lon", "lat": "lat", "accuracy_m": "accuracy_m",
        "commune_code": "commune_code", "commune": "commune_as_written", "address": "address",
        "mast_class": "mast_class", "max_height_m": "max_height_m",
    }  # fmt: skip
    values: dict[str, Any] = {
        "plan_version": [version for version, _ in found],
        **{
            name: [getattr(versions[version], name) for version, _ in found]
            for name in ("operator", "decision", "valid_from", "valid_to")
        },
        **{
            name: [None if item is None else getattr(item, field) for _, item in found]
            for name, field in stated.items()
        },
    }
    lon, lat = (np.array(values[axis], dtype=float) for axis in ("lon", "lat"))
    shapes: Any = np.asarray(shapely.points(lon, lat), dtype=object)
    shapes[~(np.isfinite(lon) & np.isfinite(lat))] = None
    return Rows(values, shapes, own_rows(seen.person, operator=values["operator"]))


def operator_lists(seen: Snapshot) -> Rows:
    """Return the operators in the order of their bits, with their newest complete lists."""
    operators, lists = seen.loaded.operators, seen.loaded.lists
    newest = [lists.get(item.code) for item in operators]
    planned = {version.operator for version in seen.loaded.versions}
    values = {
        "ordinal": list(range(len(operators))),
        "operator": [item.code for item in operators],
        "name": [item.name for item in operators],
        "old_names": objects(list(item.old_names) for item in operators),
        "awaited": [item.awaited for item in operators],
        "colour": [item.colour for item in operators],
        "announced_plan": [item.code in planned for item in operators],
        "list_date": [None if one is None else one.list_date for one in newest],
        "list_batch": [None if one is None else one.batch for one in newest],
    }
    return Rows(values, None, own_rows(seen.person, operator=values["operator"]))


def cables(seen: Snapshot) -> Rows:
    """Return the segments of outside cable that are not retired on the day."""
    found = segment_columns(seen.connection, seen.day)
    own = own_rows(seen.person, owner=found["owner"], operators=found["operators"])
    named = ("owner", "mount", "state", "capacity", "spare", "unit", "height_m", "built_year", "decision")
    more = ("tagged", "spare_loop_m", "length_m", "accuracy_m", "from_node", "to_node", "note")
    values = {name: found[name] for name in (*named, *more)} | {
        "cable_route": found["route_code"],
        "cable_route_name": found["route_name"],
        "cable_code": found["code"],
        "operators": objects(text.split(",") if text else [] for text in found["operators"]),
    }
    return Rows(values, objects(found["geometry"]), own)


def _everybodys(values: dict[str, Any], shapes: Any) -> Rows:
    return Rows(values, shapes, np.ones(len(shapes), dtype=bool))


def _json(value: Any) -> str | None:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else None
