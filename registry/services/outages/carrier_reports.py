"""Carriers' reports: typed, by workbook, "không thay đổi", or entered by the duty officer with their source.

What is understood becomes lines at once; what is not waits in the report with a proposal until somebody says
what it means. Lines are never changed: a correction is a line of its own, with who, when and why.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.model.outages.outages import (
    BY_OFFICER,
    Cause,
    LineState,
    OutageEvent,
    OutageLine,
    OutageReport,
    ReportKind,
    ReportSource,
    ReportState,
)
from registry.model.vietnam_time import one_moment, written
from registry.services.office.attachments import file_path, keep_file
from registry.services.office.calendar import now as present_moment
from registry.services.office.deeds import Deed
from registry.services.office.registry import Registry
from registry.services.outages.carrier_workbook import ReadReport, read_report
from registry.services.outages.events import UNKNOWN, event_of, outage_deed
from registry.services.outages.incidents import incidents_of_lines, withdrawn_by
from registry.services.outages.statements import Statement, Waiting, answered, meaning_of, waiting_of
from registry.services.outages.stations import station_book
from registry.store.changes import create, new_id
from registry.store.outages import outages as store
from registry.store.outages.tables import outage_lines, outage_reports
from registry.storm.outage_cycles import due_moments
from registry.typed_text import beginning, line_within, within

MOST_STATEMENTS = 500
_LATER = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Heading:
    """What a report says of itself: whose it is, for which cycle, as of when, and how it came."""

    event: str
    operator: str
    due: dt.datetime
    as_of: dt.datetime
    source: ReportSource
    who: str
    source_note: str = ""
    note: str = ""


@one_moment()
def send_unchanged(registry: Registry, heading: Heading) -> OutageReport:
    """Record that nothing changed since the report before (or that nothing is off the air)."""
    identity = new_id()
    with outage_deed(registry, "report", heading.who, identity) as made:
        report = _report(made, identity, heading, ReportKind.UNCHANGED, ReportState.SENT)
        made.create(outage_reports, store.report_row(report))
    return report_of(registry, identity)


@one_moment()
def send_report(
    registry: Registry,
    heading: Heading,
    statements: Sequence[Statement],
    *,
    kind: ReportKind = ReportKind.STATIONS,
) -> OutageReport:
    """Record typed statements; those that are not understood wait in the report (``OUTAGE-REPORT-EMPTY``).

    ``kind`` POWER says how stations have their power, between two cycles: it answers none.
    """
    said = [statement for statement in statements if statement.code or not statement.silent]
    if not said:
        raise RefusalError("OUTAGE-REPORT-EMPTY")
    if len(said) > MOST_STATEMENTS:
        raise RefusalError("OUTAGE-REPORT-LONG", most=MOST_STATEMENTS)
    book, began = station_book(registry), event_of(registry, heading.event).started_at
    meanings = [meaning_of(item, book, heading.operator, heading.as_of, began=began) for item in said]
    lines = [item.line for item in meanings if item.line is not None]
    waiting = [item.waiting for item in meanings if item.waiting is not None]
    identity = new_id()
    with outage_deed(registry, "report", heading.who, identity) as made:
        report = _report(made, identity, heading, kind, ReportState.SENT, waiting=waiting)
        made.create(outage_reports, store.report_row(report))
        _add_lines(made, report, lines)
    return report_of(registry, identity)


@one_moment()
def draft_report(registry: Registry, heading: Heading, path: Path, *, name: str) -> OutageReport:
    """Keep a workbook and make a draft of it, to be looked at and then sent; refused as ``read_report``."""
    began = event_of(registry, heading.event).started_at
    read_report(path, station_book(registry), heading.operator, heading.as_of, began=began, name=name)
    kept = keep_file(registry, path, name)
    identity = new_id()
    with outage_deed(registry, "draft", heading.who, identity) as made:
        report = _report(made, identity, heading, ReportKind.STATIONS, ReportState.DRAFT)
        report = replace(report, file_name=Path(name).name, file_sha256=kept.sha256)
        made.create(outage_reports, store.report_row(report))
    return report_of(registry, identity)


def draft_content(registry: Registry, report: OutageReport) -> ReadReport:
    """Read the workbook of a draft again, against the register as it stands now."""
    path = file_path(registry, report.file_sha256, report.file_name)
    began, book = event_of(registry, report.event).started_at, station_book(registry)
    return read_report(path, book, report.operator, report.as_of, began=began, name=report.file_name)


@one_moment()
def send_draft(
    registry: Registry, report: str, *, seen: int, who: str, answers: Mapping[str, str] | None = None
) -> OutageReport:
    """Send a draft: what is understood counts, also by ``answers`` (key -> what was said), the rest waits.

    A file that states nothing is refused (``OUTAGE-FILE-SILENT``): it would read as "nothing is off the air".
    """
    found = report_of(registry, report)
    if found.state is not ReportState.DRAFT:
        raise RefusalError("OUTAGE-SENT-ALREADY")
    content = draft_content(registry, found)
    lines, waiting = _settled(registry, found, content.waiting, answers or {})
    if not content.lines and not lines and not waiting:
        raise RefusalError("OUTAGE-FILE-SILENT", name=found.file_name)
    sent: dict[str, Any] = {
        "state": ReportState.SENT.value, "rest": [item.kept() for item in waiting] or None,
        "received_at": store.written(present_moment()),
    }  # fmt: skip
    if unread := content.unread_columns:
        # the columns' names are the file's: of many, those that have no room are left off with a "…"
        sent["note"] = beginning(f"{found.note} Cột chưa hiểu, chưa dùng: {', '.join(unread)}".strip(), 500)
    with outage_deed(registry, "report", who, report) as made:
        made.amend(outage_reports, report, seen, UNKNOWN, **sent)
        _add_lines(made, found, [*content.lines, *lines])
    return report_of(registry, report)


@one_moment()
def discard_draft(registry: Registry, report: str, *, seen: int, who: str) -> OutageReport:
    """Put a draft aside; nothing of it counted."""
    aside = {"state": ReportState.DISCARDED.value}
    with outage_deed(registry, "draft", who, report) as made:
        standing = made.standing(outage_reports, report, unknown=UNKNOWN, seen=seen, offered=aside)
        if standing["state"] != ReportState.DRAFT:
            raise RefusalError("OUTAGE-SENT-ALREADY")
        made.amend(outage_reports, report, state=ReportState.DISCARDED.value)
    return report_of(registry, report)


@one_moment()
def answer_rest(
    registry: Registry,
    report: str,
    *,
    seen: int,
    who: str,
    answers: Mapping[str, str],
    drop: Iterable[str] = (),
) -> OutageReport:
    """Say what waiting statements mean; ``drop`` (keys) leaves some out, which the ledger remembers."""
    found = report_of(registry, report)
    dropped = set(drop)
    every = [waiting_of(item) for item in found.rest]
    kept = [item for item in every if item.statement.key not in dropped]
    lines, waiting = _settled(registry, found, kept, answers)
    if not lines and len(waiting) == len(every) and [w.kept() for w in waiting] == list(found.rest):
        raise RefusalError("OUTAGE-NOTHING-SAID")
    with outage_deed(registry, "report", who, report) as made:
        made.amend(outage_reports, report, seen, UNKNOWN, rest=[item.kept() for item in waiting] or None)
        _add_lines(made, found, lines)
    return report_of(registry, report)


@dataclass(frozen=True, slots=True)
class Correction:
    """What a line should have said. ``state`` VOID takes it back; None keeps what the line says."""

    state: LineState | None = None
    cause: Cause | None = None
    generator: bool | None = None
    occurred_at: dt.datetime | None = None
    detected_at: dt.datetime | None = None
    restored_at: dt.datetime | None = None
    down: int = 0
    restored: int | None = 0
    generators: int | None = None
    code: str = ""
    power: tuple[dt.datetime | None, float | None] | None = None
    """Since when there is no grid power, and the hours left in the battery; None keeps what the line says."""


@one_moment()
def correct_line(
    registry: Registry, event: str, line: str, correction: Correction, *, reason: str, who: str
) -> OutageLine:
    """Write the line that stands for ``line`` from now on, as of the same moment; both stay.

    Needs a reason (``OUTAGE-REASON``) and no moment to come (``OUTAGE-MOMENT``); a line that was corrected
    already is corrected in its newest form (``OUTAGE-CORRECTED``). ``correction.code`` names another station
    of the carrier of which the report says nothing yet (``OUTAGE-LINE-TAKEN``), else it is refused.
    """
    if not reason.strip():
        raise RefusalError("OUTAGE-REASON")
    _refuse_to_come(correction)
    book = station_book(registry)
    identity = new_id()
    with outage_deed(registry, "correction", who, identity) as deed:
        lines = store.load_lines(deed.connection, event)
        old = next((item for item in lines if item.id == line), None)
        if old is None:
            raise RefusalError("OUTAGE-UNKNOWN")
        if any(item.corrects == line for item in lines):
            raise RefusalError("OUTAGE-CORRECTED")
        state = correction.state or old.state
        if (state is LineState.COUNT) is not (old.state is LineState.COUNT) and state is not LineState.VOID:
            state = LineState.COUNT if not old.site else LineState.DOWN
        site, commune, code = old.site, old.commune, old.code
        if correction.code.strip() and old.site:
            named = book.find(old.operator, correction.code)
            if named is None:
                raise RefusalError("OUTAGE-STATION-UNKNOWN", code=correction.code.strip()[:40])
            site, commune, code = named.site, named.commune, correction.code.strip()
            if site != old.site and _stated(lines, old.report, site):
                raise RefusalError("OUTAGE-LINE-TAKEN", code=named.code)
        made = replace(
            old,
            id=identity,
            state=state,
            site=site,
            commune=commune,
            code=code,
            cause=correction.cause,
            generator=correction.generator,
            power_lost_at=correction.power[0] if correction.power else old.power_lost_at,
            battery_left=correction.power[1] if correction.power else old.battery_left,
            occurred_at=correction.occurred_at,
            detected_at=correction.detected_at,
            restored_at=correction.restored_at,
            down=max(0, correction.down) if not old.site else 0,
            restored=_counted(correction.restored) if not old.site else 0,
            generators=correction.generators if not old.site else None,
            corrects=old.id,
            reason=line_within(reason, 300),
            who=deed.who,
            at=deed.at,
        )
        deed.add(create(outage_lines, row) for row in store.line_rows([made], event))
        report = store.get_report(deed.connection, old.report)
        deed.add(withdrawn_by(deed.connection, event, old, made, deed.who))
        deed.add(incidents_of_lines(deed.connection, report, [made], deed.who, corrects=old))
    return made


def _stated(lines: Sequence[OutageLine], report: str, site: str) -> bool:
    """Whether a report's line that stands is about a site: a second one would win over it without a word."""
    replaced = {item.corrects for item in lines}
    return any(
        item.report == report and item.site == site and item.state is not LineState.VOID
        for item in lines
        if item.id not in replaced
    )


def _refuse_to_come(correction: Correction) -> None:
    lost = correction.power[0] if correction.power else None
    for at in (correction.occurred_at, correction.detected_at, correction.restored_at, lost):
        if at is not None and at > present_moment() + _LATER:
            raise RefusalError("OUTAGE-MOMENT", at=written(at))


def _counted(number: int | None) -> int | None:
    return None if number is None else max(0, number)


def report_of(registry: Registry, report: str) -> OutageReport:
    """Return a report (``OUTAGE-UNKNOWN``)."""
    with registry.database.read() as connection:
        return store.get_report(connection, report)


def reports_of(registry: Registry, event: str, *, operator: str = "") -> list[OutageReport]:
    """Return the reports of an event that were sent, and drafts, in the order in which they came."""
    with registry.database.read() as connection:
        found = store.load_reports(connection, event)
    return [
        item for item in found if item.state is not ReportState.DISCARDED and operator in ("", item.operator)
    ]


def _report(
    made: Deed,
    identity: str,
    heading: Heading,
    kind: ReportKind,
    state: ReportState,
    *,
    waiting: Sequence[Waiting] = (),
) -> OutageReport:
    event = store.get_event(made.connection, heading.event)
    _check(event, heading)
    return OutageReport(
        id=identity,
        event=event.id,
        operator=heading.operator,
        due=heading.due,
        as_of=heading.as_of,
        received_at=present_moment(),
        kind=kind,
        source=heading.source,
        state=state,
        source_note=line_within(heading.source_note, 200),
        note=within(heading.note, 500),
        rest=tuple(item.kept() for item in waiting),
        who=heading.who,
    )


def _check(event: OutageEvent, heading: Heading) -> None:
    if heading.operator not in event.operators:
        raise RefusalError("OUTAGE-NOT-ASKED")
    now = present_moment()
    if heading.as_of > now + _LATER:
        raise RefusalError("OUTAGE-AS-OF", at=written(heading.as_of))
    if heading.as_of < event.started_at:
        raise RefusalError("OUTAGE-AS-OF-EARLY", at=written(heading.as_of), start=written(event.started_at))
    if heading.due not in due_moments(event, now):
        raise RefusalError("OUTAGE-CYCLE")
    if heading.source in BY_OFFICER and not heading.source_note.strip():
        raise RefusalError("OUTAGE-SOURCE")


def _settled(
    registry: Registry, report: OutageReport, waiting: Sequence[Waiting], answers: Mapping[str, str]
) -> tuple[list[OutageLine], list[Waiting]]:
    book, began = station_book(registry), event_of(registry, report.event).started_at
    lines: list[OutageLine] = []
    left: list[Waiting] = []
    for item in waiting:
        said = answers.get(item.statement.key, "").strip()
        if not said:
            left.append(item)
            continue
        meaning = meaning_of(answered(item, said), book, report.operator, report.as_of, began=began)
        if meaning.line is not None:
            line = meaning.line
            if said != item.statement.code and item.statement.code:
                line = replace(line, note=f"[{item.statement.code}] {line.note}".strip())
            lines.append(line)
        elif meaning.waiting is not None:
            left.append(meaning.waiting)
    return lines, left


def _add_lines(made: Deed, report: OutageReport, lines: Iterable[OutageLine]) -> None:
    own = [replace(line, id=new_id(), report=report.id, who=made.who, at=made.at) for line in lines]
    made.add(create(outage_lines, row) for row in store.line_rows(own, report.event))
    made.add(incidents_of_lines(made.connection, report, own, made.who))
