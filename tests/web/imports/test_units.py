"""The pages of borders: what an old register is offered, a whole province's file, and taking either back."""

from pathlib import Path

import pytest
from flask import Flask

from registry.services.office.deeds import write
from registry.services.register.units.first_units import units_with
from registry.store.changes import difference
from registry.store.register.units import load_units, unit_row
from registry.store.tables import admin_units
from tests.pages import Page, Pages
from tests.services.offices import write_geojson
from tests.services.register.units.test_border_file import all_communes_of
from tests.web.people import registry_of, visitor


def text_of(page: Page) -> str:
    return " ".join(" ".join(page.text).split())


@pytest.fixture(scope="module")
def appraiser(app: Flask) -> Pages:
    return visitor(app, "appraiser")


def error_of(app: Flask, unit: str) -> float:
    with registry_of(app).database.read() as connection:
        return next(one.boundary_error_m for one in load_units(connection) if one.id == unit)


@pytest.fixture(scope="module")
def old(app: Flask) -> Flask:
    """The register as one of before: every border made from points."""
    rough = [unit_row(unit) for unit in units_with("24", None)]
    with registry_of(app).database.write() as connection:
        write(connection, difference(connection, admin_units, rough).changes, "init", "bts")
    return app


def test_an_old_register_is_offered_real_borders_and_takes_them_only_when_told(
    old: Flask, appraiser: Pages
) -> None:
    page = appraiser.page("/units")
    assert "đơn vị đang dùng ranh giới gần đúng trong khi phần mềm đã có ranh giới thật của tỉnh" in text_of(
        page
    )
    assert "/units/borders" in [link.get("href") for link in page.all("a")]
    shown = text_of(appraiser.page("/units/borders"))
    assert "chưa ghi gì" in shown
    assert "xã, phường ghi ±110 m, tỉnh ghi ±200 m" in shown
    assert error_of(old, "07210@2025-07-01") == 2_600
    answer = appraiser.post("/units/borders", {}, 303)
    batch = answer.location.rsplit("/", 1)[1]
    assert error_of(old, "07210@2025-07-01") == 110
    assert "Mọi cấp, theo ranh giới các xã" in text_of(appraiser.page(f"/batches/{batch}"))
    assert "Xem ranh giới mới" not in text_of(appraiser.page("/units"))
    assert "Sổ đã có các ranh giới này hoặc tốt hơn" in text_of(appraiser.page("/units/borders"))


def test_a_file_of_another_province_is_refused_in_the_page(
    app: Flask, appraiser: Pages, tmp_path: Path
) -> None:
    path = write_geojson(tmp_path / "quảng ninh.geojson", all_communes_of("22"))
    form = {"level": "whole", "list": (path.open("rb"), path.name)}
    said = appraiser.post("/units/file", form, 400).get_data(as_text=True)
    assert "BORDERS-OTHER-PROVINCE" in said
    assert "là ranh giới của tỉnh Quảng Ninh, sổ này của tỉnh Bắc Ninh" in said


def test_the_own_provinces_file_is_looked_at_first(app: Flask, appraiser: Pages, tmp_path: Path) -> None:
    path = write_geojson(tmp_path / "bắc ninh.geojson", all_communes_of("24"))
    form = {"level": "whole", "list": (path.open("rb"), path.name)}
    answer = appraiser.post("/units/file", form, 303)
    shown = text_of(appraiser.page(answer.location))
    assert "Mọi cấp, theo ranh giới các xã" in shown
    assert "chưa ghi gì" in shown
    assert "Bắc Giang thay đổi" not in shown  # it is no better than the border that stands


def test_a_carrier_is_not_offered_borders(app: Flask) -> None:
    visitor(app, "carrier").get("/units/borders", 403)
