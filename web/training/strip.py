"""The strip above every page of whoever is at an exercise: which step comes next, and where it is done.

It needs no script. What it says is looked up anew when anything was written since, else kept.
"""

from typing import Any

from flask import g, render_template, request
from markupsafe import Markup

from registry.course import tries
from registry.course.tries import Standing
from registry.errors import RefusalError
from registry.model.people import Person
from registry.services.office.deeds import name_of
from web.frame.guard import current_person
from web.frame.office import registry
from web.training.frame import LEARNERS, filled, line_of, practises

_KEPT = "course-strip"


def above() -> Markup:
    """Return the strip; nothing for whoever is at no exercise, and on the exercise's own page."""
    person = current_person()
    if g.get("faulty") or not person.is_one_of(*LEARNERS) or request.blueprint == "training":
        return Markup()
    try:
        found = _standing(person)
    except RefusalError:  # the page itself says what is the matter
        return Markup()
    if found is None or found.item.finished_at is not None:
        return Markup()
    step = found.next or found.exercise.steps[-1]
    number = found.exercise.steps.index(step) + 1
    return Markup(  # noqa: S704 - a template of ours, which escapes what it is given
        render_template(
            "training/strip.html",
            exercise=found.exercise,
            item=found.item,
            line=line_of(step, number, found.item.material, None),
            over=found.next is None,
            filled=filled,
        )
    )


def _standing(person: Person) -> Standing | None:
    """Return how the newest open try of a person stands; kept until anybody writes anything."""
    if not practises():
        return None
    stamp = registry().database.stamp()
    held: dict[str, Any] = registry().cache.setdefault(_KEPT, {})
    kept = held.get(name_of(person))
    if stamp is not None and kept is not None and kept[0] == stamp:
        found: Standing | None = kept[1]
        return found
    item = next(iter(tries.open_tries(registry(), person)), None)
    found = None if item is None else tries.look(registry(), item, person)
    held[name_of(person)] = (stamp, found)
    return found
