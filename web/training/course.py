"""Bài tập: the course with progress, minutes and the next step; in a real register, where to practise."""

from flask import render_template, request

from registry.course.tries import course_of
from web.frame import parameters
from web.frame.guard import guarded
from web.frame.office import registry
from web.training.frame import KEEPERS, LEARNERS, blueprint, filled, learner, practises
from web.training.record import own_record


@blueprint.get("")
@guarded(*LEARNERS)
def course() -> str:
    """Show the exercises that are for the person, how far the person is, and how long is left."""
    parameters.known_only(request.args, ())
    person = learner()
    progress = course_of(registry(), person) if practises() else []
    left = [one for one in progress if one.finished is None]
    return render_template(
        "training/course.html",
        progress=progress,
        finished=sum(one.finished is not None for one in progress),
        minutes=sum(one.exercise.minutes for one in left),
        whole=sum(one.exercise.minutes for one in progress),
        following=next(iter(left), None),
        practises=practises(),
        keeps=person.is_one_of(*KEEPERS),
        own=own_record(person),
        filled=filled,
    )
