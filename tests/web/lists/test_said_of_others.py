"""What the page of a list says of masts that another leads, and of which sheet a column is."""

import io

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.services.office.operation import jobs
from registry.services.register.import_sites import import_sites
from tests.services.offices import HEADER, mast, write_list
from tests.web.people import signed_in, token
from web.frame.office import registry

LON, LAT = 106.301234, 21.351234


@pytest.fixture(scope="module")
def page(app: Flask, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A full list of two sheets that leaves out a mast of another, as its carrier and the office see it."""
    folder = tmp_path_factory.mktemp("lists")
    with app.app_context():
        found = registry()
    for operator in ("VNPT", "VTL"):
        row = mast("YY-N", operator, LON, LAT)
        import_sites(found, write_list(folder / f"{operator}.xlsx", [row]), yes=True, who="lan")
    book = openpyxl.Workbook()
    for at, sheet in enumerate((book.active, book.create_sheet("Tờ hai"))):
        assert sheet is not None
        sheet.append([*HEADER, "Người coi"])
        sheet.append([*mast(f"YY-{at}", "VTL", LON + 0.01 * (at + 1), LAT), "A. Nam"])
    content = io.BytesIO()
    book.save(content)
    carrier, officer = signed_in(app, "carrier"), signed_in(app, "appraiser")
    form = {"csrf_token": token(carrier, "/account"), "kind": "quarterly"}
    form["list"] = (io.BytesIO(content.getvalue()), "hai tờ.xlsx")  # type: ignore[assignment]
    address = carrier.post("/mast-lists", data=form).headers["Location"]
    assert jobs.finish(found)
    own = carrier.get(address).get_data(as_text=True)
    version = own.split('name="version" value="')[1].split('"')[0]
    sent = {"csrf_token": token(carrier, "/account"), "version": version}
    assert carrier.post(f"{address}/send", data=sent).status_code == 303
    return own, officer.get(address).get_data(as_text=True)


def test_a_column_is_named_with_its_sheet_where_there_are_several(page: tuple[str, str]) -> None:
    own, _ = page
    assert "I “Người coi” (Sheet)" in own
    assert "I “Người coi” (Tờ hai)" in own


def test_the_office_reads_who_leads_a_mast_left_out_and_the_carrier_only_that_another_does(
    page: tuple[str, str],
) -> None:
    own, office = page
    for text in page:
        assert "trong đó 1 cột do doanh nghiệp khác đứng tên" in text
    assert "YY-N (VNPT" in office
    assert "YY-N (VNPT" not in own
    assert "YY-N" in own


def test_a_list_is_not_said_to_be_taken_whole_where_a_row_is_anothers(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with app.app_context():
        found = registry()
    rows = [
        mast("ZZ-1", "VTL", LON + 0.05, LAT, "A2b", "cao lắm"),  # a height that does not read
        mast("ZZ-2", "VTL", LON + 0.06, LAT),
        mast("ZZ-3", "VNPT", LON + 0.07, LAT),
    ]
    path = write_list(tmp_path_factory.mktemp("anothers") / "a.xlsx", rows)
    carrier, officer = signed_in(app, "carrier"), signed_in(app, "appraiser")
    form = {"csrf_token": token(carrier, "/account"), "kind": "corrections"}
    form["list"] = (io.BytesIO(path.read_bytes()), "của nhau.xlsx")  # type: ignore[assignment]
    address = carrier.post("/mast-lists", data=form).headers["Location"]
    assert jobs.finish(found)

    def say(pages: FlaskClient, deed: str) -> None:
        version = pages.get(address).get_data(as_text=True).split('name="version" value="')[1].split('"')[0]
        sent = {"csrf_token": token(pages, "/account"), "version": version}
        assert pages.post(f"{address}/{deed}", data=sent).status_code == 303

    say(carrier, "send")
    asked = officer.get(address).get_data(as_text=True)
    assert "Ghi vào sổ đăng ký: 2 cột mới" in asked
    assert "Không ghi 1 dòng của doanh nghiệp khác." in asked
    assert "1 dòng sẽ ghi có ô cần xem" in asked
    say(officer, "accept")
    assert jobs.finish(found)
    for page in (pages.get(address).get_data(as_text=True) for pages in (carrier, officer)):
        assert "Đã nhận một phần" in page
        assert "1 dòng ghi là của doanh nghiệp khác chưa vào sổ." in page
