"""Making, seeing and ending access tokens on the pages of accounts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.model.people import Role
from tests.web.people import signed_in, small_office, token

SECRET = re.compile(r'id="token-secret">(bts_[A-Za-z0-9_-]{43})<')
SPOT = "/api/check?lon=106.2&lat=21.3"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home: Path = tmp_path_factory.mktemp("token-pages") / "nhà"
    with small_office(home, Role.ADMINISTRATOR, Role.APPRAISER, Role.VIEWER) as made:
        yield made


def send(client: FlaskClient, page: str, path: str, **form: object) -> str:
    answer = client.post(path, data={"csrf_token": token(client, page), **form}, follow_redirects=True)
    return answer.get_data(as_text=True)


def opens(app: Flask, secret: str) -> int:
    return app.test_client().get(SPOT, headers={"Authorization": f"Bearer {secret}"}).status_code


def test_a_person_makes_a_token_sees_its_secret_once_and_ends_it(app: Flask) -> None:
    client, page = signed_in(app, "appraiser"), "/account/tokens"
    made = send(client, page, page, name="QGIS ở phòng", scopes=["appraise"], days="30")
    found = SECRET.search(made)
    assert found is not None
    assert opens(app, found[1]) == 200
    again = client.get(page).get_data(as_text=True)
    assert found[1] not in again
    assert "QGIS ở phòng" in again
    assert "dùng gần nhất" in again
    ended = re.search(r'action="(/account/tokens/[^"]+)"', again)
    assert ended is not None
    assert "Đã thu hồi mã QGIS ở phòng" in send(client, page, ended[1])
    assert opens(app, found[1]) == 401


@pytest.mark.parametrize(
    ("form", "code"),
    [
        ({"name": " ", "scopes": ["appraise"], "days": "30"}, "TOKEN-NAME"),
        ({"name": "x", "days": "30"}, "TOKEN-SCOPES"),
        ({"name": "x", "scopes": ["tất cả"], "days": "30"}, "TOKEN-SCOPES"),
        ({"name": "x", "scopes": ["appraise"], "days": "367"}, "TOKEN-DAYS"),
        ({"name": "x", "scopes": ["appraise"], "days": "mãi"}, "REQUEST-VALUE"),
    ],
)
def test_what_cannot_be_made_is_said_beside_what_was_typed(
    app: Flask, form: dict[str, object], code: str
) -> None:
    client, page = signed_in(app, "viewer"), "/account/tokens"
    told = send(client, page, page, **form)
    assert code in told
    assert not SECRET.search(told)
    if form["name"] == "x":
        assert 'value="x"' in told


def test_an_administrator_gives_a_program_an_account_and_a_token_and_ends_it(app: Flask) -> None:
    client, page = signed_in(app, "administrator"), "/accounts/tokens"
    assert "may-cua-so" in send(client, page, "/accounts/programs", program="may-cua-so", role="viewer")
    made = send(
        client, page, page, account="may-cua-so", name="trục liên thông", scopes=["appraise"], days="9"
    )
    found = SECRET.search(made)
    assert found is not None
    assert opens(app, found[1]) == 200
    ended = re.search(r'action="(/accounts/tokens/[^"]+)"', client.get(page).get_data(as_text=True))
    assert ended is not None
    send(client, page, ended[1])
    assert opens(app, found[1]) == 401
    assert "Đặt lại mật khẩu của may-cua-so" not in client.get("/accounts").get_data(as_text=True)


def test_nobody_but_an_administrator_makes_programs_tokens_and_none_for_a_person(app: Flask) -> None:
    client, page = signed_in(app, "administrator"), "/accounts/tokens"
    for account, code in (("viewer", "TOKEN-NOT-OWN"), ("", "ACCOUNT-UNKNOWN")):
        assert code in send(client, page, page, account=account, name="x", scopes=["appraise"], days="9")
    viewer = signed_in(app, "viewer")
    form = {"csrf_token": token(viewer, "/account"), "program": "x", "role": "viewer"}
    assert viewer.post("/accounts/programs", data=form).status_code == 403
