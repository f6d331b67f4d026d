"""Tasks of the year's programme as records."""

import sqlalchemy as sa
from sqlalchemy import Connection

from registry.errors import RefusalError
from registry.model.briefing.programmes import Task
from registry.store.briefing.tables import programme_tasks
from registry.store.reading import first_of, rows_of
from registry.store.records import record_of


def load_tasks(connection: Connection, year: int) -> list[Task]:
    """Return the tasks of a year in their order."""
    table = programme_tasks
    query = sa.select(table).where(table.c.year == year).order_by(table.c.ordinal, table.c.id)
    return [record_of(Task, row) for row in rows_of(connection, query)]


def get_task(connection: Connection, identity: str) -> Task:
    """Return one by its id (``TASK-UNKNOWN``)."""
    row = first_of(connection, sa.select(programme_tasks).where(programme_tasks.c.id == identity))
    if row is None:
        raise RefusalError("TASK-UNKNOWN")
    return record_of(Task, row)


def years_held(connection: Connection) -> list[int]:
    """Return the years that have a programme, the newest first."""
    query = sa.select(programme_tasks.c.year).distinct().order_by(programme_tasks.c.year.desc())
    return [int(year) for year in connection.execute(query).scalars()]
