"""Views of the map (khung nhìn đã lưu): kept by their makers under names, some shared with the office.

A view is an address of the desk and no record of the register: it is in no ledger and under no seal, its
maker changes and deletes it, and what it shows is what whoever opens it may see.
"""

import re

from registry.errors import RefusalError
from registry.model.people import Person
from registry.model.saved_views import SavedView
from registry.model.vietnam_time import one_moment
from registry.services.office.deeds import name_of
from registry.services.office.registry import Registry
from registry.store import images, ledger
from registry.store.changes import new_id
from registry.store.database import Connection
from registry.store.office import saved_views as store
from registry.typed_text import line_within

MOST = 50
"""How many views one keeps."""
LONGEST_NAME = 80
_ADDRESS = re.compile(r"#[\x21-\x7e]{0,4000}")


def views_for(registry: Registry, person: Person) -> list[SavedView]:
    """Return a person's own views, then those that others share with the office, each by name."""
    with registry.database.read() as connection:
        found = store.views_of(connection, person.id)
    seen = [view for view in found if _may_open(view, person)]
    return sorted(seen, key=lambda view: (view.account != person.id, view.name.casefold()))


def first_view(registry: Registry, person: Person) -> SavedView | None:
    """Return the view that a person begins with, None where none was chosen or it is not to be seen."""
    with registry.database.read() as connection:
        first = store.first_of(connection, person.id)
        view = store.view_by_id(connection, first) if first else None
    return view if view is not None and _may_open(view, person) else None


@one_moment()
def save_view(
    registry: Registry, person: Person, name: str, address: str, *, night: bool = False, shared: bool = False
) -> SavedView:
    """Keep a view under a name.

    Refused: no name (``VIEW-NAME``), one that the person has already (``VIEW-NAME-TAKEN``), an address that
    is none of the desk's (``VIEW-ADDRESS``), more than ``MOST`` (``VIEW-LIMIT``), sharing by others than
    the office's staff (``VIEW-SHARE``).
    """
    _check_share(person, shared=shared)
    if not _ADDRESS.fullmatch(address):
        raise RefusalError("VIEW-ADDRESS")
    with registry.database.write() as connection:
        own = _own(connection, person)
        if len(own) >= MOST:
            raise RefusalError("VIEW-LIMIT", most=MOST)
        view = SavedView(
            id=new_id(), account=person.id, name=_name(name, own), address=address, night=night,
            shared=shared, who=name_of(person), at=ledger.present(),
        )  # fmt: skip
        store.add(connection, view)
    return view


@one_moment()
def rename_view(registry: Registry, person: Person, view: str, name: str) -> None:
    """Give one's own view another name; refused as in ``save_view``, or where it is not one's own."""
    with registry.database.write() as connection:
        found = _mine(connection, person, view)
        others = [one for one in _own(connection, person) if one.id != found.id]
        store.change(connection, found.id, name=_name(name, others))


@one_moment()
def share_view(registry: Registry, person: Person, view: str, *, shared: bool) -> None:
    """Share one's own view with the office, or keep it to oneself again: then nobody else begins with it."""
    _check_share(person, shared=shared)
    with registry.database.write() as connection:
        found = _mine(connection, person, view)
        store.change(connection, found.id, shared=shared)
        if not shared:
            store.drop_firsts(connection, found.id, but=person.id)


@one_moment()
def remove_view(registry: Registry, person: Person, view: str) -> SavedView:
    """Delete one's own view; returns what it was."""
    with registry.database.write() as connection:
        found = _mine(connection, person, view)
        store.remove(connection, found.id)
    return found


@one_moment()
def begin_with(registry: Registry, person: Person, view: str) -> None:
    """Let the map begin with a view that the person may open; "": with the whole province."""
    with registry.database.write() as connection:
        if view:
            found = store.view_by_id(connection, view)
            if found is None or not _may_open(found, person):
                raise RefusalError("VIEW-UNKNOWN")
        store.put_first(connection, person.id, view)


def _may_open(view: SavedView, person: Person) -> bool:
    return view.account == person.id or (view.shared and person.sees_all)


def _own(connection: Connection, person: Person) -> list[SavedView]:
    return [view for view in store.views_of(connection, person.id) if view.account == person.id]


def _mine(connection: Connection, person: Person, view: str) -> SavedView:
    found = store.view_by_id(connection, view)
    if found is None or found.account != person.id:
        raise RefusalError("VIEW-UNKNOWN")
    return found


def _name(text: str, others: list[SavedView]) -> str:
    name = line_within(images.clean(text), LONGEST_NAME)
    if not name:
        raise RefusalError("VIEW-NAME")
    if any(view.name.casefold() == name.casefold() for view in others):
        raise RefusalError("VIEW-NAME-TAKEN", name=name)
    return name


def _check_share(person: Person, *, shared: bool) -> None:
    if shared and not person.is_staff:
        raise RefusalError("VIEW-SHARE")
