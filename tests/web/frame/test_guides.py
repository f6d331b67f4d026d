"""The guides say what the product says: labels, addresses, codes, commands, pictures, and who may do what."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer.main
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from registry.__main__ import app as command_line
from registry.messages import catalogue
from registry.model.people import Role
from registry.settings import Settings
from tests.pages import Pages
from tests.web.frame.test_languages import message_ids
from tests.web.people import running, sign_in, with_people
from tests.web.route_rules import RULES
from web.frame.guides import FOLDER, GUIDES, PICTURES, rendered

CHECKLISTS = Path(__file__).resolve().parents[3] / "data" / "checklists"
SETTINGS = Path(__file__).resolve().parents[3] / "registry" / "settings.py"
NAMES = [guide.name for guide in GUIDES]
OWN = {guide.name: next(iter(guide.roles), None) for guide in GUIDES}
BOLD = re.compile(r"\*\*([^*]+)\*\*")
CODE = re.compile(r"`([^`]+)`")
PICTURE = re.compile(r"!\[([^\]]*)\]\(\.\./pictures/guides/([a-z0-9-]+\.png)\)")
PARAMETER = re.compile(r"%\(\w+\)s|\{\w+\}")
# what each guide tells its reader to do, by the endpoint that does it
DEEDS = {
    "tham-dinh": "requests.register requests.decide requests.decide_all papers.draft requests.move "
    "obligations.remind compliance.letters list_changes.letters duty_letters.sent reports.document",
    "lanh-dao": "requests.issue requests.move approvals.lengthen approvals.withdraw storms.wall papers.seal "
    "open_data_office.decide open_data_office.take_back zones.draft_publish batches.take_back",
    "kiem-tra": "field_app.page visits.review defects.reinspect campaigns.make campaigns.assign "
    "field_reports_desk.visit field_rescue.take plates.printed visits.choose visits.position_decide",
    "truc-bao": "storms.read storms.draft storms.sent storms.close storms.stand_down outages.create "
    "outages.send outages.letter outages.change storms.after_campaign",
    "doanh-nghiep": "requests.register requests.supplemented approvals.complete approvals.ask sharing.reply "
    "defects.answer campaigns.self_upload storms.masts outages.send outages.upload cables.file_upload",
    "danh-sach-cot": "mast_lists.begin mast_lists.send mast_lists.withdraw",
    "quan-tri": "accounts.add accounts.change accounts.two_factor consultations.enter letters.take "
    "office_calendar.change office_field.change plates.settle zones.draft_propose visits.aside_take",
    "tinh-khac": "accounts.add letters.save units.file_upload site_lists.file_upload zones.file_upload "
    "coverage.state plans.file_propose regulations.create regulations.publish",
    "lay-y-kien": "consultations.show consultations.answer",
    "nguoi-dan": "field_reports.new field_reports.take outages.public_list open_data.show",
}


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text(encoding="utf-8")


@cache
def said() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every text of the product as it stands, and those with parameters as patterns."""
    titles = {
        tomllib.loads(path.read_text(encoding="utf-8"))["checklist"]["title_vi"]
        for path in CHECKLISTS.glob("*-v*.toml")
    }
    known = message_ids() | titles
    patterns = [
        re.compile(".+".join(map(re.escape, PARAMETER.split(text))))
        for text in known
        if PARAMETER.search(text)
    ]
    return frozenset(known), tuple(patterns)


@pytest.fixture(scope="module")
def people_app(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running(with_people(demo_settings, tmp_path_factory.mktemp("guides") / "home")) as app:
        yield app


def client_of(app: Flask, role: Role | None) -> FlaskClient:
    client = app.test_client()
    if role is not None:
        sign_in(client, role.value)
    return client


def test_there_is_a_guide_for_every_role_but_the_reader_and_none_too_many() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.md")) == sorted(NAMES)
    assert {role for guide in GUIDES for role in guide.roles} == set(Role) - {Role.VIEWER}


@pytest.mark.parametrize("name", NAMES)
def test_every_bold_label_is_a_text_of_the_product(name: str) -> None:
    known, patterns = said()
    labels = BOLD.findall(text_of(name))
    assert labels
    assert not [one for one in labels if one not in known and not any(p.fullmatch(one) for p in patterns)]


@pytest.mark.parametrize("name", NAMES)
def test_every_address_answers_to_the_role_the_guide_is_for(name: str, people_app: Flask) -> None:
    client = client_of(people_app, OWN[name])
    addresses = [code for code in CODE.findall(text_of(name)) if code.startswith("/")]
    assert addresses
    assert {where: client.get(where).status_code for where in addresses} == dict.fromkeys(addresses, 200)


@pytest.mark.parametrize("name", NAMES)
def test_codes_and_commands_are_those_of_the_product(name: str) -> None:
    commands: Any = typer.main.get_command(command_line)
    for code in CODE.findall(text_of(name)):
        if re.fullmatch(r"[A-Z]+(-[A-Z]+)+", code):
            assert code in catalogue()
        elif code.startswith("bts "):
            assert code.split()[1] in commands.commands
        elif code.startswith("BTS_"):
            texts = (SETTINGS, SETTINGS.parent / "commands" / "backup.py")
            assert any(f'"{code}"' in path.read_text(encoding="utf-8") for path in texts)
        else:
            assert code.startswith(("/", "--")) or code == "bts", code


@pytest.mark.parametrize("name", NAMES)
def test_the_role_may_do_what_its_guide_tells(name: str) -> None:
    role = OWN[name]
    for endpoint in DEEDS[name].split():
        may = RULES[endpoint]
        assert may is None or role in may, endpoint


def test_every_picture_that_is_named_is_there_and_every_one_there_is_shown() -> None:
    named = {file: alt for name in NAMES for alt, file in PICTURE.findall(text_of(name))}
    assert sum(text_of(name).count("![") for name in NAMES) == sum(
        len(PICTURE.findall(text_of(name))) for name in NAMES
    )
    assert all(alt.strip() for alt in named.values())
    files = sorted(PICTURES.glob("*.png"))
    assert sorted(named) == [path.name for path in files]
    assert len(files) <= 26
    assert max(path.stat().st_size for path in files) <= 90_000
    assert sum(path.stat().st_size for path in files) <= 1_600_000
    for path in files:
        with Image.open(path) as image:
            assert image.mode == "P", path.name


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_is_about_two_pages_long(name: str) -> None:
    assert len(text_of(name).split()) <= 1000


@pytest.mark.parametrize("name", NAMES)
def test_a_guide_is_shown_with_its_pictures_to_whoever_comes(name: str, pages: Pages) -> None:
    page = pages.page(f"/guide/{name}")
    for image in page.all("img"):
        answer = pages.get(image["src"])
        assert answer.mimetype == "image/png"
        answer.close()
    assert not [text for text in page.text if "**" in text or "](" in text or "`" in text]


def test_the_list_puts_ones_own_guide_first(people_app: Flask) -> None:
    for guide in GUIDES:
        own = [one.name for one in GUIDES if OWN[one.name] == OWN[guide.name]]
        page = client_of(people_app, OWN[guide.name]).get("/guide").get_data(as_text=True)
        assert re.findall(r'href="/guide/([a-z-]+)"', page)[: len(own)] == own


def test_every_page_leads_to_the_guides_and_english_says_what_they_are(pages: Pages) -> None:
    assert pages.page("/").one(href="/guide")
    pages.post("/language", {"lang": "en", "next": "/guide/quan-tri"})
    page = pages.page("/guide/quan-tri")
    assert page.one(**{"class": "guide"})["lang"] == "vi"
    assert any("written in Vietnamese" in text for text in page.text)
    assert any("written in Vietnamese" in text for text in pages.page("/guide").text)


def test_what_is_no_guide_is_not_there(pages: Pages) -> None:
    for path in ("/guide/khong-co", "/guide/pictures/khong-co.png", "/guide/pictures/../map.png"):
        pages.get(path, 404)


def test_markup_in_a_guide_is_shown_and_not_obeyed(demo_app: Flask) -> None:
    with demo_app.test_request_context("/"):
        html = rendered(
            "<script>alert(1)</script>\n\n[x](javascript:alert(1)) `/storms` `<b>` [y](lanh-dao.md)\n\n"
            '![a"b](../pictures/guides/khong-co.png)'
        )
    assert "<script" not in html
    assert 'href="javascript' not in html
    assert '<a class="address" href="/storms">/storms</a>' in html
    assert "<code>&lt;b&gt;</code>" in html
    assert 'href="/guide/lanh-dao"' in html
    assert 'alt="a&#34;b"' in html
