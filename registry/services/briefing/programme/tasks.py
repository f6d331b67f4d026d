"""The tasks of a year as they are listed: all, of a month, of an officer."""

import datetime as dt

from registry.model.briefing.programmes import Task
from registry.model.people import Person
from registry.services.briefing.deeds import check_reader
from registry.services.office.registry import Registry
from registry.store.briefing.programmes import get_task, load_tasks, years_held


def tasks_of(registry: Registry, year: int, *, person: Person) -> list[Task]:
    """Return the tasks of a year in their order."""
    check_reader(person)
    with registry.database.read() as connection:
        return load_tasks(connection, year)


def task_of(registry: Registry, identity: str, *, person: Person) -> Task:
    """Return one task (``TASK-UNKNOWN``)."""
    check_reader(person)
    with registry.database.read() as connection:
        return get_task(connection, identity)


def years(registry: Registry, *, person: Person) -> list[int]:
    """Return the years that have a programme, the newest first."""
    check_reader(person)
    with registry.database.read() as connection:
        return years_held(connection)


def due_in(tasks: list[Task], first: dt.date, last: dt.date) -> list[Task]:
    """Return the open tasks whose last month ends in some days."""
    return [one for one in tasks if one.open and one.last_day is not None and first <= one.last_day <= last]


def at_work(tasks: list[Task], day: dt.date) -> list[Task]:
    """Return the open tasks that are to be worked at in the month of a day, or are late."""
    return [
        one
        for one in tasks
        if one.open
        and (one.in_month(day.year, day.month) or (one.last_day is not None and one.last_day < day))
    ]
