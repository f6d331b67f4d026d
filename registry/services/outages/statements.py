"""One statement of a report, as a form or a workbook's row writes it, and what it means in the register.

A statement is understood (a line), or it waits (``Waiting``) with what is wrong and what it may have meant;
nothing is dropped. A carrier is only ever proposed its own codes.
"""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from registry.messages import Words
from registry.model.outages.outages import Cause, LineState, OutageLine
from registry.services.outages.moments import read_moment
from registry.services.outages.stations import StationBook
from registry.typed_text import beginning

_SAID = {
    LineState.RESTORED: Words("đã khôi phục", "restored"),
    LineState.DOWN: Words("mất liên lạc", "off the air"),
    LineState.POWER: Words("còn liên lạc, mất điện lưới", "on the air without grid power"),
}
_ON_THE_AIR = re.compile(
    r"(?<!không )(?<!chưa )\bcòn (?:dịch vụ|liên lạc|sóng|phát sóng|hoạt động)|\bvẫn (?:phát sóng|hoạt động)",
    re.IGNORECASE,
)
"""Words of a note against which a loss of service is not inferred: whoever enters says which holds."""
LONGEST_BATTERY_H = 240.0
"""Hours: more than any battery of a mast carries is a slip of the finger."""
STATION, COMMUNE, STATE, DOWN = "station", "commune", "state", "down"
"""What is to be said of a statement that waits."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is written: texts as they stand, "" and None for nothing. ``key`` names it in its report.

    ``code`` is a station's, or ``commune`` with counts; ``down`` and the next two are station sites.
    ``power_lost`` is since when the grid is off, ``battery_hours`` how long its battery carries it from then
    on, ``battery_left`` how long from the report on. ``unread`` is a state that was written and not
    understood: nothing else of the row may speak for it.
    """

    key: str
    sheet: str = ""
    row: int = 0
    code: str = ""
    commune: str = ""
    state: str = ""
    cause: str = ""
    generator: bool | None = None
    occurred: str = ""
    detected: str = ""
    back: str = ""
    down: int | None = None
    restored: int | None = None
    generators: int | None = None
    note: str = ""
    power_lost: str = ""
    battery_hours: float | None = None
    battery_left: float | None = None
    unread: str = ""

    @property
    def silent(self) -> bool:
        """Whether it says nothing but where: a row of the prepared workbook that was left as it was."""
        said = (self.state, self.unread, self.cause, self.occurred, self.detected, self.back, self.note,
                self.power_lost)  # fmt: skip
        counts = (self.generator, self.down, self.restored, self.generators, self.battery_hours,
                  self.battery_left)  # fmt: skip
        return not any(said) and all(item is None for item in counts)

    @property
    def counts(self) -> bool:
        """Whether it gives numbers of a commune."""
        return self.down is not None or self.restored is not None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field of a statement, as a message code, and what it may have meant."""

    field: str
    code: str
    params: dict[str, Any] = dataclasses.field(default_factory=dict)
    proposed: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A statement that is not understood: what has to be said of it (``asks``) and what is proposed."""

    statement: Statement
    asks: str
    problem: Problem

    def kept(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "asks": self.asks,
            "statement": asdict(self.statement),
            "problem": {
                "field": self.problem.field, "code": self.problem.code, "params": self.problem.params,
                "proposed": self.problem.proposed,
            },
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a statement means: a line, or why it waits; and what else is to be said of it."""

    line: OutageLine | None
    waiting: Waiting | None = None
    problems: tuple[Problem, ...] = ()


def waiting_of(kept: dict[str, Any]) -> Waiting:
    """Return what waits from its JSON values."""
    return Waiting(Statement(**kept["statement"]), kept["asks"], Problem(**kept["problem"]))


def place_of(waiting: Waiting, book: StationBook, operator: str) -> str:
    """Return the code of the one commune that a statement which waits is about, "" where it may be any."""
    said = waiting.statement
    found = book.find(operator, said.code) if said.code else None
    if found is not None:
        return found.commune
    return book.commune_named(said.commune)[0] if said.commune else ""


def answered(waiting: Waiting, answer: str) -> Statement:
    """Return the statement with what was said of it: a station's or a commune's code, its state, how many."""
    answer = answer.strip()
    if waiting.asks == STATION:
        return replace(waiting.statement, code=answer)
    if waiting.asks == COMMUNE:
        return replace(waiting.statement, commune=answer)
    if waiting.asks == DOWN:
        number = int(answer) if answer.isascii() and answer.isdecimal() and len(answer) < 7 else None
        return replace(waiting.statement, down=number)
    return replace(waiting.statement, state=answer)


def meaning_of(
    statement: Statement,
    book: StationBook,
    operator: str,
    as_of: dt.datetime,
    *,
    began: dt.datetime | None = None,
    propose: bool = True,
) -> Meaning:
    """Return what a statement of ``operator`` as of a moment means; ``propose`` False saves the likeness.

    ``began`` is when its event did: see ``read_moment``.
    """
    if statement.code:
        return _station(statement, book, operator, _When(as_of, began), propose=propose)
    if statement.counts:
        return _commune(statement, book, operator, as_of)
    problem = Problem("code", "OUTAGE-ROW-NO-PLACE")
    return Meaning(None, Waiting(statement, STATION, problem))


def doubted_counts(
    statements: Iterable[Statement], book: StationBook, operator: str, as_of: dt.datetime
) -> dict[str, Problem]:
    """Return by "COMMUNE=DOWN" the counts that are above what the register has of the carrier there.

    Whoever enters is asked; a count that is meant is taken in, and keeps the register's number beside it.
    """
    found = {}
    for said in statements:
        if said.code or not said.counts:
            continue
        meaning = meaning_of(said, book, operator, as_of, propose=False)
        for problem in meaning.problems:
            if problem.code == "OUTAGE-COUNT-OVER" and meaning.line is not None:
                found[f"{meaning.line.commune}={meaning.line.down}"] = problem
    return found


def left_open(
    statements: Iterable[Statement], book: StationBook, operator: str, as_of: dt.datetime, began: dt.datetime
) -> list[tuple[str, Problem]]:
    """Return by the station's code what is not as it was written in statements that count all the same."""
    return [
        (said.code, problem)
        for said in statements
        if said.code
        for meaning in (meaning_of(said, book, operator, as_of, propose=False, began=began),)
        if meaning.line is not None
        for problem in meaning.problems
    ]


class _When(NamedTuple):
    """As of when something is stated, and when the event began of which it is."""

    as_of: dt.datetime
    began: dt.datetime | None


def _station(said: Statement, book: StationBook, operator: str, when: _When, *, propose: bool) -> Meaning:
    found = book.find(operator, said.code) or _first_word(book, operator, said.code)
    if found is None and book.taken_down(operator, said.code):
        problem = Problem("code", "OUTAGE-STATION-GONE", {"code": beginning(said.code, 40)})
        return Meaning(None, Waiting(said, STATION, problem))
    if found is None and book.not_yet(operator, said.code):
        problem = Problem("code", "OUTAGE-STATION-NOT-YET", {"code": beginning(said.code, 40)})
        return Meaning(None, Waiting(said, STATION, problem))
    if found is None:
        near = book.nearest(operator, said.code) if propose else None
        problem = Problem(
            "code", "OUTAGE-STATION-UNKNOWN", {"code": beginning(said.code, 40)}, near.code if near else None
        )
        return Meaning(None, Waiting(said, STATION, problem))
    problems = []
    if said.unread and not said.state:
        not_read = {"code": found.code, "value": beginning(said.unread, 60)}
        return Meaning(None, Waiting(said, STATE, Problem("state", "OUTAGE-STATE-NOT-READ", not_read)))
    state = said.state or _inferred(said)
    if state and not said.state:
        problems.append(Problem("state", "OUTAGE-STATE-INFERRED", {"state": _SAID[LineState(state)]}))
    if state not in _SAID:
        problem = Problem("state", "OUTAGE-ROW-NO-STATE", {"code": found.code})
        return Meaning(None, Waiting(said, STATE, problem))
    if said.counts:
        problems.append(Problem("down", "OUTAGE-ROW-BOTH", {"code": found.code}))
    moments: dict[str, dt.datetime | None] = {}
    left = [said.note.strip()] if said.note.strip() else []
    for name in ("occurred", "detected", "back", "power_lost"):
        text = getattr(said, name)
        read = read_moment(text, *when)
        moments[name] = read.at
        if read.problem:
            said_of = {"value": beginning(text, 60), "proposed": read.proposed or ""}
            problems.append(Problem(name, read.problem, said_of, None if read.at else read.proposed))
            if read.at is None:
                left.append(f"[{text}]")  # what was written stays with the line
    start, back = moments["occurred"], moments["back"]
    if start is not None and back is not None and back < start:
        problems.append(Problem("back", "OUTAGE-TIMES-ORDER", {"value": said.back}))
    batteries: list[float | None] = []
    for name, hours in (("battery_hours", said.battery_hours), ("battery_left", said.battery_left)):
        wrong = hours is not None and not 0 <= hours <= LONGEST_BATTERY_H
        if wrong:
            problems.append(Problem(name, "OUTAGE-BATTERY", {"value": hours, "most": LONGEST_BATTERY_H}))
            left.append(f"[{hours:g}]")
        batteries.append(None if wrong else hours)
    line = OutageLine(
        id="",
        report="",
        operator=operator,
        as_of=when.as_of,
        state=LineState(state),
        commune=found.commune,
        site=found.site,
        code=said.code,
        cause=Cause(said.cause) if said.cause else None,
        generator=said.generator,
        occurred_at=start,
        detected_at=moments["detected"],
        restored_at=back,
        power_lost_at=moments["power_lost"],
        battery_hours=batteries[0],
        battery_left=batteries[1],
        note=" ".join(left),
    )
    return Meaning(line, problems=tuple(problems))


def _inferred(said: Statement) -> str:
    """Return the state that follows from the rest of a row, "" for none."""
    if said.back:
        return LineState.RESTORED
    if said.cause or said.occurred:
        return "" if _ON_THE_AIR.search(said.note) else LineState.DOWN
    batteries = (said.battery_hours, said.battery_left)
    powered = said.power_lost or said.generator or any(item is not None for item in batteries)
    return LineState.POWER if powered else ""


def _commune(said: Statement, book: StationBook, operator: str, as_of: dt.datetime) -> Meaning:
    code, proposed = book.commune_named(said.commune)
    if not code:
        problem = Problem(
            "commune", "OUTAGE-COMMUNE-UNKNOWN", {"commune": beginning(said.commune, 60)}, proposed
        )
        return Meaning(None, Waiting(said, COMMUNE, problem))
    if said.down is None:  # some are back: how many are off the air nobody said, and that is not 0
        problem = Problem("down", "OUTAGE-COUNT-NO-DOWN", {"commune": book.communes[code]})
        return Meaning(None, Waiting(said, DOWN, problem))
    problems = []
    expected = book.expected[operator, code]
    note = said.note.strip()
    if (said.down or 0) > expected:
        # both numbers stay with the line: the register may change, what it said on that day does not
        note = f"[sổ đăng ký khi báo: {expected} vị trí trạm] {note}".strip()
        params = {"commune": book.communes[code], "down": said.down, "stations": expected}
        problems.append(Problem("down", "OUTAGE-COUNT-OVER", params))
    line = OutageLine(
        id="",
        report="",
        operator=operator,
        as_of=as_of,
        state=LineState.COUNT,
        commune=code,
        code=said.commune,
        cause=Cause(said.cause) if said.cause else None,
        down=max(0, said.down),
        restored=None if said.restored is None else max(0, said.restored),
        generators=said.generators,
        note=note,
    )
    return Meaning(line, problems=tuple(problems))


def _first_word(book: StationBook, operator: str, text: str) -> Any:
    """ "BGG00045 - Nội Hoàng": the code stands before the name."""
    first = text.split(maxsplit=1)[0].strip(" -,;:") if text.split() else ""
    return book.find(operator, first) if any(sign.isdigit() for sign in first) else None
