"""The tables of obligations and their reminders.

All are ledgered like the others (see ``registry.store.tables``).
"""

from sqlalchemy import Table

DUTY_TABLES: tuple[Table, ...] = ()
"""The tables of this part; proposals are not judged by them."""
