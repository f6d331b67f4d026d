"""One letter once: the same file, the same number, the same moment."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from registry.model.requests.desk import RequestKind, RequestState
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of, revoke
from registry.services.requests.decisions import decide_as_recommended, decide_row
from registry.services.requests.drafting.drafts import Drafts
from registry.services.requests.opened import load_request
from registry.services.requests.requests import change_facts, replace_list
from registry.services.requests.settling import answer_matters
from tests.services.requests import desk
from tests.services.requests.desk import at_once, issued, received, to, write_list
from tests.services.requests.matters import REFUSE, THREE, codes, filed, issue_under, refused, submitted


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
    issue_under(office, tmp_path, second, "1/SKHCN")
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
    issue_under(office, tmp_path, submitted(office, first), "1502/SKHCN-BCVT")
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
