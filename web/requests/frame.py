"""What the pages of requests share: whose requests one sees, who acts, and how a form is read."""

from typing import Any

from flask import Blueprint

from registry.errors import RefusalError
from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.model.requests.desk_records import StateChange
from registry.services.office.calendar import in_vietnam
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.opened import RequestFile, load_request
from registry.services.requests.reading import get_request
from registry.services.requests.requests import assign, change_state
from web.frame.guard import SENDERS, current_person
from web.frame.office import registry
from web.frame.people import OFFICERS, own_code, who
from web.requests.words import KINDS

blueprint = Blueprint("requests", __name__, url_prefix="/requests")


OPEN_TO_OFFICER = frozenset(
    {RequestState.RECEIVED, RequestState.APPRAISING, RequestState.CONSULTING, RequestState.DRAFT}
)
"""The states in which an officer decides rows."""
CARRIER_MAY_CORRECT = frozenset({RequestState.SUPPLEMENT})
"""The states in which a carrier corrects rows of its own list."""


def file_of(address: str) -> RequestFile:
    """Return a request that the person may see; any other one is not there."""
    check_own(address)
    return load_request(registry(), address)


def replied_file(address: str) -> RequestFile:
    """Return a request whose reply is to be read; ``REQUEST-WITHDRAWN-REPLY`` of one that gets none."""
    file = file_of(address)
    if file.request.state is RequestState.WITHDRAWN:
        raise RefusalError("REQUEST-WITHDRAWN-REPLY", number=file.request.number)
    return file


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
    found = get_request(registry(), address)
    if not own or found.organisation != own:
        raise RefusalError("REQUEST-UNKNOWN", request=address)


def may_correct(file: RequestFile) -> bool:
    """Whether the person corrects what rows say: an officer, and a carrier that was asked to supplement."""
    if may_judge():  # what is supplemented on paper, the officer types
        return file.request.state in OPEN_TO_OFFICER | CARRIER_MAY_CORRECT
    own = current_person().is_one_of(*SENDERS) and not current_person().sees_all
    return own and file.request.state in CARRIER_MAY_CORRECT


def may_judge() -> bool:
    """Whether the person decides rows and prepares the letter."""
    return current_person().is_one_of(*OFFICERS)


def withdrawal_of(file: RequestFile) -> StateChange | None:
    """Return since when and why a request is withdrawn, None of one that is not."""
    return file.states[-1] if file.request.state is RequestState.WITHDRAWN else None


def number_of(wanted: str) -> str:
    """Return the number of a request by its id, "" for none."""
    if not wanted:
        return ""
    return get_request(registry(), wanted).number


def may_ask_to_share() -> bool:
    """Whether the person may record that an owner was asked to share a mast."""
    return current_person().is_one_of(*OFFICERS, Role.CARRIER)


def may_issue() -> bool:
    """Whether the person issues letters."""
    return current_person().is_one_of(Role.LEADER)


def begin(request_id: str) -> None:
    """Say that a request which was only received is under appraisal, now that somebody judges it."""
    found = load_request(registry(), request_id).request
    try:
        if not found.officer:  # whoever begins has it, until it is given to somebody else
            found = assign(registry(), request_id, who(), who=who(), version=found.version)
        if found.state is RequestState.RECEIVED:
            change_state(registry(), request_id, RequestState.APPRAISING, who=who(), version=found.version)
    except RefusalError as refusal:
        if refusal.code != "CHANGED-MEANWHILE":  # else another has just begun, and nothing is missing
            raise
