"""Events in which stations are off the air, and carriers' reports."""

import datetime as dt
from typing import Annotated, Literal

from flask import url_for
from pydantic import AwareDatetime, Field

from registry.errors import RefusalError
from registry.model.outages.outages import (
    BY_OFFICER,
    Cause,
    EventKind,
    OutageEvent,
    OutageReport,
    ReportKind,
    ReportSource,
    ReportState,
)
from registry.model.people import INSIDE, Role
from registry.model.sign_in.tokens import Scope
from registry.model.vietnam_time import VIETNAM, now
from registry.services.outages.board import next_cycle
from registry.services.outages.carrier_reports import (
    MOST_STATEMENTS,
    Heading,
    reports_of,
    send_report,
    send_unchanged,
)
from registry.services.outages.events import event_of, events
from registry.services.outages.statements import Statement, doubted_counts
from registry.services.outages.stations import station_book
from registry.storm.outage_cycles import due_moments
from web.api.operations import Asked, Told, operation
from web.frame.office import registry
from web.frame.people import own_code, who
from web.frame.wording.appraised_rows import Model

GROUP = "Outages"
READ = (*sorted(INSIDE), Role.CARRIER)
REPORTERS = (Role.DUTY_OFFICER, Role.LEADER, Role.ADMINISTRATOR, Role.CARRIER)

Count = Annotated[int, Field(ge=0, le=100_000)]
Hours = Annotated[float, Field(ge=0, le=10_000)]


class ApiEvent(Model):
    """An event with the moments by which reports are or were due; `next_due` is for whom reports."""

    id: str
    name: str
    kind: EventKind
    open: bool
    started_at: dt.datetime
    closed_at: dt.datetime | None
    operators: list[str]
    due: list[dt.datetime]
    next_due: dt.datetime | None


class ApiEvents(Model):
    """Events, the newest first."""

    events: list[ApiEvent]


class ApiReport(Model):
    """A report. `waiting` counts statements not understood: a person says what they mean at `link`."""

    id: str
    event: str
    operator: str
    due: dt.datetime
    as_of: dt.datetime
    received_at: dt.datetime
    kind: ReportKind
    source: ReportSource
    state: ReportState
    waiting: int
    link: str


class ApiReports(Model):
    """Reports in the order in which they came."""

    reports: list[ApiReport]


class StationStatement(Model):
    """What is said of a station, or of a commune by numbers (`commune` with `down` and `restored`)."""

    code: Annotated[str, Field(max_length=60)] = ""
    commune: Annotated[str, Field(max_length=120, description="Name or code of a commune.")] = ""
    state: Literal["down", "restored", "power", ""] = ""
    cause: Cause | None = None
    generator: bool | None = None
    occurred_at: AwareDatetime | None = None
    restored_at: AwareDatetime | None = None
    power_lost_at: AwareDatetime | None = None
    battery_hours: Hours | None = None
    battery_left: Hours | None = None
    down: Count | None = None
    restored: Count | None = None
    generators: Count | None = None
    note: Annotated[str, Field(max_length=500)] = ""


class NewReport(Model):
    """A report for a cycle. `unchanged`: nothing changed since the report before; no statements then.

    Left out, `due` is the cycle that the carrier's next report is for, and `as_of` the present moment.
    """

    due: AwareDatetime | None = None
    as_of: AwareDatetime | None = None
    unchanged: bool = False
    statements: Annotated[list[StationStatement], Field(max_length=MOST_STATEMENTS)] = Field(
        default_factory=list
    )
    sure: Annotated[
        bool, Field(description="Numbers of a commune beyond the stations known there are meant.")
    ] = False
    note: Annotated[str, Field(max_length=500)] = ""
    operator: Annotated[str, Field(max_length=40, description="By an officer: whose report it is.")] = ""
    source: Annotated[ReportSource | None, Field(description="By an officer: how it came.")] = None
    source_note: Annotated[str, Field(max_length=200, description="By an officer: from whom.")] = ""


@operation("GET", "/outage-events", *READ, scope=Scope.OUTAGES, answers={200: ApiEvents}, group=GROUP)
def list_outage_events(asked: Asked) -> ApiEvents:
    """List events; a carrier sees those in which its reports are awaited."""
    own = own_code(asked.person)
    return ApiEvents(events=[_event(one, own) for one in events(registry(), operator=own)])


@operation("GET", "/outage-events/<event>", *READ, scope=Scope.OUTAGES, answers={200: ApiEvent}, group=GROUP)
def get_outage_event(asked: Asked, event: str) -> ApiEvent:
    """Return one event."""
    own = own_code(asked.person)
    return _event(_seen(event, own), own)


@operation(
    "GET",
    "/outage-events/<event>/reports",
    *READ,
    scope=Scope.OUTAGES,
    answers={200: ApiReports},
    group=GROUP,
)
def list_outage_reports(asked: Asked, event: str) -> ApiReports:
    """List the reports of an event that were sent; a carrier's are its own."""
    own = own_code(asked.person)
    found = reports_of(registry(), _seen(event, own).id, operator=own or "")
    return ApiReports(reports=[_report(one) for one in found if one.state is ReportState.SENT])


@operation(
    "POST", "/outage-events/<event>/reports", *REPORTERS, scope=Scope.REPORT_OUTAGES,
    answers={201: ApiReport}, group=GROUP, body=NewReport, writes=True,
)  # fmt: skip
def report_outages(asked: Asked, event: str) -> Told:
    """Report stations off the air, restored, or without grid power, for a cycle of an event.

    What is understood counts at once. What is not waits in the report and is shown to both sides.
    """
    sent: NewReport = asked.body
    own = own_code(asked.person)
    heading = _heading(sent, _seen(event, own), own)
    if sent.unchanged:
        if sent.statements:
            raise RefusalError("OUTAGE-UNCHANGED-TYPED")
        made = send_unchanged(registry(), heading)
    else:
        said = [_statement(at, one) for at, one in enumerate(sent.statements)]
        doubts = doubted_counts(said, station_book(registry()), heading.operator, heading.as_of)
        if doubts and not sent.sure:
            raise RefusalError("OUTAGE-COUNT-ASKED", count=len(doubts))
        made = send_report(registry(), heading, said)
    return Told(_report(made), 201)


def _seen(event: str, own: str | None) -> OutageEvent:
    found = event_of(registry(), event)
    if own is not None and own not in found.operators:
        raise RefusalError("OUTAGE-UNKNOWN")
    return found


def _heading(sent: NewReport, event: OutageEvent, own: str | None) -> Heading:
    source, note = ReportSource.FORM, ""
    if own is None:
        if sent.source not in BY_OFFICER or not sent.source_note.strip():
            raise RefusalError("OUTAGE-SOURCE")
        source, note = sent.source, sent.source_note
    operator = own if own is not None else sent.operator
    if operator not in event.operators:
        raise RefusalError("OUTAGE-NOT-ASKED")
    due = sent.due or next_cycle(registry(), event, operator)
    return Heading(
        event=event.id, operator=operator, due=due.astimezone(VIETNAM), as_of=sent.as_of or now(),
        source=source, source_note=note, note=sent.note, who=who(),
    )  # fmt: skip


def _statement(at: int, one: StationStatement) -> Statement:
    return Statement(
        f"api-{at}", row=at + 1, code=one.code.strip(), commune=one.commune.strip(), state=one.state,
        cause=one.cause.value if one.cause else "", generator=one.generator,
        occurred=_moment(one.occurred_at), back=_moment(one.restored_at),
        power_lost=_moment(one.power_lost_at),
        battery_hours=one.battery_hours, battery_left=one.battery_left, down=one.down, restored=one.restored,
        generators=one.generators, note=one.note,
    )  # fmt: skip


def _moment(at: dt.datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"


def _event(one: OutageEvent, own: str | None) -> ApiEvent:
    due = list(due_moments(one, now()))
    return ApiEvent(
        id=one.id, name=one.name, kind=one.kind, open=one.open, started_at=one.started_at,
        closed_at=one.closed_at, operators=[own] if own is not None else list(one.operators), due=due[-50:],
        next_due=next_cycle(registry(), one, own) if own is not None and one.open else None,
    )  # fmt: skip


def _report(one: OutageReport) -> ApiReport:
    return ApiReport(
        id=one.id, event=one.event, operator=one.operator, due=one.due, as_of=one.as_of,
        received_at=one.received_at, kind=one.kind, source=one.source, state=one.state, waiting=len(one.rest),
        link=url_for("outages.show_report", event=one.event, report=one.id),
    )  # fmt: skip
