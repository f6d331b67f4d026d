"""Whoever knows nothing of the register is told what it is, for whom, and three things to try."""

import re
from pathlib import Path

import pytest

from registry.model.people import Role
from registry.settings import Settings
from tests.web.people import small_office, with_people
from web.app import create_app

ABOUT = 'href="/about"'


@pytest.fixture(scope="module")
def people(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_people(demo_settings, tmp_path_factory.mktemp("about") / "home")


def test_a_visitor_of_the_illustrative_office_is_told_on_the_first_page(people: Settings) -> None:
    client = create_app(people, open_demo=True).test_client()
    first = client.get("/").get_data(as_text=True)
    assert "first-look" in first
    assert ABOUT in first
    page = client.get("/about").get_data(as_text=True)
    tries = page.split('class="guide-list tries"')[1].split("</ol>")[0]
    assert tries.count("<li") == 3
    for address in ("/", "/appraise", "/report"):
        assert f'href="{address}"' in tries
        assert client.get(address).status_code == 200
    assert "/guide/doanh-nghiep" in page
    pressed = re.findall(r"“([^”]+)”", tries)
    appraise = client.get("/appraise").get_data(as_text=True)
    assert len(pressed) == 1
    assert f"download>{pressed[0]}</a>" in appraise
    assert f"thẩm định {pressed[0].removeprefix('Tải ').removesuffix(' để thử')}</a>" in first


def test_an_office_tells_it_before_anybody_signs_in(tmp_path: Path) -> None:
    with small_office(tmp_path / "home", Role.ADMINISTRATOR) as app:
        client = app.test_client()
        assert ABOUT in client.get("/sign-in").get_data(as_text=True)
        page = client.get("/about").get_data(as_text=True)
        tries = page.split('class="guide-list tries"')[1].split("</ol>")[0]
        assert tries.count("<li") == 3
        for address in ("/report", "/outages/public", "/open-data"):
            assert f'href="{address}"' in tries
            assert client.get(address).status_code == 200
        assert 'href="/appraise"' not in tries
