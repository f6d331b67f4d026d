"""Plates by their pages: what a QR code opens for whom, what is printed, and that tokens are not guessed."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from registry.demo.initialise import init_registry
from registry.services.office.registry import Registry
from registry.services.public import plate_settings
from registry.settings import Settings, read_settings
from tests.pages import Pages
from tests.web.people import running, sign_in, with_people
from web.app import create_app

CODE = "BGG00003"  # Viettel's


def visitor(app: Flask, name: str = "") -> Pages:
    pages = Pages(app)
    if name:
        sign_in(pages.client, name)
    return pages


def way(app: Flask) -> str:
    """The address that the plate of the mast leads to."""
    page = visitor(app, "appraiser").page(f"/plates?codes={CODE}")
    return next(a["href"] for a in page.all("a") if a["href"].startswith("/m/"))


def test_anybody_sees_what_stands_in_the_street_and_no_more(app: Flask) -> None:
    page = visitor(app).page(way(app))
    text = " ".join(page.text)
    assert "Viettel" in text
    assert "Phường" in text
    assert "A2b" in text
    assert CODE not in text
    assert not re.search(r"21[.,]\d{4}|106[.,]\d{4}|36,0|36 m", text)
    assert any(a["href"].startswith("/report?mast=") for a in page.all("a"))
    rival = visitor(app, "rival").page(way(app))
    assert CODE not in " ".join(rival.text)


def test_its_own_carrier_and_the_office_see_the_sheet_and_the_inspector_his_form(app: Flask) -> None:
    for name in ("appraiser", "carrier", "leader"):
        assert any(CODE in text for text in visitor(app, name).page(way(app)).text), name
    inspector = visitor(app, "inspector")
    location = inspector.get(way(app), 303).headers["Location"]
    assert location.startswith("/field#/mast/")
    assert any(CODE in text for text in inspector.page(f"{way(app)}?sheet=1").text)


def test_a_plate_is_read_as_it_is_typed_and_a_wrong_one_is_said(app: Flask) -> None:
    token = way(app).removeprefix("/m/")
    visitor(app).get(f"/m/{token[:5].upper()}-{token[5:].upper()}")
    answer = visitor(app).get("/m/0000000000", 404).get_data(as_text=True)
    assert "PLATE-UNKNOWN" in answer


def test_the_print_is_a_vietnamese_sign_whoever_reads_the_page(app: Flask) -> None:
    pages = visitor(app, "appraiser")
    pages.post("/language", {"lang": "en", "next": "/"})
    html = pages.get(f"/plates/print?codes={CODE}").get_data(as_text=True)
    assert "CẤM TRÈO" in html
    assert html.count("<article") == 1
    assert 'd="M' in html  # the code is drawn on the page
    four = pages.get("/plates/print?size=small&codes=BGG00003+BGG00011+BGG00019").get_data(as_text=True)
    assert four.count("<article") == 3
    assert "PLATES-MANY" in pages.get("/plates/print", 400).get_data(as_text=True)
    assert "PLATES-NONE" in pages.get("/plates/print?codes=NOTHING", 400).get_data(as_text=True)


def test_a_carrier_prints_no_other_carriers_masts(app: Flask) -> None:
    rival = visitor(app, "rival")
    rival.get(f"/plates/print?codes={CODE}", 400)
    book = openpyxl.load_workbook(
        io.BytesIO(rival.client.get("/plates/list.xlsx?organisation=VTL").get_data()), read_only=True
    )
    rows = list(book.worksheets[0].iter_rows(values_only=True, min_row=2))
    assert rows
    assert all("VNPT" in str(row[2]) or "VNPT" in str(row[1]) for row in rows)
    visitor(app).get("/plates", 302)


def test_a_carrier_is_offered_its_own_masts_first_and_those_it_shares_when_it_asks(app: Flask) -> None:
    carrier = visitor(app, "carrier")

    def owners(query: str) -> set[str]:
        data = carrier.client.get(f"/plates/list.xlsx{query}").get_data()
        sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True).worksheets[0]
        return {str(row[1]) for row in sheet.iter_rows(values_only=True, min_row=2)}

    assert all("Viettel" in owner for owner in owners(""))
    assert any("VNPT" in owner for owner in owners("?whose=shared"))
    assert 'name="whose"' in carrier.get("/plates").get_data(as_text=True)
    assert 'name="whose"' not in visitor(app, "appraiser").get("/plates").get_data(as_text=True)


def test_the_address_of_the_codes_is_the_offices_own(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = visitor(app, "administrator")
    form = {"address": "https://bts.bacninh.gov.vn", "phone-VTL": "1800 8098", "phone-office": "0204 1234"}

    def set_meanwhile(own: Registry) -> plate_settings.Board:
        monkeypatch.undo()
        read = plate_settings.board(own)  # what the page shows; another writes before it is there
        plate_settings.state_board(own, address="", phones={"VTL": "1"}, who="khác")
        return read

    monkeypatch.setattr(plate_settings, "board", set_meanwhile)
    page = admin.get("/plates").get_data(as_text=True)
    since = re.search(r'name="since" value="(\d+)"', page)[1]  # type: ignore[index]
    told = admin.post("/plates", {"phone-VTL": "2", "since": since}, 409).get_data(as_text=True)
    assert "CHANGED-MEANWHILE" in told

    refused = admin.post("/plates", {**form, "address": "bts"}, 400).get_data(as_text=True)
    assert 'value="bts"' in refused
    assert 'value="1800 8098"' in refused
    admin.post("/plates", form)
    content = admin.client.get(f"/plates/list.xlsx?codes={CODE}").get_data()
    row = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))[1]
    assert f"https://bts.bacninh.gov.vn{way(app)}" in row
    assert any("0204 1234" in text for text in visitor(app).page(way(app)).text)
    visitor(app, "appraiser").post("/plates", form, 403)


def test_tokens_cannot_be_tried_for_long(demo_settings: Settings, tmp_path: Path) -> None:
    app = create_app(with_people(demo_settings, tmp_path / "home"))
    client = app.test_client()
    answers = [client.get(f"/m/{n:010d}").status_code for n in range(61)]
    assert answers[:60] == [404] * 60
    assert answers[60] == 429
    app.extensions["bts-registry"].close()


def test_an_office_without_masts_is_led_to_its_lists_and_a_filter_to_less_of_it(
    app: Flask, tmp_path: Path
) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path / "home"), "BTS_PROVINCE": "20"})
    init_registry(settings)
    with running(settings) as bare:
        page = Pages(bare).get("/plates").get_data(as_text=True)
    assert "Chưa có cột nào để làm biển" in page
    filtered = visitor(app, "appraiser").get("/plates?codes=NOTHING").get_data(as_text=True)
    assert "Bớt điều kiện lọc" in filtered
