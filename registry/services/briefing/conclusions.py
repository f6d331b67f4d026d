"""What a meeting concluded (kết luận giao ban): typed, given another day, done, followed no more.

Every line that is open, or came to its end in the span, stands in the next briefing until it is done.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from registry.errors import RefusalError
from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.briefing.conclusions import Conclusion, ConclusionState
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.briefing.deeds import briefing_deed, check_leader, check_leads, check_reader, needed
from registry.services.office.brief_parts import BriefPart
from registry.services.office.calendar import today
from registry.services.office.deeds import Deed, name_of
from registry.services.office.registry import Registry
from registry.store.briefing.conclusions import load_conclusions
from registry.store.briefing.tables import briefing_conclusions
from registry.store.changes import new_id
from registry.store.records import row_of
from registry.typed_text import line_within

CONCLUSION = "conclusion"
UNKNOWN = "CONCLUSION-UNKNOWN"
MOST = 100
_WORDS = {
    "done": Words("kết luận đã thực hiện", "conclusions carried out"),
    "open": Words("kết luận đang theo dõi", "conclusions followed"),
    "late": Words("kết luận quá hạn", "conclusions overdue"),
    "due": Words("kết luận đến hạn", "conclusions due"),
}


def conclusions(registry: Registry, *, person: Person) -> list[Conclusion]:
    """Return every conclusion, by the meeting and its place there."""
    check_reader(person)
    with registry.database.read() as connection:
        return load_conclusions(connection)


@one_moment()
def conclude(
    registry: Registry,
    task: str,
    *,
    met_on: dt.date,
    officer: str = "",
    due_on: dt.date | None = None,
    person: Person,
) -> str:
    """Keep a line of what a meeting concluded, and return its id.

    Refused for a meeting that has not been (``CONCLUSION-AHEAD``), a day before it (``CONCLUSION-DAY``), and
    more than ``MOST`` lines of one meeting (``CONCLUSION-MANY``).
    """
    check_leader(person)
    said = needed(task, "task")
    if met_on > today():
        raise RefusalError("CONCLUSION-AHEAD", day=met_on)
    _check_day(met_on, due_on)
    with briefing_deed(registry, "conclude", person, met_on=met_on.isoformat()) as made:
        here = [one for one in load_conclusions(made.connection) if one.met_on == met_on]
        if len(here) >= MOST:
            raise RefusalError("CONCLUSION-MANY", most=MOST)
        line = Conclusion(
            new_id(), 1, met_on, 1 + max((one.ordinal for one in here), default=0), said,
            line_within(officer, 100), due_on, who=name_of(person), at=made.at,
        )  # fmt: skip
        made.create(briefing_conclusions, row_of(briefing_conclusions, line))
    return line.id


@one_moment()
def amend_conclusion(
    registry: Registry,
    identity: str,
    *,
    task: str,
    officer: str,
    due_on: dt.date | None,
    seen: int,
    person: Person,
) -> None:
    """Put a line right, give it to another officer or another day."""
    check_leader(person)
    said = needed(task, "task")
    with briefing_deed(registry, "amend_conclusion", person, of=identity) as made:
        found = _standing(made, identity, seen, task=said, officer=officer, due_on=due_on)
        _check_day(found.met_on, due_on)
        made.amend(
            briefing_conclusions, identity, seen, UNKNOWN, task=said, officer=line_within(officer, 100),
            due_on=due_on, who=name_of(person), at=made.at,
        )  # fmt: skip


@one_moment()
def finish_conclusion(
    registry: Registry,
    identity: str,
    *,
    outcome: str,
    done_on: dt.date | None = None,
    seen: int,
    person: Person,
) -> None:
    """Say that it is done, by whom it was given or a leader; with what came of it."""
    said, on = needed(outcome, "outcome"), done_on or today()
    with briefing_deed(registry, "finish_conclusion", person, of=identity) as made:
        found = _standing(made, identity, seen, state=ConclusionState.DONE.value, outcome=said)
        check_leads(person, found.officer)
        if not found.met_on <= on <= today():
            raise RefusalError("CONCLUSION-DONE-DAY", day=on, first=found.met_on)
        _end(made, replace(found, state=ConclusionState.DONE, outcome=said, done_on=on), seen)


@one_moment()
def drop_conclusion(registry: Registry, identity: str, *, reason: str, seen: int, person: Person) -> None:
    """Follow it no more, for a reason."""
    check_leader(person)
    said = needed(reason, "reason")
    with briefing_deed(registry, "drop_conclusion", person, of=identity) as made:
        found = _standing(made, identity, seen, state=ConclusionState.DROPPED.value, outcome=said)
        _end(made, replace(found, state=ConclusionState.DROPPED, outcome=said, done_on=today()), seen)


@one_moment()
def follow_again(registry: Registry, identity: str, *, seen: int, person: Person) -> None:
    """Follow a line again that was said to be done or dropped by mistake; nothing where it is followed."""
    check_leader(person)
    with briefing_deed(registry, "follow_again", person, of=identity) as made:
        again = {"state": ConclusionState.OPEN.value, "done_on": None}
        row = made.standing(briefing_conclusions, identity, unknown=UNKNOWN, seen=seen, offered=again)
        if row["state"] == ConclusionState.OPEN.value:
            return
        made.amend(
            briefing_conclusions, identity, seen, UNKNOWN, state=ConclusionState.OPEN.value, done_on=None,
            outcome="", who=name_of(person), at=made.at,
        )  # fmt: skip


def _standing(made: Deed, identity: str, seen: int, **offered: object) -> Conclusion:
    made.standing(briefing_conclusions, identity, unknown=UNKNOWN, seen=seen, offered=offered)
    found = next(one for one in load_conclusions(made.connection) if one.id == identity)
    if found.state is not ConclusionState.OPEN:
        raise RefusalError("CONCLUSION-ENDED")
    return found


def _end(made: Deed, ended: Conclusion, seen: int) -> None:
    columns = {name: value for name, value in row_of(briefing_conclusions, ended).items() if name != "id"}
    made.amend(briefing_conclusions, ended.id, seen, UNKNOWN, **(columns | {"who": made.who, "at": made.at}))


def _check_day(met_on: dt.date, due_on: dt.date | None) -> None:
    if due_on is not None and due_on < met_on:
        raise RefusalError("CONCLUSION-DAY", due=due_on, met=met_on)


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of conclusions."""
    with registry.database.read() as connection:
        found = load_conclusions(connection)
    opened = [one for one in found if one.state is ConclusionState.OPEN and one.met_on <= span.day]

    def number(name: str, group: Group, held: Iterable[Conclusion]) -> Number:
        lines = tuple(_line(one) for one in held)
        return Number(f"conclusions.{name}", group, say(_WORDS[name], lang), lines, CONCLUSION)

    return (
        number(
            "done",
            Group.DONE,
            (one for one in found if one.state is ConclusionState.DONE and span.holds(one.done_on)),
        ),
        number("open", Group.OPEN, opened),
        number("late", Group.LATE, (one for one in opened if one.late(span.day))),
        number("due", Group.COMING, (one for one in opened if span.coming(one.due_on))),
    )


def _line(one: Conclusion) -> Line:
    done = one.state is ConclusionState.DONE
    return Line(
        one.id,
        one.task,
        who=one.officer,
        on=one.done_on if done else one.due_on,
        note=one.outcome if done else "",
        kind=CONCLUSION,
        record=one.id,
    )


PART = BriefPart("conclusions", 1, Words("Kết luận giao ban trước", "What meetings concluded"), numbers)
