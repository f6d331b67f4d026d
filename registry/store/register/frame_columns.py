"""Whole tables as columns, for frames: no row objects, for there may be 200,000 masts and 300,000 stations.

Values are as the driver gives them: days as ISO text from SQLite and as dates from PostgreSQL, flags as 0 and
1 or as booleans, lists as JSON text or as lists.
"""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy import Connection

from registry.store.cables.tables import cable_routes, cable_segments
from registry.store.geometry import shapes_of
from registry.store.register.sites import columns_of, objects
from registry.store.tables import admin_units, site_aliases, sites, stations, structures

Columns = dict[str, Any]
_APART = frozenset({"fid", "version", "attributes", "west", "south", "east", "north"})


def site_columns(connection: Connection, names: Iterable[str]) -> Columns:
    """Return columns of every site that is not merged by code, with ``id``, ``code``, ``lon`` and ``lat``."""
    wanted = dict.fromkeys(("id", "code", "lon", "lat", *names))
    found = _columns(connection, sites, wanted, sites.c.merged_into.is_(None))
    return _sorted(found, "code", "id")


def structure_columns(connection: Connection, names: Iterable[str]) -> Columns:
    """Return columns of every structure, with ``id``, ``site_id``, ``state`` and its days, by id."""
    wanted = dict.fromkeys(("id", "site_id", "state", "built_on", "dismantled_on", "owner", *names))
    return _sorted(_columns(connection, structures, wanted), "id")


def station_columns(connection: Connection, names: Iterable[str]) -> Columns:
    """Return columns of every station, with ``id``, ``structure_id`` and ``operator``."""
    wanted = dict.fromkeys(("id", "structure_id", "operator", "technology", *names))
    return _sorted(_columns(connection, stations, wanted), "operator", "technology", "id")


def code_giver_columns(connection: Connection) -> Columns:
    """Return ``site_id``, ``code`` and ``operator`` of every code that an operator gave: the one that counts
    (a present one before a former, then by name) last."""
    found = _columns(
        connection, site_aliases, ("site_id", "code", "operator", "former"), site_aliases.c.operator != ""
    )
    order = np.lexsort((_texts(found["operator"]), found["former"].astype(bool)))[::-1]
    return {name: held[order] for name, held in found.items()}


def segment_columns(connection: Connection, day: dt.date | None) -> Columns:
    """Return the segments of cable that are not retired on a day (None: all), by owner, route and
    code, with ``route_code`` and ``route_name`` of their routes and their ``geometry``."""
    names = [column.name for column in cable_segments.c if column.name not in _APART]
    laid = None
    if day is not None:
        laid = sa.or_(cable_segments.c.retired_on.is_(None), cable_segments.c.retired_on > day)
    found = _columns(connection, cable_segments, names, laid)
    routes = _columns(connection, cable_routes, ("id", "code", "name"))
    place = {identity: at for at, identity in enumerate(routes["id"])}
    rows = np.array([place[route] for route in found["route"]], dtype=np.int64)
    found["route_code"], found["route_name"] = routes["code"][rows], routes["name"][rows]
    found["geometry"] = shapes_of(found["geometry"])
    found["operators"] = objects([joined(listed(held)) for held in found["operators"]])
    return _sorted(found, "owner", "route_code", "code", "id")


def unit_columns(connection: Connection, day: dt.date | None) -> Columns:
    """Return the administrative units that are valid on a day (None: all), by level and code."""
    names = [column.name for column in admin_units.c if column.name not in _APART]
    valid = None
    if day is not None:
        valid = sa.and_(
            sa.or_(admin_units.c.valid_from.is_(None), admin_units.c.valid_from <= day),
            sa.or_(admin_units.c.valid_to.is_(None), admin_units.c.valid_to >= day),
        )
    found = _columns(connection, admin_units, names, valid)
    found["geometry"] = shapes_of(found["geometry"])
    found["predecessors"] = objects([joined(listed(held)) for held in found["predecessors"]])
    return _sorted(found, "level", "code", "id")


def listed(value: Any) -> list[Any]:
    """Return a list of a JSON column, whichever way the driver gives it."""
    if not value:
        return []
    return list(json.loads(value)) if isinstance(value, str) else list(value)


def joined(values: Iterable[Any]) -> str:
    """Return several codes as one text, separated by commas; "" for none."""
    return ",".join(map(str, values))


def _columns(connection: Connection, table: sa.Table, names: Iterable[str], condition: Any = None) -> Columns:
    found = columns_of(connection, table, names, condition)
    return {name: objects(values) for name, values in found.items()}


def _sorted(found: Columns, *names: str) -> Columns:
    order = np.lexsort([_texts(found[name]) for name in reversed(names)])
    return {name: held[order] for name, held in found.items()}


def _texts(values: Any) -> Any:
    return values.astype(str) if len(values) else np.empty(0, dtype="U1")
