"""The first week of an office: what is undone stands on the administrator's day, ticked from the facts."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from flask import Flask

from registry.model.areas import Layer
from registry.model.drafts import DraftZone
from registry.model.people import Person, Role
from registry.services.office import working_days
from registry.services.office.calendar import today as day
from registry.services.office.letters.letterhead import state
from registry.services.office.sign_in.accounts import add_account, set_two_factor_compulsory
from registry.services.register.units.take_borders import offer_from, take_borders
from registry.services.zones import draft_publication, plan_drafts
from registry.settings import read_settings
from tests.services.offices import office, write_geojson
from tests.services.register.units.test_border_file import all_communes_of
from tests.web.people import PASSWORD, registry_of, running, small_office, visitor
from tests.web.regulations.office import PROVINCE, made
from tests.web.test_first_week import published
from web.operation import today

LAN = Person("lan", frozenset({Role.APPRAISER}))
HOA = Person("hoa", frozenset({Role.LEADER}))
BORDERS = "Ranh giới thật của các xã, phường"
REGULATION = "Quy định của tỉnh"


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    with small_office(tmp_path / "sổ", Role.ADMINISTRATOR) as app:
        yield app


def undone(app: Flask) -> set[str]:
    with app.test_request_context("/today"):
        return {item.words for item in today.first_week() if not item.done}


def test_what_an_office_has_not_set_up_stands_on_its_administrators_day(app: Flask) -> None:
    registry, admin = registry_of(app), visitor(app, "administrator")
    said = " ".join(admin.page("/today").text)
    assert "Không có việc nào đang chờ bạn" not in said
    assert "chưa có: lãnh đạo, cán bộ thẩm định" in said
    before = undone(app)
    assert {"Tài khoản cho cán bộ", "Người quản trị thứ hai", "Bản sao lưu ở nơi khác"} <= before
    assert "Danh sách cột đang có" not in before  # one mast stands in it
    assert not {BORDERS, REGULATION} & before  # both of Bắc Ninh come with the project
    for name, role in (("ld", Role.LEADER), ("cb", Role.APPRAISER), ("qt2", Role.ADMINISTRATOR)):
        add_account(registry, name, [role], password=PASSWORD, must_change=False, who="t")
    assert before - undone(app) == {"Tài khoản cho cán bộ", "Người quản trị thứ hai"}
    line = "Văn bản của cơ quan: ký hiệu, người ký"
    assert "công văn còn để trống: ký hiệu văn bản, họ tên người ký" in said
    for own in ("symbol", "short"):  # the office's short name makes a symbol, and a symbol needs none
        state(registry, {own: "SKHCN"}, who="t")
        assert "công văn còn để trống: họ tên người ký" in " ".join(admin.page("/today").text)
        state(registry, {"signer": "Nguyễn Văn A"}, who="t")
        assert line not in undone(app)
        state(registry, {own: "", "signer": ""}, who="t")
    state(registry, {"short": "SKHCN", "signer": "Nguyễn Văn A"}, who="t")
    assert "Văn bản của cơ quan: ký hiệu, người ký" in before - undone(app)
    set_two_factor_compulsory(registry, compulsory=True, who="t")
    assert "Xác thực hai bước bắt buộc với cán bộ" not in undone(app)


def test_a_plan_that_waits_for_the_leader_is_work_and_one_published_ahead_of_its_day_is_done(
    app: Flask,
) -> None:
    registry = registry_of(app)
    add_account(registry, "hoa", [Role.LEADER], password=PASSWORD, must_change=False, who="t")
    assert "Vùng và quy hoạch" in undone(app)
    draft = plan_drafts.create_draft(
        registry, "Quy hoạch", who="lan", decision="QĐ 5/2027", valid_from=day() + dt.timedelta(days=40)
    ).id
    shape = shapely.box(106.18, 21.26, 106.22, 21.29)
    zone = DraftZone(id="", draft="", layer=Layer.PLANNING, name="Khu A", geometry=shape, error_m=50.0)
    plan_drafts.add_zones(registry, draft, [zone], who="lan")
    seen = plan_drafts.get_draft(registry, draft).stamp
    leader = visitor(app, "hoa")
    assert "Không có việc nào đang chờ bạn." in " ".join(leader.page("/today").text)
    draft_publication.propose(registry, draft, seen=seen, person=LAN)
    said = " ".join(leader.page("/today").text)
    assert "Không có việc nào đang chờ bạn." not in said
    assert "Việc đang chờ nằm ở các trang ghi dưới đây." in said
    draft_publication.publish(registry, draft, seen=seen, person=HOA)
    assert "Vùng và quy hoạch" not in undone(app)


def test_what_is_done_is_ticked_counts_for_nothing_and_each_line_leads_somewhere(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working_days, "announced_until", lambda: 2100)  # no year's notice waits beside it
    admin = visitor(app, "administrator")
    page = admin.get("/today").get_data(as_text=True)
    part = page.split("Tuần đầu của cơ quan")[1].split("</section>")[0]
    with app.test_request_context("/today"):
        items = today.first_week()
    done = [item for item in items if item.done]
    assert part.count('class="today-done"') == len(done) > 0
    assert part.count("<li") == len(items)
    assert f"{len(items) - len(done)} việc đang chờ" in page
    for item in items:
        admin.get(item.address)


def test_another_provinces_first_week_names_its_borders_and_its_own_regulation(tmp_path: Path) -> None:
    """Its office has neither on the first day; that of the project's own province has both."""
    with running(made(tmp_path / "sổ")) as app:
        registry = registry_of(app)
        add_account(
            registry, "administrator", [Role.ADMINISTRATOR], password=PASSWORD, must_change=False, who="t"
        )
        admin = visitor(app, "administrator")
        said = " ".join(admin.page("/today").text)
        assert "65 xã, phường còn ranh giới gần đúng" in said
        assert "chưa nhập: khoảng cách giữa các cột, dùng chung hạ tầng, vị trí và quy hoạch" in said
        assert {BORDERS, REGULATION} <= undone(app)
        path = write_geojson(tmp_path / "lạng sơn.geojson", all_communes_of(PROVINCE))
        take_borders(registry, offer_from(path), yes=True, who="t")
        published(app)
        assert BORDERS not in undone(app)
        said = " ".join(admin.page("/today").text)
        assert "chưa nhập: dùng chung hạ tầng, vị trí và quy hoạch" in said


def test_nothing_stands_there_once_all_is_done(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    with app.test_request_context("/today"):
        item = today.first_week()[0]
        monkeypatch.setattr(today, "_things", lambda: iter([today.Item(item.words, item.address, done=True)]))
        assert today.first_week() == []


def test_an_administrator_begins_where_the_office_is_set_up_until_there_is_a_mast(
    app: Flask, tmp_path: Path
) -> None:
    admin = visitor(app, "administrator")
    assert admin.client.get("/start").headers["Location"] == "/"  # its one mast is on the map
    settings = read_settings({"BTS_HOME": str(tmp_path / "trống")})
    bare = office(settings.home)
    add_account(bare, "administrator", [Role.ADMINISTRATOR], password=PASSWORD, must_change=False, who="t")
    bare.close()
    with running(settings) as empty:
        assert visitor(empty, "administrator").client.get("/start").headers["Location"] == "/today"
