"""The illustrative office: every page of every role holds work, all of it recorded and none of it to come."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator

import pytest
from flask import Flask, url_for

from registry.demo.accounts import PEOPLE, demo_accounts
from registry.demo.initialise import init_registry
from registry.model.areas import full_name
from registry.model.briefing.briefings import SpanKind
from registry.model.drafts import DraftState
from registry.model.duties import DutyState
from registry.model.field.defects import STANDING_DEFECTS
from registry.model.mast_lists import WITH_THE_OFFICE
from registry.model.people import OPEN_DESK
from registry.model.requests.desk import RequestState
from registry.model.requests.desk_records import ApprovalState
from registry.model.storm.storm_records import StormState
from registry.services.briefing.briefings import briefing
from registry.services.briefing.past import register_on
from registry.services.briefing.programme.tasks import tasks_of
from registry.services.cables.troubles import trouble_lines
from registry.services.field.campaigns import list_campaigns
from registry.services.field.defects import list_defects
from registry.services.field.waiting import overdue_defects
from registry.services.lists.mast_lists import list_mast_lists
from registry.services.obligations.followed_letters import letters_of
from registry.services.obligations.obligations import duties_of
from registry.services.office.batches import list_batches
from registry.services.office.calendar import in_vietnam, now, today
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in.accounts import has_accounts
from registry.services.outages.board import board_of
from registry.services.outages.events import events, lines_of
from registry.services.outages.incidents import incidents
from registry.services.public.citizen_reports import below, reports
from registry.services.register.context import context_for
from registry.services.register.verify import verify
from registry.services.reports.subjects import facts_on
from registry.services.requests.agreed.approvals import approvals_of
from registry.services.requests.figures import figures
from registry.services.requests.lists import communes_of
from registry.services.requests.opened import load_request
from registry.services.requests.queue import queue
from registry.services.requests.sharing import sharing_of
from registry.services.storm.after_action.report import the_report
from registry.services.storm.storms import list_storms
from registry.services.zones.plan_drafts import list_drafts
from registry.settings import Settings, read_settings
from registry.store import ledger
from registry.store.requests.requests import load_requests
from registry.store.tables import metadata
from registry.storm.outage_deadlines import Standing
from tests.pages import Page, Pages
from tests.web.people import sign_in
from web.app import create_app
from web.frame.navigation import groups
from web.frame.packages import brief_parts, document_address, list_address

PAST = frozenset(
    {
        "acknowledged_at", "answered_on", "approved_on", "as_of", "at", "closed_on", "completed_on",
        "decided_on", "detected_at", "drafted_on", "found_on", "handled_at", "inspected_on", "issued_on",
        "letter_date", "list_date", "made_on", "occurred_at", "on_day", "received_at", "received_on",
        "recorded_at", "replied_on", "restored_at", "reviewed_at", "sent_on", "started_at",
    }
)  # fmt: skip
"""Columns that say when something took place."""
ASKS = frozenset({"/appraise", "/exchange", "/hazards", "/notices", "/office/webhooks", "/operation"})
"""Pages that wait for a file or a bulletin (a warning of today that nobody gave would be
a false one), the inbox, which is empty where all is opened, the
backups, which nobody has made, and the doors to other systems, of which there is none."""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A register with an office's work in it, made as ``bts init --demo`` makes it."""
    made = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("work") / "home")})
    told: list[str] = []
    assert init_registry(made, demo=True, work=True, progress=told.append)
    assert len(told) == len(set(told)) > 5
    return made


@pytest.fixture(scope="module")
def office(settings: Settings) -> Iterator[Registry]:
    registry = open_registry(settings)
    yield registry
    registry.close()


@pytest.fixture(scope="module")
def app(settings: Settings, office: Registry) -> Flask:
    demo_accounts(office)
    return create_app(settings)


def test_no_account_is_made_before_the_register_is_served(office: Registry) -> None:
    assert not has_accounts(office)


def test_everything_stands_in_the_ledger_and_nothing_is_dated_to_come(office: Registry) -> None:
    found = verify(office)
    assert found.problems == ()
    assert [batch.kind for batch in list_batches(office)].count("undo") == 0
    moment = now()
    checked = 0
    with office.database.read() as connection:
        assert in_vietnam(ledger.head(connection).at) <= moment
        for table in metadata.tables.values():
            for column in table.columns:
                if column.name not in PAST:
                    continue
                for (value,) in connection.execute(table.select().with_only_columns(column)):
                    checked += value is not None
                    assert not _to_come(value, moment), f"{table.name}.{column.name}: {value}"
    assert checked > 1000


def test_no_report_of_the_province_was_due_before_it_came(office: Registry) -> None:
    cases = [one for one in reports(office) if one.received_at and one.due_on]
    assert cases
    for one in cases:
        assert one.due_on > in_vietnam(one.received_at).date(), one.case_number


def _to_come(value: object, moment: dt.datetime) -> bool:
    if isinstance(value, dt.date):
        return value > moment.date()
    if not isinstance(value, str) or not value:
        return False
    at = dt.datetime.fromisoformat(value)
    return (at if at.tzinfo else at.replace(tzinfo=moment.tzinfo)) > moment


def test_the_next_making_changes_nothing(settings: Settings, office: Registry) -> None:
    with office.database.read() as connection:
        before = ledger.head(connection)
    assert init_registry(settings, demo=True, work=True, if_missing=True) is False
    with office.database.read() as connection:
        assert ledger.head(connection) == before


def test_requests_stand_in_every_state_and_agreed_positions_at_every_stage(office: Registry) -> None:
    with office.database.read() as connection:
        requests = load_requests(connection)
    states = Counter(item.state for item in requests)
    assert {state for state in RequestState if states[state]} == {
        RequestState.RECEIVED, RequestState.SUPPLEMENT, RequestState.CONSULTING, RequestState.SUBMITTED,
        RequestState.ISSUED,
    }  # fmt: skip
    assert len({item.organisation for item in requests}) == 4
    consulting = load_request(
        office, next(item.id for item in requests if item.state is RequestState.CONSULTING)
    )
    assert 0 < len(consulting.undecided) < len(consulting.rows)
    assert sorted(bool(item.answered_on) for item in consulting.consultations) == [False, True]
    agreed = approvals_of(office)
    assert {item.state for item in agreed} == {ApprovalState.APPROVED, ApprovalState.COMPLETED}
    approved = [item for item in agreed if item.state is ApprovalState.APPROVED]
    assert sum(bool(item.build_by and item.build_by < today()) for item in approved) == 1
    assert any(item.build_by and 0 <= (item.build_by - today()).days <= 30 for item in agreed)
    assert {item.answer for item in sharing_of(office)} == {"", "agree", "conditions", "refuse"}


def test_every_letter_of_the_illustrative_office_asks_the_commune_whose_ground_it_is(
    office: Registry,
) -> None:
    with office.database.read() as connection:
        requests = load_requests(connection)
    found = 0
    for request in requests:
        file = load_request(office, request.id)
        context = context_for(office, file.decision_day)
        names = {unit.code: f"UBND {full_name(unit)}".casefold() for unit in context.units.communes}
        for asked in file.consultations:
            ground = communes_of([file.rows[at].proposal for at in asked.rows], context)
            assert {names[code] for code in ground} == {asked.body.casefold()}, asked.letter_number
            found += 1
    assert found == 2


def test_the_numbers_of_the_briefing_are_those_of_the_rooms(app: Flask, office: Registry) -> None:
    day = today()
    month = day.replace(day=1)
    with app.app_context():
        parts = brief_parts()
    found = briefing(office, parts, SpanKind.MONTH, day, person=OPEN_DESK)
    told = {number.code: len(number) for part in found.parts for number in part.numbers}
    desk, facts = queue(office, today=day), facts_on(office, day, month)
    approvals = approvals_of(office)
    overdue = [
        line
        for event in events(office)
        for line in incidents(office, event.id)
        if line.clock.standing is Standing.OVERDUE
    ]
    lists = [one for one in list_mast_lists(office, None) if one.state in WITH_THE_OFFICE]
    gathered = {one.id for ones in below(reports(office)).values() for one in ones}
    tasks = tasks_of(office, day.year, person=OPEN_DESK)
    duties = duties_of(office, day)
    letters = [one for one in letters_of(office, day=day) if one.state in ("sent", "late")]
    expected = {
        "requests.received": len(figures(office, month, day).received),
        "requests.open": len(desk.all),
        "requests.late": len(desk.overdue),
        "requests.agreed": sum(month <= one.approved_on <= day for one in approvals),
        "field.visits": len(facts.visits),
        "field.found": len(facts.defects),
        "field.standing": len(list_defects(office, person=OPEN_DESK, states=STANDING_DEFECTS)),
        "field.late": overdue_defects(office, person=OPEN_DESK),
        "field.campaigns": len(list_campaigns(office, person=OPEN_DESK, state="open")),
        "obligations.late": sum(duty.state is DutyState.OVERDUE for duty in duties),
        "obligations.letters": len(letters),
        "storm.open": sum(one.state is StormState.OPEN for one in list_storms(office)),
        "outages.open": sum(one.open for one in events(office)),
        "outages.late": len(overdue),
        "cables.open": len(trouble_lines(office, open_only=True)),
        "lists.open": len(lists),
        "zones.drafts": sum(one.state is DraftState.DRAFT for one in list_drafts(office)),
        "public.open": sum(one.open and one.id not in gathered for one in reports(office)),
        "programme.late": sum(one.standing(day) == "late" for one in tasks),
    }
    assert {code: told[code] for code in expected} == expected
    assert sum(expected.values()) > 30
    with register_on(office, day) as past:  # the register of a day that is over answers as the present one
        then = {one.code: len(one) for part in parts for one in part.numbers(past, found.span, "vi")}
    assert then == told
    named = [line for part in found.parts for one in part.numbers for line in one.lines if line.kind]
    with app.test_request_context("/briefing"):
        dead = {line.kind for line in named if not document_address(line.kind, line.record)}
        lists_of = {one.kind for part in found.parts for one in part.numbers if one.kind}
        assert (dead, {kind for kind in lists_of if not list_address(kind)}) == (set(), set())


def test_a_carrier_is_told_of_its_defects_before_they_have_to_be_remedied(office: Registry) -> None:
    told = [item for item in list_defects(office, person=OPEN_DESK) if item.letter_number]
    assert told
    for item in told:
        assert item.letter_on is not None
        assert item.deadline is not None
        assert item.found_on < item.letter_on < item.deadline


def test_the_outage_event_is_understood_but_for_one_row_and_one_carrier_is_awaited(office: Registry) -> None:
    (event,) = [one for one in events(office) if one.open]
    board = board_of(office, event.id)
    assert len(lines_of(office, event.id)) > 20
    assert sum(row.waiting for row in board.carriers) == 1
    assert [row.operator for row in board.carriers if not row.heard] == ["VTL"]
    assert len(board.incidents) == 1
    assert event.public


def test_a_storm_is_behind_the_office_and_its_report_has_something_to_tell(office: Registry) -> None:
    (storm,) = [one for one in list_storms(office) if one.state is StormState.CLOSED]
    sections = {one.code: one for one in the_report(office, storm.id).sections}
    assert len(sections["networks"].curves) == 2
    assert sections["winds"].statements[0].n == 2
    assert sum("AUC" in one.text for one in sections["lists"].statements) == 2
    assert sections["incidents"].grids


@pytest.mark.parametrize("name", [name for name, *_ in PEOPLE])
def test_every_page_of_a_role_holds_something(
    app: Flask, settings: Settings, office: Registry, name: str
) -> None:
    password = {who: word for who, _role, word in demo_accounts(office)}[name]
    pages = Pages(app)
    start = pages.client.get(sign_in(pages.client, name, password)).headers["Location"]
    found = {path: empty(pages.page(path)) for path in [start, *_places(app, pages)]}
    assert {path: said for path, said in found.items() if said and path not in ASKS} == {}


def _places(app: Flask, pages: Pages) -> list[str]:
    """Return the pages that the bar offers to whoever has signed in."""
    with pages.client:
        pages.client.get("/")
        return [url_for(place.endpoint) for group in groups(app) for place in group.places]


def empty(page: Page) -> list[dict[str, str]]:
    """Return the elements of a page that say that there is nothing."""
    return [values for _tag, values in page.elements if "empty" in values.get("class", "").split()]
