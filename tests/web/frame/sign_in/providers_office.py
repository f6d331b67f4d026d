"""An office that lets people in from a provider, and the way there and back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask
from flask.testing import FlaskClient

from registry.model.people import Role
from registry.services.office.security.security_log import SecurityLog
from registry.services.office.sign_in import accounts, identities
from registry.settings import read_settings
from tests.services.requests import desk
from tests.web.people import registry_of, running

FILE = """
[[provider]]
key = "tinh"
name = "Tài khoản tỉnh"
issuer = "{issuer}"
client_id = "bts"
secret_file = "secret"
scopes = "openid profile email"
logout = true
{more}
"""


@contextmanager
def office(home: Path, issuer: str, more: str = "", extra: str = "") -> Iterator[Flask]:
    """Yield the pages of a small office whose people may sign in at the provider."""
    home.mkdir(exist_ok=True)
    (home.parent / "secret").write_text("a secret of the client", encoding="utf-8")
    file = home.parent / "sign-in.toml"
    file.write_text(extra + FILE.format(issuer=issuer, more=more), encoding="utf-8")
    settings = read_settings({"BTS_HOME": str(home), "BTS_SIGN_IN": str(file)})
    made = desk.make(settings)
    for name, role in (("quantri", Role.ADMINISTRATOR), ("lan", Role.VIEWER)):
        accounts.add_account(made, name, [role], password="mot-mat-khau-du-dai", must_change=False, who="t")
    made.close()
    with running(settings) as app:
        yield app


def claims_of(provider: str, subject: str, **claims: Any) -> None:
    assert requests.put(f"{provider}/users/{subject}", json=claims, timeout=60).status_code == 204


def to_provider(client: FlaskClient, next_page: str = "") -> str:
    """Press the button and return the address at the provider."""
    answer = client.get("/sign-in/with/tinh", query_string={"next": next_page} if next_page else {})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def at_provider(address: str, subject: str) -> str:
    """Sign in there and return the address to which the provider leads back, as a path here."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=60)
    assert answer.status_code == 302, answer.text
    parts = urlsplit(answer.headers["Location"])
    assert parts.path == "/sign-in/with/tinh/back"
    return f"{parts.path}?{parts.query}"


def come_back(client: FlaskClient, subject: str, next_page: str = "") -> Any:
    return client.get(at_provider(to_provider(client, next_page), subject))


def matched(app: Flask, issuer: str, subject: str, account: str) -> None:
    registry = registry_of(app)
    identities.note_stranger(registry, "tinh", issuer, subject, "")
    identities.match(registry, identities.key_of(issuer, subject), account=account, who="quantri")


def said(answer: Any) -> str:
    """Return the code of a refusal's page."""
    found = re.search(r"SIGN-IN-[A-Z-]+", answer.get_data(as_text=True))
    return found.group() if found else ""


def kinds(app: Flask) -> list[str]:
    log = SecurityLog(app.extensions["bts-settings"].home)
    return [line["metadata"]["event_code"] for line in reversed(list(log.newest(200)))]
