"""Conditions as they are saved with a decision: kept, edited, added, or struck with a reason.

What the findings propose never falls away in silence: each proposal is kept, edited, or struck with a
reason; the reason of the decision itself counts as one.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from registry.errors import RefusalError
from registry.model.requests.conditions import Before, Condition, ConditionState
from registry.model.requests.desk import DecidedRow
from registry.services.requests.actions import Action
from registry.services.requests.conditions.proposals import OFFICE, Proposed
from registry.store.changes import stable_id
from registry.store.requests.tables import row_conditions
from registry.typed_text import beginning, line_within

LONGEST = 1000
MOST = 40
"""The longest text, in characters, and how many conditions one row may have."""


@dataclass(frozen=True, slots=True)
class Said:
    """One condition as an officer leaves it; ``of`` is the key of the proposal behind it ("" none).

    ``struck`` says that it is none, with the ``reason``; ``due_on`` is a day of its own.
    """

    text: str
    of: str = ""
    struck: bool = False
    reason: str = ""
    due_on: dt.date | None = None


Offered = Sequence[Said | str] | None
"""What an officer leaves of a row's conditions; None where he leaves them as they stand, or as proposed."""


def condition_id(request: str, list_version: int, row: int, text: str) -> str:
    """Return the key of a condition of a row of a version of the list, by its words."""
    return stable_id("condition", request, str(list_version), str(row), text)


def standing_of(
    decided: DecidedRow | None, records: Iterable[Condition], *, issued: bool
) -> tuple[Condition, ...]:
    """Return the conditions of a row, struck ones too, in their order.

    A decision from before conditions were records has its texts only: each is a condition all the same, with
    version 0, and is followed like any other once the letter is out (``issued``).
    """
    if decided is None:
        return ()
    found = sorted(records, key=lambda item: (item.ordinal, item.text))
    told = {item.text for item in found}
    state = ConditionState.OPEN if issued else ConditionState.KEPT
    place = len(found)
    old = (
        Condition(
            condition_id(decided.request, decided.list_version, decided.row, text), decided.request,
            decided.row, text, decided.list_version, place + at, body=OFFICE.vi, state=state,
            who=decided.who, at=decided.at,
        )
        for at, text in enumerate(decided.conditions)
        if text not in told
    )  # fmt: skip
    return (*found, *old)


def offered_now(standing: Iterable[Condition], proposed: Sequence[Proposed]) -> list[Said]:
    """Return what an officer finds on the page: the standing conditions, and what is proposed besides."""
    again = [
        Said(
            item.text, item.finding, struck=item.state is ConditionState.STRUCK, reason=item.reason,
            due_on=item.due_on,
        )
        for item in standing
    ]  # fmt: skip
    known = {one.of for one in again} | {one.text for one in again}
    new = (one for one in proposed if not known & {one.key, one.text.vi})
    return [*again, *(Said(one.text.vi, one.key) for one in new)]


def texts_said(offered: Offered) -> list[str]:
    """Return the texts that an officer leaves standing, as he wrote them."""
    said = [one if isinstance(one, Said) else Said(one) for one in offered or ()]
    return [one.text.strip() for one in said if one.text.strip() and not one.struck]


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a row's conditions: the ``texts`` of those that bind, and the columns of all."""

    texts: tuple[str, ...]
    columns: tuple[dict[str, Any], ...]


NOTHING = Settled((), ())


def settled(offered: Sequence[Said | str], proposed: Sequence[Proposed], *, excuse: str, row: int) -> Settled:
    """Return what an officer's words make of a row's proposals; ``row`` as the sheet numbers it.

    ``excuse`` is the reason of the decision, for proposals of which nothing is said. Refused where such a one
    has no reason (``REQUEST-CONDITION-STRUCK``), and for more than ``MOST`` (``REQUEST-CONDITIONS-MANY``).
    """
    left = list(proposed)
    found: dict[str, dict[str, Any]] = {}
    for one in offered:
        said = one if isinstance(one, Said) else Said(one)
        text = line_within(said.text, LONGEST)
        of = next((item for item in left if said.of and item.key == said.of), None)
        of = of or next((item for item in left if item.text.vi == text), None)
        if of is not None:
            left.remove(of)
        if said.struck:
            if of is not None and of.text.vi not in found:  # said by another line in the same words: kept
                found[of.text.vi] = _struck(of, line_within(said.reason, LONGEST) or excuse, row)
        elif text and (text not in found or found[text]["state"] == ConditionState.STRUCK.value):
            found[text] = _kept(text, of, said)
        elif of is not None and of.text.vi not in found:  # emptied, or written into another
            found[of.text.vi] = _struck(of, line_within(said.reason, LONGEST) or excuse, row)
    for of in left:
        if of.text.vi not in found:
            found[of.text.vi] = _struck(of, excuse, row)
    texts = tuple(text for text, own in found.items() if own["state"] == ConditionState.KEPT.value)
    if len(texts) > MOST:
        raise RefusalError("REQUEST-CONDITIONS-MANY", row=row, count=len(texts), most=MOST)
    return Settled(texts, tuple({**own, "ordinal": at} for at, own in enumerate(found.values())))


def write_conditions(made: Action, row: int, found: Settled, standing: Mapping[str, dict[str, Any]]) -> None:
    """Add to an action what becomes of a row's conditions; ``standing`` are its records by their keys."""
    version = made.request.list_version
    new = {condition_id(made.request.id, version, row, own["text"]): own for own in found.columns}
    for key in standing.keys() - new.keys():
        made.remove(row_conditions, key)
    for key, own in new.items():
        before = standing.get(key)
        if before is None:
            place = {"id": key, "request": made.request.id, "list_version": version, "row": row}
            made.create(row_conditions, {**place, **own, "who": made.who, "at": made.at})
        elif any((before.get(name) or None) != (value or None) for name, value in own.items()):
            made.amend(row_conditions, key, **own, who=made.who, at=made.at)


def _kept(text: str, of: Proposed | None, said: Said) -> dict[str, Any]:
    return _columns(text, of) | {"state": ConditionState.KEPT.value, "due_on": said.due_on, "reason": ""}


def _struck(of: Proposed, reason: str, row: int) -> dict[str, Any]:
    if not reason:
        raise RefusalError("REQUEST-CONDITION-STRUCK", row=row, text=beginning(of.text.vi, 120))
    return _columns(of.text.vi, of) | {
        "state": ConditionState.STRUCK.value, "due_on": None, "reason": reason,
    }  # fmt: skip


def _columns(text: str, of: Proposed | None) -> dict[str, Any]:
    return {
        "text": text,
        "proposed": of.text.vi if of else "",
        "finding": of.key if of else "",
        "body": of.body.vi if of else OFFICE.vi,
        "step": (of.step if of else Before.COMMENCEMENT).value,
    }
