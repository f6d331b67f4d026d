"""What an amendment changes of what was agreed to, and what a letter's reader learns of what came since."""

import io
from pathlib import Path

import openpyxl
import pytest

from registry.model.notices import NoticeKind
from registry.model.requests.desk import Request, RequestKind
from registry.model.requests.desk_records import ApprovalState
from registry.model.requests.matters import Weight
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.agreed.altered import AMENDS, AMENDS_REVOKED, SINCE_REPLACED, SINCE_REVOKED
from registry.services.requests.agreed.approval_list import approval_lines
from registry.services.requests.agreed.approvals import approvals_of, revoke
from registry.services.requests.letters.decision_annex import decision_annex
from registry.services.requests.letters.note import appraisal_note
from registry.services.requests.letters.reply import reply_letter
from registry.services.requests.matters import said
from registry.services.requests.requests import load_request
from registry.store.office.notices import notices_of
from registry.store.requests.agreements import list_approvals
from tests.services.requests.desk import issued, received
from tests.services.requests.letters.replied import text

FIRST = [("V1", 2000.0, 0.0), ("V2", 4000.0, 0.0)]
OTHERWISE = "vị trí dời 299,3 m, đã thống nhất tại "


def agreed(office: Registry, folder: Path) -> Request:
    request = received(office, folder, FIRST)
    issued(office, folder, request)
    return load_request(office, request.id).request


def amended(office: Registry, folder: Path, first: Request) -> Request:
    return received(office, folder, [("V1", 2300.0, 0.0)], kind=RequestKind.AMENDMENT, amends=first.id)


def codes(office: Registry, request: str) -> list[list[str]]:
    return [[one.code for one in row.altered] for row in load_request(office, request).rows]


def head(office: Registry, request: str) -> list[str]:
    book = openpyxl.load_workbook(io.BytesIO(decision_annex(office, load_request(office, request))))
    return [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row if cell.value]


def test_an_amendment_that_writes_the_code_otherwise_is_about_the_same_position(
    office: Registry, tmp_path: Path
) -> None:
    first = agreed(office, tmp_path)
    again = [("v 1", 2300.0, 0.0)]
    moved = received(office, tmp_path, again, kind=RequestKind.AMENDMENT, amends=first.id)
    assert codes(office, moved.id) == [[AMENDS]]
    issued(office, tmp_path, moved)
    with office.database.read() as connection:
        held = {(one.request, one.code): one for one in list_approvals(connection)}
    assert held[first.id, "V1"].state is ApprovalState.REPLACED
    assert held[moved.id, "V1"].state is ApprovalState.APPROVED
    assert held[moved.id, "V1"].site_id == held[first.id, "V1"].site_id, "the moved mast stands twice"
    assert codes(office, first.id)[0] == [SINCE_REPLACED]


def test_an_amendment_says_what_it_changes_at_its_row_in_note_and_letter(
    office: Registry, tmp_path: Path
) -> None:
    first = agreed(office, tmp_path)
    moved = amended(office, tmp_path, first)
    (matter,) = load_request(office, moved.id).rows[0].altered
    assert (matter.code, matter.weight) == (AMENDS, Weight.SAYS)
    assert OTHERWISE in said(matter)
    assert first.number in said(matter)
    assert "position moved by 299.3 m" in said(matter, "en")
    issued(office, tmp_path, moved)
    assert codes(office, moved.id) == [[AMENDS]]  # the letter that is read later says the same
    letter, note = reply_letter(office, moved.id, maps=False), appraisal_note(office, moved.id, maps=False)
    assert f"điều chỉnh so với Văn bản số {first.issued_number}" in text(letter)
    assert OTHERWISE in text(letter)
    assert OTHERWISE in text(note)
    assert f"của hồ sơ số {first.number}" in text(note)
    assert "Nội dung điều chỉnh" in head(office, moved.id)


def test_a_row_that_amends_nothing_new_says_so_and_no_other_request_says_any_of_it(
    office: Registry, tmp_path: Path
) -> None:
    first = agreed(office, tmp_path)
    assert codes(office, first.id) == [[], []]
    assert not {"Nội dung điều chỉnh", "Sau khi ban hành"} & set(head(office, first.id))
    again = received(office, tmp_path, FIRST[:1], kind=RequestKind.AMENDMENT, amends=first.id)
    assert "ghi như đã thống nhất" in said(load_request(office, again.id).rows[0].altered[0])
    assert f"như Văn bản số {first.issued_number}" in text(reply_letter(office, again.id, maps=False))
    added = received(office, tmp_path, [("V9", 8000.0, 0.0)], kind=RequestKind.AMENDMENT, amends=first.id)
    assert codes(office, added.id) == [[]]


def test_what_amends_an_amended_position_amends_what_holds_by_now(office: Registry, tmp_path: Path) -> None:
    """Whoever names the first request again means the place that the first amendment put there."""
    first = agreed(office, tmp_path)
    moved = amended(office, tmp_path, first)
    issued(office, tmp_path, moved)
    back = received(office, tmp_path, [("V1", 2000.0, 0.0)], kind=RequestKind.AMENDMENT, amends=first.id)
    row = load_request(office, back.id).rows[0]
    (matter,) = row.altered
    by = load_request(office, moved.id).request.issued_number
    assert f"đã thống nhất tại {by}" in said(matter)
    assert OTHERWISE in said(matter)
    issued(office, tmp_path, back)
    every = [one for of in (first, moved, back) for one in approvals_of(office, request=of.id)]
    assert sorted((one.code, one.state) for one in every) == [
        ("V1", "approved"), ("V1", "replaced"), ("V1", "replaced"), ("V2", "approved"),
    ]  # fmt: skip
    letter = text(reply_letter(office, back.id, maps=False))
    assert f"thay cho nội dung đã thống nhất tại Văn bản số {by}" in letter
    assert f"điều chỉnh so với Văn bản số {by}" in letter
    assert [one.code for one in load_request(office, moved.id).rows[0].altered] == [AMENDS, SINCE_REPLACED]


def test_nothing_is_amended_of_an_agreement_that_was_revoked(office: Registry, tmp_path: Path) -> None:
    first = agreed(office, tmp_path)
    one = approvals_of(office, request=first.id)[0]
    revoke(office, one.id, reason="QĐ 5", who="lan", seen=one.version)
    moved = amended(office, tmp_path, first)
    assert codes(office, moved.id) == [[AMENDS_REVOKED]]
    for lang, told in (("vi", "đã bị thu hồi"), ("en", "was revoked")):
        assert told in said(load_request(office, moved.id).rows[0].altered[0], lang)
    assert "đã bị thu hồi" in text(appraisal_note(office, moved.id, maps=False))
    issued(office, tmp_path, moved)
    letter = text(reply_letter(office, moved.id, maps=False))
    of_first = f"Văn bản số {first.issued_number} ngày {today():%d/%m/%Y}"
    assert f"nội dung thống nhất tại {of_first} đã bị thu hồi" in letter
    assert "điều chỉnh so với" not in letter
    assert "thay cho nội dung đã thống nhất" not in letter


def test_a_letter_that_holds_no_more_says_what_came_since(office: Registry, tmp_path: Path) -> None:
    first = agreed(office, tmp_path)
    moved = amended(office, tmp_path, first)
    assert codes(office, first.id) == [[], []]  # an amendment that is only asked for changes nothing
    issued(office, tmp_path, moved)
    second = next(one for one in approvals_of(office, request=first.id) if one.code == "V2")
    revoke(office, second.id, reason="QĐ 5/QĐ-SKHCN.", who="lan", seen=second.version)
    rows = load_request(office, first.id).rows
    (replaced,), (revoked,) = rows[0].altered, rows[1].altered
    later = load_request(office, moved.id).request
    assert replaced.code == SINCE_REPLACED
    assert later.issued_number in said(replaced)
    assert later.number in said(replaced)
    assert replaced.about == approvals_of(office, request=moved.id)[0].id  # it leads to what holds now
    assert revoked.code == SINCE_REVOKED
    assert f"{today():%d/%m/%Y}: QĐ 5/QĐ-SKHCN" in said(revoked)
    assert replaced.seen_by("VTL")
    assert not replaced.seen_by("VNPT")
    found = head(office, first.id)
    assert "Sau khi ban hành" in found
    assert said(replaced) in found
    assert said(revoked) in found
    assert "sau đó" not in text(reply_letter(office, first.id, maps=False))  # the letter stays as signed


def test_an_amended_position_was_not_revoked(office: Registry, tmp_path: Path) -> None:
    first = agreed(office, tmp_path)
    moved = amended(office, tmp_path, first)
    issued(office, tmp_path, moved)
    lines = {(line.number, line.approval.code): line for line in approval_lines(office)}
    old = lines[first.number, "V1"]
    assert (old.revoked_for, old.replaced_in) == ("", moved.number)


@pytest.mark.parametrize("code", ["V1", "V2"])
def test_the_carrier_is_told_of_a_revocation(office: Registry, tmp_path: Path, code: str) -> None:
    first = agreed(office, tmp_path)
    one = next(one for one in approvals_of(office, request=first.id) if one.code == code)
    revoke(office, one.id, reason="QĐ 5", who="lan", seen=one.version)
    with office.database.read() as connection:
        told = [one for one in notices_of(connection, organisation="VTL") if one.kind is NoticeKind.REVOKED]
    assert [(one.organisation, one.record) for one in told] == [("VTL", one.id)]
