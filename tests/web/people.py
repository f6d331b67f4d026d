"""People for tests of pages: one account per role in a copy of the illustrative registry."""

import re
import shutil
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from registry.model.people import Role
from registry.services.accounts import add_account
from registry.services.registry import open_registry
from registry.settings import Settings, read_settings

PASSWORD = "mot-mat-khau-du-dai"
ORGANISATIONS = {Role.CARRIER: "VTL"}
TERRITORIES = {Role.CONSULTED: "urban_area"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def with_people(demo: Settings, home: Path) -> Settings:
    """Copy a registry to ``home`` and add an account for every role, and a second carrier."""
    shutil.copytree(demo.home, home, dirs_exist_ok=True)
    settings = read_settings({"BTS_HOME": str(home)})
    registry = open_registry(settings)
    try:
        for role in Role:
            add_account(
                registry, role.value, [role], organisation=ORGANISATIONS.get(role, ""),
                territory=TERRITORIES.get(role, ""), password=PASSWORD, must_change=False, who="test",
            )  # fmt: skip
        add_account(
            registry, "rival", ["carrier"], organisation="VNPT", password=PASSWORD, must_change=False,
            who="test",
        )  # fmt: skip
    finally:
        registry.close()
    return settings


def token(client: FlaskClient, path: str = "/sign-in") -> str:
    """Return the token of the forms of a page."""
    found = TOKEN.search(client.get(path).get_data(as_text=True))
    assert found is not None, path
    return found.group(1)


def sign_in(client: FlaskClient, name: str, password: str = PASSWORD, next_page: str = "") -> str:
    """Sign in and return where one is sent."""
    answer = client.post(
        "/sign-in",
        data={"csrf_token": token(client), "username": name, "password": password, "next": next_page},
    )
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return answer.headers["Location"]


def signed_in(app: Flask, name: str) -> FlaskClient:
    """Return a client who has signed in."""
    client = app.test_client()
    sign_in(client, name)
    return client
