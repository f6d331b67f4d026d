"""Deeds on tasks of the programme: added, put right, under way, done, dropped, linked."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.briefing.programmes import MONTHS, Task, TaskState
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.briefing.deeds import briefing_deed, check_leader, check_leads, needed
from registry.services.briefing.programme.months import read_months
from registry.services.briefing.programme.read_table import LONGEST, MOST
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed
from registry.services.office.registry import Registry
from registry.store.briefing.programmes import get_task, load_tasks
from registry.store.briefing.tables import programme_tasks
from registry.store.changes import new_id
from registry.store.records import row_of
from registry.typed_text import line_within

UNKNOWN = "TASK-UNKNOWN"
YEARS = range(2000, 2100)
_OPEN = (TaskState.PLANNED, TaskState.UNDER_WAY)
_LINES = ("number", "section", "room", "officer", "beside", "months_text", "product", "source", "note")


@dataclass(frozen=True, slots=True)
class TaskTyped:
    """What a form says of a task; ``months`` () are read from ``months_text``."""

    content: str
    number: str = ""
    section: str = ""
    room: str = ""
    officer: str = ""
    beside: str = ""
    months_text: str = ""
    months: tuple[int, ...] = ()
    product: str = ""
    source: str = ""
    note: str = ""


@one_moment()
def add_task(registry: Registry, year: int, typed: TaskTyped, *, reason: str = "", person: Person) -> str:
    """Add a task and return its id; in a programme that stands it is unplanned, and needs its ``reason``.

    Refused for a year that is none (``PROGRAMME-YEAR-NONE``), time that is not understood
    (``TASK-MONTHS``) and more than a programme holds (``PROGRAMME-MANY``).
    """
    check_leader(person)
    check_year(year)
    columns = _columns(typed, year)
    with briefing_deed(registry, "add_task", person, year=year) as made:
        tasks = load_tasks(made.connection, year)
        if len(tasks) >= MOST:
            raise RefusalError("PROGRAMME-MANY", name=str(year), tasks=len(tasks) + 1, most=MOST)
        unplanned = bool(reason.strip())
        task = Task(
            id=new_id(), version=1, year=year, ordinal=1 + max((one.ordinal for one in tasks), default=0),
            unplanned=unplanned, reason=line_within(reason, 1000), who=made.who, at=made.at, **columns,
        )  # fmt: skip
        made.create(programme_tasks, row_of(programme_tasks, task))
    return task.id


@one_moment()
def amend_task(registry: Registry, identity: str, typed: TaskTyped, *, seen: int, person: Person) -> None:
    """Put a task right: what it says, who leads, when."""
    check_leader(person)
    with briefing_deed(registry, "amend_task", person, of=identity) as made:
        found = _standing(made, identity, seen, content=typed.content)
        columns = _columns(typed, found.year)
        made.amend(
            programme_tasks, identity, seen, UNKNOWN, **(columns | {"months": list(columns["months"])}),
            who=made.who, at=made.at,
        )  # fmt: skip


@one_moment()
def begin_task(registry: Registry, identity: str, *, seen: int, person: Person) -> None:
    """Say that a task is under way; for whoever leads it, or a leader."""
    _to(registry, identity, (TaskState.UNDER_WAY, (TaskState.PLANNED,)), seen, person)


@one_moment()
def finish_task(
    registry: Registry,
    identity: str,
    *,
    evidence: str,
    done_on: dt.date | None = None,
    seen: int,
    person: Person,
) -> None:
    """Say that a task is done, with what it ended with; for whoever leads it, or a leader."""
    said, on = needed(evidence, "evidence"), done_on or today()
    if on > today():
        raise RefusalError("TASK-DONE-DAY", day=on)
    _to(registry, identity, (TaskState.DONE, _OPEN), seen, person, evidence=said, done_on=on)


@one_moment()
def drop_task(registry: Registry, identity: str, *, reason: str, seen: int, person: Person) -> None:
    """Say that a task is not done at all, for a reason."""
    check_leader(person)
    said = needed(reason, "reason")
    _to(registry, identity, (TaskState.DROPPED, _OPEN), seen, person, reason=said)


@one_moment()
def reopen_task(registry: Registry, identity: str, *, seen: int, person: Person) -> None:
    """Take back that a task is done or dropped: it is under way again."""
    check_leader(person)
    ended = (TaskState.DONE, TaskState.DROPPED)
    _to(registry, identity, (TaskState.UNDER_WAY, ended), seen, person, done_on=None, evidence="")


@one_moment()
def link_task(
    registry: Registry, identity: str, *, link_kind: str, link: str, seen: int, person: Person
) -> None:
    """Say what of the register shows how far a task is; "" nothing any more."""
    with briefing_deed(registry, "link_task", person, of=identity) as made:
        found = _standing(made, identity, seen, link_kind=link_kind, link=link)
        check_leads(person, found.officer)
        kind, key = (line_within(text, 200) for text in (link_kind, link))
        made.amend(
            programme_tasks, identity, seen, UNKNOWN, link_kind=kind if key else "", link=key if kind else "",
            who=made.who, at=made.at,
        )  # fmt: skip


def check_year(year: int) -> None:
    """Refuse a year that no programme is of (``PROGRAMME-YEAR-NONE``)."""
    if year not in YEARS:
        raise RefusalError("PROGRAMME-YEAR-NONE", year=year)


def _columns(typed: TaskTyped, year: int) -> dict[str, Any]:
    months = typed.months
    if not months and typed.months_text.strip():
        read = read_months(typed.months_text, year)
        if read is None:
            raise RefusalError("TASK-MONTHS", text=typed.months_text[:80], year=year)
        months = read
    if any(month not in MONTHS for month in months):
        raise RefusalError("TASK-MONTHS", text=", ".join(map(str, months))[:80], year=year)
    lines = {name: line_within(getattr(typed, name), LONGEST) for name in _LINES}
    return {"content": needed(typed.content, "content"), "months": tuple(sorted(set(months))), **lines}


def _to(
    registry: Registry,
    identity: str,
    step: tuple[TaskState, tuple[TaskState, ...]],
    seen: int,
    person: Person,
    **columns: Any,
) -> None:
    """Bring a task into a state, out of one of those that may stand before it; with what is said of it."""
    state, before = step
    with briefing_deed(registry, state.value, person, of=identity) as made:
        found = _standing(made, identity, seen, state=state.value, **columns)
        check_leads(person, found.officer)
        if found.state not in before:
            raise RefusalError("TASK-STATE")
        made.amend(
            programme_tasks, identity, seen, UNKNOWN, state=state.value, **columns, who=made.who, at=made.at
        )


def _standing(made: Deed, identity: str, seen: int, **offered: Any) -> Task:
    made.standing(programme_tasks, identity, unknown=UNKNOWN, seen=seen, offered=offered)
    return get_task(made.connection, identity)
