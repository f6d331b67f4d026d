"""What the pages note of security: each event by its real deed, and nothing that somebody typed."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.model.people import Role
from registry.services.office.backups.backup import backup
from registry.services.office.security.security_log import SecurityLog
from registry.services.office.settings import write_settings
from registry.services.office.sign_in import accounts
from registry.services.office.sign_in.tokens import make_token
from registry.services.register.verify import verify_as
from tests.web.frame.sign_in.test_accounts import code_of, set_up_app
from tests.web.open_data.world import open_
from tests.web.people import PASSWORD, registry_of, sign_in, signed_in, small_office, token

MARK = "Nguyễn-Văn-Dấu-Hiệu"
HOSTILE = f"{MARK} 0912345678 106.123456"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home = tmp_path_factory.mktemp("security") / "home"
    with small_office(home, Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER, Role.INSPECTOR) as made:
        yield made


def log_of(app: Flask) -> SecurityLog:
    return SecurityLog(app.extensions["bts-settings"].home)


def newest(app: Flask, kind: str) -> dict[str, Any]:
    """Return the newest event of a kind."""
    return next(one for one in log_of(app).newest(500) if one["metadata"]["event_code"] == kind)


def id_of(app: Flask, name: str) -> str:
    found = accounts.find_account(registry_of(app), name=name)
    assert found is not None
    return found.id


def test_a_sign_in_its_failure_and_its_end_are_noted_by_account_and_address(app: Flask) -> None:
    client = app.test_client()
    form = {"csrf_token": token(client), "username": "appraiser", "password": f"{MARK} sai"}
    client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": "10.1.2.3"})
    failed = newest(app, "sign-in-failed")
    assert failed["user"]["uid"] == id_of(app, "appraiser")
    assert "actor" not in failed
    assert failed["src_endpoint"]["ip"] == "10.1.2.3"
    client.post("/sign-in", data=form | {"username": HOSTILE})
    assert "user" not in newest(app, "sign-in-failed"), "a name that nobody has is not written down"
    sign_in(client, "appraiser")
    assert newest(app, "sign-in")["unmapped"] == {"way": "password"}
    client.post("/sign-out", data={"csrf_token": token(client, "/account")})
    assert newest(app, "sign-out")["actor"]["user"]["uid"] == id_of(app, "appraiser")


def test_a_name_that_is_shut_is_noted_as_that(app: Flask) -> None:
    client = app.test_client()
    form = {"csrf_token": token(client), "username": "leader", "password": "sai"}
    for _ in range(9):
        client.post("/sign-in", data=form, environ_base={"REMOTE_ADDR": "10.9.9.9"})
    assert newest(app, "sign-in-locked")["user"]["uid"] == id_of(app, "leader")
    assert newest(app, "sign-in-locked")["severity_id"] == 3


def test_a_refusal_names_the_page_and_refusals_of_one_kind_are_gathered(app: Flask) -> None:
    client = signed_in(app, "appraiser")
    for _ in range(5):
        assert client.get("/accounts", query_string={"q": HOSTILE}).status_code == 403
    found = [one for one in log_of(app).newest(500) if one["metadata"]["event_code"] == "refused"]
    own = [one for one in found if one.get("actor", {}).get("user", {}).get("uid") == id_of(app, "appraiser")]
    assert [one["resources"][0]["type"] for one in own] == ["accounts.all_accounts"]
    stranger = app.test_client()
    for _ in range(5):
        assert stranger.get("/ledger", environ_base={"REMOTE_ADDR": "10.7.7.7"}).status_code == 302
    found = [one for one in log_of(app).newest(500) if one.get("src_endpoint", {}).get("ip") == "10.7.7.7"]
    assert len(found) == 1


def test_what_goes_out_is_noted_with_its_rows(app: Flask) -> None:
    client = signed_in(app, "administrator")
    answer = client.get("/accounts?file=xlsx")
    made = newest(app, "export")
    assert made["web_resources"] == [{"type": "accounts.all_accounts"}]
    assert made["unmapped"]["rows"] == len(accounts.list_accounts(registry_of(app)))
    assert made["unmapped"]["bytes"] == len(answer.get_data())


def test_open_data_that_a_stranger_takes_is_noted_without_his_address(app: Flask) -> None:
    open_(registry_of(app), "masts")
    stranger, there = app.test_client(), {"REMOTE_ADDR": "203.0.113.20"}
    for _ in range(3):
        sent = stranger.get("/open-data/masts.csv", environ_base=there)
    assert (
        stranger.get("/open-data/masts.csv", headers={"If-None-Match": sent.headers["ETag"]}).status_code
        == 304
    )
    part = {"Range": "bytes=5-9"}
    assert stranger.get("/open-data/masts.xlsx", headers=part).status_code == 206
    made = newest(app, "export")
    assert made["web_resources"] == [{"type": "open_data.file", "uid": "masts"}]
    assert made["unmapped"] == {"form": "csv", "bytes": len(sent.data)}
    assert not made.keys() & {"src_endpoint", "actor"}
    taken = [one for one in log_of(app).newest(500) if one.get("web_resources") == made["web_resources"]]
    assert len(taken) == 1, "what strangers take is gathered by the minute"
    signed_in(app, "appraiser").get("/open-data/masts.csv")
    made = newest(app, "export")
    assert made["actor"]["user"]["uid"] == id_of(app, "appraiser")
    assert made["src_endpoint"]["ip"] == "127.0.0.1"


def test_a_token_that_opens_nothing_is_noted_by_page_and_address(app: Flask) -> None:
    sent = {"Authorization": "Bearer bts_sai"}
    answer = app.test_client().get("/api/v1/masts", headers=sent, environ_base={"REMOTE_ADDR": "10.4.4.4"})
    assert answer.status_code == 401
    made = newest(app, "token-failed")
    assert made["src_endpoint"]["ip"] == "10.4.4.4"
    assert made["resources"] == [{"type": "api.list_masts"}]
    assert "bts_sai" not in log_of(app).files()[-1].read_text(encoding="utf-8")


def test_deeds_of_the_ledger_are_noted_with_who_did_them_from_where(app: Flask) -> None:
    client = signed_in(app, "administrator")
    registry = registry_of(app)
    keeper = id_of(app, "administrator")
    csrf = token(client, "/accounts")

    def press(path: str, **form: str) -> None:
        answer = client.post(path, data={"csrf_token": csrf, **form})
        assert answer.status_code in {200, 303}, answer.get_data(as_text=True)

    press("/accounts", name="moi", role="viewer")
    press("/accounts/moi", deed="reset")
    press("/accounts/moi", deed="disable")
    press("/accounts/moi", deed="enable")
    for kind in ("account-made", "password-reset", "account-disabled", "account-enabled"):
        made = newest(app, kind)
        assert made["actor"]["user"]["uid"] == keeper, kind
        assert made["user"]["uid"] == id_of(app, "moi"), kind
        assert made["src_endpoint"]["ip"] == "127.0.0.1", kind
    with registry.database.write() as connection:
        write_settings(connection, {"letter.office": HOSTILE}, about="letter.office", who="administrator")
    owner = accounts.find_account(registry, name="leader")
    assert owner is not None
    make_token(registry, owner.person, name=HOSTILE, scopes=["register:read"], days=1)
    press("/accounts/two-factor", compulsory="no")
    assert newest(app, "settings-changed")["unmapped"]["setting"]
    assert newest(app, "token-made")["user"]["uid"] == owner.id
    assert "src_endpoint" not in newest(app, "token-made"), "another's deed has not this request's address"


def test_backup_verification_and_checkpoint_are_noted_with_their_heads(app: Flask, tmp_path: Path) -> None:
    registry = registry_of(app)
    made = backup(registry, tmp_path / "b.zip", passphrase="một cụm mật khẩu đủ dài")
    assert newest(app, "backup")["unmapped"]["head"] == made.head
    verify_as(registry, "administrator")
    assert newest(app, "verified")["actor"]["user"]["uid"] == id_of(app, "administrator")
    assert newest(app, "checkpoint")["unmapped"]["entries"] > 0


def test_a_changed_password_is_noted(app: Flask) -> None:
    client = app.test_client()
    sign_in(client, "appraiser")
    new = "mot-mat-khau-khac-du-dai"
    form = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    answer = client.post("/account/password", data=form | {"csrf_token": token(client, "/account/password")})
    assert answer.status_code == 302
    assert newest(app, "password-changed")["user"]["uid"] == id_of(app, "appraiser")


def test_the_second_step_is_noted_from_its_setting_up_to_its_removal(app: Flask) -> None:
    own = id_of(app, "inspector")
    key = set_up_app(signed_in(app, "inspector"))
    assert newest(app, "second-step-set")["actor"]["user"]["uid"] == own
    client = app.test_client()
    sign_in(client, "inspector")
    form = {"csrf_token": token(client, "/sign-in/code")}
    client.post("/sign-in/code", data=form | {"code": "000000"})
    failed = newest(app, "second-step-failed")
    assert (failed["user"]["uid"], "actor" in failed) == (own, False)
    assert client.post("/sign-in/code", data=form | {"code": code_of(key, 1)}).status_code == 302
    assert newest(app, "second-step")["actor"]["user"]["uid"] == own
    keeper = signed_in(app, "administrator")
    keeper.post("/accounts/inspector", data={"csrf_token": token(keeper, "/accounts"), "deed": "reset"})
    removed = newest(app, "second-step-removed")
    assert (removed["actor"]["user"]["uid"], removed["user"]["uid"]) == (id_of(app, "administrator"), own)


def test_no_event_of_all_holds_what_somebody_typed(app: Flask) -> None:
    """The last of the file: everything above was done with recognisable names, texts and positions."""
    written = "".join(path.read_text(encoding="utf-8") for path in log_of(app).files())
    whole = json.dumps([json.loads(line) for line in written.splitlines()], ensure_ascii=False)
    for typed in (
        MARK,
        "0912345678",
        "106.123456",
        "appraiser",
        "leader",
        "inspector",
    ):  # nor an account's name
        assert typed not in whole, typed
    assert log_of(app).check().sound


def test_the_administrator_reads_and_filters_them_and_nobody_else_does(app: Flask) -> None:
    client = signed_in(app, "administrator")
    page = client.get("/office/security-events").get_data(as_text=True)
    assert "Đăng nhập không thành" in page
    assert "Lập tài khoản" in page
    only = client.get("/office/security-events?kind=account-made").get_data(as_text=True)
    assert "<td>Lập tài khoản" in only
    assert "<td>Đăng nhập" not in only
    none = client.get("/office/security-events?address=203.0.113.9").get_data(as_text=True)
    assert "Chưa có sự kiện nào như vậy." in none
    assert "Chuỗi liền" in client.get("/office/security-events?chain=1").get_data(as_text=True)
    assert client.get("/office/security-events?kind=nonsense").status_code == 400
    assert client.get("/office/security-events?file=xlsx").status_code == 200
    assert app.test_client().get("/office/security-events").status_code == 302
    assert 'href="/office/security-events">Nhật ký an ninh' in client.get("/operation").get_data(as_text=True)
