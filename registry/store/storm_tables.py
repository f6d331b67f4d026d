"""The tables of storms, their tracks and orders.

All are ledgered like the others (see ``registry.store.tables``).
"""

from sqlalchemy import Table

STORM_TABLES: tuple[Table, ...] = ()
"""The tables of this part; proposals are not judged by them."""
