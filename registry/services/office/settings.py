"""What the office set for itself: a value under each key, written and journalled together."""

from collections.abc import Mapping
from typing import Any

from registry.services.office import deeds
from registry.store.database import Connection
from registry.store.office.operators import load_settings, setting_change
from registry.store.tables import office_settings

KIND = f"{deeds.KIND}settings"


def write_settings(
    connection: Connection,
    values: Mapping[str, Any],
    *,
    about: str,
    who: deeds.Actor,
    since: int | None = None,
) -> None:
    """Set values of the office, None takes one away; nothing is written where all of them stand already.

    ``about`` is what the journal says was set. ``since`` is the ledger's number when the writer looked at
    them: ``CHANGED-MEANWHILE`` where somebody set one of them after it.
    """
    offered = {key: {"value": value} for key, value in values.items()}
    deeds.check_since(connection, office_settings, offered, since)
    standing = load_settings(connection)
    changes = [
        setting_change(connection, key, value) for key, value in values.items() if standing.get(key) != value
    ]
    deeds.write(connection, changes, KIND, who, options={"setting": about})


def set_otherwise(
    connection: Connection, key: str, standing: Mapping[str, Any], offered: Mapping[str, Any]
) -> Exception:
    """Return the refusal (``CHANGED-MEANWHILE``) where a part of a setting is not as it was seen."""
    return deeds.changed(connection, office_settings, key, standing, offered)
