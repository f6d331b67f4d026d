"""What a line says of a defect: in its own lists, on the sheet of its mast, by its plate, in the shift."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from registry.model.field.defects import Defect, DefectState
from registry.model.people import Person, Role
from registry.services.field import defects
from registry.services.field.defect_letters import names_of
from registry.services.field.vocabulary import deadline_words, defect_name, place_words
from registry.services.office.calendar import now, today
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry
from web.frame.wording import board_words as words


def line_of(defect: Defect, day: dt.date, names: dict[str, str]) -> dict[str, Any]:
    """Return what a list says of a defect."""
    return {
        "defect": defect,
        "name": defect_name(defect.defect, defect.component, language(), defect.entry),
        "place": place_words(defect.mast),
        "organisation": names.get(defect.organisation, defect.organisation),
        "severity": words.SEVERITIES.get(defect.severity, words.SEVERITIES[""]),
        "state": words.DEFECT_STATES[defect.state.value],
        "deadline": deadline_words(defect),
        "clock": clock_of(defect, day),
    }


def clock_of(defect: Defect, day: dt.date) -> tuple[str, str]:
    """Return the colour's name and the words of a defect's clock."""
    if not defect.standing:
        return "done", _("kết thúc %(day)s", day=f"{defect.closed_on:%d/%m/%Y}") if defect.closed_on else ""
    if defect.deadline is None:
        return "none", _("chưa có hạn")
    left = (defect.deadline - day).days
    if defect.state is DefectState.ANSWERED:
        return "soon", _("chờ phúc tra")
    if left < 0:
        return "overdue", _("quá hạn %(n)s ngày", n=-left)
    if day == today() and defect.overdue(day, at := now()):  # a deadline of hours
        over = at - dt.datetime.fromisoformat(defect.deadline_at)
        return "overdue", _("quá hạn %(n)s giờ", n=max(1, round(over.total_seconds() / 3600)))
    if left == 0:
        return "today", _("hạn hôm nay")
    return ("soon" if left <= 7 else "none"), _("còn %(n)s ngày", n=left)


def defects_of(structures: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the standing defects of structures that the person may see, as lists tell them."""
    person, day = current_person(), today()
    if not may_see(person):
        return []
    known = names_of(registry())
    return [
        line_of(one, day, known)
        for structure in structures
        for one in defects.list_defects(registry(), person=person, structure=str(structure["id"]))
        if one.standing
    ]


def may_see(person: Person) -> bool:
    """Whether a person may see any defects: the office all, a carrier its own, nobody else."""
    return person.sees_all or person.is_one_of(Role.CARRIER)
