"""A small office where design dossiers are answered."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.model.people import Role
from tests.pages import Pages
from tests.web.people import small_office, visitor


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Flask]:
    roles = (Role.APPRAISER, Role.LEADER, Role.VIEWER, Role.CARRIER)
    with small_office(tmp_path / "home", *roles) as app:
        yield app


@pytest.fixture
def appraiser(office: Flask) -> Pages:
    return visitor(office, "appraiser")
