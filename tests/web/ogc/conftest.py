"""The small register of the tests of OGC API, made once for all of them."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.web.ogc import world
from tests.web.people import signed_in


@pytest.fixture(scope="session")
def ogc_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application; nothing here changes its register but ``world.opened``."""
    with world.office(tmp_path_factory.mktemp("ogc") / "sổ") as app:
        yield app


@pytest.fixture(scope="session")
def leader(ogc_app: Flask) -> FlaskClient:
    """Somebody of the office."""
    return signed_in(ogc_app, "leader")


@pytest.fixture(scope="session")
def viettel(ogc_app: Flask) -> FlaskClient:
    """A carrier."""
    return signed_in(ogc_app, "viettel")


@pytest.fixture
def stranger(ogc_app: Flask) -> FlaskClient:
    """Somebody who has not signed in."""
    return ogc_app.test_client()
