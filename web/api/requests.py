"""Requests with their state and clock, and filing one."""

import datetime as dt
from typing import Annotated

from flask import url_for
from pydantic import Field

from registry.errors import RefusalError
from registry.model.requests.desk import RequestKind, RequestState
from registry.model.sign_in.tokens import Scope
from registry.services.office.calendar import today
from registry.services.office.time_limits import limit_for, limits_on
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.queue import QueueItem, overview
from registry.services.requests.settling import LONGEST
from web.api.operations import Asked, Told, operation
from web.api.sent_lists import OF_PROPOSALS, SentList, sent_list
from web.frame.guard import READERS, SENDERS
from web.frame.office import registry
from web.frame.people import own_code, who
from web.frame.wording.appraised_rows import Model

GROUP = "Requests"
EARLIEST = dt.date(2000, 1, 1)
READ = tuple(role for role in READERS if role != "consulted")


class RequestClock(Model):
    """The time of a request in working days, and the day by which it is due; null: no limit is known."""

    limit_days: int | None
    source: str
    due_on: dt.date | None
    used_days: int
    left_days: int | None
    running: bool
    overdue: bool


class FiledRequest(Model):
    """A request: whose it is, where it is, and its clock today.

    Its sender is told how many rows are decided once the letter is issued, 0 before.
    """

    id: str
    number: str
    kind: RequestKind
    organisation: str
    letter_number: str
    letter_date: dt.date | None
    received_on: dt.date
    state: RequestState
    rows: int
    rows_decided: int
    issued_number: str
    issued_on: dt.date | None
    clock: RequestClock


class FiledRequests(Model):
    """Requests, the newest first."""

    requests: list[FiledRequest]


class RequestQuery(Model):
    """Which requests."""

    state: Annotated[RequestState | None, Field(description="Only those that are there now.")] = None


class NewRequest(Model):
    """A request with its list. An officer says for whom; a carrier files for itself."""

    kind: RequestKind
    organisation: Annotated[str, Field(max_length=60)] = ""
    letter_number: Annotated[str, Field(max_length=80)] = ""
    letter_date: dt.date | None = None
    amends: Annotated[
        str, Field(max_length=80, description="Id or number of the request that is amended.")
    ] = ""
    note: Annotated[str, Field(max_length=2000)] = ""
    again: Annotated[
        str, Field(max_length=LONGEST, description="Why it is filed again, where it was filed before.")
    ] = ""
    behalf: Annotated[
        dict[str, str],
        Field(description="Other carriers that rows are filed for, each with the paper that empowers to."),
    ] = Field(default_factory=dict)
    list: SentList


@operation(
    "GET",
    "/requests",
    *READ,
    scope=Scope.REQUESTS,
    answers={200: FiledRequests},
    group=GROUP,
    query=RequestQuery,
)
def list_requests(asked: Asked) -> FiledRequests:
    """List requests with their state and clock, the newest first; a carrier's are its own."""
    found = overview(registry(), today(), organisation=own_code(asked.person))
    state = asked.query.state
    own = own_code(asked.person)
    kept = [_filed(item, own) for item in reversed(found) if state is None or item.request.state is state]
    return FiledRequests(requests=kept)


@operation(
    "GET", "/requests/<request_id>", *READ, scope=Scope.REQUESTS, answers={200: FiledRequest}, group=GROUP
)
def get_request(asked: Asked, request_id: str) -> FiledRequest:
    """Return one request by its id, with its state and clock."""
    return _one(asked, request_id)


@operation(
    "POST", "/requests", *SENDERS, scope=Scope.FILE_REQUESTS, answers={201: FiledRequest}, group=GROUP,
    body=NewRequest, writes=True,
)  # fmt: skip
def file_request(asked: Asked) -> Told:
    """File a request with its list; it has its number at once.

    It goes the way of the form: what the list has to have and what was filed before is refused with the same
    codes. Appraise the list first (`POST /appraisals`) to see what will be found.
    """
    sent: NewRequest = asked.body
    own = own_code(asked.person)
    for day in (sent.letter_date,):
        if day is not None and not EARLIEST <= day <= today():
            raise RefusalError("REQUEST-DAY", day=day, first=EARLIEST, last=today())
    limit_for(limits_on(registry(), today()), sent.kind, today())  # a kind that no text knows today
    facts = {
        "kind": sent.kind.value, "organisation": sent.organisation if own is None else own,
        "letter_number": sent.letter_number, "note": sent.note, "received_on": today().isoformat(),
        "letter_date": sent.letter_date.isoformat() if sent.letter_date else "",
        "amends": sent.amends if sent.kind is RequestKind.AMENDMENT else "",
    }  # fmt: skip
    drafts = Drafts(registry())
    with sent_list(sent.list, OF_PROPOSALS) as (path, name):
        draft = drafts.make(facts, who=who(), own=own, source=(path, name))
        try:
            made = drafts.register(
                draft, officer=who() if own is None else "", who=who(), behalf=sent.behalf, again=sent.again
            )
        except RefusalError as refusal:  # nothing is left behind, and the file has its sender's name
            drafts.drop(draft)
            named = {"name": name} if "name" in refusal.params else {}
            raise RefusalError(refusal.code, **{**refusal.params, **named}) from refusal
    filed = _one(asked, made.id)
    return Told(filed, 201, {"Location": url_for("api.get_request", request_id=made.id)})


def _one(asked: Asked, request_id: str) -> FiledRequest:
    own = own_code(asked.person)
    for item in overview(registry(), today(), organisation=own):
        if item.request.id == request_id:
            return _filed(item, own)
    raise RefusalError("API-UNKNOWN")


def _filed(item: QueueItem, own: str | None) -> FiledRequest:
    one, clock = item.request, item.clock
    return FiledRequest(
        id=one.id, number=one.number, kind=one.kind, organisation=one.organisation,
        letter_number=one.letter_number, letter_date=one.letter_date, received_on=one.received_on,
        state=one.state, rows=item.rows, rows_decided=item.told(own) or 0, issued_number=one.issued_number,
        issued_on=one.issued_on,
        clock=RequestClock(
            limit_days=clock.limit_days, source=clock.source, due_on=clock.due_on, used_days=clock.used_days,
            left_days=clock.left_days, running=clock.running, overdue=clock.overdue,
        ),
    )  # fmt: skip
