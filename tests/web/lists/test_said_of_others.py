"""What the page of a list says of masts that another leads, and of which sheet a column is."""

import io

import openpyxl
import pytest
from flask import Flask

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
