"""What the pages of requests share: whose requests one sees, who acts, and how a form is read."""

import datetime as dt
from typing import Any, NamedTuple

from flask import Blueprint, current_app, request

from registry.errors import RefusalError
from registry.model.desk import RequestState
from registry.model.people import Person, Role
from registry.services.accounts import list_accounts
from registry.services.batches import present_user
from registry.services.calendar import in_vietnam
from registry.services.request_drafts import Drafts
from registry.services.request_file import RequestFile, load_request
from registry.services.requests import assign, change_state
from registry.store.operators import load_operators, load_owners
from registry.store.requests import get_request
from web import parameters
from web.accounts_guard import current_person
from web.office import registry
from web.requests_words import KINDS

blueprint = Blueprint("requests", __name__, url_prefix="/requests")

OFFICERS = (Role.APPRAISER, Role.LEADER)
"""Who judges a request."""

OPEN_TO_OFFICER = frozenset(
    {RequestState.RECEIVED, RequestState.APPRAISING, RequestState.CONSULTING, RequestState.DRAFT}
)
"""The states in which an officer decides rows."""


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


def file_of(address: str) -> RequestFile:
    """Return a request that the person may see; any other one is not there."""
    check_own(address)
    return load_request(registry(), address)


def drafts_of(own: str | None, name: str) -> list[dict[str, Any]]:
    """Return the previews that a person began and did not send, newest first, as pages list them."""
    return [
        {
            "draft": item,
            "at": in_vietnam(item.at),
            "until": in_vietnam(item.expires.isoformat()),
            "kind": KINDS[item.kind],
        }
        for item in Drafts(registry()).open_for(own, name)
    ]


def check_own(address: str) -> None:
    """Refuse another organisation's request just as one that does not exist (``REQUEST-UNKNOWN``)."""
    own = own_code(current_person())
    if own is None:
        return
    with registry().database.read() as connection:
        found = get_request(connection, address)
    if not own or found.organisation != own:
        raise RefusalError("REQUEST-UNKNOWN", request=address)


def may_judge() -> bool:
    """Whether the person decides rows and prepares the letter."""
    return current_person().is_one_of(*OFFICERS)


def officers() -> list[str]:
    """Return the names of those who may be given a request, oneself first."""
    found = [
        item.name for item in list_accounts(registry()) if item.active and not item.roles.isdisjoint(OFFICERS)
    ]
    return list(dict.fromkeys([who(), *found]))


def number_of(wanted: str) -> str:
    """Return the number of a request by its id, "" for none."""
    if not wanted:
        return ""
    with registry().database.read() as connection:
        return get_request(connection, wanted).number


def may_ask_to_share() -> bool:
    """Whether the person may record that an owner was asked to share a mast."""
    return current_person().is_one_of(*OFFICERS, Role.CARRIER)


def may_issue() -> bool:
    """Whether the person issues letters."""
    return current_person().is_one_of(Role.LEADER)


def settings_limit_mb() -> int:
    """Return how many MB a form may hold."""
    limit: int = current_app.config["MAX_CONTENT_LENGTH"]
    return limit // (1024 * 1024)


def day_of(name: str) -> dt.date | None:
    """Return a day of the form, None where it is empty (``DATE-NOT-READ``)."""
    return parameters.written_day(request.form.get(name, ""))


def version_of() -> int:
    """Return the version that the editor's page showed."""
    return int_of(request.form.get("version", ""))


def int_of(value: object) -> int:
    """Return a whole number that a page sent (``REQUEST-VALUE``)."""
    try:
        whole = int(str(value))
    except ValueError as error:
        raise RefusalError("REQUEST-VALUE", value=str(value)[:40]) from error
    if abs(whole) >= 2**31:  # more than the database's integers hold
        raise RefusalError("REQUEST-VALUE", value=str(value)[:40])
    return whole


def one_of(words: Any, value: object) -> Any:
    """Return the member of an enumeration that a page sent (``REQUEST-VALUE``)."""
    try:
        return words(str(value))
    except ValueError as error:
        raise RefusalError("REQUEST-VALUE", value=str(value)[:40]) from error


def begin(request_id: str) -> None:
    """Say that a request which was only received is under appraisal, now that somebody judges it."""
    found = load_request(registry(), request_id).request
    try:
        if not found.officer:  # whoever begins has it, until it is given to somebody else
            found = assign(registry(), request_id, who(), who=who(), version=found.version)
        if found.state is RequestState.RECEIVED:
            change_state(registry(), request_id, RequestState.APPRAISING, who=who(), version=found.version)
    except RefusalError as refusal:
        if refusal.code != "REQUEST-CHANGED":  # else another has just begun, and nothing is missing
            raise
