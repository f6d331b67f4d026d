"""Nobody's failures keep somebody else out; whoever was let in before is told from who was not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.settings import Settings
from tests.web.people import PASSWORD, running, signed_in, token, with_people

NAME = "bts.example.vn"


@pytest.fixture
def app(demo_settings: Settings, tmp_path: Path) -> Iterator[Flask]:
    settings = replace(
        with_people(demo_settings, tmp_path / "home"), proxies=1, public_names=(NAME, "localhost")
    )
    with running(settings) as made:
        made.config["SESSION_COOKIE_SECURE"] = False  # the client of the tests speaks http
        yield made


def attempt(client: FlaskClient, address: str, password: str, name: str = "administrator") -> int:
    at = {"X-Forwarded-For": address}
    found = client.get("/sign-in", headers=at).get_data(as_text=True)
    csrf = found.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": csrf, "username": name, "password": password}
    return client.post("/sign-in", data=data, headers=at).status_code


def test_failures_from_elsewhere_do_not_shut_a_name_to_its_owner(app: Flask) -> None:
    for last in range(5):
        client = app.test_client()
        for _ in range(8):
            assert attempt(client, f"203.0.113.{last}", "wrong") == 200
        assert attempt(client, f"203.0.113.{last}", PASSWORD) == 429
    assert attempt(app.test_client(), "10.0.0.9", PASSWORD) == 302


def test_a_browser_that_was_let_in_before_gets_past_its_own_address_s_failures(app: Flask) -> None:
    """Behind one address sits a whole office: a colleague, or a phone of his, must not shut it to all."""
    known = app.test_client()
    assert attempt(known, "10.0.0.9", PASSWORD) == 302
    known.delete_cookie("session")
    for name in ("administrator", "leader", "viewer", "nobody"):
        for _ in range(8):
            attempt(app.test_client(), "10.0.0.9", "wrong", name)
    assert attempt(app.test_client(), "10.0.0.9", PASSWORD) == 429
    assert attempt(known, "10.0.0.9", PASSWORD) == 302
    for _ in range(8):  # and is itself held to the limit
        known.delete_cookie("session")
        assert attempt(known, "10.0.0.9", "wrong") == 200
    assert attempt(known, "10.0.0.9", PASSWORD) == 429


def test_the_word_of_a_browser_is_of_one_account_and_cannot_be_made(app: Flask) -> None:
    client = app.test_client()
    assert attempt(client, "10.0.0.9", PASSWORD, "viewer") == 302
    word = client.get_cookie("device", path="/sign-in")
    assert word is not None
    for value in (word.value, f"{word.value}x", "", "W10.x.y"):
        other = app.test_client()
        other.set_cookie("device", value, path="/sign-in")
        for _ in range(8):
            attempt(other, "10.0.0.7", "wrong", "leader")
        assert attempt(other, "10.0.0.7", PASSWORD, "leader") == 429


def test_many_addresses_together_are_held_too(app: Flask) -> None:
    for count in range(200):
        assert attempt(app.test_client(), f"10.1.{count // 4}.1", "wrong", "leader") == 200
    assert attempt(app.test_client(), "10.2.0.1", PASSWORD, "leader") == 429
    assert attempt(app.test_client(), "10.2.0.1", PASSWORD, "viewer") == 302


def test_a_weak_password_is_refused_where_it_is_changed(app: Flask) -> None:
    app.config["SERVER_NAME"] = None
    client = signed_in(app, "leader")
    form = token(client, "/account/password")
    for new in ("123456789012", "password1234", "aaaaaaaaaaaa", "leader-leader"):
        answer = client.post(
            "/account/password",
            data={"csrf_token": form, "password": PASSWORD, "new_password": new, "new_password_confirm": new},
        )
        assert (answer.status_code, "dễ đoán" in answer.get_data(as_text=True)) == (200, True), new


@pytest.mark.parametrize("path", ["/", "/requests", "/account", "/accounts", "/accounts?form=xlsx", "/start"])
def test_what_is_answered_to_a_person_is_kept_by_no_browser(app: Flask, path: str) -> None:
    answer = signed_in(app, "administrator").get(path)
    assert "no-store" in answer.headers["Cache-Control"], path
    answer.close()


def test_what_is_for_everybody_and_what_never_changes_may_be_kept(app: Flask) -> None:
    assert "no-store" not in app.test_client().get("/report").headers["Cache-Control"]
    answer = signed_in(app, "viewer").get("/static/css/base.css")
    assert "no-store" not in answer.headers["Cache-Control"]
    answer.close()
