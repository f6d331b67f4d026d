"""Rows of a table as they all stand, for what looks at every one of them."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table


def rows_of(connection: Connection, table: Table, columns: Collection[str] = ()) -> list[dict[str, Any]]:
    """Return every row of a table in no order; some ``columns`` of it, none named: all."""
    query = sa.select(*(table.c[name] for name in columns)) if columns else sa.select(table)
    return [dict(row) for row in connection.execute(query).mappings()]
