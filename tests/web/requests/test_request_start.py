"""Where requests are: previews that were begun, who takes a request, and the list marked for its sender."""

import io
from pathlib import Path

from flask import Flask
from openpyxl import load_workbook

from registry.model.people import Role
from registry.model.requests.desk import RequestKind
from registry.services.office.calendar import today
from registry.services.office.sign_in.accounts import list_accounts, set_active
from registry.services.office.sign_in.identities import give_roles
from registry.services.requests.opened import load_request
from tests.services.requests import desk
from tests.web.people import registry_of
from tests.web.requests.test_request_behalf import previewed
from tests.web.requests.test_requests import account, received, version


def test_a_preview_is_listed_where_requests_are_and_gives_the_marked_list(app: Flask, tmp_path: Path) -> None:
    carrier, officer = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "lan", Role.APPRAISER)
    preview = previewed(carrier, tmp_path)
    assert any(link.get("href") == preview for link in carrier.page("/requests").all("a"))
    assert not any(link.get("href") == preview for link in officer.page("/requests").all("a"))
    sheet = load_workbook(io.BytesIO(carrier.get(f"{preview}/marked.xlsx").data)).worksheets[0]
    said = [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment]
    assert any("nhà mạng VNPT, hồ sơ của Viettel" in text for text in said)
    officer.get(f"{preview}/marked.xlsx", 404)


def test_a_request_is_given_in_the_queue_and_at_its_head(app: Flask, tmp_path: Path) -> None:
    carrier, leader = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "giam-doc", Role.LEADER)
    officer, reader = account(app, "lan", Role.APPRAISER), account(app, "xem", Role.VIEWER)
    address = received(carrier, tmp_path)
    lists = {
        link["href"].partition("show=")[2]
        for link in leader.page("/requests").all("a")
        if "queue-list" in link.get("class", "")
    }
    assert {"mine", "turn", "new"} < lists
    shown = {
        link["href"].partition("show=")[2]
        for link in reader.page("/requests").all("a")
        if "queue-list" in link.get("class", "")
    }
    assert shown == lists - {"mine", "turn", "new"}
    for page in (leader.page("/requests?show=new"), leader.page(address)):
        assert any(form.get("action") == f"{address}/officer" for form in page.all("form"))
    assert not any("/officer" in form.get("action", "") for form in reader.page(address).all("form"))
    given = {"officer": "lan", "version": str(version(app, address)), "to": "new"}
    assert leader.post(f"{address}/officer", given, 303).headers["Location"] == "/requests?show=new"
    assert load_request(registry_of(app), address.rsplit("/", 1)[-1]).request.officer == "lan"
    assert "Chờ doanh nghiệp bổ sung" in carrier.page("/requests").text
    carrier.get(f"{address}/marked.xlsx")
    assert officer.page("/requests?show=mine").all("table")


def test_what_an_officer_left_behind_waits_for_somebody(app: Flask, tmp_path: Path) -> None:
    carrier, leader = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "giam-doc", Role.LEADER)
    account(app, "lan", Role.APPRAISER)
    other = account(app, "minh", Role.APPRAISER)
    address, number = received(carrier, tmp_path), f"1/{today().year}/HS-VT"
    leader.post(f"{address}/officer", {"officer": "lan", "version": str(version(app, address))}, 303)
    assert number not in leader.page("/requests?show=new").text
    set_active(registry_of(app), "lan", active=False, who="quản trị")  # the officer left
    for page in (leader.page("/requests?show=new"), other.page(address)):
        assert number in page.text
        assert any("tài khoản đã khóa" in text for text in page.text)
    assert any(number in text for text in other.page("/today").text)
    leader.post(f"{address}/officer", {"officer": "minh", "version": str(version(app, address))}, 303)
    assert number not in leader.page("/requests?show=new").text
    assert not any("tài khoản đã khóa" in text for text in other.page(address).text)


def test_whose_roles_are_others_now_holds_no_request(app: Flask, tmp_path: Path) -> None:
    carrier, leader = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "giam-doc", Role.LEADER)
    account(app, "lan", Role.APPRAISER)
    address, number = received(carrier, tmp_path), f"1/{today().year}/HS-VT"
    leader.post(f"{address}/officer", {"officer": "lan", "version": str(version(app, address))}, 303)
    assert not any("không còn thẩm định" in text for text in leader.page(address).text)
    office = registry_of(app)
    (lan,) = (item for item in list_accounts(office) if item.name == "lan")  # her group there is another now
    give_roles(office, lan, {Role.VIEWER}, gives_administrator=False, who="oidc:tinh")
    for page in (leader.page("/requests?show=new"), leader.page(address)):
        assert number in page.text
        assert any("không còn thẩm định" in text for text in page.text)


def test_a_request_without_a_limit_does_not_count_no_day_on_its_first_one(app: Flask, tmp_path: Path) -> None:
    officer = account(app, "lan", Role.APPRAISER)
    made = desk.received(registry_of(app), tmp_path, desk.FIVE[:1], kind=RequestKind.COMMENCEMENT)
    for way in (f"/requests/{made.id}", "/requests?show=all"):
        said = officer.page(way).text
        assert "chưa qua một ngày làm việc" in said
        assert not any("đã 0 ngày" in text for text in said)


def test_what_matches_in_another_list_is_led_to(app: Flask, tmp_path: Path) -> None:
    carrier, officer = account(app, "viettel", Role.CARRIER, "VTL"), account(app, "lan", Role.APPRAISER)
    number = load_request(registry_of(app), received(carrier, tmp_path).rsplit("/", 1)[-1]).request.number
    asked = officer.page(f"/requests?show=closed&q={number}")
    assert "Không có hồ sơ nào khớp" in " ".join(asked.text)
    assert "1 hồ sơ khớp" in " ".join(asked.text)
    link = next(
        one["href"]
        for one in asked.all("a")
        if "show=all" in one.get("href", "")
        and "q=" in one["href"]
        and "queue-list" not in one.get("class", "")
    )
    assert number in " ".join(officer.page(link).text)
    nowhere = officer.page("/requests?show=closed&q=khong-co")
    assert "hồ sơ khớp" not in " ".join(nowhere.text)
