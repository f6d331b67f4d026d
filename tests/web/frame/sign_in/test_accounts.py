"""Signing in: passwords, limits, the second step, the first password, sessions that end."""

import base64
import hmac
import re
import struct
import time
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.services.office.registry import Registry
from registry.services.office.sign_in import accounts
from registry.services.register.verify import verify
from registry.settings import Settings
from registry.store import ledger
from tests.pages import Pages
from tests.web.people import PASSWORD, registry_of, sign_in, signed_in, token
from web.app import create_app
from web.frame.sign_in.sessions import IDLE_S, LONGEST_S

OWN = "mot mat khau cua rieng toi"


def code_of(key: str, ahead: int = 0) -> str:
    """RFC 6238, written anew: what an authenticator app shows for a key."""
    letters = key.replace("-", "").replace(" ", "").upper()
    raw = base64.b32decode(letters + "=" * (-len(letters) % 8))
    digest = hmac.new(raw, struct.pack(">Q", int(time.time()) // 30 + ahead), "sha1").digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def attempt(client: FlaskClient, name: str, password: str) -> tuple[int, str]:
    answer = client.post(
        "/sign-in", data={"csrf_token": token(client), "username": name, "password": password}
    )
    return answer.status_code, answer.get_data(as_text=True)


def set_up_app(client: FlaskClient, wrong: str = "") -> str:
    """Set the app up on the pages and return its key; by a ``wrong`` code: after that one was refused."""
    form = token(client, "/account/two-factor")
    page = client.post("/account/two-factor", data={"csrf_token": form, "setup": "authenticator"})
    text = page.get_data(as_text=True)
    found = re.search(r"<code>(.*?)</code>", text)
    action = re.search(r'<form class="card" method="post" action="([^"]+)"', text)
    assert found
    assert action
    if wrong:  # the app has the key already: it is the same one that is asked for again
        again = client.post(action.group(1), data={"csrf_token": form, "code": wrong})
        shown = again.get_data(as_text=True)
        assert again.status_code == 400
        assert "Location" not in again.headers
        assert f"<code>{found.group(1)}</code>" in shown
        assert f'action="{action.group(1)}"' in shown
        assert "Mã không đúng hoặc đã quá hạn. Nhập mã mà ứng dụng đang hiện" in shown
    done = client.post(action.group(1), data={"csrf_token": form, "code": code_of(found.group(1))})
    assert done.status_code == 302, done.get_data(as_text=True)
    assert done.headers["Location"] in {"/account/second-step", "/account/password"}
    return found.group(1)


def test_an_ended_account_is_told_so_after_the_right_password_only(people_app: Flask) -> None:
    registry = registry_of(people_app)
    accounts.set_active(registry, "rival", active=False, who="test")
    client = people_app.test_client()
    status, said = attempt(client, "rival", PASSWORD)
    assert "Tài khoản này đã bị khóa" in said
    assert "người quản trị của cơ quan" in said
    assert client.get("/start").status_code == 302  # nobody is in
    assert "/sign-in" in client.get("/start").headers["Location"]
    wrong, none = attempt(client, "rival", "khong-phai-mat-khau"), attempt(client, "ai-do", PASSWORD)
    for answer in (wrong, none):  # a stranger does not learn that there is such an account
        assert answer[0] == status
        assert "Tên đăng nhập hoặc mật khẩu không đúng" in answer[1]
        assert "khóa" not in answer[1].split("<main")[1]
    accounts.set_active(registry, "rival", active=True, who="test")
    assert attempt(client, "rival", PASSWORD)[0] == 302


def test_a_visitor_is_sent_to_sign_in_and_back(people_app: Flask) -> None:
    client = people_app.test_client()
    answer = client.get("/map/list?bbox=106,21,106.5,21.5")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/sign-in?next=/map/list")
    assert sign_in(client, "viewer", next_page="/account") == "/account"
    assert client.get("/account").status_code == 200


def test_only_a_session_signs_in(people_app: Flask) -> None:
    client = people_app.test_client()
    form = {"csrf_token": token(client), "username": "viewer", "password": PASSWORD}
    asked = "/sign-in?include_auth_token=1"
    as_json = {"X-CSRFToken": form["csrf_token"], "Accept": "application/json"}
    for body in (form, [form], 7):
        assert client.post(asked, json=body, headers=as_json).status_code == 415
    answer = client.post(asked, data=form, headers=as_json)
    given = (answer.get_json(silent=True) or {}).get("response", {}).get("user", {})
    secret = given.get("authentication_token", "none")
    other = people_app.test_client()
    assert other.get(f"/account?auth_token={secret}").status_code == 302
    assert other.get("/account", headers={"Authentication-Token": secret}).status_code == 302


def test_nobody_is_sent_to_another_host_after_signing_in(people_app: Flask) -> None:
    client = people_app.test_client()
    answer = client.post(
        "/sign-in",
        data={
            "csrf_token": token(client),
            "username": "viewer",
            "password": PASSWORD,
            "next": "https://evil.example/",
        },
    )
    assert "evil.example" not in answer.headers.get("Location", "")


def test_a_program_is_told_to_sign_in(people_app: Flask) -> None:
    answer = people_app.test_client().get("/search?q=a", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.get_json()["error"]["code"] == "ACCOUNT-SIGN-IN"


def test_a_wrong_name_and_a_wrong_password_are_told_alike(people_app: Flask) -> None:
    said = set()
    for name in ("viewer", "nobody-of-this-name"):
        status, text = attempt(people_app.test_client(), name, "wrong")
        assert status == 200
        said.add(re.sub(r'value="[^"]*"|nonce="[^"]*"', "", text))
    assert len(said) == 1


def test_the_name_may_be_written_with_capitals_and_must_be_written(people_app: Flask) -> None:
    client = people_app.test_client()
    bare = client.post("/sign-in", data={"csrf_token": token(client), "password": PASSWORD})
    assert bare.status_code == 200  # the form again, and nobody signed in
    assert client.get("/requests").status_code == 302
    sign_in(people_app.test_client(), "Viewer")


def test_after_eight_failures_a_name_is_refused_even_with_its_password(people_app: Flask) -> None:
    for _ in range(8):
        assert attempt(people_app.test_client(), "leader", "wrong")[0] == 200
    status, text = attempt(people_app.test_client(), "leader", PASSWORD)
    assert status == 429
    assert "SIGN-IN-TOO-MANY" in text
    assert "phút nữa" in text
    assert 'href="/sign-in"' in text.partition("<main")[2]  # the way on is no map that nobody may see
    sign_in(people_app.test_client(), "viewer")


def test_a_password_that_the_administrator_gave_opens_a_shut_name_at_once(
    people_app: Flask, registry: Registry
) -> None:
    for _ in range(8):
        attempt(people_app.test_client(), "leader", "wrong")
    assert attempt(people_app.test_client(), "leader", PASSWORD)[0] == 429
    first = accounts.reset_password(registry, "leader", who="test")
    assert sign_in(people_app.test_client(), "leader", first) == "/account/password"
    for _ in range(8):
        attempt(people_app.test_client(), "leader", "wrong")
    assert attempt(people_app.test_client(), "leader", first)[0] == 429  # and counts anew


def test_passwords_are_kept_as_argon2_and_never_in_the_ledger(people_app: Flask, registry: Registry) -> None:
    account = accounts.find_account(registry, name="viewer")
    assert account is not None
    assert account.password.startswith("$argon2id$")
    with registry.database.read() as connection:
        written = repr([entry.change for entry in ledger.entries(connection)])
    assert "viewer" in written
    assert "argon2" not in written
    assert account.session_key not in written
    assert PASSWORD not in written


def test_the_first_password_has_to_be_changed_before_anything_else(
    people_app: Flask, registry: Registry
) -> None:
    first = accounts.add_account(registry, "moi", ["appraiser"], who="test")
    client = people_app.test_client()
    # the field app on a phone comes from its own store and would not be led anywhere: signing in has to lead
    assert sign_in(client, "moi", first, next_page="/field") == "/account/password"
    for path in ("/", "/appraise", "/account"):
        assert client.get(path).headers["Location"] == "/account/password"
    form = token(client, "/account/password")

    def change(new: str, again: str, present: str = first) -> str:
        answer = client.post(
            "/account/password",
            data={
                "csrf_token": form,
                "password": present,
                "new_password": new,
                "new_password_confirm": again,
            },
        )
        return answer.headers.get("Location") or answer.get_data(as_text=True)

    assert "ít nhất 12 ký tự" in change("ngan", "ngan")
    assert "không giống nhau" in change(OWN, OWN + "x")
    assert "Mật khẩu hiện tại không đúng" in change(OWN, OWN, "wrong")
    assert "phải khác" in change(first, first)
    assert change(OWN, OWN) == "/field"
    assert client.get("/").status_code == 200
    assert "Đã đổi mật khẩu." not in client.get("/account").get_data(as_text=True)  # it was led on to work
    assert change(OWN + "!", OWN + "!", OWN) == "/account"
    assert "Đã đổi mật khẩu." in client.get("/account").get_data(as_text=True)
    assert verify(registry).problems == ()
    sign_in(people_app.test_client(), "moi", OWN + "!")


def test_a_session_ends_by_signing_out_by_rest_and_by_age(people_app: Flask) -> None:
    client = signed_in(people_app, "viewer")
    client.post("/sign-out", data={"csrf_token": token(client, "/account")})
    assert client.get("/").status_code == 302
    for name, age in (("seen", IDLE_S), ("since", LONGEST_S)):
        client = signed_in(people_app, "viewer")
        assert client.get("/").status_code == 200
        with client.session_transaction() as session:
            session[name] = int(time.time()) - age - 1
        assert client.get("/").status_code == 302
        assert client.get("/").status_code == 302


def test_disabling_an_account_or_resetting_its_password_ends_its_sessions(
    people_app: Flask, registry: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = signed_in(people_app, "viewer")
    accounts.set_active(registry, "viewer", active=False, who="test")
    assert client.get("/").status_code == 302
    assert attempt(people_app.test_client(), "viewer", PASSWORD)[0] == 200
    accounts.set_active(registry, "viewer", active=True, who="test")
    client = signed_in(people_app, "viewer")
    form, keep = token(client, "/account/password"), accounts.keep_secrets
    handed_out: list[str] = []

    def late(*given: Any, **named: Any) -> None:
        handed_out.append(accounts.reset_password(registry, "viewer", who="test"))
        keep(*given, **named)

    # its owner changes the password while the office resets it: the office's holds, and the owner is told
    monkeypatch.setattr(accounts, "keep_secrets", late)
    own = {"password": PASSWORD, "new_password": OWN, "new_password_confirm": OWN}
    answer = client.post("/account/password", data={"csrf_token": form, **own})
    assert (answer.status_code, "CHANGED-MEANWHILE" in answer.get_data(as_text=True)) == (409, True)
    monkeypatch.undo()
    (first,) = handed_out
    assert client.get("/").status_code == 302
    assert sign_in(people_app.test_client(), "viewer", first) == "/account/password"


def test_the_administrator_manages_accounts_on_a_page(people_app: Flask, registry: Registry) -> None:
    pages = Pages(people_app)
    sign_in(pages.client, "administrator")
    form = token(pages.client, "/accounts")

    def post(path: str, status: int, **data: str) -> str:
        answer = pages.client.post(path, data={"csrf_token": form, **data})
        assert answer.status_code == status, answer.get_data(as_text=True)
        return answer.get_data(as_text=True)

    shown = post("/accounts", 200, name="Moi", role="carrier", organisation="Viettel")
    first = re.search(r"<code>(.*?)</code>", shown)
    assert first
    assert sign_in(people_app.test_client(), "moi", first.group(1)) == "/account/password"
    assert "Doanh nghiệp · Viettel" in pages.get("/accounts").get_data(as_text=True)  # never the bare code
    assert "ACCOUNT-EXISTS" in post("/accounts", 400, name="moi", role="viewer")
    assert "ACCOUNT-ORGANISATION" in post("/accounts", 400, name="khac", role="carrier", organisation="?")
    former = {"name": "ubnd", "role": "consulted", "territory": "07213"}  # a ward until 30/06/2025
    assert "ACCOUNT-TERRITORY" in post("/accounts", 400, **former)
    post("/accounts", 200, **{**former, "territory": "phường Bắc Giang"})  # its name says it as well as 07210
    post(
        "/accounts", 200, name="bchqs", role="consulted", territory="đất quốc phòng"
    )  # as pages call a layer
    post("/accounts", 200, name="bchqs2", role="consulted", territory="military")
    listed = pages.get("/accounts").get_data(as_text=True)
    assert listed.count("Cơ quan được lấy ý kiến · Đất quốc phòng") == 2
    assert "Cơ quan được lấy ý kiến · Phường Bắc Giang" in pages.get("/accounts").get_data(as_text=True)
    assert "ACCOUNT-LAST-ADMINISTRATOR" in post("/accounts/administrator", 400, deed="disable")
    post("/accounts/moi", 303, deed="disable")
    assert "đã khóa" in pages.get("/accounts").get_data(as_text=True)
    post("/accounts/moi", 303, deed="enable")
    assert "<code>" in post("/accounts/moi", 200, deed="reset")
    post("/accounts/two-factor", 303, compulsory="yes")
    assert accounts.two_factor_compulsory(registry)
    with registry.database.read() as connection:
        whose = {e.who for e in ledger.entries(connection) if e.change.table == "accounts"}
    assert "administrator" in whose


@pytest.mark.parametrize("path", ["/account", "/account/password", "/account/two-factor", "/accounts"])
def test_the_pages_of_accounts_are_whole_in_both_languages(people_app: Flask, path: str) -> None:
    pages = Pages(people_app)
    sign_in(pages.client, "administrator")
    assert pages.page(path).all("html")[0]["lang"] == "vi"
    assert pages.page(f"{path}?lang=en").all("html")[0]["lang"] == "en"


def test_the_sign_in_page_is_whole_and_no_notice_says_that_there_are_no_accounts(people_app: Flask) -> None:
    text = " ".join(Pages(people_app).page("/sign-in").text)
    assert "Đăng nhập" in text
    assert "Chưa có tài khoản" not in text


def test_a_form_without_its_token_signs_nobody_in(people_app: Flask) -> None:
    client = people_app.test_client()
    assert client.post("/sign-in", data={"username": "viewer", "password": PASSWORD}).status_code == 400


def test_asking_many_spots_is_limited_for_those_who_get_masked_answers(people_app: Flask) -> None:
    visitor, officer = people_app.test_client(), signed_in(people_app, "appraiser")
    answers = [visitor.get("/api/check?lon=x&lat=21.3").status_code for _ in range(61)]
    assert answers == [400] * 60 + [429]
    assert officer.get("/api/check?lon=x&lat=21.3").status_code == 400


def test_an_address_without_encryption_says_so_beyond_this_machine(people_app: Flask) -> None:
    client = people_app.test_client()
    here = client.get("/sign-in").get_data(as_text=True)
    there = client.get("/sign-in", environ_base={"REMOTE_ADDR": "10.0.0.9"}).get_data(as_text=True)
    assert "Kết nối không mã hóa" not in here
    assert "Kết nối không mã hóa" in there


def test_an_illustrative_desk_stays_open_on_its_own_machine_only(people: Settings) -> None:
    here = create_app(people, open_demo=True)
    assert here.test_client().get("/requests").status_code == 200
    beyond = create_app(people, open_demo=True, any_host=True)
    assert beyond.test_client().get("/requests").status_code == 302


def test_whoever_signs_in_at_an_open_desk_gets_the_role_and_no_more(people: Settings) -> None:
    client = create_app(people, open_demo=True).test_client()
    assert client.get("/accounts").status_code == 302  # nobody administers without signing in
    assert attempt(client, "carrier", PASSWORD)[0] == 302  # to the page that was asked for
    assert client.get("/same-mast").status_code == 403


def test_an_administrator_gives_an_account_of_the_office_other_roles_and_nobody_else(
    people_app: Flask,
) -> None:
    registry = registry_of(people_app)
    accounts.add_account(
        registry, "doi-viec", ["inspector"], who="test", password=PASSWORD, must_change=False
    )
    boss, moved = signed_in(people_app, "administrator"), signed_in(people_app, "doi-viec")
    assert moved.get("/batches").status_code == 200
    assert moved.get("/accounts").status_code == 403

    def give(name: str, *roles: str) -> tuple[int, str]:
        since = re.search(r'name="since" value="(\d+)"', boss.get("/accounts").text)
        assert since
        form = {
            "csrf_token": token(boss, "/accounts"),
            "since": since[1],
            "deed": "roles",
            "roles": list(roles),
        }
        answer = boss.post(f"/accounts/{name}", data=form, follow_redirects=True)
        return answer.status_code, answer.text

    status, said = give("doi-viec", "appraiser", "administrator")
    assert status == 200
    assert "Đã ghi vai trò của doi-viec" in said
    assert moved.get("/accounts").status_code == 200  # in the session that stands
    for name, roles, code in (
        ("doi-viec", (), "ACCOUNT-NO-ROLE"),
        ("doi-viec", ("appraiser", "carrier"), "ACCOUNT-ROLES-MIXED"),
        ("rival", ("appraiser",), "ACCOUNT-ROLES-MIXED"),
    ):
        status, said = give(name, *roles)
        assert (status, code in said) == (400, True), name
    assert give("doi-viec", "viewer")[0] == 200
    assert moved.get("/accounts").status_code == 403
    assert "ACCOUNT-LAST-ADMINISTRATOR" in give("administrator", "viewer")[1]
    assert not verify(registry).problems
