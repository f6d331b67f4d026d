"""Pages of reports: numbers open their rows, files arrive, wrong words are answered, carriers stay out."""

import re
from io import BytesIO

import openpyxl
import pytest
from docx import Document
from flask import Flask

from registry.services.reports.tables import table_kinds
from registry.settings import Settings
from tests.pages import Pages
from tests.web.people import signed_in, with_people
from web.app import create_app

NUMBER = re.compile(r'<a href="(/reports/rows\?[^"]+)" aria-label="([\d.]+), ')


@pytest.mark.parametrize("code", [kind.code for kind in table_kinds()])
def test_every_table_has_a_page_a_chart_and_an_english_one(demo_app: Flask, code: str) -> None:
    client = demo_app.test_client()
    page = client.get("/reports", query_string={"table": code})
    assert page.status_code == 200
    assert "Kỳ từ ngày 01/01/" in page.get_data(as_text=True)  # the paper says of what day its figures are
    picture = client.get("/reports/chart.png", query_string={"table": code})
    assert picture.data.startswith(b"\x89PNG")


def test_a_number_of_the_page_opens_as_many_rows(demo_app: Flask) -> None:
    client = demo_app.test_client()
    found = NUMBER.findall(client.get("/reports?table=dung-chung").get_data(as_text=True))
    assert len(found) > 10
    for address, said in found[:4]:
        rows = client.get(address.replace("&amp;", "&"))
        assert f": {said}</h1>" in rows.get_data(as_text=True)
        book = client.get(address.replace("&amp;", "&").replace("/rows?", "/rows.xlsx?"))
        sheet = openpyxl.load_workbook(BytesIO(book.data)).active
        assert sheet is not None
        assert sheet.max_row - 1 == int(said.replace(".", ""))


def test_the_report_arrives_as_a_document_and_as_a_workbook(demo_app: Flask) -> None:
    client = demo_app.test_client()
    document = Document(BytesIO(client.get("/reports/report.docx").data))
    assert any("BÁO CÁO" in paragraph.text for paragraph in document.paragraphs)
    book = openpyxl.load_workbook(BytesIO(client.get("/reports/report.xlsx").data))
    assert len(book.sheetnames) == len(table_kinds()) + 1


def test_the_map_has_an_area_for_every_commune_with_its_number(demo_app: Flask) -> None:
    client = demo_app.test_client()
    assert client.get("/reports/map?table=cot-theo-xa").status_code == 200
    areas = client.get("/reports/areas.json?table=cot-theo-xa&column=VTL").get_json()
    assert len(areas["features"]) == 99
    assert sum(one["properties"]["count"] for one in areas["features"]) > 500
    assert {one["properties"]["step"] for one in areas["features"] if not one["properties"]["count"]} == {0}


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/reports?table=khong-co", 400),
        ("/reports?day=31/12/2026", 400),
        ("/reports?first=2026-06-30&day=2026-01-01", 400),
        ("/reports?day=2999-01-01", 400),
        ("/reports?foo=1", 400),
        ("/reports/rows?table=loai-cot&row=khong-co", 200),
        ("/reports/rows?table=loai-cot&page=x", 400),
        ("/reports/map?table=loai-cot", 400),
    ],
)
def test_a_wrong_word_is_answered_in_words(demo_app: Flask, address: str, status: int) -> None:
    assert demo_app.test_client().get(address).status_code == status


def test_a_carrier_has_no_reports(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    app = create_app(with_people(demo_settings, tmp_path_factory.mktemp("reports") / "home"))
    try:
        client = signed_in(app, "carrier")
        for path in (
            "/reports",
            "/reports/rows?table=loai-cot",
            "/reports/report.docx",
            "/reports/areas.json",
        ):
            assert client.get(path).status_code == 403
        assert signed_in(app, "leader").get("/reports").status_code == 200
    finally:
        app.extensions["bts-registry"].close()


def test_the_english_page_has_english_words_and_leads_on(pages: Pages) -> None:
    text = " ".join(pages.page("/reports?lang=en&table=loai-cot").text)
    assert "Masts by class and operator" in text
    assert not re.search(r"\b(Tổng|Xem|Tải|Kỳ)\b", text)
    for address in (
        "/reports/rows?table=loai-cot&row=A2b&column=VTL",
        "/reports/map?table=cot-theo-huyen-cu",
    ):
        pages.page(address)
