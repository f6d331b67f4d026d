"""A session stands on the server: a cookie that was copied opens nothing once it has ended."""

import threading
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from registry.services.office.backups.backup import backup, restore
from registry.services.office.registry import Registry
from registry.services.office.sign_in import accounts
from registry.settings import Settings, read_settings
from registry.store.office.sign_ins import FILE, SignIns
from tests.web.frame.sign_in.test_accounts import OWN, code_of, set_up_app
from tests.web.people import PASSWORD, running, sign_in, signed_in, token
from web.frame import office


def cookie_of(client: FlaskClient) -> str:
    found = client.get_cookie("session")
    assert found is not None
    return found.value


def with_cookie(app: Flask, value: str) -> FlaskClient:
    client = app.test_client(use_cookies=True)
    client.set_cookie("session", value)
    return client


def sign_out(client: FlaskClient) -> None:
    answer = client.post("/sign-out", data={"csrf_token": token(client, "/account")})
    assert answer.status_code == 302


def test_signing_out_ends_the_session_wherever_its_cookie_is(people: Settings, people_app: Flask) -> None:
    client, phone = signed_in(people_app, "inspector"), signed_in(people_app, "inspector")
    copies = [cookie_of(client)]
    assert client.get("/account").status_code == 200
    copies.append(cookie_of(client))
    sign_out(client)
    for copy in copies:
        assert with_cookie(people_app, copy).get("/account").status_code == 302
        assert with_cookie(people_app, copy).get("/search?q=a", headers={"X-Part": "1"}).status_code == 401
    assert phone.get("/account").status_code == 200, "another device of the same person goes on"
    with running(people) as restarted:  # and so it is for another process, and after a new start
        assert with_cookie(restarted, copies[1]).get("/account").status_code == 302
        assert with_cookie(restarted, cookie_of(phone)).get("/account").status_code == 200


def test_whoever_is_signed_in_already_is_led_on_to_where_he_was_going(people_app: Flask) -> None:
    """The answer to his first sending was lost: pressed again, it leads to the field app, not to /start."""
    client = signed_in(people_app, "inspector")
    for onward, led in (
        ("/field", "/field"), ("/requests?page=2", "/requests?page=2"), ("", "/start"), ("/", "/start"),
        ("//evil.example/", "/start"), ("https://evil.example/", "/start"), ("/\\evil.example", "/start"),
        ("/sign-in?next=/field", "/start"), ("/sign-in", "/start"),
    ):  # fmt: skip
        for answer in (
            client.get("/sign-in", query_string={"next": onward}),
            client.post("/sign-in", data={"next": onward, "csrf_token": token(client, "/account")}),
        ):
            assert (answer.status_code, answer.headers["Location"]) == (302, led), onward


def test_changing_the_password_ends_every_other_session_and_the_cookie_of_before(people_app: Flask) -> None:
    client, other = signed_in(people_app, "viewer"), signed_in(people_app, "viewer")
    before = cookie_of(client)
    form = token(client, "/account/password")
    own = {"password": PASSWORD, "new_password": OWN, "new_password_confirm": OWN}
    assert client.post("/account/password", data={"csrf_token": form, **own}).status_code == 302
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    assert with_cookie(people_app, before).get("/account").status_code == 302


def test_a_session_of_one_is_none_of_another_and_none_without_its_record(
    people: Settings, people_app: Flask
) -> None:
    client = signed_in(people_app, "viewer")
    assert client.get("/account").status_code == 200
    sign_ins = SignIns(people.home / FILE)
    sign_ins.begin("mine", "somebody", 60)
    assert sign_ins.stands("mine", "somebody")
    assert not sign_ins.stands("mine", "else")
    assert not sign_ins.stands("", "somebody")
    sign_ins.begin("late", "somebody", -1)
    assert not sign_ins.stands("late", "somebody")
    assert (people.home / FILE).stat().st_mode & 0o077 == 0
    assert b"mine" not in (people.home / FILE).read_bytes()
    (people.home / FILE).unlink()
    for end in ("-wal", "-shm"):
        (people.home / f"{FILE}{end}").unlink(missing_ok=True)
    people_app.extensions.pop("bts-sign-ins")
    assert client.get("/account").status_code == 302


def answer_code(client: FlaskClient, code: str) -> int:
    return client.post(
        "/sign-in/code", data={"csrf_token": token(client, "/sign-in/code"), "code": code}
    ).status_code


def asked_for_a_code(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    assert sign_in(client, name).startswith("/sign-in/code")
    return client


def test_a_code_signs_in_once_and_an_old_one_never(people_app: Flask) -> None:
    key = set_up_app(signed_in(people_app, "inspector"))
    code = code_of(key, 1)
    assert answer_code(asked_for_a_code(people_app, "inspector"), code_of(key)) == 200  # used to set it up
    for old in (-2, -3, -4):
        assert answer_code(asked_for_a_code(people_app, "inspector"), code_of(key, old)) == 200, old
    assert answer_code(asked_for_a_code(people_app, "inspector"), code) == 302
    assert answer_code(asked_for_a_code(people_app, "inspector"), code) == 200
    assert answer_code(asked_for_a_code(people_app, "inspector"), code_of(key)) == 200  # before the one used
    again = asked_for_a_code(people_app, "inspector")
    again.post("/sign-in/code", data={"csrf_token": token(again, "/sign-in/code"), "code": code})
    assert again.get("/account").status_code == 302


def test_of_many_who_send_one_code_at_once_one_is_let_in(tmp_path: Path) -> None:
    path, let_in = tmp_path / FILE, []
    SignIns(path)
    ready = threading.Barrier(8)

    def send() -> None:
        own = SignIns(path)
        ready.wait()
        let_in.append(own.use_code(b"key", 7))

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(let_in) == [False] * 7 + [True]
    assert SignIns(path).use_code(b"other", 7)
    assert SignIns(path).use_code(b"key", 8)


def test_a_compulsory_app_is_asked_for_in_running_sessions(people_app: Flask, registry: Registry) -> None:
    staff, carrier = signed_in(people_app, "administrator"), signed_in(people_app, "carrier")
    form = token(staff, "/account")
    assert staff.get("/accounts").status_code == 200
    accounts.set_two_factor_compulsory(registry, compulsory=True, who="test")
    for path in ("/", "/accounts", "/requests", "/field", "/account"):
        assert staff.get(path).headers.get("Location") == "/account/two-factor", path
    for path in ("/field/packs.json", "/search?q=a"):
        answer = staff.get(path, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.get_json()["error"]["code"]) == (401, "ACCOUNT-SECOND-STEP")
    deed = staff.post("/accounts/viewer", data={"csrf_token": form, "deed": "disable"})
    assert (deed.status_code, "ACCOUNT-SECOND-STEP" in deed.get_data(as_text=True)) == (401, True)
    assert carrier.get("/requests").status_code == 200
    set_up_app(staff)
    assert staff.get("/accounts").status_code == 200


def test_setting_an_app_up_ends_sessions_that_had_the_password_alone(people_app: Flask) -> None:
    client, other = signed_in(people_app, "leader"), signed_in(people_app, "leader")
    set_up_app(client)
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_who_signs_in_by_an_app_does_so_on_a_new_machine(
    people: Settings, people_app: Flask, tmp_path: Path
) -> None:
    """The app's key is encrypted by the installation's secret, which a backup brings under a passphrase."""
    key = set_up_app(signed_in(people_app, "inspector"))
    with people_app.app_context():
        backup(office.registry(), tmp_path / "b.zip", passphrase="cụm mật khẩu của cơ quan")
    new = read_settings({"BTS_HOME": str(tmp_path / "new machine")})
    restore(tmp_path / "b.zip", new, passphrase="cụm mật khẩu của cơ quan")
    with running(new) as app:
        client = asked_for_a_code(app, "inspector")
        assert answer_code(client, code_of(key, 1)) == 302
        assert client.get("/account").status_code == 200
