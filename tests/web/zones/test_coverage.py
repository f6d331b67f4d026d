"""Coverage as a page: every rule with where it has data, by day, and what to bring in next."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.checks.registered import CHECKS
from registry.demo.initialise import init_registry
from registry.settings import read_settings
from tests.pages import Pages
from web.app import create_app


@pytest.fixture
def first_day(tmp_path: Path) -> Iterator[Pages]:
    """The pages of an office that has brought nothing in yet."""
    settings = read_settings({"BTS_HOME": str(tmp_path / "home")})
    init_registry(settings)
    made: Flask = create_app(settings)
    yield Pages(made)
    made.extensions["bts-registry"].close()


def test_every_rule_stands_in_the_table_with_its_title_and_a_panel(pages: Pages) -> None:
    page = pages.page("/coverage")
    assert [values["data-row"] for values in page.all("tr") if "data-row" in values] == sorted(
        (check.code for check in CHECKS),
        key=lambda code: next(
            (item.stage.value != "position", at) for at, item in enumerate(CHECKS) if item.code == code
        ),
    )
    text = " ".join(page.text)
    for check in CHECKS:
        assert check.title_vi in text
    shown = [item for item in page.all("article") if "data-panel" in item and "hidden" not in item]
    assert [item["data-panel"] for item in shown] == ["SPC-01"]
    assert "Phạm vi dữ liệu" in " ".join(page.words["nav"])


def test_without_any_data_the_page_says_what_stands_in_and_how_to_bring_lists(first_day: Pages) -> None:
    page = first_day.page("/coverage")
    text = " ".join(page.text)
    assert "thay tạm" in text
    links = {link.get("href") for link in page.all("a")}
    assert {
        "/site-lists/file?operator=VTL",
        "/zones/file?layer=planning",
        "/plans/file?operator=VTL",
    } <= links
    assert "bts " not in text, "no page tells an official to type a command"
    assert "Chưa có" in text
    assert re.search(r"± [\d.]+ m", text)


def test_names_of_lists_still_missing_are_parted(first_day: Pages) -> None:
    text = first_day.page("/coverage").text
    html = first_day.client.get("/coverage").get_data(as_text=True)
    assert {"VNPT", "Viettel"} <= set(text)
    assert not re.search(r"</a><a\b[^>]*href=\"/(?:site-lists|plans)/file", html)


def test_a_rule_is_chosen_by_its_address_and_an_unknown_one_is_refused(pages: Pages) -> None:
    page = pages.page("/coverage?rule=AIR-02")
    shown = [item for item in page.all("article") if "data-panel" in item and "hidden" not in item]
    assert [item["data-panel"] for item in shown] == ["AIR-02"]
    assert pages.client.get("/coverage?rule=XYZ-99").status_code == 400
    for odd in ("hôm-qua", "0001-01-01", "9999-12-31"):  # no law and no list is of such a day
        assert pages.client.get(f"/coverage?as_of={odd}").status_code == 400
    assert pages.client.get("/coverage?day=2026-01-01").status_code == 400


def test_a_day_in_the_past_has_its_own_law_and_its_own_ages(pages: Pages) -> None:
    text = " ".join(pages.page("/coverage?as_of=2023-05-15&rule=SPC-01").text)
    assert "chưa có trong danh mục" in text
    assert "lập sau" in text


def test_the_areas_come_as_geojson_for_one_rule_and_day(pages: Pages) -> None:
    answer = pages.client.get("/coverage/area.json?rule=SPC-01")
    assert answer.mimetype == "application/geo+json"
    assert answer.json is not None
    kinds = {feature["properties"]["kind"] for feature in answer.json["features"]}
    assert kinds == {"known", "zone"}
    again = pages.client.get(
        "/coverage/area.json?rule=SPC-01", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    other = pages.client.get("/coverage/area.json?rule=LOC-01").json
    assert other is not None
    assert {feature["properties"]["kind"] for feature in other["features"]} == {"known"}


def test_the_page_is_in_english_too(first_day: Pages) -> None:
    text = " ".join(first_day.page("/coverage?lang=en").text)
    for words in ("What absence does", "Import the complete list", "standing in", "not enough basis"):
        assert words in text
