"""The app asked for after the password: once it is set up, or where the office makes it compulsory."""

import re

from flask import Flask
from flask.testing import FlaskClient

from registry.services.office.registry import Registry
from registry.services.office.sign_in import accounts
from tests.web.frame.sign_in.test_accounts import OWN, code_of, set_up_app
from tests.web.people import sign_in, signed_in, token


def said_of_the_app(client: FlaskClient) -> tuple[str, str]:
    """Return what is said to whoever has set the app up, and where the page leads."""
    page = client.get("/account/second-step").get_data(as_text=True)
    found = re.search(r'<a class="button primary" href="([^"]+)"', page)
    assert found
    return page, found.group(1)


def test_an_app_is_asked_for_once_it_is_set_up(people_app: Flask, registry: Registry) -> None:
    client = signed_in(people_app, "inspector")
    key = set_up_app(client)
    other = people_app.test_client()
    assert sign_in(other, "inspector").startswith("/sign-in/code")
    assert other.get("/").status_code == 302
    form = token(other, "/sign-in/code")
    wrong = other.post("/sign-in/code", data={"csrf_token": form, "code": "000000"})
    assert "Mã xác thực không đúng" in wrong.get_data(as_text=True)
    assert other.get("/").status_code == 302
    assert other.post("/sign-in/code", data={"csrf_token": form, "code": code_of(key, 1)}).status_code == 302
    assert other.get("/").status_code == 200
    # whoever goes back to the code, or sends it twice, is in already and stays so
    late = other.post("/sign-in/code", data={"csrf_token": form, "code": code_of(key, 1)})
    for answer in (late, other.get("/sign-in/code"), client.get("/sign-in/code")):
        assert (answer.status_code, answer.headers["Location"]) == (303, "/start")
    assert (other.get("/").status_code, client.get("/").status_code) == (200, 200)
    assert people_app.test_client().get("/sign-in/code").headers["Location"].startswith("/sign-in")
    assert [item.two_factor for item in accounts.list_accounts(registry) if item.name == "inspector"] == [
        True
    ]


def test_the_office_can_make_the_app_compulsory_for_staff_only(people_app: Flask, registry: Registry) -> None:
    accounts.set_two_factor_compulsory(registry, compulsory=True, who="test")
    staff = people_app.test_client()
    assert sign_in(staff, "appraiser") == "/account/two-factor"
    asked = staff.get("/account/two-factor").get_data(as_text=True)
    assert "mật khẩu" not in asked, "who signs in at the province's provider has none here"
    assert staff.get("/").status_code == 302
    set_up_app(staff)
    assert staff.get("/").status_code == 200
    carrier = people_app.test_client()
    assert sign_in(carrier, "carrier") == "/start"
    assert "<dd>Viettel" in carrier.get("/account").get_data(as_text=True), "the name, not the code VTL"
    accounts.set_two_factor_compulsory(registry, compulsory=False, who="test")
    assert sign_in(people_app.test_client(), "leader") == "/start"


def test_whoever_set_the_app_up_is_told_what_is_on_and_led_to_work(
    people_app: Flask, registry: Registry
) -> None:
    accounts.set_two_factor_compulsory(registry, compulsory=True, who="test")
    first = accounts.add_account(registry, "moi", ["administrator"], who="test")
    new = people_app.test_client()
    assert sign_in(new, "moi", first) == "/account/two-factor"
    set_up_app(new)
    form = token(new, "/account/password")  # the first password comes before, and then what is on
    own = {"csrf_token": form, "password": first, "new_password": OWN, "new_password_confirm": OWN}
    assert new.post("/account/password", data=own).headers["Location"] == "/account/second-step"
    said, onward = said_of_the_app(new)
    assert onward == "/start"
    for words in ("Đã bật xác thực hai bước", "Mất điện thoại?", "không cấp mã dự phòng"):
        assert words in said
    assert "bts user reset-password moi" in said, "nobody else may be there to reset it"

    staff = signed_in(people_app, "viewer")
    accounts.set_two_factor_compulsory(registry, compulsory=False, who="test")
    set_up_app(staff, wrong="000000")
    said, onward = said_of_the_app(staff)
    assert onward == "/start"
    assert "reset-password" not in said, "no command for whoever keeps no accounts"
    assert "Mất điện thoại?" in staff.get("/account").get_data(as_text=True)
    form = token(staff, "/account/two-factor")
    off = staff.post("/account/two-factor", data={"csrf_token": form, "setup": "disable"})
    assert off.headers["Location"] == "/account/second-step"
    assert "đang tắt" in said_of_the_app(staff)[0]
