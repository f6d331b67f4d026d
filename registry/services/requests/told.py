"""Who is told of what happens to a request: its carrier, its officer, the leaders, the bodies asked."""

import datetime as dt
from collections.abc import Iterable

from registry.messages import Words
from registry.model.notices import NoticeKind, Recipient, Subject
from registry.model.people import Role
from registry.model.requests.desk import RequestState
from registry.model.requests.desk_records import Approval, SharingRequest
from registry.services.office.deeds import Deed
from registry.services.office.notices import from_outside, officer, organisation, role, tell
from registry.services.requests.actions import Action
from registry.store.office.operators import organisation_names
from registry.store.requests.requests import get_request

REQUEST, PAPERS, CONSULTATION = "request", "papers", "consultation"
SHARING, APPROVAL, CONDITIONS = "sharing", "approval", "conditions"
"""The kinds of documents that these notices lead to."""


def tell_received(made: Action) -> None:
    """Tell the appraisers of a request that its carrier handed in itself."""
    if from_outside(made.connection, made.who):
        name = name_of(made, made.request.organisation)
        tell(
            made, NoticeKind.RECEIVED, [role(Role.APPRAISER)], Subject(REQUEST, made.request.id),
            number=made.request.number, name=name,
        )  # fmt: skip


def tell_state(made: Action, state: RequestState) -> None:
    """Tell who has to go on, or waits for it, that a request entered a state (not ``ISSUED``)."""
    before, found = made.request.state, made.request
    handler = officer(made.connection, found.officer)
    outside = from_outside(made.connection, made.who)
    told: tuple[NoticeKind, Recipient] | None = None
    if state is RequestState.SUPPLEMENT:
        told = NoticeKind.SUPPLEMENT, organisation(found.organisation)
    elif state is RequestState.WITHDRAWN:
        told = NoticeKind.WITHDRAWN, handler if outside else organisation(found.organisation)
    elif state is RequestState.SUBMITTED:
        told = NoticeKind.SUBMITTED, role(Role.LEADER)
    elif before is RequestState.SUBMITTED:
        told = NoticeKind.HANDED_BACK, handler
    elif before is RequestState.SUPPLEMENT and outside:
        told = NoticeKind.SUPPLEMENTED, handler
    if told is not None:
        name = name_of(made, found.organisation)
        tell(made, told[0], [told[1]], Subject(REQUEST, found.id), number=found.number, name=name)


def tell_assigned(made: Action, name: str) -> None:
    """Tell an officer that a request was given to him."""
    to = officer(made.connection, name)
    if to.account:
        tell(made, NoticeKind.ASSIGNED, [to], Subject(REQUEST, made.request.id), number=made.request.number)


def tell_issued(made: Action, letter: str, date: dt.date) -> None:
    """Tell the carrier and the officer that the reply was issued."""
    found = made.request
    to = (organisation(found.organisation), officer(made.connection, found.officer))
    tell(
        made, NoticeKind.ISSUED, to, Subject(REQUEST, found.id),
        number=found.number, letter=letter, day=date,
    )  # fmt: skip


def tell_consulted(
    made: Action, to: Iterable[Recipient], consultation: str, letter: str, answer_by: dt.date | None
) -> None:
    """Tell a body's accounts that the office asks for its opinion."""
    asked = Subject(CONSULTATION, consultation)
    if answer_by is None:
        tell(made, NoticeKind.CONSULTED, to, asked, letter=letter)
    else:
        tell(made, NoticeKind.CONSULTED_BY, to, asked, letter=letter, day=answer_by)


def tell_answered(made: Action, body: str) -> None:
    """Tell the officer that a body's answer is in."""
    tell(
        made, NoticeKind.ANSWERED, [officer(made.connection, made.request.officer)],
        Subject(PAPERS, made.request.id), number=made.request.number, body=body,
    )  # fmt: skip


def tell_later_asked(made: Action, body: str, until: dt.date) -> None:
    """Tell the officer that a body asks for more time to answer."""
    tell(
        made, NoticeKind.LATER_ASKED, [officer(made.connection, made.request.officer)],
        Subject(PAPERS, made.request.id), number=made.request.number, body=body, day=until,
    )  # fmt: skip


def tell_asked_to_share(made: Deed, asked: SharingRequest) -> None:
    """Tell the owner of a mast that it is asked to share it."""
    tell(
        made, NoticeKind.SHARING_ASKED, [organisation(asked.owner)], Subject(SHARING, asked.id),
        name=name_of(made, asked.asker), mast=asked.mast,
    )  # fmt: skip


def tell_sharing_answered(made: Deed, asked: SharingRequest) -> None:
    """Tell who asked to share a mast, and the officer of its request, that its owner replied."""
    to = [organisation(asked.asker)]
    if asked.request:
        to.append(officer(made.connection, get_request(made.connection, asked.request).officer))
    # told apart by the asker's own letter: the mast's code may not be the asker's to read
    about, name = Subject(SHARING, asked.id), name_of(made, asked.owner)
    if letter := asked.letter_number:
        tell(made, NoticeKind.SHARING_ANSWERED_OF, to, about, name=name, letter=letter, day=asked.sent_on)
    else:
        tell(made, NoticeKind.SHARING_ANSWERED, to, about, name=name)


def tell_extension_asked(made: Action, approval: str, code: str) -> None:
    """Tell the officer of the request that its carrier asks for more time to build a position."""
    if from_outside(made.connection, made.who):
        tell(
            made, NoticeKind.EXTENSION_ASKED, [officer(made.connection, made.request.officer)],
            Subject(APPROVAL, approval), name=name_of(made, made.request.organisation), code=code,
        )  # fmt: skip


def tell_extension_answered(made: Deed, approval: str, request: str, code: str) -> None:
    """Tell the carrier what became of its asking for more time."""
    to = organisation(get_request(made.connection, request).organisation)
    tell(made, NoticeKind.EXTENSION_ANSWERED, [to], Subject(APPROVAL, approval), code=code)


def tell_revoked(made: Deed, approval: Approval) -> None:
    """Tell who asked for a position, and who was to operate it, that the office took the agreement back."""
    asker = get_request(made.connection, approval.request).organisation
    to = dict.fromkeys(organisation(code) for code in (asker, approval.operator) if code)
    tell(
        made, NoticeKind.REVOKED, to, Subject(APPROVAL, approval.id),
        code=approval.code, letter=approval.decision, day=approval.approved_on,
    )  # fmt: skip


def tell_condition_answered(made: Action, code: str) -> None:
    """Tell the officer of a request that its carrier answered a condition of a position."""
    if from_outside(made.connection, made.who):
        tell(
            made, NoticeKind.CONDITION_ANSWERED, [officer(made.connection, made.request.officer)],
            Subject(CONDITIONS, made.request.id),
            name=name_of(made, made.request.organisation), code=code, number=made.request.issued_number,
        )  # fmt: skip


def tell_condition_settled(made: Action, code: str, state: Words) -> None:
    """Tell the carrier what the office says of a condition: met, not yet, waived."""
    tell(
        made, NoticeKind.CONDITION_SETTLED, [organisation(made.request.organisation)],
        Subject(CONDITIONS, made.request.id),
        code=code, number=made.request.issued_number, title_vi=state.vi, title_en=state.en,
    )  # fmt: skip


def name_of(made: Deed, code: str) -> str:
    """Return the name of an organisation as a sentence says it."""
    return organisation_names(made.connection).get(code, code)
