"""The printed map: what the person sees on the desk, and nobody else's masts, on a sheet that says so."""

import datetime as dt
import re
from typing import Any

import numpy as np
import pypdfium2
import pytest
from flask import Flask

from registry.documents.mast_signs import OUTLINES
from registry.documents.sheet.map_sheet import SheetContent, ground_of
from registry.geo.crs import to_metric
from registry.model.areas import Layer
from registry.model.people import OPEN_DESK
from registry.services.register.ledger_pages import head_of
from registry.services.register.map_masts import map_masts
from registry.services.register.mast_days import days_for
from tests.pages import Pages
from tests.web.people import registry_of, visitor
from web.map.mast_shapes import SHAPES

HERE = "lat=21.2745&lon=106.1985"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[SheetContent]:
    """What sheets would have been drawn of."""
    found: list[SheetContent] = []

    def keep(content: SheetContent, *_more: Any) -> bytes:
        found.append(content)
        return b"%PDF-1.4"

    monkeypatch.setattr("web.map.printed_sheet.draw_sheet", keep)
    return found


def codes(content: SheetContent) -> set[str]:
    assert content.masts is not None
    return set(content.masts.codes)


def test_the_sheet_of_the_desk_is_a_pdf_with_source_day_and_who(app: Flask) -> None:
    answer = visitor(app, "appraiser").get(f"/map/print.pdf?scale=10000&paper=A4&{HERE}")
    assert answer.mimetype == "application/pdf"
    assert "ban-do-1-10000-a4.pdf" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    with pypdfium2.PdfDocument(answer.get_data()) as document:
        said = "".join(document[0].get_textpage().get_text_range().split())
    for text in (
        "Tỷ lệ 1:10.000",
        "DỮ LIỆU MINH HỌA",
        "khu vực phường Bắc Giang",
        "VN-2000",
        "Bắc lưới",
        "người in: appraiser",
    ):
        assert "".join(text.split()) in said, text
    assert head_of(registry_of(app)).hash[:12] in said


def test_the_masts_are_those_in_the_frame_that_the_filter_lets_through(
    app: Flask, asked: list[SheetContent]
) -> None:
    pages = visitor(app, "appraiser")
    pages.get(f"/map/print.pdf?scale=25000&{HERE}&hide=")
    every = map_masts(registry_of(app))
    whole = asked[0]
    xs, ys = to_metric(every.lon, every.lat, 9214)
    west, south, east, north = ground_of(whole.layout, whole.x, whole.y, 25_000)
    inside = np.flatnonzero((xs >= west) & (xs <= east) & (ys >= south) & (ys <= north))
    assert codes(whole) == {every.codes[row] for row in inside}
    assert len(whole.borders) > 0
    assert any("Cáp ngoại vi không in" in line for line in whole.foot)
    assert len(whole.zones) > 0
    pages.get(
        f"/map/print.pdf?scale=25000&{HERE}&hide=layer-cables,operator-VTL,layer-borders,layer-urban_area,state-dismantled"
    )
    fewer = asked[1]
    assert codes(fewer) < codes(whole)
    assert fewer.masts is not None
    assert "dismantled" not in fewer.masts.states
    assert not fewer.borders
    assert not any("Cáp ngoại vi không in" in line for line in fewer.foot)
    assert len(fewer.zones) < len(whole.zones)
    assert not any("Viettel" in row.text and "(0)" in row.text for row in fewer.legend)


def test_a_carrier_prints_its_own_masts_alone_and_no_restricted_zone(
    app: Flask, asked: list[SheetContent]
) -> None:
    pages = visitor(app, "carrier")
    pages.get(f"/map/print.pdf?scale=200000&paper=A3&{HERE}")
    every = map_masts(registry_of(app))
    bit = 1 << every.operators.index("VTL")
    own = {every.codes[row] for row in np.flatnonzero((every.networks.astype(int) & bit) != 0)}
    own |= {code for code, owner in zip(every.codes, every.owners, strict=True) if owner == "VTL"}
    assert codes(asked[0])
    assert codes(asked[0]) <= own
    assert any("Chỉ có cột của đơn vị người in" in line for line in asked[0].foot)
    legend = " ".join(row.text for row in asked[0].legend)
    for layer in (Layer.MILITARY, Layer.AIR_DEFENCE):
        assert pages.client.get(f"/map/zones/{layer.value}.json").status_code == 404
    assert "quốc phòng" not in legend.casefold()


def test_a_past_day_has_the_masts_that_stood_and_says_so(app: Flask, asked: list[SheetContent]) -> None:
    pages = visitor(app, "appraiser")
    for day in ("2019-06-30", "2099-01-01"):
        pages.get(f"/map/print.pdf?scale=100000&{HERE}&hide=&asof={day}")
    past, present = asked
    assert codes(past) < codes(present)
    assert "tình trạng ngày 30/06/2019" in past.subtitle
    assert "dữ liệu ngày" in present.subtitle
    registry = registry_of(app)
    masts = map_masts(registry)
    with app.app_context():
        days = days_for(registry, OPEN_DESK)
    sure, perhaps = days.standing(dt.date(2019, 6, 30))
    assert codes(past) <= {masts.codes[row] for row in np.flatnonzero(sure | perhaps)}


def test_what_cannot_be_used_is_refused_in_words(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = visitor(app, "appraiser").client
    for query in (
        "scale=123", "paper=A5", "lat=abc", "lat=89&lon=106", "box=1,2,3", f"title={'x' * 121}", "scle=25000",
    ):  # fmt: skip
        for path in ("/map/print", "/map/print.pdf"):
            answer = client.get(f"{path}?{query}")
            assert answer.status_code == 400, query
    monkeypatch.setattr("web.map.printed_sheet.MOST_MASTS", 10)
    answer = client.get("/map/print.pdf?scale=200000")
    assert answer.status_code == 400
    assert "MAP-SHEET-FULL" in answer.get_data(as_text=True)


def test_a_place_without_anything_still_gives_a_sheet(app: Flask, asked: list[SheetContent]) -> None:
    visitor(app, "appraiser").get("/map/print.pdf?lat=10&lon=70&scale=500&landscape=0")
    assert codes(asked[0]) == set()
    assert "Không có cột nào trên tờ" in [row.text for row in asked[0].legend]


def test_the_form_stands_alone_or_as_a_part_and_remembers_what_was_asked(pages: Pages) -> None:
    page = pages.get("/map/print?paper=A3&landscape=0&scale=50000&title=Tờ+1&hide=layer-military").get_data(
        as_text=True
    )
    assert re.search(r'value="A3" checked', page)
    assert re.search(r'value="0" checked', page)
    assert re.search(r'value="50000" selected', page)
    assert 'value="Tờ 1"' in page
    assert 'name="hide" value="layer-military"' in page
    part = pages.client.get("/map/print", headers={"X-Part": "1"}).get_data(as_text=True)
    assert "<html" not in part
    assert "/map/print.pdf" in part
    assert 'data-tool="print"' in pages.get("/").get_data(as_text=True)


def test_paper_and_screen_know_the_same_classes() -> None:
    assert set(OUTLINES) == set(SHAPES)
