"""An illustrative office with an account for every person of a run, and work for all of them."""

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path

import sqlalchemy as sa

from registry.demo.initialise import init_registry
from registry.model.areas import full_name
from registry.model.outages.outages import EventKind
from registry.model.people import Role
from registry.model.requests.desk import RequestKind
from registry.model.storm.storm_records import StormState
from registry.services.office.calendar import now, today
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.outages.events import open_event
from registry.services.outages.stations import station_book
from registry.services.register.context import context_for
from registry.services.requests.notes import consult
from registry.services.requests.requests import receive_request
from registry.services.storm.storms import list_storms
from registry.settings import Settings
from registry.store.tables import structures
from tests.services.requests.desk import write_list
from tests.web.people import PASSWORD

SHARES = {
    "appraiser": 25, "leader": 8, "inspector": 25, "carrier": 18, "consulted": 8, "duty_officer": 6,
    "citizen": 8, "administrator": 2,
}  # fmt: skip
"""Of a hundred people at work, so many of each role; citizens have no account."""
CARRIERS = ("VTL", "VNPT", "VMS", "VNM")
ROWS = 30  # of a request's list
QUESTIONS = 12  # for each consulted body
BODIES = 4


@dataclass
class World:
    """What people of a run need to know; the process of Locust reads it from a file."""

    password: str = PASSWORD
    people: dict[str, list[list[str]]] = field(default_factory=dict)  # role: (name, organisation)
    requests: list[str] = field(default_factory=list)
    structures: list[str] = field(default_factory=list)
    stations: dict[str, list[str]] = field(default_factory=dict)
    event: str = ""
    due: str = ""
    storm: str = ""

    def keep(self, path: Path) -> None:
        """Write it for the process of Locust."""
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")


def numbers_of(people: int) -> dict[str, int]:
    """Return how many of each role so many people are: all of them, and at least one of each role."""
    found = {role: max(1, people * share // 100) for role, share in SHARES.items()}
    for role in sorted(found, key=lambda one: -SHARES[one]):
        found[role] = max(1, found[role] + people - sum(found.values()))
        if sum(found.values()) == people:
            break
    return found


def make(settings: Settings, people: int, aside: Path, say: Callable[[str], None]) -> World:
    """Make the register of ``settings`` and return what its people need to know."""
    say("the illustrative office")
    init_registry(settings, demo=True, work=True)
    registry = open_registry(settings)
    try:
        world = World()
        numbers = numbers_of(people)
        say("accounts, requests, questions, an event")
        bodies = context_for(registry, today()).units.communes[:BODIES]
        for role, count in numbers.items():
            world.people[role] = [
                _account(registry, role, at, [one.code for one in bodies]) for at in range(count)
            ]
        _requests(registry, world, max(2, numbers["appraiser"] // 4), aside)
        for at, commune in enumerate(bodies):
            _ask(registry, world, full_name(commune), at)
        _event(registry, world)
        open_storms = [storm.id for storm in list_storms(registry) if storm.state is StormState.OPEN]
        world.storm = open_storms[0] if open_storms else ""
        with registry.database.read() as connection:
            found = connection.scalars(sa.select(structures.c.id).order_by(structures.c.id).limit(400))
            world.structures = [str(one) for one in found]
        return world
    finally:
        registry.close()


def _account(registry: Registry, role: str, at: int, communes: list[str]) -> list[str]:
    name, organisation, territory = f"{role.replace('_', '')}{at:03d}", "", ""
    if role == "citizen":
        return [name, ""]
    if role == "carrier":
        organisation = CARRIERS[at % len(CARRIERS)]
    if role == "consulted":
        territory = communes[at % len(communes)]
    add_account(
        registry, name, [Role(role)], organisation=organisation, territory=territory, password=PASSWORD,
        must_change=False, who="load",
    )  # fmt: skip
    return [name, organisation]


def _requests(registry: Registry, world: World, count: int, aside: Path) -> None:
    """File requests, each with positions of its own on ground 1.5 km wide."""
    for at in range(count):
        rows = [
            (f"T{at:03d}-{row:02d}", -9000.0 + 1500.0 * (at % 12) + 250.0 * (row % 6),
             -9000.0 + 1500.0 * (at // 12) + 250.0 * (row // 6))
            for row in range(ROWS)
        ]  # fmt: skip
        operator = CARRIERS[at % len(CARRIERS)]
        path = write_list(aside / f"tai-{at:03d}.xlsx", rows, operator)
        made = receive_request(
            registry, path, kind=RequestKind.POSITION, organisation=operator, officer="", who="load",
            name=path.name, letter_number=f"{7000 + at}/VT-KT", letter_date=today(),
        )  # fmt: skip
        world.requests.append(made.id)


def _ask(registry: Registry, world: World, body: str, at: int) -> None:
    for number in range(QUESTIONS):
        consult(
            registry, world.requests[number % len(world.requests)], body=body, who="load",
            question="Vị trí có vướng quy hoạch của xã không?", rows=(number % ROWS,),
            letter_number=f"{8000 + at * QUESTIONS + number}/SKHCN-VT", sent_on=today(), answer_by=today(),
        )  # fmt: skip


def _event(registry: Registry, world: World) -> None:
    start = now() - dt.timedelta(hours=7)
    due = start + dt.timedelta(hours=6)
    made = open_event(
        registry, name="Bão số 9", kind=EventKind.STORM, started_at=start, first_due=due, hours=6,
        operators=CARRIERS, who="load",
    )  # fmt: skip
    world.event, world.due = made.id, made.first_due.isoformat()
    book = station_book(registry)
    for operator in CARRIERS:
        world.stations[operator] = [one.code for one in book.of_operator[operator] if one.expected][:200]
