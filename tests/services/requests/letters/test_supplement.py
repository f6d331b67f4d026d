"""The letter that asks a carrier to supplement: each row and paper with its reason, and nothing of others."""

import io
from pathlib import Path

import pytest
from docx import Document

from registry.errors import RefusalError
from registry.model.requests.desk import Request, RequestState
from registry.services.office.registry import Registry
from registry.services.requests.letters.supplement import supplement_letter
from registry.services.requests.requests import change_state, replace_list
from registry.services.requests.supplements import Ask
from tests.services.requests import desk


def ask(office: Registry, request: Request, *asks: Ask) -> Request:
    return change_state(
        office, request.id, RequestState.SUPPLEMENT, who="lan", version=request.version, asks=asks
    )


def read(content: bytes) -> tuple[str, list[list[str]]]:
    document = Document(io.BytesIO(content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    listed = next((table for table in tables if table[0][0] == "TT"), [])
    return text, listed[1:]


def test_the_letter_lists_rows_papers_and_the_rest_each_with_its_reason(
    office: Registry, tmp_path: Path
) -> None:
    made = desk.received(office, tmp_path)
    ask(
        office, made, Ask("nêu loại cột", 1, "mast_class"), Ask("giải trình vị trí", 1),
        Ask("ảnh mặt bằng", 4), Ask("gửi hợp đồng thuê", paper="land"), Ask("làm rõ phạm vi phủ sóng"),
    )  # fmt: skip
    text, rows = read(supplement_letter(office, made.id))
    assert [(row[0], row[1]) for row in rows] == [("2", "V2"), ("5", "V5")]
    assert rows[0][3] == "Loại cột: nêu loại cột; giải trình vị trí"
    for part in ("Kính gửi: Viettel", "1. Đối với 2 vị trí:", "2. Thành phần hồ sơ:", "3. Nội dung chung:",
                 "thuê vị trí: gửi hợp đồng thuê.", "- làm rõ phạm vi phủ sóng.", "DỰ THẢO",
                 "không tính vào thời hạn giải quyết"):  # fmt: skip
        assert part in text, part
    assert "On 2 positions" in read(supplement_letter(office, made.id, "en"))[0]


def test_a_part_that_asks_nothing_is_not_numbered_and_only_the_last_round_is_asked(
    office: Registry, tmp_path: Path
) -> None:
    made = ask(office, desk.received(office, tmp_path), Ask("ảnh mặt bằng", 0))
    made = desk.to(office, made, RequestState.APPRAISING)
    ask(office, made, Ask("gửi hợp đồng thuê", paper="land"))
    text, rows = read(supplement_letter(office, made.id))
    assert rows == []
    assert "1. Thành phần hồ sơ:" in text
    assert read(supplement_letter(office, made.id, asked_as=2)) == (text, rows)
    assert [row[3] for row in read(supplement_letter(office, made.id, asked_as=1))[1]] == ["ảnh mặt bằng"]
    for none in (-1, 3):
        with pytest.raises(RefusalError, match="SUPPLEMENT-NONE"):
            supplement_letter(office, made.id, asked_as=none)


def test_what_an_officer_writes_of_anothers_mast_is_not_in_the_letter(
    office: Registry, tmp_path: Path
) -> None:
    made = desk.received(office, tmp_path)
    ask(office, made, Ask("hỏi dùng chung cột BGG00045 của VNPT", 4))
    _text, rows = read(supplement_letter(office, made.id))
    assert "BGG00045" not in rows[0][3]
    assert "dùng chung" in rows[0][3]


def test_a_request_that_was_asked_nothing_has_no_such_letter(office: Registry, tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match="SUPPLEMENT-NONE"):
        supplement_letter(office, desk.received(office, tmp_path).id)


def test_the_list_that_answers_the_letter_changes_nothing_of_what_it_said(
    office: Registry, tmp_path: Path
) -> None:
    made = desk.received(office, tmp_path)
    made = ask(
        office, made, Ask("nêu loại cột", 1, "mast_class"), Ask("giải trình vị trí", 2),
        Ask("ảnh mặt bằng", 4), Ask("gửi hợp đồng thuê", paper="land"), Ask("làm rõ phạm vi phủ sóng"),
    )  # fmt: skip
    asked = read(supplement_letter(office, made.id))
    rows = [(code, *desk.north(300.0 * at)) for at, code in enumerate(("V5", "V2", "V9"), 11)]
    path = desk.write_list(tmp_path / "hai.xlsx", rows)
    replace_list(office, made.id, path, name="hai.xlsx", who="hoa", version=made.version)
    assert read(supplement_letter(office, made.id)) == asked
    assert [(row[0], row[1]) for row in asked[1]] == [("2", "V2"), ("3", "V3"), ("5", "V5")]
