"""The rows of a layer as plain dicts, as exports write them; ``geometry`` is shapely in EPSG:4326."""

import math
from typing import Any

import sqlalchemy as sa
from shapely import Point

import registry.store.tables as t
from registry.columns import COLUMNS, Level, stored_columns
from registry.errors import RefusalError
from registry.model.areas import Layer
from registry.services.register.exported_cables import cable_node_rows, cable_rows
from registry.store.database import Connection
from registry.store.register.units import load_units
from registry.store.zones.zones import load_zones

Rows = list[dict[str, Any]]

_ZONE_LABELS = {
    "name": "Tên vùng",
    "decision": "Quyết định",
    "article": "Điều khoản",
    "valid_from": "Hiệu lực từ",
    "valid_to": "Hiệu lực đến",
    "allowed_classes": "Loại cột được phép",
    "max_height_m": "Chiều cao tối đa (m)",
    "error_m": "Sai số ranh giới (m)",
    "data_mark": "Nhãn dữ liệu",
    "level": "Cấp",
    "parent": "Trực thuộc",
    "predecessors": "Đơn vị cũ",
    "boundary_error_m": "Sai số ranh giới (m)",
    "unit_kind": "Loại đơn vị",
    "length_m": "Chiều dài (m)",
}
LABELS = {item.name: item.with_unit("vi") for item in COLUMNS} | _ZONE_LABELS


def layer_rows(connection: Connection, layer: str) -> Rows:
    """Return the rows of ``sites``, ``stations``, ``plan``, ``units`` or a zone layer."""
    match layer:
        case "sites":
            return [
                {name: value for name, value in row.items() if name != "commune_code"}
                for row in mast_rows(connection)
            ]
        case "stations":
            return _stations(connection)
        case "plan":
            return _plan(connection)
        case "units":
            return _units(connection)
        case "cables":
            return cable_rows(connection)
        case "cable_nodes":
            return cable_node_rows(connection)
    try:
        zone_layer = Layer(layer)
    except ValueError as error:
        known = ", ".join(
            ["sites", "stations", "plan", "units", "cables", "cable_nodes", *(item.value for item in Layer)]
        )
        raise RefusalError("EXPORT-LAYER", layer=layer, known=known) from error
    return _zones(connection, zone_layer)


def mast_rows(connection: Connection) -> Rows:
    """Return one row a structure: the network whose code it bears with its technologies, others as shared.

    ``commune_code`` is the register's own finding, which lists of masts do not carry. What lists say of a
    station stands here where all stations of that network agree on it; ``stations`` has each one's own.
    """
    carried: dict[str, dict[str, list[sa.RowMapping]]] = {}
    for station in connection.execute(
        sa.select(t.stations).order_by(t.stations.c.structure_id, t.stations.c.operator)
    ).mappings():
        networks = carried.setdefault(station["structure_id"], {})
        networks.setdefault(station["operator"], []).append(station)
    owner_of_code = {
        (row.site_id, row.code): row.operator
        for row in connection.execute(
            sa.select(t.site_aliases.c.site_id, t.site_aliases.c.code, t.site_aliases.c.operator)
        )
    }
    query = (
        sa.select(t.sites, t.structures)
        .join_from(t.structures, t.sites, t.sites.c.id == t.structures.c.site_id)
        .where(t.sites.c.merged_into.is_(None))
        .order_by(t.sites.c.code, t.structures.c.id)
    )
    rows = []
    for site in connection.execute(query):
        found = site._mapping
        networks = carried.get(found[t.structures.c.id], {})
        named = owner_of_code.get((found[t.sites.c.id], found[t.sites.c.code]), "")
        first = named if named in networks else next(iter(networks), named)
        own = networks.get(first, [])
        lon, lat = found[t.sites.c.lon], found[t.sites.c.lat]
        listed = {name: found[stored] for name, stored in _OF_MASTS}
        rows.append(
            {
                "site_code": found[t.sites.c.code],
                "operator": first,
                "shared_with": [code for code in networks if code != first],
                "lon": lon,
                "lat": lat,
                "accuracy_m": found[t.sites.c.accuracy_m],
                "commune_code": found[t.sites.c.commune_code],
                **listed,
                "mast_class": listed["mast_class"] or found[t.structures.c.old_class],
                "technology": ", ".join(sorted({one["technology"] for one in own if one["technology"]})),
                **{name: _agreed([one[stored] for one in own]) for name, stored in _OF_STATIONS},
                "geometry": _point(lon, lat),
            }
        )
    return rows


def _exported(level: Level) -> list[tuple[str, sa.Column[Any]]]:
    """Return the name of every column of a level that an export of masts has, and where it is kept."""
    table = {Level.SITE: t.sites, Level.STRUCTURE: t.structures, Level.STATION: t.stations}[level]
    return [(item.name, table.c[item.stored]) for item in stored_columns(level) if item.exported]


_OF_MASTS = [*_exported(Level.SITE), *_exported(Level.STRUCTURE)]
_OF_STATIONS = _exported(Level.STATION)


def _agreed(values: list[Any]) -> Any:
    """Return the one value that all have, None where they differ or there are none."""
    return values[0] if len(set(values)) == 1 else None


def _stations(connection: Connection) -> Rows:
    query = (
        sa.select(t.sites.c.code, t.sites.c.lon, t.sites.c.lat, t.stations)
        .join_from(t.stations, t.structures, t.structures.c.id == t.stations.c.structure_id)
        .join(t.sites, t.sites.c.id == t.structures.c.site_id)
        .where(t.sites.c.merged_into.is_(None))
        .order_by(t.sites.c.code, t.stations.c.operator, t.stations.c.technology)
    )
    return [
        {
            "site_code": row.code,
            "operator": row.operator,
            "technology": row.technology,
            "on_air_on": row.on_air_on,
            **{name: row._mapping[stored] for name, stored in _OF_STATIONS},
            "geometry": _point(row.lon, row.lat),
        }
        for row in connection.execute(query)
    ]


def _plan(connection: Connection) -> Rows:
    query = (
        sa.select(
            t.planned_positions,
            t.plan_versions.c.decision,
            t.plan_versions.c.valid_from,
            t.plan_versions.c.valid_to,
        )
        .join_from(
            t.planned_positions, t.plan_versions, t.plan_versions.c.id == t.planned_positions.c.plan_version
        )
        .order_by(t.plan_versions.c.operator, t.plan_versions.c.valid_from, t.planned_positions.c.code)
    )
    return [
        {
            "plan_code": row.code,
            "operator": row.operator,
            "decision": row.decision,
            "valid_from": row.valid_from,
            "valid_to": row.valid_to,
            "lon": row.lon,
            "lat": row.lat,
            "commune": row.commune_as_written,
            "address": row.address,
            "mast_class": row.mast_class,
            "max_height_m": row.max_height_m,
            "geometry": _point(row.lon, row.lat),
        }
        for row in connection.execute(query)
    ]


def _units(connection: Connection) -> Rows:
    return [
        {
            "code": unit.code,
            "name": unit.name,
            "unit_kind": unit.kind,
            "level": unit.level.value,
            "parent": unit.parent,
            "predecessors": unit.predecessors,
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
            "boundary_error_m": unit.boundary_error_m,
            "geometry": unit.boundary,
        }
        for unit in load_units(connection)
    ]


def _zones(connection: Connection, layer: Layer) -> Rows:
    return [
        {
            "name": zone.name,
            "decision": zone.decision,
            "article": zone.article,
            "valid_from": zone.valid_from,
            "valid_to": zone.valid_to,
            "allowed_classes": None if zone.allowed_classes is None else sorted(zone.allowed_classes),
            "max_height_m": _height(zone.max_height_m),
            "error_m": zone.error_m,
            **{key: value for key, value in (zone.attributes or {}).items() if key not in _ZONE_LABELS},
            "geometry": zone.geometry,
        }
        for zone in load_zones(connection, layer=layer)
    ]


def _height(limit: float | None) -> str | None:
    """Return the limit as an import reads it again: a number, "none" for no limit, nothing for not stated."""
    if limit is None:
        return None
    return "none" if math.isinf(limit) else f"{limit:g}"


def _point(lon: float | None, lat: float | None) -> Any:
    return None if lon is None or lat is None else Point(lon, lat)
