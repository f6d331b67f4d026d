"""States of a request: which may follow which, when they were entered, and who handles it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.requests.desk import NEXT_STATES, Request, RequestState
from registry.model.vietnam_time import one_moment
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.actions import action
from registry.services.requests.decisions import check_agreed, check_conditions, outdated
from registry.services.requests.gates.besides import points_beside
from registry.services.requests.gates.doors import (
    LONGEST,
    Reasons,
    check_seen,
    check_sheet,
    keep_passed,
    keep_sheet,
)
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.sheet import Door, Kind, Point
from registry.services.requests.opened import FileRow, RequestFile, load_request
from registry.services.requests.state_history import enter
from registry.services.requests.supplements import Ask, answer_left, asked_of, in_short, write_asks
from registry.services.requests.told import tell_assigned, tell_state
from registry.store.requests.requests import get_request
from registry.store.requests.tables import requests
from registry.typed_text import within


@one_moment()
def change_state(
    registry: Registry,
    request: str,
    state: RequestState,
    *,
    who: str,
    version: int,
    reason: str = "",
    on_day: dt.date | None = None,
    reasons: Reasons | None = None,
    sheet: str | None = None,
    asks: Sequence[Ask] = (),
) -> Request:
    """Move a request to a state that may follow (``NEXT_STATES``); ISSUED only by ``issue``.

    ``on_day`` (default today) is the day it took place, not before the last one. To supplement, to withdraw
    and to hand a draft back need a reason. Submitting needs every row decided, everything answered that the
    request leaves open (``REQUEST-MATTERS``), and a reason where the decision does not follow from what is
    recommended by then. ``reasons`` answer what the sheet of the door asks, by its kinds; ``sheet`` is the
    token of the one that was looked at, refused where it has changed since (``CHANGED-MEANWHILE``). ``asks``
    is what has to be supplemented; without it the ``reason`` is asked of the request as a whole.
    """
    day = on_day or today()
    offered = {"state": state.value}
    with action(
        registry, request, "state", who=who, version=version, offered=offered, closed=True, submitted=True
    ) as made:
        standing = made.request.state
        check_next(made.request, state)
        if state is RequestState.ISSUED:
            raise RefusalError("REQUEST-ISSUE-APART", number=made.request.number)
        handed_back = standing is RequestState.SUBMITTED and state is RequestState.DRAFT
        asked = asks or [Ask(reason)] if state is RequestState.SUPPLEMENT else ()
        reason = reason.strip() or (in_short(asks) if asks else "")
        if (asked or state is RequestState.WITHDRAWN or handed_back) and not reason:
            raise RefusalError("REQUEST-REASON")
        write_asks(made, asked)
        if state is RequestState.SUBMITTED:
            file = load_request(registry, made.request.id)
            edits = points_beside(registry, file)
            check_submit(file, reasons or {}, sheet, edits)
            keep_passed(made, filed_sheet(file, Door.SUBMIT, edits), reasons or {})
        enter(made, state, day, reason.strip())
        made.amend(requests, made.request.id, state=state.value)
        tell_state(made, state)
    return again(registry, request)


@one_moment()
def hand_in(
    registry: Registry,
    request: str,
    *,
    who: str,
    version: int,
    reasons: Reasons | None = None,
    sheet: str | None = None,
) -> Request:
    """Hand a request in again that was to be supplemented; its clock runs on.

    Refused where it does not wait for that (``SUPPLEMENT-OVER``). What was asked for and nothing answers
    wants a word on why (``REQUEST-MATTERS``): ``reasons`` under the kind ``supplements``. ``sheet`` as in
    ``change_state``.
    """
    state = RequestState.APPRAISING
    with action(registry, request, "state", who=who, version=version, offered={"state": state.value}) as made:
        if made.request.state is not RequestState.SUPPLEMENT:
            raise RefusalError("SUPPLEMENT-OVER", number=made.request.number)
        file = load_request(registry, made.request.id)
        found, given = filed_sheet(file, Door.SEND), reasons or {}
        check_seen(found, sheet, file.history, made.request.number)
        check_sheet(file, found, given)
        word = within(given.get(Kind.SUPPLEMENTS) or given.get("") or "", LONGEST)
        answer_left(made, [one.item for one in asked_of(file) if not one.answered], word)
        keep_sheet(made, found, given)
        enter(made, state, today(), "")
        made.amend(requests, made.request.id, state=state.value)
        tell_state(made, state)
    return again(registry, request)


@one_moment()
def assign(registry: Registry, request: str, officer: str, *, who: str, version: int) -> Request:
    """Give the request to another officer."""
    offered = {"officer": officer}
    with action(
        registry, request, "assigned", who=who, version=version, offered=offered, submitted=True
    ) as made:
        made.amend(requests, made.request.id, officer=officer)
        tell_assigned(made, officer)
    return again(registry, request)


def state_words(state: RequestState) -> Words:
    """Return a state's name in both languages."""
    return _STATES[state]


_STATES = {
    RequestState.RECEIVED: Words("đã tiếp nhận", "received"),
    RequestState.SUPPLEMENT: Words("chờ bổ sung", "to be supplemented"),
    RequestState.APPRAISING: Words("đang thẩm định", "under appraisal"),
    RequestState.CONSULTING: Words("đang lấy ý kiến", "consulting"),
    RequestState.DRAFT: Words("dự thảo văn bản", "draft"),
    RequestState.SUBMITTED: Words("trình lãnh đạo", "submitted to the leader"),
    RequestState.ISSUED: Words("đã ban hành", "issued"),
    RequestState.WITHDRAWN: Words("đã rút", "withdrawn"),
}


def check_next(request: Request, state: RequestState) -> None:
    """Refuse a state that may not follow (``REQUEST-STATE``)."""
    allowed = [item for item in RequestState if item in NEXT_STATES[request.state]]
    if state not in allowed:
        names = [state_words(item) for item in allowed]
        raise RefusalError(
            "REQUEST-STATE",
            number=request.number,
            state=state_words(request.state),
            wanted=state_words(state),
            allowed=Words(
                ", ".join(name.vi for name in names) or "không có",
                ", ".join(name.en for name in names) or "nothing",
            ),
        )


def check_submit(file: RequestFile, reasons: Reasons, sheet: str | None, edits: Sequence[Point] = ()) -> None:
    """Refuse to submit a request, as ``change_state`` does: not seen as it is, undecided, open, outdated.

    ``edits`` is what stands beside it, its letter's edited sentences foremost (``gates.besides``).
    """
    check_ready(file)
    found = filed_sheet(file, Door.SUBMIT, edits)
    check_seen(found, sheet, file.history, file.request.number)
    check_reasons(file.rows)
    check_sheet(file, found, reasons)


def check_ready(file: RequestFile) -> None:
    """Refuse a request of which a row is not decided (``REQUEST-UNDECIDED``)."""
    missing = [file.rows[index].proposal.row for index in file.undecided]
    if missing:
        shown = ", ".join(map(str, missing[:10])) + (" …" if len(missing) > 10 else "")
        raise RefusalError("REQUEST-UNDECIDED", count=len(missing), rows=shown)


def check_reasons(rows: Iterable[FileRow]) -> None:
    """Refuse decisions without a reason that need one.

    They no longer follow from the recommendation, or agree to a row of another operator than its filer. An
    agreement on conditions that nobody named is refused, too.
    """
    rows = tuple(rows)
    found = [row.proposal.row for row in rows if outdated(row)]
    if found:
        shown = ", ".join(map(str, found[:10])) + (" …" if len(found) > 10 else "")
        raise RefusalError("REQUEST-DECISION-OUTDATED", count=len(found), rows=shown)
    check_agreed(rows)
    check_conditions(rows)


def again(registry: Registry, request: str) -> Request:
    """Return the request as it stands now."""
    with registry.database.read() as connection:
        return get_request(connection, request)
