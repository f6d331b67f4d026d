"""Conditions that the office wrote before, the most used first, to be offered again: typed once."""

from registry.services.office.registry import Registry
from registry.store.requests.conditions import own_texts

OFFERED = 200


def used_before(registry: Registry, wanted: str = "") -> list[tuple[str, int]]:
    """Return the office's own conditions with how often each was used; those that hold ``wanted`` only.

    What findings proposed and nobody edited is not among them: it is proposed where it is due.
    """
    with registry.database.read() as connection:
        return own_texts(connection, wanted.strip(), OFFERED)
