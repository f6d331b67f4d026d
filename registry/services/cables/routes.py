"""Routes of outside cable: a page of their list, one with its segments."""

import datetime as dt
from typing import NamedTuple

from registry.model.cables import CableRoute, CableSegment
from registry.services.office.registry import Registry
from registry.store.cables import cables, routes
from registry.store.cables.routes import Filter, RouteLine

__all__ = ["Filter", "RouteLine", "RoutesListed", "list_routes", "route_with_segments"]


class RoutesListed(NamedTuple):
    """A page of routes: how many there are in all, the plant's totals, owners, days of complete lists."""

    lines: list[RouteLine]
    found: int
    page: int
    pages: int
    totals: dict[str, int]
    owners: list[str]
    dates: dict[str, dt.date]


def list_routes(registry: Registry, asked: Filter, *, page: int, per_page: int, whole: bool) -> RoutesListed:
    """Return page ``page`` (from 1; the last where there are fewer) of the routes, or all where ``whole``.

    Owners and the days of their complete lists are for those who see more than their own.
    """
    with registry.database.read() as connection:
        found = routes.count_routes(connection, asked)
        pages = max(1, -(-found // per_page))
        page = min(max(page, 1), pages)
        first, many = (0, found) if whole else ((page - 1) * per_page, per_page)
        return RoutesListed(
            lines=routes.routes_page(connection, asked, first, many),
            found=found,
            page=page,
            pages=pages,
            totals=cables.count_plant(connection),
            owners=cables.owners(connection) if asked.own is None else [],
            dates=cables.complete_lists(connection) if asked.own is None else {},
        )


def route_with_segments(registry: Registry, route: str) -> tuple[CableRoute | None, list[CableSegment]]:
    """Return a route with its segments; None with no segment where there is none."""
    with registry.database.read() as connection:
        found = routes.get_route(connection, route)
        return found, routes.segments_of_route(connection, route) if found else []
