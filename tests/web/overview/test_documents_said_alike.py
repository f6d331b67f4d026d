"""Sheets of communes, reports, the briefing and the programme say as documents what their pages say."""

import datetime as dt
import io
import re

import openpyxl

from registry.services.office.calendar import today
from tests.documents.said import said_in
from tests.pages import Pages
from tests.web.requests.outcomes import main, words


def test_the_sheet_of_a_commune_says_the_measures_of_its_page(pages: Pages) -> None:
    codes = list(dict.fromkeys(re.findall(r'href="/overview/communes/(\d+)', main(pages, "/overview"))))
    assert len(codes) > 3
    for code in codes[:3]:
        page = words(main(pages, f"/overview/communes/{code}"))
        told = 0
        for row in said_in(pages.get(f"/overview/communes/{code}/sheet.docx").data).rows(4):
            for name, value in (row[:2], row[2:]):
                told += bool(name)
                assert name.partition(" (")[0] in page
                assert value in page, (code, name, value)
        assert told > 20


def test_the_report_says_the_tables_of_its_page_and_workbook(pages: Pages) -> None:
    asked = f"first={dt.date(today().year, 1, 1)}&day={today()}"
    page = words(main(pages, f"/reports?{asked}"))
    report = said_in(pages.get(f"/reports/report.docx?{asked}").data)
    masts, stations = re.findall(r"có ([\d.]+) cột ăng ten, ([\d.]+) trạm", report.text)[0]
    assert masts in page
    sheets = openpyxl.load_workbook(io.BytesIO(pages.get(f"/reports/report.xlsx?{asked}").data)).worksheets
    listed = {
        tuple(_figure(value) for value in row if value is not None)
        for sheet in sheets
        for row in sheet.iter_rows(values_only=True)
    }
    totals = [row for row in report.all_rows() if row[0] == "Tổng"]
    assert len(totals) > 5
    assert {masts, stations} <= {cell for row in totals for cell in row}
    for row in totals:
        whole = [cell.replace(".", "") for cell in row if not cell.endswith("%")]
        assert any(whole == list(line[: len(whole)]) for line in listed), row


def test_briefing_and_programme_count_what_their_pages_count(pages: Pages) -> None:
    for kind in ("week", "month"):
        asked = f"kind={kind}&day={today()}"
        page = words(main(pages, f"/briefing?{asked}"))
        brief = said_in(pages.get(f"/briefing/briefing.docx?{asked}").data)
        done, still, late = re.findall(
            r"đã làm (\d+) việc; đang mở (\d+) việc; quá hạn (\d+) việc", brief.text
        )[0]
        assert f"{done} đã làm {still} đang mở {late} quá hạn" in page
        for line in brief.table("TT", "Mảng việc", "Nội dung"):
            assert re.sub(r" \([^()]*\)$", "", line["Nội dung"]) in page
            assert line["Hạn"].partition(" (")[0] in page
    year = today().year
    page = words(main(pages, f"/programme?year={year}"))
    said = said_in(pages.get(f"/programme/programme.docx?year={year}").data)
    count = said.found(r"Chương trình có (\d+) nhiệm vụ", "0")
    assert count == "0" or f"{count} Tất cả" in page
    for number, word in re.findall(r"(\d+) ([^,.:\d]+?)(?=[,.])", said.found(r"nhiệm vụ: (.*)", "")):
        assert f"{number} {word.capitalize()}" in page


def _figure(value: object) -> str:
    return f"{value:.0f}" if isinstance(value, float) else str(value)
