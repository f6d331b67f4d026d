"""The drafted letters about agreed positions: weighing their revocation, and answering an extension."""

import datetime as dt
import io
from pathlib import Path

import pytest
from docx import Document

from registry.errors import RefusalError
from registry.model.requests.desk_records import Approval
from registry.services.office.calendar import today
from registry.services.office.letters.letterhead import state
from registry.services.office.registry import Registry
from registry.services.requests.agreed.approvals import approvals_of, extend, revoke
from registry.services.requests.letters import revocation
from registry.services.requests.letters.revocation import (
    extension_letter,
    revocation_letter,
    withdrawal_letter,
)
from tests.services.requests import desk
from tests.services.requests.letters.replied import term_over


@pytest.fixture
def agreed(office: Registry, tmp_path: Path) -> list[Approval]:
    desk.issued(office, tmp_path, desk.received(office, tmp_path))
    return approvals_of(office)


def said(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def rows(content: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in Document(io.BytesIO(content)).tables[1].rows[1:]]


def test_a_letter_lists_an_organisations_positions_with_letter_and_last_day(
    office: Registry, agreed: list[Approval], monkeypatch: pytest.MonkeyPatch
) -> None:
    term_over(monkeypatch)
    letter = revocation_letter(office, [item.id for item in agreed])
    listed = rows(letter)
    assert [row[1] for row in listed] == [item.code for item in agreed]
    first = agreed[0]
    assert listed[0][3] == f"Số 321/SKHCN-VT ngày {today():%d/%m/%Y}"
    assert first.build_by is not None
    assert listed[0][4] == f"{first.build_by:%d/%m/%Y}"
    assert "VN-2000: X 2.355.430,57" in listed[0][2]
    text = said(letter)
    for part in ("Kính gửi: Viettel", "khoản 4 Điều 4 Quyết định số 72/2025/QĐ-UBND", "sau 12 tháng",
                 "không quá 6 tháng",
                 "không phải là quyết định thu hồi", "DỰ THẢO", "trước ngày … tháng … năm …"):  # fmt: skip
        assert part in text, part
    assert "Điều 4(4)" in said(revocation_letter(office, [first.id], "en"))


def test_the_letter_asks_for_an_answer_in_the_offices_own_days(
    office: Registry, agreed: list[Approval], monkeypatch: pytest.MonkeyPatch
) -> None:
    term_over(monkeypatch)
    state(office, {"answer_days": "10"}, who="quản trị")
    assert "trước ngày …" not in said(revocation_letter(office, [agreed[0].id]))


def test_no_letter_says_that_the_time_is_over_while_it_runs_or_once_it_is_closed(
    office: Registry, agreed: list[Approval], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, *_more = agreed
    assert first.build_by is not None
    for day in (today(), first.build_by):
        monkeypatch.setattr(revocation, "today", lambda day=day: day)
        with pytest.raises(RefusalError, match="APPROVAL-IN-TIME"):
            revocation_letter(office, [first.id])
    late = first.build_by + dt.timedelta(days=1)
    monkeypatch.setattr(revocation, "today", lambda: late)
    assert "đã hết thời hạn triển khai" in said(revocation_letter(office, [first.id]))
    extend(office, first.id, 1, ground="Lũ lụt", who="lan", seen=first.version)
    with pytest.raises(RefusalError, match="APPROVAL-IN-TIME"):
        revocation_letter(office, [first.id])
    revoke(office, second.id, reason="QĐ 5", who="lan", seen=second.version)
    with pytest.raises(RefusalError, match="APPROVAL-CLOSED"):
        revocation_letter(office, [second.id])


def test_an_extension_says_the_new_last_day_and_its_ground(office: Registry, agreed: list[Approval]) -> None:
    found = extend(office, agreed[0].id, 3, ground="Lũ lụt", who="lan", seen=agreed[0].version)
    letter = extension_letter(office, [found.id])
    assert found.build_by is not None
    assert rows(letter)[0][4] == f"{found.build_by:%d/%m/%Y} (đã gia hạn 3 tháng)"
    assert "Lũ lụt" in said(letter)
    assert "đồng ý gia hạn" in said(letter)


def test_communes_hear_that_an_agreement_ends_or_lasts_longer(
    office: Registry, agreed: list[Approval]
) -> None:
    """They had a copy of the reply that agreed to the position; of its end nobody told them."""
    one = agreed[0]
    extend(office, one.id, 2, ground="bão số 3", who="lan", seen=one.version)
    assert "- UBND " in said(extension_letter(office, [one.id]))
    one = next(item for item in approvals_of(office) if item.id == one.id)
    revoke(office, one.id, reason="không triển khai", who="lan", seen=one.version)
    assert "- UBND " in said(withdrawal_letter(office, [one.id]))


def test_an_extension_that_is_not_given_says_why(office: Registry, agreed: list[Approval]) -> None:
    text = said(extension_letter(office, [agreed[0].id], granted=False, reason="Không có căn cứ."))
    assert "không gia hạn" in text
    assert "Lý do: Không có căn cứ." in text
    with pytest.raises(RefusalError, match="REQUEST-REASON"):
        extension_letter(office, [agreed[0].id], granted=False)


def test_none_unknown_and_several_organisations_are_refused(
    office: Registry, agreed: list[Approval], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    term_over(monkeypatch)
    with pytest.raises(RefusalError, match="APPROVAL-NONE-CHOSEN"):
        revocation_letter(office, [])
    with pytest.raises(RefusalError, match="APPROVAL-UNKNOWN"):
        revocation_letter(office, ["x"])
    other = desk.received(office, tmp_path, [("N1", 7000.0, 0.0)], organisation="VMS")
    desk.issued(office, tmp_path, other)
    (second,) = approvals_of(office, operator="VMS")
    with pytest.raises(RefusalError, match="APPROVAL-SEVERAL-ORGANISATIONS"):
        revocation_letter(office, [agreed[0].id, second.id])
