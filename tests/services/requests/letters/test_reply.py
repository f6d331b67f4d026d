"""The reply letter says what was decided, in the form of official letters."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from registry.errors import RefusalError
from registry.model.findings import Finding, Outcome
from registry.model.ledger import Change
from registry.model.requests.desk import Request, RequestKind, RequestState, RowDecision
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import correct_row, decide_as_recommended, decide_row
from registry.services.requests.letters.note import Note, appraisal_note
from registry.services.requests.letters.reply import Writer, reply_letter
from registry.services.requests.letters.reply_rows import reasons
from registry.services.requests.letters.sentences import ranges, where
from registry.services.requests.notes import consult, record_answer
from registry.services.requests.opened import load_request
from registry.services.requests.requests import receive_request
from registry.store import batches, ledger
from registry.store.office.operators import meta_change, setting_change
from tests.services.requests import desk
from tests.services.requests.letters.replied import annexes, text

ARTICLE = "khoản 5 Điều 15 Quyết định số 72/2025/QĐ-UBND"
NEW = "DANH SÁCH VỊ TRÍ THỐNG NHẤT XÂY DỰNG MỚI CỘT ĂNG TEN"
REFUSED = "DANH SÁCH VỊ TRÍ CHƯA THỐNG NHẤT"
TRUNG_KENH = (-25_382.0, 9_247.0)
"""Metres north and east: a commune made of former ones in both wind zones (Lương Tài)."""


def tables(content: bytes) -> list[list[list[str]]]:
    document = Document(io.BytesIO(content))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def pictures(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [package.read(name) for name in package.namelist() if name.startswith("word/media/")]


def settle(registry: Registry, changes: list[Change]) -> None:
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="settings", who="lan")
        ledger.record(connection, changes, who="lan", batch=batch.id)


@pytest.fixture
def five(office: Registry, tmp_path: Path) -> Request:
    return desk.received(office, tmp_path)


def codes(content: bytes, title: str) -> list[str]:
    return [row["Mã vị trí"] for row in annexes(content)[title][1]]


def test_a_refusal_by_the_offices_own_reason_asks_to_put_that_right(office: Registry, five: Request) -> None:
    decide_row(office, five.id, 0, RowDecision.REFUSE, who="lan", seen=0, reason="chưa bổ sung giấy tờ")
    first, fifth = annexes(reply_letter(office, five.id, maps=False))[REFUSED][1]
    assert (
        first["Lý do, căn cứ"].startswith("chưa bổ sung giấy tờ") or "hưa bổ sung" in first["Lý do, căn cứ"]
    )
    assert first["Nội dung đề nghị thực hiện"] == (
        "Đề nghị khắc phục nội dung nêu ở phần lý do trước khi đề nghị lại"
    )
    assert fifth["Nội dung đề nghị thực hiện"].endswith("điều chỉnh phương án, vị trí")


def test_a_refusal_tells_that_a_body_does_not_agree_in_its_words_and_once(
    office: Registry, five: Request
) -> None:
    asked = consult(
        office, five.id, body="Điện lực", question="hành lang?", rows=(0, 4), who="lan",
        letter_number="31/SKHCN", sent_on=today(),
    )  # fmt: skip
    record_answer(
        office, five.id, asked.id, outcome="object", answer="Trong hành lang 500 kV", answered_on=today(),
        answer_number="12/ĐL", who="lan", seen=asked.version,
    )  # fmt: skip
    reason = "Trong hành lang 500 kV"
    cited = f"; xét ý kiến của Điện lực tại Văn bản số 12/ĐL ngày {today():%d/%m/%Y}; sau khi thẩm định"
    assert cited in text(reply_letter(office, five.id, maps=False))
    told = "Điện lực không thống nhất: trong hành lang 500 kV."  # no more than what is said with the paper
    decide_row(office, five.id, 0, RowDecision.REFUSE, who="lan", seen=0, reason=told)
    first, fifth = annexes(reply_letter(office, five.id, maps=False))[REFUSED][1]
    assert first["Lý do, căn cứ"].casefold().count(reason.casefold()) == 1
    assert "văn bản số 12/ĐL" in first["Lý do, căn cứ"]
    assert "tối thiểu" in fifth["Lý do, căn cứ"]  # what the rules say stays
    assert fifth["Lý do, căn cứ"].endswith(
        f"Cơ quan được hỏi không thống nhất: {reason} (Điện lực, văn bản số 12/ĐL ngày {today():%d/%m/%Y})"
    )


def test_a_reason_that_somebody_noted_is_told_in_its_words_with_its_paper_and_article() -> None:
    """That it was noted by hand is the office's own affair: no letter says so."""

    def told(code: str, **params: object) -> list[str]:
        found = Finding(
            "COR-04", Outcome.FAIL, code, params, source="Luật Đê điều 79/2006/QH11", article="Điều 25",
            verified=True,
        )  # fmt: skip
        return reasons([found], "vi")

    paper = "Sở Nông nghiệp, văn bản số 88/TL ngày 01/12/2026"
    law = "Điều 25 Luật Đê điều số 79/2006/QH11"
    text = "Sở Nông nghiệp: Không thống nhất: trong phạm vi bảo vệ đê"
    assert told("DESK-MANUAL-CHECK", text=text, evidence=paper, objected=paper) == [
        f"Cơ quan được hỏi không thống nhất: trong phạm vi bảo vệ đê ({paper}; {law})"
    ]
    assert told("DESK-MANUAL-CHECK", text="cách đê 3 m.", evidence="biên bản đo số 4") == [
        f"cách đê 3 m (biên bản đo số 4; {law})"
    ]
    assert told("DESK-TAKEOVER", text="trong phạm vi bảo vệ đê") == [f"trong phạm vi bảo vệ đê ({law})"]


def test_a_mast_on_a_hill_is_asked_for_a_study_of_the_wind_not_for_a_speed_it_has(
    office: Registry, five: Request
) -> None:
    for row, (wind, ground) in enumerate([("44", "450"), ("40", "12"), ("44", "12"), ("44", "12")]):
        correct_row(
            office, five.id, row, {"design_wind_ms": wind, "ground_elevation_m": ground}, who="lan", seen=1,
            reason="công văn 20/VT",
        )  # fmt: skip
    decide_as_recommended(office, five.id, who="lan")
    said = text(reply_letter(office, five.id, maps=False))
    assert "gió giật 3 giây không nhỏ hơn 44 m/s đối với 1 vị trí (V2)" in said
    assert "Khảo sát gió riêng khi thiết kế cột đối với 1 vị trí (V1)" in said
    assert "địa hình phức tạp, theo mục 5.5 QCVN 02:2022/BXD" in said


def test_where_the_wind_zone_hangs_on_the_former_commune_neither_speed_is_asked_for_alone(
    office: Registry, tmp_path: Path
) -> None:
    made = desk.received(office, tmp_path, [*desk.FIVE[:2], ("V3", *TRUNG_KENH)])
    decide_as_recommended(office, made.id, who="lan")
    said = text(reply_letter(office, made.id, maps=False))
    assert "Xác định xã cũ của 1 vị trí (V3) trước khi thiết kế cột" in said
    assert "không nhỏ hơn 50 m/s nếu xã đó thuộc vùng gió III, 44 m/s nếu thuộc vùng gió II" in said
    assert "không nhỏ hơn 44 m/s đối với 2 vị trí (V1, V2)" in said
    for wind in ("40", "31"):  # too low in either zone, and what looks like the mean of a table
        seen = load_request(office, made.id).rows[2].version
        correct_row(office, made.id, 2, {"design_wind_ms": wind}, who="lan", seen=seen, reason="20/VT")
        decide_row(office, made.id, 2, RowDecision.AGREE, who="lan", seen=0, reason="thống nhất vị trí")
        said = text(reply_letter(office, made.id, maps=False))
        assert "Xác định xã cũ của 1 vị trí (V3)" in said, wind
        assert "không nhỏ hơn 50 m/s nếu xã đó thuộc vùng gió III, 44 m/s nếu thuộc vùng gió II" in said


def test_five_rows_give_a_letter_that_agrees_four_and_not_the_fifth(office: Registry, five: Request) -> None:
    letter = reply_letter(office, five.id, maps=False)
    assert codes(letter, NEW) == ["V1", "V2", "V3", "V4"]
    (refused,) = annexes(letter)[REFUSED][1]
    assert refused["Mã vị trí"] == "V5"
    assert refused["Lý do, căn cứ"].endswith(f"nhỏ hơn mức tối thiểu 120 m ({ARTICLE})")
    assert "60,0 m" not in refused["Lý do, căn cứ"]  # of another network: a carrier reads no distance
    assert refused["Nội dung đề nghị thực hiện"] == (
        "Đề nghị sử dụng chung hạ tầng hiện có hoặc điều chỉnh phương án, vị trí"
    )
    said = text(letter)
    assert "1. Thống nhất 4/5 vị trí đề nghị" in said
    assert "2. Chưa thống nhất 1 vị trí (V5):" in said
    assert "Căn cứ Luật Xây dựng số 135/2025/QH15 ngày 10 tháng 12 năm 2025;" in said  # named further down
    assert said.index("Căn cứ Luật") < said.index("Căn cứ Nghị định") < said.index("Căn cứ Quyết định số 72")


def test_the_letter_asks_at_the_next_stages_only_what_is_still_open(office: Registry, five: Request) -> None:
    """A wind speed that is met asks nothing of the carrier, so that it is not among what is asked."""
    asked = text(reply_letter(office, five.id)).split("thực hiện:")[1].split("Trên đây")[0]
    assert "thông báo khởi công" in asked
    assert "đến cơ quan quản lý xây dựng theo phân cấp của Ủy ban nhân dân cấp tỉnh" in asked
    told = "thông báo cho Sở Khoa học và Công nghệ theo khoản 9 Điều 65 Luật Viễn thông số 24/2023/QH15"
    assert told in asked  # who tells the construction authority alone breaks NĐ 174/2026 Điều 41(1)(i)
    assert "trạm gốc thuộc danh mục bắt buộc kiểm định" in asked  # no station beyond the list owes it
    assert "Gió thiết kế" not in asked


def test_the_twelve_months_are_those_of_the_law_of_the_day(office: Registry, five: Request) -> None:
    said = text(reply_letter(office, five.id, maps=False))
    assert "trong thời hạn 12 tháng kể từ ngày kế hoạch phát triển hạ tầng hằng năm được phê duyệt" in said
    assert "xem xét thu hồi" in said
    assert "theo khoản 4 Điều 4 Quyết định số 72/2025/QĐ-UBND" in said
    assert "không quá 06 tháng" in said


@pytest.mark.parametrize(
    ("address", "commune", "said"),
    [
        ("Xã Tân Hoa (cũ), Xã Lục Ngạn", "Xã Lục Ngạn", "Xã Tân Hoa (cũ), Xã Lục Ngạn"),
        ("Thôn 3", "Xã Lục Ngạn", "Thôn 3, Xã Lục Ngạn"),
        ("Tổ 1, Xã A", "Xã A (tọa độ thuộc xã B)", "Tổ 1, Xã A (tọa độ thuộc xã B)"),
        ("Tổ 1", "Xã A (tọa độ thuộc xã B)", "Tổ 1, Xã A (tọa độ thuộc xã B)"),
        ("", "Xã Lục Ngạn", "Xã Lục Ngạn"),
        ("Thôn 3", "", "Thôn 3"),
    ],
)
def test_a_commune_at_the_end_of_an_address_is_named_once(address: str, commune: str, said: str) -> None:
    assert where(address, commune) == said


def test_numbers_that_follow_are_named_as_a_range() -> None:
    assert ranges([]) == ""
    assert ranges([2, 3, 4, 7, 8, 11]) == "2-4, 7, 8, 11"


def test_a_row_without_a_position_is_told_once_and_conditional_rows_are_named(
    office: Registry, tmp_path: Path
) -> None:
    path = desk.write_list(tmp_path / "ds.xlsx", desk.FIVE[:4])
    book = load_workbook(path)
    sheet = book.active
    assert sheet is not None
    sheet["C5"] = sheet["D5"] = None
    book.save(path)
    request = receive_request(
        office,
        path,
        kind=RequestKind.POSITION,
        organisation="VTL",
        officer="lan",
        received_on=today(),
        who="lan",
    )
    decide_row(office, request.id, 0, RowDecision.AGREE, reason="Đã đo lại", who="lan", seen=0)
    for row in (1, 2):
        decide_row(
            office, request.id, row, RowDecision.AGREE_WITH_CONDITIONS, reason="Rào chắn", who="lan", seen=0,
            conditions=["Có rào chắn"],
        )  # fmt: skip
    decide_row(office, request.id, 3, RowDecision.SUPPLEMENT, reason="Thiếu tọa độ", who="lan", seen=0)
    said = text(reply_letter(office, request.id, maps=False))
    assert "Thống nhất 3/4 vị trí đề nghị, trong đó 2 vị trí kèm điều kiện:" in said
    assert said.count("Thiếu tọa độ; Bổ sung tọa độ đọc được (WGS 84 hoặc VN-2000)") == 1
    assert "Không đọc được tọa độ" not in said


def test_the_form_is_that_of_an_official_letter(office: Registry, five: Request) -> None:
    said = text(reply_letter(office, five.number, maps=False))
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc", "/…",
        "Bắc Ninh, ngày … tháng … năm …", "V/v chấp thuận vị trí xây dựng cột ăng ten", "Kính gửi: Viettel",
        "Nơi nhận:", "Lưu: VT", "GIÁM ĐỐC", "Văn bản số 15/VT-KT", "./.",
    ):  # fmt: skip
        assert part in said, part


def test_until_all_rows_are_decided_it_is_a_draft(office: Registry, five: Request) -> None:
    assert "DỰ THẢO" in text(reply_letter(office, five.id, maps=False))
    assert "DRAFT" in text(reply_letter(office, five.id, "en", maps=False))
    desk.to(office, five, RequestState.APPRAISING)
    decide_as_recommended(office, five.id, who="lan")
    said = text(reply_letter(office, five.id, maps=False))
    assert "DỰ THẢO" not in said
    assert "theo kiến nghị" not in said


def test_decisions_with_their_reasons_go_before_recommendations(office: Registry, five: Request) -> None:
    desk.to(office, five, RequestState.APPRAISING)
    reason = "Vị trí nằm sát trường học & chợ <Đa Mai>"
    decide_row(office, five.id, 0, RowDecision.REFUSE, who="lan", seen=0, reason=reason)
    decide_row(
        office, five.id, 1, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0,
        conditions=["Dùng chung với VNPT & MobiFone"], reason="các điều kiện khác đã nộp",
    )  # fmt: skip
    letter = reply_letter(office, five.id, maps=False)
    assert codes(letter, NEW) == ["V2", "V3", "V4"]
    assert codes(letter, REFUSED) == ["V1", "V5"]
    assert annexes(letter)[REFUSED][1][0]["Lý do, căn cứ"].startswith(reason)
    bound = annexes(letter)[NEW][1][0]
    assert bound["Điều kiện, nội dung phải thực hiện"] == "Dùng chung với VNPT & MobiFone"


def test_an_issued_letter_has_its_number_and_day(office: Registry, five: Request, tmp_path: Path) -> None:
    desk.issued(office, tmp_path, five)
    said = text(reply_letter(office, five.id, maps=False))
    assert "Số: 321/SKHCN-VT" in said
    day: dt.date = today()
    month = f"{day.month:02d}" if day.month < 3 else day.month
    assert f"Bắc Ninh, ngày {day.day:02d} tháng {month} năm {day.year}" in said


def test_the_letter_masks_other_networks_masts_and_the_note_does_not(office: Registry, five: Request) -> None:
    assert "BGG00045" not in text(reply_letter(office, five.id, maps=False))
    assert "BGG00045" in text(appraisal_note(office, five.id, maps=False))


def test_every_row_has_its_coordinates_in_both_systems_and_a_map(office: Registry, five: Request) -> None:
    letter = reply_letter(office, five.id)
    (refused,) = annexes(letter)[REFUSED][1]
    assert refused["WGS 84"] == "21°16'26,19\"B 106°11'40,56\"Đ"
    east, north = refused["VN-2000 (m)"].split("\n")
    assert east.startswith("X\u00a02.353.495,")
    assert north.startswith("Y\u00a0416.227,")
    found = pictures(letter)
    assert len(found) == 5
    assert all(Image.open(io.BytesIO(png)).width > 800 for png in found)


def test_the_map_for_the_carrier_hides_what_the_offices_shows(office: Registry, five: Request) -> None:
    file = load_request(office, five.id)
    carrier = Writer(office, file, "vi").map_of(file.rows[4])
    own = Note(office, file, "vi").map_of(file.rows[4])
    blue = (0, 89, 179)  # VNPT's colour; its mast stands 60 m from V5
    assert _pixels(own, blue) > 20
    assert _pixels(carrier, blue) == 0


def _pixels(png: bytes, colour: tuple[int, int, int]) -> int:
    counts = Image.open(io.BytesIO(png)).convert("RGB").getcolors(1 << 20) or []
    return sum(count for count, found in counts if found == colour)


def test_illustrative_data_are_marked_in_every_letter(office: Registry, five: Request) -> None:
    assert "MINH HỌA" not in text(reply_letter(office, five.id, maps=False))
    with office.database.read() as connection:
        change = meta_change(connection, "demo", True)
    settle(office, [change])
    for make in (reply_letter, appraisal_note):
        assert "DỮ LIỆU MINH HỌA - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ" in text(make(office, five.id, maps=False))
        assert "ILLUSTRATIVE DATA" in text(make(office, five.id, "en", maps=False))


def test_names_with_signs_of_xml_come_through(office: Registry, tmp_path: Path) -> None:
    name = 'Công ty A & B <Viettel> "Hạ tầng"'
    with office.database.read() as connection:
        change = setting_change(connection, "letter.signer", name)
    settle(office, [change])
    asked = desk.received(office, tmp_path, [("<V&1>", 2000.0, 0.0)])
    said = text(reply_letter(office, asked.id, maps=False))
    assert name in said
    assert "<V&1>" in said


def test_english_says_the_same(office: Registry, five: Request) -> None:
    said = text(reply_letter(office, five.id, "en", maps=False))
    assert "1. Agreed: 4 of 5 positions" in said
    assert "2. Not agreed: 1 positions (V5):" in said
    assert "Decision 72/2025/QĐ-UBND, Điều 15(5)" in said
    assert "Distance to masts of other networks: " in text(appraisal_note(office, five.id, "en", maps=False))


def test_the_office_may_replace_a_template_and_a_hostile_one_is_refused(
    office: Registry, five: Request
) -> None:
    reply_letter(office, five.id, maps=False)
    path = office.settings.home / "templates" / "cong-van-tra-loi-vi.docx"
    assert not path.exists()  # the house's own template lies apart
    own = Document()
    own.add_paragraph("{{ recipient }}: {{ agreed|length }}/{{ total }}")
    own.save(str(path))
    assert text(reply_letter(office, five.id)) == "Viettel: 4/5"
    own.add_paragraph("{{ recipient.__class__.__mro__[1].__subclasses__() }}")
    own.save(str(path))
    with pytest.raises(RefusalError, match="LETTER-TEMPLATE-REFUSED"):
        reply_letter(office, five.id)


def test_a_template_that_cannot_be_filled_is_refused_before_the_issue(
    office: Registry, five: Request, tmp_path: Path
) -> None:
    folder = office.settings.home / "templates"
    folder.mkdir()
    (folder / "cong-van-tra-loi-vi.docx").write_bytes(b"no docx")
    with pytest.raises(RefusalError, match="LETTER-TEMPLATE-NOT-READ"):
        desk.issued(office, tmp_path, five)
    assert load_request(office, five.id).request.state is RequestState.SUBMITTED


def test_a_request_without_a_list_has_a_letter_without_rows(office: Registry) -> None:
    asked = receive_request(
        office, None, kind=RequestKind.SHARING, organisation="VTL", officer="lan", who="lan"
    )
    said = text(reply_letter(office, asked.id))
    assert "sau khi thẩm định, Sở Khoa học và Công nghệ có ý kiến" in said
    assert "Phụ lục" not in said
    assert "PHIẾU THẨM ĐỊNH" in text(appraisal_note(office, asked.id))
