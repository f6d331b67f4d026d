"""Rows of the field to write in tests, with what their tables need."""

import datetime as dt
from typing import Any

AT = "2026-05-12T02:30:00.000Z"


def campaign(key: str, kind: str = "season", **columns: Any) -> dict[str, Any]:
    return {"id": key, "kind": kind, "name": key, "state": "open", "at": AT, **columns}


def target(campaign: str, code: str, organisation: str = "", **columns: Any) -> dict[str, Any]:
    return {
        "id": f"{campaign}-{code}", "campaign": campaign, "structure": f"mast-{code}",
        "organisation": organisation, "state": "open", **columns,
    }  # fmt: skip


def visit(key: str, code: str, campaign: str | None = None, **columns: Any) -> dict[str, Any]:
    return {"id": key, "campaign": campaign, "structure": f"mast-{code}", "received_at": AT, **columns}


def defect(key: str, code: str, **columns: Any) -> dict[str, Any]:
    return {
        "id": key, "structure": f"mast-{code}", "state": "open", "found_on": dt.date(2026, 5, 1), **columns
    }  # fmt: skip


def data_request(key: str, **columns: Any) -> dict[str, Any]:
    return {"id": key, "made_on": dt.date(2026, 5, 1), "masts": 3, "state": "open", "at": AT, **columns}
