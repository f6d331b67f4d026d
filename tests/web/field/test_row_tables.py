"""Answers row by row on the page of their visit: one small table an entry, and what follows from them."""

from collections.abc import Iterator

import pytest
from flask import Flask

from registry.model.people import OPEN_DESK
from registry.services.field.defects import list_defects
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.field.test_row_answers import send_rows
from tests.services.requests import desk
from tests.web.people import registry_of, running, sign_in, with_people

VISIT: list[str] = []


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("rows") / "home")})
    registry = desk.make(settings)
    VISIT[:] = [send_rows(registry)]
    registry.close()
    with running(with_people(settings, tmp_path_factory.mktemp("people") / "home")) as app:
        yield app


def test_a_visit_shows_its_rows_in_a_table_and_makes_a_defect_of_one(app: Flask) -> None:
    officer = Pages(app)
    sign_in(officer.client, "appraiser")
    (visit,) = VISIT
    text = " ".join(officer.page(f"/visits/{visit}").text)
    assert "ngoài ngưỡng: T1/3" in text
    assert "tính từ các số đo" in text  # the lean, from two directions
    assert "50 mm" in text
    assert "ghi “tất cả tốt”" in text  # said of the answer that one tap gave with others
    form = {"entry": "guy_tension[T1/3]", "defect": "guy_slack", "severity": "serious"}
    officer.post(f"/visits/{visit}/defects", form)
    (made,) = list_defects(registry_of(app), person=OPEN_DESK)
    assert made.entry == "guy_tension[T1/3]"
