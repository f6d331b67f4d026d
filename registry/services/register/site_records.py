"""One site as the register holds it, with its structures and stations, and what was done to it."""

from typing import Any

from registry.model.ledger import LedgerEntry
from registry.services.office.registry import Registry
from registry.store.histories import entries_of
from registry.store.register import site_views


def site_of_code(registry: Registry, code: str) -> dict[str, Any] | None:
    """Return the site of a code, also of one that it bore before; None where there is none."""
    with registry.database.read() as connection:
        return site_views.site_by_code(connection, code)


def site_of_number(registry: Registry, number: int) -> dict[str, Any] | None:
    """Return the site of a number of the map; None where there is none."""
    with registry.database.read() as connection:
        return site_views.site_by_number(connection, number)


def sites_of_ids(registry: Registry, ids: list[str]) -> list[dict[str, Any]]:
    """Return the sites of ids, in their order, but those that are not there."""
    with registry.database.read() as connection:
        found = [site_views.site_by_id(connection, identity) for identity in ids]
    return [site for site in found if site is not None]


def entries_of_site(registry: Registry, site: dict[str, Any]) -> list[LedgerEntry]:
    """Return what the ledger says of a site, its structures, stations and other codes, the oldest first."""
    structures = site["structures"]
    with registry.database.read() as connection:
        return entries_of(
            connection,
            {
                "sites": [site["id"]],
                "structures": [one["id"] for one in structures],
                "stations": [station["id"] for one in structures for station in one["stations"]],
                "site_aliases": [alias["id"] for alias in site["aliases"]],
            },
        )
