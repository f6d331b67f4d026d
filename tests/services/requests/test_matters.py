"""One letter once, one place once, one number once; and nothing that was not read is agreed to."""

import datetime as dt
import io
import json
import re
import shutil
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestKind, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.approvals import approvals_of, revoke
from registry.services.requests.decisions import (
    RowChoice,
    correct_row,
    decide_as_recommended,
    decide_row,
    decide_rows,
)
from registry.services.requests.drafts import Drafts
from registry.services.requests.letters.note import appraisal_note
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.notes import consult, withdraw_note
from registry.services.requests.opened import load_request
from registry.services.requests.requests import change_facts, issue, receive_request, replace_list
from registry.services.requests.sealing import seal_request
from registry.services.requests.settling import answer_matters
from registry.store import ledger
from tests.services.requests import desk
from tests.services.requests.desk import FIVE, at_once, issued, pdf, received, to, write_list
from tests.store.rows import created, mast, site, station

AGREE, REFUSE = RowDecision.AGREE_WITH_CONDITIONS, RowDecision.REFUSE
THREE = FIVE[:3]


def filed(registry: Registry, path: Path, **own: Any) -> Request:
    """File a list of Viettel's under letter 412, as an officer enters it."""
    values: dict[str, Any] = {
        "kind": RequestKind.POSITION, "organisation": "VTL", "officer": "lan", "who": "lan",
        "letter_number": "412/VTBN-KTHT", "letter_date": today(), "name": path.name, **own,
    }  # fmt: skip
    return receive_request(registry, path, **values)


def with_kinds(path: Path, rows: Sequence[tuple[str, float, float, str]], operator: str = "VTL") -> Path:
    """Write a list of (code, metres north, metres east, kind as written)."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append((*desk.HEADER, "Hình thức"))
    for code, metres, east, kind in rows:
        lon, lat = desk.north(metres, east)
        sheet.append((code, operator, round(lon, 6), round(lat, 6), "A2b", "dưới đất", 42, 2, kind))
    book.save(path)
    return path


def codes(registry: Registry, request: Request) -> dict[int, list[str]]:
    """Return what is open of each row, and under -1 of the request."""
    file = load_request(registry, request.id)
    found = {row.index: [one.code for one in row.unsettled] for row in file.rows if row.unsettled}
    return found | ({-1: [one.code for one in file.unsettled]} if file.unsettled else {})


def refused(code: str) -> Any:
    return pytest.raises(RefusalError, match=code)


def submitted(registry: Registry, request: Request, **own: Any) -> Request:
    request = to(registry, request, RequestState.APPRAISING, RequestState.DRAFT)
    return to(registry, request, RequestState.SUBMITTED, **own)


# ---- one letter, one file --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "written",
    ["412/VTBN-KTHT", "412/vtbn-ktht", "Số: 0412 / VTBN – KTHT", "CV số 412/VTBN_KTHT", "412/VTBN KTHT"],
)
def test_the_same_file_with_the_same_letter_is_not_filed_twice(
    office: Registry, tmp_path: Path, written: str
) -> None:
    path = write_list(tmp_path / "a.xlsx", THREE)
    first = filed(office, path)
    with refused("REQUEST-FILED-BEFORE") as told:
        filed(office, path, letter_number=written, again="nộp lại cho chắc")
    assert first.number in str(told.value.params["matters"].vi)
    issued(office, tmp_path, first)
    with refused("REQUEST-FILED-BEFORE"):
        filed(office, path, letter_number=written, again="nộp lại cho chắc")


@pytest.mark.parametrize(
    ("own", "same_file", "code"),
    [
        ({}, False, "MATTER-LETTER"),  # another list under the same letter
        ({"letter_date": dt.date(today().year, 1, 1)}, True, "MATTER-LETTER-DAY"),
        ({"letter_number": "999/VTBN"}, True, "MATTER-FILE"),
        ({"letter_number": "412"}, False, "MATTER-LETTER"),  # the sign was left out
        ({"kind": RequestKind.COMMENCEMENT}, True, "MATTER-FILED"),  # one letter may ask for two things
    ],
)
def test_what_may_be_meant_is_filed_with_a_reason_that_the_ledger_keeps(
    office: Registry, tmp_path: Path, own: dict[str, Any], same_file: bool, code: str
) -> None:
    path = write_list(tmp_path / "a.xlsx", THREE)
    filed(office, path)
    other = path if same_file else write_list(tmp_path / "b.xlsx", [("V8", 8000.0, 0.0)])
    with refused("REQUEST-FILED-REASON"):
        filed(office, other, **own)
    made = filed(office, other, again="Sở yêu cầu nộp lại", **own)
    file = load_request(office, made.id)
    assert [one.code for one in file.matters] == [code]
    assert file.unsettled == ()
    [note] = [note for note in file.notes if note.kind == "matter"]
    assert (note.text, note.row) == ("Sở yêu cầu nộp lại", -1)


def test_a_withdrawn_request_or_one_that_was_not_agreed_to_blocks_no_new_filing(
    office: Registry, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "a.xlsx", THREE)
    withdrawn = to(office, filed(office, path), RequestState.WITHDRAWN, reason="doanh nghiệp rút")
    second = filed(office, path)
    assert [one.weight for one in load_request(office, second.id).matters] == ["says"]
    assert load_request(office, second.id).matters[0].about == withdrawn.id
    second = to(office, second, RequestState.APPRAISING, RequestState.DRAFT)
    for row in range(3):
        decide_row(office, second.id, row, REFUSE, who="lan", seen=0, reason="chưa phù hợp")
    second = to(office, second, RequestState.SUBMITTED)
    _issue(office, tmp_path, second, "1/SKHCN")
    assert filed(office, path).number.startswith("3/")


def test_an_agreement_that_was_taken_back_blocks_no_new_filing(office: Registry, tmp_path: Path) -> None:
    path = write_list(tmp_path / "a.xlsx", THREE)
    first = issued(office, tmp_path, filed(office, path))
    for one in approvals_of(office, request=first.id):
        revoke(office, one.id, reason="quá 12 tháng", who="giám đốc", seen=one.version)
    again = filed(office, path)
    assert codes(office, again) == {}


def test_a_supplement_of_the_same_request_is_no_second_one(office: Registry, tmp_path: Path) -> None:
    path = write_list(tmp_path / "a.xlsx", THREE)
    request = to(office, filed(office, path), RequestState.APPRAISING)
    request = to(office, request, RequestState.SUPPLEMENT, reason="bổ sung")
    request = replace_list(office, request.id, path, name=path.name, who="lan", version=request.version)
    assert codes(office, request) == {}
    assert filed(office, path, again="đã rút bản trước").number.startswith("2/")  # it waits for the carrier


def test_a_letter_of_another_year_or_of_another_carrier_is_another_letter(
    office: Registry, tmp_path: Path
) -> None:
    filed(office, write_list(tmp_path / "a.xlsx", THREE))
    last = today().replace(year=today().year - 1, day=1)
    other = write_list(tmp_path / "b.xlsx", [("V8", 8000.0, 0.0)])
    assert load_request(office, filed(office, other, letter_date=last, received_on=last).id).matters == ()
    vms = write_list(tmp_path / "c.xlsx", [("M1", 9000.0, 0.0)], "VMS")
    assert load_request(office, filed(office, vms, organisation="VMS").id).matters == ()


def test_a_letter_number_corrected_into_one_that_was_received_waits_for_an_answer(
    office: Registry, tmp_path: Path
) -> None:
    filed(office, write_list(tmp_path / "a.xlsx", THREE))
    second = received(office, tmp_path, [("V8", 8000.0, 0.0)])
    second = change_facts(
        office, second.id, letter_number="0412/VTBN-KTHT", letter_date=today(), note="", who="lan",
        version=second.version,
    )  # fmt: skip
    assert codes(office, second) == {-1: ["MATTER-LETTER"]}
    decide_as_recommended(office, second.id, who="lan")
    with refused("REQUEST-MATTERS"):
        submitted(office, second)
    answer_matters(office, second.id, "một công văn hai danh sách", who="lan")
    second = load_request(office, second.id).request
    assert to(office, second, RequestState.SUBMITTED).state is RequestState.SUBMITTED
    assert desk.sound(office)


# ---- one place, one code ---------------------------------------------------------------------------------
def test_places_that_were_agreed_to_are_not_agreed_to_again_in_passing(
    office: Registry, tmp_path: Path
) -> None:
    first = issued(office, tmp_path, received(office, tmp_path, THREE))
    path = write_list(tmp_path / "khác.xlsx", [*THREE, ("V9", 9000.0, 0.0)])
    with refused("REQUEST-FILED-REASON") as told:
        filed(office, path)
    assert "321/SKHCN-VT" in told.value.params["matters"].vi
    second = filed(office, path, again="gửi thêm V9")
    assert codes(office, second) == {row: ["MATTER-AGREED"] for row in range(3)}
    decide_as_recommended(office, second.id, who="lan")
    assert load_request(office, second.id).undecided == (0, 1, 2)
    with refused("REQUEST-MATTER-REASON"):
        decide_row(office, second.id, 0, AGREE, who="lan", seen=0)
    with refused("REQUEST-MATTER-REASON"):  # by a posted list of rows, too
        decide_rows(office, second.id, [RowChoice(0, AGREE, seen=0), RowChoice(1, AGREE, seen=0)], who="lan")
    with refused("REQUEST-UNDECIDED"):
        submitted(office, second)
    said = load_request(office, second.id).rows[0].unsettled[0]
    assert said.params["request"] == first.number
    for row in range(3):
        decide_row(office, second.id, row, REFUSE, who="lan", seen=0, reason="đã thống nhất tại 321")
    second = load_request(office, second.id).request
    assert to(office, second, RequestState.SUBMITTED).state is RequestState.SUBMITTED


@pytest.mark.parametrize(
    ("rows", "operator", "expected"),
    [
        ([("V1", 2000.0, 0.0)], "VTL", "MATTER-ASKED"),
        ([("KHÁC", 2001.0, 1.0)], "VTL", "MATTER-ASKED"),  # the same carrier, another code
        ([("M1", 2000.0, 0.0)], "VMS", "MATTER-ASKED"),  # another carrier
        ([("v1", 7000.0, 0.0)], "VTL", "MATTER-CODE-ELSEWHERE-ASKED"),
        ([("V1", 7000.0, 0.0)], "VMS", None),  # its own code
        ([("V8", 2300.0, 0.0)], "VTL", None),
    ],
)
def test_what_another_open_request_asks_for_is_said(
    office: Registry,
    tmp_path: Path,
    rows: list[tuple[str, float, float]],
    operator: str,
    expected: str | None,
) -> None:
    received(office, tmp_path, THREE)
    second = received(office, tmp_path, rows, organisation=operator, again="đề nghị lại")
    assert codes(office, second) == ({0: [expected]} if expected else {})


def test_a_place_that_another_letter_took_meanwhile_is_asked_about_at_the_issue(
    office: Registry, tmp_path: Path
) -> None:
    first = received(office, tmp_path, THREE)
    decide_as_recommended(office, first.id, who="lan")
    first = submitted(office, first)
    second = received(office, tmp_path, THREE[:1], organisation="VMS")
    assert codes(office, second) == {0: ["MATTER-ASKED"]}
    assert codes(office, first) == {0: ["MATTER-ASKED"]}
    with refused("REQUEST-MATTERS"):
        _issue(office, tmp_path, first, "5/SKHCN")
    first = _issue(office, tmp_path, first, "5/SKHCN", reason="VMS đã rút lời bằng văn bản")
    notes = [note for note in load_request(office, first.id).rows[0].notes if note.kind == "matter"]
    assert [(note.text, note.who) for note in notes] == [("VMS đã rút lời bằng văn bản", "giám đốc")]
    assert desk.sound(office)


def test_one_code_on_two_places_blocks_until_one_of_them_is_mended(office: Registry, tmp_path: Path) -> None:
    rows = [("V1", 2000.0, 0.0), ("V2", 3000.0, 0.0), ("v1 ", 9000.0, 0.0)]
    request = received(office, tmp_path, rows)
    assert codes(office, request) == {0: ["MATTER-CODE-TWICE"], 2: ["MATTER-CODE-TWICE"]}
    decide_as_recommended(office, request.id, who="lan")
    assert load_request(office, request.id).undecided == (0, 2)
    decide_row(office, request.id, 0, AGREE, who="lan", seen=0, reason="dòng này đúng mã")
    with refused("REQUEST-MATTER-BARS"):
        decide_row(office, request.id, 2, AGREE, who="lan", seen=0, reason="cũng đúng")
    with refused("REQUEST-MATTER-BARS"):  # both at once
        decide_rows(
            office,
            request.id,
            [RowChoice(0, AGREE, "đúng", seen=None), RowChoice(2, AGREE, "đúng")],
            who="lan",
        )
    seen = load_request(office, request.id).rows[2].version
    correct_row(office, request.id, 2, {"site_code": "V3"}, who="lan", seen=seen, reason="ghi nhầm mã")
    assert codes(office, request) == {}
    decide_row(office, request.id, 2, AGREE, who="lan", seen=0)
    request = _issue(office, tmp_path, submitted(office, request), "5/SKHCN")
    assert sorted(one.code for one in approvals_of(office, request=request.id)) == ["V1", "V2", "V3"]


def test_an_answer_is_kept_sealed_and_noted_but_is_no_word_of_the_letter(
    office: Registry, tmp_path: Path
) -> None:
    received(office, tmp_path, [("M1", 2000.0, 0.0)], organisation="VMS")
    request = received(office, tmp_path, [("V1", 2000.0, 0.0)])
    said = "MobiFone đã rút, xem biên bản 7"
    decided = decide_row(office, request.id, 0, AGREE, who="lan", seen=0, reason=said)
    assert decided.reason == ""
    assert said in _text(appraisal_note(office, request.id))
    request = _issue(office, tmp_path, submitted(office, request), "5/SKHCN")
    assert said not in _text(reply_letter(office, request.id))
    sealed = seal_request(office, request.id, who="lan")
    with zipfile.ZipFile(sealed.path) as package:
        answers = json.loads(package.read("answers.json"))
    kept = {answer["text"]: answer["details"]["keys"] for answer in answers}  # of the papers another one
    assert kept[said] == [f"MATTER-ASKED:{_id_of(office, 1)}:M1"]


def test_a_code_of_an_upgrade_and_of_a_new_mast_elsewhere_wants_a_word(
    office: Registry, tmp_path: Path
) -> None:
    rows = [("V1", 2000.0, 0.0, "Nâng cấp"), ("V1", 9000.0, 0.0, "Cột mới")]
    request = filed(office, with_kinds(tmp_path / "a.xlsx", rows))
    assert codes(office, request) == {0: ["MATTER-CODE-TWICE"], 1: ["MATTER-CODE-TWICE"]}
    for row in (0, 1):
        said = {"reason": "mã đúng, đã hỏi", "conditions": ["giữ mã"]}
        decide_row(office, request.id, row, AGREE, who="lan", seen=0, **said)
    assert codes(office, request) == {}


def test_one_place_under_two_codes_wants_a_word(office: Registry, tmp_path: Path) -> None:
    request = received(office, tmp_path, [("V1", 2000.0, 0.0), ("V2", 2001.0, 0.0)])
    assert codes(office, request) == {0: ["MATTER-PLACE-TWICE"], 1: ["MATTER-PLACE-TWICE"]}


@pytest.mark.parametrize(
    ("row", "operator", "expected"),
    [
        (("N1", 2.0, 0.0, "Cột mới"), "VNPT", "MATTER-STANDS"),
        (("N1", 0.0, 0.0, ""), "VNPT", "MATTER-STANDS"),
        (("bgg00045", 5000.0, 0.0, "Cột mới"), "VNPT", "MATTER-STANDS-CODE"),
        (("BGG00045", 0.0, 0.0, "Nâng cấp"), "VNPT", None),
        (("BGG00045", 5000.0, 0.0, "Nâng cấp"), "VNPT", "MATTER-STANDS-FAR"),
        (("BGG00045", 0.0, 0.0, "Thay thế"), "VNPT", None),
        (("BGG00045", 900.0, 0.0, "Di dời"), "VNPT", None),
        (
            ("BGG00045", 5000.0, 0.0, "Cột mới"),
            "VTL",
            None,
        ),  # Viettel's own code, whatever VNPT calls its mast
        (("N1", 600.0, 0.0, "Cột mới"), "VNPT", None),
    ],
)
def test_a_mast_where_one_of_the_same_owner_stands_is_not_new_without_a_word(
    office: Registry, tmp_path: Path, row: tuple[str, float, float, str], operator: str, expected: str | None
) -> None:
    path = with_kinds(tmp_path / "a.xlsx", [row], operator)
    request = filed(office, path, organisation=operator)
    assert codes(office, request) == ({0: [expected]} if expected else {})


def test_a_mast_registered_under_the_code_meanwhile_is_the_leaders_word_at_the_latest(
    office: Registry, tmp_path: Path
) -> None:
    request = _ready(office, tmp_path, [("V1", 2000.0, 0.0)])
    lon, lat = desk.north(9000.0)
    rows = [
        *created("sites", site("V1", lon, lat)),
        *created("structures", mast("V1", mast_class="A2b", mast_height_m=42.0)),
        *created("stations", station("V1", "VTL")),
    ]
    with office.database.write() as connection:
        ledger.record(connection, rows, who="lan", batch="t")
    assert codes(office, request) == {0: ["MATTER-STANDS-CODE"]}
    with refused("REQUEST-MATTERS"):
        _issue(office, tmp_path, request, "5/SKHCN")
    issued_ = _issue(office, tmp_path, request, "5/SKHCN", reason="cột cũ mang mã khác, đã kiểm tra")
    assert [one.code for one in approvals_of(office, request=issued_.id)] == ["V1"]


# ---- what was not read -----------------------------------------------------------------------------------
def test_a_row_with_an_unread_cell_is_neither_taken_by_the_bulk_nor_agreed_to(
    office: Registry, tmp_path: Path
) -> None:
    rows = [("V1", 2000.0, 0.0, "Cột mới"), ("V2", 3000.0, 0.0, "Phủ sóng 5G")]
    request = filed(office, with_kinds(tmp_path / "a.xlsx", rows))
    assert codes(office, request) == {1: ["MATTER-UNREAD-NEEDED"]}
    decide_as_recommended(office, request.id, who="lan")
    assert load_request(office, request.id).undecided == (1,)
    with pytest.raises(RefusalError):  # no reason makes a word that was not understood a new mast
        decide_row(office, request.id, 1, AGREE, who="lan", seen=0, reason="cứ coi là cột mới")
    seen = load_request(office, request.id).rows[1].version
    correct_row(
        office, request.id, 1, {"kind": "upgrade"}, who="lan", seen=seen, reason="doanh nghiệp trả lời",
        stated=["kind"],
    )  # fmt: skip
    assert codes(office, request) == {}
    decide_row(office, request.id, 1, AGREE, who="lan", seen=0, reason="nâng cấp", conditions=["giữ cột"])
    request = _issue(office, tmp_path, submitted(office, request), "5/SKHCN")
    assert [one.code for one in approvals_of(office, request=request.id)] == ["V1"]


def test_a_cell_that_decides_less_is_answered_by_a_reason_that_may_be_taken_back(
    office: Registry, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "a.xlsx", [("V1", 2000.0, 0.0)])
    _cell(path, "H2", "hai nhà mạng")
    request = filed(office, path)
    assert codes(office, request) == {0: ["MATTER-UNREAD"]}
    with refused("REQUEST-MATTER-REASON"):
        decide_row(office, request.id, 0, RowDecision.SUPPLEMENT, who="lan", seen=0)
    decide_row(office, request.id, 0, RowDecision.SUPPLEMENT, who="lan", seen=0, reason="hỏi lại số nhà mạng")
    assert codes(office, request) == {}
    request = to(office, request, RequestState.APPRAISING, RequestState.DRAFT)
    [note] = [note for note in load_request(office, request.id).rows[0].notes if note.kind == "matter"]
    withdraw_note(office, request.id, note.id, who="lan", seen=note.version)
    with refused("REQUEST-MATTERS"):
        to(office, request, RequestState.SUBMITTED)


def test_a_correction_of_an_earlier_list_answers_nothing_of_the_one_in_force(
    office: Registry, tmp_path: Path
) -> None:
    path = with_kinds(tmp_path / "a.xlsx", [("V2", 3000.0, 0.0, "Phủ sóng 5G")])
    request = filed(office, path)
    seen = load_request(office, request.id).rows[0].version
    correct_row(
        office, request.id, 0, {"kind": "upgrade"}, who="lan", seen=seen, reason="hỏi", stated=["kind"]
    )
    request = load_request(office, request.id).request
    request = replace_list(office, request.id, path, name="b.xlsx", who="lan", version=request.version)
    assert codes(office, request) == {0: ["MATTER-UNREAD-NEEDED"]}


# ---- one number, one signed file -------------------------------------------------------------------------
@pytest.mark.parametrize("number", ["1502/SKHCN-BCVT", "01502 / skhcn–bcvt", "Số 1502/SKHCN-BCVT"])
def test_a_number_is_given_out_once_a_year(office: Registry, tmp_path: Path, number: str) -> None:
    _issue(office, tmp_path, _ready(office, tmp_path, THREE[:1]), "1502/SKHCN-BCVT")
    second = _ready(office, tmp_path, THREE[1:2])
    with refused("REQUEST-NUMBER-TAKEN"):
        _issue(office, tmp_path, second, number, reason="cứ ban hành")
    assert load_request(office, second.id).request.state is RequestState.SUBMITTED
    with refused("REQUEST-MATTERS"):  # without its sign it may be the same
        _issue(office, tmp_path, second, "1502")
    assert _issue(office, tmp_path, second, "1502/QĐ-SKHCN").state is RequestState.ISSUED
    assert desk.sound(office)


def test_a_number_of_another_year_is_another_number(office: Registry, tmp_path: Path) -> None:
    last = today().replace(year=today().year - 1, month=12, day=1)
    request = received(office, tmp_path, THREE[:1], received_on=last, letter_number="1/VT")
    request = to(office, request, RequestState.APPRAISING, RequestState.DRAFT, on_day=last)
    decide_as_recommended(office, request.id, who="lan")
    request = to(office, request, RequestState.SUBMITTED, on_day=last)
    _issue(office, tmp_path, request, "1502/SKHCN-BCVT", date=last)
    assert _issue(office, tmp_path, _ready(office, tmp_path, THREE[1:2]), "1502/SKHCN-BCVT").issued_number


def test_a_number_that_another_letter_of_the_office_has_is_asked_about(
    office: Registry, tmp_path: Path
) -> None:
    request = received(office, tmp_path, THREE[:1])
    consult(office, request.id, body="Sở Xây dựng", question="?", who="lan", rows=(0,),
            letter_number="0077/SKHCN-BCVT", sent_on=today())  # fmt: skip
    decide_as_recommended(office, request.id, who="lan")
    request = submitted(office, request, reasons={"": "sẽ trả lời sau, không ảnh hưởng"})
    with refused("REQUEST-MATTERS") as told:
        _issue(office, tmp_path, request, "77/SKHCN-BCVT")
    assert "công văn lấy ý kiến" in told.value.params["matters"].vi
    assert _issue(office, tmp_path, request, "78/SKHCN-BCVT").state is RequestState.ISSUED


def test_a_signed_file_used_elsewhere_is_said_and_asked_about(office: Registry, tmp_path: Path) -> None:
    signed = pdf(tmp_path)
    _issue(office, tmp_path, _ready(office, tmp_path, THREE[:1]), "1/SKHCN", signed=signed)
    second = _ready(office, tmp_path, THREE[1:2])
    with refused("REQUEST-MATTERS") as told:
        _issue(office, tmp_path, second, "2/SKHCN", signed=signed)
    assert "PDF" in told.value.params["matters"].vi
    second = _issue(
        office, tmp_path, second, "2/SKHCN", signed=signed, reason="một văn bản trả lời hai hồ sơ"
    )
    assert any(note.kind == "matter" for note in load_request(office, second.id).notes)


def test_of_two_leaders_with_one_number_at_one_moment_one_is_refused(
    either_office: Registry, tmp_path: Path
) -> None:
    both = [_ready(either_office, tmp_path, rows) for rows in (THREE[:1], THREE[1:2])]
    papers = [shutil.copy(pdf(tmp_path), tmp_path / f"{one.id}.pdf") for one in both]
    outcomes = at_once(
        either_office,
        *(
            lambda registry, one=one, paper=paper: _issue(
                registry, tmp_path, one, "1502/SKHCN-BCVT", signed=Path(paper)
            )
            for one, paper in zip(both, papers, strict=True)
        ),
    )
    assert sorted(outcomes) == ["", "REQUEST-NUMBER-TAKEN"]
    assert desk.sound(either_office)


def test_of_two_filings_of_one_letter_at_one_moment_one_is_refused(
    either_office: Registry, tmp_path: Path
) -> None:
    path = write_list(tmp_path / "a.xlsx", THREE)
    outcomes = at_once(either_office, *(lambda registry: filed(registry, path) for _ in range(2)))
    assert sorted(outcomes) == ["", "REQUEST-FILED-BEFORE"]


# ---- the whole of it, as it was tried --------------------------------------------------------------------
def test_a_letter_filed_anew_after_it_was_answered_stops_at_every_door(
    office: Registry, tmp_path: Path
) -> None:
    rows = [("BNH27001", 2000.0, 0.0), ("BNH27002", 3000.0, 0.0)]
    path = write_list(tmp_path / "a.xlsx", rows)
    first = filed(office, path)
    decide_as_recommended(office, first.id, who="lan")
    _issue(office, tmp_path, submitted(office, first), "1502/SKHCN-BCVT")
    drafts = Drafts(office)
    facts = {"kind": "position", "organisation": "VTL", "letter_number": "412/VTBN-KTHT", "letter_date": "",
             "received_on": today().isoformat()}  # fmt: skip
    draft = drafts.make(facts, who="vt", own="VTL", source=(path, "a.xlsx"))
    left = drafts.matters(draft)
    assert [one.code for one in left.whole] == ["MATTER-FILED", "MATTER-ROWS"]
    assert {at: [one.code for one in found] for at, found in left.rows.items()} == {
        0: ["MATTER-AGREED"], 1: ["MATTER-AGREED"],
    }  # fmt: skip
    with refused("REQUEST-FILED-BEFORE"):
        drafts.register(draft, officer="", who="vt", again="nộp lại")
    draft = drafts.change(draft, {**facts, "letter_number": "500/VTBN-KTHT"})
    with refused("REQUEST-FILED-REASON"):
        drafts.register(draft, officer="", who="vt")
    second = drafts.register(draft, officer="", who="vt", again="đề nghị xem lại")
    decide_as_recommended(office, second.id, who="lan")
    assert load_request(office, second.id).undecided == (0, 1)


def test_a_carrier_learns_nothing_of_anothers_letter_place_or_code(office: Registry, tmp_path: Path) -> None:
    path = write_list(tmp_path / "a.xlsx", THREE)
    received(office, tmp_path, THREE)
    filed(office, path, again="lại")
    facts = {"kind": "position", "organisation": "VMS", "letter_number": "412/VTBN-KTHT", "letter_date": "",
             "received_on": today().isoformat()}  # fmt: skip
    drafts = Drafts(office)
    theirs = drafts.make(facts, who="vms", own="VMS", source=(path, "a.xlsx"))
    assert drafts.matters(theirs) == ([], {})
    made = drafts.register(theirs, officer="", who="vms", behalf={"VTL": "giấy ủy quyền"})
    assert all("MATTER-ASKED" in found for row, found in codes(office, made).items() if row >= 0)


# ---- the means -------------------------------------------------------------------------------------------
def _ready(registry: Registry, folder: Path, rows: Sequence[tuple[str, float, float]]) -> Request:
    request = received(registry, folder, rows)
    decide_as_recommended(registry, request.id, who="lan")
    return submitted(registry, request)


def _issue(
    registry: Registry, folder: Path, request: Request, number: str, *, date: dt.date | None = None,
    signed: Path | None = None, reason: str = "",
) -> Request:  # fmt: skip
    return issue(
        registry, request.id, number=number, date=date or today(), signed_pdf=signed or pdf(folder),
        signed_name="ký.pdf", reasons={"signature": "ký giấy"}, who="giám đốc",
        version=request.version, reason=reason,
    )  # fmt: skip


def _text(document: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        return re.sub(r"<[^>]+>", "", parts.read("word/document.xml").decode())


def _id_of(registry: Registry, ordinal: int) -> str:
    return load_request(registry, f"{ordinal}/{today().year}/HS-VT").request.id


def _cell(path: Path, where: str, text: str) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.active[where] = text
    book.save(path)
