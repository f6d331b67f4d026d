"""Where one starts after signing in: on the map, or on the page that a role's day begins with."""

from typing import Any

from flask import Blueprint, redirect, url_for

from registry.model.people import Person, Role
from web.accounts_guard import EVERYONE, current_person, guarded

blueprint = Blueprint("start", __name__)

STARTS: tuple[tuple[Role, str], ...] = ((Role.DUTY_OFFICER, "shift.show"),)
"""The page that the day of a role begins with; everybody else starts on the map."""

_OTHERWISE = "map.desk"


@blueprint.get("/start")
@guarded(*EVERYONE)
def show() -> Any:
    """Go to where the person's day begins."""
    return redirect(url_for(start_of(current_person())))


def start_of(person: Person) -> str:
    """Return the endpoint of a person's first page; who has several roles starts on the map."""
    own = next((endpoint for role, endpoint in STARTS if person.roles == {role}), "")
    return own or _OTHERWISE
