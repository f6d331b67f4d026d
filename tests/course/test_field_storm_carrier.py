"""The exercises of inspectors, duty officers and carriers: done by the services that their pages press."""

import uuid
from typing import Any

from registry.course import tries
from registry.course.lesson import StepState
from registry.model.course import CourseTry
from registry.model.field.inspections import ItemKind
from registry.model.mast_lists import MastListKind
from registry.model.outages.outages import EventKind, LineState, ReportSource
from registry.model.people import Person, Role
from registry.model.requests.desk import RequestKind, RequestState
from registry.model.storm.storm_records import StormState
from registry.services.field.campaigns import CLOSED, get_campaign
from registry.services.field.defects import list_defects, mark_letter
from registry.services.field.inspections import get_inspection, list_inspections
from registry.services.field.sends import take_items
from registry.services.field.visit_defects import make_defect, untold
from registry.services.lists import handing_in
from registry.services.lists.mast_lists import get_mast_list
from registry.services.office.attachments import file_path
from registry.services.office.calendar import now, today
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.outages.board import next_cycle
from registry.services.outages.carrier_reports import Heading, send_report
from registry.services.outages.events import event_of, open_event
from registry.services.outages.statements import Statement
from registry.services.requests.requests import load_request, receive_request
from registry.services.storm.letters import papers_to_send
from registry.services.storm.ordered_masts import holders_of, needed_of, reach_of
from registry.services.storm.orders import draft_orders, record_sent
from registry.services.storm.storms import BulletinText, get_storm, record_storm
from registry.services.storm.two_lists import kept_lists
from registry.storm.reading import read_track

INSPECTOR = Person("kiemtra", frozenset({Role.INSPECTOR}))
DUTY = Person("trucban", frozenset({Role.DUTY_OFFICER}))
CARRIER = Person("viettel", frozenset({Role.CARRIER}), organisation="VTL")
RIGHT, OPEN, WRONG = StepState.RIGHT, StepState.OPEN, StepState.WRONG


def stands(registry: Registry, item: CourseTry, person: Person) -> dict[str, StepState]:
    own = tries.try_of(registry, item.exercise, person)
    assert own is not None
    return {one.step: one.state for one in tries.look(registry, own, person).told}


def send(registry: Registry, item: CourseTry, *own: dict[str, Any]) -> None:
    """Send a visit of the try's mast as a phone does."""
    visit, moment = str(uuid.uuid4()), now().isoformat(timespec="seconds")
    blank = {"entry": "", "value": None, "raw": "", "unit": "", "instrument": "", "calibrated_on": "",
             "component": "", "defect": "", "severity": "", "note": "", "photos": [], "position": None,
             "replaces": ""}  # fmt: skip
    items = [
        {**blank, **one, "id": str(uuid.uuid4()), "inspection": visit, "campaign": item.material["campaign"],
         "structure": item.material["structure"], "checklist": "office", "checklist_version": 2,
         "recorded_at": moment, "seq": seq}
        for seq, one in enumerate(({"kind": "start"}, *own, {"kind": "finish"}))
    ]  # fmt: skip
    receipts = take_items(registry, items, person=INSPECTOR, device="t", by=INSPECTOR.name)
    assert {one.state for one in receipts} == {"verified"}, receipts


def answer(entry: str, value: str, unit: str = "") -> dict[str, Any]:
    return {"kind": str(ItemKind.READING), "entry": entry, "value": value, "raw": value, "unit": unit}


def test_a_visit_is_judged_by_its_sheet_and_its_defects_are_followed_to_the_letter(
    demo_registry: Registry,
) -> None:
    item = tries.begin(demo_registry, "kiem-tra", person=INSPECTOR)
    assert set(stands(demo_registry, item, INSPECTOR).values()) == {OPEN}
    send(demo_registry, item, answer("lean", "straight"), answer("earthing", "14.2", "Ω"))
    assert stands(demo_registry, item, INSPECTOR)["seen"] is WRONG
    send(demo_registry, item, answer("lean", "clear"), answer("earthing", "14.2", "Ω"))
    assert stands(demo_registry, item, INSPECTOR) == {
        "visited": RIGHT, "seen": RIGHT, "told": OPEN, "letter": OPEN,
    }  # fmt: skip
    visits = list_inspections(demo_registry, person=INSPECTOR, campaign=item.material["campaign"])
    view = get_inspection(demo_registry, visits[0].inspection.id, person=INSPECTOR)
    assert "lean" in untold(view)
    for entry in untold(view):
        kind = {"lean": "leaning", "earthing": "earthing_high"}[entry]
        make_defect(demo_registry, view.inspection.id, entry, kind, "serious", person=INSPECTOR)
    found = list_defects(demo_registry, person=INSPECTOR, campaign=item.material["campaign"])
    assert stands(demo_registry, item, INSPECTOR)["told"] is RIGHT
    mark_letter(
        demo_registry, [one.id for one in found], number=item.material["letter"], on_day=today(),
        person=INSPECTOR,
    )  # fmt: skip
    assert tries.check(demo_registry, item.id, person=INSPECTOR).next is None
    tries.clear(demo_registry, item.id, person=INSPECTOR)
    assert get_campaign(demo_registry, item.material["campaign"], person=INSPECTOR).state == CLOSED
    assert not any(
        one.standing
        for one in list_defects(demo_registry, person=INSPECTOR, campaign=item.material["campaign"])
    )


def test_a_storm_goes_from_its_bulletin_to_the_first_outage_report(demo_registry: Registry) -> None:
    item = tries.begin(demo_registry, "truc-bao", person=DUTY)
    file = item.files[0]
    text = file_path(demo_registry, file["sha256"], file["name"]).read_text(encoding="utf-8")
    reading = read_track(text, {}, today().year)
    assert reading.track is not None
    assert reading.track.name.casefold() == item.material["name"].casefold()
    storm = record_storm(
        demo_registry, reading.track, BulletinText(text, file["name"], "bài", reading.kind, {}), who=DUTY.name
    )
    assert stands(demo_registry, item, DUTY) == {
        "pasted": RIGHT, "first": OPEN, "sent": OPEN, "outage": OPEN,
    }  # fmt: skip
    lists = kept_lists(demo_registry, storm.track, to_come=True)
    tries.answer(demo_registry, item.id, {"first": lists.may_fall[3].code}, person=DUTY)
    assert stands(demo_registry, item, DUTY)["first"] is WRONG
    tries.answer(demo_registry, item.id, {"first": lists.may_fall[0].code.lower()}, person=DUTY)
    drafted = draft_orders(
        demo_registry, storm.storm.id, lists.may_fall.briefly(), reach=reach_of(lists.exposure),
        needed=needed_of(lists.hurts_dark), holders=holders_of(demo_registry, lists.exposure.masts),
        seen=storm.storm.version, who=DUTY.name,
    )  # fmt: skip
    order = drafted.made[0]
    letter, book = papers_to_send(demo_registry, order.id, item.material["letter"], today())
    record_sent(
        demo_registry, order.id, number=item.material["letter"], sent_on=today(), letter=letter, book=book,
        seen=order.version, who=DUTY.name,
    )  # fmt: skip
    event = open_event(
        demo_registry, name="Bài tập", kind=EventKind.STORM, started_at=now(), hours=1, first_due=now(),
        note="", who=DUTY.name,
    )  # fmt: skip
    assert stands(demo_registry, item, DUTY)["outage"] is OPEN
    heading = Heading(
        event.id,
        "VTL",
        next_cycle(demo_registry, event, "VTL"),
        now(),
        ReportSource.PHONE,
        DUTY.name,
        "ông An gọi",
    )
    send_report(demo_registry, heading, [Statement("0", code="BGG00001", state=LineState.DOWN)])
    assert tries.check(demo_registry, item.id, person=DUTY).next is None
    tries.clear(demo_registry, item.id, person=DUTY)
    assert get_storm(demo_registry, storm.storm.id).storm.state is StormState.CLOSED
    assert not event_of(demo_registry, event.id).open


def test_a_carrier_files_a_request_and_hands_in_its_quarter(demo_registry: Registry) -> None:
    item = tries.begin(demo_registry, "doanh-nghiep", person=CARRIER)
    asked, masts = (file_path(demo_registry, one["sha256"], one["name"]) for one in item.files)
    request = receive_request(
        demo_registry, asked, kind=RequestKind.POSITION, organisation="VTL", officer="",
        letter_number=item.material["letter"], who=CARRIER.name, name=item.files[0]["name"], own="VTL",
    )  # fmt: skip
    made = handing_in.begin(
        demo_registry, masts, name=item.files[1]["name"], operator="VTL", kind=MastListKind.QUARTERLY,
        list_date=today(), who=CARRIER.name,
    )  # fmt: skip
    assert stands(demo_registry, item, CARRIER) == {"filed": RIGHT, "handed": OPEN, "raised": OPEN}
    jobs.finish(demo_registry)
    standing = get_mast_list(demo_registry, made.id, "VTL")
    handing_in.send(demo_registry, standing, seen=standing.version, who=CARRIER.name)
    tries.answer(demo_registry, item.id, {"raised": item.material["raised_code"]}, person=CARRIER)
    assert tries.check(demo_registry, item.id, person=CARRIER).next is None
    tries.clear(demo_registry, item.id, person=CARRIER)
    assert load_request(demo_registry, request.id).request.state is RequestState.WITHDRAWN
    assert get_mast_list(demo_registry, made.id, "VTL").state.value == "withdrawn"
