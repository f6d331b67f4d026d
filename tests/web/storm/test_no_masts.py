"""A storm over a register without masts, as on an office's first day: nothing is known, nothing is 0."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from registry.demo.initialise import init_registry
from registry.demo.storm import yagi_bulletin
from registry.model.people import Role
from registry.services.office.registry import open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import read_settings
from tests.pages import Page
from tests.web.people import PASSWORD, running, visitor


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("empty") / "sổ")})
    init_registry(settings)
    registry = open_registry(settings)
    add_account(
        registry, "truc", [Role.DUTY_OFFICER], organisation="", password=PASSWORD, must_change=False, who="t"
    )
    registry.close()
    with running(settings) as made:
        yield made


def text(page: Page) -> str:
    return " ".join(page.text)


def test_what_is_to_be_ready_before_a_storm_is_not_ready_where_no_mast_is_known(app: Flask) -> None:
    said = text(visitor(app, "truc").page("/shift"))
    communes = re.search(r"(\d+) xã, phường chưa biết: sổ chưa có cột nào ở đó", said)
    assert communes is not None
    assert int(communes[1]) == 99
    assert "Sổ chưa có cột nào: nhập danh sách cột" in said
    assert "Cột nào cũng có gió thiết kế" not in said


def test_of_no_mast_no_wind_no_distance_and_no_level_is_said(app: Flask) -> None:
    officer = visitor(app, "truc")
    form = {"text": yagi_bulletin(), "deed": "save", "number": "3"}
    storm = str(officer.post("/storms/new", form, 303).headers["Location"])
    for path in ("", "/wall"):
        said = text(officer.page(f"{storm}{path}"))
        assert "cách 0 km" not in said, path
        assert "cấp 0" not in said, path
        assert "không tới cột nào" not in said, path
        assert "Không có cột nào cần gia cố" not in said, path
        assert "dưới mức phải xếp cấp" not in said, path
    for path in ("/letters", "/calls", "/after", "/bulletins", "/ranking.xlsx", "/after.xlsx", "/winds"):
        officer.get(f"{storm}{path}")
    for path in ("/shift", "/shift/handover", "/now", "/now?wall=", "/today"):
        officer.get(path)
