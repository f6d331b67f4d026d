"""The tables of campaigns, inspections, defects and field reports.

All are ledgered like the others (see ``registry.store.tables``).
"""

from sqlalchemy import Table

FIELD_TABLES: tuple[Table, ...] = ()
"""The tables of this part; proposals are not judged by them."""
