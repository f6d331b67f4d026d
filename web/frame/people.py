"""Who asks and for whom: the person's name and organisation, the carriers and owners, the officers."""

from flask import g

from registry.model.people import Person, Role
from registry.services.office import organisations as service
from registry.services.office.batches import present_user
from registry.services.office.organisations import Organisation
from registry.services.office.sign_in.accounts import list_accounts
from web.frame.guard import current_person
from web.frame.office import registry

OFFICERS = (Role.APPRAISER, Role.LEADER)
"""Who judges a request."""


def organisations() -> list[Organisation]:
    """Return the operators, then the owners that are no operator."""
    return service.organisations(registry())


def organisation_names() -> dict[str, str]:
    """Return the names of the organisations by their codes."""
    return {item.code: item.name for item in organisations()}


def operator_names() -> dict[str, str]:
    """Return the operators' names by code, in their order."""
    return service.operator_names(registry())


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


def left_behind(officer: str) -> bool:
    """Whether a request waits for somebody: nobody has it, or an account that was shut (its officer left)."""
    return not officer or officer in shut_accounts()


def shut_accounts() -> frozenset[str]:
    """Return the names of the accounts that are shut, read once a request."""
    if "shut_accounts" not in g:
        g.shut_accounts = frozenset(item.name for item in list_accounts(registry()) if not item.active)
    found: frozenset[str] = g.shut_accounts
    return found
