"""People for tests of pages: one account per role in a copy of the illustrative registry."""

import atexit
import functools
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from registry.model.people import Role
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry, open_registry
from registry.services.office.sign_in.accounts import add_account
from registry.settings import Settings, read_settings
from tests.pages import Pages
from tests.services.requests import desk
from web.app import create_app
from web.frame import office

PASSWORD = "mot-mat-khau-du-dai"
ORGANISATIONS = {Role.CARRIER: "VTL"}
TERRITORIES = {Role.CONSULTED: "urban_area"}
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@functools.cache
def _peopled(demo_home: Path) -> Path:
    """Add the accounts to a copy of ``demo_home`` once a process: nine passwords take a second to hash."""
    home = Path(tempfile.mkdtemp(prefix="people-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    shutil.copytree(demo_home, home, dirs_exist_ok=True)
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
    return home


def with_people(demo: Settings, home: Path) -> Settings:
    """Copy a registry to ``home`` with an account for every role, and a second carrier."""
    shutil.copytree(_peopled(demo.home), home, dirs_exist_ok=True)
    return read_settings({"BTS_HOME": str(home)})


@contextmanager
def small_office(home: Path, *roles: Role) -> Iterator[Flask]:
    """Yield the application of a small office with an account for each role, named as it."""
    settings = read_settings({"BTS_HOME": str(home)})
    made = desk.make(settings)
    for role in roles:
        add_account(
            made, role.value, [role], organisation=ORGANISATIONS.get(role, ""),
            territory=TERRITORIES.get(role, ""), password=PASSWORD, must_change=False, who="t",
        )  # fmt: skip
    made.close()
    app = create_app(settings)
    yield app
    with app.app_context():
        office.registry().close()


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


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """Yield the application over a registry, closed afterwards; a job under way is not waited for."""
    app = create_app(settings)
    try:
        yield app
    finally:
        if (registry := app.extensions["bts-registry"]) is not None:
            jobs.stop(registry, 0)
            registry.close()


def registry_of(app: Flask) -> Registry:
    """Return the registry that an application works on."""
    with app.app_context():
        return office.registry()


def visitor(app: Flask, name: str) -> Pages:
    """Return somebody who has signed in and looks at every page."""
    pages = Pages(app)
    sign_in(pages.client, name)
    return pages
