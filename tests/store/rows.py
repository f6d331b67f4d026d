"""Rows to write in tests, as a list of a carrier would give them."""

from typing import Any

from registry.model.ledger import Change


def site(code: str, lon: float = 106.1946, lat: float = 21.2734, **columns: Any) -> dict[str, Any]:
    return {"id": f"site-{code}", "code": code, "lon": lon, "lat": lat, "accuracy_m": 10.0, **columns}


def mast(code: str, **columns: Any) -> dict[str, Any]:
    return {
        "id": f"mast-{code}",
        "site_id": f"site-{code}",
        "state": "in_service",
        "built_year_only": False,
        **columns,
    }


def station(code: str, operator: str, **columns: Any) -> dict[str, Any]:
    return {
        "id": f"station-{code}-{operator}",
        "structure_id": f"mast-{code}",
        "operator": operator,
        **columns,
    }


def created(table: str, *rows: dict[str, Any], key: str = "id") -> list[Change]:
    return [Change(table, row[key], None, row) for row in rows]
