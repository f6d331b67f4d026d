"""Routes of outside cable: what a list of them shows, and the segments of one."""

from collections.abc import Collection
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.cables import CableRoute, CableSegment, PlantState
from registry.store.cables.cables import own_of, segment_of
from registry.store.cables.tables import cable_routes, cable_segments
from registry.store.portions import portions
from registry.store.records import record_of


class RouteLine(NamedTuple):
    """A route with what its standing segments come to; ``spare_unknown`` counts those of unknown spare."""

    route: CableRoute
    segments: int
    length_m: float
    mounts: tuple[str, ...]
    spare_unknown: int


class Filter(NamedTuple):
    """What a list of routes is narrowed by; "" and None: not at all. ``own``: an organisation's own only."""

    asked: str = ""
    owner: str = ""
    mount: str = ""
    state: str = ""
    own: str | None = None


def route_of(row: Any) -> CableRoute:
    """Return the route of a row (a mapping)."""
    return record_of(CableRoute, row)


def get_route(connection: Connection, wanted: str) -> CableRoute | None:
    """Return a route by its id."""
    row = connection.execute(sa.select(cable_routes).where(cable_routes.c.id == wanted)).mappings().first()
    return None if row is None else route_of(row)


def route_codes(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """Return the codes of routes by their ids."""
    found: dict[str, str] = {}
    for part in portions(sorted(ids)):
        query = sa.select(cable_routes.c.id, cable_routes.c.code).where(cable_routes.c.id.in_(part))
        found |= {row.id: row.code for row in connection.execute(query)}
    return found


def segments_of_route(connection: Connection, route: str, limit: int = 2000) -> list[CableSegment]:
    """Return a route's segments by code, retired ones last, at most ``limit``."""
    t = cable_segments
    query = (
        sa.select(t).where(t.c.route == route).order_by(t.c.state == "retired", t.c.code, t.c.id).limit(limit)
    )
    return [segment_of(row) for row in connection.execute(query).mappings()]


def count_routes(connection: Connection, asked: Filter) -> int:
    """Return how many routes a filter leaves."""
    return int(
        connection.execute(_narrowed(sa.select(sa.func.count()).select_from(cable_routes), asked)).scalar()
        or 0
    )


def routes_page(connection: Connection, asked: Filter, first: int, limit: int) -> list[RouteLine]:
    """Return a page of routes by owner and code, each with what its standing segments come to."""
    query = _narrowed(sa.select(cable_routes), asked)
    query = query.order_by(cable_routes.c.owner, cable_routes.c.code, cable_routes.c.id)
    routes = [route_of(row) for row in connection.execute(query.offset(first).limit(limit)).mappings()]
    t = cable_segments
    sums: dict[str, list[Any]] = {}
    for part in portions([route.id for route in routes]):
        counted = (
            sa.select(
                t.c.route, t.c.mount, sa.func.count(), sa.func.sum(t.c.length_m),
                sa.func.sum(sa.case((t.c.spare.is_(None), 1), else_=0)),
            )
            .where(t.c.route.in_(part))
            .where(t.c.state != PlantState.RETIRED.value)
            .group_by(t.c.route, t.c.mount)
        )  # fmt: skip
        for row in connection.execute(counted):
            sums.setdefault(row[0], []).append(row)
    return [
        RouteLine(
            route,
            sum(row[2] for row in sums.get(route.id, ())),
            float(sum(row[3] for row in sums.get(route.id, ()))),
            tuple(sorted(row[1] for row in sums.get(route.id, ()))),
            int(sum(row[4] for row in sums.get(route.id, ()))),
        )
        for route in routes
    ]


def _narrowed(query: Any, asked: Filter) -> Any:
    r, t = cable_routes, cable_segments
    if asked.owner:
        query = query.where(r.c.owner == asked.owner)
    if asked.asked:
        like = f"%{asked.asked.replace('%', '').replace('_', '')}%"
        query = query.where(sa.or_(r.c.code.ilike(like), r.c.name.ilike(like)))
    of_route = [t.c.route == r.c.id]
    if asked.mount:
        of_route.append(t.c.mount == asked.mount)
    if asked.state:
        of_route.append(t.c.state == asked.state)
    if asked.own is not None:
        of_route.append(own_of(t, asked.own))
    if len(of_route) > 1:
        query = query.where(sa.exists(sa.select(sa.literal(1)).select_from(t).where(*of_route)))
    return query
