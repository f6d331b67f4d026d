"""The tables of outside cable: routes, poles, chambers and cabinets.

All are ledgered like the others (see ``registry.store.tables``).
"""

from sqlalchemy import Table

CABLE_TABLES: tuple[Table, ...] = ()
"""The tables of this part; proposals are not judged by them."""
