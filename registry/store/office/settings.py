"""What the office set for itself: a value under each key, written and journalled together."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.vietnam_time import VIETNAM
from registry.store import batches, ledger
from registry.store.office.operators import load_settings, setting_change
from registry.store.tables import office_settings

KIND = f"{batches.DESK}settings"


def write_settings(
    connection: Connection, values: Mapping[str, Any], *, about: str, who: str, since: int | None = None
) -> None:
    """Set values of the office, None takes one away; nothing is written where all of them stand already.

    ``about`` is what the journal says was set. ``since`` is the ledger's number when the writer looked at
    them: ``SETTINGS-CHANGED``, with who and when, where somebody set one of them after it.
    """
    later = None if since is None else ledger.change_after(connection, office_settings, values, since)
    if later is not None:
        at = dt.datetime.fromisoformat(later.at).astimezone(VIETNAM)
        raise RefusalError("SETTINGS-CHANGED", by=later.who, at=f"{at:%d/%m/%Y %H:%M}")
    standing = load_settings(connection)
    changes = [
        setting_change(connection, key, value) for key, value in values.items() if standing.get(key) != value
    ]
    if changes:
        batch = batches.open_batch(connection, kind=KIND, who=who, options={"setting": about})
        ledger.record(connection, changes, who=who, batch=batch.id)


def last_set(connection: Connection, key: str) -> tuple[str, str]:
    """Return who set a value last and when, as people in Vietnam read it; ("?", "") for nobody."""
    return ledger.last_change(connection, office_settings, key)
