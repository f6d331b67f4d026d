"""An area in the address: what the map draws of it, the masts inside, their files, and who gets which."""

import io

import openpyxl
import pytest
from flask import Flask

from registry.services.register.map_masts import MapMasts
from tests.pages import Page, Pages
from tests.web.people import visitor

PART = {"X-Part": "1"}


def named(pages: Pages, label: str) -> str:
    """The area of one unit, by what the search calls it."""
    found = [item["id"] for item in pages.get("/map/area/places.json").get_json() if item["label"] == label]
    assert len(found) == 1
    return f"u.{found[0]}"


def codes_of(content: bytes) -> list[str]:
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
    head, *rows = sheet.iter_rows(values_only=True)
    return [str(row[head.index("Mã vị trí")]) for row in rows]


def test_a_former_district_is_found_drawn_counted_and_exported(pages: Pages, masts: MapMasts) -> None:
    area = named(pages, "Huyện Lạng Giang (cũ)")
    drawn = pages.get(f"/map/area/shape.json?area={area}").get_json()
    assert drawn["shape"]["type"] in ("Polygon", "MultiPolygon")
    assert [(part["label"], part["taken"]) for part in drawn["parts"]] == [("Huyện Lạng Giang (cũ)", False)]
    assert "5 xã, phường" in drawn["parts"][0]["note"]
    html = pages.get(f"/map/area?area={area}", headers=PART).get_data(as_text=True)
    page = Page(html)
    assert page.one(**{"class": "listed chosen"})["data-total"] == str(drawn["count"])
    links = {link["href"] for link in page.all("a")}
    assert any(link.startswith("/campaigns/new?area=u.") for link in links)
    assert any(link.startswith("/zones/drafts?then=draw") for link in links)
    answer = pages.get(f"/map/area/cot.xlsx?area={area}")
    assert "cot-vung-chon-" in answer.headers["Content-Disposition"]
    found = codes_of(answer.get_data())
    assert len(found) == drawn["count"] > 50
    assert found == sorted(found)
    assert set(found) <= set(masts.codes)


def test_touching_the_map_finds_the_commune_or_the_former_district(pages: Pages) -> None:
    commune = pages.get("/map/area/at.json?lon=106.26&lat=21.36").get_json()["unit"]
    district = pages.get("/map/area/at.json?lon=106.26&lat=21.36&level=district").get_json()["unit"]
    assert commune.endswith("@2025-07-01")
    assert f"u.{district}" == named(pages, "Huyện Lạng Giang (cũ)")
    assert pages.get("/map/area/at.json?lon=105.0&lat=20.0").get_json()["unit"] is None


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "AREA-NONE"),
        ("area=hỏng", "AREA-NOT-READ"),
        ("area=u.99999@start", "AREA-UNIT-UNKNOWN"),
        ("area=p.g1ynUgj5gEgxTgxTA_wT_wTgxT", "AREA-CROSSES"),
        ("area=c.gotpUglgiE.900000", "AREA-TOO-LARGE"),
        ("area=c.gotpUglgiE.500&states=x", "WEB-PARAMETER"),
        ("area=c.gotpUglgiE.500&state=1", "WEB-PARAMETER-UNKNOWN"),
    ],
)
def test_an_area_that_makes_no_sense_is_refused_by_its_code(pages: Pages, query: str, code: str) -> None:
    for path in ("/map/area", "/map/area/cot.kml"):
        assert code in pages.get(f"{path}?{query}", 400).get_data(as_text=True)


def test_an_empty_area_is_no_fault_of_the_map(pages: Pages) -> None:
    answer = pages.get("/map/area/shape.json?area=").get_json()
    assert (answer["shape"], answer["count"]) == (None, 0)
    assert "EXPORT-FORMAT" in pages.get("/map/area/cot.pdf?area=c.gotpUglgiE.500", 400).get_data(as_text=True)


def test_a_carrier_counts_and_takes_away_its_own_masts_alone(app: Flask) -> None:
    office, carrier = visitor(app, "appraiser"), visitor(app, "carrier")
    area = named(office, "Huyện Lạng Giang (cũ)")
    every = codes_of(office.get(f"/map/area/cot.xlsx?area={area}").get_data())
    own = codes_of(carrier.get(f"/map/area/cot.xlsx?area={area}").get_data())
    assert 0 < len(own) < len(every)
    assert set(own) <= set(every)
    assert carrier.get(f"/map/area/shape.json?area={area}").get_json()["count"] == len(own)
    html = carrier.get(f"/map/area?area={area}", headers=PART).get_data(as_text=True)
    assert "Chỉ có cột của đơn vị bạn" in html
    assert "/campaigns/new" not in html
