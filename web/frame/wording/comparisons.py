"""How many comparisons with others' masts the present person has left today, for pages that use them."""

from flask import Flask

from registry.services.appraise.asked_spots import DayLeft, left_today
from web.frame.guard import current_person
from web.frame.office import registry


def comparisons_left() -> DayLeft | None:
    """Return how the present person's day stands; None where nothing is counted for them."""
    return left_today(registry(), current_person())


def install(app: Flask) -> None:
    """Make it known to templates by its name."""
    app.jinja_env.globals["comparisons_left"] = comparisons_left
