"""The second of two people: how he does a deed on a record that another has changed meanwhile."""

import datetime as dt
from collections.abc import Callable
from typing import Any, NamedTuple

from registry.model.people import Person, Role
from registry.services.office.registry import Registry
from registry.store.lists.mast_lists import get_mast_list
from tests.services.office.one_of_each import NOW

ADMIN = Person("hai", frozenset({Role.ADMINISTRATOR}))
OFFICER = Person("hai", frozenset({Role.LEADER, Role.APPRAISER, Role.INSPECTOR}))
AT = dt.datetime.fromisoformat(NOW)
WHO = {"who": "hai"}
F = {"person": OFFICER}


class Second(NamedTuple):
    """How the second person does it: on which record, in the version (or as of the ledger's number) seen."""

    table: str
    key: str
    act: Callable[[Registry, int], object]


def record(table: str, key: str, act: Callable[..., object], *given: Any, **own: Any) -> Second:
    """A deed on a record by its key, that takes ``seen``."""
    named = {**({} if "person" in own else WHO), **own}
    return Second(table, key, lambda office, seen: act(office, key, *given, seen=seen, **named))


def of_list(key: str, act: Callable[..., object], *given: Any, **own: Any) -> Second:
    """A deed on a list of masts, that takes ``seen``."""

    def do(office: Registry, seen: int) -> object:
        with office.database.read() as connection:
            item = get_mast_list(connection, key)
        return act(office, item, *given, seen=seen, **own, **WHO)

    return Second("mast_lists", key, do)


def of_request(act: Callable[..., object], *given: Any, **own: Any) -> Second:
    """A deed on the request itself, that takes its ``version``."""
    return Second(
        "requests", "request", lambda office, seen: act(office, "request", *given, version=seen, **own, **WHO)
    )


def note_deed(act: Callable[..., object], *given: Any) -> Second:
    return Second("row_notes", "note", lambda o, seen: act(o, "request", "note", *given, seen=seen, **WHO))


def asked(act: Callable[..., object], **own: Any) -> Second:
    return Second(
        "consultations", "asked", lambda o, seen: act(o, "request", "asked", seen=seen, **own, **WHO)
    )


def condition(act: Callable[..., object], *given: Any, **own: Any) -> Second:
    return Second(
        "row_conditions",
        "condition",
        lambda o, seen: act(o, "request", "condition", *given, seen=seen, **own, **WHO),
    )


def setting(key: str, act: Callable[..., object], *given: Any, **own: Any) -> Second:
    """A deed on a setting, that takes the ledger's number ``since``."""
    named = {**({} if "person" in own else WHO), **own}
    return Second("settings", key, lambda office, since: act(office, *given, since=since, **named))


def draft(act: Callable[..., object]) -> Second:
    return Second("plan_drafts", "draft", lambda office, _: act(office, "draft", seen="một dấu cũ", **WHO))
