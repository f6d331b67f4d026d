"""Who asks and for whom: the person's name and organisation, the carriers and owners, the officers."""

from typing import NamedTuple

from registry.model.people import Person, Role
from registry.services.office.accounts import list_accounts
from registry.services.office.batches import present_user
from registry.store.office.operators import load_operators, load_owners
from web.frame.guard import current_person
from web.frame.office import registry

OFFICERS = (Role.APPRAISER, Role.LEADER)
"""Who judges a request."""


class Organisation(NamedTuple):
    """An operator or the owner of masts, as a form offers it."""

    code: str
    name: str


def organisations() -> list[Organisation]:
    """Return the operators, then the owners that are no operator."""
    with registry().database.read() as connection:
        operators = [Organisation(item.code, item.name) for item in load_operators(connection)]
        owners = [
            Organisation(str(item["id"]), str(item["name"]))
            for item in load_owners(connection).values()
            if not item["operator"]
        ]
    return operators + owners


def organisation_names() -> dict[str, str]:
    """Return the names of the organisations by their codes."""
    return {item.code: item.name for item in organisations()}


def operator_names() -> dict[str, str]:
    """Return the operators' names by code, in their order."""
    with registry().database.read() as connection:
        return {item.code: item.name for item in load_operators(connection)}


def own_code(person: Person) -> str | None:
    """Return the code under which a carrier's requests stand; None for the office, which sees all."""
    if person.sees_all:
        return None
    for item in organisations():
        if person.organisation in item:
            return item.code
    return person.organisation


def who() -> str:
    """Return who answers for a deed: the account, and at the open desk the machine's user."""
    return current_person().name or present_user()


def officers() -> list[str]:
    """Return the names of those who may be given a request, oneself first."""
    found = [
        item.name for item in list_accounts(registry()) if item.active and not item.roles.isdisjoint(OFFICERS)
    ]
    return list(dict.fromkeys([who(), *found]))
