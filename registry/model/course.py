"""The course (khóa học): one person's try at an exercise, with the material that was made for it.

Moments are in UTC. What the exercises are, ``registry.course`` reads from ``data/course``.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class CourseTry:
    """A try: the ``ordinal``-th of its learner at an exercise.

    ``began_seq`` is the number of the ledger's newest entry when it began: what the learner did stands after
    it. ``material`` is what was made for it, by the exercise's own names; ``answers`` are what the learner
    typed, by question, ``files`` those of the material (``name``, ``sha256``). ``checks`` is how often it
    was checked. ``finished_at`` None: not finished;
    ``cleared_at`` None: its practice records stand. ``source`` is the practice register's record that it was
    brought in from, "" for a try of this register.
    """

    id: str
    exercise: str
    learner: str
    began_at: dt.datetime
    ordinal: int = 1
    began_seq: int = 0
    material: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[Mapping[str, str], ...] = ()
    checks: int = 0
    finished_at: dt.datetime | None = None
    cleared_at: dt.datetime | None = None
    source: str = ""
    version: int = 1

    @property
    def open(self) -> bool:
        """Whether the learner is at it."""
        return self.finished_at is None and self.cleared_at is None

    @property
    def taken(self) -> dt.timedelta | None:
        """How long it took; None where it is not finished."""
        return None if self.finished_at is None else self.finished_at - self.began_at
