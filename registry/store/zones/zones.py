"""Zones of named layers, and where a layer is known to be complete."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.areas import Layer, LayerCoverage, Zone
from registry.store.changes import stable_id
from registry.store.images import encode
from registry.store.tables import layer_coverages, zones


def load_zones(
    connection: Connection, *, as_of: dt.date | None = None, layer: Layer | None = None
) -> list[Zone]:
    """Return zones in the order of layer and id: those valid on a day, or all; of one layer, or all."""
    query = _valid(sa.select(zones), zones, as_of)
    if layer is not None:
        query = query.where(zones.c.layer == layer)
    return [_zone(row) for row in connection.execute(query.order_by(zones.c.layer, zones.c.id))]


def load_coverages(connection: Connection, *, as_of: dt.date | None = None) -> list[LayerCoverage]:
    """Return where layers are complete: what is valid on a day, or all."""
    query = _valid(sa.select(layer_coverages), layer_coverages, as_of).order_by(
        layer_coverages.c.layer, layer_coverages.c.id
    )
    return [
        LayerCoverage(
            layer=Layer(row.layer),
            decision=row.decision,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            geometry=row.geometry,
        )
        for row in connection.execute(query)
    ]


def zone_row(zone: Zone) -> dict[str, Any]:
    """Return the row of a zone; no limit of height (``inf``) has a column of its own."""
    unlimited = zone.max_height_m is not None and zone.max_height_m == float("inf")
    return {
        "id": zone.id,
        "layer": str(zone.layer),
        "name": zone.name,
        "decision": zone.decision,
        "article": zone.article,
        "valid_from": zone.valid_from,
        "valid_to": zone.valid_to,
        "geometry": zone.geometry,
        "allowed_classes": None if zone.allowed_classes is None else sorted(zone.allowed_classes),
        "max_height_m": None if unlimited else zone.max_height_m,
        "height_unlimited": unlimited,
        "error_m": zone.error_m,
        "attributes": zone.attributes,
    }


def coverage_row(coverage: LayerCoverage) -> dict[str, Any]:
    """Return the row of a coverage; a layer has one for each decision and first day."""
    return {
        "id": stable_id("coverage", coverage.layer, coverage.decision, coverage.valid_from.isoformat()),
        "layer": str(coverage.layer),
        "decision": coverage.decision,
        "valid_from": coverage.valid_from,
        "valid_to": coverage.valid_to,
        "geometry": coverage.geometry,
    }


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
    return Zone(
        id=row.id,
        layer=Layer(row.layer),
        name=row.name,
        decision=row.decision,
        article=row.article,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        geometry=row.geometry,
        allowed_classes=None if row.allowed_classes is None else frozenset(row.allowed_classes),
        max_height_m=float("inf") if row.height_unlimited else row.max_height_m,
        error_m=row.error_m,
        attributes=row.attributes,
    )
