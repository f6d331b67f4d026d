"""The ground of the pages: secret, policy, errors, languages."""

import re
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from registry.errors import RefusalError
from registry.services.office.security.installation_key import kept_secret
from registry.settings import Settings, read_settings
from tests.pages import Pages, faults
from web.api.operations import OPERATIONS, Operation
from web.app import UPLOAD_LIMIT_MB, create_app
from web.frame import refusals
from web.frame.guard import guarded
from web.frame.security.csp import origin_of, policy, with_nonce


def test_the_secret_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "new home")
    assert kept_secret(tmp_path / "new home") == first
    assert len(first) >= 48
    assert stat.S_IMODE((tmp_path / "new home" / "secret_key").stat().st_mode) == 0o600


def test_a_configured_secret_is_used_and_none_is_written(tmp_path: Path) -> None:
    settings = read_settings({"BTS_HOME": str(tmp_path), "BTS_SECRET_KEY": "configured"})
    assert create_app(settings).config["SECRET_KEY"] == "configured"
    assert not (tmp_path / "secret_key").exists()


@pytest.mark.parametrize("path", ["/khong-co", "/map/zones/nothing.json", "/map/site?code=NOWHERE"])
def test_what_is_not_there_is_said_on_a_page_of_its_own(pages: Pages, path: str) -> None:
    page = pages.page(path, 404)
    assert [item for item in page.all("section") if item.get("data-code")]  # in words for whoever signed in
    assert any("Về bản đồ" in text for text in page.text)


def test_a_wrong_method_and_a_bad_form_are_said_on_a_page(pages: Pages) -> None:
    assert "WEB-METHOD" in pages.get("/language", 405).get_data(as_text=True)
    pages.post("/language", {"lang": "fr"}, 400)


def test_a_form_without_its_token_is_refused(demo_app: Flask) -> None:
    answer = demo_app.test_client().post("/language", data={"lang": "en"})
    assert answer.status_code == 400
    assert "WEB-STALE-FORM" in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    "made", [one for one in OPERATIONS.values() if one.method != "GET"], ids=lambda made: made.name
)
def test_a_program_without_a_token_is_asked_for_one_at_an_open_desk(demo_app: Flask, made: Operation) -> None:
    address = "/api/v1" + re.sub(r"<\w+>", "x", made.path)
    answer = demo_app.test_client().open(address, method=made.method, json={})
    assert (answer.status_code, answer.get_json()["code"]) == (401, "TOKEN-NEEDED")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_an_upload_over_the_limit_is_refused_with_the_limit(pages: Pages) -> None:
    answer = pages.client.post("/language", data=b"x" * (UPLOAD_LIMIT_MB * 1024 * 1024 + 1))
    assert answer.status_code == 413
    assert f"{UPLOAD_LIMIT_MB} MB" in answer.get_data(as_text=True)


def test_a_program_gets_errors_as_json(pages: Pages) -> None:
    error = pages.get("/api/nothing", 404).get_json()["error"]
    assert error["code"] == "WEB-NOT-FOUND"
    assert pages.get("/khong-co", 404, headers={"Accept": "application/json"}).get_json()["error"] == error


def test_an_unforeseen_fault_shows_nothing_of_itself(
    demo_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(demo_settings)
    monkeypatch.setattr(app.logger, "disabled", True)

    @app.get("/fault")
    def fault() -> str:
        raise ZeroDivisionError("secret detail")

    text = Pages(app).get("/fault", 500).get_data(as_text=True)
    assert "WEB-FAULT" in text
    assert "secret detail" not in text
    assert "Traceback" not in text


def test_without_a_registry_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    answer = Pages(create_app(read_settings({"BTS_HOME": str(tmp_path)}))).get("/", 503)
    assert "STORE-MISSING" in answer.get_data(as_text=True)


def test_a_page_elsewhere_cannot_reach_the_server_by_another_name(demo_app: Flask) -> None:
    assert demo_app.test_client().get("/", headers={"Host": "evil.example"}).status_code == 400


def test_behind_a_proxy_its_headers_are_read_and_cookies_are_secure(demo_settings: Settings) -> None:
    app = create_app(replace(demo_settings, proxies=1, public_names=("bts.example",)))
    answer = app.test_client().get(
        "/sign-in",
        headers={
            "X-Forwarded-Proto": "https",
            "X-Forwarded-Host": "bts.example",
            "X-Forwarded-For": "10.0.0.9",
        },
    )
    assert answer.status_code == 200
    cookie = answer.headers["Set-Cookie"]
    assert "Secure" in cookie
    assert "HttpOnly" in cookie
    assert "chỉ máy này truy cập được" not in answer.get_data(as_text=True)


def test_the_banner_says_illustrative_and_loopback(pages: Pages) -> None:
    text = " ".join(pages.page("/").text)
    assert "Dữ liệu minh họa" in text
    assert "chỉ máy này truy cập được" in text


def test_the_policy_differs_for_every_answer_and_names_only_the_tile_server() -> None:
    found = policy("abc", origin_of("https://tiles.example/{z}/{x}/{y}.png"))
    assert "img-src 'self' data: blob: https://tiles.example;" in found
    assert "unsafe" not in found
    assert origin_of(None) is None
    assert origin_of("/tiles/{z}/{x}/{y}.png") is None
    assert with_nonce('<script src="a"><style><script nonce="x">', "n") == (
        '<script nonce="n" src="a"><style nonce="n"><script nonce="x">'
    )


def test_a_refusal_is_shown_with_its_code(demo_settings: Settings) -> None:
    app = create_app(demo_settings)

    @app.get("/refused")
    def refused() -> str:
        raise RefusalError("WEB-NO-SITE", site="<b>X</b>")

    text = Pages(app).get("/refused", 404).get_data(as_text=True)
    assert "&lt;b&gt;X&lt;/b&gt;" in text
    assert "<b>X</b>" not in text


def test_the_page_client_notices_what_is_wrong() -> None:
    bad = """<html><body><h1>a</h1><h1>b</h1><p id=x></p><p id=x style="color:red" onclick="y()"></p>
    <form method=post><input name=a></form><script src="//cdn.example/x.js"></script>
    <img src=x><a href="javascript:1">z</a></body></html>"""
    found = "\n".join(faults(bad, "script-src 'nonce-n'"))
    for expected in (
        "no lang",
        "no title",
        "2 h1",
        "id x stands 2",
        "no CSRF",
        "input a has no label",
        "script without",
        "has style",
        "has onclick",
        "without alt",
        "runs script",
        "//cdn.example/x.js",
    ):
        assert expected in found


def test_http_errors_below_400_pass_through(demo_settings: Settings) -> None:
    app = create_app(demo_settings)

    @app.get("/moved")
    def moved() -> str:
        class Moved(HTTPException):
            code = 304

        raise Moved

    assert app.test_client().get("/moved").status_code == 304


def test_a_key_that_a_full_disk_left_empty_is_made_anew_and_then_kept(tmp_path: Path) -> None:
    (tmp_path / "secret_key").touch()
    made = kept_secret(tmp_path)
    assert len(made) > 40
    assert kept_secret(tmp_path) == made


def test_a_home_that_cannot_be_written_is_refused_with_its_name(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RefusalError, match="OUTPUT-NOT-WRITTEN"):
        kept_secret(tmp_path / "file")


@pytest.mark.parametrize("body", [b"[" * 100_000, b'{"a":' * 50_000, b'{"a":', b"\xff\xfe"])
def test_json_that_cannot_be_read_is_a_bad_request(pages: Pages, body: bytes) -> None:
    headers = {"X-CSRFToken": pages.token(), "Accept": "application/json"}
    for path in ("/language", "/cables/draw/points"):
        answer = pages.client.post(path, data=body, content_type="application/json", headers=headers)
        assert answer.status_code == 400, path


def test_a_refusal_whose_page_cannot_be_made_is_said_all_the_same(
    demo_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(demo_settings)
    monkeypatch.setattr(app.logger, "disabled", True)

    @app.post("/deed")
    @guarded(public=True)
    def deed() -> Any:
        def page(_: RefusalError) -> str:
            raise ZeroDivisionError("secret detail")

        return refusals.refused(RefusalError("REQUEST-VALUE", value="x"), page)

    text = Pages(app).post("/deed", status=400).get_data(as_text=True)
    assert "REQUEST-VALUE" in text
    assert "secret detail" not in text
