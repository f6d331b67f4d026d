"""What the office has decided to open to everybody: set by set, by a paper of its own, from a day.

Nothing is open until the office says so. A decision is kept as a setting of the office
(``open_data.<set>``), so that every step stands in the journal with whoever took it; who withdraws says why.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from registry.errors import RefusalError
from registry.messages import Words
from registry.model.people import Person, Role
from registry.model.vietnam_time import VIETNAM, one_moment
from registry.services.office.calendar import in_vietnam
from registry.services.office.registry import Registry
from registry.services.office.settings import write_settings
from registry.services.open_data.licences import licence_of
from registry.services.open_data.sets import Dataset, dataset, datasets
from registry.store.histories import entries_of
from registry.store.office.operators import load_settings
from registry.store.tables import office_settings
from registry.typed_text import line_within, within

PREFIX = "open_data."
ABOUT = "open_data"
DECIDERS = (Role.LEADER, Role.ADMINISTRATOR)
"""Who opens a set for the office, and closes it."""

LONGEST_LINE = 200
LONGEST_TERMS = 2000
_NEEDED = {
    "decision": Words("số, ký hiệu quyết định", "the number of the decision"),
    "decided_on": Words("ngày quyết định", "the day of the decision"),
    "opens": Words("ngày bắt đầu mở", "the day from which it is open"),
    "terms": Words("điều kiện sử dụng", "the terms of use"),
    "contact": Words("đầu mối liên hệ", "whom to ask"),
    "reason": Words("lý do", "the reason"),
}


class State(StrEnum):
    """Where a set stands on a day."""

    CLOSED = "closed"  # never opened, or withdrawn
    AHEAD = "ahead"  # decided, its day has not come
    OPEN = "open"
    ENDED = "ended"  # its last day is over


@dataclass(frozen=True, slots=True)
class Opening:
    """The office's decision to open a set, from ``opens`` to ``closes``, its last day (None: no end).

    ``licence`` is the address of the licence that it chose, "" where its own ``terms`` stand alone.
    """

    decision: str
    decided_on: dt.date
    opens: dt.date
    closes: dt.date | None
    terms: str
    contact: str
    licence: str = ""

    def on(self, day: dt.date) -> State:
        """Return where the set stands on a day."""
        if day < self.opens:
            return State.AHEAD
        return State.ENDED if self.closes is not None and day > self.closes else State.OPEN


@dataclass(frozen=True, slots=True)
class Typed:
    """What a form says of an opening; a day that is not filled is None."""

    decision: str = ""
    decided_on: dt.date | None = None
    opens: dt.date | None = None
    closes: dt.date | None = None
    terms: str = ""
    contact: str = ""
    licence: str = ""


class Step(NamedTuple):
    """A step of the past: who took it and when; what was decided, or None and why it was withdrawn."""

    who: str
    at: dt.datetime
    opening: Opening | None
    reason: str


def openings(registry: Registry) -> dict[str, Opening | None]:
    """Return what the office has decided of each set; None: it is closed."""
    with registry.database.read() as connection:
        settings = load_settings(connection)
    return {name: _opening(settings.get(PREFIX + name)) for name in datasets()}


def open_on(registry: Registry, day: dt.date) -> dict[str, Opening]:
    """Return the sets that are open on a day, with their decisions."""
    return {
        name: found
        for name, found in openings(registry).items()
        if found is not None and found.on(day) is State.OPEN
    }


def opened(registry: Registry, name: str, day: dt.date) -> tuple[Dataset, Opening]:
    """Return a set that is open on a day; any other one is not there (``OPEN-DATA-CLOSED``)."""
    found = open_on(registry, day).get(name)
    if found is None:
        raise RefusalError("OPEN-DATA-CLOSED")
    return dataset(name), found


@one_moment()
def open_set(
    registry: Registry, name: str, typed: Typed, *, person: Person, since: int | None = None
) -> Opening:
    """Open a set by a decision of the office, or change what was decided; for ``DECIDERS``.

    Refused where something is missing (``OPEN-DATA-MISSING``) or too long (``TEXT-LONG``), where the licence
    is no address (``OPEN-DATA-LICENCE``), where the days are turned
    (``VALIDITY-TURNED``, ``OPEN-DATA-BEFORE-DECISION``), and where somebody decided after the ledger's
    number ``since`` (``CHANGED-MEANWHILE``).
    """
    wanted = _checked(typed)
    value = {
        "decision": wanted.decision,
        "decided_on": wanted.decided_on.isoformat(),
        "opens": wanted.opens.isoformat(),
        "closes": wanted.closes.isoformat() if wanted.closes else None,
        "terms": wanted.terms,
        "contact": wanted.contact,
        "licence": wanted.licence,
    }
    _write(registry, name, value, person, since)
    return wanted


@one_moment()
def withdraw(registry: Registry, name: str, reason: str, *, person: Person, since: int | None = None) -> None:
    """Close a set at once, saying why; for ``DECIDERS``. ``OPEN-DATA-NOT-STATED`` where it is closed."""
    why = within(reason, LONGEST_LINE)
    if not why:
        raise RefusalError("OPEN-DATA-MISSING", what=_NEEDED["reason"])
    _write(registry, name, {"withdrawn": why}, person, since)


def steps(registry: Registry, name: str) -> list[Step]:
    """Return every step that the office took with a set, the newest first."""
    key = PREFIX + dataset(name).name
    with registry.database.read() as connection:
        entries = entries_of(connection, {office_settings.name: [key]})
    found = []
    for entry in reversed(entries):
        value = (entry.change.after or {}).get("value")
        reason = str(value.get("withdrawn") or "") if isinstance(value, dict) else ""
        found.append(Step(entry.who, in_vietnam(entry.at), _opening(value), reason))
    return found


def changed_at(registry: Registry, day: dt.date) -> dt.datetime | None:
    """Return when what is open was last another: by a step of the office, or because a day came from or
    until which a set is open. None: no step was ever taken."""
    keys = [PREFIX + name for name in datasets()]
    with registry.database.read() as connection:
        entries = entries_of(connection, {office_settings.name: keys})
    days = []
    for found in filter(None, openings(registry).values()):
        days.append(found.opens)
        if found.closes is not None:
            days.append(found.closes + dt.timedelta(days=1))
    begun = [dt.datetime.combine(one, dt.time.min, VIETNAM) for one in days if one <= day]
    moments = [*(in_vietnam(entry.at) for entry in entries), *begun]
    return max(moments, default=None)


def _write(
    registry: Registry, name: str, value: Mapping[str, Any], person: Person, since: int | None
) -> None:
    if not person.is_one_of(*DECIDERS):
        raise RefusalError("OPEN-DATA-NOT-ALLOWED")
    key = PREFIX + dataset(name).name
    with registry.database.write() as connection:
        standing = load_settings(connection).get(key)
        closed = "withdrawn" in value and _opening(standing) is None
        write_settings(
            connection,
            {key: standing if closed else dict(value)},
            about=ABOUT,
            who=person,
            since=since,
        )
        if closed:  # and nobody has closed it since the page was read
            raise RefusalError("OPEN-DATA-NOT-STATED")


def _checked(typed: Typed) -> Opening:
    decision, contact = line_within(typed.decision, LONGEST_LINE), line_within(typed.contact, LONGEST_LINE)
    terms = within(typed.terms, LONGEST_TERMS)
    given = {
        "decision": decision, "decided_on": typed.decided_on, "opens": typed.opens, "terms": terms,
        "contact": contact,
    }  # fmt: skip
    for name, value in given.items():
        if not value:
            raise RefusalError("OPEN-DATA-MISSING", what=_NEEDED[name])
    decided_on, opens, closes = typed.decided_on, typed.opens, typed.closes
    assert decided_on is not None
    assert opens is not None
    if opens < decided_on:
        raise RefusalError("OPEN-DATA-BEFORE-DECISION", opens=opens, decided=decided_on)
    if closes is not None and closes < opens:
        raise RefusalError("VALIDITY-TURNED", first=opens, last=closes)
    return Opening(decision, decided_on, opens, closes, terms, contact, licence_of(typed.licence))


def _opening(value: Any) -> Opening | None:
    """Return what a setting says; None where nothing was decided, or it was withdrawn."""
    if not isinstance(value, dict) or "withdrawn" in value:
        return None
    closes = value.get("closes")
    return Opening(
        decision=value["decision"],
        decided_on=dt.date.fromisoformat(value["decided_on"]),
        opens=dt.date.fromisoformat(value["opens"]),
        closes=dt.date.fromisoformat(closes) if closes else None,
        terms=value["terms"],
        contact=value["contact"],
        licence=value.get("licence", ""),  # decisions of before say none
    )
