"""Signing in at a provider that runs here on a port of its own: real redirections, tokens and keys."""

import base64
import hmac
import json
import re
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import RSAKey

from registry.services.office.security.security_log import SecurityLog
from registry.services.office.sign_in import accounts, identities
from registry.services.office.sign_in.signing_in import SIGN_INS_FILE, SignIns
from tests.web.frame.sign_in.providers_office import (
    at_provider,
    claims_of,
    come_back,
    kinds,
    matched,
    office,
    said,
    to_provider,
)
from tests.web.people import registry_of, signed_in, token
from web.frame.sign_in import provider_client


@pytest.fixture(scope="module")
def app(provider: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with office(tmp_path_factory.mktemp("oidc") / "home", provider) as made:
        matched(made, provider, "lan@tinh", "lan")
        yield made


def test_who_is_matched_comes_in_and_where_he_was_going(app: Flask, provider: str) -> None:
    client = app.test_client()
    page = client.get("/sign-in").get_data(as_text=True)
    assert "Đăng nhập bằng Tài khoản tỉnh" in page
    address = to_provider(client, "/account")
    asked = parse_qs(urlsplit(address).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    answer = client.get(at_provider(address, "lan@tinh"))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account")
    mine = client.get("/account").get_data(as_text=True)
    assert "<dd>lan</dd>" in mine
    assert "qua Tài khoản tỉnh" in mine
    assert kinds(app)[-1] == "sign-in"
    assert client.get("/accounts").status_code == 403


def test_the_page_that_was_asked_for_is_never_another_hosts(app: Flask) -> None:
    answer = come_back(app.test_client(), "lan@tinh", "https://evil.example/")
    assert urlsplit(answer.headers["Location"]).netloc == ""
    assert urlsplit(answer.headers["Location"]).path == "/start"


def test_a_state_of_another_browser_opens_nothing(app: Flask) -> None:
    path = at_provider(to_provider(app.test_client()), "lan@tinh")
    other = app.test_client()
    to_provider(other)
    answer = other.get(path)
    assert (answer.status_code, said(answer)) == (400, "SIGN-IN-STATE")
    assert other.get("/account").status_code == 302
    assert said(app.test_client().get("/sign-in/with/tinh/back?code=x")) == "SIGN-IN-STATE"


def test_an_address_that_was_come_back_by_once_opens_nothing_twice(app: Flask) -> None:
    client = app.test_client()
    path = at_provider(to_provider(client), "lan@tinh")
    assert client.get(path).status_code == 302
    assert said(client.get(path)) == "SIGN-IN-STATE"


def test_a_code_that_was_used_is_refused_by_the_provider_and_said(app: Flask) -> None:
    client = app.test_client()
    code = parse_qs(urlsplit(at_provider(to_provider(client), "lan@tinh")).query)["code"][0]
    first = at_provider(to_provider(client), "lan@tinh")
    assert client.get(first).status_code == 302
    used = parse_qs(urlsplit(first).query)["code"][0]
    for given, expected in ((used, 403), (code + "x", 403)):
        client = app.test_client()
        state = parse_qs(urlsplit(at_provider(to_provider(client), "lan@tinh")).query)["state"][0]
        answer = client.get("/sign-in/with/tinh/back", query_string={"code": given, "state": state})
        assert (answer.status_code, said(answer)) == (expected, "SIGN-IN-NOT-PROVEN")
        assert client.get("/account").status_code == 302


def test_who_refuses_there_is_told_so(app: Flask) -> None:
    client = app.test_client()
    answer = requests.post(to_provider(client), data={"action": "deny"}, allow_redirects=False, timeout=60)
    back = urlsplit(answer.headers["Location"])
    assert said(client.get(f"{back.path}?{back.query}")) == "SIGN-IN-DENIED"


def test_a_stranger_waits_until_an_administrator_says_who_he_is(app: Flask, provider: str) -> None:
    claims_of(provider, "moi@tinh", name="Trần Thị Mới")
    client = app.test_client()
    answer = come_back(client, "moi@tinh")
    assert (answer.status_code, said(answer)) == (403, "SIGN-IN-STRANGER")
    assert kinds(app)[-1] == "sign-in-unknown"
    assert client.get("/account").status_code == 302
    keeper = signed_in(app, "quantri")
    page = keeper.get("/accounts/identities").get_data(as_text=True)
    assert "Trần Thị Mới" in page
    for path in ("/today", "/accounts"):  # the list is behind a button: somebody has to be told of it
        assert "Trần Thị Mới" in (shown := keeper.get(path).text) or "1 chờ ghép" in shown, path
    key = identities.key_of(provider, "moi@tinh")
    form = {"csrf_token": token(keeper, "/accounts/identities"), "name": "moi", "role": "inspector"}
    assert keeper.post(f"/accounts/identities/{key}/match", data=form).status_code == 303
    assert "chờ ghép" not in keeper.get("/accounts").text
    assert come_back(client, "moi@tinh").status_code == 302
    assert "<dd>moi</dd>" in client.get("/account").get_data(as_text=True)
    log = SecurityLog(app.extensions["bts-settings"].home)
    assert "identity-matched" in kinds(app)
    assert "Trần" not in "".join(json.dumps(one, ensure_ascii=False) for one in log.newest(99))
    form = {"csrf_token": token(keeper, "/accounts/identities")}
    assert keeper.post(f"/accounts/identities/{key}/part", data=form).status_code == 303
    assert "identity-parted" in kinds(app)
    assert client.get("/account").status_code == 302, "and the session that was open ended"
    assert said(come_back(app.test_client(), "moi@tinh")) == "SIGN-IN-STRANGER"


def test_a_disabled_account_stays_out_whatever_the_provider_says(app: Flask, provider: str) -> None:
    registry = registry_of(app)
    accounts.add_account(registry, "khoa", ["viewer"], who="t")
    matched(app, provider, "khoa@tinh", "khoa")
    client = app.test_client()
    assert come_back(client, "khoa@tinh").status_code == 302
    accounts.set_active(registry, "khoa", active=False, who="t")
    assert client.get("/account").status_code == 302, "and its session ended"
    assert said(come_back(client, "khoa@tinh")) == "SIGN-IN-SHUT"


def test_signing_out_ends_the_session_here_and_offers_the_providers(app: Flask, provider: str) -> None:
    client = app.test_client()
    come_back(client, "lan@tinh")
    answer = client.post("/sign-out", data={"csrf_token": token(client, "/account")})
    assert answer.headers["Location"] == "/sign-in/with/tinh/ended"
    page = client.get(answer.headers["Location"]).get_data(as_text=True)
    assert f"{provider}/oauth2/end_session" in page
    assert client.get("/account").status_code == 302


def ended_by(client: FlaskClient, path: str) -> list[str]:
    return re.findall(rf'action="{path}/([0-9a-f]{{32}})"', client.get(path).get_data(as_text=True))


def id_of(app: Flask, name: str) -> str:
    found = accounts.find_account(registry_of(app), name=name)
    assert found is not None
    return found.id


def test_sessions_are_seen_and_ended_by_their_owner_and_by_an_administrator(app: Flask) -> None:
    here, there = signed_in(app, "lan"), app.test_client()
    come_back(there, "lan@tinh")
    page = here.get("/account").get_data(as_text=True)
    assert page.count("phiên này") == 1
    mine = re.findall(r'action="/account/sessions/([0-9a-f]{32})"', page)
    form = {"csrf_token": token(here, "/account")}
    keeper = signed_in(app, "quantri")
    theirs = ended_by(keeper, "/accounts/sessions")
    assert set(mine) < set(theirs)
    held = SignIns(registry_of(app).settings.home / SIGN_INS_FILE)
    alien = held.open_sessions(id_of(app, "quantri"))[0].id
    assert here.post(f"/account/sessions/{alien}", data=form).status_code == 404
    assert keeper.get("/account").status_code == 200
    for name in mine:
        assert here.post(f"/account/sessions/{name}", data=form).status_code == 303
    assert there.get("/account").status_code == 302
    assert here.get("/account").status_code == 200
    (left,) = (one.id for one in held.open_sessions(id_of(app, "lan")))
    form = {"csrf_token": token(keeper, "/accounts/sessions")}
    assert keeper.post(f"/accounts/sessions/{left}", data=form).status_code == 303
    assert here.get("/account").status_code == 302
    assert kinds(app)[-1] in {"session-ended", "refused"}


def claims_for(issuer: str, nonce: str, changed: dict[str, Any]) -> dict[str, Any]:
    now = int(time.time())
    made = {"iss": issuer, "aud": "bts", "sub": "lan@tinh", "nonce": nonce, "iat": now, "exp": now + 300}
    return {name: value for name, value in (made | changed).items() if value is not None}


RIGHT = {"alg": "RS256", "kid": "ours"}
OWN_KEY = RSAKey.generate_key(2048, {"kid": "ours", "use": "sig", "alg": "RS256"})


@pytest.mark.parametrize(
    ("changed", "head"),
    [
        ({}, {"alg": "RS256", "kid": "ours"}),
        ({"nonce": "another"}, {"alg": "RS256", "kid": "ours"}),
        ({"nonce": None}, {"alg": "RS256", "kid": "ours"}),
        ({"aud": "another client"}, {"alg": "RS256", "kid": "ours"}),
        ({"aud": None}, {"alg": "RS256", "kid": "ours"}),
        ({"aud": ["bts", "another"]}, {"alg": "RS256", "kid": "ours"}),
        ({"azp": "another client"}, {"alg": "RS256", "kid": "ours"}),
        ({"iss": "http://localhost:1"}, {"alg": "RS256", "kid": "ours"}),
        ({"exp": 1_700_000_000}, {"alg": "RS256", "kid": "ours"}),
        ({"exp": None}, {"alg": "RS256", "kid": "ours"}),
        ({"iat": None}, {"alg": "RS256", "kid": "ours"}),
        ({"sub": None}, {"alg": "RS256", "kid": "ours"}),
        ({}, {"alg": "none"}),
        ({}, {"alg": "HS256", "kid": "ours"}),
        ({}, {"alg": "RS384", "kid": "ours"}),
        ({}, {"alg": "RS256", "kid": "unknown"}),
    ],
)  # fmt: skip
def test_a_token_is_believed_claim_by_claim(
    app: Flask,
    provider: str,
    monkeypatch: pytest.MonkeyPatch,
    changed: dict[str, Any],
    head: dict[str, str],
) -> None:
    """The provider's token is put aside for one that we sign, with keys that we publish in its place."""
    client = app.test_client()
    address = to_provider(client)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    path = at_provider(address, "lan@tinh")
    made = _signed(claims_for(provider, nonce, changed), head)
    asked = provider_client.BoundedSession.request

    def request(self: Any, method: str, url: str, **own: Any) -> requests.Response:
        answer = asked(self, method, url, **own)
        if url.endswith("/jwks"):
            answer._content = json.dumps({"keys": [OWN_KEY.as_dict(private=False)]}).encode()
        elif url.endswith("/oauth2/token"):
            answer._content = json.dumps(answer.json() | {"id_token": made}).encode()
        return answer

    monkeypatch.setattr(provider_client.BoundedSession, "request", request)
    app.extensions["bts-sign-in-clients"].clear()
    answer = client.get(path)
    app.extensions["bts-sign-in-clients"].clear()
    if not changed and head == RIGHT:
        assert answer.status_code == 302
        assert client.get("/account").status_code == 200
    else:
        assert (answer.status_code, said(answer)) == (403, "SIGN-IN-NOT-PROVEN")
        assert client.get("/account").status_code == 302


def _signed(claims: dict[str, Any], head: dict[str, str]) -> str:
    if head["alg"] in {"none", "HS256"}:
        parts = [base64.urlsafe_b64encode(json.dumps(one).encode()).rstrip(b"=") for one in (head, claims)]
        body, public = b".".join(parts), OWN_KEY.as_pem(private=False)
        # the public key taken for a secret that both sides share
        made = b"" if head["alg"] == "none" else hmac.digest(public, body, "sha256")
        return (body + b"." + base64.urlsafe_b64encode(made).rstrip(b"=")).decode()
    key = RSAKey.import_key(OWN_KEY.as_pem(private=True))
    return jwt.encode(head, claims, key, algorithms=[head["alg"]])
