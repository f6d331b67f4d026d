"""The record (sổ học): who finished which exercise when, in how many minutes, at which try."""

import datetime as dt
import math
from dataclasses import dataclass

from registry.course.exercises import exercise
from registry.messages import Words
from registry.model.course import CourseTry
from registry.services.office.registry import Registry
from registry.store.course.tries import tries_of


@dataclass(frozen=True, slots=True)
class Finished:
    """An exercise that somebody finished for the first time; ``minutes`` from its beginning, by the clock.

    ``tries`` is the try at which it was finished, ``checks`` how often that try was checked. ``source`` is
    the practice register's record that says so, "" where this register does.
    """

    learner: str
    exercise: str
    number: int
    title: Words
    finished_at: dt.datetime
    minutes: int
    tries: int
    checks: int
    source: str = ""


def finished(registry: Registry) -> list[Finished]:
    """Return every first finishing, the newest first."""
    with registry.database.read() as connection:
        done = [one for one in tries_of(connection) if one.finished_at is not None]
    first: dict[tuple[str, str], CourseTry] = {}
    for one in sorted(done, key=lambda item: item.finished_at or item.began_at):
        first.setdefault((one.learner, one.exercise), one)
    return sorted(map(_row, first.values()), key=lambda row: row.finished_at, reverse=True)


def certificate_of(registry: Registry, learner: str) -> list[Finished]:
    """Return what one person finished, in the order of the course."""
    return sorted(
        (row for row in finished(registry) if row.learner == learner),
        key=lambda row: (row.number, row.exercise),
    )


def _row(item: CourseTry) -> Finished:
    known, at = exercise(item.exercise), item.finished_at or item.began_at
    return Finished(
        learner=item.learner,
        exercise=item.exercise,
        number=known.number if known else 0,
        title=known.title if known else Words(item.exercise, item.exercise),
        finished_at=at,
        minutes=max(1, math.ceil((at - item.began_at).total_seconds() / 60)),
        tries=item.ordinal,
        checks=item.checks,
        source=item.source,
    )
