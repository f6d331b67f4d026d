"""Zones of named layers, and where a layer is known to be complete."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.areas import Layer, LayerCoverage, Zone
from registry.store.changes import stable_id
from registry.store.images import encode
from registry.store.portions import portions
from registry.store.records import record_of, row_of
from registry.store.tables import layer_coverages, zones


def load_zones(
    connection: Connection,
    *,
    as_of: dt.date | None = None,
    layer: Layer | None = None,
    only: Sequence[str] | None = None,
) -> list[Zone]:
    """Return zones in the order of layer and id: those valid on a day, or all; of one layer, or all.

    ``only`` are the ids of those that are wanted, in the order of their portions then.
    """
    query = _valid(sa.select(zones), zones, as_of)
    if layer is not None:
        query = query.where(zones.c.layer == layer)
    query = query.order_by(zones.c.layer, zones.c.id)
    asked = [query] if only is None else [query.where(zones.c.id.in_(part)) for part in portions(only)]
    return [_zone(row) for part in asked for row in connection.execute(part).mappings()]


def load_coverages(connection: Connection, *, as_of: dt.date | None = None) -> list[LayerCoverage]:
    """Return where layers are complete: what is valid on a day, or all."""
    query = _valid(sa.select(layer_coverages), layer_coverages, as_of).order_by(
        layer_coverages.c.layer, layer_coverages.c.id
    )
    return [record_of(LayerCoverage, row) for row in connection.execute(query).mappings()]


def zone_row(zone: Zone) -> dict[str, Any]:
    """Return the row of a zone; no limit of height (``inf``) has a column of its own."""
    return row_of(zones, zone, **height_columns(zone.max_height_m))


def height_columns(max_height_m: float | None) -> dict[str, Any]:
    """Return the columns of a limit of height: none stated, metres, or stated as none (``inf``)."""
    unlimited = max_height_m == float("inf")
    return {"max_height_m": None if unlimited else max_height_m, "height_unlimited": unlimited}


def height_of(row: Mapping[Any, Any]) -> float | None:
    """Return the limit of height of a row as ``height_columns`` writes it."""
    return float("inf") if row["height_unlimited"] else row["max_height_m"]


def coverage_row(coverage: LayerCoverage) -> dict[str, Any]:
    """Return the row of a coverage; a layer has one for each decision and first day."""
    key = stable_id("coverage", coverage.layer, coverage.decision, coverage.valid_from.isoformat())
    return row_of(layer_coverages, coverage, id=key)


def zone_id(layer: Layer, decision: str, content: Any, name: str = "") -> str:
    """Return the id of a zone: the same shape (shapely) and name by the same decision is the same zone."""
    shape = encode(zones, {"geometry": content}).get("geometry", "")
    return stable_id("zone", layer, decision, name, shape)


def _valid(query: sa.Select[Any], table: sa.Table, as_of: dt.date | None) -> sa.Select[Any]:
    if as_of is None:
        return query
    return query.where(table.c.valid_from <= as_of).where(
        sa.or_(table.c.valid_to.is_(None), table.c.valid_to >= as_of)
    )


def _zone(row: Any) -> Zone:
    return record_of(Zone, row, max_height_m=height_of(row))
