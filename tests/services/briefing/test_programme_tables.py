"""The year's programme from an office's tables: merged cells, headings of two rows, sections; back again."""

import datetime as dt
import itertools
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from registry.errors import RefusalError
from registry.intake.office_tables import OfficeCell, OfficeTable
from registry.model.briefing.programmes import MONTHS, Task, TaskState
from registry.model.people import Person, Role
from registry.services.briefing.programme.months import months_said, read_months
from registry.services.briefing.programme.preview import preview_programme, take_programme
from registry.services.briefing.programme.read_table import read_programme, read_tables
from registry.services.briefing.programme.table_book import HEADER, programme_book, programme_rows
from registry.services.briefing.programme.tasks import tasks_of
from registry.services.office.preview import Kind
from registry.services.office.registry import Registry
from registry.settings import read_settings
from tests.services.requests.desk import make

LEADER = Person("hà", frozenset({Role.LEADER}))
YEAR = 2027


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("Quý I", (1, 2, 3)), ("quý I, III", (1, 2, 3, 7, 8, 9)), ("Quý II-IV/2027", tuple(range(4, 13))),
        ("Tháng 3", (3,)), ("T3-T5", (3, 4, 5)), ("Tháng 3 đến tháng 5", (3, 4, 5)),
        ("Tháng 3, 6, 9 và 12", (3, 6, 9, 12)), ("03/2027", (3,)), ("Trước ngày 15/12/2027", (12,)),
        ("Trước ngày 01/7/2027", (6,)), ("Xong trước 1/12", (11,)), ("01/7", (7,)), ("Trước 10/7", (7,)),
        ("Trước tháng 6", (5,)), ("6 tháng cuối năm 2027", tuple(range(7, 13))), ("Thường xuyên", MONTHS),
        ("Cả năm (thường xuyên)", MONTHS), ("Hằng tháng", MONTHS), ("Đột xuất", ()), ("Khi có hồ sơ", ()),
        ("Quý I/2026", None), ("Tháng 11-2", None), ("Tháng 13", None), ("Quý 5", None), ("sớm", None),
        ("", None),
    ],
)  # fmt: skip
def test_the_time_of_a_task_is_read_as_offices_write_it(text: str, months: tuple[int, ...] | None) -> None:
    assert read_months(text, YEAR) == months


def test_every_choice_of_months_reads_back_as_it_is_said() -> None:
    for count in range(1, 13):
        for chosen in itertools.combinations(MONTHS, count):
            assert read_months(months_said(chosen), YEAR) == chosen


def _docx(folder: Path) -> Path:
    """A table as an office draws it: a heading of two rows, sections over the width, merged cells."""
    document = Document()
    document.add_paragraph("CHƯƠNG TRÌNH CÔNG TÁC NĂM 2027")
    table = document.add_table(rows=9, cols=7)
    head = ["TT", "Nội dung nhiệm vụ", "Đơn vị thực hiện", "", "Thời gian", "Sản phẩm", "Kinh phí"]
    for column, text in enumerate(head):
        table.cell(0, column).text = text
    table.cell(1, 2).text, table.cell(1, 3).text = "Chủ trì", "Phối hợp"
    table.cell(0, 2).merge(table.cell(0, 3))
    for column in (0, 1, 4, 5, 6):
        table.cell(0, column).merge(table.cell(1, column))
    rows = [
        ["I", "Quản lý vị trí", "", "", "", "", ""],
        ["1", "Thẩm định vị trí đề nghị", "lan", "UBND xã", "Thường xuyên", "Văn bản trả lời", ""],
        ["2", "Rà soát cột cũ", "nam", "", "Quý II", "Báo cáo", "10 triệu"],
        ["", "", "", "", "", "Danh sách cột", ""],
        ["II. An toàn", "", "", "", "", "", ""],
        ["1", "Kiểm tra trước mùa mưa bão", "nam", "", "Tháng 4-5", "Biên bản", ""],
        ["2", "Diễn tập ứng phó bão", "nam", "", "khi thuận lợi", "", ""],
    ]
    for at, row in enumerate(rows, 2):
        for column, text in enumerate(row):
            table.cell(at, column).text = text
    table.cell(6, 0).merge(table.cell(6, 6))
    table.cell(4, 1).merge(table.cell(5, 1))
    path = folder / "chuong-trinh.docx"
    document.save(str(path))
    return path


def test_a_document_s_table_is_read_with_its_sections_and_merged_cells(tmp_path: Path) -> None:
    path = _docx(tmp_path)
    found = read_programme(path, path.name, YEAR)
    assert [(one.section, one.number, one.content, one.officer, one.months) for one in found.tasks] == [
        ("I. Quản lý vị trí", "1", "Thẩm định vị trí đề nghị", "lan", MONTHS),
        ("I. Quản lý vị trí", "2", "Rà soát cột cũ", "nam", (4, 5, 6)),
        ("II. An toàn", "1", "Kiểm tra trước mùa mưa bão", "nam", (4, 5)),
        ("II. An toàn", "2", "Diễn tập ứng phó bão", "nam", ()),
    ]
    assert found.tasks[0].beside == "UBND xã"
    assert found.tasks[1].note == "Kinh phí: 10 triệu; Danh sách cột"  # what is no column, and the line below
    assert found.tasks[3].months_text == "khi thuận lợi"
    assert sorted(one.code for one in found.issues) == [
        "PROGRAMME-COLUMN", "PROGRAMME-LINE-JOINED", "PROGRAMME-MONTHS",
    ]  # fmt: skip


def test_a_workbook_with_columns_of_quarters_is_read_by_its_marks(tmp_path: Path) -> None:
    book = Workbook()
    sheet: Any = book.active
    rows = [
        ["KẾ HOẠCH CÔNG TÁC NĂM 2027"],
        [],
        ["STT", "Nhiệm vụ", "Người thực hiện", "Thời gian thực hiện", None, None, None, "Ghi chú"],
        [None, None, None, "Quý I", "Quý II", "Quý III", "Quý IV", None],
        [1, "Báo cáo 6 tháng", "lan", None, "x", None, None, "gửi Bộ"],
        [2, "Mở dữ liệu", "nam", "x", None, None, "hoàn thành", None],
        ["Ghi chú: các việc khác theo chỉ đạo"],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A3:A4")
    sheet.merge_cells("B3:B4")
    sheet.merge_cells("C3:C4")
    sheet.merge_cells("D3:G3")
    sheet.merge_cells("H3:H4")
    sheet.merge_cells("A1:H1")
    path = tmp_path / "ke-hoach.xlsx"
    book.save(path)
    found = read_programme(path, path.name, YEAR)
    assert [(one.content, one.officer, one.months, one.note) for one in found.tasks[:2]] == [
        ("Báo cáo 6 tháng", "lan", (4, 5, 6), "gửi Bộ"),
        ("Mở dữ liệu", "nam", (1, 2, 3, 10, 11, 12), "hoàn thành"),
    ]
    everything = " ".join(f"{one.content} {one.note} {one.section}" for one in found.tasks) + " ".join(
        one.value for one in found.issues
    )
    assert "các việc khác theo chỉ đạo" in everything
    wrong = read_programme(path, path.name, 2028)
    assert any(one.code == "PROGRAMME-YEAR" for one in wrong.issues)


def test_a_file_without_a_table_of_tasks_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trong.docx"
    Document().save(str(path))
    with pytest.raises(RefusalError, match="PROGRAMME-NO-TABLE"):
        read_programme(path, path.name, YEAR)
    for name, content, code in (
        ("a.docx", b"PK\x03\x04hong", "FILE-DAMAGED"),
        ("a.pdf", b"%PDF", "OFFICE-TABLE-KIND"),
    ):
        other = tmp_path / name
        other.write_bytes(content)
        with pytest.raises(RefusalError, match=code):
            read_programme(other, name, YEAR)


_WORDS = st.text(
    st.characters(whitelist_categories=("L", "N"), max_codepoint=0x1EFF), min_size=1, max_size=12
).map(lambda text: f"a{text}")
_TEXT = st.lists(_WORDS, max_size=4).map(" ".join)
_TASKS = st.builds(
    Task, id=st.just(""), version=st.just(0), year=st.just(YEAR), ordinal=st.just(0), number=_TEXT,
    content=st.lists(_WORDS, min_size=1, max_size=4).map(" ".join), section=_TEXT, room=_TEXT, officer=_TEXT,
    beside=_TEXT, months=st.sets(st.sampled_from(MONTHS)).map(sorted).map(tuple), months_text=_TEXT,
    product=_TEXT, source=_TEXT, note=_TEXT, state=st.sampled_from(TaskState),
    done_on=st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), evidence=_TEXT, reason=_TEXT,
    unplanned=st.booleans(), link_kind=st.just(""), link=st.just(""),
)  # fmt: skip


@given(st.lists(_TASKS, min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_what_is_sent_as_a_table_reads_back_to_the_same(tasks: list[Task]) -> None:
    rows = [HEADER, *programme_rows(tasks)]
    cells = tuple(
        tuple(OfficeCell(f"{v:%d/%m/%Y}" if isinstance(v, dt.date) else str(v or "")) for v in row)
        for row in rows
    )
    found = read_tables([OfficeTable("", cells, tuple(range(1, len(cells) + 1)))], "x", YEAR)
    assert [_same(one) for one in found.tasks] == [_same(one) for one in tasks]


def _shown(value: Any) -> str:
    return f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else str(value or "")


def _same(task: Task) -> dict[str, Any]:
    left_out = ("id", "version", "ordinal", "who", "at")
    return {name: getattr(task, name) for name in Task.__slots__ if name not in left_out}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Registry]:
    made = make(read_settings({"BTS_HOME": str(tmp_path / "nhà")}))
    yield made
    made.close()


def test_a_table_is_looked_at_then_taken_and_the_same_again_changes_nothing(
    office: Registry, tmp_path: Path
) -> None:
    path = _docx(tmp_path)
    seen = preview_programme(office, path, path.name, YEAR, person=LEADER)
    assert (seen.count(Kind.NEW), len(tasks_of(office, YEAR, person=LEADER))) == (4, 0)
    assert take_programme(office, path, path.name, YEAR, person=LEADER)
    assert take_programme(office, path, path.name, YEAR, person=LEADER) == ""
    assert preview_programme(office, path, path.name, YEAR, person=LEADER).count(None) == 4
    sent = tmp_path / "gui-di.xlsx"
    sent.write_bytes(programme_book(office, YEAR, tasks_of(office, YEAR, person=LEADER)))
    assert take_programme(office, sent, sent.name, YEAR, person=LEADER) == ""
    copied = read_programme(sent, sent.name, YEAR)
    standing = tasks_of(office, YEAR, person=LEADER)
    assert [_same(one) for one in copied.tasks] == [_same(one) for one in standing]


def test_only_a_leader_takes_a_table(office: Registry, tmp_path: Path) -> None:
    path = _docx(tmp_path)
    with pytest.raises(RefusalError, match="BRIEFING-LEADER-ONLY"):
        take_programme(office, path, path.name, YEAR, person=Person("lan", frozenset({Role.APPRAISER})))
    with pytest.raises(RefusalError, match="PROGRAMME-YEAR-NONE"):
        take_programme(office, path, path.name, 1999, person=LEADER)
