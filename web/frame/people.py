"""Who asks and for whom: the person's name and organisation, the carriers and owners, the officers."""

from flask import g
from flask_babel import gettext as _

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
    """Whether a request waits for somebody: nobody has it, or an account that judges none (any more)."""
    return not officer or officer in gone_officers()


def locked_out(name: str) -> bool:
    """Whether somebody's account was shut: what is given to that name waits for nobody."""
    if "locked_out" not in g:
        g.locked_out = {one.name for one in list_accounts(registry()) if not one.active}
    return name in g.locked_out


def locked_note(name: str) -> str:
    """Return whose work a line is where that account was shut; "" where it was not."""
    return str(_("%(name)s, tài khoản đã khóa", name=name)) if locked_out(name) else ""


def gone_officers() -> dict[str, str]:
    """Return why an account judges no request, by its name; read once a request.

    It was shut, or its roles are others now (by a provider's groups). A name without an account is the
    machine's user and stays.
    """
    if "gone_officers" not in g:
        g.gone_officers = {
            item.name: _("không còn thẩm định") if item.active else _("tài khoản đã khóa")
            for item in list_accounts(registry())
            if not item.active or item.roles.isdisjoint(OFFICERS)
        }
    found: dict[str, str] = g.gone_officers
    return found
