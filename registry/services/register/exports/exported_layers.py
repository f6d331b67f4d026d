"""The rows of a layer as plain dicts, as exports write them; ``geometry`` is shapely in EPSG:4326."""

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from shapely import Point

from registry.columns import COLUMNS, Level, stored_columns
from registry.errors import RefusalError
from registry.model.areas import Layer
from registry.services.office.record_words import column_word
from registry.services.register.exports.exported_cables import cable_node_rows, cable_rows
from registry.services.register.position_words import method_of
from registry.store.database import Connection
from registry.store.register.operator_masts import codes_of
from registry.store.register.placed_masts import code_givers
from registry.store.register.plans import each_position
from registry.store.register.units import load_units
from registry.store.register.whole_layers import (
    each_mast,
    each_station,
    mast_looks,
    networks_by_mast,
    stations_by_mast,
)
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
POSITION = ("position_raw", "position_reading", "position_crs", "position_method", "position_confidence")
"""Where a site's position comes from: an export says it, no list of masts does."""
LABELS = (
    {item.name: item.with_unit("vi") for item in COLUMNS}
    | _ZONE_LABELS
    | {name: column_word("sites", name).vi for name in POSITION}
)


def layer_rows(connection: Connection, layer: str, *, whose: str = "") -> Rows:
    """Return the rows of ``sites``, ``stations``, ``plan``, ``units`` or a zone layer.

    ``whose``: what this operator names of masts stands under its own code, as its own list would have it.
    """
    match layer:
        case "sites":
            return [
                {name: value for name, value in row.items() if name != "commune_code"}
                for row in mast_rows(connection, whose=whose)
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


def mast_rows(connection: Connection, only: Mapping[str, int] | None = None, *, whose: str = "") -> Rows:
    """Return one row a structure: the network whose code it bears with its technologies, others as shared.

    ``only``: the structures of these ids, in the order of their numbers; all by the sites' codes where None.
    ``whose``: what this operator names stands under its own code, as its own list would have it.

    ``commune_code`` is the register's own finding, which lists of masts do not carry. What lists say of a
    station stands here where all stations of that network agree on it; ``stations`` has each one's own.
    """
    rows = dict(each_mast_row(connection, only, whose=whose))
    if only is None:
        return list(rows.values())
    return [rows[structure] for structure in sorted(rows, key=only.__getitem__)]


def each_mast_row(
    connection: Connection, only: Collection[str] | None = None, *, whose: str = ""
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every structure (its id) with its row, as ``mast_rows`` has it."""
    carried, giver = stations_by_mast(connection), code_givers(connection)
    codes = codes_of(connection, whose) if whose else {}
    for site, mast in each_mast(connection):
        if only is not None and mast["id"] not in only:
            continue
        networks = carried.get(mast["id"], {})
        given = giver.get((site["id"], site["code"]), "")
        first = whose if whose in networks else _first_network(given, networks)
        own = networks.get(first, [])
        listed = {name: site[stored] for name, stored in _OF_SITES}
        listed |= {name: mast[stored] for name, stored in _OF_MASTS}
        yield (
            mast["id"],
            {
                "site_code": codes.get(site["id"], site["code"]) if first == whose else site["code"],
                "operator": first,
                "shared_with": [code for code in networks if code != first],
                **{name: site[name] for name in ("lon", "lat", "accuracy_m", "commune_code")},
                **listed,
                "mast_class": listed["mast_class"] or mast["old_class"],
                "technology": ", ".join(sorted({one["technology"] for one in own if one["technology"]})),
                **{name: _agreed([one[stored] for one in own]) for name, stored in _OF_STATIONS},
                "position_raw": "; ".join(map(str, site["position_raw"] or ())),
                **{name: site[name] for name in POSITION if name in site and name != "position_raw"},
                "position_method": method_of(site["position_reading"]),
                "geometry": _point(site["lon"], site["lat"]),
            },
        )


class SeenMast(NamedTuple):
    """What can be seen of a mast from the street, by the names of its export."""

    commune_code: str | None
    operator: str
    mast_class: str | None
    support: str | None
    state: str


def seen_masts(connection: Connection, hidden_states: Collection[str]) -> Iterator[SeenMast]:
    """Yield every mast of ``mast_rows`` that is in none of these states, in no order."""
    carried, giver = networks_by_mast(connection), code_givers(connection)
    for site, code, commune_code, mast, mast_class, old_class, support, state in mast_looks(connection):
        if state not in hidden_states:
            first = _first_network(giver.get((site, code), ""), carried.get(mast, ()))
            yield SeenMast(commune_code, first, mast_class or old_class, support, state)


def _first_network(named: str, networks: Collection[str]) -> str:
    """Return the network whose list names a mast: that which gave its code, else the first one on it."""
    return named if named in networks else next(iter(networks), named)


def _exported(level: Level) -> list[tuple[str, str]]:
    """Return the name of every column of a level that an export of masts has, and how its table calls it."""
    return [(item.name, item.stored) for item in stored_columns(level) if item.exported]


_OF_SITES, _OF_MASTS, _OF_STATIONS = map(_exported, (Level.SITE, Level.STRUCTURE, Level.STATION))


def _agreed(values: list[Any]) -> Any:
    """Return the one value that all have, None where they differ or there are none."""
    return values[0] if len(set(values)) == 1 else None


def _stations(connection: Connection) -> Rows:
    return [
        {
            "site_code": row["code"],
            **{name: row[name] for name in ("operator", "technology", "on_air_on")},
            **{name: row[stored] for name, stored in _OF_STATIONS},
            "geometry": _point(row["lon"], row["lat"]),
        }
        for row in each_station(connection)
    ]


def _plan(connection: Connection) -> Rows:
    return [
        {
            "plan_code": row["code"],
            **{name: row[name] for name in ("operator", "decision", "valid_from", "valid_to", "lon", "lat")},
            "commune": row["commune_as_written"],
            **{name: row[name] for name in ("address", "mast_class", "max_height_m")},
            "geometry": _point(row["lon"], row["lat"]),
        }
        for row in each_position(connection)
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
