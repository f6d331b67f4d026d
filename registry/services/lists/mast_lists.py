"""Lists as pages ask for them: one's own, all that came in, how many wait."""

from registry.errors import RefusalError
from registry.model.mast_lists import WITH_THE_CARRIER, WITH_THE_OFFICE, MastList, MastListState
from registry.services.office.registry import Registry
from registry.store.lists import mast_lists as store
from registry.store.register.units import commune_names


def list_mast_lists(registry: Registry, own: str | None) -> list[MastList]:
    """Return the lists of a carrier (``own``, its code), or (None) all that came to the office."""
    with registry.database.read() as connection:
        return store.load_mast_lists(connection, own)


def get_mast_list(registry: Registry, identity: str, own: str | None) -> MastList:
    """Return a list as a carrier (``own``) or the office (None) may see it (``MAST-LIST-UNKNOWN``).

    A carrier's draft is its own until it sends it; the office sees those that it began itself.
    """
    with registry.database.read() as connection:
        found = store.get_mast_list(connection, identity)
    if own is not None and found.operator != own:
        raise RefusalError("MAST-LIST-UNKNOWN")
    if own is None and found.state is MastListState.DRAFT and not found.by_office:
        raise RefusalError("MAST-LIST-UNKNOWN")
    return found


def waiting(registry: Registry, own: str | None) -> int:
    """Return how many lists wait: for the office to look at, or for the carrier to answer or put right."""
    states = WITH_THE_OFFICE if own is None else WITH_THE_CARRIER - {MastListState.DRAFT}
    if own is not None:
        states |= {MastListState.ASKED}
    else:
        states -= {MastListState.ASKED}
    with registry.database.read() as connection:
        return store.count_in(connection, frozenset(states), own)


def communes(registry: Registry) -> dict[str, str]:
    """Return what the communes that rows are found to stand in are called, by code."""
    with registry.database.read() as connection:
        return commune_names(connection)
