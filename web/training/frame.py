"""What the pages of the course share: the blueprint, the person, words of steps and how they stand."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask_babel import lazy_gettext as _l

from registry.course.exercises import Exercise, Step
from registry.course.lesson import StepState, Told
from registry.course.tries import Standing
from registry.messages import Words, render, say
from registry.model.people import Person, Role
from registry.services.office.registry import is_illustrative
from web.frame.guard import current_person
from web.frame.languages import language
from web.frame.office import registry

blueprint = Blueprint("training", __name__, url_prefix="/training")

LEARNERS = (
    Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER, Role.INSPECTOR, Role.DUTY_OFFICER, Role.CARRIER,
)  # fmt: skip
"""Who may take the course; each sees the exercises of the own roles."""

KEEPERS = (Role.LEADER, Role.ADMINISTRATOR)
"""Who sees who finished what."""

STATES: dict[StepState, tuple[Any, str]] = {
    StepState.RIGHT: (_l("Đúng"), "✓"),
    StepState.OPEN: (_l("Chưa xong"), "○"),
    StepState.WRONG: (_l("Chưa đúng"), "!"),
}
"""The word and the sign of how a step stands."""


@dataclass(frozen=True, slots=True)
class Line:
    """A step as a page shows it: number, words, where it is done, how it stands, what is said of it."""

    number: int
    code: str
    title: str
    words: str
    page: str
    button: str
    state: StepState | None
    said: tuple[str, ...]


def practises() -> bool:
    """Whether exercises are done in this register: only where it is an illustrative one."""
    return is_illustrative(registry())


def learner() -> Person:
    """Return who asks."""
    return current_person()


def lines_of(exercise: Exercise, standing: Standing | None, *, told: bool) -> list[Line]:
    """Return the steps of an exercise; of a try, with how they stand where that is ``told``."""
    material = {} if standing is None else standing.item.material
    by_step = {one.step: one for one in standing.told} if standing is not None and told else {}
    return [
        line_of(step, number, material, by_step.get(step.code))
        for number, step in enumerate(exercise.steps, 1)
    ]


def line_of(step: Step, number: int, material: Mapping[str, Any], told: Told | None) -> Line:
    """Return one step as a page shows it."""
    said = () if told is None else tuple(render(code, dict(params), language()) for code, params in told.said)
    return Line(
        number, step.code, filled(step.title, material), filled(step.words, material), _page(step, material),
        filled(step.button, material), None if told is None else told.state, said,
    )  # fmt: skip


def filled(words: Words, material: Mapping[str, Any]) -> str:
    """Return words in the reader's language, with what the material calls things ("…" before it is made)."""
    return say(words, language()).format_map(_Known(material))


def _page(step: Step, material: Mapping[str, Any]) -> str:
    """Return the address of a step's page; "" where it hangs on material that is not made yet."""
    page = step.page.format_map(_Known(material))
    return "" if _UNKNOWN in page else page


_UNKNOWN = "…"


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return _UNKNOWN


def address(exercise: Exercise) -> str:
    """Return the address of an exercise's page."""
    return url_for("training.show", name=exercise.code)
