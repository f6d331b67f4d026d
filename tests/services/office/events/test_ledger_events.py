"""Each event is made by the real deed, and by no other; it concerns those whose pages show the record."""

from collections.abc import Callable
from pathlib import Path

import pytest

from registry.model.field.field_reports import CitizenReportKind, CloseReason
from registry.model.requests.desk import RequestState
from registry.model.webhooks import Event, EventType
from registry.services.field.defect_entry import NewDefect, enter_defect
from registry.services.field.defects import close_defect, reopen_defect, set_severity, withdraw_defect
from registry.services.lists import looking_through
from registry.services.office.batches import undo_batch
from registry.services.office.calendar import today
from registry.services.office.events import event_deliveries
from registry.services.office.events.ledger_events import EVENT_TABLES, event_of
from registry.services.office.registry import Registry
from registry.services.outages.carrier_reports import send_unchanged
from registry.services.outages.events import change_event, close_event, open_again
from registry.services.public import cases, closing
from registry.services.public import citizen_reports as reports
from registry.services.public.cases import SentCase
from registry.services.storm.hazards import sent as warned_sent
from registry.services.storm.storms import record_storm
from registry.services.storm.taken_back import take_back_sent
from registry.store import ledger
from registry.store.database import Connection
from tests.services.field.world import MAST, OFFICER
from tests.services.lists import test_mast_lists as lists
from tests.services.outages import world as outages
from tests.services.requests import desk
from tests.services.storm import test_orders as letters
from tests.services.storm.hazards import test_sent as warnings
from tests.services.storm.test_storms import text, track

Seen = Callable[[], list[tuple[str, tuple[str, ...]]]]


def events(connection: Connection, since: int) -> list[Event]:
    codes = event_deliveries._codes(connection)
    return [found for entry in ledger.entries(connection, since=since) if (found := event_of(entry, codes))]


@pytest.fixture
def seen(office: Registry) -> Seen:
    """What happened since it was asked last: (type, carriers)."""
    at = {"seq": 0}

    def look() -> list[tuple[str, tuple[str, ...]]]:
        with office.database.read() as connection:
            found = events(connection, at["seq"])
            at["seq"] = ledger.head(connection).seq
        return [(one.type.value, one.carriers) for one in found]

    look()
    return look


def test_a_request_from_its_filing_to_its_reply(office: Registry, seen: Seen, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    assert seen() == [("request.filed", ("VTL",))]
    request = desk.to(office, request, RequestState.SUPPLEMENT, reason="thiếu")
    assert seen() == [("request.supplement_asked", ("VTL",))]
    request = desk.to(office, request, RequestState.APPRAISING)
    assert seen() == [("request.supplemented", ("VTL",))]
    desk.to(office, request, RequestState.CONSULTING)
    assert seen() == []
    other = desk.received(office, tmp_path, [("V9", 9000.0, 0.0)])
    seen()
    desk.issued(office, tmp_path, other)
    assert seen() == [("request.issued", ("VTL",))]
    third = desk.received(office, tmp_path, [("V8", 8000.0, 0.0)])
    desk.to(office, third, RequestState.WITHDRAWN, reason="rút")
    assert seen() == [("request.filed", ("VTL",)), ("request.withdrawn", ("VTL",))]


def test_a_carriers_list_from_its_draft_to_the_register(office: Registry, seen: Seen, tmp_path: Path) -> None:
    item = lists.handed(office, tmp_path, lists.ROWS[:2])
    lists.seen(office, item)
    assert seen() == []  # a draft is nobody's business
    lists.sent(office, item)
    assert seen() == [("list.sent", ("VTL",))]
    item = lists.now(office, item)
    item = looking_through.ask(office, item, "cột nào?", seen=item.version, who="lan")
    looking_through.return_list(office, item, "thiếu cột", seen=item.version, who="lan")
    assert seen() == [("list.asked", ("VTL",)), ("list.returned", ("VTL",))]
    lists.seen(office, lists.now(office, item))
    lists.sent(office, item)
    found = lists.taken(office, lists.now(office, item))
    assert seen() == [("list.sent", ("VTL",)), ("list.accepted", ("VTL",))]
    undo_batch(office, found.batch, who="lan")
    assert seen() == []  # that it was handed in once more would be untrue


def test_an_outage_from_its_first_report_to_its_end(office: Registry, seen: Seen) -> None:
    outages.built(office)
    event = outages.opened(office)
    assert seen() == [("outage.opened", ("VNPT", "VTL"))]
    event = change_event(office, event.id, seen=event.version, who="trực", note="x")
    assert seen() == []
    send_unchanged(office, outages.heading(event))
    assert seen() == [("outage.reported", ("VTL",))]
    close_event(office, event.id, seen=event.version, who="trực")
    open_again(office, event.id, seen=event.version + 1, who="trực")
    both = ("VNPT", "VTL")
    assert seen() == [("outage.ended", both), ("outage.opened", both)]


def test_a_defect_from_its_finding_to_its_end(office: Registry, seen: Seen) -> None:
    one = enter_defect(office, NewDefect(MAST, "rust_heavy", "serious", today()), person=OFFICER)
    assert seen() == [("defect.opened", ("VNPT",))]
    one = set_severity(office, one.id, severity="urgent", reason="x", person=OFFICER, seen=one.version)
    assert seen() == []
    one = close_defect(office, one.id, reason="đã sơn", person=OFFICER, seen=one.version)
    one = reopen_defect(office, one.id, reason="nhầm", person=OFFICER, seen=one.version)
    withdraw_defect(office, one.id, reason="không phải", person=OFFICER, seen=one.version)
    kinds = ["defect.closed", "defect.opened", "defect.withdrawn"]
    assert seen() == [(kind, ("VNPT",)) for kind in kinds]


def test_a_storms_letter_when_it_is_sent(office: Registry, seen: Seen) -> None:
    letters.standing_masts(office)
    storm = record_storm(office, track(), text(), who="trực")
    found = letters.drafted(office, storm)
    assert seen() == []
    letter = letters.sent(office, letters.of(found, "VTL"))
    assert seen() == [("storm.letter", ("VTL",))]
    take_back_sent(office, letter.id, reason="ghi nhầm", seen=letter.version, who="trực")
    with office.database.read() as connection:
        back = events(connection, 0)[-1]
    assert seen() == [("storm.letter_taken_back", ("VTL",))]
    assert back.subject.number == letter.number != ""


def test_a_warnings_letter_when_it_is_sent(office: Registry, seen: Seen) -> None:
    letters.standing_masts(office)
    found = warnings.drafted(office, warnings.warned(office))
    assert seen() == []
    letter = warnings.send(office, found["VTL"], "9/A")
    assert seen() == [("warning.letter", ("VTL",))]
    warned_sent.take_back_sent(office, letter.id, reason="ghi nhầm", seen=letter.version, who="trực")
    with office.database.read() as connection:
        back = events(connection, 0)[-1]
    assert seen() == [("warning.letter_taken_back", ("VTL",))]
    assert back.subject.number == "9/A"


def test_the_provinces_reports_tell_what_their_citizens_are_told_and_the_offices_own_tell_nothing(
    office: Registry, seen: Seen
) -> None:
    made, _ = cases.take_case(office, SentCase("118", words="Cột nghiêng"), who="tỉnh")
    own = reports.take_report(office, kind=CitizenReportKind.OTHER, words="Của sổ", place="Kép")
    assert seen() == []
    reports.link(office, made.id, "mast", who="lan", seen=made.version)
    assert seen() == [], "the office's own matter"
    with office.database.read() as connection:
        since = ledger.head(connection).seq
    reports.sent_to_visit(office, made.id, "đích", structure="mast", who="lan", seen=made.version + 1)
    closing.close(office, own.id, reason=CloseReason.MENDED, reply="Đã sửa.", who="lan", seen=own.version)
    closing.close(
        office, made.id, reason=CloseReason.MENDED, reply="Đã chống.", who="lan", seen=made.version + 2
    )
    assert seen() == [("citizen_report.state_changed", ()), ("citizen_report.answered", ())]
    with office.database.read() as connection:
        first, last = (one.said_to("", "https://bts") for one in events(connection, since))
    assert first["report"]["state"] == "dang-xu-ly"
    assert last["report"] == {
        "case_number": "118", "system": cases.SYSTEM, "state": "da-xu-ly", "answer": "Đã chống.",
        "state_words": {"vi": "Đã xử lý xong", "en": "Dealt with"},
        "reason": {"vi": "đã khắc phục", "en": "mended"},
    }  # fmt: skip
    assert (last["subject"]["number"], last["carrier"]) == ("118", "")
    seen()
    closing.reopen(office, made.id, who="lan", seen=made.version + 3)
    closing.close(
        office, made.id, reason=CloseReason.MENDED, reply="Đã chống.", who="lan", seen=made.version + 4
    )
    said = [("citizen_report.state_changed", ()), ("citizen_report.answered", ())]
    assert seen() == said, "an answer in the same words, too"


def test_every_kind_of_event_and_every_table_is_tried_here() -> None:
    text_here = Path(__file__).read_text(encoding="utf-8")
    assert [kind for kind in EventType if f'"{kind.value}"' not in text_here] == []
    assert {
        "requests",
        "mast_lists",
        "outage_events",
        "outage_reports",
        "defects",
        "storm_orders",
        "hazard_letters",
        "citizen_reports",
    } == (EVENT_TABLES)
