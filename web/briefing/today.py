"""What conclusions of meetings and tasks of the programme have to say of somebody's day."""

import datetime as dt
from collections.abc import Sequence

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.model.briefing.conclusions import ConclusionState
from registry.model.briefing.programmes import Standing
from registry.model.people import Person
from registry.services.briefing.conclusions import conclusions
from registry.services.briefing.programme.tasks import at_work, tasks_of
from registry.services.office.calendar import today
from web.briefing.frame import READERS, may_lead
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.packages import DayWork, Item
from web.frame.people import locked_note, locked_out


def own_conclusions() -> Sequence[Item]:
    """Return what meetings gave the person to do, the first due first.

    Whoever may give it to somebody else is told what an account holds that was shut.
    """
    person, day = current_person(), today()
    own = [
        one
        for one in conclusions(registry(), person=person)
        if one.state is ConclusionState.OPEN and _waits_for(person, one.officer)
    ]
    own.sort(key=lambda one: (one.due_on is None, one.due_on or day))
    return [
        Item(
            one.task,
            url_for("briefings.show") + "#conclusions",
            _note(one.officer, one.due_on),
            late=one.late(day) or one.due_on == day,
        )
        for one in own
    ]


def own_tasks() -> Sequence[Item]:
    """Return the tasks of the year that the person leads and that are for this month, or late.

    Whoever sets the programme is told of those that an account leads which was shut.
    """
    person, day = current_person(), today()
    if not person.name:
        return []
    tasks = [
        *tasks_of(registry(), day.year - 1, person=person),
        *tasks_of(registry(), day.year, person=person),
    ]
    return [
        Item(
            one.content,
            url_for("programme.show", identity=one.id),
            _note(one.officer, one.last_day),
            late=one.standing(day) is Standing.LATE or one.last_day == day,
        )
        for one in at_work(tasks, day)
        if _waits_for(person, one.officer)
    ]


def _waits_for(person: Person, officer: str) -> bool:
    own = bool(person.name) and officer == person.name
    return own or (may_lead() and locked_out(officer))


def _note(officer: str, last: dt.date | None) -> str:
    due = str(_("hạn %(day)s", day=f"{last:%d/%m/%Y}")) if last else ""
    return " · ".join(filter(None, (locked_note(officer), due)))


DAY = (
    DayWork(35, READERS, _l("Kết luận giao ban phải làm"), "briefings.show", own_conclusions),
    DayWork(36, READERS, _l("Nhiệm vụ năm, việc của tháng này"), "programme.listed", own_tasks),
)
"""What the page where a day begins shows of them."""
