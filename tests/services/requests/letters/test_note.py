"""The appraisal note goes by exception: a page of summary, all rows in a table, half a page where one is not
plain; everything that was found stays in the sealed package."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from registry.appraisal import common_gaps
from registry.model.findings import Finding, Outcome, Verdict
from registry.model.requests.desk import NoteKind, Request, RequestKind, RequestState, RowDecision, RowNote
from registry.services.appraise.finding_texts import sentence
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.requests.decisions import decide_row
from registry.services.requests.letters.note import Note, appraisal_note
from registry.services.requests.letters.note_rows import (
    MOST_CHARACTERS,
    Part,
    deciding,
    few_words,
    fitted,
    is_plain,
    parts_of,
    urgency,
)
from registry.services.requests.opened import load_request
from registry.services.requests.requests import receive_request
from registry.services.requests.sealing import package_members
from tests.services.requests import desk
from tests.services.requests.letters.pages import pages_of
from tests.services.requests.letters.tried import write_tried

SUMMARY, COUNTS, ROWS, EXCEPTIONS = 0, 1, 3, 4  # tables of the document; 2: who signs


def table(content: bytes, at: int) -> list[list[str]]:
    document = Document(io.BytesIO(content))
    return [[cell.text for cell in row.cells] for row in document.tables[at].rows]


def text(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    found = [paragraph.text for paragraph in document.paragraphs]
    found += [cell.text for one in document.tables for row in one.rows for cell in row.cells]
    return "\n".join(found)


@pytest.fixture
def five(office: Registry, tmp_path: Path) -> Request:
    request = desk.to(office, desk.received(office, tmp_path), RequestState.APPRAISING)
    decide_row(office, request.id, 0, RowDecision.REFUSE, who="lan", seen=0, reason="Sát trường Đa Mai")
    decide_row(
        office, request.id, 1, RowDecision.AGREE_WITH_CONDITIONS, who="lan", seen=0,
        conditions=["Có rào chắn", "Sơn đèn báo"], reason="đã nộp",
    )  # fmt: skip
    return request


@pytest.fixture(scope="module")
def tried(demo_registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Request:
    path = write_tried(tmp_path_factory.mktemp("tried") / "ds.xlsx")
    return receive_request(
        demo_registry, path, kind=RequestKind.POSITION, organisation="VTL",
        officer="lan", letter_number="412/VTBN-KTHT", letter_date=today(), who="lan",
    )  # fmt: skip


def test_thirty_rows_as_carriers_write_them_take_fifteen_pages_at_most(
    demo_registry: Registry, tried: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = load_request(demo_registry, tried.id)
    found = io.BytesIO()
    Image.new("RGB", (886, 697), "#dfe5e9").save(found, "PNG")  # every map has this size
    monkeypatch.setattr(Note, "map_of", lambda *_: found.getvalue())
    note = appraisal_note(demo_registry, tried.id)
    pages = pages_of(note, tmp_path)
    assert len(pages) <= 15
    assert "CHUYÊN VIÊN THẨM ĐỊNH" in pages[0]  # the summary is one page, signed at its foot
    assert "I. DANH SÁCH VỊ TRÍ" in pages[1][:40]
    listed = table(note, ROWS)[1:]
    assert [row[1] for row in listed] == [row.proposal.site_code or "–" for row in file.rows]
    assert {row[3] for row in listed} == {"Xây mới", "Dùng chung", "Nâng cấp"}
    lines = set(text(note).splitlines())
    for row in file.rows:  # nothing that passed is said of any row
        for finding in row.findings:
            if finding.outcome is Outcome.PASS:
                assert f"- {sentence(finding)}" not in lines


def test_a_row_has_half_a_page_only_where_it_is_not_plain(demo_registry: Registry, tried: Request) -> None:
    file = load_request(demo_registry, tried.id)
    values = Note(demo_registry, file, "vi").values()
    assert values["classed_m"] == "30"  # it says why the reply's distances are not the note's
    assert "văn bản trả lời chỉ ghi khoảng, có thể lệch đến 30 m" in text(
        appraisal_note(demo_registry, tried.id, maps=False)
    )
    shown = {row["row"] - 1 for row in values["exceptions"]}
    assert not shown & {row.index for row in file.rows if is_plain(row)}
    refused = {row.index for row in file.rows if row.verdict is Verdict.REFUSE}
    assert refused
    assert refused <= shown
    assert values["plain"] + values["common_only"] + len(shown) == 30
    said = [len("".join(part["texts"])) for row in values["exceptions"] for part in row["parts"]]
    assert max(said) < MOST_CHARACTERS + 100
    twice = [row for row in values["exceptions"] if row["code"] == "BNH27003"]
    assert values["exceptions"][:2] == twice  # what contradicts comes first
    common = {gap.missing for gap in common_gaps([row.findings for row in file.rows])}
    assert len(values["set_aside"]) + len(values["lacking"]) == len(common)


def test_the_summary_counts_by_kind_and_says_what_differs(office: Registry, five: Request) -> None:
    note = appraisal_note(office, five.id, maps=False)
    counted = table(note, COUNTS)
    assert counted[-1][:2] == ["Xây mới", "5"]
    assert counted[-1][6:] == ["–", "1", "1", "–", "3"]  # decided: conditional, refused; three are not yet
    said = text(note)
    assert "Vị trí 1 (V1): kiến nghị " in said
    assert "ý kiến chưa thống nhất. Lý do: Sát trường Đa Mai" in said
    assert "Ý KIẾN CỦA LÃNH ĐẠO" in said


def test_the_table_says_in_few_words_what_decides_a_row(office: Registry, five: Request) -> None:
    rows = table(appraisal_note(office, five.id, maps=False), ROWS)[1:]
    deciding = [row[-1] for row in rows]
    assert deciding[0] == "Sát trường Đa Mai"
    assert deciding[1] == "Có rào chắn (và 1 điều kiện khác)"
    assert deciding[4].startswith("Khoảng cách đến cột của mạng khác: ")
    assert deciding[4].endswith("m, mức quy định 120,0 m")


def test_of_a_row_outside_the_territory_no_limit_of_nothing_is_told(office: Registry, five: Request) -> None:
    outside = Finding(
        "LOC-01", Outcome.FAIL, "LOC-01-OUTSIDE", {"name": "tỉnh Bắc Ninh", "distance": 1_937.0},
        measured=1_937.0, limit=0.0, unit="m", blocking=True,
    )  # fmt: skip
    row = replace(load_request(office, five.id).rows[4], findings=[outside])
    assert deciding(row, "vi") == "Trong địa bàn quản lý: ở ngoài 1.937 m"


def test_companies_that_a_mast_is_designed_for_are_counted_not_measured(
    office: Registry, five: Request
) -> None:
    shared = Finding("SHR-01", Outcome.FAIL, "SHR-01-FEW", measured=2.0, limit=3.0, unit="", blocking=True)
    row = replace(load_request(office, five.id).rows[4], findings=(shared,), decision=None)
    assert deciding(row, "vi") == "Thiết kế để dùng chung: 2, mức quy định 3"


def test_what_was_corrected_and_what_else_the_list_says_stands_with_the_row(
    office: Registry, five: Request
) -> None:
    row = load_request(office, five.id).rows[0]
    assert [
        part.label for part in parts_of(row, "vi") if "sửa" in part.label or "còn ghi" in part.label
    ] == []
    fields = {"mast_height_m": ["420", "42"], "position": ["21.37, 106.74", "21.37, 106.74"]}
    note = RowNote(
        "n", five.id, 0, NoteKind.CORRECTION, "Trả lời lưu ý", who="lan", at="", details={"fields": fields}
    )
    also = (("Tranh chấp", "chủ đất phản đối"), ("Công nghệ", "4G"))
    told = replace(row, notes=(*row.notes, note), proposal=replace(row.proposal, also=also))
    said = {part.label: part.texts for part in parts_of(told, "vi")}
    assert said["Ô đã sửa so với danh sách"] == (
        "Chiều cao cột: “420” → “42” (lan)", "Tọa độ: xác nhận 21.37, 106.74 (lan)"
    )  # fmt: skip
    assert said["Danh sách còn ghi"] == ("Tranh chấp: “chủ đất phản đối”",)


def test_of_a_row_to_be_supplemented_the_table_says_what_is_asked_for(
    office: Registry, tmp_path: Path
) -> None:
    made = desk.received(office, tmp_path, [("V1", *desk.north(300)), ("V2", *desk.north(9_000_000))])
    request = desk.to(office, made, RequestState.APPRAISING)
    for at in (0, 1):
        decide_row(office, request.id, at, RowDecision.SUPPLEMENT, who="lan", seen=0, reason="Đo lại tọa độ")
    rows = table(appraisal_note(office, request.id, maps=False), ROWS)[1:]
    assert [row[-1] for row in rows] == ["Đo lại tọa độ"] * 2


def test_what_needs_a_human_comes_first(office: Registry, five: Request) -> None:
    file = load_request(office, five.id)
    ordered = sorted(file.rows, key=urgency)
    assert ordered[0].index == 0  # decided otherwise than recommended
    assert [row.index for row in ordered[1:4]] == [2, 3, 4]  # nobody decided these
    assert ordered[4].index == 1
    exceptions = table(appraisal_note(office, five.id, maps=False), EXCEPTIONS)
    assert exceptions[0][0].startswith("Vị trí 1 (V1): Xây mới")
    assert "Sát trường Đa Mai" in exceptions[0][0]


def test_the_whole_findings_remain_in_the_sealed_package(office: Registry, tmp_path: Path) -> None:
    request = desk.issued(office, tmp_path, desk.received(office, tmp_path))
    file = load_request(office, request.id)
    kept = json.loads(package_members(office, file)["findings.json"])
    assert [len(row["counted"]) for row in kept] == [len(row.findings) for row in file.rows]
    passed = [one["message"] for row in kept for one in row["counted"] if one["outcome"] == "pass"]
    assert passed
    note = text(appraisal_note(office, request.id, maps=False))
    assert not any(message in note for message in passed)


def test_what_is_left_out_of_a_row_is_counted() -> None:
    long = ["a" * 300, "b" * 300, "c" * 300, "d" * 300, "e" * 20]
    (part,) = fitted([("Điều kiện", long)], "vi")
    assert part == Part("Điều kiện", (*long[:3], long[4], "và 1 nội dung khác, xem trong hồ sơ"))
    assert fitted([("Trở ngại", []), ("Điều kiện", ["Có rào"])], "vi") == [Part("Điều kiện", ("Có rào",))]
    assert few_words("một hai ba", 8) == "một hai…"
    assert few_words("một  hai", 8) == "một hai"
