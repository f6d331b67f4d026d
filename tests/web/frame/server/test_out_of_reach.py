"""A database that cannot be reached is said by every address, in time, and heals by itself."""

import contextlib
import re
import time
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.model.people import Role
from registry.services.office.sign_in.accounts import add_account
from registry.settings import read_settings
from registry.store.server_link import REST_S
from tests import postgres
from tests.relay import Relay
from tests.services.requests import desk
from tests.web.people import PASSWORD, signed_in, token
from web.app import create_app
from web.frame import office

CODE = "STORE-UNREACHABLE"


@pytest.fixture(scope="module")
def line(server: postgres.Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Relay, Flask]]:
    """An office on PostgreSQL with a line to it that can fail."""
    home = tmp_path_factory.mktemp("far")
    with server.fresh() as address, contextlib.closing(Relay(server.port)) as relay:
        far = address.replace(f":{server.port}/", f":{relay.port}/")
        settings = read_settings({"BTS_HOME": str(home), "BTS_DATABASE_URL": far})
        made = desk.make(settings)
        add_account(made, "quantri", [Role.ADMINISTRATOR], password=PASSWORD, must_change=False, who="t")
        made.close()
        app = create_app(settings)
        yield relay, app
        with app.app_context():
            office.registry().close()


@pytest.fixture
def client(line: tuple[Relay, Flask]) -> Iterator[FlaskClient]:
    relay, app = line
    found = signed_in(app, "quantri")
    yield found
    relay.mend()
    time.sleep(REST_S)


def addresses(app: Flask) -> list[str]:
    return sorted(
        rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments
    )


def test_every_address_says_so_as_a_page_and_to_a_program_and_heals(
    line: tuple[Relay, Flask], client: FlaskClient
) -> None:
    relay, app = line
    assert len(addresses(app)) > 100
    relay.hang_up()
    said = 0
    for path in addresses(app):
        for kind in ("text/html", "application/json"):
            answer = client.get(path, headers={"Accept": kind})
            assert answer.status_code < 400 or answer.status_code in {400, 503}, path
            if answer.status_code == 503:
                assert CODE in answer.get_data(as_text=True), path
                assert answer.headers["Retry-After"].isdigit(), path
                assert "no-store" in answer.headers["Cache-Control"], path
                said += 1
    assert said > 150
    relay.mend()
    time.sleep(REST_S)
    assert client.get("/start", follow_redirects=True).status_code == 200


def test_the_page_that_says_so_has_its_looks(line: tuple[Relay, Flask], client: FlaskClient) -> None:
    """Style sheets ask nothing of a register, whoever has signed in."""
    relay, _ = line
    relay.hang_up()
    page = client.get("/today")
    sheets = re.findall(r'href="(/static/[^"]+\.css[^"]*)"', page.get_data(as_text=True))
    assert (page.status_code, bool(sheets)) == (503, True)
    for sheet in sheets:
        with contextlib.closing(client.get(sheet)) as answer:
            assert (answer.status_code, answer.mimetype) == (200, "text/css"), sheet


def test_every_form_that_is_sent_says_so_too_and_so_does_signing_in(
    line: tuple[Relay, Flask], client: FlaskClient
) -> None:
    relay, app = line
    csrf = token(client, "/account/password")
    stranger = app.test_client()
    own = token(stranger)
    relay.hang_up()
    tried = {"username": "quantri", "password": "sai mật khẩu", "csrf_token": own}
    answer = stranger.post("/sign-in", data=tried)
    assert (answer.status_code, CODE in answer.get_data(as_text=True)) == (503, True)
    said = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in (rule.methods or ()) or rule.endpoint == "security.logout":
            continue
        path = re.sub(r"<[^>]+>", "x", rule.rule)
        answer = client.post(path, data={"csrf_token": csrf})
        assert answer.status_code < 500 or answer.status_code == 503, (path, answer.status_code)
        said += answer.status_code == 503
    assert said > 300
    relay.mend()
    time.sleep(REST_S)
    assert stranger.post("/sign-in", data=tried).status_code == 200


def test_what_was_typed_stands_on_the_page_and_nothing_is_promised(
    line: tuple[Relay, Flask], client: FlaskClient
) -> None:
    relay, _ = line
    csrf = token(client, "/report")
    relay.hang_up()
    form = {
        "csrf_token": csrf,
        "kind": "leaning",
        "words": "Cột nghiêng <b>về phía</b> trường",
        "place": "Kép",
    }
    answer = client.post("/report", data=form)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, CODE in text) == (503, True)
    assert "Cột nghiêng &lt;b&gt;về phía&lt;/b&gt; trường" in text
    assert "Không chắc việc vừa gửi đã được ghi" in text
    assert PASSWORD not in client.post("/sign-in", data={"username": "x", "password": PASSWORD}).get_data(
        as_text=True
    )


def test_who_asks_while_nothing_comes_through_is_told_at_once(
    line: tuple[Relay, Flask], client: FlaskClient
) -> None:
    relay, _ = line
    relay.hang_up()
    assert client.get("/now").status_code == 503
    began = time.monotonic()
    assert {client.get("/now").status_code for _ in range(5)} == {503}
    assert time.monotonic() - began < REST_S + 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_is_whole_in_both_languages(
    line: tuple[Relay, Flask], client: FlaskClient, language: str
) -> None:
    relay, _ = line
    relay.hang_up()
    text = client.get(f"/now?lang={language}").get_data(as_text=True)
    assert f'<html lang="{language}">' in text
    assert ("Máy chủ đang gián đoạn" if language == "vi" else "The server is interrupted") in text
