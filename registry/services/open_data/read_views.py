"""Who may connect to the database directly, and what of it: the export's policy as views of PostgreSQL.

A reader is ``public`` (what the office has opened, and only while it is), ``office`` (what a reader of the
office sees, without the layers of zones that only some roles see) or ``carrier:CODE``. The columns of each
view, and those of them that others' rows do not show, follow from the same policy as exports.
"""

import hashlib
import re

from registry.columns import Level, stored_columns
from registry.errors import RefusalError
from registry.model.areas import Layer
from registry.model.people import VISITOR, Person, Role
from registry.services.office.registry import Registry
from registry.services.open_data.decisions import PREFIX as SETTING
from registry.services.open_data.sets import dataset
from registry.services.register.disclosed_zones import may_see_layer
from registry.services.register.disclosure import Audience, policy
from registry.services.register.exports.exported_layers import POSITION
from registry.store.database import Connection
from registry.store.office.operators import organisation_names
from registry.store.read_views import ReadView, make_read_views, readers, role_prefix

PUBLIC, OFFICE, CARRIER = "public", "office", "carrier:"
_PLACE = ("lon", "lat")
_GEOMETRY = "geometry"
_ZONES = (
    "layer", "name", "decision", "article", "valid_from", "valid_to", "allowed_classes", "max_height_m",
    "error_m",
)  # fmt: skip
_UNITS = ("code", "name", "unit_kind", "level", "parent", "valid_from", "valid_to", "boundary_error_m")
_PLAN = (
    "plan_code", "operator", "decision", "valid_from", "valid_to", "lon", "lat", "commune", "address",
    "mast_class", "max_height_m",
)  # fmt: skip


def make_views(registry: Registry, reader: str) -> str:
    """Make the role and views of a reader, or make its views anew; returns the role's name.

    ``VIEWS-READER`` for a reader that is none of these; else refused as ``make_read_views``.
    """
    with registry.database.write() as connection:
        role = _role(connection, reader)
        make_read_views(connection, role, reader, _views(reader))
    return role


def make_all_again(registry: Registry) -> list[str]:
    """Make the views of all readers anew, as after an upgrade; returns their roles."""
    with registry.database.read() as connection:
        found = readers(connection)
    return [make_views(registry, reader) for reader in found]


def reader_of(reader: str) -> Person:
    """Return through whose eyes a reader looks."""
    if reader == PUBLIC:
        return VISITOR
    if reader == OFFICE:
        return Person(OFFICE, frozenset({Role.VIEWER}))
    return Person(reader, frozenset({Role.CARRIER}), reader.removeprefix(CARRIER))


def _role(connection: Connection, reader: str) -> str:
    if reader in (PUBLIC, OFFICE):
        return role_prefix(connection) + reader
    organisation = reader.removeprefix(CARRIER)
    names = organisation_names(connection)
    if not reader.startswith(CARRIER) or organisation not in {*names, *names.values()}:
        raise RefusalError("VIEWS-READER", reader=reader[:60])
    plain = re.sub(r"[^a-z0-9]", "", organisation.lower())
    if plain != organisation.lower():  # a name of words: what is left of it alone could be another's
        plain = f"{plain[:20]}_{hashlib.sha256(organisation.encode()).hexdigest()[:8]}"
    return f"{role_prefix(connection)}carrier_{plain}"


def _views(reader: str) -> list[ReadView]:
    person = reader_of(reader)
    layers = tuple(layer.value for layer in Layer if may_see_layer(person, layer))
    if reader == PUBLIC:
        masts, zones = dataset("masts"), dataset("zones")
        return [
            ReadView("masts", "seen", tuple(field.name for field in masts.fields), organisation="",
                     key=SETTING + masts.name),
            ReadView("zones", "zones", (*(field.name for field in zones.fields), _GEOMETRY), layers=layers,
                     key=SETTING + zones.name),
            ReadView("communes", "units", (*_UNITS, _GEOMETRY)),
        ]  # fmt: skip
    return [
        _masked("masts", "sites", _of_masts(), person),
        _masked("stations", "stations", _of_stations(), person),
        _masked("plan", "plan", _PLAN, person),
        ReadView("zones", "zones", (*_ZONES, _GEOMETRY), layers=layers),
        ReadView("communes", "units", (*_UNITS, _GEOMETRY)),
    ]


def _masked(name: str, layer: str, columns: tuple[str, ...], person: Person) -> ReadView:
    """Return a view of rows that belong to organisations, as a person may see it."""
    if person.sees_all:
        return ReadView(name, layer, (*columns, _GEOMETRY))
    audiences = policy()[layer]
    seen = tuple(column for column in columns if audiences.get(column, Audience.STAFF) is not Audience.STAFF)
    own = frozenset(column for column in seen if audiences[column] is Audience.OWN)
    place = {audiences.get(column, Audience.STAFF) for column in _PLACE}
    placed = Audience.STAFF not in place
    hidden = frozenset({_GEOMETRY}) if Audience.OWN in place else frozenset()
    return ReadView(
        name,
        layer,
        (*seen, *((_GEOMETRY,) if placed else ())),
        own | hidden,
        organisation=person.organisation,
    )


def _of_masts() -> tuple[str, ...]:
    listed = [
        item.name
        for level in (Level.SITE, Level.STRUCTURE)
        for item in stored_columns(level)
        if item.exported
    ]
    return (
        "site_code", "operator", "shared_with", "lon", "lat", "accuracy_m", *listed, "technology", *_stated(),
        *POSITION,
    )  # fmt: skip


def _of_stations() -> tuple[str, ...]:
    return ("site_code", "operator", "technology", "on_air_on", *_stated())


def _stated() -> list[str]:
    return [item.name for item in stored_columns(Level.STATION) if item.exported]
