"""Who comes by an access token: let in by Bearer or Basic, to what the token is for, and to nothing else."""

import base64
import datetime as dt
import hashlib
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.model.people import Person, Role
from registry.model.sign_in.tokens import Scope
from registry.services.office.batches import present_number
from registry.services.office.registry import Registry
from registry.services.office.sign_in import accounts, tokens
from tests.web.people import PASSWORD, registry_of, sign_in, small_office
from web.frame.problems import TYPE
from web.frame.sign_in import sessions
from web.frame.sign_in import tokens as tokens_of_pages

SPOT = "/api/check?lon=106.2&lat=21.3"


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    home: Path = tmp_path_factory.mktemp("tokens") / "nhà"
    with small_office(home, Role.ADMINISTRATOR, Role.APPRAISER, Role.VIEWER) as made:
        yield made


@pytest.fixture
def office(app: Flask) -> Registry:
    return registry_of(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def person(office: Registry, name: str) -> Person:
    found = accounts.find_account(office, name=name)
    assert found is not None
    return found.person


def given(office: Registry, name: str = "appraiser", *scopes: Scope, days: int = 30) -> str:
    _, secret = tokens.make_token(
        office, person(office, name), name="phần mềm", scopes=scopes or (Scope.APPRAISE,), days=days
    )
    return secret


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def basic(secret: str, user: str = "ai cũng được") -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()}


def test_a_token_opens_as_bearer_and_as_basic_and_leaves_no_cookie(
    client: FlaskClient, office: Registry
) -> None:
    secret = given(office)
    for headers in (bearer(secret), basic(secret), basic(secret, "")):
        answer = client.get(SPOT, headers=headers)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        assert "Set-Cookie" not in answer.headers


def test_a_token_that_opens_nothing_is_refused_as_a_problem_with_a_challenge(
    client: FlaskClient, office: Registry
) -> None:
    secret = given(office)
    for wrong in (f"{secret}x", "bts_", "bts_\x7f", "khác", secret.removeprefix("bts_")):
        answer = client.get(SPOT, headers=bearer(wrong.encode().decode("latin-1")))
        assert (answer.status_code, answer.mimetype) == (401, TYPE)
        assert answer.get_json()["code"] == "TOKEN-WRONG"
        asked = answer.headers.getlist("WWW-Authenticate")
        assert asked == ['Bearer realm="BTS", error="invalid_token"', 'Basic realm="BTS", charset="UTF-8"']
        assert "Set-Cookie" not in answer.headers


def test_a_token_does_what_it_is_for_and_opens_no_page(client: FlaskClient, office: Registry) -> None:
    other = bearer(given(office, "appraiser", Scope.NOTICES))
    answer = client.get(SPOT, headers=other)
    assert (answer.status_code, answer.get_json()["code"]) == (403, "TOKEN-SCOPE")
    every = bearer(given(office, "appraiser", *Scope))
    for path in ("/account", "/requests", "/ledger"):
        answer = client.get(path, headers=every)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "TOKEN-PAGE"), path
    answer = client.post("/accounts/two-factor", headers=every)  # no form's token: refused as a page is
    assert answer.get_json()["code"] == "TOKEN-PAGE"


def test_a_session_beside_a_token_counts_for_nothing(app: Flask, office: Registry) -> None:
    client = app.test_client()
    sign_in(client, "administrator")
    assert client.get("/accounts").status_code == 200
    assert client.get("/accounts", headers=bearer(given(office, "viewer", *Scope))).status_code == 403


def refused(client: FlaskClient, secret: str) -> str:
    answer = client.get(SPOT, headers=bearer(secret))
    return "" if answer.status_code == 200 else f"{answer.status_code} {answer.get_json()['code']}"


def test_a_token_is_over_with_its_days(
    client: FlaskClient, office: Registry, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret, later = given(office, days=1), vietnam_time.now() + dt.timedelta(days=1, minutes=1)
    assert refused(client, secret) == ""
    monkeypatch.setattr(vietnam_time, "read_clock", lambda: later)
    assert refused(client, secret) == "401 TOKEN-OVER"


def test_a_token_is_ended_by_its_owner_and_an_administrator_and_nobody_else(
    client: FlaskClient, office: Registry
) -> None:
    for who in ("appraiser", "administrator"):
        token, secret = tokens.make_token(
            office, person(office, "appraiser"), name="x", scopes=[Scope.APPRAISE], days=3
        )
        with pytest.raises(RefusalError, match="TOKEN-UNKNOWN"):
            tokens.end_token(office, token.id, person=person(office, "viewer"))
        assert refused(client, secret) == ""
        tokens.end_token(office, token.id, person=person(office, who))
        assert refused(client, secret) == "401 TOKEN-ENDED"


def test_a_token_ends_with_its_account_for_good(client: FlaskClient, office: Registry) -> None:
    accounts.add_account(office, "tam", [Role.VIEWER], password=PASSWORD, must_change=False, who="t")
    first = given(office, "tam")
    accounts.set_active(office, "tam", active=False, who="t")
    assert refused(client, first) == "401 TOKEN-ENDED"
    accounts.set_active(office, "tam", active=True, who="t")
    assert refused(client, first) == "401 TOKEN-ENDED"
    second = given(office, "tam")
    assert refused(client, second) == ""
    accounts.reset_password(office, "tam", who="t")
    assert refused(client, second) == "401 TOKEN-ENDED"
    assert refused(client, given(office, "tam")) == "401 TOKEN-ACCOUNT"  # its password is not its own yet


def test_a_programs_account_has_tokens_and_no_password(client: FlaskClient, office: Registry) -> None:
    assert accounts.add_account(office, "may-vtl", [Role.VIEWER], service=True, who="t") == ""
    with pytest.raises(RefusalError, match="ACCOUNT-SERVICE"):
        accounts.reset_password(office, "may-vtl", who="t")
    with pytest.raises(RefusalError, match="ACCOUNT-SERVICE-ROLE"):
        accounts.add_account(office, "may-2", [Role.ADMINISTRATOR], service=True, who="t")
    for who in ("viewer", "may-vtl"):
        with pytest.raises(RefusalError, match="TOKEN-NOT-OWN"):
            tokens.make_token(
                office, person(office, who), name="x", scopes=[Scope.APPRAISE], days=3, account="may-vtl"
            )
    with pytest.raises(RefusalError, match="TOKEN-NOT-OWN"):  # an administrator acts in no person's name
        tokens.make_token(
            office, person(office, "administrator"), name="x", scopes=["appraise"], days=3, account="viewer"
        )
    _, secret = tokens.make_token(
        office, person(office, "administrator"), name="x", scopes=["appraise"], days=3, account="may-vtl"
    )
    assert refused(client, secret) == ""


def test_no_secret_stands_in_the_register_or_its_ledger(office: Registry) -> None:
    secret = given(office)
    held = office.settings.home.joinpath("registry.sqlite").read_bytes()
    held += b"".join(one.read_bytes() for one in office.settings.home.glob("registry.sqlite-*"))
    assert hashlib.sha256(secret.encode()).hexdigest().encode() in held
    assert secret.encode() not in held
    assert secret[4:].encode() not in held


def test_wrong_tokens_are_counted_by_address_and_right_ones_never_shut_out(
    client: FlaskClient, office: Registry
) -> None:
    secret, there = given(office), {"REMOTE_ADDR": "203.0.113.7"}
    told = [client.get(SPOT, headers=bearer("bts_sai"), environ_base=there) for _ in range(35)]
    assert (told[0].status_code, told[-1].status_code) == (401, 429)
    over_s = tokens_of_pages.WRONG.get_expiry()
    assert over_s - 60 <= int(told[-1].headers["Retry-After"]) <= over_s + 1, "when the first is forgotten"
    assert client.get(SPOT, headers=bearer(secret), environ_base=there).status_code == 200
    assert client.get(SPOT, headers=bearer("bts_sai")).status_code == 401  # from elsewhere


def test_it_is_known_when_a_token_was_last_used_and_no_deed_is_made_of_it(
    app: Flask, client: FlaskClient, office: Registry
) -> None:
    secret, mine = given(office), person(office, "appraiser")
    before = present_number(office)
    assert refused(client, secret) == ""
    with app.app_context():
        found = tokens.seen_tokens(office, sessions.sign_ins(), mine.id)
    used = next(one for one in found if secret.startswith(one.token.begins))
    assert used.seen_at is not None
    assert abs(used.seen_at.timestamp() - time.time()) < 60
    assert present_number(office) == before
