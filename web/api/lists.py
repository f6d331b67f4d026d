"""A carrier's lists of masts: handed in, looked at, sent to the office."""

import datetime as dt
from typing import Annotated, Any

from flask import url_for
from pydantic import Field

from registry.model.mast_lists import MastList, MastListKind, MastListState
from registry.model.people import Role
from registry.model.sign_in.tokens import Scope
from registry.services.lists import comparing, handing_in
from registry.services.lists import mast_lists as service
from web.api.operations import Asked, Told, operation
from web.api.sent_lists import OF_MASTS, SentList, sent_list
from web.frame.guard import SENDERS
from web.frame.office import registry
from web.frame.people import OFFICERS, own_code, who
from web.frame.wording.appraised_rows import Model

GROUP = "Lists of masts"
HANDS_IN = (*OFFICERS, Role.CARRIER)


class HandedList(Model):
    """One list. `compared`: it was compared with the register as it stands; `counts` are of its rows."""

    id: str
    version: int
    operator: str
    kind: MastListKind
    list_date: dt.date
    state: MastListState
    name: str
    compared: bool
    counts: dict[str, Any]
    note: str
    message: str
    reply: str
    made_at: dt.datetime
    sent_at: dt.datetime | None


class HandedLists(Model):
    """Lists, the newest first."""

    lists: list[HandedList]


class NewList(Model):
    """A list of masts. An officer says whose it is; a carrier hands in its own."""

    kind: MastListKind
    operator: Annotated[str, Field(max_length=40)] = ""
    list_date: dt.date | None = None
    note: Annotated[str, Field(max_length=handing_in.LONGEST)] = ""
    list: SentList


class SendList(Model):
    """The version of the list that was looked at."""

    version: Annotated[int, Field(ge=0, le=2**31 - 1)]


@operation("GET", "/mast-lists", *SENDERS, scope=Scope.LISTS, answers={200: HandedLists}, group=GROUP)
def list_mast_lists(asked: Asked) -> HandedLists:
    """List what was handed in, the newest first; a carrier's are its own."""
    found = service.list_mast_lists(registry(), own_code(asked.person))
    return HandedLists(lists=[_shown(one) for one in found])


@operation(
    "GET", "/mast-lists/<list_id>", *SENDERS, scope=Scope.LISTS, answers={200: HandedList}, group=GROUP
)
def get_mast_list(asked: Asked, list_id: str) -> HandedList:
    """Return one list: where it stands, and what became or would become of its rows."""
    return _shown(service.get_mast_list(registry(), list_id, own_code(asked.person)))


@operation(
    "POST", "/mast-lists", *HANDS_IN, scope=Scope.HAND_IN_LISTS, answers={201: HandedList}, group=GROUP,
    body=NewList, writes=True,
)  # fmt: skip
def hand_in_list(asked: Asked) -> Told:
    """Hand in a list of masts as a draft, and have it compared with the register.

    Nothing enters the register by it. When `compared` is true its counts say what would become of the rows;
    it is then sent to the office (`POST /mast-lists/{list_id}/send`), which looks it through.
    """
    sent: NewList = asked.body
    own = own_code(asked.person)
    with sent_list(sent.list, OF_MASTS) as (path, name):
        made = handing_in.begin(
            registry(), path, name=name, operator=own or sent.operator, kind=sent.kind,
            list_date=sent.list_date, note=sent.note, by_office=own is None, who=who(),
        )  # fmt: skip
    return Told(_shown(made), 201, {"Location": url_for("api.get_mast_list", list_id=made.id)})


@operation(
    "POST", "/mast-lists/<list_id>/send", *HANDS_IN, scope=Scope.HAND_IN_LISTS, answers={200: HandedList},
    group=GROUP, body=SendList, writes=True,
)  # fmt: skip
def send_list(asked: Asked, list_id: str) -> HandedList:
    """Send a list that was compared to the office."""
    item = service.get_mast_list(registry(), list_id, own_code(asked.person))
    return _shown(handing_in.send(registry(), item, seen=asked.body.version, who=who()))


def _shown(item: MastList) -> HandedList:
    found = comparing.look(registry(), item)
    counts = comparing.counts_of(registry(), item, found) if found else dict(item.counts)
    return HandedList(
        id=item.id, version=item.version, operator=item.operator, kind=item.kind, list_date=item.list_date,
        state=item.state, name=item.name, compared=found is not None,
        counts=counts, note=item.note, message=item.message, reply=item.reply, made_at=item.at,
        sent_at=item.sent_at,
    )  # fmt: skip
