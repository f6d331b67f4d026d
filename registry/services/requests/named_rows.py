"""The positions of requests by what they are called, without judging any: for finding one."""

from registry.services.office.registry import Registry
from registry.store.requests.requests import NamedRow, named_rows


def rows_by_name(registry: Registry, organisation: str | None = None) -> list[NamedRow]:
    """Return the rows of the lists in force, the newest requests first; of one organisation's only."""
    with registry.database.read() as connection:
        return named_rows(connection, organisation=organisation)
