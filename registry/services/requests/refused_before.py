"""Refused before (đã từng chưa thống nhất): rows of an open request at places that a reply refused.

So are the rows at places whose agreement the office revoked. What stands in the way is judged anew; that the
same was answered before, and by which letter, nobody has to remember.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from registry.geo.crs import to_metric
from registry.model.positions import DEFAULT_ACCURACY_M
from registry.model.requests.desk_records import Approval, ApprovalState
from registry.services.office.registry import Registry
from registry.services.requests.opened import RequestFile
from registry.services.requests.taken import Spots, asks_for_place, taken_now
from registry.store.requests.agreements import list_approvals
from registry.store.requests.decided_rows import Refused, load_refused

_At = tuple[float, float, float, str, dt.date, str]
"""Where (EPSG:4326, with its error), of which network, on which day and in which request it was answered."""


def refused_before(registry: Registry, file: RequestFile) -> dict[int, Refused]:
    """Return by row the latest refusal of its place to the same network; none for a request that is over.

    One place is what positions cannot be told apart at (``taken.Spots``). A row that names no network is of
    none, and a place that another letter agreed to since is refused no more.
    """
    if not file.request.open or not file.rows:
        return {}
    with registry.database.read() as connection:
        earlier = [one for one in load_refused(connection) if one.request != file.request.id]
    places = [(one.lon, one.lat, one.accuracy_m, one.operator, one.issued_on, one.request) for one in earlier]
    return {row: earlier[at] for row, at in _latest(registry, file, places).items()}


def revoked_before(registry: Registry, file: RequestFile) -> dict[int, Approval]:
    """Return by row the latest agreement to its place for the same network that the office revoked.

    None for a request that is over, and none where the place was agreed to again.
    """
    if not file.request.open or not file.rows:
        return {}
    with registry.database.read() as connection:
        earlier = list_approvals(connection, state=ApprovalState.REVOKED)[::-1]
    places = [
        (one.lon, one.lat, DEFAULT_ACCURACY_M, one.operator, one.approved_on, one.request) for one in earlier
    ]
    return {row: earlier[at] for row, at in _latest(registry, file, places).items()}


def _latest(registry: Registry, file: RequestFile, earlier: Sequence[_At]) -> dict[int, int]:
    """Return by row which of ``earlier``, the latest first, is of its place and network and holds still."""
    if not earlier:
        return {}
    lon, lat, accuracy_m = np.array([one[:3] for one in earlier], dtype=float).T
    xy = np.column_stack(to_metric(lon, lat, registry.settings.metric_epsg))
    proposals = [row.proposal for row in file.rows]
    asking = [at for at, row in enumerate(proposals) if asks_for_place(row.kind)]
    found: dict[int, int] = {}
    spots = Spots(proposals, asking, registry.settings.metric_epsg)
    points: Any = shapely.points(xy)
    for row, at, _apart in spots.near(xy, shapely.STRtree(points), accuracy_m):
        if proposals[row].operator and earlier[at][3] == proposals[row].operator:
            found[row] = min(at, found.get(row, at))
    agreed = taken_now(registry).near(spots) if found else {}
    return {
        row: at
        for row, at in sorted(found.items())
        if not any(
            place.operator == earlier[at][3]
            and place.request != earlier[at][5]
            and place.agreed_on is not None
            and place.agreed_on >= earlier[at][4]
            for place in agreed.get(row, ())
        )
    }
