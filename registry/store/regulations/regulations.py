"""Regulations as records, the newest first, and the law of the published ones."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from registry.errors import RefusalError
from registry.law import OwnLaw
from registry.model.regulations import Regulation, RegulationState
from registry.regulations.composing import law_of
from registry.regulations.written import content_from_json
from registry.store.database import Connection
from registry.store.reading import rows_of
from registry.store.records import record_of
from registry.store.regulations.tables import regulations


def list_regulations(connection: Connection, *, published: bool = False) -> list[Regulation]:
    """Return the regulations, the newest first; those in force or once in force where ``published``."""
    wanted = select(regulations).order_by(regulations.c.at.desc(), regulations.c.id)
    if published:
        wanted = wanted.where(regulations.c.state == RegulationState.PUBLISHED.value)
    return [regulation_of(row) for row in rows_of(connection, wanted)]


def get_regulation(connection: Connection, wanted: str) -> Regulation:
    """Return one by its id (``REGULATION-UNKNOWN``)."""
    found = rows_of(connection, select(regulations).where(regulations.c.id == wanted))
    if not found:
        raise RefusalError("REGULATION-UNKNOWN", id=wanted[:40])
    return regulation_of(found[0])


def regulation_of(row: Mapping[str, Any]) -> Regulation:
    """Return a row as what it says."""
    return record_of(
        Regulation,
        row,
        supersedes=row.get("supersedes", ""),  # an image of the ledger leaves out what is empty
        content=content_from_json(row["content"]),
        state=RegulationState(row["state"]),
    )


def load_own_law(connection: Connection) -> OwnLaw:
    """Return the law that the office published beside the catalogue."""
    return law_of(list_regulations(connection, published=True))
