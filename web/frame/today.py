"""Where the day begins: what waits for whoever has signed in, said by the packages themselves.

A package declares what it has to say to a role (``DayWork``) and, where a role's day begins on a page of its
own, that page (``starts``); nothing here knows a page of theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from registry.model.people import Person, Role
from registry.services.office.calendar import today
from web.frame import guard, navigation, packages, parameters
from web.frame.guard import EVERYONE, current_person, guarded
from web.frame.office import context
from web.frame.packages import DayWork, Item

blueprint = Blueprint("start", __name__)

SHOWN = 6
"""So many things of a part stand on the page; the part's own page has all."""

_ON_THE_MAP = frozenset({Role.ADMINISTRATOR, Role.VIEWER})
"""Whose day begins on the map, for nothing waits for them that is not for others."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of somebody's day: what a package says of it now."""

    work: DayWork
    address: str
    items: tuple[Item, ...]

    @property
    def late(self) -> int:
        """How many of its things are late."""
        return sum(item.late for item in self.items)

    @property
    def left(self) -> int:
        """How many of its things are still to be done."""
        return sum(not item.done for item in self.items)

    @property
    def shown(self) -> tuple[Item, ...]:
        """The things that stand on the page."""
        return self.items if self.work.whole else self.items[:SHOWN]


@blueprint.get("/start")
@guarded(*EVERYONE)
def show() -> Any:
    """Go to where the person's day begins."""
    return redirect(url_for(start_of(current_person(), on_phone=_on_phone())))


@blueprint.get("/today")
@guarded(*EVERYONE)
def day() -> str:
    """Say what today's work is, each thing one click away: late parts first, in each what is late."""
    parameters.known_only(request.args, ())
    packages.before_day()
    parts = _parts()
    field = packages.field_waits() if current_person().is_staff else []
    told = {url_for(part.work.endpoint) for part in parts if part.items}
    told |= {address.partition("?")[0] for address, _count, _words, _late in field}
    return render_template(
        "frame/today.html",
        parts=parts,
        day=today(),
        count=sum(part.left for part in parts if part.work.counts),
        late=sum(part.late for part in parts if part.work.counts),
        field=field,
        others=[
            place
            for group in navigation.groups(current_app)
            for place in group.places
            if place.waits and url_for(place.endpoint) not in told
        ],
    )


def start_of(person: Person, *, on_phone: bool = False) -> str:
    """Return the endpoint of a person's first page; roles that begin on pages apart begin with their work."""
    starts = packages.starts(on_phone=on_phone)
    begun = {starts.get(role, "map.desk" if role in _ON_THE_MAP else "start.day") for role in person.roles}
    start = begun.pop() if len(begun) == 1 else "start.day"
    return "start.day" if start == "map.desk" and _sets_up(person) else start


def _sets_up(person: Person) -> bool:
    """Whether the person has an office to set up, whose empty map says nothing of where to begin."""
    if len(context().masts):
        return False
    works = (work for work in packages.day_work() if work.whole and person.is_one_of(*work.roles))
    return any(not item.done for work in works for item in work.items())


def _parts() -> list[Part]:
    person = current_person()
    found = []
    for work in packages.day_work():
        if not person.is_one_of(*work.roles) or not guard.may_use(current_app, work.endpoint):
            continue
        items = work.items()
        if items or work.none:
            found.append(
                Part(work, work.address() if work.address else url_for(work.endpoint), _late_first(items))
            )
    return sorted(found, key=lambda part: not part.late)  # what is late presses, whichever part it is of


def _late_first(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (item.done, not item.late)))


def _on_phone() -> bool:
    """Whether the browser says that it is a phone's (its hint, else the word in its name)."""
    hint = request.headers.get("Sec-CH-UA-Mobile", "")
    return hint == "?1" or (not hint and "Mobi" in request.headers.get("User-Agent", ""))
