"""Lists and spots appraised for a program: sent in, asked for again."""

import datetime as dt
from concurrent.futures import TimeoutError as NotYet
from typing import Annotated, Any, Literal

from flask import url_for
from pydantic import BaseModel, Field

from registry.errors import RefusalError
from registry.model.sign_in.tokens import Scope
from registry.services.appraise.appraise_list import to_json
from registry.services.appraise.desk import desk_of
from registry.services.appraise.sent_rows import spoken_for
from web.api.operations import Asked, Told, operation
from web.api.sent_lists import OF_PROPOSALS, SentList, sent_list
from web.frame.guard import SENDERS
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.wording.appraised_rows import ApiIssue, AppraisedProposal, Model

GROUP = "Appraisal"
WAIT_S = 20.0
"""How long an answer is waited for; a longer list is asked for again at its address."""


class ApiAppraisal(Model):
    """A list with the findings of each row, by the law of `as_of`; `law` names its state."""

    id: str
    state: Literal["done"]
    file: dict[str, str]
    as_of: dt.date
    law: str
    illustrative: bool
    summary: dict[str, int]
    missing: list[dict[str, Any]]
    proposals: list[AppraisedProposal]
    issues: list[ApiIssue]


class AppraisalUnderWay(Model):
    """A list that is still being judged: ask again at its address."""

    id: str
    state: Literal["waiting", "working"]


class NewAppraisal(Model):
    """A list of proposed positions, or one row for a single spot."""

    list: SentList
    operator: Annotated[str, Field(max_length=40, description="Carrier of rows that name none.")] = ""
    as_of: Annotated[dt.date | None, Field(description="By the law of this day; today where left out.")] = (
        None
    )


ANSWERS: dict[int, type[BaseModel]] = {200: ApiAppraisal, 202: AppraisalUnderWay}


@operation(
    "POST", "/appraisals", *SENDERS, scope=Scope.APPRAISE, answers=ANSWERS, group=GROUP, body=NewAppraisal,
    writes=True,
)  # fmt: skip
def appraise(asked: Asked) -> Told:
    """Appraise spots or a list: every row gets its findings, with what was measured, limit and article.

    Nothing of it enters the register. A list that takes longer than some seconds is answered by 202 with
    its address.
    """
    sent: NewAppraisal = asked.body
    desk = desk_of(registry())
    operator = spoken_for(asked.person, sent.operator, (one.code for one in context().operators))
    with sent_list(sent.list, OF_PROPOSALS) as (path, name), path.open("rb") as stream:
        address = desk.receive(stream, name, operator=operator, as_of=sent.as_of, person=asked.person)
    return _told(asked, address, WAIT_S)


@operation("GET", "/appraisals/<address>", *SENDERS, scope=Scope.APPRAISE, answers=ANSWERS, group=GROUP)
def get_appraisal(asked: Asked, address: str) -> Told:
    """Return an appraisal, or say that it is still under way."""
    return _told(asked, address, 1.0)


def _told(asked: Asked, address: str, wait_s: float) -> Told:
    desk = desk_of(registry())
    where = {"Location": url_for("api.get_appraisal", address=address)}
    name = desk.received_by(address, asked.person).name
    try:
        desk.result(address, wait_s)
    except NotYet:
        state: Literal["waiting", "working"] = (
            "working" if desk.progress(address).state == "working" else "waiting"
        )
        return Told(AppraisalUnderWay(id=address, state=state), 202, {**where, "Retry-After": "2"})
    except RefusalError as refusal:
        named = {"name": name} if "name" in refusal.params else {}
        raise RefusalError(refusal.code, **{**refusal.params, **named}) from refusal
    found = to_json(desk.result_for(address, asked.person), language())
    return Told(ApiAppraisal.model_validate({**found, "id": address, "state": "done"}), 200, where)
