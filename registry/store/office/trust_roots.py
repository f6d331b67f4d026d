"""Root certificates that the office concludes by, as rows."""

import base64
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.model.requests.signed_papers import Root
from registry.store.office.tables import trust_roots


def load_roots(connection: Connection) -> list[Root]:
    """Return the roots, by name."""
    query = sa.select(trust_roots).order_by(trust_roots.c.name, trust_roots.c.id)
    return [
        Root(row["name"], row["id"], row["valid_from"], row["valid_to"], base64.b64decode(row["certificate"]))
        for row in connection.execute(query).mappings()
    ]


def root_row(root: Root, who: str, at: str) -> dict[str, Any]:
    """Return the row of a root that somebody states now."""
    return {
        "id": root.sha256,
        "name": root.name,
        "valid_from": root.valid_from,
        "valid_to": root.valid_to,
        "certificate": base64.b64encode(root.der).decode(),
        "who": who,
        "at": at,
    }
