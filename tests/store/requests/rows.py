"""Rows of the desk to write in tests."""

import datetime as dt
from typing import Any

DAY = dt.date(2026, 10, 1)


def request(ordinal: int, organisation: str = "VTL", **columns: Any) -> dict[str, Any]:
    return {"id": f"r{ordinal}", "number": f"{ordinal}/2026/HS-VT", "year": 2026, "ordinal": ordinal,
            "kind": "position", "organisation": organisation, "received_on": DAY, "state": "issued",
            "list_version": 1, "list_rows": 1, **columns}  # fmt: skip


def handed_list(of: int, ordinal: int, at: str) -> dict[str, Any]:
    name = f"r{of}-{ordinal}"
    return {"id": name, "request": f"r{of}", "ordinal": ordinal, "rows": 1, "reading": [name],
            "received_on": DAY, "at": at}  # fmt: skip


def approval(name: str, site: str, on: int, **columns: Any) -> dict[str, Any]:
    return {"id": name, "request": "r1", "row": 1, "site_id": site, "lon": 106.2, "lat": 21.2,
            "decision": f"{name}/TL", "approved_on": DAY + dt.timedelta(days=on), "state": "approved",
            "extended_months": 0, **columns}  # fmt: skip
