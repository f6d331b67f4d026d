"""Nothing goes through a door with something open, and nothing disappears by going through (S1, A9)."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from registry.errors import RefusalError
from registry.model.requests.desk import NoteKind, Request, RequestKind, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_as_recommended, decide_row
from registry.services.requests.gates.filed import filed_sheet
from registry.services.requests.gates.points import mast_matters
from registry.services.requests.gates.sheet import Door, Kind, Sheet, Side
from registry.services.requests.notes import consult
from registry.services.requests.opened import load_request
from registry.services.requests.requests import change_state, issue, receive_request
from registry.services.requests.sealing import seal_request
from tests.services.requests import desk
from tests.world import proposal

OUGHT = {"papers": "bản giấy kèm công văn", "gaps": "nêu trong văn bản"}


def without(path: Path, row: int, *headers: str) -> Path:
    """Leave cells of a list's row (its index) empty."""
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    for header in headers:
        sheet.cell(row + 2, desk.HEADER.index(header) + 1).value = None
    book.save(path)
    return path


@pytest.fixture
def three(office: Registry, tmp_path: Path) -> Request:
    """Three rows decided as recommended, of which the first states neither class nor height."""
    path = without(desk.write_list(tmp_path / "a.xlsx", desk.FIVE[:3]), 0, "Loại cột", "Chiều cao cột (m)")
    made = receive_request(
        office, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan", name="a.xlsx",
        letter_number="412/VTBN", letter_date=today(),
    )  # fmt: skip
    made = desk.to(office, made, RequestState.APPRAISING)
    for row in range(3):
        decide_row(
            office, made.id, row, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0,
            reason="đủ căn cứ", conditions=["Báo cáo hoàn công"],
        )  # fmt: skip
    return desk.to(office, made, RequestState.DRAFT)


def sheet_of(office: Registry, request: Request, door: Door = Door.SUBMIT) -> Sheet:
    return filed_sheet(load_request(office, request.id), door)


def submit(office: Registry, request: Request, **own: Any) -> Request:
    standing = load_request(office, request.id).request
    return change_state(
        office, request.id, RequestState.SUBMITTED, who="lan", version=standing.version, **own
    )


def test_the_sheet_names_what_is_open_whose_it_is_and_of_which_rows(office: Registry, three: Request) -> None:
    consult(office, three.id, body="BCHQS tỉnh", question="Độ cao?", who="lan")
    consult(
        office, three.id, body="Sở NN&MT", question="Đê?", who="lan", letter_number="9/SKHCN", sent_on=today()
    )
    found = {item.kind: item for item in sheet_of(office, three).asks}
    assert found[Kind.MAST].side is Side.CARRIER
    assert found[Kind.MAST].rows == (0,)
    assert {point.matter.code for point in found[Kind.MAST].points} == {"MATTER-NO-CLASS", "MATTER-NO-HEIGHT"}
    assert [point.matter.about for point in found[Kind.PAPERS].points] == ["land", "sharing"]
    assert found[Kind.UNSENT].side is Side.APPRAISER
    assert found[Kind.UNANSWERED].side is Side.BODY


def test_a_row_that_is_not_agreed_to_is_asked_about_nothing(office: Registry, three: Request) -> None:
    seen = next(row.decision for row in load_request(office, three.id).rows)
    assert seen is not None
    desk.to(office, load_request(office, three.id).request, RequestState.APPRAISING)
    decide_row(
        office, three.id, 0, RowDecision.SUPPLEMENT, who="lan", seen=seen.version, reason="thiếu loại cột"
    )
    assert Kind.MAST not in {item.kind for item in sheet_of(office, three).asks}


def test_a_row_to_be_supplemented_says_with_what(office: Registry, three: Request) -> None:
    desk.to(office, load_request(office, three.id).request, RequestState.APPRAISING)
    decide_row(office, three.id, 1, RowDecision.SUPPLEMENT, who="lan", seen=1, reason="thiếu bản đồ")
    file = load_request(office, three.id)
    assert Kind.CONTENT not in {item.kind for item in filed_sheet(file, Door.SUBMIT).stops}
    decided = file.rows[1].decision
    assert decided is not None
    row = replace(file.rows[1], findings=[], decision=replace(decided, reason=" "))
    silent = replace(file, rows=(file.rows[0], row, file.rows[2]))
    (stop,) = [item for item in filed_sheet(silent, Door.SUBMIT).stops if item.kind is Kind.CONTENT]
    assert (stop.rows, stop.side) == ((1,), Side.APPRAISER)


def test_nobody_submits_before_each_kind_has_its_reason_and_the_leader_reads_them(
    office: Registry, three: Request
) -> None:
    consult(office, three.id, body="BCHQS tỉnh", question="Độ cao?", who="lan")
    with pytest.raises(RefusalError, match="REQUEST-MATTERS") as told:
        submit(office, three, reasons=OUGHT)
    assert "chưa nêu loại cột" in told.value.params["matters"].vi
    assert load_request(office, three.id).request.state is RequestState.DRAFT
    given = {**OUGHT, "mast": "bổ sung khi khởi công", "unsent": "gửi cùng văn bản trả lời"}
    submit(office, three, reasons=given)
    leader = sheet_of(office, three, Door.ISSUE)
    assert (leader.stops, leader.asks) == ([], [])
    read = {
        item.kind: {point.answer.text for point in item.points if point.answer} for item in leader.answered
    }
    assert read == {
        Kind.PAPERS: {OUGHT["papers"]}, Kind.MAST: {given["mast"]}, Kind.UNSENT: {given["unsent"]},
        Kind.GAPS: {OUGHT["gaps"]},
    }  # fmt: skip
    assert desk.sound(office)


def test_a_sheet_that_changed_since_it_was_looked_at_is_refused(office: Registry, three: Request) -> None:
    token, given = sheet_of(office, three).token, {**OUGHT, "": "đã biết"}
    consult(office, three.id, body="BCHQS tỉnh", question="Độ cao?", who="hoa")
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE") as told:
        submit(office, three, reasons=given, sheet=token)
    assert told.value.params["by"] == "hoa"
    assert submit(office, three, reasons=given, sheet=sheet_of(office, three).token).state is (
        RequestState.SUBMITTED
    )


def test_what_came_up_after_the_submission_is_the_leaders_to_answer(
    office: Registry, tmp_path: Path, three: Request
) -> None:
    """The leader looked at a sheet without it: he is told, looks again, and says why."""
    submitted = submit(office, three, reasons={**OUGHT, "mast": "bổ sung sau"})
    token = sheet_of(office, three, Door.ISSUE).token
    desk.received(office, tmp_path, [("K1", *desk.FIVE[1][1:])], organisation="VMS")
    own: dict[str, Any] = {
        "number": "9/SKHCN", "date": today(), "signed_pdf": desk.pdf(tmp_path), "signed_name": "ký.pdf",
        "who": "giám đốc", "version": submitted.version,
    }  # fmt: skip
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        issue(office, three.id, sheet=token, reasons={"places": "hai doanh nghiệp"}, **own)
    fresh = sheet_of(office, three, Door.ISSUE)
    assert [item.kind for item in fresh.asks] == [Kind.PLACES]
    with pytest.raises(RefusalError, match="REQUEST-MATTERS"):
        issue(office, three.id, sheet=fresh.token, **own)
    given = {"places": "hai doanh nghiệp", "signature": "ký giấy"}
    issue(office, three.id, sheet=fresh.token, reasons=given, **own)
    sealed = seal_request(office, three.id, who="giám đốc")
    with zipfile.ZipFile(sealed.path) as package:
        kept = json.loads(package.read("sheets.json"))
    assert [note["details"]["door"] for note in kept] == ["submit", "issue"]
    reasons = {point["reason"] for item in kept[-1]["details"]["items"] for point in item["points"]}
    assert {"bổ sung sau", "hai doanh nghiệp", OUGHT["papers"]} <= reasons


def test_a_decision_against_the_recommendation_is_on_the_leaders_sheet_with_its_reason(
    office: Registry, tmp_path: Path
) -> None:
    made = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    decide_row(office, made.id, 0, RowDecision.REFUSE, who="lan", seen=0, reason="gần trường học")
    decide_as_recommended(office, made.id, who="lan")
    [item] = [item for item in sheet_of(office, made).says if item.kind is Kind.DIFFERS]
    assert [(point.row, point.reason) for point in item.points] == [(0, "gần trường học")]


def test_what_a_reason_answers_is_not_counted_as_unanswered(office: Registry, tmp_path: Path) -> None:
    path = desk.write_list(tmp_path / "a.xlsx", desk.FIVE[:1])
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet.cell(2, desk.HEADER.index("Vị trí đặt") + 1).value = "chỗ lạ"
    book.save(path)
    made = receive_request(
        office, path, kind=RequestKind.POSITION, organisation="VTL", officer="lan", who="lan", name="a.xlsx",
        letter_number="413/VTBN", letter_date=today(),
    )  # fmt: skip
    made = desk.to(office, made, RequestState.APPRAISING)
    open_ = sheet_of(office, made)
    assert (open_.count(Kind.UNREAD), open_.count_unanswered(Kind.UNREAD)) == (1, 1)
    decide_row(office, made.id, 0, RowDecision.REFUSE, who="lan", seen=0, reason="chưa bổ sung")
    answered = sheet_of(office, made)
    assert (answered.count(Kind.UNREAD), answered.count_unanswered(Kind.UNREAD)) == (1, 0)


def test_every_door_keeps_its_sheet_with_the_request(office: Registry, three: Request) -> None:
    submit(office, three, reasons={"": "lãnh đạo đã biết"})
    [note] = [note for note in load_request(office, three.id).notes if note.kind == NoteKind.SHEET]
    assert note.details["counts"] == {"rows": 3, "agree_with_conditions": 3}
    assert {item["kind"] for item in note.details["items"]} >= {"papers", "mast"}


def test_a_mast_on_a_roof_lacks_the_height_of_its_building_not_its_own() -> None:
    roof = proposal(kind="new", mast_class="A2a", support="roof", mast_height_m=15.0, top_agl_m=None)
    assert [matter.code for matter in mast_matters(RequestKind.POSITION, roof)] == ["MATTER-NO-BUILDING"]


@pytest.mark.parametrize(
    ("stated", "apart"),
    [
        ({"building_height_m": 15.0, "mast_height_m": 12.0, "rod_m": 2.0, "top_agl_m": 36.0}, (36.0, 29.0)),
        ({"building_height_m": 15.0, "mast_height_m": 12.0, "rod_m": 2.0, "top_agl_m": 29.0}, None),
        ({"building_height_m": 15.0, "mast_height_m": 12.0, "top_agl_m": 30.0}, None),  # a rod of 3 m
        (
            {"mast_height_m": 12.0, "rod_m": 2.0, "top_agl_m": 36.0, "support": "roof"},
            None,
        ),  # a house of 22 m
        ({"mast_height_m": 42.0, "rod_m": 3.0, "top_agl_m": 42.0, "support": "ground"}, (42.0, 45.0)),
        ({"mast_height_m": 42.0, "top_agl_m": None}, None),
    ],
)
def test_a_total_that_is_not_the_sum_of_its_parts_is_asked_about(
    stated: dict[str, Any], apart: tuple[float, float] | None
) -> None:
    row = proposal(**{"kind": "new", "mast_class": "A2b", "rod_m": None, **stated})
    found = [item for item in mast_matters(RequestKind.POSITION, row) if item.code == "MATTER-HEIGHTS"]
    assert [(item.params["top"], item.params["parts"]) for item in found] == ([apart] if apart else [])
