"""What was imported, and taking one import back whole."""

import getpass

from registry.model.ledger import ImportBatch
from registry.model.vietnam_time import one_moment
from registry.services.office.registry import Registry
from registry.store import batches as store
from registry.store import ledger


def list_batches(registry: Registry, *, desk: bool = False) -> list[ImportBatch]:
    """Return every batch, oldest first; one that was taken back says by which.

    The many small ones of the desk (a state, a note, a decision) are left out unless ``desk``.
    """
    with registry.database.read() as connection:
        return store.list_batches(connection, desk=desk)


@one_moment()
def undo_batch(registry: Registry, batch: str, *, who: str, reason: str = "") -> ImportBatch:
    """Take a batch back as a unit and return the batch of the undo, which can be undone in turn.

    Refused, changing nothing, where a later batch changed the same records: the refusal names them.
    """
    with registry.database.write() as connection:
        return store.undo(connection, batch, who=who, reason=reason)


def present_user() -> str:
    """Return the name of the operating system's user, who answers for what the command line does."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user may have no name
        return "?"


def present_number(registry: Registry) -> int:
    """Return the number of the ledger's newest entry."""
    with registry.database.read() as connection:
        return ledger.head(connection).seq
