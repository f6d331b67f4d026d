"""The tables of outages: reports of carriers, and incidents with their clocks.

All are ledgered like the others (see ``registry.store.tables``).
"""

from sqlalchemy import Table

OUTAGE_TABLES: tuple[Table, ...] = ()
"""The tables of this part; proposals are not judged by them."""
