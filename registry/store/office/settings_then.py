"""The settings of the office as they stood when a record came to say something: read back from the ledger."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from registry.store.database import Connection
from registry.store.ledger import entry_of
from registry.store.office.operators import load_settings
from registry.store.tables import ledger, office_settings


def settings_when(
    connection: Connection, table: sa.Table, record: str, said: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the settings as they stood when a record last came to hold what is ``said``.

    Those of now where no entry of the ledger says when that was.
    """
    found = load_settings(connection)
    of_record = sa.select(ledger).where(ledger.c.table_name == table.name, ledger.c.record == record)
    came = 0
    for row in connection.execute(of_record.order_by(ledger.c.seq)):
        entry = entry_of(row)
        if _holds(entry.change.after, said) and not _holds(entry.change.before, said):
            came = entry.seq
    if not came:
        return found
    later = sa.select(ledger).where(ledger.c.table_name == office_settings.name, ledger.c.seq > came)
    for row in connection.execute(later.order_by(ledger.c.seq.desc())):
        change = entry_of(row).change
        if change.before is None:
            found.pop(change.record, None)
        else:
            found[change.record] = change.before["value"]
    return found


def _holds(image: Mapping[str, Any] | None, said: Mapping[str, Any]) -> bool:
    return image is not None and all(image.get(name) == value for name, value in said.items())
