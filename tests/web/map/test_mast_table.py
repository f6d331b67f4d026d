"""The table under the map by its addresses: windows of one order, and files of exactly what is shown."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook

from registry.geo.area_texts import area_text
from registry.model.chosen_areas import AreaPart, ChosenArea, PartKind
from registry.services.register.map_masts import MapMasts
from tests.pages import Pages
from tests.web.people import signed_in
from web.map import mast_table

BOX = "bbox=106.0,21.1,106.5,21.5"


def window(pages: Pages, query: str) -> dict[str, Any]:
    found: dict[str, Any] = pages.get(f"/map/table.json?{query}").get_json()
    return found


def test_windows_follow_each_other_in_one_order(pages: Pages) -> None:
    whole = window(pages, f"{BOX}&sort=-height_m&count=500")
    heights = [row["cells"]["height_m"].replace(",", ".") for row in whole["rows"]]
    known = [float(text) for text in heights if text]
    assert len(known) > 100
    assert known == sorted(known, reverse=True)
    parts = [window(pages, f"{BOX}&sort=-height_m&from={at}&count=50") for at in (0, 50, 100)]
    assert [row["code"] for part in parts for row in part["rows"]] == [
        row["code"] for row in whole["rows"][:150]
    ]
    assert {part["total"] for part in parts} == {whole["total"]}


def test_a_mast_is_found_in_the_order(pages: Pages) -> None:
    row = window(pages, f"{BOX}&sort=commune&from=321&count=1")["rows"][0]
    assert window(pages, f"{BOX}&sort=commune&count=1&find={row['site']}")["at"] == 321
    assert window(pages, f"{BOX}&count=1&find=2000000000")["at"] is None


def test_a_chosen_area_stands_for_the_view(pages: Pages, masts: MapMasts) -> None:
    place = (float(masts.lon[0]), float(masts.lat[0]))
    area = area_text(ChosenArea((AreaPart(PartKind.CIRCLE, (place,), radius_m=500),)))
    found = window(pages, f"area={area}&{BOX}")
    assert masts.codes[0] in {row["code"] for row in found["rows"]}
    assert 0 < found["total"] < window(pages, BOX)["total"]


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_file_holds_what_is_shown_in_its_order(pages: Pages, form: str) -> None:
    asked = f"{BOX}&states=3&sort=-commune"
    answer = pages.get(f"/map/table.{form}?{asked}&columns=code,commune,height_m,lat,lon")
    assert f".{form}" in answer.headers["Content-Disposition"]
    if form == "csv":
        lines = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    else:
        sheet = load_workbook(io.BytesIO(answer.data)).active
        assert sheet is not None
        lines = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [text for text in lines[0] if text != "Dữ liệu minh họa"] == [
        "Mã vị trí", "Xã/Phường", "Chiều cao cột (m)", "Vĩ độ (độ)", "Kinh độ (độ)",
    ]  # fmt: skip
    shown = window(pages, f"{asked}&count=500")
    assert len(lines) - 1 == shown["total"]
    assert [line[0] for line in lines[1:501]] == [row["code"] for row in shown["rows"]]
    assert float(lines[1][lines[0].index("Vĩ độ (độ)")]) == pytest.approx(
        shown["rows"][0]["place"][0], abs=1e-7
    )


def test_a_long_table_is_offered_as_csv(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mast_table, "BOOK_ROWS", 10)
    refused = pages.get(f"/map/table.xlsx?{BOX}", 400).get_data(as_text=True)
    assert "EXPORT-TABLE-LONG" in refused
    assert ".csv" in refused
    pages.get(f"/map/table.csv?{BOX}")


@pytest.mark.parametrize(
    "query", ["sort=password", "columns=password", "bbox=1,2,3", "states=x", "colour=red", "area=Z9"]
)
def test_what_cannot_be_asked_is_refused(pages: Pages, query: str) -> None:
    pages.get(f"/map/table.csv?{query}", 400)


def test_a_carrier_gets_its_own_masts_without_the_offices_visits(app: Flask, masts: MapMasts) -> None:
    client = signed_in(app, "carrier")
    rows = client.get("/map/table.json?count=500").get_json()["rows"]
    bit = 1 << masts.operators.index("VTL")
    own = {masts.codes[at] for at in range(len(masts)) if int(masts.networks[at]) & bit}
    own |= {masts.codes[at] for at in range(len(masts)) if masts.owners[at] == "VTL"}
    assert rows
    assert {row["code"] for row in rows} <= own
    assert "inspected" not in rows[0]["cells"]
    text = client.get("/map/table.csv?columns=code,inspected,defects").get_data().decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Mã vị trí,Số tồn tại (sổ đăng ký)")
    assert client.get("/map/table.csv?sort=inspected").status_code == 400
