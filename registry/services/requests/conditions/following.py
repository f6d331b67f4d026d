"""After the issue: a carrier answers a condition with a paper, the office says met, not yet, or waived.

Every step can be taken back by the next: what was met by mistake is opened again, with the reason.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.requests.conditions import Condition, ConditionState
from registry.model.requests.desk import RequestState
from registry.model.vietnam_time import one_moment
from registry.services.office.attachments import attachment_row, keep_file
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.actions import Action, action
from registry.services.requests.conditions.frozen import own_columns
from registry.services.requests.conditions.owed import ended_rows
from registry.services.requests.conditions.saying import standing_of
from registry.services.requests.told import tell_condition_answered, tell_condition_settled
from registry.store import ledger
from registry.store.requests.requests import condition_of, decision_of
from registry.store.requests.tables import attachments, request_rows, row_conditions, row_decisions
from registry.typed_text import within

LONGEST = 2000
PAPER = "condition"
"""The kind of an attachment that a carrier hands in for a condition."""

NAMES = {
    ConditionState.KEPT: Words("chưa ban hành", "not issued"),
    ConditionState.STRUCK: Words("đã bỏ", "struck"),
    ConditionState.OPEN: Words("chưa đáp ứng", "not met yet"),
    ConditionState.ANSWERED: Words("đã nộp, chờ cơ quan xem", "handed in, to be looked at"),
    ConditionState.RETURNED: Words("chưa đạt, phải nộp lại", "not enough yet"),
    ConditionState.MET: Words("đã đáp ứng", "met"),
    ConditionState.WAIVED: Words("được miễn", "waived"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that a carrier hands in, and its name."""

    path: Path
    name: str


@one_moment()
def answer_condition(
    registry: Registry,
    request: str,
    condition: str,
    text: str,
    *,
    papers: Sequence[Paper] = (),
    who: str,
    seen: int,
    alike: bool = False,
) -> None:
    """Say how a condition is met and hand its papers in; an answer that nobody looked at yet can be amended.

    ``alike`` answers the same condition of the request's other positions, too, where nothing was said yet.
    Refused where there is neither a word nor a paper, now or before (``REQUEST-CONDITION-ANSWER``).
    """
    said = within(text, LONGEST)
    kept = [(keep_file(registry, paper.path, paper.name), paper.name) for paper in papers]
    may = (ConditionState.OPEN, ConditionState.RETURNED, ConditionState.ANSWERED)
    ended = ended_rows(registry, request) if alike else {}
    with _changing(registry, request, condition, may, who=who, seen=seen, offered={"answer": said}) as (
        made,
        item,
    ):
        files = list(item.files)
        for file, name in kept:
            row = attachment_row(made.request.id, file, kind=PAPER, name=name, who=made.who)
            if row["id"] not in {one["id"] for one in made.rows(attachments)}:
                made.create(attachments, row)
            files += [] if file.sha256 in files else [file.sha256]
        if not said and not files:
            raise RefusalError("REQUEST-CONDITION-ANSWER")
        answered = {"state": ConditionState.ANSWERED.value, "answer": said, "files": files,
                    "answered_by": made.who, "answered_at": made.at}  # fmt: skip
        _set(made, item, seen, **answered)
        for row in made.rows(row_conditions) if alike else ():
            other = condition_of(row)
            if other.id != item.id and other.row not in ended and same_condition(other, item):
                _set(made, other, other.version, **answered)
        tell_condition_answered(made, _code(made, item))


def same_condition(one: Condition, other: Condition) -> bool:
    """Whether nothing was said yet of a condition that another position of the list has in the same words."""
    same = (one.text, one.list_version) == (other.text, other.list_version)
    return same and one.state is ConditionState.OPEN and not one.answer and not one.files


@one_moment()
def meet_condition(
    registry: Registry,
    request: str,
    condition: str,
    *,
    paper: str,
    on: dt.date,
    word: str = "",
    who: str,
    seen: int,
) -> None:
    """Record that a condition is met: by which paper (its number and day) and on which day.

    Refused without a paper, named here or handed in (``REQUEST-CONDITION-PAPER``), and for a day that has not
    come (``REQUEST-DAY``).
    """
    named = within(paper, LONGEST)
    offered = {"paper": named, "settled_on": on}
    may = (ConditionState.OPEN, ConditionState.RETURNED, ConditionState.ANSWERED)
    with _changing(registry, request, condition, may, who=who, seen=seen, offered=offered) as (made, item):
        if not named and not item.files:
            raise RefusalError("REQUEST-CONDITION-PAPER")
        first = made.request.received_on
        if not first <= on <= today():
            raise RefusalError("REQUEST-DAY", day=on, first=first, last=today())
        _settle(made, item, seen, ConditionState.MET, paper=named, settled_on=on, word=within(word, LONGEST))


@one_moment()
def return_condition(
    registry: Registry, request: str, condition: str, *, reason: str, who: str, seen: int
) -> None:
    """Return what a carrier handed in, with what is lacking (``REQUEST-REASON``): it is its turn again."""
    said = _reason(reason)
    may = (ConditionState.ANSWERED,)
    with _changing(registry, request, condition, may, who=who, seen=seen, offered={"word": said}) as (
        made,
        item,
    ):
        _settle(made, item, seen, ConditionState.RETURNED, word=said, settled_on=None)


@one_moment()
def waive_condition(
    registry: Registry, request: str, condition: str, *, reason: str, who: str, seen: int
) -> None:
    """Waive a condition, with the reason (``REQUEST-REASON``); the leader's to do."""
    said = _reason(reason)
    may = (ConditionState.OPEN, ConditionState.RETURNED, ConditionState.ANSWERED)
    with _changing(registry, request, condition, may, who=who, seen=seen, offered={"reason": said}) as (
        made,
        item,
    ):
        _settle(made, item, seen, ConditionState.WAIVED, reason=said, settled_on=today())


@one_moment()
def reopen_condition(
    registry: Registry, request: str, condition: str, *, reason: str, who: str, seen: int
) -> None:
    """Take back that a condition is met or waived, with the reason: it is owed again."""
    said = _reason(reason)
    may = (ConditionState.MET, ConditionState.WAIVED)
    with _changing(registry, request, condition, may, who=who, seen=seen, offered={"word": said}) as (
        made,
        item,
    ):
        _settle(made, item, seen, ConditionState.RETURNED, word=said, settled_on=None, reason="")


def _reason(text: str) -> str:
    said = within(text, LONGEST)
    if not said:
        raise RefusalError("REQUEST-REASON")
    return said


@contextlib.contextmanager
def _changing(
    registry: Registry,
    request: str,
    condition: str,
    may: Sequence[ConditionState],
    *,
    who: str,
    seen: int,
    offered: dict[str, Any],
) -> Iterator[tuple[Action, Condition]]:
    """Open an action on a condition of an issued letter that stands in one of some states.

    Refused before the letter is out or in another state (``REQUEST-CONDITION-STATE``), and for a condition
    that there is not (``REQUEST-CONDITION-UNKNOWN``).
    """
    with action(registry, request, "condition", who=who, closed=True, submitted=True) as made:
        made.check(row_conditions, condition, seen, offered)
        item = _standing(made, condition)
        if made.request.state is not RequestState.ISSUED or item.state not in may:
            raise RefusalError("REQUEST-CONDITION-STATE", state=NAMES[item.state])
        yield made, item


def _standing(made: Action, condition: str) -> Condition:
    found = ledger.rows_by_key(made.connection, row_conditions, [condition]).get(condition)
    if found is not None and found["request"] == made.request.id:
        return condition_of(found)
    records = [condition_of(row) for row in made.rows(row_conditions)]
    for row in made.rows(row_decisions):  # a text from before conditions were records
        decided = decision_of(row)
        if decided.list_version == made.request.list_version:
            own = [item for item in records if item.row == decided.row]
            issued = made.request.state is RequestState.ISSUED
            for item in standing_of(decided, own, issued=issued):
                if item.id == condition:
                    return item
    raise RefusalError("REQUEST-CONDITION-UNKNOWN", number=made.request.number)


def _set(made: Action, item: Condition, seen: int, **columns: Any) -> None:
    made.put(row_conditions, item.id, own_columns(item), seen, **columns)


def _settle(made: Action, item: Condition, seen: int, state: ConditionState, **columns: Any) -> None:
    """Add what the office says of a condition, and tell the carrier."""
    _set(made, item, seen, state=state.value, settled_by=made.who, settled_at=made.at, **columns)
    tell_condition_settled(made, _code(made, item), NAMES[state])


def _code(made: Action, item: Condition) -> str:
    """Return what the row of a condition is called."""
    row = made.standing(request_rows, made.list_row_id(item.row))
    return str(row.get("site_code") or item.row + 1)
