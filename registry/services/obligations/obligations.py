"""Obligations (nghĩa vụ): who owes what by when, as the rules in force and the register say on the day.

Derived on every look, so that nothing goes stale: what was received closes it, a report that a carrier handed
in too unless the office returned it. An officer may mark one as
done, or extended, with the ground; the mark stands in the ledger and can be taken back.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from registry.checks.compliance.run import DUTIES
from registry.errors import RefusalError
from registry.law import catalogue, law_in_force
from registry.messages import Language, render
from registry.model.duties import Duty, DutyReport, DutyState
from registry.model.vietnam_time import one_moment
from registry.services.obligations.compliance import ComplianceRun, compliance_run, kept_run
from registry.services.obligations.handed_reports import standing_by_duty
from registry.services.obligations.sources import Sources, every_duty, met
from registry.services.office.calendar import in_vietnam
from registry.services.office.calendar import today as present_day
from registry.services.office.deeds import KIND, deed
from registry.services.office.own_law import own_law
from registry.services.office.registry import Registry
from registry.store import batches, ledger
from registry.store.changes import stable_id
from registry.store.database import Connection
from registry.store.obligations.handed_reports import reports_of
from registry.store.obligations.marks import marks_by_duty
from registry.store.obligations.tables import duty_marks
from registry.typed_text import line_within

SOON_DAYS = 15
"""How many days before its day an obligation is called near; a choice of this program."""
DECIDED_ELSEWHERE = frozenset({"DUT-DEFECT", "DUT-CONDITION", "DUT-BUILD", "DUT-SHARE", "DUT-ANSWER"})
"""Obligations that are what a page of their own says: their day and their end are decided there alone.

A mark beside it would say "done" of what its own page, its carrier and every list go on calling overdue.
"""

_OPEN = "open"
_ORDER = (DutyState.OVERDUE, DutyState.SOON, DutyState.UNVERIFIED, DutyState.LATER, DutyState.DONE)


def duties_of(
    registry: Registry,
    day: dt.date | None = None,
    *,
    organisation: str | None = None,
    run: ComplianceRun | None = None,
) -> list[Duty]:
    """Return every obligation in sight on a day, the most urgent first; of one organisation where named.

    ``run``: what is known of masts and certificates, where not the register as it stands.
    """
    day = day or present_day()
    run = run or compliance_run(registry, day)
    law = law_in_force(registry.settings.province, day, rules=catalogue(DUTIES), own=own_law(registry))
    with registry.database.read() as connection:
        marks, reports = marks_by_duty(connection), standing_by_duty(reports_of(connection))
        sources = Sources(registry, connection, day, law, run, _first_day(connection, day))
        found = [
            _stated(_handed_in(duty, reports.get(duty.key), day), marks.get(duty.key), day)
            for duty in every_duty(sources)
            if organisation is None or duty.organisation == organisation
        ]
    return sorted(found, key=lambda duty: (_ORDER.index(duty.state), duty.due_on, duty.key))


def overdue_duties(registry: Registry, organisation: str | None = None) -> int:
    """Return how many obligations are overdue today; of one organisation where named.

    The bar of every page asks, and a run over a national register takes seconds: masts and certificates are
    those of the run made last, all else is as it stands. None are counted before the first run.
    """
    run, day = kept_run(registry), present_day()
    if run is None:
        return 0
    with registry.database.read() as connection:
        version = (ledger.head(connection), day)
    held: tuple[object, ComplianceRun, Counter[str]] | None = registry.cache.get("overdue_duties")
    if held is None or held[0] != version or held[1] is not run:
        found = Counter(
            duty.organisation for duty in duties_of(registry, day, run=run) if duty.state is DutyState.OVERDUE
        )
        held = registry.cache["overdue_duties"] = (version, run, found)
    return held[2].total() if organisation is None else held[2][organisation]


def duty_of(
    registry: Registry, key: str, day: dt.date | None = None, *, organisation: str | None = None
) -> Duty:
    """Return one obligation by its key; ``DUTY-UNKNOWN`` for none, or another organisation's."""
    for duty in duties_of(registry, day, organisation=organisation):
        if duty.key == key:
            return duty
    raise RefusalError("DUTY-UNKNOWN")


def title(duty: Duty, lang: Language = "vi") -> str:
    """Return what is owed, in a sentence."""
    return render(duty.code, dict(duty.params), lang)


@one_moment()
def mark_done(
    registry: Registry,
    key: str,
    *,
    note: str,
    who: str,
    seen: int,
    number: str = "",
    received_on: dt.date | None = None,
) -> None:
    """Mark an obligation as done by what came in: its ``number``, the day on which the office received it.

    What is marked later than it came was done on the day on which it came. Refused without number and note
    (``DUTY-NOTE``), and for a day that has not come (``DUTY-RECEIVED-DAY``).
    """
    said = "; ".join(part for part in (line_within(number, 60), note.strip()) if part)
    if not said:
        raise RefusalError("DUTY-NOTE")
    if received_on is not None and received_on > present_day():
        raise RefusalError("DUTY-RECEIVED-DAY", day=received_on, last=present_day())
    _refuse_elsewhere(duty_of(registry, key))
    _mark(registry, key, {"state": "done", "until": received_on, "note": said}, who=who, seen=seen)


@one_moment()
def extend_duty(registry: Registry, key: str, *, until: dt.date, note: str, who: str, seen: int) -> None:
    """Give an obligation a later last day, with the ground."""
    if not note.strip():
        raise RefusalError("DUTY-NOTE")
    duty = duty_of(registry, key)
    _refuse_elsewhere(duty)
    if until <= duty.due_on:
        raise RefusalError("DUTY-EXTEND-DAY", day=until, due=duty.due_on)
    _mark(registry, key, {"state": "extended", "until": until, "note": note.strip()}, who=who, seen=seen)


@one_moment()
def take_mark_back(registry: Registry, key: str, *, who: str, seen: int) -> None:
    """Take a mark back, where one stands: the obligation is again as the register says."""
    duty_of(registry, key)
    _mark(registry, key, {"state": _OPEN, "until": None, "note": ""}, who=who, seen=seen)


def _refuse_elsewhere(duty: Duty) -> None:
    if duty.code in DECIDED_ELSEWHERE:
        raise RefusalError("DUTY-ELSEWHERE")


def _mark(registry: Registry, key: str, columns: dict[str, Any], *, who: str, seen: int) -> None:
    identity = stable_id("duty", key)
    with deed(registry, f"{KIND}duty", who, options={"duty": key}) as made:
        row = made.check(duty_marks, identity, seen, columns)
        if columns["state"] == _OPEN and (row is None or row["state"] == _OPEN):
            return  # none stands
        made.put(
            duty_marks, identity, {"id": identity, "duty": key}, seen, **columns, who=made.who, at=made.at
        )


def _first_day(connection: Connection, day: dt.date) -> dt.date:
    """Return the register's first day, at most the day asked about."""
    first = batches.first_written(connection)
    return min(day, in_vietnam(first).date()) if first else day


def _handed_in(duty: Duty, report: DutyReport | None, day: dt.date) -> Duty:
    """Close an obligation by the report that was handed in for it up to the day."""
    if report is None or duty.state is DutyState.DONE or report.at.date() > day:
        return duty
    on = report.at.date()
    return met(duty, on, "DUT-DONE-REPORT", day=on, number=report.number or report.name)


def _stated(duty: Duty, mark: Mapping[str, Any] | None, day: dt.date) -> Duty:
    """Lay an officer's mark over an obligation and say where it stands on the day."""
    if mark is not None and duty.code not in DECIDED_ELSEWHERE:
        duty = replace(duty, version=int(mark["version"]), note=str(mark["note"]))
        marked = in_vietnam(mark["at"]).date()
        if mark["state"] == "done" and duty.state is not DutyState.DONE:
            on = mark["until"] or marked
            code = "DUT-DONE-MARK" if on == marked else "DUT-DONE-RECEIVED"
            return met(duty, on, code, day=marked, received=on)
        if mark["state"] == "extended" and mark["until"] is not None and mark["until"] > duty.due_on:
            duty = replace(duty, due_on=mark["until"], extended_from=duty.due_on)
    if duty.state is DutyState.DONE:
        return duty
    return replace(duty, state=_standing(duty, day))


def _standing(duty: Duty, day: dt.date) -> DutyState:
    """Return where an obligation that is not done stands on a day.

    A number of a text that nobody has read there accuses nobody: what is over by it is shown apart. A day
    that the office itself set (no source, or extended with the ground) is the office's own to hold.
    """
    left = duty.days_left(day)
    if left >= 0:
        return DutyState.SOON if left <= SOON_DAYS else DutyState.LATER
    unread = bool(duty.source) and not duty.verified and duty.extended_from is None
    return DutyState.UNVERIFIED if unread else DutyState.OVERDUE
