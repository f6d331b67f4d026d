"""A workbook of the province's system goes in row by row, doubles shown, nothing lost, and answers go
back."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.intake.template import write_template
from registry.model.briefing.briefings import Span, SpanKind
from registry.model.field.citizen_states import told
from registry.model.field.field_reports import CitizenReportKind, CloseReason, Contact
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.public import cases, closing, joining, returns
from registry.services.public import citizen_reports as reports
from registry.services.public.briefing import PART
from registry.services.public.cases import Outcome, SentCase
from registry.services.public.import_cases import CaseFile, import_cases
from registry.settings import read_settings
from tests.services.requests import desk

HEAD = ["STT", "Mã phản ánh", "Thời gian gửi", "Nội dung", "Lĩnh vực", "Địa điểm", "Vĩ độ", "Kinh độ",
        "Hạn xử lý", "Họ tên", "SĐT", "Trạng thái", "Kết quả xử lý", "Ghi chú riêng"]  # fmt: skip


@pytest.fixture
def registry(tmp_path: Path) -> Iterator[Registry]:
    office = desk.make(read_settings({"BTS_HOME": str(tmp_path / "nhà")}))
    yield office
    office.close()


def moment(*parts: int) -> dt.datetime:
    """A moment as a workbook writes it: of no zone."""
    return dt.datetime(*parts, tzinfo=VIETNAM).replace(tzinfo=None)  # type: ignore[misc,arg-type]


def line(number: Any, words: str = "Cột nghiêng", **own: Any) -> list[Any]:
    values = {"Mã phản ánh": number, "Nội dung": words, "Lĩnh vực": "cột nghiêng", **own}
    return [values.get(name, "") for name in HEAD]


def book(path: Path, *rows: list[Any], head: list[str] = HEAD) -> Path:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (head, *rows):
        sheet.append(row)
    made.save(path)
    return path


def taken(registry: Registry, path: Path, *, yes: bool = True) -> CaseFile:
    return import_cases(registry, path, who="lan", yes=yes)


def codes(found: CaseFile) -> set[tuple[int, str]]:
    return {(one.row, one.code) for one in found.issues if one.code.startswith(("REPORT", "TEXT"))}


def test_a_workbook_is_looked_at_and_taken_once(registry: Registry, tmp_path: Path) -> None:
    lon, lat = desk.north(40.0)
    path = book(
        tmp_path / "a.xlsx",
        line("PA-1", **{"Thời gian gửi": moment(2026, 11, 28, 8, 15), "Vĩ độ": lat, "Kinh độ": lon,
                        "Hạn xử lý": "03/12/2026", "Họ tên": "Nguyễn Thị Ba", "SĐT": "0912345678"}),
        line("00123", "Cáp sà xuống đường", **{"Lĩnh vực": "Hạ tầng", "Địa điểm": "Thôn Chợ, xã Kép"}),
    )  # fmt: skip
    seen = taken(registry, path, yes=False)
    assert [row.outcome for row in seen.rows] == [Outcome.NEW, Outcome.NEW]
    assert reports.reports(registry) == []
    done = taken(registry, path)
    assert (done.count(Outcome.NEW), bool(done.batch)) == (2, True)
    first = cases.case(registry, "PA-1").report
    assert (first.kind, first.due_on) == (CitizenReportKind.LEANING, dt.date(2026, 12, 3))
    assert (first.lon, first.lat) == (pytest.approx(lon, abs=1e-6), pytest.approx(lat, abs=1e-6))
    assert reports.contact(registry, first.id) == Contact("Nguyễn Thị Ba", "0912345678")
    second = cases.case(registry, "00123").report
    assert (second.kind, second.place) == (CitizenReportKind.OTHER, "Thôn Chợ, xã Kép")
    assert second.words == "[Hạ tầng]\nCáp sà xuống đường", "a matter that is not understood is kept"
    assert (3, "REPORT-CASE-NO-KIND") in codes(done)
    again = taken(registry, path)
    assert (again.count(Outcome.SAME), again.batch) == (2, "")
    assert {one.version for one in reports.reports(registry)} == {1}
    assert desk.sound(registry)


def test_what_the_api_took_and_the_workbook_says_are_one_case(registry: Registry, tmp_path: Path) -> None:
    at = dt.datetime(2026, 11, 28, 1, 15, tzinfo=dt.UTC)
    made, _ = cases.take_case(registry, SentCase("PA-7", words="Cột nghiêng", received_at=at), who="tỉnh")
    path = book(
        tmp_path / "a.xlsx",
        line("pa-7", **{"Thời gian gửi": moment(2026, 11, 28), "Hạn xử lý": moment(2026, 12, 9)}),
        line("PA-8", **{"Thời gian gửi": moment(2026, 11, 27)}),
    )
    assert [row.outcome for row in taken(registry, path).rows] == [Outcome.CHANGED, Outcome.NEW]
    standing = reports.report(registry, made.id)
    assert (standing.due_on, standing.received_at) == (dt.date(2026, 12, 9), made.received_at)
    other = book(tmp_path / "b.xlsx", line("PA-7", **{"Thời gian gửi": moment(2026, 11, 20)}), line("PA-9"))
    found = taken(registry, other)
    assert [row.outcome for row in found.rows] == [None, Outcome.NEW]
    assert (2, "REPORT-CASE-OTHER") in codes(found)


def test_doubles_are_shown_before_they_are_taken_among_reports_and_rows(
    registry: Registry, tmp_path: Path
) -> None:
    lon, lat = desk.north(40.0)
    own = reports.take_report(registry, kind=CitizenReportKind.LEANING, words="Nghiêng", position=(lon, lat))
    here = {"Vĩ độ": lat, "Kinh độ": lon}
    path = book(
        tmp_path / "a.xlsx", line("D-1", **here), line("D-2", **here),
        line("D-3", **{"Địa điểm": "nơi khác"}),
        line("D-1", "dòng lặp"), line("", "không mã"), line("D-9", ""), line("x" * 70),
    )  # fmt: skip
    seen = taken(registry, path, yes=False)
    first, second, third = seen.rows[:3]
    assert ([one.id for one in first.doubles], first.rows) == ([own.id], ())
    assert ([one.id for one in second.doubles], second.rows) == ([own.id], (2,))
    assert (third.doubles, third.rows) == ((), ())
    assert (5, "REPORT-CASE-TWICE") in codes(seen)
    assert {(7, "REPORT-EMPTY"), (8, "REPORT-CASE-NUMBER")} <= codes(seen)
    done = taken(registry, path)
    assert done.count(Outcome.NEW) == 3
    twins = joining.proposed(registry, cases.case(registry, "D-1").report)
    assert {one.case_number for one in twins} == {"", "D-2"}


def test_hostile_cells_are_text_and_stay_text(registry: Registry, tmp_path: Path) -> None:
    words = '=HYPERLINK("http://x","y")<script>alert(1)</script>'
    path = book(tmp_path / "a.xlsx", line("H-1", words, **{"Địa điểm": "@SUM(A1)"}), line("H-2", "y" * 9000))
    made = load_workbook(path)
    made.worksheets[0]["D2"].data_type = "s"
    made.save(path)
    found = taken(registry, path)
    assert (3, "TEXT-LONG") in codes(found)
    one = cases.case(registry, "H-1").report
    assert one.words == words
    closing.close(registry, one.id, reason=CloseReason.MENDED, reply="=1+1", who="lan", seen=one.version)
    made = returns.give_back(registry, seen=0, who="lan")
    sheet = load_workbook(returns.file_of(registry, made.id)[0]).worksheets[0]
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert "'=1+1" in cells
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_what_is_no_such_list_is_refused(registry: Registry, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(RefusalError, match="FILE-"):
        taken(registry, tmp_path / "a.xlsx")
    with pytest.raises(RefusalError, match="REPORT-CASE-FILE"):
        taken(registry, book(tmp_path / "b.xlsx", ["x", "y"], head=["Giá", "Số lượng"]))


def test_the_template_is_read_as_it_is(registry: Registry, tmp_path: Path) -> None:
    write_template(ListKind.CITIZEN_REPORTS, tmp_path / "mẫu.xlsx")
    assert taken(registry, tmp_path / "mẫu.xlsx").rows == ()


def test_answers_go_back_once_and_come_in_again_as_ours(registry: Registry, tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", line("T-1"), line("T-2", **{"Địa điểm": "x"}),
                line("T-3", **{"Địa điểm": "y", "Kết quả xử lý": "Phường đã sửa."}))  # fmt: skip
    done = taken(registry, path)
    assert (4, "REPORT-CASE-ANSWERED") in codes(done)
    reports.take_report(registry, kind=CitizenReportKind.OTHER, words="Của sổ", place="z")
    one = cases.case(registry, "T-1").report
    closing.close(registry, one.id, reason=CloseReason.NO_FAULT, reply="Đã xem.", who="lan", seen=one.version)
    first = returns.give_back(registry, seen=0, who="lan")
    assert first.cases == 3
    file, name = returns.file_of(registry, first.id)
    rows = [[cell.value for cell in row] for row in load_workbook(file).worksheets[0].iter_rows()]
    told_rows = {row[0]: row for row in rows[1:]}
    assert set(told_rows) == {"T-1", "T-2", "T-3"}
    said = told(reports.report(registry, one.id))
    assert told_rows["T-1"][3:7] == [said.code, said.state["vi"], said.reason["vi"], said.answer]
    assert "Phường đã sửa." in told_rows["T-3"][9]
    with pytest.raises(RefusalError, match="REPORT-RETURN-EMPTY"):
        returns.give_back(registry, seen=1, who="lan")
    with pytest.raises(RefusalError, match="CHANGED-MEANWHILE"):
        returns.give_back(registry, seen=0, who="nam")
    for never in (-1, 7):  # numbered one after the other, whatever a form says
        with pytest.raises(RefusalError, match="REQUEST-VALUE"):
            returns.give_back(registry, seen=never, who="nam")
    copy = tmp_path / name
    copy.write_bytes(file.read_bytes())
    back = taken(registry, copy)
    assert {row.outcome for row in back.rows} == {Outcome.SAME}, "our own answer is none of somebody else's"
    standing = reports.report(registry, one.id)
    closing.reopen(registry, one.id, who="lan", seen=standing.version)
    assert [case.id for case in returns.waiting(registry).cases] == [one.id]
    second = returns.give_back(registry, seen=1, who="nam")
    assert second.cases == 1
    (again,) = [*load_workbook(returns.file_of(registry, second.id)[0]).worksheets[0].values][1:]
    assert again[9] == f"Mở lại ngày {today():%d/%m/%Y}: kết quả xử lý ở đây là của lần trước"
    assert told_rows["T-1"][9] in (None, "")
    opened = reports.report(registry, one.id)
    closing.close(
        registry, one.id, reason=CloseReason.NO_FAULT, reply="Đã xem.", who="lan", seen=opened.version
    )
    third = returns.give_back(registry, seen=2, who="nam")
    (again,) = [*load_workbook(returns.file_of(registry, third.id)[0]).worksheets[0].values][1:]
    assert again[9] in (None, ""), "an answer in the same words is one of now"
    assert returns.file_of(registry, first.id)[0].read_bytes() == copy.read_bytes(), "kept as it was"
    assert desk.sound(registry)


def test_the_briefing_counts_cases_past_their_day_and_coming_due_once_by_their_lead(
    registry: Registry, tmp_path: Path
) -> None:
    late, soon = (f"{today() + dt.timedelta(days=days):%d/%m/%Y}" for days in (-1, 1))
    rows = [("L-1", late), ("L-2", late), ("L-3", soon)]
    taken(registry, book(tmp_path / "a.xlsx", *(line(no, **{"Hạn xử lý": day}) for no, day in rows)))
    lead, other = (cases.case(registry, number).report for number in ("L-1", "L-2"))
    joining.join(registry, lead.id, {lead.id: lead.version, other.id: other.version}, who="lan")
    span = Span(SpanKind.WEEK, today(), today() + dt.timedelta(days=6), today())
    found = {one.code: one for one in PART.numbers(registry, span, "vi")}
    assert len(found["public.case_late"]) == 1
    assert found["public.case_late"].lines[0].words.startswith("L-1")
    assert found["public.case_late"].lines[0].on == today() - dt.timedelta(days=1)
    assert [one.words[:3] for one in found["public.case_due"].lines] == ["L-3"]


def test_joined_reports_go_back_with_one_answer_each_by_its_number(
    registry: Registry, tmp_path: Path
) -> None:
    taken(registry, book(tmp_path / "a.xlsx", line("J-1"), line("J-2", **{"Địa điểm": "x"})))
    lead, other = (cases.case(registry, number).report for number in ("J-1", "J-2"))
    returns.give_back(registry, seen=0, who="lan")
    lead = joining.join(registry, lead.id, {lead.id: lead.version, other.id: other.version}, who="lan")
    assert returns.waiting(registry).cases == [], "joining alone tells nobody anything new"
    span = Span(SpanKind.WEEK, today(), today(), today())
    counts = {one.code: len(one) for one in PART.numbers(registry, span, "vi")}
    assert (counts["public.received"], counts["public.open"]) == (2, 1), "two came in, one matter is open"
    closing.close(registry, lead.id, reason=CloseReason.MENDED, reply="Đã sửa.", who="lan", seen=lead.version)
    waiting = returns.waiting(registry).cases
    assert {(one.case_number, told(one).answer) for one in waiting} == {
        ("J-1", "Đã sửa."),
        ("J-2", "Đã sửa."),
    }
