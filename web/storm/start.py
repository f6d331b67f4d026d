"""Where one starts after signing in: on the page that the own day begins with; the map is one step away."""

from typing import Any

from flask import Blueprint, redirect, request, url_for

from registry.model.people import Person, Role
from web.frame.guard import EVERYONE, current_person, guarded
from web.storm.storms import waiting as letters_waiting

blueprint = Blueprint("start", __name__)

STARTS: dict[Role, str] = {
    Role.DUTY_OFFICER: "shift.show",
    Role.CARRIER: "requests.start",
    Role.APPRAISER: "requests.start",
    Role.LEADER: "requests.start",
    Role.CONSULTED: "consultations.listed",
    Role.INSPECTOR: "campaigns.listed",
}
"""The page that the day of a role begins with; everybody else starts on the map."""

IN_THE_FIELD = "field_app.page"
"""Where an inspector starts who signs in on a phone."""

IN_A_STORM = "storms.listed"
"""Where a carrier starts who has a storm letter to acknowledge: its first hour comes before any request."""

_OTHERWISE = "map.desk"


@blueprint.get("/start")
@guarded(*EVERYONE)
def show() -> Any:
    """Go to where the person's day begins."""
    person = current_person()
    if person.roles == {Role.CARRIER} and letters_waiting():
        return redirect(url_for(IN_A_STORM))
    return redirect(url_for(start_of(person, on_phone=_on_phone())))


def start_of(person: Person, *, on_phone: bool = False) -> str:
    """Return the endpoint of a person's first page; several roles that begin apart start on the map."""
    if on_phone and person.roles == {Role.INSPECTOR}:
        return IN_THE_FIELD
    begun = {STARTS.get(role, _OTHERWISE) for role in person.roles}
    return begun.pop() if len(begun) == 1 else _OTHERWISE


def _on_phone() -> bool:
    """Whether the browser says that it is a phone's (its hint, else the word in its name)."""
    hint = request.headers.get("Sec-CH-UA-Mobile", "")
    return hint == "?1" or (not hint and "Mobi" in request.headers.get("User-Agent", ""))
