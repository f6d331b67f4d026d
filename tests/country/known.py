"""Zones, units, plans and lists."""

import datetime as dt
from typing import Any

import numpy as np
import shapely

from registry.lake.tables import objects
from tests.country.lands import (
    OPERATORS,
    Land,
    alike,
    commune_names,
    texts,
)


def zones(land: Land) -> dict[str, Any]:
    """Return the towns as urban areas."""
    count = len(land.towns)
    circles = shapely.intersection(
        shapely.buffer(shapely.points(land.towns), land.wide, quad_segs=6), land.area
    )
    return {
        "zone_id": texts(f"z-{land.province.code}-{number:03d}" for number in range(count)),
        "zone_layer": alike("urban_area", count),
        "name": texts(f"Đô thị {number + 1}" for number in range(count)),
        "decision": alike("QĐ 01/2026/QĐ-UBND (minh họa)", count),
        "article": alike("Điều 1", count),
        "valid_from": [dt.date(2000, 1, 1)] * count,
        "error_m": np.zeros(count),
        "height_unlimited": np.zeros(count, dtype=bool),
        "geometry": circles,
    }


def coverages() -> dict[str, Any]:
    return {
        "zone_layer": alike("urban_area", 1),
        "decision": alike("QĐ 01/2026/QĐ-UBND (minh họa)", 1),
        "valid_from": [dt.date(2000, 1, 1)],
        "geometry": objects([None]),
    }


def plans() -> dict[str, Any]:
    count = len(OPERATORS[:3])
    return {
        "plan_version": texts(f"v-{name}" for name, _ in OPERATORS[:3]),
        "operator": texts(name for name, _ in OPERATORS[:3]),
        "decision": alike("KH 01/KH-UBND (minh họa)", count),
        "valid_from": [dt.date(2026, 1, 1)] * count,
        "position_id": objects([None] * count),
        "geometry": objects([None] * count),
    }


def units(land: Land) -> dict[str, Any]:
    one, since = land.province, dt.date(2025, 7, 1)
    communes = len(land.communes)
    kinds = {"city": "Thành phố"}
    return {
        "unit_id": texts([f"{one.code}-2025", *(f"{name}-2025" for name in commune_names(land))]),
        "code": texts([one.code, *commune_names(land)]),
        "level": texts(["province", *["commune"] * communes]),
        "kind": texts([kinds.get(one.kind, "Tỉnh"), *["Xã"] * communes]),
        "name": texts([one.name, *(f"Số {number + 1}" for number in range(communes))]),
        "parent": texts(["", *[one.code] * communes]),
        "predecessors": objects([] for _ in range(communes + 1)),
        "valid_from": [since] * (communes + 1),
        "boundary_error_m": np.zeros(communes + 1),
        "source": alike("minh họa", communes + 1),
        "geometry": objects([land.area, *land.communes]),
    }


def operator_lists(day: dt.date) -> dict[str, Any]:
    count = len(OPERATORS)
    return {
        "ordinal": np.arange(count),
        "operator": texts(name for name, _ in OPERATORS),
        "name": texts(title for _, title in OPERATORS),
        "old_names": objects([] for _ in range(count)),
        "awaited": np.array([name != "GTEL" for name, _ in OPERATORS]),
        "colour": alike("#444444", count),
        "announced_plan": np.arange(count) < 3,
        "list_date": [day - dt.timedelta(days=20)] * count,
        "list_batch": texts(f"B{number + 1}" for number in range(count)),
    }
