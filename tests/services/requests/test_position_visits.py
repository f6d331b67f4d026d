"""A proposed position is visited: nothing that was recorded there is lost, and only an officer settles."""

import datetime as dt
import random
from pathlib import Path
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.model.field.inspections import ReceiptState
from registry.model.findings import Outcome
from registry.model.people import Role
from registry.model.requests.desk import NoteKind, RequestState
from registry.safety import checklists
from registry.safety.item_json import canonical, digest
from registry.services.field.packs.pack import packs_of
from registry.services.field.positions.pack import POSITIONS, positions_listed, positions_pack
from registry.services.field.sends import receipts_of
from registry.services.office.calendar import now, today
from registry.services.office.registry import Registry
from registry.services.office.sign_in.accounts import add_account
from registry.services.requests.gates.besides import points_beside
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.sheet import Door, Kind
from registry.services.requests.matters import said
from registry.services.requests.opened import load_request
from registry.services.requests.position_visits import (
    ask_visits,
    may_be_visited,
    moved,
    settle_by_visit,
    settled_by_looking,
    visits_of,
    withdraw_visit,
)
from registry.services.requests.requests import replace_list
from registry.services.storm.hazards.deeds import cut_road
from registry.store.field.position_tables import position_items
from registry.store.field.tables import defects, field_items, inspections, position_proposals, set_aside_items
from tests.services.field.world import HOA, LAN, count, item, new_id, photo, place, rows, send
from tests.services.requests import desk

SHEET: dict[str, Any] = {"checklist": "position", "checklist_version": 1, "campaign": POSITIONS}


def sent_to(office: Registry, request: str, row: int) -> str:
    """The id of the target that a row has."""
    return visits_of(office, load_request(office, request))[row][0][0].id


def whole_visit(office: Registry, target: str, visit: str, lon: float, lat: float) -> list[dict[str, Any]]:
    """What a phone records at a position, in its order: four photos, answers, two fixes, the end."""
    made = {"visit": visit, "structure": target, **SHEET}
    sides = [
        item("photo", entry=side, photos=[photo(office, side.encode())], seq=2 + at, **made)
        for at, side in enumerate(("north", "east", "south", "west"))
    ]
    first = item("reading", entry="owner", value="refuses", seq=8, **made)
    return [
        item("start", seq=1, **made),
        *sides,
        item("reading", entry="room", value="enough", note="bãi đất trống", seq=7, **made),
        first,
        item("reading", entry="owner", value="agrees", replaces=first["id"], seq=9, **made),
        item("position", entry="position", position=place(lon, lat, 4.0, fixes=5), seq=10, **made),
        item("finish", seq=11, recorded_at="2026-05-12T09:45:00.000+07:00", **made),
    ]


def test_rows_go_to_the_phone_of_the_inspector_who_was_sent_and_to_no_old_one(
    either_office: Registry, tmp_path: Path
) -> None:
    office = either_office
    for name in ("lan", "hoa"):
        add_account(office, name, [Role.INSPECTOR], who="ai đó")
    request = desk.received(office, tmp_path)
    due = today() + dt.timedelta(days=3)
    assert (
        ask_visits(office, request.id, [0, 4], who="minh", assignee="lan", due_on=due, note="gọi chủ đất")
        == 2
    )
    assert positions_listed(office, person=HOA) == []
    (listed,) = positions_listed(office, person=LAN)
    assert (listed["id"], listed["masts"], listed["assigned"]) == (POSITIONS, 2, 2)
    assert packs_of(office, person=LAN)["campaigns"] == []  # as a phone asks whose app is older
    held = positions_pack(office, person=LAN)
    near = next(one for one in held["masts"] if one["code"] == "V5")
    assert (near["due_on"], near["progress"], near["form"]) == (due.isoformat(), "open", "position")
    lon, lat = desk.north(60.0)
    assert (near["lon"], near["lat"]) == (pytest.approx(lon, abs=1e-6), pytest.approx(lat, abs=1e-6))
    assert near["reason"]["vi"].startswith("gọi chủ đất · ")
    assert "BGG00045, 60 m" in near["reason"]["vi"]  # what stands near, not what papers lack
    assert [one["code"] for one in held["checklists"]] == ["position"]
    assert [one["code"] for one in held["map"]["others"]] == ["BGG00045"]  # what stands round it
    cut_road(office, name="ĐT 293", from_at=now() - dt.timedelta(hours=1), told_by="CSGT", who="lan")
    assert [one["name"] for one in positions_pack(office, person=LAN)["road_cuts"]] == ["ĐT 293"]
    with pytest.raises(RefusalError, match="POSITION-VISIT-ASKED"):
        ask_visits(office, request.id, [3, 4], who="minh")
    assert len(positions_pack(office, person=LAN)["masts"]) == 2  # all of a choice, or none
    target = sent_to(office, request.id, 4)
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        withdraw_visit(office, request.id, target, reason=" ", who="minh", seen=1)
    withdraw_visit(office, request.id, target, reason="đã hỏi chủ đất", who="minh", seen=1)
    assert [one["code"] for one in positions_pack(office, person=LAN)["masts"]] == ["V1"]
    assert desk.sound(office)


def test_the_sheet_of_a_door_names_the_visits_that_are_still_out(office: Registry, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    add_account(office, "lan", [Role.INSPECTOR], who="ai đó")
    ask_visits(office, request.id, [0], who="minh", assignee="lan")
    ask_visits(office, request.id, [2], who="minh", assignee="lan")

    def out(door: Door = Door.SUBMIT) -> list[tuple[int, str]]:
        file = load_request(office, request.id)
        points = filed_sheet(file, door, points_beside(office, file)).points
        return [(point.row, said(point.matter)) for point in points if point.kind is Kind.VISITS]

    told = "lan được giao đi xem vị trí này, chưa có kết quả"
    assert sorted(out()) == [(0, told), (2, told)]
    assert out(Door.SEND) == []  # whom the office sends is its own business
    for one in whole_visit(office, sent_to(office, request.id, 0), new_id(), *desk.north(2012.0)):
        send(office, one)
    assert [row for row, _text in out()] == [2]
    withdraw_visit(office, request.id, sent_to(office, request.id, 2), reason="đã hỏi", who="minh", seen=1)
    assert out() == []


@pytest.mark.parametrize(
    ("own", "code"),
    [
        ({"rows": []}, "REQUEST-NO-ROWS-CHOSEN"),
        ({"assignee": "không ai"}, "POSITION-VISIT-WHO"),
        ({"due_on": dt.date(2020, 1, 1)}, "POSITION-VISIT-DAY"),
        ({"rows": [9]}, "REQUEST-ROW"),
    ],
)
def test_nobody_is_sent_where_something_of_it_is_wrong(
    office: Registry, tmp_path: Path, own: dict[str, Any], code: str
) -> None:
    request = desk.received(office, tmp_path)
    with pytest.raises(RefusalError, match=code):
        ask_visits(office, request.id, **{"rows": [0], "who": "minh", **own})
    assert visits_of(office, load_request(office, request.id)) == {}


def test_items_of_a_position_are_kept_whole_in_any_order_and_however_often(
    either_office: Registry, tmp_path: Path
) -> None:
    office = either_office
    request = desk.received(office, tmp_path)
    ask_visits(office, request.id, [0], who="minh")
    target, visit = sent_to(office, request.id, 0), new_id()
    made = whole_visit(office, target, visit, *desk.north(2012.0))
    chance = random.Random(13)
    mixed = [*made, *chance.choices(made, k=5)]
    chance.shuffle(mixed)
    for one in mixed:
        (receipt,) = send(office, one)
        assert receipt.state is ReceiptState.VERIFIED
        assert receipt.sha256 == digest(canonical(one))
    assert sorted(row["content"] for row in rows(office, position_items)) == sorted(map(canonical, made))
    again = receipts_of(office, [one["id"] for one in made])[0]
    assert {one.state for one in again} == {ReceiptState.VERIFIED}
    # nothing of it is a visit of a mast
    for table in (field_items, inspections, defects, position_proposals, set_aside_items):
        assert count(office, table) == 0, table.name
    ((_, (found,)),) = visits_of(office, load_request(office, request.id))[0]
    assert (found.person, found.finished_at) == ("lan", "2026-05-12T09:45:00.000+07:00")
    assert (len(found.photos), found.missing) == (4, ())
    assert found.away_m == pytest.approx(12.0, abs=0.5)
    assert found.accuracy_m == 4.0
    assert desk.sound(office)


def test_a_photo_that_has_not_come_is_waited_for_and_anothers_visit_is_nobody_elses(
    office: Registry, tmp_path: Path
) -> None:
    request = desk.received(office, tmp_path)
    ask_visits(office, request.id, [0, 1], who="minh")
    first, second = (sent_to(office, request.id, row) for row in (0, 1))
    visit = new_id()
    late = digest("chưa về")
    picture = item("photo", visit=visit, structure=first, entry="north", photos=[late], **SHEET)
    (receipt,) = send(office, picture)
    assert (receipt.state, receipt.missing) == (ReceiptState.RECEIVED, (late,))
    ((_, (begun,)),) = visits_of(office, load_request(office, request.id))[0]
    assert (begun.finished_at, begun.missing) == ("", (late,))
    (other,) = send(office, item("note", visit=visit, structure=second, note="?", **SHEET))
    assert (other.state, other.code) == (ReceiptState.ASIDE, "FIELD-INSPECTION-OTHER")
    (same,) = send(office, {**picture, "note": "khác"})
    assert (same.state, same.code) == (ReceiptState.ASIDE, "FIELD-SAME-ID")
    (strange,) = send(office, item("note", visit=new_id(), structure="không có", note="?", **SHEET))
    assert (strange.state, strange.code) == (ReceiptState.ASIDE, "FIELD-STRUCTURE-UNKNOWN")
    withdraw_visit(office, request.id, first, reason="nhầm dòng", who="minh", seen=1)
    (after,) = send(office, item("finish", visit=visit, structure=first, **SHEET))
    assert after.state is ReceiptState.VERIFIED  # whoever is there by then has not walked for nothing


def test_what_came_back_settles_a_review_by_the_officers_word_and_never_by_itself(
    either_office: Registry, tmp_path: Path
) -> None:
    office = either_office
    request = desk.received(office, tmp_path)
    ask_visits(office, request.id, [4], who="minh")
    target, visit = sent_to(office, request.id, 4), new_id()
    lon, lat = desk.north(75.0)
    made = whole_visit(office, target, visit, lon, lat)
    send(office, *made[:-1])
    file = load_request(office, request.id)
    before = {one.rule: one.outcome for one in file.rows[4].findings}
    open_rules = [one.rule for one in settled_by_looking(file.rows[4])]
    assert open_rules
    rule = open_rules[0]
    settle = {"row": 4, "rule": rule, "outcome": Outcome.PASS, "visit": visit, "who": "minh"}
    with pytest.raises(RefusalError, match="POSITION-VISIT-OPEN"):
        settle_by_visit(office, request.id, text="đã xem", **settle)
    send(office, made[-1])
    file = load_request(office, request.id)
    assert {one.rule: one.outcome for one in file.rows[4].findings} == before  # never by itself
    ((_, (found,)),) = visits_of(office, file)[4]
    ways = moved(file, 4, found)
    (spaced,) = [one for one in ways if one.related == "BGG00045"]
    assert all(one.related for one in ways)  # ways to things, no heights
    assert (spaced.proposed_m, spaced.measured_m) == (pytest.approx(60, abs=1), pytest.approx(75, abs=1))
    assert not spaced.within  # fifteen metres are more than the four by which it is unsure
    for wrong, code in ((" ", "REQUEST-REASON"), ("đã xem", "REQUEST-RULE")):
        own = {**settle, "rule": "PLN-99"} if wrong.strip() else settle
        with pytest.raises(RefusalError, match=code):
            settle_by_visit(office, request.id, text=wrong, **own)
    note = settle_by_visit(office, request.id, text="đã xem tại chỗ, không vướng", **settle)
    assert note.kind == NoteKind.MANUAL_CHECK
    assert "cách vị trí đề nghị 15 m" in note.evidence
    assert "Chủ đất, chủ nhà nói gì: Đồng ý" in note.evidence  # the answer that stands, not the first
    file = load_request(office, request.id)
    assert next(one for one in file.rows[4].findings if one.rule == rule).outcome is Outcome.PASS
    assert {one.sha256 for one in file.attachments} >= set(note.files) == set(found.photos)
    assert desk.sound(office)


def test_a_visit_follows_its_row_into_a_corrected_list(office: Registry, tmp_path: Path) -> None:
    request = desk.received(office, tmp_path)
    ask_visits(office, request.id, [2], who="minh")
    target = sent_to(office, request.id, 2)
    shorter = desk.write_list(tmp_path / "sửa.xlsx", [desk.FIVE[2], desk.FIVE[0]])
    replace_list(office, request.id, shorter, name="sửa.xlsx", who="lan", version=request.version)
    assert sent_to(office, request.id, 0) == target


def test_after_the_issue_only_agreed_positions_that_are_not_built_are_visited(
    office: Registry, tmp_path: Path
) -> None:
    request = desk.issued(office, tmp_path, desk.received(office, tmp_path))
    assert request.state is RequestState.ISSUED
    allowed = may_be_visited(office, load_request(office, request.id))
    assert 4 not in allowed  # sixty metres from another mast: it was not agreed
    assert allowed
    ask_visits(office, request.id, sorted(allowed), who="minh")
    with pytest.raises(RefusalError, match="POSITION-VISIT-ROW"):
        ask_visits(office, request.id, [4], who="minh")


def test_the_sheet_of_a_position_is_for_no_mast() -> None:
    current = {one.code: one for one in checklists.all_current(today())}
    assert not current["position"].of_mast
    assert all(one.of_mast for code, one in current.items() if code != "position")
    assert {one.code for one in current["position"].entries} >= {"north", "east", "south", "west", "position"}
