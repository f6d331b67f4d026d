"""Tries: begun with material of their own, checked by facts, answered, led by the leader, cleared.

Only an illustrative register has exercises; every one refuses (``COURSE-REAL``) anything but reading the
record
of who finished what.
"""

import datetime as dt
import secrets
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.course.exercises import Exercise, Step, exercise, exercises
from registry.course.lesson import Lesson, Look, Start, StepState, Told
from registry.errors import RefusalError
from registry.model.course import CourseTry
from registry.model.people import Person
from registry.model.vietnam_time import now, one_moment
from registry.services.office.attachments import keep_file
from registry.services.office.batches import present_number
from registry.services.office.calendar import today
from registry.services.office.deeds import KIND as DESK
from registry.services.office.deeds import deed, name_of
from registry.services.office.registry import Registry, is_illustrative
from registry.store.changes import new_id
from registry.store.course import tries as store
from registry.store.course.tables import course_tries
from registry.store.ledger import stamp
from registry.store.records import row_of
from registry.typed_text import line_within

KIND = f"{DESK}course"
LONGEST_ANSWER = 200
_MAKING = threading.Lock()
"""Held while material is made: two who begin at once get positions of their own."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody's try at an exercise stands, step by step."""

    exercise: Exercise
    item: CourseTry
    told: tuple[Told, ...]

    @property
    def next(self) -> Step | None:
        """The step that comes next."""
        left = next((one for one in self.told if one.state is not StepState.RIGHT), None)
        return None if left is None else self.exercise.step(left.step)

    @property
    def done(self) -> int:
        """How many steps are right."""
        return sum(one.state is StepState.RIGHT for one in self.told)


@dataclass(frozen=True, slots=True)
class Progress:
    """An exercise as its learner sees it in the course: the open try, and the first that was finished."""

    exercise: Exercise
    open: CourseTry | None
    finished: CourseTry | None
    tries: int


def course_of(registry: Registry, person: Person) -> list[Progress]:
    """Return the exercises that are for a person, in their order, with how far the person is."""
    with registry.database.read() as connection:
        own = store.tries_of(connection, learner=name_of(person))
    return [_progress(one, own) for one in exercises() if one.is_for(person)]


def open_tries(registry: Registry, person: Person) -> list[CourseTry]:
    """Return the tries that a person is at, the newest first."""
    with registry.database.read() as connection:
        return [one for one in store.tries_of(connection, learner=name_of(person)) if one.open]


def try_of(registry: Registry, code: str, person: Person) -> CourseTry | None:
    """Return a person's newest try at an exercise; None where there is none, or it was cleared."""
    with registry.database.read() as connection:
        found = store.tries_of(connection, learner=name_of(person), exercise=code)
    newest = next(iter(found), None)
    return newest if newest is not None and newest.cleared_at is None else None


def exercise_for(code: str, person: Person) -> Exercise:
    """Return an exercise that is for a person (``COURSE-NO-EXERCISE``)."""
    found = exercise(code)
    if found is None or not found.is_for(person):
        raise RefusalError("COURSE-NO-EXERCISE", name=code[:40])
    return found


@one_moment()
def begin(registry: Registry, code: str, *, person: Person) -> CourseTry:
    """Begin an exercise anew: its material is made now, and what an earlier try practised on is cleared.

    Refused in a register that is no illustrative one (``COURSE-REAL``), for an exercise that is not the
    person's (``COURSE-NO-EXERCISE``), and where no material is left (``COURSE-NO-POSITION``).
    """
    _only_illustrative(registry)
    found = exercise_for(code, person)
    before = try_of(registry, code, person)
    if before is not None:
        clear(registry, before.id, person=person)
    learner, tag = name_of(person), secrets.token_hex(2).upper()
    with _MAKING, tempfile.TemporaryDirectory(prefix="bts-course-") as folder:
        start = Start(registry, person, learner, tag, today(), Path(folder))
        made = _lesson(found).make(start)
        kept = [{"name": path.name, "sha256": keep_file(registry, path).sha256} for path in made.files]
        with registry.database.read() as connection:
            ordinal = 1 + len(store.tries_of(connection, learner=learner, exercise=code))
        item = CourseTry(
            id=new_id(), exercise=code, learner=learner, began_at=now(), ordinal=ordinal,
            began_seq=present_number(registry), material={**made.material, "tag": tag}, files=tuple(kept),
        )  # fmt: skip
        with deed(registry, KIND, person) as written:
            written.create(course_tries, row_of(course_tries, item))
    return item


def look(registry: Registry, item: CourseTry, person: Person) -> Standing:
    """Return how a try stands now, by facts of the register and the ledger; writes nothing."""
    found = exercise_for(item.exercise, person)
    told = _lesson(found).check(Look(registry, item, person))
    return Standing(found, item, tuple(sorted(told, key=lambda one: _place(found, one.step))))


@one_moment()
def check(registry: Registry, identity: str, *, person: Person) -> Standing:
    """Check one's own try, count that, and note that it is finished where every step is right."""
    item = _own(registry, identity, person)
    found = look(registry, item, person)
    columns: dict[str, Any] = {"checks": item.checks + 1}
    if found.next is None and item.finished_at is None:
        columns |= {"finished_at": stamp(now())}
    with deed(registry, KIND, person) as made:
        made.amend(course_tries, item.id, **columns)
    return Standing(found.exercise, _own(registry, identity, person), found.told)


@one_moment()
def answer(registry: Registry, identity: str, typed: Mapping[str, str], *, person: Person) -> None:
    """Keep what one typed into the questions of one's own try; what is no question of it is left out."""
    item = _own(registry, identity, person)
    asked = {one.code for one in exercise_for(item.exercise, person).questions}
    said = {name: line_within(text, LONGEST_ANSWER) for name, text in typed.items() if name in asked}
    with deed(registry, KIND, person) as made:
        made.amend(course_tries, item.id, answers={**item.answers, **said})


@one_moment()
def lead(registry: Registry, identity: str, *, person: Person) -> None:
    """Have the leader of the exercise look at what was submitted; refused where the exercise has none."""
    item = _own(registry, identity, person)
    does = _lesson(exercise_for(item.exercise, person)).lead
    if does is None:
        raise RefusalError("COURSE-NO-LEADER")
    does(Look(registry, item, person))


@one_moment()
def clear(registry: Registry, identity: str, *, person: Person) -> None:
    """Clear what a try practised on: records are withdrawn or closed, none deleted; it stays recorded."""
    item = _own(registry, identity, person)
    _lesson(exercise_for(item.exercise, person)).clear(Look(registry, item, person))
    with deed(registry, KIND, person) as made:
        made.amend(course_tries, item.id, cleared_at=stamp(now()))


def _own(registry: Registry, identity: str, person: Person) -> CourseTry:
    """Return a try of a person's own that is not cleared (``COURSE-UNKNOWN``)."""
    _only_illustrative(registry)
    with registry.database.read() as connection:
        item = store.get_try(connection, identity)
    if item.learner != name_of(person) or item.cleared_at is not None or item.source:
        raise RefusalError("COURSE-UNKNOWN", id=identity[:40])
    return item


def _only_illustrative(registry: Registry) -> None:
    if not is_illustrative(registry):
        raise RefusalError("COURSE-REAL")


def has_leader(found: Exercise) -> bool:
    """Whether an exercise has a leader of its own."""
    return _lesson(found).lead is not None


def _lesson(found: Exercise) -> Lesson:
    from registry.course.lessons.registered import LESSONS

    return LESSONS[found.code]


def _place(found: Exercise, step: str) -> int:
    return [one.code for one in found.steps].index(step)


def _progress(found: Exercise, own: Sequence[CourseTry]) -> Progress:
    mine = [one for one in own if one.exercise == found.code]
    finished = [one for one in mine if one.finished_at is not None]
    return Progress(
        found,
        next((one for one in mine if one.open), None),
        min(finished, key=_when, default=None),
        len(mine),
    )


def _when(item: CourseTry) -> dt.datetime:
    return item.finished_at or item.began_at
