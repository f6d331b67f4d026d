"""The rows of open requests, and the published sums of outages, as layers."""

import datetime as dt
import json
from typing import Any

import numpy as np
import shapely

from registry.frames.lake.masking import Rows
from registry.frames.lake.snapshot import Snapshot
from registry.lake.tables import objects
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import now
from registry.services.open_data.disclosed import open_table
from registry.services.open_data.sets import dataset
from registry.store.requests.requests import load_requests, open_rows

_NAMED = (
    "id", "request", "number", "request_kind", "row", "sheet", "sheet_row", "site_code", "operator", "kind",
    "lon", "lat", "accuracy_m", "commune_code", "commune", "address",
)  # fmt: skip
_SUMS = (
    "event", "started", "line", "area", "communes", "stations", "affected", "down", "restored", "reports",
)  # fmt: skip


def proposals(seen: Snapshot) -> Rows:
    """Return the rows of the lists in force of all open requests."""
    rows = open_rows(seen.connection)
    values: dict[str, Any] = {name: objects(row[name] for row in rows) for name in _NAMED}
    values["shared_with"] = objects(
        row["shared_with"].split(",") if row["shared_with"] else [] for row in rows
    )
    values["proposal"] = objects(
        json.dumps(_judged(row["proposal"]), ensure_ascii=False, sort_keys=True) for row in rows
    )
    lon, lat = (np.array([row[axis] for row in rows], dtype=float) for axis in ("lon", "lat"))
    shapes: Any = np.asarray(shapely.points(lon, lat), dtype=object)
    shapes[~(np.isfinite(lon) & np.isfinite(lat))] = None
    asked = {one.id: one.organisation for one in load_requests(seen.connection)}
    mine = seen.person.organisation
    own = [seen.person.sees_all or bool(mine and asked.get(row["request"]) == mine) for row in rows]
    return Rows(values, shapes, np.array(own, dtype=bool))


def _judged(proposal: dict[str, Any]) -> dict[str, Any]:
    """Leave out what stands in columns that are no field: nothing is judged by it, and it may name people."""
    return {name: value for name, value in proposal.items() if name != "also"}


def outages(seen: Snapshot) -> Rows:
    """Return the lines of the summaries that everybody may read: of the end of the day, today of now."""
    evening = dt.datetime.combine(seen.day, dt.time(23, 59), VIETNAM)
    rows = open_table(seen.registry, dataset("outages"), min(evening, now())).rows
    values = {name: objects(row[name] for row in rows) for name in _SUMS}
    return Rows(values, None, np.ones(len(rows), dtype=bool))
