"""What the pages of the overview share: who reads it, the day that is asked for, the figures of the present
person."""

from typing import Any

from flask import Blueprint, request

from registry.model.people import INSIDE, Role
from registry.services.office.calendar import today
from registry.services.overview.figures import Overview, overview
from registry.services.overview.shown import for_person
from registry.services.register.units.rough_borders import rough_note
from web.frame import parameters
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry

blueprint = Blueprint("overview", __name__, url_prefix="/overview")

READ = tuple(sorted(INSIDE))
"""Who reads it: the office. A carrier sees nothing of others here, and so nothing at all."""

WRITE = (Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER)
"""Who brings in tables of population."""

SETS = (Role.ADMINISTRATOR, Role.LEADER)
"""Who states the radius and the weights."""


def found() -> Overview:
    """Return the overview of the day that is asked for (``day``), as the present person may see it."""
    return for_person(overview(registry(), parameters.day(request.args, "day")), current_person())


def day_of(shown: Overview) -> dict[str, Any]:
    """Return the parameter that keeps a page on its day; none of today."""
    return {"day": shown.day.isoformat()} if shown.day != today() else {}


def shared(shown: Overview) -> dict[str, Any]:
    """Return what every page of the overview shows: its day, and what the person may do."""
    person = current_person()
    return {
        "shown": shown,
        "of_day": day_of(shown),
        "may_bring": person.is_one_of(*WRITE),
        "may_set": person.is_one_of(*SETS),
        "masked": not person.is_staff,
        "rough": rough_note(shown.units, language()),
        "today": today(),
    }
