"""The register as an export sees it: one state of it, on one day, for one pair of eyes."""

import contextlib
import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from registry.checks.context import Context
from registry.checks.on_day.contexts import context_on
from registry.collector import paused_collector
from registry.errors import RefusalError
from registry.model.people import OPEN_DESK, VISITOR, Person, Role
from registry.model.standing import KnownFacts, StandingMasts, StandingStations
from registry.model.storm.hazards import GroundKind
from registry.services.critical.served import Served, served
from registry.services.field.risk_scores import RiskTable, risk_table
from registry.services.obligations.standing_masts import known_facts
from registry.services.office.registry import Registry
from registry.services.register.loaded_register import LoadedRegister
from registry.services.storm.hazards.exposure import flood_prone
from registry.store.database import Connection
from registry.store.obligations.standing_rows import load_standing
from registry.store.office.operators import load_operators, organisation_names
from registry.store.storm.hazards import load_grounds

OFFICE, VIEWER, PUBLIC, CARRIER = "office", "viewer", "public", "carrier:"


@dataclass(frozen=True)
class Snapshot:
    """What the layers are made of: everything of one state of the register.

    ``risk``, ``serving`` and ``low_ground`` are what storms ask about a mast; they are worked out beside the
    snapshot and may be of a state that is seconds older. All three are None for whoever does not see them,
    and ``low_ground`` where no ground is drawn.
    """

    connection: Connection
    registry: Registry
    day: dt.date
    person: Person
    disclosure: str
    loaded: LoadedRegister
    context: Context
    masts: StandingMasts
    stations: StandingStations
    known: KnownFacts
    risk: RiskTable | None
    serving: Served | None
    low_ground: Mapping[str, Any] | None


def person_of(connection: Connection, role: str) -> Person:
    """Return through whose eyes a lake is exported: ``office`` (everything), ``viewer`` (the office without
    the layers of zones that only some roles see), ``public`` or ``carrier:CODE``; ``LAKE-ROLE`` for another.
    """
    if role == OFFICE:
        return OPEN_DESK
    if role == VIEWER:
        return Person(VIEWER, frozenset({Role.VIEWER}))
    if role == PUBLIC:
        return VISITOR
    organisation = _organisation(connection, role.removeprefix(CARRIER))
    if not role.startswith(CARRIER) or organisation is None:
        raise RefusalError("LAKE-ROLE", role=role[:60])
    return Person(role, frozenset({Role.CARRIER}), organisation)


def _organisation(connection: Connection, said: str) -> str | None:
    """Return what rows call an organisation: an operator's code, an owner's name; None for any other."""
    operators = {operator.code for operator in load_operators(connection)}
    names = organisation_names(connection)
    if said in operators:
        return said
    of_names = {name: code if code in operators else name for code, name in names.items()}
    return of_names.get(names.get(said, said))


@contextlib.contextmanager
def snapshot(registry: Registry, day: dt.date, role: str) -> Iterator[Snapshot]:
    """Read the register for an export; other programs may go on writing."""
    settings = registry.settings
    with registry.database.read() as connection:
        person = person_of(connection, role)
        drawn = any(one.kind is GroundKind.LOW for one in load_grounds(connection))
    every = person.sees_all
    risk, serving = (risk_table(registry, day=day), served(registry)) if every else (None, None)
    low = flood_prone(registry) if every and drawn else None
    with registry.database.read() as connection, paused_collector():
        loaded = LoadedRegister(connection, settings)
        context = context_on(loaded, day, settings.province, settings.metric_epsg).context
        masts, stations = load_standing(connection, loaded.masts, day)
        yield Snapshot(
            connection=connection,
            registry=registry,
            day=day,
            person=person,
            disclosure=role,
            loaded=loaded,
            context=context,
            masts=masts,
            stations=stations,
            known=known_facts(connection, context, masts),
            risk=risk,
            serving=serving,
            low_ground=low,
        )
